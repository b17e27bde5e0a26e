"""Names of files and addresses: what a user's glossary calls a concept or a field may be no name of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.model import Concept

_RESERVED = frozenset({"", "index", "offline"})
"""Names of pages of the site itself."""
LONGEST = 120
"""Characters; the longest built-in id has 99, and file systems allow 255 bytes."""


def is_address(name: str) -> bool:
    """Whether ``name`` can stand in an address and as a file name as it is."""
    return re.fullmatch(r"\w[\w.-]*", name) is not None and len(name) <= LONGEST and name not in _RESERVED


def addressable(concepts: Iterable[Concept]) -> tuple[tuple[Concept, ...], dict[str, str]]:
    """The concepts with ids and fields that are addresses, and for each field that was renamed its old name."""
    concepts = tuple(concepts)
    ids = _renamed(c.id for c in concepts)
    fields = _renamed(c.field for c in concepts)
    if not ids and not fields:
        return concepts, {}
    safe = tuple(
        c._replace(
            id=ids.get(c.id, c.id),
            field=fields.get(c.field, c.field),
            related=tuple(ids.get(r, r) for r in c.related),
        )
        for c in concepts
    )
    return safe, {new: old for old, new in fields.items()}


def _renamed(names: Iterable[str]) -> dict[str, str]:
    every = dict.fromkeys(names)
    taken = {name for name in every if is_address(name)}
    new: dict[str, str] = {}
    for name in every:
        if name in taken:
            continue
        stem = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:60] or "entry"
        number = 1
        while (made := f"{stem}-{number}") in taken:
            number += 1
        taken.add(made)
        new[name] = made
    return new
