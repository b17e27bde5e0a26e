"""Finds known terms in running text: overlapping matches over a folded view, then the longest win.

English is folded to a line of word keys (``toolkit.text``), so boundaries, case, plural, hyphen,
spelling and articles are one mechanism. Chinese is folded character by character and has no
boundaries. The scan is Aho–Corasick (``ahocorasick_rs``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from toolkit import text as fold
from toolkit.listed import Entry as Entry
from toolkit.listed import Form, Found, agreeing, index_chinese, index_english, word_codes
from toolkit.model import EN, Concept, Status

_TOKEN = re.compile(r"\S+")
# Tokens and surfaces that are remembered; 20 MB of legal English has some 60,000 and 30,000.
_SEEN_LIMIT = 200_000
# Longer tokens are text without blanks, which does not come again.
_LONG = 40
_UNKNOWN = "\0"


class Match(NamedTuple):
    """``text[start:end]`` is a known form of the concepts in ``entries`` (more than one: ambiguous)."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    inflected: bool = False
    """Only verb inflection makes it equal to the listed form ("filed a case": file a case)."""


_UNSEEN: Final[Found] = ((), False)
_Hit = tuple[int, int, int]
"""Pattern, begin and end in the folded view."""
_Reader = Callable[[_Hit], Match | None]


class _Codes(dict[str, str]):
    """The codes of the words in each token met so far: one character a word, none for articles.

    A word that stands in no pattern is ``_UNKNOWN``. So a view has one character per word, a scan
    reads a fifth of the text, and a hit says which words it is.
    """

    def __init__(self, of_word: dict[str, str]) -> None:
        self.of_word = of_word

    def __missing__(self, token: str) -> str:
        words = [w for w in fold.WORD.findall(token) if w.lower() not in fold.ARTICLES]
        # Numbers are many and inflect little; words of any length are asked for their key once only.
        codes = "".join(
            [
                self.of_word.get(w if w.isdecimal() or len(w) > _LONG else fold.loose_key(w), _UNKNOWN)
                for w in words
            ]
        )
        if len(token) <= _LONG:
            if len(self) >= _SEEN_LIMIT:
                self.clear()
            self[token] = codes
        return codes


