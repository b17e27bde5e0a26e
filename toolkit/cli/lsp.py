"""``fayi lsp``: the check as a language server over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.options import CONFIG, TERMBASE
from toolkit.i18n import _


@click.command(
    help=_(
        "Run the check as a language server over standard input and output: diagnostics, hover and quick fixes in "
        "editors for English and Chinese texts, PO and XLIFF. Needs pip install 'fayi[lsp]'."
    )
)
@CONFIG
@TERMBASE
def command(config_path: Path | None, termbase: Path | None) -> int:
    from toolkit.check import config
    from toolkit.errors import FayiError

    try:
        from toolkit.check import lsp
    except ImportError as error:
        raise FayiError(
            f"the language server is not installed ({error.name} is missing)", hint="pip install 'fayi[lsp]'"
        ) from error
    server = lsp.create(config.load(config_path or config.find(Path.cwd())), termbase)
    server.start_io()
    return 0
