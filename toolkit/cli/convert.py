"""``fayi convert``: from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import complete_format, complete_output, glossary_option
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.formats.convert import Outcome


@click.command(
    help=_(
        "Convert IN to OUT. The formats follow from the content and the names; see fayi formats. What OUT cannot hold "
        "is listed afterwards, or refused with --strict."
    )
)
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--from", "read_as", metavar="FORMAT", default="", help=_("Format of IN."), shell_complete=complete_format
)
@click.option(
    "--to", "write_as", metavar="FORMAT", default="", help=_("Format of OUT."), shell_complete=complete_output
)
@click.option(
    "--profile",
    metavar="TOOL",
    default="",
    help=_("Write for this tool: omegat, memoq, deepl … (as --to)."),
    shell_complete=complete_output,
)
@click.option("--lang", metavar="CODES", default="", help=_("Languages, the source first: en,zh-CN."))
@click.option("--title", default="", help=_("Title written into OUT."))
@click.option("--encoding", default="", help=_("Encoding of a TMX: UTF-8, UTF-16, US-ASCII."))
@click.option(
    "--repair", is_flag=True, help=_("Mend Chinese that was read in the wrong encoding (GBK as Latin-1).")
)
@click.option("--strict", is_flag=True, help=_("Refuse instead of losing anything."))
@click.option(
    "--spreadsheet-safe",
    is_flag=True,
    help=_("Put a tab before cells that a spreadsheet would run as a formula."),
)
@glossary_option(
    _("Glossary to write beside the units (XLIFF 2), in any format Fayi reads. Several: the last goes first.")
)
def command(
    source: Path, output: Path, read_as: str, write_as: str, profile: str, lang: str, title: str, encoding: str, repair: bool,
    strict: bool, spreadsheet_safe: bool, glossaries: tuple[Path, ...],
) -> int:  # fmt: skip
    from toolkit.errors import FayiError
    from toolkit.formats import convert, registry

    one = registry.for_input(source, read_as)
    other = registry.for_output(output, write_as or profile, one)
    if other.content == "entries" and not read_as:
        one = registry.for_glossary(source)
    if glossaries and other.name not in ("xliff2", "xliff2.1"):
        raise FayiError("-g writes a glossary beside units", found=other.name, allowed="xliff2, xliff2.1")
    if encoding and other.name != "tmx":
        raise FayiError("--encoding is for TMX", found=other.name, allowed="tmx")
    entries: tuple[object, ...] = ()
    if glossaries:
        from toolkit import stacking
        from toolkit.formats.model import from_concepts

        entries = tuple(from_concepts(stacking.load(glossaries, builtin=False, lang=lang).concepts))
    settings = convert.settings_for(
        lang,
        title=title or source.stem,
        encoding=encoding,
        spreadsheet_safe=spreadsheet_safe,
        glossary=entries,
    )
    outcome = convert.convert(source, one, output, other, settings, repair=repair, accept=not strict)
    show(outcome, output)
    return 0


def show(outcome: Outcome, output: Path) -> None:
    """What was read, written, repaired and lost, on standard error."""
    report = outcome.report
    click.echo(f"{report.path}: {report.summary()}", err=True)
    for line in report.lines():
        click.echo(f"  {line}", err=True)
    click.echo(_("{path}: written {count}").format(path=output, count=outcome.written), err=True)
    if outcome.lost:
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(outcome.lost.items()))
        click.echo(_("not carried by this format: {features}").format(features=listed), err=True)
