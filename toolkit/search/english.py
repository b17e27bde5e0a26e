"""The English side of the index: word keys, word order, inflection, typing errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from toolkit.model import Concept, Term
from toolkit.search.lines import Lines
from toolkit.search.model import Hit, make_hit
from toolkit.text import ARTICLES, WORD, loose_key, normalise, strict_key

MANY = 1200
"""Candidates per reason that are ranked; a query that matches more is too short to rank well anyway."""
SMALL = 60_000
"""Forms up to which scanning their joined keys is as fast as an index of words, which takes 30 ms to build."""
NEAREST = 60.0
"""rapidfuzz similarity of sorted words below which a form no longer resembles the query."""
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
        self.indexed = len(rows) > SMALL
        """Whether words are looked up in an index; worth building where more than one query is asked."""

    @cached_property
    def _compact(self) -> Lines:
        """Keys without blanks: pre-trial, pretrial and pre trial meet."""
        return Lines(self._lines.text[1:-1].replace(" ", "").split("\n"))

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._keys)

    @cached_property
    def _vocabulary(self) -> Lines:
        return Lines(self._words)

    @cached_property
    def _postings(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {word: [] for word in self._keys}
        for number, line in enumerate(self._lines.text[1:-1].split("\n")):
            for word in set(line.split()):
                table[word].append(number)
        return table

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
        yield from self._hits("wildcard", self._literal.matching(normalise(text).lower()), keep, len(text))

    def search(self, text: str, keep: Keep) -> list[Hit]:
        """Exact, prefix, any word order and part of a form; inflected forms when those are few."""
        words = keys_of(text)
        if not words:
            return []
        key = " ".join(words)
        hits = list(self._with_words(words, key, keep))
        if not any(hit.why == "exact" for hit in hits):
            hits += self._run_together("".join(words), len(key), keep)
        if len(words) == 1 and len(key) > 3:
            hits += self._hits("substring", self._inside_words(key), keep, len(key))
        if len(hits) < 5 or not any(hit.why in ("exact", "prefix") for hit in hits):
            hits += self._hits(
                "inflected", self._with_one_of([self._inflected(w) for w in words]), keep, len(key)
            )
        return hits

    def _with_words(self, words: Sequence[str], key: str, keep: Keep) -> Iterator[Hit]:
        """Forms with every word: the whole key at one place, or its words in any order."""
        length, counts = len(key), dict.fromkeys(("exact", "prefix", "words", "substring"), 0)
        whole, begins = f" {key} ", f" {key}"
        other = "substring" if len(words) == 1 else "words"
        for index in self._with_all(words):
            line = self._lines[index]
            why = "exact" if line == whole else "prefix" if line.startswith(begins) else other
            concept, term = self._rows[index]
            if counts[why] < MANY and keep(concept, term):
                counts[why] += 1
                yield make_hit(concept, term, why, 1.0 if why == "exact" else length / (len(term.text) or 1))

    def _run_together(self, joined: str, length: int, keep: Keep) -> Iterator[Hit]:
        for index in islice(self._compact.prefixed(joined), MANY):
            concept, term = self._rows[index]
            if keep(concept, term):
                same = self._compact[index] == joined
                yield make_hit(
                    concept,
                    term,
                    "exact" if same else "prefix",
                    1.0 if same else length / (len(term.text) or 1),
                )

    def _inside_words(self, part: str) -> Iterator[int]:
        """Forms with a word that has ``part`` in its middle or at its end."""
        for number in self._vocabulary.containing(part):
            word = self._vocabulary[number]
            if not word.startswith(part):
                yield from self._containing(word)

    def fuzzy(self, text: str, keep: Keep) -> list[Hit]:
        """Forms with all the words of ``text`` when each unknown word is read as the known ones nearest to it."""
        options = [self._inflected(word) or near_words(word, self._words) for word in keys_of(text)]
        return list(self._hits("fuzzy", self._with_one_of(options), keep, len(text)))

    def nearest(self, text: str, limit: int) -> list[Hit]:
        """Forms that share the most letters with ``text``."""
        from rapidfuzz import fuzz, process

        keys = self._lines.text[1:-1].split("\n")
        found = process.extract(
            f" {' '.join(keys_of(text))} ",
            keys,
            scorer=fuzz.token_sort_ratio,
            limit=limit,
            score_cutoff=NEAREST,
        )
        return [make_hit(*self._rows[index], "fuzzy", score / 100) for _key, score, index in found]

    def _inflected(self, word: str) -> list[str]:
        same = [word] if word in self._keys else []
        return same + [w for w in self._loose.get(loose_key(word), ()) if w != word]

    def _containing(self, word: str, unfinished: bool = False) -> Iterable[int]:
        """Forms with a word, or with one that begins like it; ascending."""
        if not self.indexed:
            return self._lines.containing(f" {word}" if unfinished else f" {word} ")
        if not unfinished:
            return self._postings.get(word, ())
        same = [self._postings[self._vocabulary[n]] for n in self._vocabulary.prefixed(word)]
        return same[0] if len(same) == 1 else sorted(set().union(*same))

    def _count(self, word: str, unfinished: bool = False) -> int:
        if not self.indexed:
            return self._lines.text.count(f" {word}" if unfinished else f" {word} ")
        if not unfinished:
            return len(self._postings.get(word, ()))
        return sum(len(self._postings[self._vocabulary[n]]) for n in self._vocabulary.prefixed(word))

    def _with_all(self, words: Sequence[str]) -> Iterator[int]:
        """Forms with every word, in any order; the last word may still be growing."""
        last = len(words) - 1
        rarest = min(range(len(words)), key=lambda i: self._count(words[i], i == last)) if last else 0
        others = [f" {word} " if i < last else f" {word}" for i, word in enumerate(words) if i != rarest]
        for index in self._containing(words[rarest], rarest == last):
            if not others:
                yield index
                continue
            line = self._lines[index]
            if all(part in line for part in others):
                yield index

    def _with_one_of(self, options: Sequence[Sequence[str]]) -> Iterator[int]:
        """Forms that contain, for each place, one of its words."""
        if not options or not all(options):
            return
        rarest = min(options, key=lambda words: sum(map(self._count, words)))
        others = [[f" {word} " for word in words] for words in options if words is not rarest]
        for index in sorted({i for word in rarest for i in self._containing(word)}):
            line = self._lines[index]
            if all(any(part in line for part in parts) for parts in others):
                yield index

    def _hits(self, why: str, indices: Iterable[int], keep: Keep, length: int = 0) -> Iterator[Hit]:
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
