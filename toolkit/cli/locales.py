"""``fayi locales``: regenerate the gettext catalogs of the termbase."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.i18n import _


@click.command(help=_("Write the gettext catalogs of the termbase (zh_CN, zh_HK, zh_TW) below DIR."))
@click.option(
    "-o", "--output", default="locales", show_default=True, type=click.Path(path_type=Path), metavar="DIR"
)
@click.option(
    "-g", "--glossary", type=click.Path(path_type=Path), metavar="DIR", help=_("Another termbase directory.")
)
def command(output: Path, glossary: Path | None) -> None:
    from toolkit import catalogs, termbase

    for path, entries in catalogs.write(termbase.load(glossary), output):
        click.echo(_("{path}: {entries} entries").format(path=path, entries=entries))
