"""``fayi merge``: several glossaries or memories as one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import complete_format, complete_output
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.formats.format import Format, Settings
    from toolkit.formats.merge import Conflict
    from toolkit.formats.model import Entry, Unit
    from toolkit.formats.report import Report

SHOWN = 20
"""Conflicts shown on the terminal; ``--conflicts`` writes all."""


@click.command(
    help=_(
        "Merge FILES into one and remove duplicates. Records are one when they have the same id or the same terms. On conflict the better status "
        "wins (preferred, admitted, none, deprecated), then the one with a source, then the later date, then the file named first; "
        "different texts are both kept, in memories with --prefer newest only the one changed last. Every conflict is listed."
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=_("File to write."))
@click.option("--to", "--profile", "write_as", metavar="FORMAT", default="", help=_("Format of the output."),
              shell_complete=complete_output)  # fmt: skip
@click.option(
    "--from",
    "read_as",
    metavar="FORMAT",
    default="",
    help=_("Format of the inputs."),
    shell_complete=complete_format,
)
@click.option("--lang", metavar="CODES", default="", help=_("Languages, the source first: en,zh-CN."))
@click.option(
    "--prefer",
    type=click.Choice(["all", "newest"]),
    default="all",
    show_default=True,
    help=_("Of several translations of one segment keep all, or the one changed last."),
)
@click.option(
    "--repair", is_flag=True, help=_("Mend Chinese that was read in the wrong encoding (GBK as Latin-1).")
)
@click.option("--conflicts", type=click.Path(path_type=Path), help=_("Write the conflicts as TSV."))
@click.option("--strict", is_flag=True, help=_("Refuse instead of losing anything."))
def command(
    files: tuple[Path, ...], output: Path, write_as: str, read_as: str, lang: str, prefer: str, repair: bool,
    conflicts: Path | None, strict: bool,
) -> int:  # fmt: skip
    from toolkit.cli.convert import show
    from toolkit.formats import convert, merge, registry, selection
    from toolkit.formats.glossaries import load_entries
    from toolkit.formats.merge_units import merging_units
    from toolkit.formats.report import Report

    target = registry.for_output(output, write_as)
    settings = convert.settings_for(lang, title=output.stem)
    reports = [Report(str(path)) for path in files]
    sources = [registry.for_input(path, read_as) for path in files]
    outcome = convert.Outcome(reports[-1])
    for path, source in zip(files, sources, strict=True):
        convert.count_leftovers(path, source, outcome, accept=not strict)
    if target.content == "units" and all(source.content == "units" for source in sources):
        with merging_units(
            (_units(*given, settings, repair) for given in zip(files, sources, reports, strict=True)),
            newest=prefer == "newest",
        ) as merged:
            reports[-1].counts["merged"] += merged.joined
            reports[-1].counts["left out"] += merged.yielded
            items: Iterable[Entry | Unit] = merged.units()
            if settings.given:
                items = selection.chosen(items, settings, reports[-1])
            else:
                items, settings = convert.with_languages(items, settings)
            convert.write(
                output, items, target, _headed(files, sources, target, settings), outcome, accept=not strict
            )
            _report(reports, list(merged.conflicts(SHOWN)), merged.count_conflicts())
            if conflicts is not None:
                _write_conflicts(conflicts, merged.conflicts())
    elif prefer == "newest":
        raise click.UsageError(_("--prefer newest is for memories: terms of glossaries have no dates"))
    else:
        result = merge.merge_entries(
            load_entries(p, settings, read_as, report=r, repair=repair)
            for p, r in zip(files, reports, strict=True)
        )
        reports[-1].counts["merged"] += result.joined
        kept: Iterable[Entry | Unit] = result.entries
        if settings.given:
            kept = selection.chosen(kept, settings, reports[-1])
        convert.write(output, kept, target, settings, outcome, accept=not strict)
        _report(reports, result.conflicts[:SHOWN], len(result.conflicts))
        if conflicts is not None:
            _write_conflicts(conflicts, result.conflicts)
    show(outcome, output)
    return 0


def _units(path: Path, source: Format, report: Report, settings: Settings, repair: bool) -> Iterable[Unit]:
    from toolkit.formats import convert
    from toolkit.formats.model import Unit

    items = convert.read_items(path, source, settings, report, repair)
    yield from (item for item in items if isinstance(item, Unit))
    report.require()


def _headed(files: tuple[Path, ...], sources: list[Format], target: Format, settings: Settings) -> Settings:
    """With the headers of the memories, when a memory is written."""
    from dataclasses import replace

    from toolkit.formats import tmx

    if target.name != "tmx":
        return settings
    found = [tmx.document(p).header for p, source in zip(files, sources, strict=True) if source.name == "tmx"]
    return replace(settings, header=tmx.joined_headers(found)) if found else settings


def _report(reports: list[Report], shown: list[Conflict], count: int) -> None:
    for report in reports[:-1]:
        click.echo(f"{report.path}: {report.summary()}", err=True)
        for line in report.lines():
            click.echo(f"  {line}", err=True)
    for conflict in shown:
        click.echo(f"  {conflict.key}: {conflict.kept} ≠ {conflict.other} [{conflict.rule}]", err=True)
    if count > len(shown):
        click.echo(
            _("  … and {count} more; --conflicts FILE writes all").format(count=count - len(shown)), err=True
        )
    click.echo(_("{count} conflicts").format(count=count), err=True)


def _write_conflicts(path: Path, found: Iterable[Conflict]) -> None:
    from itertools import chain

    from toolkit.formats import delimited
    from toolkit.formats.merge import Conflict

    rows = chain([Conflict._fields], found)
    delimited.write_text(path, rows, delimiter="\t", quoted=False, headings=-1)
