"""New terms of a text: what extraction finds beyond the termbase, and what mapping makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from toolkit.build.entries import ADMITTED, SUGGESTION, Candidate, Entry, Form, Place, TextGlossary
from toolkit.mapping import Grade, Mapper, Mapping
from toolkit.model import Document
from toolkit.ordinary import guarded
from toolkit.termbase import Termbase
from toolkit.text import WORD, phrase_key

SUGGESTED = 0.86
"""Confidence from which a mapped candidate is worth a reader's time. In the example texts and the article most
suggestions below it were wrong ("working mechanism", "supervision priority"), above it most were right."""
SURE = 0.86
"""Confidence from which a longer mapped phrase takes the place of the shorter known terms inside it; with it no
wrong replacement was seen in the example texts and the article."""

Covers = dict[tuple[int, int], list[tuple[Place, Entry, Form]]]
"""Document and segment → the places in it that known terms cover."""


class Suggester(Protocol):
    """Finds and maps new candidates."""

    def candidates(self, documents: Sequence[Document]) -> Iterator[tuple[str, float, list[Place]]]:
        """Citation form, score and places of each candidate, best first."""
        ...

    def map(self, phrase: str, sentence: str) -> list[Mapping]:
        """Candidates for a phrase in its sentence, best first; empty when nothing is good enough."""
        ...


class ExtractAndMap:
    """The extractor and the mapper of Fayi together."""

    def __init__(self, termbase: Termbase) -> None:
        self._mapper = Mapper(termbase.concepts)

    def candidates(self, documents: Sequence[Document]) -> Iterator[tuple[str, float, list[Place]]]:
        from toolkit.extract import extract

        numbers = {document.name: number for number, document in enumerate(documents)}
        for candidate in extract(documents):
            # Where other words stand in between, the known term among them would be lost.
            found = [sighting.place() for sighting in candidate.sightings if sighting.whole]
            places = [Place(numbers[p.document], p.segment, p.start, p.end) for p in found]
            if places:
                yield candidate.term, candidate.score, sorted(places)

    def map(self, phrase: str, sentence: str) -> list[Mapping]:
        return self._mapper.map(phrase, sentence)


def add_suggestions(
    glossary: TextGlossary,
    found: dict[str, Entry],
    covers: Covers,
    suggester: Suggester,
    progress: Callable[[float], None],
) -> None:
    """Map the candidates of several words that no known term covers; unmapped ones are kept apart.

    Single words are left alone: out of context they map to anything; so are everyday phrases, whose company
    the recogniser has judged. A candidate around known terms ("sentencing suggestions" around "sentencing")
    takes their place when it maps surely.
    """
    everyday = guarded()
    candidates = [
        c
        for c in suggester.candidates(glossary.documents)
        if len(WORD.findall(c[0])) > 1 and phrase_key(c[0]) not in everyday
    ]
    for number, (term, score, places) in enumerate(candidates):
        progress(number / len(candidates))
        free = [p for p in places if not _overlapping(p, covers)]
        around = [
            p
            for p in places
            if (inner := _overlapping(p, covers)) and all(_inside(q, p) for q, _e, _f in inner)
        ]
        if not free and not around:
            continue
        best = next(iter(suggester.map(term, glossary.sentence(min([*free, *around])))), None)
        if best is None or best.confidence < SUGGESTED:
            if free:
                glossary.candidates.append(Candidate(term, score, len(free), free[0]))
            continue
        if best.confidence >= SURE:
            free += [p for p in around if _give_way(p, best, covers)]
        if free:
            _suggest(term, best, sorted(free), found, covers)
    for key in [key for key, entry in found.items() if not any(form.places for form in entry.forms)]:
        del found[key]
    for entry in found.values():
        entry.forms[:] = [form for form in entry.forms if form.places]


def _suggest(term: str, best: Mapping, places: list[Place], found: dict[str, Entry], covers: Covers) -> None:
    key = best.concept.id if best.concept else f"suggested:{best.chinese}"
    entry = found.get(key)
    if entry is None:
        entry = found[key] = Entry(best.chinese, best.english, best.concept, [])
    status = ADMITTED if best.grade in (Grade.EXACT, Grade.VARIANT) else SUGGESTION
    form = Form(term, status, "", places, best.steps, best.confidence)
    entry.forms.append(form)
    for place in places:
        covers[place[:2]].append((place, entry, form))


def _give_way(place: Place, best: Mapping, covers: Covers) -> bool:
    """Take the known terms inside ``place`` out of their entries; not when one is what the whole maps to."""
    inner = _overlapping(place, covers)
    if any(entry.chinese == best.chinese for _p, entry, _f in inner):
        return False
    for inside, _entry, form in inner:
        form.places.remove(inside)
    covers[place[:2]] = [cover for cover in covers[place[:2]] if cover not in inner]
    return True


def _overlapping(place: Place, covers: Covers) -> list[tuple[Place, Entry, Form]]:
    return [c for c in covers[place[:2]] if c[0].start < place.end and place.start < c[0].end]


def _inside(inner: Place, outer: Place) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
