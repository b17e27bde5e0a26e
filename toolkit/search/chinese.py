"""The Chinese side of the index: folded characters, pinyin, initials, homophones, near forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from toolkit import pinyin
from toolkit.model import ZH, Concept, Status
from toolkit.search.lines import Lines
from toolkit.search.model import Found, Hit, Rows
from toolkit.text import fold_zh

_TYPED = re.compile(r"[\sA-Za-zÀ-ɏ\u0300-\u036f'’1-5:*-]+")
_SYLLABLES = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ang|i?ong|iao|ian|ing|uai|uan|uang|eng|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aeiouv])[1-5]?)+"
)
_DIGRAPH = re.compile("[zcs]h")
MAX_INITIALS = 12
"""Letters read as initials; longer names are not abbreviated so."""
LONGEST_PART = 24
"""Characters of the longest form looked for inside a query; 99.6 % of the built-in forms are no longer."""
NEAREST = 55.0
"""rapidfuzz similarity below which a form no longer resembles the query: half of its characters are the same."""


class Readings(NamedTuple):
    """Mainland forms with their pinyin keys."""

    rows: Rows
    plain: Lines
    toned: Lines
    """With tone digits."""
    initials: Lines
    """First letters: ``sc`` for 审查."""
    digraphs: Lines
    """First letters with zh, ch, sh: ``shch`` for 审查."""


class ChineseIndex:
    """Chinese forms of one termbase, of every region and script."""

    def __init__(self, rows: Rows, lines: Lines, readings: Readings | None = None) -> None:
        self._rows = rows
        self._lines = lines
        if readings is not None:
            self._readings = readings

    @classmethod
    def of(cls, concepts: Sequence[Concept]) -> ChineseIndex:
        rows = Rows.of(concepts, lambda term: term.lang.startswith("zh"))
        return cls(rows, Lines.of(fold_zh_lines([rows[i][1].text for i in range(len(rows))])))

    def stored(self) -> tuple[Any, ...]:
        """Plain data for ``restored``."""
        rows, *lines = self._readings
        return self._rows.stored(), self._lines.stored(), rows.stored(), *(one.stored() for one in lines)

    @classmethod
    def restored(cls, concepts: Sequence[Concept], data: Any) -> ChineseIndex:
        rows, lines, mainland, *readings = data
        return cls(
            Rows.restored(concepts, rows),
            Lines.restored(lines),
            Readings(Rows.restored(concepts, mainland), *map(Lines.restored, readings)),
        )

    @cached_property
    def _readings(self) -> Readings:
        mainland = []
        columns: tuple[list[str], ...] = ([], [], [], [])
        for index in range(len(self._rows)):
            _, term = self._rows[index]
            if term.lang == ZH and term.status is not Status.DEPRECATED:
                mainland.append(index)
                for column, key in zip(columns, pinyin.keys(term.text), strict=True):
                    column.append(key)
        return Readings(self._rows.chosen(mainland), *map(Lines.of, columns))

    @cached_property
    def _spelled(self) -> list[str]:
        return self._readings.plain.keys()

    @cached_property
    def _accented(self) -> Lines:
        return Lines(_without_accent(self._readings.plain.text))

    def exact(self, text: str, found: Found) -> None:
        found.take("exact", self._rows, self._lines.equal(fold_zh(text)))

    def wildcard(self, text: str, found: Found) -> None:
        found.take("words", self._rows, self._lines.matching(fold_zh(text)), "wildcard")

    def search(self, text: str, found: Found) -> None:
        """Exact, prefix and part of a form, Simplified or Traditional; with blanks, all parts in any order."""
        key, parts = fold_zh(text), [part for part in map(fold_zh, text.split()) if part]
        if not key:
            return
        found.take("exact", self._rows, self._lines.equal(key))
        found.take("prefix", self._rows, self._lines.prefixed(key))
        if len(parts) > 1:
            longest = max(parts, key=len)
            some = (i for i in self._lines.containing(longest) if all(p in self._lines[i] for p in parts))
            found.take("words", self._rows, some)
        found.take("substring", self._rows, self._lines.containing(key))

    def pinyin(self, text: str, found: Found) -> None:
        """Forms read like ``text``: pinyin with tone marks, tone digits or none, and initials."""
        if not _TYPED.fullmatch(text):
            return
        key, toned = pinyin.query_key(text.replace("*", ""))
        bare = "".join(c for c in key if not c.isdigit())
        initials = not toned and " " not in text and 2 <= len(key) <= MAX_INITIALS
        spelled = _SYLLABLES.fullmatch(bare) is not None
        if len(key) < 2 or not (initials or spelled):
            return
        rows, plain, numbers, first, digraphs = self._readings
        if spelled:
            lines = numbers if toned else plain
            found.take("pinyin", rows, lines.equal(key))
            found.take("pinyin", rows, lines.prefixed(key))
            if len(bare) > 5:
                found.take("pinyin", rows, lines.containing(key))
        if initials:
            found.take("initials", rows, first.equal(key))
            if _DIGRAPH.search(key):
                found.take("initials", rows, digraphs.equal(key))
                found.take("initials", rows, digraphs.prefixed(key))
            if len(key) > 2:
                found.take("initials", rows, first.prefixed(key))

    def untoned(self, text: str, found: Found) -> None:
        """Forms read like ``text`` when its tones are left aside: people mistake them."""
        key, toned = pinyin.query_key(text) if _TYPED.fullmatch(text) else ("", False)
        if toned:
            self.pinyin("".join(c for c in key if not c.isdigit()), found)

    def homophones(self, text: str, found: Found) -> None:
        """Forms that sound like ``text``: the usual typing error of a pinyin keyboard."""
        key = "".join(map(pinyin.plain, pinyin.syllables(text)))
        if len(text) < 2 or not key:
            return
        found.take("sound", self._readings.rows, self._readings.plain.equal(key))
        found.take("sound", self._readings.rows, self._readings.plain.prefixed(key))

    def near_pinyin(self, text: str, found: Found) -> None:
        """Forms whose pinyin differs by a regional accent (z zh, n ng) or by one or two letters."""
        if not _TYPED.fullmatch(text):
            return
        key, toned = pinyin.query_key(text)
        rows = self._readings.rows
        if len(key) > 3 and not toned and _SYLLABLES.fullmatch(key):
            found.take("fuzzy", rows, self._accented.equal(_without_accent(key)))
        if toned or len(key) < 6:
            return
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        errors = 1 if len(key) < 10 else 2
        near = process.extract(key, self._spelled, scorer=OSA.distance, score_cutoff=errors, limit=None)
        found.take("fuzzy", rows, [index for _, index in sorted((d, i) for _, d, i in near)])

    def fuzzy(self, text: str, found: Found) -> None:
        """Forms with most of the characters of ``text``, in any order."""
        wanted = set(fold_zh(text))
        if len(wanted) < 3:
            return
        # At least two thirds of the characters on both sides, so one wrong character in three passes.
        least = -(-len(wanted) * 2 // 3)
        rarest = sorted(wanted, key=self._lines.text.count)[: len(wanted) - least + 1]
        near = []
        # A form that has so many of them has one of the rarest.
        for index in {i for character in rarest for i in self._lines.containing(character)}:
            form = self._lines[index]
            shared = sum(character in form for character in wanted)
            if shared >= least and shared * 3 >= len(form) * 2:
                near.append((-shared / max(len(form), len(wanted)), index))
        found.take("fuzzy", self._rows, [index for _, index in sorted(near)])

    def mostly_contained(self, text: str, found: Found) -> None:
        """The parts of ``text`` when one form of four characters and more makes up two thirds of it."""
        key = fold_zh(text)
        kept = self._parts(key)
        if kept and kept[0][1] - kept[0][0] >= max(4, len(key) * 2 / 3):
            self._take_parts(key, kept, found)

    def contained(self, text: str, found: Found) -> None:
        """The parts of ``text`` when they make up half of it."""
        key = fold_zh(text)
        kept = self._parts(key)
        if len({place for start, end in kept for place in range(start, end)}) * 2 >= len(key):
            self._take_parts(key, kept, found)

    def _parts(self, key: str) -> list[tuple[int, int]]:
        """Where forms of two characters and more stand in ``key``, the longest first, none inside another."""
        known, places = self._lines.places, []
        for start in range(len(key) - 1):
            for end in range(min(len(key), start + LONGEST_PART), start + 1, -1):
                if key[start:end] in known:
                    places.append((start - end, start))
                    break
        kept: list[tuple[int, int]] = []
        for length, start in sorted(places):
            end = start - length
            if not any(one <= start and end <= other for one, other in kept):
                kept.append((start, end))
        return kept

    def _take_parts(self, key: str, kept: Sequence[tuple[int, int]], found: Found) -> None:
        for start, end in kept:
            found.take("contained", self._rows, self._lines.places[key[start:end]])

    def nearest(self, text: str, limit: int) -> list[Hit]:
        """Forms that share the most characters with ``text``, most alike first."""
        from rapidfuzz import fuzz, process

        nearest = process.extract(
            fold_zh(text), self._lines.keys(), scorer=fuzz.ratio, limit=limit * 4, score_cutoff=NEAREST
        )
        found = Found(limit, lambda concept, term: True)
        found.take("fuzzy", self._rows, [index for _key, _score, index in nearest])
        return found.hits


def fold_zh_lines(texts: Sequence[str]) -> list[str]:
    """``fold_zh`` of every text; U+E000 keeps them apart where folding drops line feeds."""
    return fold_zh("\ue000".join(texts)).split("\ue000") if texts else []


def _without_accent(key: str) -> str:
    """Pinyin as the south types it: zh ch sh as z c s, final ng as n."""
    return re.sub("([zcs])h", r"\1", key).replace("ng", "n")
