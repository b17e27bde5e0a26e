"""Finds the data that ships with Fayi, in an installed wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import FayiError

_PACKAGE = Path(__file__).resolve().parent


def directory(name: str) -> Path:
    """The directory ``glossary`` or ``locales``: ``toolkit/_data/NAME`` in a wheel, ``NAME`` beside the package."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FayiError(
        f"the data directory {name} is missing from this installation",
        path=_PACKAGE / "_data" / name,
        hint="install fayi again",
    )
