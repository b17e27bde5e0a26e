"""What extraction gives: candidates with their surface forms and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from toolkit.extract.tokens import token_spans


class SurfaceForm(NamedTuple):
    """A form as it stands in the texts, lower-cased, and how often."""

    text: str
    frequency: int


class Place(NamedTuple):
    """``segments[segment].text[start:end]`` of the document called ``document``."""

    document: str
    segment: int
    start: int
    end: int


class Sighting(NamedTuple):
    """A candidate in the text of a segment: its first token (counted from 0) and number of tokens."""

    document: str
    segment: int
    text: str
    first: int
    tokens: int
    whole: bool = True
    """False if other words stand in between: "civil litigation" in "civil and administrative litigation"."""

    def place(self) -> Place:
        spans = token_spans(self.text)[self.first : self.first + self.tokens]
        return Place(self.document, self.segment, spans[0][0], spans[-1][1])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that a terminologist might list."""

    term: str
    """Citation form: singular, lower case unless it is a name or an abbreviation."""
    score: float
    """Log odds of being a term, by the weights of ``scorers``; only the order is dependable."""
    frequency: int
    texts: int
    """Number of texts it stands in (an upper bound for forms that stand inside several phrases)."""
    forms: tuple[SurfaceForm, ...]
    """Best first."""
    kind: str
    """``word``, ``modifier``, ``noun phrase``, ``of-phrase``, ``name`` or ``abbreviation``."""
    concept: str | None = None
    """Id of the termbase concept that it names."""
    variants: tuple[str, ...] = ()
    """Citation forms of other candidates for the same thing: long form, short form, "Y of X"."""
    sightings: tuple[Sighting, ...] = ()
    """The first few places where it stands, in tokens; see ``contexts``."""

    @property
    def contexts(self) -> tuple[Place, ...]:
        """The first few places where it stands, in characters; worked out when asked for."""
        return tuple(sighting.place() for sighting in self.sightings)
