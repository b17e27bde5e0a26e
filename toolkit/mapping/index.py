"""The concepts that a phrase may name: an inverted index on English words and, through the lexicon, Chinese ones."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from toolkit.mapping.lexicon import Lexicon
from toolkit.mapping.vocabulary import Vocabulary
from toolkit.mapping.words import NEGATIVE, content_words, everyday, head_word, stem
from toolkit.match import Entry
from toolkit.model import EN, ZH, Concept, Status
from toolkit.text import contains_han, fold_zh

LAW_WORDS = frozenset(
    "law act code regulation statute constitution rule method provision measure ordinance charter".split()
)
_CORRECT = frozenset({Status.PREFERRED, Status.ADMITTED})
CANDIDATES = 32
"""Concepts at most whose evidence is worked out in full. With the bounds in ``Index.candidates`` 22 are on
average, and 92 % of 1,500 forms left out of the termbase had theirs among them (24 without bounds: 91 %)."""
MANY, LIGHT = 300, 0.35
"""Concepts that make a word common, and the share of a phrase's weight that its common words may have to be
passed over; a share of 0.5 lost one form in 200."""
REMEMBERED = 1000
"""Query words whose concepts are kept at hand; a common word has thousands."""


class Form(NamedTuple):
    """One English form, read once."""

    entry: Entry
    words: tuple[tuple[int, float], ...]
    """Number and weight of each word."""
    weight: float
    letters: str
    numerals: frozenset[int]
    negative: bool
    head: int
    """Number of its head word; -1 when it has none."""


class Name(NamedTuple):
    """One Chinese term, read once."""

    text: str
    weights: tuple[float, ...]
    """Of its characters."""
    total: float
    ends: int
    """Where it ends when 罪, which only says that it is a crime, is left out."""


class About(NamedTuple):
    """What is known of a concept besides its terms."""

    law: bool
    crime: bool
    lightest: float
    """Weight of its shortest Chinese term."""
    definition: frozenset[str]
    """Stems of the content words of the English definition."""


class Query(NamedTuple):
    """A phrase, read once."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    near: tuple[dict[int, float], ...]
    hits: dict[int, list[tuple[int, float]]]
    """``near`` turned round: word of the vocabulary → positions in ``words`` and similarities."""
    chinese: tuple[dict[str, float], ...]
    stems: tuple[str, ...]
    total: float
    letters: str
    numerals: frozenset[int]
    negative: bool
    head: int
    """Position of the head word in ``words``."""
    law: bool
    """It says "law", "code" … so it may be the title of one."""
    crime: bool
    """It says "crime" or "offense"."""
    strange: tuple[float, float, float]
    """Shares of its weight in words that no form of the termbase has, in words that no correct form has, and
    in words of everyday life."""


class Candidate(NamedTuple):
    """A concept and how far each word of the phrase is covered by any of its forms or Chinese terms."""

    concept: int
    covered: tuple[float, ...]


