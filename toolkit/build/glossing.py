"""The glossary of a text: which terms stand in it, in which forms, and what each is in Chinese."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.mapping import Grade, Mapping, Step
from toolkit.mapping.ambiguity import Choice, choose
from toolkit.match import Match, Recogniser
from toolkit.model import ZH, Concept, Document, Status, Term
from toolkit.ordinary import only_terms
from toolkit.termbase import Termbase
from toolkit.text import WORD, sentences

STANDARD, ADMITTED, DEPRECATED, SUGGESTION = "standard", "admitted", "deprecated", "suggestion"
STATUSES = (STANDARD, ADMITTED, DEPRECATED, SUGGESTION)
_OF_TERM = {
    Status.PREFERRED: STANDARD,
    Status.ADMITTED: ADMITTED,
    Status.LOOKUP: ADMITTED,
    Status.DEPRECATED: DEPRECATED,
}
# Hand-set grades, not measured shares: a listed form is taken as right unless it is ambiguous; a cue word or a
# better status decides most ambiguities; without either the commonest reading is little more than a guess.
_CONFIDENCE = {"exact": 1.0, "inflected": 0.97, "cue": 0.9, "better": 0.9, "guess": 0.6}


SUGGESTED = 0.9
"""Confidence from which a mapped candidate is worth a reader's time. In the example texts and the article most
suggestions below it were wrong ("working mechanism", "supervision priority"), above it most were right."""


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
        """Its concept id, or for a suggestion the Chinese itself."""
        return self.concept.id if self.concept else f"suggested:{self.chinese}"

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


MapPhrase = Callable[[str, str], list[Mapping]]
Extract = Callable[[list[Document]], Iterable[tuple[str, float, list[Place]]]]


def gloss(
    documents: Iterable[Document],
    termbase: Termbase,
    *,
    extract: Extract | None = None,
    map_phrase: MapPhrase | None = None,
    threshold: float = SUGGESTED,
    progress: Callable[[Document], None] = lambda document: None,
) -> TextGlossary:
    """The glossary of English ``documents``.

    Known designations are recognised in the text. With ``extract`` and ``map_phrase`` new candidates
    of several words are listed and mapped; what maps with at least ``threshold`` confidence becomes a
    suggestion. Single words are left alone: out of context they map to anything.
    """
    recogniser = Recogniser(termbase.concepts)
    kept: list[Document] = []
    found: dict[str, Entry] = {}
    forms: dict[tuple[str, str], Form] = {}
    covered: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for number, document in enumerate(documents):
        kept.append(document)
        progress(document)
        for place, match, sentence in _occurrences(number, document, recogniser):
            choice = choose(match.entries, sentence)
            covered[place[:2]].append((place.start, place.end))
            _add(found, forms, place, document.segments[place.segment].text, match, choice)
    glossary = TextGlossary(kept, list(found.values()), [])
    if extract is not None and map_phrase is not None:
        _add_suggestions(glossary, found, extract(kept), map_phrase, threshold, covered)
    for entry in found.values():
        entry.forms.sort(key=lambda form: (-form.count, form.places[0]))
    glossary.entries = sorted(found.values(), key=lambda e: (e.status == SUGGESTION, -e.count, e.main.places[0]))
    return glossary


def _occurrences(number: int, document: Document, recogniser: Recogniser) -> Iterator[tuple[Place, Match, str]]:
    for index, segment in enumerate(document.segments):
        if segment.furniture:
            continue
        matches = recogniser.find(segment.text)
        if not matches:
            continue
        for (start, end), inside in by_sentence(segment.text, matches):
            sentence = segment.text[start:end]
            for match in only_terms(inside, sentence):
                yield Place(number, index, match.start, match.end), match, sentence


def by_sentence(text: str, matches: list[Match]) -> Iterator[tuple[tuple[int, int], list[Match]]]:
    """The matches of a segment, grouped by the sentence they begin in."""
    position = 0
    for start, end in sentences(text):
        inside = []
        while position < len(matches) and matches[position].start < end:
            inside.append(matches[position])
            position += 1
        if inside:
            yield (start, end), inside


def _add(
    found: dict[str, Entry],
    forms: dict[tuple[str, str], Form],
    place: Place,
    text: str,
    match: Match,
    choice: Choice,
) -> None:
    concept, term = choice.entry
    surface = text[place.start : place.end]
    entry = found.get(concept.id)
    if entry is None:
        entry = found[concept.id] = Entry(concept.zh, concept.en, concept, [])
    key = (concept.id, surface.casefold())
    form = forms.get(key)
    if form is None:
        shown = term.text if surface.casefold() == term.text.casefold() else _decapitalised(surface, text, place)
        steps = _steps(surface, match, choice)
        form = forms[key] = Form(shown, _OF_TERM[term.status], term.note, [], steps, _confidence(match, choice))
        entry.forms.append(form)
    form.places.append(place)


def _decapitalised(surface: str, text: str, place: Place) -> str:
    """A form at the start of a sentence without the capital that only the sentence gives it."""
    before = text[: place.start].rstrip(" \"'“‘(—–-")
    if (not before or before[-1] in ".!?:;") and not any(c.isupper() for c in surface[1:]):
        return surface[:1].lower() + surface[1:]
    return surface


def _confidence(match: Match, choice: Choice) -> float:
    if choice.others:
        if choice.cues:
            return _CONFIDENCE["cue"]
        return _CONFIDENCE["guess" if _equals(choice) else "better"]
    return _CONFIDENCE["inflected" if match.inflected else "exact"]


def _equals(choice: Choice) -> bool:
    """Whether another reading of the form has as good a status as the chosen one."""
    return any(entry.term.status is choice.entry.term.status for entry in choice.others)


def _steps(surface: str, match: Match, choice: Choice) -> tuple[Step, ...]:
    concept, term = choice.entry
    steps = []
    if match.inflected:
        steps.append(Step("inflected", f"“{surface}” is a form of “{term.text}”"))
    else:
        steps.append(Step("exact", f"“{term.text}” is listed"))
    if term.status is Status.DEPRECATED:
        reason, _, why = term.note.partition(":")
        name = {"mt": "known machine rendering", "literal": "literal rendering", "dated": "dated rendering"}.get(
            reason.strip(), "news rendering"
        )
        steps.append(Step(name, f"of {concept.zh}; write “{concept.en}”" + (f" ({why.strip()})" if why else "")))
    elif term.status is Status.ADMITTED:
        steps.append(Step("admitted", f"a used English form of {concept.zh}; preferred “{concept.en}”"))
    if choice.others:
        others = ", ".join(entry.concept.zh for entry in choice.others)
        if choice.cues:
            steps.append(Step("cue words", f"the sentence has {', '.join(choice.cues)}; other readings: {others}"))
        elif _equals(choice):
            steps.append(Step("ambiguous", f"no cue word in the sentence; commonest reading taken; others: {others}"))
        else:
            steps.append(Step("best status", f"{term.status.value} here, less so in other readings: {others}"))
    return tuple(steps)


def _add_suggestions(
    glossary: TextGlossary,
    found: dict[str, Entry],
    candidates: Iterable[tuple[str, float, list[Place]]],
    map_phrase: MapPhrase,
    threshold: float,
    covered: dict[tuple[int, int], list[tuple[int, int]]],
) -> None:
    """Map the candidates that no known term covers; unmapped ones are kept apart.

    A candidate around known terms ("sentencing suggestions" around "sentencing") takes their place when it
    maps surely; otherwise they stay.
    """
    for term, score, places in candidates:
        if len(WORD.findall(term)) < 2:
            continue
        free = [p for p in places if not _overlapping(p, covered)]
        around = [p for p in places if (inner := _overlapping(p, covered)) and all(_inside(span, p) for span in inner)]
        if not free and not around:
            continue
        first = min([*free, *around])
        mappings = [m for m in map_phrase(term, glossary.sentence(first)) if m.confidence >= threshold]
        best = mappings[0] if mappings else None
        if best is not None and best.confidence >= _SURE:
            free += [p for p in around if _gives_way(p, best, found)]
        if best is None or not free:
            if free:
                glossary.candidates.append(Candidate(term, score, len(free), free[0]))
            continue
        key = best.concept.id if best.concept else f"suggested:{best.chinese}"
        entry = found.get(key)
        if entry is None:
            entry = found[key] = Entry(best.chinese, best.english, best.concept, [])
        status = ADMITTED if best.grade in (Grade.EXACT, Grade.VARIANT) else SUGGESTION
        entry.forms.append(Form(term, status, "", sorted(free), best.steps, best.confidence))
        for place in free:
            spans = covered[place[:2]]
            spans[:] = [span for span in spans if not _inside(span, place)]
            spans.append((place.start, place.end))
    for key in [key for key, entry in found.items() if not any(form.places for form in entry.forms)]:
        del found[key]
    for entry in found.values():
        entry.forms[:] = [form for form in entry.forms if form.places]


# Confidence from which a longer mapped phrase takes the place of the shorter known terms inside it; with 0.95
# no wrong replacement was seen in the example texts and the article.
_SURE = 0.95


def _gives_way(place: Place, best: Mapping, found: dict[str, Entry]) -> bool:
    """Take the known terms inside ``place`` out of their entries; ``False`` when one is the mapped concept itself."""
    inner = [
        (entry, form, p)
        for entry in found.values()
        for form in entry.forms
        for p in form.places
        if p[:2] == place[:2] and _inside((p.start, p.end), place)
    ]
    if any(entry.concept is not None and best.concept is not None and entry.concept.id == best.concept.id for entry, _f, _p in inner):
        return False
    for _entry, form, p in inner:
        form.places.remove(p)
    return True


def _overlapping(place: Place, covered: dict[tuple[int, int], list[tuple[int, int]]]) -> list[tuple[int, int]]:
    return [span for span in covered[place[:2]] if span[0] < place.end and place.start < span[1]]


def _inside(span: tuple[int, int], place: Place) -> bool:
    return place.start <= span[0] and span[1] <= place.end
