"""Search in the termbase from either language: one box, direction detected, every hit says why.

English in any word order, inflection and derivation, Simplified or Traditional Chinese, pinyin and initials; typing
errors only when nothing else hits, the parts of a longer query when hardly anything does. ``*``, ``"exact"`` and
filters are read by ``toolkit.search.query``. The browser runs the same rules (``toolkit/web/static/search.js``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from toolkit.model import Concept, Source, Term
from toolkit.search.chinese import ChineseIndex
from toolkit.search.english import EnglishIndex
from toolkit.search.model import Found, Hit, Keep
from toolkit.search.query import REGIONS, Query, parse
from toolkit.termbase import Termbase
from toolkit.text import contains_han, fold_zh

__all__ = ["Hit", "Query", "Searcher", "parse"]


class Searcher:
    """Searches one termbase; each side is indexed on first use. Safe to share between threads once used."""

    def __init__(
        self,
        termbase: Termbase,
        english: Callable[[], EnglishIndex] | None = None,
        chinese: Callable[[], ChineseIndex] | None = None,
    ) -> None:
        """``english`` and ``chinese`` bring indexes that exist already; by default they are built."""
        self._termbase = termbase
        self._make_english = english or (lambda: EnglishIndex.of(termbase.concepts))
        self._make_chinese = chinese or (lambda: ChineseIndex.of(termbase.concepts))

    @cached_property
    def english(self) -> EnglishIndex:
        return self._make_english()

    @cached_property
    def chinese(self) -> ChineseIndex:
        return self._make_chinese()

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Hits for ``query``, best first, one per concept; empty for a query without letters."""
        asked = parse(query)
        keep = self._filter(asked)
        if not asked.text:
            if not asked.filters:
                return []
            found = (
                Hit(c, t, "filter", "filter")
                for c in self._termbase.concepts
                for t in c.terms[:1]
                if keep(c, t)
            )
            return sorted(found, key=lambda hit: hit.concept.en.lower())[:limit]
        result = Found(limit, keep)
        self._find(asked, result)
        return result.hits

    def warm(self) -> Searcher:
        """Build every index now, so that the first request is as fast as the others."""
        self.english.index()
        for query in ("zzzzqqqq aaaabbbb", "认", "rzrf", '"a"', "认最认罚罚", "shenme shi shemma"):
            self.search(query)
        return self

    def nearest(self, query: str, limit: int = 5) -> list[Hit]:
        """The terms most like a query that found nothing."""
        text = parse(query).text
        return (self.chinese if contains_han(text) else self.english).nearest(text, limit)

    def _find(self, asked: Query, found: Found) -> None:
        text = asked.text
        chinese = contains_han(text)
        if asked.wildcard:
            (self.chinese if chinese else self.english).wildcard(text, found)
        elif asked.exact:
            (self.chinese if chinese else self.english).exact(text, found)
        elif chinese:
            self.chinese.search(text, found)
            side = self.chinese
            for step in (side.homophones, side.mostly_contained, side.fuzzy, side.contained):
                if not found.hits:
                    step(text, found)
        else:
            self.english.search(text, found)
            self.chinese.pinyin(text, found)
            if not found.hits:
                self.chinese.untoned(text, found)
            if not found.hits:
                self.english.fuzzy(text, found)
            if not found.hits:
                self.chinese.near_pinyin(text, found)
            if not found.hits or found.only_longer:
                self.english.contained(text, found)
            self.english.avoided(text, found)

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
