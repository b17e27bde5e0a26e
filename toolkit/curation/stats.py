"""``fayi glossary stats``: what the termbase holds, counted."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from toolkit.model import EN, HK, TW, ZH, Status
from toolkit.termbase import Termbase


class FieldCount(NamedTuple):
    """The counts of one subject field."""

    field: str
    concepts: int
    english: int
    """Preferred and admitted English forms."""
    deprecated: int
    """Deprecated English forms."""
    chinese: int
    """Simplified Chinese forms of every status."""
    regional: int
    """Concepts with a Hong Kong or Taiwan term."""
    definitions: int
    cited: int
    """Concepts whose preferred Chinese has a source."""


def count(termbase: Termbase) -> list[FieldCount]:
    """One row per subject field in file order, and a last row named ``all``."""
    rows: dict[str, Counter[str]] = {}
    for concept in termbase.concepts:
        row = rows.setdefault(concept.field, Counter())
        row["concepts"] += 1
        row["english"] += len(concept.of(EN, Status.PREFERRED, Status.ADMITTED))
        row["deprecated"] += len(concept.of(EN, Status.DEPRECATED))
        row["chinese"] += len(concept.of(ZH))
        row["regional"] += bool(concept.of(HK) or concept.of(TW))
        row["definitions"] += bool(concept.definition)
        standard = concept.preferred(ZH)
        row["cited"] += bool(standard and standard.source)
    rows["all"] = sum(rows.values(), Counter())
    return [
        FieldCount(field, *(counts[name] for name in FieldCount._fields[1:]))
        for field, counts in rows.items()
    ]
