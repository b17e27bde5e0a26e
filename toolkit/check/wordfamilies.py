"""The words of the glossary, and which of them a word of a text may stand for: misspelt, derived, machine-made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from toolkit import text as fold
from toolkit.check.standard import GOOD, Standard
from toolkit.check.words import vocabulary
from toolkit.model import EN, Concept, Status

_FUNCTION = frozenset(["of", "in", "to", "for", "and", "or", "by", "on", "with", "from", "at", "against"])
# What derivation puts behind a stem; two words with one stem of five letters and such endings are of one family.
_SUFFIXES = frozenset(
    "al ial ual ical ion ation ition ive ative ory atory ary ment ate ic ics y e ure ural ional mental ance ence"
    " ant ent able ible ous".split()
) | {""}
_STEM = 5
# A pair of words is a machine's when this many concepts have a deprecated form that differs by it alone.
_PAIRS = 3
_SEEN_LIMIT = 300_000
_Candidates = tuple[tuple[str, bool], ...]
"""Word of the glossary, and whether the word of the text is misspelt."""


class Words:
    """What the words of a text may stand for, by token; grows while texts are read."""

    def __init__(self, standard: Standard) -> None:
        phrases = [
            [w.lower() for w in fold.WORD.findall(t.text)]
            for c in standard.concepts
            for t in c.terms
            if t.lang == EN and t.status in GOOD
        ]
        self.words = frozenset(word for phrase in phrases for word in phrase)
        self._keys = frozenset(map(fold.strict_key, self.words)) | frozenset(map(fold.loose_key, self.words))
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            if len(word) > _STEM and word.isalpha():
                self._by_length[len(word)].append(word)
                self._by_stem[word[:_STEM]].append(word)
        self._machine = _machine_words(standard.concepts)
        self._together = {
            (word, fold.strict_key(following))
            for phrase in phrases
            for word, following in pairwise(phrase)
            if following not in _FUNCTION
        }
        self._leading = {word for word, _following in self._together}
        self._before: dict[tuple[str, str], list[tuple[str, bool]]] = {}
        self.candidates = _Table(self)

    def before(self, token: str, following: str) -> list[tuple[str, bool]]:
        """The candidates for ``token`` that some term has before the word that ``following`` begins with."""
        key = (token, following)
        found = self._before.get(key)
        if found is None:
            match = fold.WORD.match(following)
            next_word = fold.strict_key(match.group()) if match else ""
            own = fold.WORD.findall(token)[-1].lower()
            # Two words that stand together in a term as they are need no repair.
            sound = (own, next_word) in self._together
            found = [
                (word, misspelt)
                for word, misspelt in self.candidates[token]
                if misspelt or (not sound and (word, next_word) in self._together)
            ]
            if len(self._before) < _SEEN_LIMIT:
                self._before[key] = found
        return found

    def of_token(self, token: str) -> _Candidates:
        """The glossary words that the one word in ``token`` may stand for."""
        found = fold.WORD.findall(token)
        if len(found) != 1 or not found[0].isalpha() or not found[0].isascii():
            return ()
        word = found[0].lower()
        misspelt = tuple((w, True) for w in self._misspelt(found[0]))
        if misspelt or not token.endswith(found[0]):
            return misspelt
        return tuple(
            (w, False) for w in dict.fromkeys([*self._relatives(word), *self._machine.get(word, ())])
        )

    def _misspelt(self, word: str) -> list[str]:
        """Glossary words one or two letters away, nearest first; none for a word that exists."""
        if len(word) < 6 or not word.islower() or word in self.words:
            return []
        keys = {word, fold.strict_key(word), fold.loose_key(word)}
        if not self._keys.isdisjoint(keys) or not vocabulary().isdisjoint(keys):
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        near = [w for size in range(len(word) - 2, len(word) + 3) for w in self._by_length.get(size, ())]
        # One letter in a short word, two in a long one: what people miss in typing.
        limit = 1 if len(word) < 8 else 2
        found = process.extract(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3)
        return [candidate for candidate, _distance, _index in found]

    def _relatives(self, word: str) -> Iterator[str]:
        """Glossary words of the same family: supervisory for supervision."""
        if len(word) <= _STEM:
            return
        for other in self._by_stem.get(word[:_STEM], ()):
            if fold.loose_key(other) != fold.loose_key(word) and _derived(word, other):
                yield other


class _Table(dict[str, _Candidates]):
    def __init__(self, words: Words) -> None:
        self.words = words

    def __missing__(self, token: str) -> _Candidates:
        found = self.words.of_token(token)
        if len(self) < _SEEN_LIMIT:
            self[token] = found
        return found


def _derived(first: str, second: str) -> bool:
    common = 0
    while common < min(len(first), len(second)) and first[common] == second[common]:
        common += 1
    return any(first[n:] in _SUFFIXES and second[n:] in _SUFFIXES for n in range(_STEM, common + 1))


def _machine_words(concepts: Iterable[Concept]) -> dict[str, list[str]]:
    """Word of deprecated forms → the words that the good forms of the same concepts have in its place."""
    wrong: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for concept in concepts:
        forms = [(_content(t.text), t.status) for t in concept.terms if t.lang == EN]
        good = {form for form, status in forms if status in GOOD}
        bad = {form for form, status in forms if status is Status.DEPRECATED}
        wrong.update(_exchanged(good, bad))
        right.update(_exchanged(good, good))
    table: dict[str, list[str]] = defaultdict(list)
    for (word, other), count in wrong.items():
        # What good forms exchange too, or machines the other way round, is a synonym and no mistake.
        machine = count >= _PAIRS and right[word, other] < 2 and wrong[other, word] * 3 <= count
        if machine and min(len(word), len(other)) > 3 and fold.loose_key(word) != fold.loose_key(other):
            table[other].append(word)
    return table


def _content(phrase: str) -> tuple[str, ...]:
    return tuple(w for w in map(str.lower, fold.WORD.findall(phrase)) if w not in fold.ARTICLES)


def _exchanged(first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> set[tuple[str, str]]:
    """The pairs of words by which alone a phrase of ``first`` differs from one of ``second``."""
    pairs = set()
    for one in first:
        for two in second:
            if len(one) == len(two) > 1:
                different = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
                if len(different) == 1:
                    pairs.add(different[0])
    return pairs
