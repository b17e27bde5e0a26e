"""``fayi mcp``: the glossary for AI assistants over stdio."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _


@click.command(
    help=_(
        "Answer an AI assistant over the Model Context Protocol on stdin and stdout: lookup_term, map_phrase, "
        "annotate_text, check_translation, list_fields. Name this command in the settings of the assistant."
    )
)
@GLOSSARIES
def command(glossaries: tuple[Path, ...]) -> None:
    from toolkit import stacking
    from toolkit.errors import FayiError

    try:
        from toolkit.assistant import server
    except ModuleNotFoundError as error:
        raise FayiError(f"{error.name} is not installed", hint="pip install 'fayi[mcp]'") from error
    server(stacking.load(glossaries)).run()
