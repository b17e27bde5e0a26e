"""The documented columns of the glossary of a text, shared by TSV, XLSX, PO, TMX, TBX and the report."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.build.entries import Entry, Form, TextGlossary
from toolkit.citations import readable_all
from toolkit.model import parse_citations
from toolkit.termbase import Termbase


class Row(NamedTuple):
    """One concept of the glossary; every column is text, in this order in ``glossary.tsv``."""

    english: str
    """The most frequent form as found in the text."""
    chinese: str
    preferred_english: str
    status: str
    """Of that form: standard, admitted, deprecated (machine rendering …) or suggestion."""
    confidence: str
    """0.00–1.00 with two digits."""
    source: str
    """Citations of the Chinese term, ``key:pinpoint``; or of the governing article (``basis``)."""
    concept: str
    """Concept id; empty for a composed suggestion."""
    field: str
    kind: str
    occurrences: str
    """Occurrences of all forms."""
    forms: str
    """Every form found with its count and status: ``form (2, deprecated); form (1, standard)``."""
    citation: str
    """The source as people read it: 《刑事诉讼法》（2018）第十五条."""
    place: str
    """File and line of the first occurrence."""
    context: str
    """Its sentence."""
    why: str
    """The steps that led from the form to the concept."""
    definition: str


def rows(glossary: TextGlossary, termbase: Termbase) -> list[Row]:
    """One row per entry, in the order of the glossary."""
    return [row(entry, glossary, termbase) for entry in glossary.entries]


def row(entry: Entry, glossary: TextGlossary, termbase: Termbase) -> Row:
    concept, main = entry.concept, entry.main
    first = min(form.places[0] for form in entry.forms)
    source = citations(entry)
    return Row(
        english=main.text,
        chinese=entry.chinese,
        preferred_english=entry.english,
        status=main.status,
        confidence=f"{main.confidence:.2f}",
        source=source,
        concept=concept.id if concept else "",
        field=field_name(entry, termbase),
        kind=concept.kind if concept else "",
        occurrences=str(entry.count),
        forms="; ".join(f"{form.text} ({form.count}, {form.status})" for form in entry.forms),
        citation=readable_all(parse_citations(source), termbase.sources),
        place=place_name(glossary, first),
        context=" ".join(glossary.sentence(first).split()),
        why=why(main),
        definition=concept.definition if concept else "",
    )


def citations(entry: Entry) -> str:
    """The source of the Chinese term, else the article that governs the concept."""
    term = entry.term
    if term is None or entry.concept is None:
        return ""
    return term.source or entry.concept.basis


def field_name(entry: Entry, termbase: Termbase) -> str:
    if entry.concept is None:
        return ""
    return termbase.domains.get(entry.concept.field, {}).get("en", entry.concept.field)


def place_name(glossary: TextGlossary, place: tuple[int, int, int, int]) -> str:
    document = glossary.documents[place[0]]
    line = document.segments[place[1]].line
    return f"{document.name}:{line}" if line else document.name


def why(form: Form) -> str:
    return "; ".join(f"{step.name}: {step.detail}" for step in form.steps)
