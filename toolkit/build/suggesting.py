"""New terms of a text: what extraction finds beyond the termbase, and what mapping makes of it."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.build.glossing import Extract, MapPhrase, Place
from toolkit.mapping import Mapper, Mapping
from toolkit.model import Document
from toolkit.termbase import Termbase


def suggester(termbase: Termbase) -> tuple[Extract | None, MapPhrase | None]:
    """The extractor and mapper that ``gloss`` uses for new candidates."""
    mapper = Mapper(termbase.concepts)

    def map_phrase(phrase: str, sentence: str) -> list[Mapping]:
        return mapper.map(phrase, sentence)

    return new_terms, map_phrase


def new_terms(documents: list[Document]) -> Iterator[tuple[str, float, list[Place]]]:
    """Term candidates of ``documents``, best first: citation form, score, where they stand."""
    from toolkit.extract import extract

    numbers = {document.name: number for number, document in enumerate(documents)}
    for candidate in extract(documents):
        places = [Place(numbers[p.document], p.segment, p.start, p.end) for p in candidate.contexts]
        if places:
            yield candidate.term, candidate.score, sorted(places)
