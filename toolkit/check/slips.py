"""Slips of the pen in an English text: words that would complete a known term if they were spelled a little differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from toolkit import text as fold
from toolkit.check.rules import Case
from toolkit.check.standard import GOOD, Standard
from toolkit.check.words import vocabulary
from toolkit.model import EN

# Tokens that are remembered as good; 20 MB of legal English has some 60,000.
_SEEN_LIMIT = 300_000
_PLAIN = re.compile("[a-z]{4}")
# Characters around a word in which the term that it belongs to is looked for; the longest term has some 120.
_AROUND = 200


def slips(
    text: str, back: Callable[[int, int], tuple[int, int]], number: int, standard: Standard
) -> Iterator[Case]:
    """Words that no dictionary has and that would complete a known term if spelled a little differently."""
    spelling = _spelling(standard)
    tokens = text.split()
    if spelling.good.issuperset(tokens):
        return
    strange = set(tokens) - spelling.good
    doubtful = {
        token
        for token in strange
        if _PLAIN.search(token) and any(map(spelling.repairs, fold.WORD.findall(token)))
    }
    if len(spelling.good) < _SEEN_LIMIT:
        spelling.good |= strange - doubtful
    if not doubtful:
        return
    for match in fold.WORD.finditer(text):
        word = match.group()
        for candidate in spelling.repairs(word):
            begin = max(0, match.start() - _AROUND)
            repaired = text[begin : match.start()] + candidate + text[match.end() : match.end() + _AROUND]
            at, shift = match.start() - begin, len(candidate) - len(word)
            covering = [
                m
                for m in standard.find(repaired, EN)
                if m.start <= at
                and m.end >= at + len(candidate)
                and standard.read(m).good
                and standard.read(m).words > 1
            ]
            if covering:
                best = covering[0]
                start, end = begin + best.start, begin + best.end - shift
                yield Case(
                    "near-variant", found=text[start:end], concepts=standard.read(best).ids, unit=number, source=back(start, end),
                    detail={"near": repaired[best.start : best.end]},
                )  # fmt: skip
                break


class _Spelling:
    """The words of the glossary, and what a word that no dictionary has may be meant for."""

    def __init__(self, standard: Standard) -> None:
        terms = (t.text for c in standard.concepts for t in c.terms if t.lang == EN and t.status in GOOD)
        self.words = frozenset(w.lower() for text in terms for w in fold.WORD.findall(text))
        self.keys = frozenset(map(fold.strict_key, self.words)) | frozenset(map(fold.loose_key, self.words))
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            if len(word) >= 6:
                self.by_length[len(word)].append(word)
        self.good: set[str] = set()
        """Tokens, punctuation included, in which nothing is to be repaired; grows while texts are read."""
        self._repairs: dict[str, tuple[str, ...]] = {}

    def repairs(self, word: str) -> tuple[str, ...]:
        """Glossary words one or two letters away from ``word``, nearest first; none for a word that exists."""
        if word not in self._repairs:
            self._repairs[word] = self._search(word)
        return self._repairs[word]

    def _search(self, word: str) -> tuple[str, ...]:
        if len(word) < 6 or not word.isascii() or not word.islower() or word in self.words:
            return ()
        keys = {word, fold.strict_key(word), fold.loose_key(word)}
        if not self.keys.isdisjoint(keys) or not vocabulary().isdisjoint(keys):
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        candidates = [w for size in range(len(word) - 2, len(word) + 3) for w in self.by_length.get(size, ())]
        # One letter in a short word, two in a long one: what people miss in typing.
        limit = 1 if len(word) < 8 else 2
        found = process.extract(
            word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3
        )
        return tuple(candidate for candidate, _distance, _index in found)


_SPELLINGS: dict[str, _Spelling] = {}


def _spelling(standard: Standard) -> _Spelling:
    if standard.digest not in _SPELLINGS:
        _SPELLINGS.clear()
        _SPELLINGS[standard.digest] = _Spelling(standard)
    return _SPELLINGS[standard.digest]
