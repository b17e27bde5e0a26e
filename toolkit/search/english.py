"""The English side of the index: word keys, word order, inflection, typing errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from toolkit.model import Concept, Term
from toolkit.search.lines import Lines
from toolkit.search.model import Hit, make_hit
from toolkit.search.query import wildcard_pattern
from toolkit.text import ARTICLES, WORD, loose_key, normalise, strict_key

MANY = 3000
"""Candidates per reason that are ranked; a query that matches more is too short to rank well anyway."""
Row = tuple[Concept, Term]
Keep = Callable[[Concept, Term], bool]
# strict_key leaves every other word as it is; asking first makes the index four times faster to build.
_FOLDED = re.compile(
    r"['’éèàùâêîôûçëïüöä]|s$|is|ys|our|fenc|licen|practi|cheq|program|centr|judge|instal|fulfil|enrol|ll|sceptic"
    r"|acknow|men$|children|crit|criteria|phenomena|indices|appendices|feet|memoranda"
)

_WORD_OR_LINE = re.compile(r"\n|[a-zß-öø-ÿ0-9]+(?:['’][a-z]+)?")


def word_key(word: str) -> str:
    """``strict_key`` of a lower-case word, faster for words that it does not change."""
    return strict_key(word) if _FOLDED.search(word) else word


class EnglishIndex:
    """English forms of one termbase."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        text, self._keys = keyed([term.text for _, term in rows])
        self._lines = Lines(text.split("\n")) if rows else Lines([])

    @cached_property
    def _compact(self) -> Lines:
        """Keys without blanks: pre-trial, pretrial and pre trial meet."""
        return Lines(self._lines.text[1:-1].replace(" ", "").split("\n"))

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._keys)

    @cached_property
    def _literal(self) -> Lines:
        return Lines([normalise(term.text).lower() for _, term in self._rows])

    @cached_property
    def _loose(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word in self._words:
            table.setdefault(loose_key(word), []).append(word)
        return table

    def exact(self, text: str, keep: Keep) -> Iterator[Hit]:
        """Forms written like ``text``, case aside."""
        yield from self._hits("exact", self._literal.equal(normalise(text).lower()), keep)

    def wildcard(self, text: str, keep: Keep) -> Iterator[Hit]:
        pattern = wildcard_pattern(normalise(text).lower())
        yield from self._hits("wildcard", self._literal.matching(pattern), keep, len(text))

    def search(self, text: str, keep: Keep) -> list[Hit]:
        """Exact, prefix, any word order and part of a form; inflected forms when those are few."""
        words = keys_of(text)
        if not words:
            return []
        key = " ".join(words)
        joined = "".join(words)
        lines = self._lines
        hits = [*self._hits("exact", lines.equal(f" {key} "), keep)]
        hits += self._hits("exact", self._compact.equal(joined), keep)
        hits += self._hits("prefix", lines.prefixed(f" {key}"), keep, len(key))
        if len(words) > 1:
            hits += self._hits("words", self._with_all(words), keep, len(key))
            hits += self._hits("prefix", self._compact.prefixed(joined), keep, len(key))
        hits += self._hits("substring", lines.containing(f" {key}"), keep, len(key))
        if len(key) > 3:
            hits += self._hits("substring", lines.containing(key), keep, len(key))
        if len(hits) < 5 or not any(hit.why in ("exact", "prefix") for hit in hits):
            hits += self._hits("inflected", self._with_one_of([self._inflected(w) for w in words]), keep, len(key))
        return hits

    def fuzzy(self, text: str, keep: Keep) -> list[Hit]:
        """Forms with all the words of ``text`` when each unknown word is read as the known ones nearest to it."""
        options = [self._inflected(word) or near_words(word, self._words) for word in keys_of(text)]
        return list(self._hits("fuzzy", self._with_one_of(options), keep, len(text)))

    def nearest(self, text: str, limit: int) -> list[Hit]:
        """Forms that share the most letters with ``text``."""
        from rapidfuzz import fuzz, process

        keys = self._lines.text[1:-1].split("\n")
        found = process.extract(f" {' '.join(keys_of(text))} ", keys, scorer=fuzz.WRatio, limit=limit, score_cutoff=72.0)
        return [make_hit(*self._rows[index], "fuzzy", score / 100) for _key, score, index in found]

    def _inflected(self, word: str) -> list[str]:
        same = [word] if word in self._keys else []
        return same + [w for w in self._loose.get(loose_key(word), ()) if w != word]

    def _with_all(self, words: Sequence[str]) -> Iterator[int]:
        """Forms with every word, in any order; the last word may still be growing."""
        parts = [f" {word} " for word in words[:-1]] + [f" {words[-1]}"]
        rarest = min(parts, key=self._lines.text.count)
        others = [part for part in parts if part is not rarest]
        for index in self._lines.containing(rarest):
            line = self._lines[index]
            if all(part in line for part in others):
                yield index

    def _with_one_of(self, options: Sequence[Sequence[str]]) -> Iterator[int]:
        """Forms that contain, for each place, one of its words."""
        if not options or not all(options):
            return
        text = self._lines.text
        rarest = min(options, key=lambda words: sum(text.count(f" {word} ") for word in words))
        others = [[f" {word} " for word in words] for words in options if words is not rarest]
        for index in sorted({i for word in rarest for i in self._lines.containing(f" {word} ")}):
            line = self._lines[index]
            if all(any(part in line for part in parts) for parts in others):
                yield index

    def _hits(self, why: str, indices: Iterator[int], keep: Keep, length: int = 0) -> Iterator[Hit]:
        count = 0
        for index in indices:
            concept, term = self._rows[index]
            if keep(concept, term):
                yield make_hit(concept, term, why, length / (len(term.text) or 1) if length else 1.0)
                count += 1
                if count == MANY:
                    return


def keyed(texts: Sequence[str]) -> tuple[str, set[str]]:
    """The word keys of every text, one line each with a blank around every word, and all keys."""
    words = _WORD_OR_LINE.findall("\n".join(texts).lower())
    known = {word: f" {word_key(word)}" for word in set(words)}
    known.update(dict.fromkeys(ARTICLES, ""), **{"\n": " \n"})
    keys = {key[1:] for key in known.values()} - {"", "\n"}
    return "".join([known[word] for word in words]) + " ", keys


def keys_of(text: str) -> list[str]:
    """The word keys of a query, articles left out unless there is nothing else."""
    words = WORD.findall(normalise(text).lower())
    return [strict_key(w) for w in words if w not in ARTICLES] or [strict_key(w) for w in words]


def near_words(word: str, vocabulary: Sequence[str]) -> list[str]:
    """Known words one or two typing errors away (transpositions count once); none for short words."""
    if len(word) < 4:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    errors = 1 if len(word) < 6 else 2
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=errors, limit=8)
    if not found:
        return []
    best = min(distance for _, distance, _ in found)
    return [near for near, distance, _ in found if distance == best]
