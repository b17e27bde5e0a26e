"""What a mapping is: a candidate with its confidence, grade and the ordered steps that led to it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from toolkit.model import Concept


class Grade(StrEnum):
    """How a candidate was reached, best first; ``suggestion`` is never written as a plain translation."""

    EXACT = "exact"
    VARIANT = "variant"
    LIKELY = "likely"
    SUGGESTION = "suggestion"


class Step(NamedTuple):
    """One step of the explanation."""

    name: str
    """``exact``, ``inflected``, ``word order``, ``of-inversion``, ``known machine rendering`` …"""
    detail: str
    """One sentence for the reader."""


class Mapping(NamedTuple):
    """One candidate for a phrase."""

    chinese: str
    english: str
    """The preferred English; ``""`` for a composed suggestion."""
    confidence: float
    """Calibrated share of right answers, 0–1."""
    grade: Grade
    steps: tuple[Step, ...]
    concept: Concept | None = None
    """``None`` when the Chinese is composed and stands in no entry of the termbase."""
