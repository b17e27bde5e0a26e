"""``fayi merge``: several glossaries or memories as one."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.i18n import _


@click.command(
    help=_(
        "Merge FILES into one and remove duplicates. Records are one when they have the same id or the same terms. On conflict the better status "
        "wins (preferred, admitted, none, deprecated), then the one with a source, then the later date, then the file named first; "
        "different texts are both kept. Every conflict is listed."
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=_("File to write."))
@click.option("--to", "--profile", "write_as", metavar="FORMAT", default="", help=_("Format of the output."))
@click.option("--lang", metavar="CODES", default="", help=_("Languages, the source first: en,zh-CN."))
@click.option(
    "--repair", is_flag=True, help=_("Mend Chinese that was read in the wrong encoding (GBK as Latin-1).")
)
@click.option("--conflicts", type=click.Path(path_type=Path), help=_("Write the conflicts as TSV."))
@click.option("--strict", is_flag=True, help=_("Refuse instead of losing anything."))
def command(
    files: tuple[Path, ...],
    output: Path,
    write_as: str,
    lang: str,
    repair: bool,
    conflicts: Path | None,
    strict: bool,
) -> int:
    from toolkit.cli.convert import show
    from toolkit.formats import convert, delimited, merge, registry
    from toolkit.formats.glossaries import load_entries
    from toolkit.formats.model import Entry, Unit
    from toolkit.formats.report import Report

    target = registry.for_output(output, write_as)
    settings = convert.settings_for(lang, title=output.stem)
    reports = [Report(str(path)) for path in files]
    items: list[Entry] | list[Unit]
    if target.content == "units" and all(registry.for_input(path).content == "units" for path in files):
        result = merge.merge_units(
            [
                u
                for u in convert.read_items(p, registry.for_input(p), settings, r, repair)
                if isinstance(u, Unit)
            ]
            for p, r in zip(files, reports, strict=True)
        )
        items = result.units
    else:
        result = merge.merge_entries(
            load_entries(p, settings, report=r, repair=repair) for p, r in zip(files, reports, strict=True)
        )
        items = result.entries
    for report in reports[:-1]:
        click.echo(f"{report.path}: {report.summary()}", err=True)
    reports[-1].counts["merged"] += result.joined
    outcome = convert.Outcome(reports[-1])
    convert.write(output, items, target, settings, outcome, accept=not strict)
    show(outcome, output)
    for conflict in result.conflicts[:20]:
        click.echo(f"  {conflict.key}: {conflict.kept} ≠ {conflict.other} [{conflict.rule}]", err=True)
    click.echo(_("{count} conflicts").format(count=len(result.conflicts)), err=True)
    if conflicts is not None:
        rows = [merge.Conflict._fields, *result.conflicts]
        delimited.write_text(conflicts, rows, delimiter="\t", quoted=False)
    return 0
