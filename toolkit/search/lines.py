"""Many short strings searched as one: ``str.find`` over a joined text beats a Python loop fiftyfold.

50,000 concepts have some 200,000 forms; one pass over their joined keys takes a millisecond or two.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Self

from toolkit.search.query import wildcard_pattern

SMALL = 150_000
"""Keys up to which nothing is indexed: the built-in termbase has 61,000 English forms, scanned in a millisecond."""
MANY = 2_000
"""Keys above which they are found by a scan as far as they are wanted, rather than all gathered and sorted."""


class Lines:
    """Keys joined by line feeds. Every method yields the indices of the keys that answer, ascending."""

    def __init__(self, text: str, starts: Sequence[int] | None = None) -> None:
        """``text`` begins and ends with a line feed; ``starts`` are the places of its lines, if known."""
        self.text = text
        if starts is not None:
            self._starts = starts

    @classmethod
    def of(cls, keys: Sequence[str]) -> Self:
        return cls("\n" + "".join([f"{key}\n" for key in keys]))

    @cached_property
    def _starts(self) -> Sequence[int]:
        return array("I", accumulate([len(key) + 1 for key in self.keys()], initial=1))

    def stored(self) -> tuple[str, bytes]:
        return self.text, array("I", self._starts).tobytes()

    @classmethod
    def restored(cls, data: tuple[str, bytes]) -> Self:
        return cls(data[0], array("I", data[1]))

    def keys(self) -> list[str]:
        return self.text[1:-1].split("\n") if len(self.text) > 1 else []

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The indices of each key: worth building where many keys are asked for."""
        table: dict[str, list[int]] = {}
        for index, key in enumerate(self.keys()):
            table.setdefault(key, []).append(index)
        return table

    def __getitem__(self, index: int) -> str:
        return self.text[self._starts[index] : self._starts[index + 1] - 1]

    def equal(self, key: str) -> Iterable[int]:
        return self._occurrences(f"\n{key}\n")

    def prefixed(self, key: str) -> Iterator[int]:
        return self._occurrences(f"\n{key}")

    def containing(self, key: str) -> Iterator[int]:
        return self._occurrences(key)

    def matching(self, pattern: str) -> Iterator[int]:
        """Keys that are ``pattern`` as a whole, where ``*`` stands for any run of characters."""
        whole = re.compile(wildcard_pattern(pattern))
        literal = max(re.split(r"[*＊]+", pattern), key=len)
        for index in self._occurrences(literal) if literal else range(len(self._starts) - 1):
            if whole.fullmatch(self[index]):
                yield index

    def _occurrences(self, part: str) -> Iterator[int]:
        text, position = self.text, self.text.find(part)
        if position < 0:
            return
        starts = self._starts
        begins_line = part.startswith("\n")
        while position >= 0:
            index = bisect_right(starts, position + begins_line) - 1
            yield index
            # On to the next key: one hit per key is enough.
            position = text.find(part, starts[index + 1] - 1)


class WordLines(Lines):
    """Keys made of words with a blank around each, also looked up word by word.

    Up to ``SMALL`` keys are scanned: an index of words takes longer to build than a query to answer. Who asks again
    and again calls ``index``.
    """

    def index(self) -> None:
        """Look words up in an index from now on, however few the keys are."""
        self._indexed = True

    @cached_property
    def _indexed(self) -> bool:
        return len(self._starts) > SMALL

    @cached_property
    def _postings(self) -> dict[str, array[int]]:
        table: dict[str, array[int]] = {}
        for number, line in enumerate(self.keys()):
            for word in set(line.split()):
                if (known := table.get(word)) is not None:
                    known.append(number)
                else:
                    table[word] = array("I", (number,))
        return table

    @cached_property
    def _vocabulary(self) -> Lines:
        return Lines.of(sorted(self._postings))

    def __contains__(self, word: str) -> bool:
        return word in self._postings if self._indexed else f" {word} " in self.text

    def equal(self, key: str) -> Iterable[int]:
        return self.places.get(key, ()) if self._indexed else super().equal(key)

    def starting(self, words: Sequence[str]) -> Iterator[int]:
        """Keys that begin with ``words``; the last may be unfinished."""
        begin = f" {' '.join(words)}"
        if not self._indexed:
            return self.prefixed(begin)
        return (index for index in self.with_all(words) if self[index].startswith(begin))

    def with_all(self, words: Sequence[str]) -> Iterator[int]:
        """Keys with every word, in any order; the last may be unfinished."""
        return self.with_parts([[f" {word} "] for word in words[:-1]] + [[f" {words[-1]}"]])

    def with_parts(self, options: Sequence[Sequence[str]]) -> Iterator[int]:
        """Keys with one part of every option; parts are words with a blank before, and behind unless unfinished."""
        counts = [sum(map(self._count, parts)) for parts in options]
        if not all(counts):
            return
        least = counts.index(min(counts))
        others = [parts for place, parts in enumerate(options) if place != least]
        for index in self._having(options[least], counts[least]):
            line = self[index] if others else ""
            if all(any(part in line for part in parts) for parts in others):
                yield index

    def inside(self, part: str) -> Iterable[int]:
        """Keys with ``part`` inside a word."""
        if not self._indexed:
            return self.containing(part)
        words = [self._vocabulary[number] for number in self._vocabulary.containing(part)]
        count = sum(len(self._postings[word]) for word in words)
        return self.containing(part) if count > MANY else self._together(words)

    def _like(self, part: str) -> list[str]:
        """The words that a part stands for."""
        word = part[1:].rstrip(" ")
        if part.endswith(" "):
            return [word] if word in self._postings else []
        return [self._vocabulary[number] for number in self._vocabulary.prefixed(word)]

    def _count(self, part: str) -> int:
        return (
            sum(len(self._postings[word]) for word in self._like(part))
            if self._indexed
            else self.text.count(part)
        )

    def _having(self, parts: Sequence[str], count: int) -> Iterable[int]:
        """Keys with one of ``parts``, ascending; many are found one by one, since few of them will be asked for."""
        if len(parts) == 1 and (not self._indexed or (count > MANY and not parts[0].endswith(" "))):
            return self.containing(parts[0])
        if not self._indexed:
            return sorted({index for part in parts for index in self.containing(part)})
        return self._together([word for part in parts for word in self._like(part)])

    def _together(self, words: Sequence[str]) -> Iterable[int]:
        lists = [self._postings[word] for word in dict.fromkeys(words)]
        return lists[0] if len(lists) == 1 else sorted(set().union(*lists))
