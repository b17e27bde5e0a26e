"""The records of a build: places, forms, entries and the glossary of a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.mapping import Step
from toolkit.model import ZH, Concept, Document, Term
from toolkit.text import sentences

STANDARD, ADMITTED, DEPRECATED, SUGGESTION = "standard", "admitted", "deprecated", "suggestion"
STATUSES = (STANDARD, ADMITTED, DEPRECATED, SUGGESTION)


class Place(NamedTuple):
    """Where something stands: ``documents[document].segments[segment].text[start:end]``."""

    document: int
    segment: int
    start: int
    end: int


@dataclass(slots=True)
class Form:
    """One English form of a concept as found in the text."""

    text: str
    status: str
    note: str = ""
    places: list[Place] = field(default_factory=list)
    steps: tuple[Step, ...] = ()
    confidence: float = 1.0

    @property
    def count(self) -> int:
        return len(self.places)


@dataclass(slots=True)
class Entry:
    """One concept (or composed suggestion) found in the text, with its forms, most frequent first."""

    chinese: str
    english: str
    concept: Concept | None
    forms: list[Form]

    @property
    def main(self) -> Form:
        return self.forms[0]

    @property
    def status(self) -> str:
        return self.main.status

    @property
    def count(self) -> int:
        return sum(form.count for form in self.forms)

    @property
    def confidence(self) -> float:
        return self.main.confidence

    @property
    def key(self) -> str:
        """Its concept id, or for a suggestion or a composed name the Chinese itself."""
        if self.concept:
            return self.concept.id
        return f"{'suggested' if self.status == SUGGESTION else 'composed'}:{self.chinese}"

    @property
    def term(self) -> Term | None:
        """The standard Chinese term with its source."""
        return self.concept.preferred(ZH) if self.concept else None


class Candidate(NamedTuple):
    """A term candidate of the text that the glossary does not have and nothing could be mapped to."""

    term: str
    score: float
    frequency: int
    place: Place


@dataclass
class TextGlossary:
    """The glossary of some documents."""

    documents: list[Document]
    entries: list[Entry]
    candidates: list[Candidate]

    def by_status(self) -> dict[str, int]:
        """Number of forms found, by status."""
        counts = Counter(form.status for entry in self.entries for form in entry.forms)
        return {status: counts[status] for status in STATUSES}

    def sentence(self, place: Place) -> str:
        """The sentence around a place."""
        text = self.documents[place.document].segments[place.segment].text
        for start, end in sentences(text):
            if start <= place.start < end:
                return text[start:end]
        return text

    def line(self, place: Place) -> int:
        return self.documents[place.document].segments[place.segment].line
