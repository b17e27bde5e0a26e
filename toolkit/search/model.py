"""What a search returns, and the order of hits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from toolkit.model import Concept, Status, Term

# Order of the reasons; the distance between two leaves room for coverage inside one reason.
SCORES = {
    "exact": 1.0,
    "prefix": 0.9,
    "words": 0.8,
    "wildcard": 0.8,
    "inflected": 0.75,
    "substring": 0.7,
    "pinyin": 0.6,
    "initials": 0.5,
    "sound": 0.4,
    "fuzzy": 0.3,
    "filter": 0.2,
}
_STATUS_RANK = {Status.PREFERRED: 0, Status.ADMITTED: 1, Status.LOOKUP: 2, Status.DEPRECATED: 3}


class Hit(NamedTuple):
    """A concept that the query found."""

    concept: Concept
    term: Term
    """The form that matched."""
    why: str
    """A key of ``SCORES``: ``exact``, ``prefix``, ``words``, ``substring``, ``pinyin`` …"""
    score: float
    """0–1, for ordering: the reason first, then how much of the form the query covers."""


def make_hit(concept: Concept, term: Term, why: str, covered: float = 1.0) -> Hit:
    """A hit whose form the query covers to the share ``covered`` (0–1)."""
    return Hit(concept, term, why, SCORES[why] + 0.09 * min(covered, 1.0))


def ranked(hits: Iterable[Hit]) -> list[Hit]:
    """The best hit of each concept: by reason, then preferred before admitted before deprecated."""
    best: dict[str, tuple[tuple[float, int, float, int, str], Hit]] = {}
    for hit in hits:
        order = _order(hit)
        known = best.get(hit.concept.id)
        if known is None or order < known[0]:
            best[hit.concept.id] = (order, hit)
    return [hit for _, hit in sorted(best.values(), key=lambda pair: pair[0])]


def _order(hit: Hit) -> tuple[float, int, float, int, str]:
    # Status counts inside one reason: an exact deprecated form comes before any prefix.
    return (-SCORES[hit.why], _STATUS_RANK[hit.term.status], -hit.score, len(hit.term.text), hit.concept.id)
