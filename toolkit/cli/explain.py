"""``fayi explain``: what a code of ``fayi check`` means, with an example and the cure."""

from __future__ import annotations

import click

from toolkit.i18n import _


@click.command(help=_("Explain CODE (FY201, or its name missing-term); without a code list all."))
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def command(code: str | None, as_json: bool) -> int:
    import json

    from toolkit.check import config
    from toolkit.check.rules import RULES

    if code is None:
        chosen = list(RULES.values())
    else:
        named = [rule for rule in RULES.values() if rule.name == code.lower()]
        if not named:
            config.check_code(code.upper())
        chosen = named or [rule for key, rule in RULES.items() if key.startswith(code.upper())]
    if as_json:
        records = [
            {
                "code": r.code,
                "name": r.name,
                "group": r.group,
                "level": r.level.value,
                "message": r.message,
                "explanation": r.explanation,
            }
            for r in chosen
        ]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif len(chosen) > 1:
        for rule in chosen:
            click.echo(f"{rule.code}  {rule.level.value:7}  {rule.name:34}  {rule.message}")
    else:
        rule = chosen[0]
        click.echo(
            f"{rule.code} {rule.name} ({rule.group}, at most {rule.level.value})\n\n{rule.message}\n\n{rule.explanation}"
        )
    return 0