class Recogniser:
    """Recognises the terms of ``concepts`` in texts of one language.

    ``lang`` is ``"en"``, a Chinese tag (the terms of that region) or ``"zh"`` (those of all regions). Lookup
    forms are searched too, unless they are too short to mean anything in running text.
    """

    def __init__(self, concepts: Iterable[Concept], lang: str = EN, *, lookup: bool = True) -> None:
        self.lang = lang
        self._english = lang.startswith("en")
        wanted = set(Status) if lookup else set(Status) - {Status.LOOKUP}
        entries = [
            Entry(concept, term)
            for concept in concepts
            for term in concept.terms
            if (term.lang == lang or (lang == "zh" and term.lang.startswith("zh"))) and term.status in wanted
        ]
        self._forms: list[list[Form]] = []
        self._entries: list[tuple[Entry, ...]] = []
        if self._english:
            index = index_english(entries)
            codes = word_codes(index)
            self._codes = _Codes(codes)
            self._forms = list(index.values())
            patterns = ["".join(map(codes.__getitem__, words)) for words in index]
        else:
            chinese = index_chinese(entries)
            self._entries = [tuple(own) for own in chinese.values()]
            patterns = list(chinese)
        self._seen: dict[str, Found | None] = {}
        self._automaton = (
            AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
            if patterns
            else None
        )

    def find(self, text: str) -> list[Match]:
        """The longest matches first, none overlapping: 案件受理费 wins over 到案 before it. In the order of the text."""
        hits, read = self._scan(text)
        return _widest(hits, read)

    def find_all(self, text: str) -> list[Match]:
        """Every match, overlapping ones included, in no particular order."""
        hits, read = self._scan(text)
        return [match for hit in hits if (match := read(hit)) is not None]

    def _scan(self, text: str) -> tuple[list[_Hit], _Reader]:
        """What the automaton hits, in the order of the ends, and the reader that says which match a hit is, if any."""
        if self._automaton is None or not text:
            return [], lambda hit: None
        if self._english:
            return self._scan_english(text, self._automaton)
        view, offsets = fold.fold_zh_with_offsets(text)
        entries = self._entries

        def read(hit: _Hit) -> Match:
            pattern, begin, end = hit
            return _match((offsets[begin], offsets[end - 1] + 1, entries[pattern], False))

        return self._automaton.find_matches_as_indexes(view, overlapping=True), read

    def _scan_english(self, text: str, automaton: AhoCorasick) -> tuple[list[_Hit], _Reader]:
        tokens = text.split()
        codes = list(map(self._codes.__getitem__, tokens))
        hits = automaton.find_matches_as_indexes("".join(codes), overlapping=True)
        if not hits:
            return [], lambda hit: None
        firsts = list(accumulate(map(len, codes), initial=0))
        gaps = _gaps(text, tokens)
        forms, seen = self._forms, self._seen
        if len(seen) > _SEEN_LIMIT:
            seen.clear()

        def read(hit: _Hit) -> Match | None:
            pattern, begin, end = hit
            one = bisect_right(firsts, begin) - 1
            last = one if end - begin == 1 else bisect_right(firsts, end - 1, one) - 1
            start = gaps[one] + one + _spots(tokens[one])[begin - firsts[one]][0]
            stop = gaps[last] + last + _spots(tokens[last])[end - 1 - firsts[last]][1]
            surface = text[start:stop]
            found = seen.get(surface, _UNSEEN)
            if found is _UNSEEN:
                found = seen[surface] = agreeing(surface, forms[pattern])
            return None if found is None else _match((start, stop, *found))

        return hits, read


# Makes a match of a tuple without the detour over keyword arguments.
_match = Match._make


def _gaps(text: str, tokens: list[str]) -> list[int]:
    """Where each token begins in ``text``, less its number: what one blank between any two would add."""
    lengths = list(accumulate(map(len, tokens), initial=0))
    if len(text) == lengths[-1] + len(tokens) - 1:
        # One blank between any two: the usual case, and far cheaper than a search.
        return lengths
    return [match.start() - number for number, match in enumerate(_TOKEN.finditer(text))]


@lru_cache(_SEEN_LIMIT)
def _spots(token: str) -> list[tuple[int, int]]:
    """Begin and end of each word in a token, articles left out."""
    return [m.span() for m in fold.WORD.finditer(token) if m.group().lower() not in fold.ARTICLES]


def longest(matches: Iterable[Match]) -> list[Match]:
    """Leftmost longest of overlapping matches; at equal span an uninflected one wins."""
    result: list[Match] = []
    end = 0
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.inflected)):
        if match.start >= end:
            result.append(match)
            end = match.end
    return result


def _widest(hits: list[_Hit], read: _Reader) -> list[Match]:
    """The longest hits first that ``read`` takes for matches, none overlapping, in the order of the text."""
    result: list[Match] = []
    cluster: list[_Hit] = []
    reach = 0
    # By their begins, hits that overlap stand together; the clusters are small.
    for hit in sorted(hits, key=itemgetter(1)):
        if hit[1] >= reach:
            result.extend(_widest_of(cluster, read))
            cluster = []
        cluster.append(hit)
        reach = max(reach, hit[2])
    result.extend(_widest_of(cluster, read))
    return result


def _widest_of(cluster: list[_Hit], read: _Reader) -> list[Match]:
    if len(cluster) > 1:
        cluster.sort(key=lambda hit: (hit[1] - hit[2], hit[1]))
    taken: list[tuple[_Hit, Match]] = []
    for hit in cluster:
        if all(hit[2] <= other[1] or other[2] <= hit[1] for other, _ in taken):
            match = read(hit)
            if match is not None:
                taken.append((hit, match))
    return sorted((match for _, match in taken), key=itemgetter(0))
