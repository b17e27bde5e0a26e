"""What a search returns, and how hits are gathered: best reason first, one per concept."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from toolkit.model import Concept, Status, Term

STAGES = (
    "exact", "whole", "prefix", "words", "related", "substring", "pinyin", "initials", "sound", "fuzzy", "contained",
    "avoided", "filter",
)  # fmt: skip
"""The order of hits. A stage is asked only while the ones before it have not filled the list."""
REASONS = (
    "exact", "words", "inflected", "derived", "prefix", "wildcard", "substring", "pinyin", "initials", "sound", "fuzzy",
    "contained", "filter",
)  # fmt: skip
"""Every value of ``Hit.why``."""
FEW = 3
"""Fewer hits than these, all forms that say more than the query, leave room for the parts of the query."""
_STATUS_RANK = {Status.PREFERRED: 0, Status.ADMITTED: 1, Status.LOOKUP: 2, Status.DEPRECATED: 3}
Keep = Callable[[Concept, Term], bool]


class Hit(NamedTuple):
    """A concept that the query found."""

    concept: Concept
    term: Term
    """The form that matched."""
    why: str
    """One of ``REASONS``."""
    stage: str
    """One of ``STAGES``."""

    @property
    def score(self) -> float:
        """0–1, higher for an earlier stage; inside one stage status and length decide."""
        return round(1 - STAGES.index(self.stage) / len(STAGES), 2)


class Rows:
    """The forms of one side in the order of hits: preferred before admitted before deprecated, short before long."""

    def __init__(self, concepts: Sequence[Concept], numbers: Sequence[int], places: Sequence[int]) -> None:
        self._concepts = concepts
        self.numbers = numbers
        """The place of each form's concept among the concepts."""
        self._places = places

    @classmethod
    def of(cls, concepts: Sequence[Concept], wanted: Callable[[Term], bool]) -> Rows:
        found = [
            (_STATUS_RANK[term.status] << 20 | len(term.text), number, place)
            for number, concept in enumerate(concepts)
            for place, term in enumerate(concept.terms)
            if wanted(term)
        ]
        found.sort()
        return cls(
            concepts,
            array("I", [number for _, number, _ in found]),
            array("I", [place for *_, place in found]),
        )

    @cached_property
    def good(self) -> int:
        """How many rows, the first ones, are preferred or admitted."""
        return bisect_left(range(len(self)), 1, key=lambda i: _STATUS_RANK[self[i][1].status] > 1)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: int) -> tuple[Concept, Term]:
        concept = self._concepts[self.numbers[index]]
        return concept, concept.terms[self._places[index]]

    def chosen(self, indices: Iterable[int]) -> Rows:
        """Some of the rows, in the order given."""
        some = list(indices)
        return Rows(
            self._concepts,
            array("I", [self.numbers[i] for i in some]),
            array("I", [self._places[i] for i in some]),
        )

    def stored(self) -> tuple[bytes, bytes]:
        return array("I", self.numbers).tobytes(), array("I", self._places).tobytes()

    @classmethod
    def restored(cls, concepts: Sequence[Concept], data: tuple[bytes, bytes]) -> Rows:
        return cls(concepts, array("I", data[0]), array("I", data[1]))


class Found:
    """Hits as they come in. Stages are taken in their order and rows lie in the order of hits, so the first
    form of a concept is its best one, and a full list needs no further stage."""

    def __init__(self, limit: int, keep: Keep) -> None:
        self.hits: list[Hit] = []
        self._limit = limit
        self._keep = keep
        self._seen: set[int] = set()

    @property
    def full(self) -> bool:
        return len(self.hits) >= self._limit

    @property
    def only_longer(self) -> bool:
        """Whether there are few hits, and the first one only has all the words of the query among others."""
        return 0 < len(self.hits) < FEW and self.hits[0].stage in ("words", "related")

    def take(
        self, stage: str, rows: Rows, indices: Iterable[int], why: str | Callable[[int], str] = ""
    ) -> None:
        """Add the rows at ``indices``, each for the reason ``why`` (by default the stage), until the list is full."""
        if self.full:
            return
        reason = (lambda index: why or stage) if isinstance(why, str) else why
        for index in indices:
            number = rows.numbers[index]
            if number in self._seen:
                continue
            concept, term = rows[index]
            if not self._keep(concept, term):
                continue
            self._seen.add(number)
            self.hits.append(Hit(concept, term, reason(index), stage))
            if self.full:
                return
