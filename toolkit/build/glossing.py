"""Recognises the known terms of texts: which stand there, in which forms, and what each is in Chinese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from toolkit.build.entries import (
    ADMITTED,
    DEPRECATED,
    STANDARD,
    SUGGESTION,
    Entry,
    Form,
    Place,
    TextGlossary,
)
from toolkit.build.suggesting import Covers, Suggester, add_suggestions
from toolkit.mapping import Mapping, Step
from toolkit.mapping.ambiguity import Choice, choose
from toolkit.mapping.patterns import Patterns
from toolkit.match import Match, Recogniser
from toolkit.model import Document, Status, Term
from toolkit.ordinary import only_terms
from toolkit.termbase import Termbase
from toolkit.text import sentences

_OF_TERM = {
    Status.PREFERRED: STANDARD,
    Status.ADMITTED: ADMITTED,
    Status.LOOKUP: ADMITTED,
    Status.DEPRECATED: DEPRECATED,
}
# Hand-set grades, not measured shares: a listed form is taken as right unless it is ambiguous; a cue word or a
# better status decides most ambiguities; without either the commonest reading is little more than a guess.
_CONFIDENCE = {"exact": 1.0, "inflected": 0.97, "cue": 0.9, "better": 0.9, "guess": 0.6}

Progress = Callable[[float], None]


def gloss(
    documents: Sequence[Document],
    termbase: Termbase,
    suggester: Suggester | None = None,
    progress: Progress = lambda share: None,
) -> TextGlossary:
    """The glossary of English ``documents``.

    Known designations are recognised in the text; with a ``suggester`` new candidates are added too.
    ``progress`` is told the share of the work that is done, 0–1.
    """
    recogniser = Recogniser(termbase.concepts)
    patterns = Patterns(termbase.concepts)
    readings = {concept.zh: concept for concept in termbase.concepts}
    glossary = TextGlossary(list(documents), [], [])
    found: dict[str, Entry] = {}
    forms: dict[tuple[str, str], Form] = {}
    covers: Covers = defaultdict(list)
    # A guess for the progress bar only: suggestions take longer than recognition.
    share = 1 / 3 if suggester else 1.0
    total = sum(len(s.text) for d in documents for s in d.segments) or 1
    done = 0
    for number, document in enumerate(documents):
        for index, segment in enumerate(document.segments):
            known = list(_occurrences(segment.text, recogniser)) if not segment.furniture else []
            patterned = [] if segment.furniture else _unlisted(patterns.find(segment.text), known)
            for start, end, mapping in patterned:
                place = Place(number, index, start, end)
                entry, form = _add_pattern(found, forms, place, segment.text, mapping)
                covers[number, index].append((place, entry, form))
            for match, sentence in known:
                if any(start < match.end and match.start < end for start, end, _ in patterned):
                    continue
                place = Place(number, index, match.start, match.end)
                entry, form = _add(
                    found, forms, place, segment.text, match, choose(match.entries, sentence, readings)
                )
                covers[number, index].append((place, entry, form))
            done += len(segment.text)
            progress(share * done / total)
    if suggester is not None:
        add_suggestions(glossary, found, covers, suggester, lambda part: progress(share + (1 - share) * part))
    for entry in found.values():
        entry.forms.sort(key=lambda form: (-form.count, form.places[0]))
    glossary.entries = sorted(
        found.values(), key=lambda e: (e.status == SUGGESTION, -e.count, e.main.places[0])
    )
    return glossary


def _occurrences(text: str, recogniser: Recogniser) -> Iterator[tuple[Match, str]]:
    """The terms of a segment and the sentence that each stands in."""
    matches = recogniser.find(text)
    for (start, end), inside in by_sentence(text, matches) if matches else ():
        sentence = text[start:end]
        for match in only_terms(inside, sentence):
            yield match, sentence


def by_sentence(text: str, matches: Sequence[Match]) -> Iterator[tuple[tuple[int, int], list[Match]]]:
    """The matches of a segment, grouped by the sentence they begin in."""
    position = 0
    for start, end in sentences(text):
        inside = []
        while position < len(matches) and matches[position].start < end:
            inside.append(matches[position])
            position += 1
        if inside:
            yield (start, end), inside


def _unlisted(
    patterned: Sequence[tuple[int, int, Mapping]], known: Sequence[tuple[Match, str]]
) -> list[tuple[int, int, Mapping]]:
    """Citations, institutions with a place and numbered phrases that no listed term covers as a whole."""
    return [
        (start, end, mapping)
        for start, end, mapping in patterned
        if not any(match.start <= start and end <= match.end for match, _ in known)
    ]


def _add_pattern(
    found: dict[str, Entry],
    forms: dict[tuple[str, str], Form],
    place: Place,
    text: str,
    mapping: Mapping,
) -> tuple[Entry, Form]:
    surface = " ".join(text[place.start : place.end].split())
    entry = found.get(mapping.chinese)
    if entry is None:
        entry = found[mapping.chinese] = Entry(mapping.chinese, surface, None, [])
    key = (mapping.chinese, surface.casefold())
    form = forms.get(key)
    if form is None:
        form = forms[key] = Form(surface, STANDARD, "", [], mapping.steps, mapping.confidence)
        entry.forms.append(form)
    form.places.append(place)
    return entry, form


def _add(
    found: dict[str, Entry],
    forms: dict[tuple[str, str], Form],
    place: Place,
    text: str,
    match: Match,
    choice: Choice,
) -> tuple[Entry, Form]:
    concept, term = choice.entry
    surface = text[place.start : place.end]
    entry = found.get(concept.id)
    if entry is None:
        entry = found[concept.id] = Entry(concept.zh, concept.en, concept, [])
    key = (concept.id, surface.casefold())
    form = forms.get(key)
    if form is None:
        shown = _shown(surface, text, place)
        steps = _steps(surface, match, choice)
        form = forms[key] = Form(shown, _status(term), term.note, [], steps, _confidence(match, choice))
        entry.forms.append(form)
    form.places.append(place)
    return entry, form


def _status(term: Term) -> str:
    """A lookup form is admitted, but one that is a machine rendering in this sense ("social security" 社会治安)."""
    if term.status is Status.LOOKUP and term.note.startswith(("mt", "literal")):
        return DEPRECATED
    return _OF_TERM[term.status]


def _shown(surface: str, text: str, place: Place) -> str:
    """A form as found: on one line, without a quotation mark whose partner stands outside, and at the start of
    a sentence without the capital that only the sentence gives it."""
    shown = " ".join(surface.split())
    for opening, closing in (('"', '"'), ("“", "”")):
        if shown.count(opening) + (shown.count(closing) if closing != opening else 0) == 1:
            shown = shown.replace(opening, "").replace(closing, "")
    before = text[: place.start].rstrip(" \"'“‘(—–-")
    if (not before or before[-1] in ".!?:;") and not any(c.isupper() for c in shown[1:]):
        return shown[:1].lower() + shown[1:]
    return shown


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
    if _status(term) == DEPRECATED:
        reason, _, why = term.note.partition(":")
        name = {
            "mt": "known machine rendering",
            "literal": "literal rendering",
            "dated": "dated rendering",
        }.get(reason.strip(), "news rendering")
        steps.append(
            Step(name, f"of {concept.zh}; write “{concept.en}”" + (f" ({why.strip()})" if why else ""))
        )
    elif term.status is Status.ADMITTED:
        steps.append(Step("admitted", f"a used English form of {concept.zh}; preferred “{concept.en}”"))
    if choice.others:
        others = ", ".join(entry.concept.zh for entry in choice.others)
        if choice.cues:
            steps.append(
                Step("cue words", f"the sentence has {', '.join(choice.cues)}; other readings: {others}")
            )
        elif _equals(choice):
            steps.append(
                Step("ambiguous", f"no cue word in the sentence; commonest reading taken; others: {others}")
            )
        else:
            steps.append(
                Step("best status", f"{term.status.value} here, less so in other readings: {others}")
            )
    return tuple(steps)