class Index:
    """Inverted indices over all forms of ``concepts``."""

    def __init__(self, concepts: Sequence[Concept], lexicon: Lexicon) -> None:
        self.concepts = concepts
        self.lexicon = lexicon
        read = [[(Entry(c, t), content_words(t.text)) for t in c.terms if t.lang == EN] for c in concepts]
        self.vocabulary = Vocabulary(([words for _, words in forms] for forms in read), lexicon)
        self._read = read
        self._forms: list[tuple[Form, ...] | None] = [None] * len(concepts)
        self._names: list[tuple[Name, ...] | None] = [None] * len(concepts)
        self._about: list[About | None] = [None] * len(concepts)
        self._reached: dict[str, dict[int, float]] = {}
        ids, weights = self.vocabulary.ids, self.vocabulary.weights
        self._numerals = frozenset(number for word, number in ids.items() if word.isdigit())
        self._proper = {
            word
            for forms in read
            for entry, words in forms
            if entry.term.status in _CORRECT
            for word in words
        }
        self._sizes = []
        for forms in read:
            sizes = [sum(weights[ids[w]] for w in words) for _, words in forms]
            self._sizes.append(sum(sizes) / len(sizes) if sizes else 1.0)

    @cached_property
    def _strings(self) -> list[tuple[str, ...]]:
        """The Chinese terms of each concept, folded."""
        return [
            tuple(dict.fromkeys(
                fold_zh(t.text) for t in c.terms if t.lang == ZH and t.status is not Status.DEPRECATED
            ))
            for c in self.concepts
        ]  # fmt: skip

    @cached_property
    def _character_weights(self) -> dict[str, float]:
        counts: dict[str, int] = {}
        for strings in self._strings:
            for character in set("".join(strings)):
                counts[character] = counts.get(character, 0) + 1
        size = len(self._strings) + 1
        return {
            character: math.log(size / count) if contains_han(character) else 0.0
            for character, count in counts.items()
        }

    @cached_property
    def _chinese_postings(self) -> dict[str, list[int]]:
        wanted = self.lexicon.chinese
        longest = max(map(len, wanted), default=0)
        table: dict[str, list[int]] = {}
        for number, strings in enumerate(self._strings):
            found = {
                string[start:end]
                for string in strings
                for start in range(len(string))
                for end in range(start + 1, min(len(string), start + longest) + 1)
            }
            for word in found & wanted:
                table.setdefault(word, []).append(number)
        return table

    def read(self, phrase: str) -> Query:
        """``phrase`` as a query."""
        vocabulary = self.vocabulary
        words = tuple(dict.fromkeys(content_words(phrase)))
        weights = tuple(map(vocabulary.weight, words))
        near = tuple(map(vocabulary.near, words))
        hits: dict[int, list[tuple[int, float]]] = {}
        for position, table in enumerate(near):
            for number, similarity in table.items():
                hits.setdefault(number, []).append((position, similarity))
        total = sum(weights) or 1.0
        ordinary, proper = everyday(), self._proper
        unknown = foreign = homely = 0.0
        for word, weight in zip(words, weights, strict=True):
            if word not in vocabulary.ids:
                unknown += weight
            if word not in proper:
                foreign += weight
            if word in ordinary:
                homely += weight
        return Query(
            words,
            weights,
            near,
            hits,
            tuple(map(self.lexicon.translations, words)),
            tuple(map(stem, words)),
            total,
            " ".join(sorted(words)),
            frozenset(vocabulary.ids.get(w, -int(w) - 1) for w in words if w.isdigit()),
            any(word in NEGATIVE for word in words),
            words.index(head) if (head := head_word(phrase)) in words else len(words) - 1,
            not LAW_WORDS.isdisjoint(words),
            "crime" in words or "offense" in words,
            (unknown / total, foreign / total, homely / total),
        )

    def candidates(self, query: Query) -> list[Candidate]:
        """The concepts that share most with the query, by English words or Chinese ones, best first."""
        reached = [
            self._reach(word, near, chinese)
            for word, near, chinese in zip(query.words, query.near, query.chinese, strict=True)
        ]
        totals: dict[int, float] = {}
        left = query.total
        for weight, table in sorted(zip(query.weights, reached, strict=True), key=lambda pair: len(pair[1])):
            if len(totals) < len(table) > MANY and left < LIGHT * query.total:
                # What only the common words speak for cannot come near what the rare ones do.
                for concept in totals:
                    if share := table.get(concept):
                        totals[concept] += share * weight
            else:
                for concept, share in table.items():
                    totals[concept] = totals.get(concept, 0.0) + share * weight
            left -= weight
        if not totals:
            return []
        sizes, total = self._sizes, query.total
        floor = 0.35 * max(totals.values())
        ranked = heapq.nlargest(
            CANDIDATES, [(v / (total + sizes[c]), -c) for c, v in totals.items() if v > floor]
        )
        lowest = 0.5 * ranked[0][0]
        return [
            Candidate(-c, tuple([table.get(-c, 0.0) for table in reached])) for v, c in ranked if v >= lowest
        ]

    def _reach(self, word: str, near: dict[int, float], chinese: dict[str, float]) -> dict[int, float]:
        """The concepts that ``word`` speaks for, and how strongly."""
        known = self._reached.get(word)
        if known is not None:
            return known
        best: dict[int, float] = {}
        postings, chinese_postings = self.vocabulary.postings, self._chinese_postings
        for number, similarity in near.items():
            for concept in postings[number]:
                if similarity > best.get(concept, 0.0):
                    best[concept] = similarity
        for translation, trust in chinese.items():
            share = trust if len(translation) > 1 else trust * 0.7
            for concept in chinese_postings.get(translation, ()):
                if share > best.get(concept, 0.0):
                    best[concept] = share
        if len(self._reached) >= REMEMBERED:
            self._reached.clear()
        self._reached[word] = best
        return best

    def forms(self, concept: int) -> tuple[Form, ...]:
        known = self._forms[concept]
        if known is None:
            ids, weights = self.vocabulary.ids, self.vocabulary.weights
            made = []
            for entry, words in self._read[concept]:
                numbers = tuple(dict.fromkeys(ids[w] for w in words))
                made.append(Form(
                    entry, tuple((n, weights[n]) for n in numbers), sum(weights[n] for n in numbers) or 1.0,
                    " ".join(sorted(set(words))), self._numerals.intersection(numbers),
                    any(w in NEGATIVE for w in words), ids.get(head_word(entry.term.text), -1),
                ))  # fmt: skip
            known = self._forms[concept] = tuple(made)
        return known

    def names(self, concept: int) -> tuple[Name, ...]:
        """The Chinese terms of a concept."""
        known = self._names[concept]
        if known is None:
            weights = self._character_weights
            made = []
            for string in self._strings[concept]:
                row = tuple(weights[c] for c in string)
                ends = len(string) - (string.endswith("罪") and len(string) > 2)
                made.append(Name(string, row, sum(row) or 1.0, ends))
            known = self._names[concept] = tuple(made)
        return known

    def about(self, concept: int) -> About:
        """What is asked of a concept for every phrase."""
        known = self._about[concept]
        if known is None:
            row = self.concepts[concept]
            lightest = min([name.total for name in self.names(concept)], default=0.0)
            words = frozenset(map(stem, content_words(row.definition)))
            known = self._about[concept] = About(row.kind == "law", row.kind == "crime", lightest, words)
        return known
