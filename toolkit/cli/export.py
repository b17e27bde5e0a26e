"""``fayi export``: the glossary in the file that a tool loads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.convert import show
from toolkit.cli.options import GLOSSARIES, complete_output
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.formats.model import Entry, Unit


@click.command(
    help=_(
        "Write the built-in glossary, or one given with -g, for a tool: fayi export --profile omegat -o glossary.txt"
    )
)
@click.option(
    "-p",
    "--profile",
    "--to",
    "profile",
    metavar="TOOL",
    default="",
    help=_("Tool or format; see fayi formats."),
    shell_complete=complete_output,
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=_("File to write."))
@GLOSSARIES
@click.option("--only", is_flag=True, help=_("Only the glossaries given with -g, without the built-in one."))
@click.option(
    "--field", "fields", multiple=True, metavar="FIELD", help=_("Only this subject field; may be repeated.")
)
@click.option("--lang", metavar="CODES", default="", help=_("Languages, the source first: en,zh-CN."))
@click.option("--title", default="Fayi glossary", show_default=True, help=_("Title written into the file."))
@click.option("--strict", is_flag=True, help=_("Refuse instead of losing anything."))
@click.option(
    "--spreadsheet-safe",
    is_flag=True,
    help=_("Put a tab before cells that a spreadsheet would run as a formula."),
)
def command(
    profile: str, output: Path, glossaries: tuple[Path, ...], only: bool, fields: tuple[str, ...], lang: str, title: str, strict: bool,
    spreadsheet_safe: bool,
) -> int:  # fmt: skip
    from toolkit import stacking
    from toolkit.errors import FayiError
    from toolkit.formats import convert, registry, selection
    from toolkit.formats.model import from_concepts
    from toolkit.formats.report import Report

    if only and not glossaries:
        raise FayiError("--only without a glossary", hint="name one with -g")
    target = registry.for_output(output, profile)
    base = stacking.load(glossaries, builtin=not only, lang=lang)
    stacked = base.concepts
    if fields:
        known = {concept.field for concept in stacked}
        if unknown := sorted(set(fields) - known):
            raise FayiError("no such subject field", found=unknown[0], allowed=", ".join(sorted(known)[:40]))
        stacked = tuple(concept for concept in stacked if concept.field in fields)
    settings = convert.settings_for(lang, title=title, spreadsheet_safe=spreadsheet_safe)
    report = Report(", ".join(map(str, glossaries)) if only else "built-in glossary")
    report.read = report.created = len(stacked)
    outcome = convert.Outcome(report)
    entries: Iterable[Entry | Unit] = from_concepts(stacked, base.domains)
    if settings.given:
        entries = selection.chosen(entries, settings, report)
    convert.write(output, entries, target, settings, outcome, accept=not strict)
    show(outcome, output)
    return 0
