"""What reading a unit gives: the terms of its source in groups, and a verdict on each that fares badly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.check.masks import Masked
from toolkit.check.model import Unit
from toolkit.check.standard import Reading
from toolkit.match import Entry, Match


@dataclass(slots=True)
class Group:
    """A concept (or the concepts that share one form) in the source of a unit, and its renderings."""

    ids: tuple[str, ...]
    sources: list[Match]
    reading: Reading
    targets: list[Match] = field(default_factory=list)
    """Approved renderings, in order, none overlapping another."""
    wrong: list[tuple[Match, Entry]] = field(default_factory=list)
    nested: bool = False
    """Whether an approved form stands only inside the rendering of a longer term."""
    everyday: bool = False
    """Whether its form is an everyday word that is a term only because the document renders it as one."""
    short: bool = False
    """Whether a short form defined before in the document stands for it."""

    def source_of(self, number: int) -> tuple[int, int]:
        """The place in the source that the rendering ``number`` belongs to."""
        match = self.sources[min(number, len(self.sources) - 1)]
        return match.start, match.end


class Verdict(NamedTuple):
    """How one occurrence of a term in the source fares."""

    kind: str
    """``missing``, ``partial``, ``untranslated``, ``forbidden``, ``fewer``, ``script``, ``region``."""
    group: Group | None
    source: tuple[int, int] | None
    """Place of the term in the source text."""
    target: tuple[int, int] | None = None
    """Place of the wrong, nearest or varying form in the target text."""
    found: str = ""
    entry: Entry | None = None
    """The listed wrong form."""
    evidence: str = ""
    """``other`` when a known term of another concept stands there instead; ``near``, ``english`` …"""


@dataclass(slots=True)
class Pairing:
    """A unit with the verdicts on its terms."""

    unit: Unit
    groups: list[Group]
    verdicts: list[Verdict]
    source_view: Masked
    target_view: Masked
