"""``fayi validate``: a file against the rules of its format."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.i18n import _


@click.command(
    help=_(
        "Check FILES against the rules of their format: TMX 1.4 (its DTD and the pairing of codes), TBX 2 and 3 (core structure "
        "and the rules of Min and Basic), XLIFF 1.2 and 2.x (with the glossary module), PO. One line per problem with its line "
        "number; exit code 1 when there are any."
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "read_as", metavar="FORMAT", default="", help=_("Format of the files."))
@click.option(
    "-l",
    "--limit",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help=_("Problems shown per file."),
)
def command(files: tuple[Path, ...], read_as: str, limit: int) -> int:
    from toolkit.formats.validate import validate

    broken = False
    for path in files:
        rules, found = validate(path, read_as)
        count = 0
        for problem in found:
            count += 1
            if count <= limit:
                click.echo(
                    f"{path}:{problem.line}: {problem.message}"
                    if problem.line
                    else f"{path}: {problem.message}"
                )
        broken = broken or count > 0
        click.echo(
            _("{path}: {count} problems ({rules})").format(path=path, count=count, rules=rules), err=True
        )
    return 1 if broken else 0
