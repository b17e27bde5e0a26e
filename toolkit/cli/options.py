"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from toolkit.i18n import _


def glossary_option(text: str) -> Callable[[Any], Any]:
    """``-g FILE``, any number of times, with the help ``text``."""
    return click.option(
        "-g",
        "--glossary",
        "glossaries",
        metavar="FILE",
        multiple=True,
        type=click.Path(path_type=Path),
        help=text,
    )


GLOSSARIES = glossary_option(
    _(
        "A glossary of your own on top of the built-in one, in any format Fayi reads. Several: the last goes first."
    )
)
CONFIG = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help=_("Configuration file; by default fayi.toml or pyproject.toml here or above."),
)
TERMBASE = click.option(
    "--termbase",
    type=click.Path(path_type=Path),
    help=_("Another termbase directory in place of the built-in one."),
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
