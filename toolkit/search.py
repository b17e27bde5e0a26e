"""Search in the termbase from either language: one box, direction detected, every hit says why.

Exact, prefix and substring matches over folded forms in English, Simplified or Traditional Chinese,
pinyin and initials; fuzzy only when nothing else hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from toolkit import pinyin
from toolkit.model import EN, Concept, Status, Term
from toolkit.termbase import Termbase
from toolkit.text import contains_han, fold_zh, phrase_key

_STATUS_RANK = {Status.PREFERRED: 0, Status.ADMITTED: 1, Status.LOOKUP: 2, Status.DEPRECATED: 3}
FUZZY_CUTOFF = 72.0
"""rapidfuzz similarity below which a near term is no longer recognisably a typing error of the query."""


class Hit(NamedTuple):
    """A concept that the query found."""

    concept: Concept
    term: Term
    """The form that matched."""
    why: str
    """``exact``, ``prefix``, ``substring``, ``words``, ``pinyin``, ``initials`` or ``fuzzy``."""
    score: float
    """0–1, for ordering."""


# Order of the reasons (DESIGN: exact, prefix, substring, pinyin, fuzzy).
_SCORES = {"exact": 1.0, "prefix": 0.8, "words": 0.7, "substring": 0.6, "pinyin": 0.5, "initials": 0.45, "fuzzy": 0.3}


class Searcher:
    """Searches one termbase; indices are built on first use of each kind of query."""

    def __init__(self, termbase: Termbase) -> None:
        self._concepts = termbase.concepts

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Hits for ``query``, best first, one per concept; empty for a query without letters."""
        query = query.strip()
        if not query:
            return []
        hits = self._chinese(query) if contains_han(query) else [*self._english(query), *self._pinyin(query)]
        return _ranked(hits)[:limit]

    def nearest(self, query: str, limit: int = 5) -> list[Hit]:
        """The terms most like a query that found nothing."""
        from rapidfuzz import fuzz, process

        chinese = contains_han(query)
        key = fold_zh(query) if chinese else phrase_key(query)
        table = self._zh if chinese else self._en
        found = process.extract(
            key, [row[0] for row in table], scorer=fuzz.ratio if chinese else fuzz.WRatio, limit=limit * 4,
            score_cutoff=50 if chinese else FUZZY_CUTOFF,
        )  # fmt: skip
        hits = [Hit(table[index][1], table[index][2], "fuzzy", 0.3 * score / 100) for _key, score, index in found]
        return _ranked(hits)[:limit]

    @cached_property
    def _en(self) -> list[tuple[str, Concept, Term]]:
        return [(phrase_key(t.text), c, t) for c in self._concepts for t in c.terms if t.lang == EN]

    @cached_property
    def _zh(self) -> list[tuple[str, Concept, Term]]:
        return [(fold_zh(t.text), c, t) for c in self._concepts for t in c.terms if t.lang.startswith("zh")]

    @cached_property
    def _readings(self) -> list[tuple[tuple[str, str, str], Concept, Term]]:
        return [
            (pinyin.keys(t.text), c, t)
            for c in self._concepts
            for t in c.terms
            if t.lang.startswith("zh-Hans") and t.status is not Status.DEPRECATED
        ]

    def _english(self, query: str) -> Iterable[Hit]:
        key = phrase_key(query)
        if not key:
            return
        words = set(key.split())
        for form, concept, term in self._en:
            if form == key:
                why = "exact"
            elif form.startswith(key):
                why = "prefix"
            elif len(words) > 1 and words <= set(form.split()):
                why = "words"
            elif f" {key}" in form or (len(key) > 3 and key in form):
                why = "substring"
            else:
                continue
            yield Hit(concept, term, why, _score(why, key, form))

    def _chinese(self, query: str) -> Iterable[Hit]:
        key = fold_zh(query)
        for form, concept, term in self._zh:
            if key in form:
                why = "exact" if form == key else "prefix" if form.startswith(key) else "substring"
                yield Hit(concept, term, why, _score(why, key, form))

    def _pinyin(self, query: str) -> Iterable[Hit]:
        if not re.fullmatch(r"[\sA-Za-zÀ-ɏ\u0300-\u036f'’1-5:-]+", query):
            return
        key, toned = pinyin.query_key(query)
        if len(key) < 2:
            return
        initials = not toned and " " not in query.strip() and len(key) <= 12
        for (plain, numbered, first), concept, term in self._readings:
            form = numbered if toned else plain
            if form == key:
                yield Hit(concept, term, "pinyin", _SCORES["pinyin"] + 0.09)
            elif form.startswith(key) and len(key) > 3:
                yield Hit(concept, term, "pinyin", _score("pinyin", key, form))
            elif initials and first == key:
                yield Hit(concept, term, "initials", _SCORES["initials"] + 0.04)
            elif initials and len(key) > 2 and first.startswith(key):
                yield Hit(concept, term, "initials", _score("initials", key, first))


def _score(why: str, key: str, form: str) -> float:
    """The reason first, then how much of the form the query covers."""
    return _SCORES[why] + 0.04 * len(key) / max(len(form), 1)


def _ranked(hits: Iterable[Hit]) -> list[Hit]:
    """The best hit of each concept: by reason, then preferred before admitted before deprecated."""
    best: dict[str, Hit] = {}
    for hit in hits:
        known = best.get(hit.concept.id)
        if known is None or _order(hit) < _order(known):
            best[hit.concept.id] = hit
    return sorted(best.values(), key=_order)


def _order(hit: Hit) -> tuple[float, int, int, str]:
    # Status counts inside one reason: an exact deprecated form comes before any prefix.
    rank = _STATUS_RANK[hit.term.status]
    return (-_SCORES[hit.why], rank, -int(hit.score * 1000), hit.concept.id)
