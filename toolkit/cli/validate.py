"""``fayi validate``: a file against the published schema and the rules of its format."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.i18n import _


@click.command(
    help=_(
        "Check FILES against the rules of their format: TMX against its DTD, XLIFF 1.2 and 2.x against the XML Schemas of OASIS, "
        "both with the rules that no schema can say; TBX 2 and 3 against RELAX NG and Schematron of Fayi; "
        "PO as msgfmt -c. One line per problem with its line number; exit code 1 when there are any."
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "read_as", metavar="FORMAT", default="", help=_("Format of the files."))
@click.option(
    "--schema",
    type=click.Path(path_type=Path),
    help=_("Judge by this schema instead: a DTD, RELAX NG grammar, XML Schema or Schematron file."),
)
@click.option(
    "-l",
    "--limit",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help=_("Problems shown per file."),
)
def command(files: tuple[Path, ...], read_as: str, schema: Path | None, limit: int) -> int:
    from toolkit.formats.validate import validate

    broken = False
    for path in files:
        rules, found = validate(path, read_as, schema)
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
