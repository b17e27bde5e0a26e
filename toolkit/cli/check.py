"""``fayi check``: terminology findings of texts and translations, for people and build servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli.codes import complete_codes
from toolkit.cli.options import CONFIG, TERMBASE, glossary_option
from toolkit.i18n import _

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "checkstyle", "html", "xlsx")


@click.command(
    help=_(
        "Check the terminology of texts (txt, md, html, docx) and translations (PO, XLIFF, TMX, TSV, CSV, XLSX). "
        "With --against, check FILE as the translation of another text. Exit code 0: clean, 1: findings, 2: unusable input."
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@click.option(
    "--against",
    metavar="TEXT",
    type=click.Path(),
    help=_("The source text that FILE translates; they are aligned by sentence."),
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help=_("Report format."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_("Write the report here instead of standard output."),
)
@glossary_option(_("A client glossary; goes before the built-in one. Several: the last goes first."))
@TERMBASE
@click.option("--no-builtin", is_flag=True, help=_("Only the client glossaries."))
@click.option(
    "--languages",
    metavar="SRC:TGT",
    help=_("Languages where the file does not say them, e.g. en:zh-Hant-HK."),
)
@click.option(
    "--select",
    metavar="CODES",
    shell_complete=complete_codes,
    help=_("Only these codes (FY2 is all that begin so)."),
)
@click.option("--ignore", metavar="CODES", shell_complete=complete_codes, help=_("Not these codes."))
@click.option(
    "--level",
    type=click.Choice(["error", "warning", "info"]),
    default="warning",
    help=_("Least level in text reports; warning by default. Other formats always have all."),
)
@click.option(
    "--fail-level",
    type=click.Choice(["error", "warning", "info", "never"]),
    help=_("Exit with 1 from this level on; warning by default."),
)
@click.option("--fix", is_flag=True, help=_("Put the preferred form in place of listed wrong ones."))
@click.option("--diff", "show_diff", is_flag=True, help=_("Show what --fix would change; changes nothing."))
@click.option("--baseline", type=click.Path(path_type=Path), help=_("Known findings; they do not fail."))
@click.option("--update-baseline", is_flag=True, help=_("Write all present findings into the baseline."))
@click.option("--prune", is_flag=True, help=_("Take entries that are no longer needed out of the baseline."))
@CONFIG
@click.option("--isolated", is_flag=True, help=_("Read no configuration file."))
@click.option(
    "--consistency", is_flag=True, help=_("Report instead how consistently each concept is rendered.")
)
@click.option(
    "--health",
    is_flag=True,
    help=_("Report instead on the glossary: noisy, unused, contradictory and nested entries."),
)
@click.option("--no-cache", is_flag=True, help=_("Check every file anew."))
@click.option("-j", "--jobs", type=click.IntRange(0, 256), default=0, help=_("Processes; 0: one per core."))
@click.option("--watch", is_flag=True, help=_("Check again whenever a file changes, until Ctrl-C."))
def command(**options: Any) -> int:
    from toolkit.cli import checking

    request = checking.Request(**options)
    if request.watch:
        return checking.watch(request)
    return checking.run(request)
