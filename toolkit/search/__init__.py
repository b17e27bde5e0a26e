"""Search in the termbase from either language: one box, direction detected, every hit says why.

Exact, prefix, word-order and substring matches over folded forms in English, Simplified or Traditional
Chinese, pinyin and initials; typing errors only when nothing else hits. ``*``, ``"exact"`` and filters
are read by ``toolkit.search.query``. The browser runs the same rules (``toolkit/web/static/search.js``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import chain

from toolkit.model import EN, Concept, Source, Term
from toolkit.search.chinese import ChineseIndex
from toolkit.search.english import EnglishIndex, Keep
from toolkit.search.model import Hit, make_hit, ranked
from toolkit.search.query import REGIONS, Query, parse
from toolkit.termbase import Termbase
from toolkit.text import contains_han, fold_zh

__all__ = ["Hit", "Query", "Searcher", "parse"]


class Searcher:
    """Searches one termbase; each side is indexed on first use. Safe to share between threads once used."""

    def __init__(self, termbase: Termbase) -> None:
        self._termbase = termbase
        self._concepts = termbase.concepts

    @cached_property
    def _en(self) -> EnglishIndex:
        return EnglishIndex([(c, t) for c in self._concepts for t in c.terms if t.lang == EN])

    @cached_property
    def _zh(self) -> ChineseIndex:
        return ChineseIndex([(c, t) for c in self._concepts for t in c.terms if t.lang.startswith("zh")])

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Hits for ``query``, best first, one per concept; empty for a query without letters."""
        asked = parse(query)
        keep = self._filter(asked)
        if not asked.text:
            if not asked.filters:
                return []
            found = (make_hit(c, t, "filter") for c in self._concepts for t in c.terms[:1] if keep(c, t))
            return sorted(found, key=lambda hit: hit.concept.en.lower())[:limit]
        return ranked(self._found(asked, keep))[:limit]

    def warm(self) -> Searcher:
        """Build every index now, so that the first request is as fast as the others."""
        self._en.indexed = True
        for query in ("zzzzqqqq", "认", "rzrf", '"a"', "zzqq zzqq"):
            self.search(query)
        return self

    def nearest(self, query: str, limit: int = 5) -> list[Hit]:
        """The terms most like a query that found nothing."""
        text = parse(query).text
        side: ChineseIndex | EnglishIndex = self._zh if contains_han(text) else self._en
        return ranked(side.nearest(text, limit * 4))[:limit]

    def _found(self, asked: Query, keep: Keep) -> list[Hit]:
        text = asked.text
        chinese = contains_han(text)
        if asked.exact and not asked.wildcard:
            return list((self._zh if chinese else self._en).exact(text, keep))
        if asked.wildcard:
            return list((self._zh if chinese else self._en).wildcard(text, keep))
        if chinese:
            hits = self._zh.search(text, keep)
            return hits or [*self._zh.homophones(text, keep), *self._zh.fuzzy(text, keep)]
        hits = list(chain(self._en.search(text, keep), self._zh.pinyin(text, keep)))
        return (
            hits
            or self._zh.untoned(text, keep)
            or [*self._en.fuzzy(text, keep), *self._zh.near_pinyin(text, keep)]
        )

    def _filter(self, asked: Query) -> Keep:
        tests = [self._test(name, value) for name, value in asked.filters]
        if not tests:
            return lambda concept, term: True
        return lambda concept, term: all(test(concept, term) for test in tests)

    def _test(self, name: str, value: str) -> Keep:
        if name == "status":
            return lambda concept, term: term.status.value.startswith(value)
        if name == "field":
            fields = {
                code for code, names in self._termbase.domains.items() if value in code or value in " ".join(names.values()).lower()
            }  # fmt: skip
            return lambda concept, term: concept.field in fields or value in concept.field
        if name == "region":
            lang = REGIONS.get(value.replace(" ", ""), value)
            return lambda concept, term: any(t.lang.lower() == lang.lower() for t in concept.terms)
        return cited(value, self._termbase.sources)


def cited(value: str, sources: dict[str, Source]) -> Callable[[Concept, Term], bool]:
    """Whether a concept cites a source: ``cpl-2018``, ``cpl-2018:66`` or a part of its title."""
    key, _, pinpoint = value.partition(":")
    folded = fold_zh(key)
    keys = {
        source.key
        for source in sources.values()
        if source.key.startswith(key)
        or (folded and folded in fold_zh(source.title_zh))
        or (len(key) > 3 and key in source.title_en.lower())
    } | {key}

    def test(concept: Concept, term: Term) -> bool:
        return any(
            c.key in keys and (not pinpoint or c.pinpoint == pinpoint) for t in concept.terms if t.source for c in t.citations
        )  # fmt: skip

    return test
