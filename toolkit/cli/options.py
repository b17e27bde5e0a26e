"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.i18n import _

GLOSSARIES = click.option(
    "-g",
    "--glossary",
    "glossaries",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help=_(
        "A glossary of your own on top of the built-in one, in any format Fayi reads. Several: the last goes first."
    ),
)
