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
from toolkit.text import sentences

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
    threshold: float = 0.5,
    progress: Callable[[Document], None] = lambda document: None,
) -> TextGlossary:
    """The glossary of English ``documents``.

    Known designations are recognised in the text. With ``extract`` and ``map_phrase`` new candidates
    are listed and mapped; what maps with at least ``threshold`` confidence becomes a suggestion.
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
    """Map the candidates that no known term covers; unmapped ones are kept apart."""
    for term, score, places in candidates:
        free = [p for p in places if not _overlaps(p, covered[p[:2]])]
        if not free:
            continue
        mappings = [m for m in map_phrase(term, glossary.sentence(free[0])) if m.confidence >= threshold]
        if not mappings:
            glossary.candidates.append(Candidate(term, score, len(free), free[0]))
            continue
        best = mappings[0]
        key = best.concept.id if best.concept else f"suggested:{best.chinese}"
        entry = found.get(key)
        if entry is None:
            entry = found[key] = Entry(best.chinese, best.english, best.concept, [])
        status = ADMITTED if best.grade in (Grade.EXACT, Grade.VARIANT) else SUGGESTION
        entry.forms.append(Form(term, status, "", free, best.steps, best.confidence))
        for place in free:
            covered[place[:2]].append((place.start, place.end))


def _overlaps(place: Place, spans: list[tuple[int, int]]) -> bool:
    return any(start < place.end and place.start < end for start, end in spans)
