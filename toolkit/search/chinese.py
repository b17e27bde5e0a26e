"""The Chinese side of the index: folded characters, pinyin, initials, homophones, near forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from toolkit import pinyin
from toolkit.model import Status
from toolkit.search.english import MANY, Keep, Row
from toolkit.search.lines import Lines
from toolkit.search.model import Hit, make_hit
from toolkit.text import fold_zh

_TYPED = re.compile(r"[\sA-Za-zÀ-ɏ\u0300-\u036f'’1-5:*-]+")
_SYLLABLES = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ang|i?ong|iao|ian|ing|uai|uan|uang|eng|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aeiouv])[1-5]?)+"
)
MAX_INITIALS = 12
"""Letters read as initials; longer names are not abbreviated so."""


class ChineseIndex:
    """Chinese forms of one termbase, of every region and script."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        keys = fold_zh_lines([term.text for _, term in rows])
        self._keys = keys
        self._lines = Lines(keys)

    @cached_property
    def _readings(self) -> tuple[Sequence[Row], Lines, Lines, Lines]:
        """Mainland forms with their keys: without tones, with tone digits, initials."""
        rows, plain, toned, first = [], [], [], []
        spell = pinyin.plain, pinyin.numbered
        for concept, term in self._rows:
            if term.lang == "zh-Hans-CN" and term.status is not Status.DEPRECATED:
                parts = pinyin.syllables(term.text)
                rows.append((concept, term))
                bare = [spell[0](p) for p in parts]
                plain.append("".join(bare))
                toned.append("".join([spell[1](p) for p in parts]))
                first.append("".join([p[:1] for p in bare]))
        return rows, Lines(plain), Lines(toned), Lines(first)

    @cached_property
    def _postings(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for index, key in enumerate(self._keys):
            for character in set(key):
                table.setdefault(character, []).append(index)
        return table

    def exact(self, text: str, keep: Keep) -> Iterator[Hit]:
        yield from self._hits("exact", self._lines.equal(fold_zh(text)), keep)

    def wildcard(self, text: str, keep: Keep) -> Iterator[Hit]:
        yield from self._hits("wildcard", self._lines.matching(fold_zh(text)), keep, len(text))

    def search(self, text: str, keep: Keep) -> list[Hit]:
        """Exact, prefix and part of a form, Simplified or Traditional."""
        key = fold_zh(text)
        if not key:
            return []
        hits = [*self._hits("exact", self._lines.equal(key), keep)]
        hits += self._hits("prefix", self._lines.prefixed(key), keep, len(key))
        hits += self._hits("substring", self._lines.containing(key), keep, len(key))
        return hits

    def pinyin(self, text: str, keep: Keep) -> list[Hit]:
        """Forms read like ``text``: pinyin with tone marks, tone digits or none, and initials."""
        if not _TYPED.fullmatch(text):
            return []
        key, toned = pinyin.query_key(text.replace("*", ""))
        bare = "".join(c for c in key if not c.isdigit())
        initials = not toned and " " not in text and 2 <= len(key) <= MAX_INITIALS
        spelled = _SYLLABLES.fullmatch(bare) is not None
        if len(key) < 2 or not (initials or spelled):
            return []
        rows, plain, numbers, first = self._readings
        hits: list[Hit] = []
        if spelled:
            lines = numbers if toned else plain
            hits += self._read(rows, "pinyin", lines.equal(key), keep, 0)
            hits += self._read(rows, "pinyin", lines.prefixed(key), keep, len(bare) / 3)
            if len(bare) > 5:
                hits += self._read(rows, "pinyin", lines.containing(key), keep, len(bare) / 6)
        if initials:
            hits += self._read(rows, "initials", first.equal(key), keep, 0)
            if len(key) > 2:
                hits += self._read(rows, "initials", first.prefixed(key), keep, len(key))
        return hits

    def untoned(self, text: str, keep: Keep) -> list[Hit]:
        """Forms read like ``text`` when its tones are left aside: people mistake them."""
        key, toned = pinyin.query_key(text) if _TYPED.fullmatch(text) else ("", False)
        return self.pinyin("".join(c for c in key if not c.isdigit()), keep) if toned else []

    def homophones(self, text: str, keep: Keep) -> list[Hit]:
        """Forms that sound like ``text``: the usual typing error of a pinyin keyboard."""
        key = "".join(map(pinyin.plain, pinyin.syllables(text)))
        if len(text) < 2 or not key:
            return []
        rows, plain, _, _ = self._readings
        return [
            *self._read(rows, "sound", plain.equal(key), keep, 0),
            *self._read(rows, "sound", plain.prefixed(key), keep, len(text)),
        ]

    def near_pinyin(self, text: str, keep: Keep) -> list[Hit]:
        """Forms whose pinyin is one or two letters from ``text``."""
        key, toned = pinyin.query_key(text)
        if toned or len(key) < 6 or not _TYPED.fullmatch(text):
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        rows, plain, _, _ = self._readings
        keys = plain.text[1:-1].split("\n")
        errors = 1 if len(key) < 10 else 2
        found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=errors, limit=20)
        return [
            make_hit(*rows[index], "fuzzy", 1 - distance / len(key))
            for _, distance, index in found
            if keep(*rows[index])
        ]

    def fuzzy(self, text: str, keep: Keep) -> list[Hit]:
        """Forms with most of the characters of ``text``, in any order."""
        wanted = set(fold_zh(text))
        if len(wanted) < 3:
            return []
        counts: Counter[int] = Counter()
        for character in wanted:
            counts.update(self._postings.get(character, ()))
        hits = []
        for index, shared in counts.most_common(MANY):
            # At least two thirds of the characters on both sides, so one wrong character in three passes.
            if shared * 3 < len(wanted) * 2:
                break
            length = len(self._keys[index])
            if shared * 3 >= length * 2 and keep(*self._rows[index]):
                hits.append(make_hit(*self._rows[index], "fuzzy", shared / max(length, len(wanted))))
        return hits

    def nearest(self, text: str, limit: int) -> list[Hit]:
        """Forms that share the most characters with ``text``."""
        from rapidfuzz import fuzz, process

        found = process.extract(fold_zh(text), self._keys, scorer=fuzz.ratio, limit=limit, score_cutoff=50)
        return [make_hit(*self._rows[index], "fuzzy", score / 100) for _key, score, index in found]

    def _hits(self, why: str, indices: Iterator[int], keep: Keep, length: int = 0) -> Iterator[Hit]:
        return self._read(self._rows, why, indices, keep, length)

    @staticmethod
    def _read(
        rows: Sequence[Row], why: str, indices: Iterator[int], keep: Keep, length: float
    ) -> Iterator[Hit]:
        count = 0
        for index in indices:
            concept, term = rows[index]
            if keep(concept, term):
                yield make_hit(concept, term, why, length / (len(term.text) or 1) if length else 1.0)
                count += 1
                if count == MANY:
                    return


def fold_zh_lines(texts: Sequence[str]) -> list[str]:
    """``fold_zh`` of every text; U+E000 keeps them apart where folding drops line feeds."""
    return fold_zh("\ue000".join(texts)).split("\ue000") if texts else []
