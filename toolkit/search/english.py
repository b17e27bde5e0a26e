"""The English side of the index: word keys, word order, inflection and derivation, typing errors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, product
from typing import Any

from toolkit.model import EN, Concept
from toolkit.search.lines import Lines, WordLines
from toolkit.search.model import Found, Hit, Rows
from toolkit.search.roots import FUNCTION_WORDS, content, root, signature
from toolkit.text import ARTICLES, WORD, loose_key, normalise, strict_key

NEAREST = 70.0
"""rapidfuzz similarity of sorted words below which a form no longer resembles the query."""
WINDOW = 6
"""Neighbouring words of a long query that are looked for together; the tests have no term that needs more."""
MAX_WORDS = 24
"""Words of a query that are read when its parts are looked up."""
LEAST_PART = 3
"""Letters of each part when a word is parted."""
MAX_VARIANTS = 4
NEAR_WORDS = 8
"""Known words tried in the place of a mistyped one."""
# strict_key leaves every other word as it is; asking first makes the index four times faster to build.
_FOLDED = re.compile(
    r"['’éèàùâêîôûçëïüöä]|s$|is|ys|our|fenc|licen|practi|cheq|program|centr|judge|instal|fulfil|enrol|ll|sceptic"
    r"|acknow|men$|children|crit|criteria|phenomena|indices|appendices|feet|memoranda"
)
_WORD_OR_LINE = re.compile(r"\n|[a-zß-öø-ÿ0-9]+(?:['’][a-z]+)?")
_VOWEL = re.compile("[aeiouy]")


def word_key(word: str) -> str:
    """``strict_key`` of a lower-case word, faster for words that it does not change."""
    return strict_key(word) if _FOLDED.search(word) else word


class EnglishIndex:
    """English forms of one termbase."""

    def __init__(
        self, rows: Rows, lines: WordLines, signatures: WordLines, literal: Lines, words: str
    ) -> None:
        self._rows = rows
        self._lines = lines
        """Strict keys of the words, a blank around each."""
        self._signatures = signatures
        self._literal = literal
        self._joined_words = words

    @classmethod
    def of(cls, concepts: Sequence[Concept]) -> EnglishIndex:
        rows = Rows.of(concepts, lambda term: term.lang == EN)
        texts = [rows[index][1].text for index in range(len(rows))]
        keys, words = keyed(texts)
        signatures = {line: signature(line.split()) for line in set(keys)}
        return cls(
            rows,
            WordLines.of(keys),
            WordLines.of([signatures[line] for line in keys]),
            Lines.of([normalise(text).lower() for text in texts]),
            "\n".join(sorted(words)),
        )

    def stored(self) -> tuple[Any, ...]:
        """Plain data for ``restored``."""
        parts = self._lines, self._signatures, self._literal
        return self._rows.stored(), *(lines.stored() for lines in parts), self._joined_words

    @classmethod
    def restored(cls, concepts: Sequence[Concept], data: Any) -> EnglishIndex:
        rows, lines, signatures, literal, words = data
        return cls(
            Rows.restored(concepts, rows),
            WordLines.restored(lines),
            WordLines.restored(signatures),
            Lines.restored(literal),
            words,
        )

    def index(self) -> None:
        """Make single queries faster at the price of an index of words."""
        self._lines.index()
        self._signatures.index()

    @cached_property
    def _words(self) -> list[str]:
        return self._joined_words.split("\n")

    def exact(self, text: str, found: Found) -> None:
        """Forms written like ``text``, case aside."""
        found.take("exact", self._rows, self._literal.equal(normalise(text).lower()))

    def wildcard(self, text: str, found: Found) -> None:
        found.take("words", self._rows, self._literal.matching(normalise(text).lower()), "wildcard")

    def search(self, text: str, found: Found) -> None:
        """Exact; the same words in another order, inflected or derived; beginning; all words; part of a word."""
        words = keys_of(text)
        if not words:
            return
        variants = [words]
        self._whole(words, found)
        if not found.hits:
            variants += self._joined_or_parted(words)
            for variant in variants[1:]:
                self._whole(variant, found)
        rows = self._rows
        for variant in variants:
            found.take("prefix", rows, self._lines.starting(variant))
        for variant in variants:
            why = "words" if len(variant) > 1 else "substring"
            found.take("words", rows, self._lines.with_all(variant), why)
        for variant in variants:
            some = (index for index in self._related(variant) if index < rows.good)
            found.take("related", rows, some, self._reason(variant))
        if len(words) == 1 and len(words[0]) > 3:
            found.take("substring", rows, self._lines.inside(words[0]))

    def _whole(self, words: list[str], found: Found) -> None:
        """Forms of these words and no others: good inflected ones first, then what the last word begins, then the rest."""
        rows, reason = self._rows, self._reason(words)
        found.take("exact", rows, self._lines.equal(f" {' '.join(words)} "))
        same = list(self._signatures.equal(signature(words)))
        inflected = [index for index in same if index < rows.good and reason(index) != "derived"]
        found.take("whole", rows, inflected, reason)
        if not self._is_word(words[-1]):
            found.take("whole", rows, self._lines.starting(words), "prefix")
        found.take("whole", rows, same, reason)

    def _is_word(self, word: str) -> bool:
        """Whether a form of ``word`` is known; otherwise it may still be growing."""
        loose = loose_key(word)
        for place in range(bisect_left(self._words, loose), len(self._words)):
            known = self._words[place]
            if not known.startswith(loose):
                return False
            if loose_key(known) == loose:
                return True
        return False

    def _joined_or_parted(self, words: list[str]) -> list[list[str]]:
        """The query with two words written as one, or one as two: pre-trial, pretrial and pre trial meet."""
        result = []
        for place, word in enumerate(words[:MAX_WORDS]):
            before, behind = words[:place], words[place + 1 :]
            if behind and word + behind[0] in self._lines:
                result.append([*before, word + behind[0], *behind[1:]])
            for cut in range(LEAST_PART, len(word) - LEAST_PART + 1):
                if word not in self._lines and word[:cut] in self._lines and word[cut:] in self._lines:
                    result.append([*before, word[:cut], word[cut:], *behind])
        return result[:MAX_VARIANTS]

    def fuzzy(self, text: str, found: Found) -> None:
        """Forms with all the words of ``text`` when each unknown word is read as the known ones nearest to it."""
        words = keys_of(text)
        if not any(word not in FUNCTION_WORDS for word in words) or len(words) > MAX_WORDS:
            return
        read = [[word] if word in FUNCTION_WORDS else self._read(word) for word in words]
        if not all(read):
            return
        # Every combination of two doubtful words, the first ones of more: at most 64 phrases.
        most = NEAR_WORDS if sum(len(some) > 1 for some in read) < 3 else 2
        read = [some[:most] if place < 6 else some[:1] for place, some in enumerate(read)]
        options = [
            list(dict.fromkeys(map(root, some)))
            for word, some in zip(words, read, strict=True)
            if word not in FUNCTION_WORDS
        ]
        phrases = {f" {' '.join(some)} " for some in product(*read)}
        found.take("fuzzy", self._rows, sorted({i for p in phrases for i in self._lines.equal(p)}))
        whole = {f" {' '.join(sorted(set(some)))} " for some in product(*options)}
        found.take("fuzzy", self._rows, sorted({i for w in whole for i in self._signatures.equal(w)}))
        others: Iterable[int] = self._signatures.with_parts([[f" {o} " for o in some] for some in options])
        if len(options) == 1:
            # One mistyped word may stand for a part of a good term, never for a part of a form to avoid.
            others = (i for i in others if i < self._rows.good)
        found.take("fuzzy", self._rows, others)

    def contained(self, text: str, found: Found) -> None:
        """Forms that ``text`` contains as a part, in any order and inflection, the longest first; they make up half of it."""
        roots = [root(w) for w in keys_of(text) if w not in FUNCTION_WORDS][:MAX_WORDS]
        places, matches = self._signatures.places, []
        for end in range(len(roots)):
            window = roots[max(0, end - WINDOW + 1) : end]
            for size in range(len(window) + 1):
                for others in combinations(window, size):
                    some = frozenset((*others, roots[end]))
                    if len(some) > size and (len(some) > 1 or len(roots) < 4):
                        key = f" {' '.join(sorted(some))} "
                        if key in places:
                            matches.append((-len(some), end, key))
        kept: list[set[str]] = []
        taken = []
        for _, _, key in sorted(matches):
            some_roots = set(key.split())
            if not any(some_roots <= other for other in kept):
                kept.append(some_roots)
                taken.append(key)
        if len(set().union(*kept)) * 2 >= len(set(roots)):
            for key in taken:
                found.take("contained", self._rows, places[key])

    def avoided(self, text: str, found: Found) -> None:
        """Forms to avoid, and such that only serve search, with more words than ``text``: no answer by themselves."""
        if words := keys_of(text):
            some = (index for index in self._related(words) if index >= self._rows.good)
            found.take("avoided", self._rows, some, self._reason(words))

    def nearest(self, text: str, limit: int) -> list[Hit]:
        """Forms that share the most letters with ``text``, most alike first."""
        from rapidfuzz import fuzz, process

        nearest = process.extract(
            f" {' '.join(keys_of(text))} ",
            self._lines.keys(),
            scorer=fuzz.token_sort_ratio,
            limit=limit * 4,
            score_cutoff=NEAREST,
        )
        found = Found(limit, lambda concept, term: True)
        found.take("fuzzy", self._rows, [index for _key, _score, index in nearest])
        return found.hits

    def _reason(self, words: Sequence[str]) -> Reason:
        return Reason(self._lines, [w for w in words if w not in FUNCTION_WORDS] or words)

    def _read(self, word: str) -> list[str]:
        """The word itself when it or one of its family is known, else the known words nearest to it."""
        return [word] if root(word) in self._signatures else near_words(word, self._words)

    def _related(self, words: list[str]) -> Iterator[int]:
        """Forms with every root; the last word may still be growing."""
        options = [[f" {one} "] for one in content(words)]
        options[-1].append(f" {words[-1]}")
        return self._signatures.with_parts(options)


class Reason:
    """How the words of a form differ from those asked: in order only, in inflection, or in derivation."""

    def __init__(self, lines: Lines, words: Sequence[str]) -> None:
        self._lines = lines
        self._words = set(words)
        self._loose = set(map(loose_key, words))

    def __call__(self, index: int) -> str:
        have = set(self._lines[index].split())
        if self._words <= have:
            return "words"
        return "inflected" if self._loose <= set(map(loose_key, have)) else "derived"


def keyed(texts: Sequence[str]) -> tuple[list[str], set[str]]:
    """The word keys of every text as one line each with a blank around every word, and all keys."""
    if not texts:
        return [], set()
    words = _WORD_OR_LINE.findall("\n".join(texts).lower())
    known = {word: f" {word_key(word)}" for word in set(words)}
    known.update(dict.fromkeys(ARTICLES, ""), **{"\n": " \n"})
    keys = {key[1:] for key in known.values()} - {"", "\n"}
    return ("".join([known[word] for word in words]) + " ").split("\n"), keys


def keys_of(text: str) -> list[str]:
    """The word keys of a query, articles left out unless there is nothing else."""
    words = WORD.findall(normalise(text).lower())
    return [strict_key(w) for w in words if w not in ARTICLES] or [strict_key(w) for w in words]


def near_words(word: str, vocabulary: Sequence[str]) -> list[str]:
    """Known words one typing error away, two for eight letters and more (a transposition is one error).

    A word of fewer than four letters, or without a vowel, is no misspelling of anything; one of fewer than six
    begins with the right letter.
    """
    if len(word) < 4 or not _VOWEL.search(word):
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    errors = 1 if len(word) < 8 else 2
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=errors, limit=None)
    near = [(distance, known) for known, distance, _ in found if len(word) > 5 or known[0] == word[0]]
    best = min((distance for distance, _ in near), default=0)
    return [known for distance, known in near if distance == best][:NEAR_WORDS]
