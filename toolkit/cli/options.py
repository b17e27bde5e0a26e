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


def complete_format(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of formats that can be read, for the shell."""
    from toolkit.formats import registry

    return [f.name for f in registry.formats().values() if f.read and f.name.startswith(incomplete.lower())]


def complete_output(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of formats and tools that can be written, for the shell."""
    from toolkit.formats import registry

    return [f.name for f in registry.formats().values() if f.write and f.name.startswith(incomplete.lower())]


def complete_any(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of all formats, for the shell."""
    from toolkit.formats import registry

    return [name for name in registry.formats() if name.startswith(incomplete.lower())]
