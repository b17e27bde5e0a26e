"""The words of the termbase's English forms, their weight, and which of them a query word may stand for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from toolkit.mapping.lexicon import Lexicon
from toolkit.mapping.words import stem, word_key
from toolkit.text import loose_key

_SYNONYMS = Path(__file__).with_name("synonyms.tsv")
# How far one word stands for another. Hand-set, never varied; the fitted weights make the best of them.
SAME_LEMMA, SAME_STEM, SYNONYM, TYPING_ERROR = 0.95, 0.8, 0.85, 0.8
SHARED_WORD, SHARED_CHARACTER = 0.7, 0.4
"""Two English words that share a Chinese word, or only a single character, in the lexicon."""

LIGHT_VERBS = frozenset(
    "give given giving take taken taking make made making carry carried carrying conduct conducted conducting perform"
    " performed performing receive received receiving get put undertake undertaken implement implemented implementing".split()
)
LIGHT = 0.35
"""Share of its weight that a verb keeps which says only that something happens ("give a lighter punishment");
hand-set."""


class Vocabulary:
    """Numbers for words, their inverse concept frequency, and similarities between words."""

    def __init__(self, forms_by_concept: Iterable[Iterable[Sequence[str]]], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.ids: dict[str, int] = {}
        self.postings: list[list[int]] = []
        size = 0
        for number, forms in enumerate(forms_by_concept):
            for word in {word for form in forms for word in form}:
                known = self.ids.get(word)
                if known is None:
                    self.ids[word] = len(self.postings)
                    self.postings.append([number])
                else:
                    self.postings[known].append(number)
            size = number + 1
        self.unknown_weight = math.log(size + 1)
        self.weights = [
            math.log((size + 1) / len(posting)) * (LIGHT if word in LIGHT_VERBS else 1.0)
            for word, posting in zip(self.ids, self.postings, strict=True)
        ]
        self._near: dict[str, dict[int, float]] = {}
        self._loose: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._by_chinese: dict[str, list[tuple[int, float]]] | None = None
        for word, number in self.ids.items():
            self._loose.setdefault(loose_key(word), []).append(number)
            self._stems.setdefault(stem(word), []).append(number)

    def weight(self, word: str) -> float:
        number = self.ids.get(word)
        return self.unknown_weight if number is None else self.weights[number]

    def near(self, word: str) -> dict[int, float]:
        """Numbers of the words that ``word`` may stand for → similarity 0–1, most similar first."""
        known = self._near.get(word)
        if known is None:
            known = self._near[word] = self._find_near(word)
        return known

    def _find_near(self, word: str) -> dict[int, float]:
        found: dict[int, float] = {}
        if word in self.ids:
            found[self.ids[word]] = 1.0
        if word.isdigit():
            return found
        for number in self._loose.get(loose_key(word), ()):
            found.setdefault(number, SAME_LEMMA)
        for number in self._stems.get(stem(word), ()):
            found.setdefault(number, SAME_STEM)
        for other in synonyms().get(word, synonyms().get(loose_key(word), ())):
            other_number = self.ids.get(other)
            if other_number is not None and found.get(other_number, 0) < SYNONYM:
                found[other_number] = SYNONYM
        for chinese, trust in self.lexicon.translations(word).items():
            top = SHARED_WORD if len(chinese) > 1 else SHARED_CHARACTER
            for number, other_trust in self._sharing(chinese):
                similarity = top * trust * other_trust
                if found.get(number, 0.0) < similarity:
                    found[number] = similarity
        if not found and len(word) > 6:
            for number in self._misspelt(word):
                found[number] = TYPING_ERROR
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def _sharing(self, chinese: str) -> list[tuple[int, float]]:
        if self._by_chinese is None:
            self._by_chinese = {}
            for word, number in self.ids.items():
                for other, trust in self.lexicon.translations(word).items():
                    self._by_chinese.setdefault(other, []).append((number, trust))
        return self._by_chinese.get(chinese, [])

    def _misspelt(self, word: str) -> list[int]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            word, [w for w in self.ids if abs(len(w) - len(word)) < 3 and w[0] == word[0]],
            scorer=OSA.normalized_similarity, limit=2, score_cutoff=0.85,
        )  # fmt: skip
        return [self.ids[w] for w, _score, _index in near]


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Word key → keys of the words of its synonym classes (``synonyms.tsv``: one class per line)."""
    table: dict[str, dict[str, None]] = {}
    for line in _SYNONYMS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words = [word_key(word) for word in line.split()]
            for word in words:
                table.setdefault(word, {}).update(dict.fromkeys(w for w in words if w != word))
    return {word: tuple(others) for word, others in table.items()}
