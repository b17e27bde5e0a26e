"""``fayi explain``: what a code of ``fayi check`` means, with an example and the cure."""

from __future__ import annotations

import click

from toolkit.cli.codes import complete_code
from toolkit.i18n import _


@click.command(help=_("Explain CODE (FY201, or its name missing-term); without a code list all."))
@click.argument("code", required=False, shell_complete=complete_code)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def command(code: str | None, as_json: bool) -> int:
    import json
    import shutil

    from toolkit.check import config, explanation
    from toolkit.check.rules import RULES

    if code is None:
        chosen = list(RULES.values())
    else:
        chosen = [rule for rule in RULES.values() if rule.name == code.lower()]
        if not chosen:
            config.check_code(code)
            chosen = [rule for key, rule in RULES.items() if key.startswith(code.upper())]
    if as_json:
        click.echo(json.dumps([explanation.record(rule) for rule in chosen], ensure_ascii=False, indent=2))
    elif len(chosen) > 1:
        click.echo(explanation.table(chosen), nl=False)
    else:
        width = min(100, shutil.get_terminal_size((100, 24)).columns)
        click.echo(explanation.text(chosen[0], width), nl=False)
    return 0
