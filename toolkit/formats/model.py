"""What travels between formats: translation units with inline codes, and glossary entries.

A format carries either units (TMX, XLIFF, PO, documents) or entries (TBX, glossaries, spreadsheets);
``formats.convert`` goes from one to the other. Records are named tuples: memories have millions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Union

from toolkit.formats import languages
from toolkit.model import EN, ZH, Concept, Status, Term

NO_ATTRIBUTES: Mapping[str, str] = {}


class Code(NamedTuple):
    """An inline element: a tag of the text that the translator keeps (TMX bpt, ept, it, ph, hi, ut, sub)."""

    name: str
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    content: tuple[Run, ...] = ()


Run = Union[str, Code]  # noqa: UP007 - a recursive alias has to be quoted or spelled with Union


class Prop(NamedTuple):
    """A property of a unit, variant or header; user-defined types begin with ``x-``."""

    type: str
    value: str
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    """Other attributes: ``xml:lang``, ``o-encoding``."""


class Note(NamedTuple):
    """A remark for people."""

    text: str
    attributes: Mapping[str, str] = NO_ATTRIBUTES


class Variant(NamedTuple):
    """The text of a unit in one language."""

    lang: str
    """As written in the file; compare with ``languages.same``."""
    runs: tuple[Run, ...]
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    """Everything but the language."""
    props: tuple[Prop, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """The words without codes (TMX level 1); the text inside ``hi`` counts, that of codes does not."""
        return plain(self.runs)


class Unit(NamedTuple):
    """A translation unit: the same text in several languages, the source language first."""

    variants: tuple[Variant, ...]
    id: str = ""
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    props: tuple[Prop, ...] = ()
    notes: tuple[Note, ...] = ()

    def of(self, lang: str) -> Variant | None:
        """The first variant in ``lang`` (compared as BCP 47)."""
        return next((v for v in self.variants if languages.same(v.lang, lang)), None)

    def prop(self, kind: str) -> str:
        return next((p.value for p in self.props if p.type == kind), "")


def plain_unit(
    variants: Iterable[tuple[str, str]],
    id: str = "",
    props: Iterable[tuple[str, str]] = (),
    notes: Iterable[str] = (),
) -> Unit:
    """A unit without codes: ``variants`` are ``(language, text)``, ``props`` are ``(type, value)``."""
    return Unit(
        tuple(Variant(lang, (text,)) for lang, text in variants),
        id,
        NO_ATTRIBUTES,
        tuple(Prop(kind, value) for kind, value in props),
        tuple(Note(text) for text in notes),
    )


# Elements whose text is text, not code: highlighted words, and subflows inside a code.
_TEXTUAL = frozenset(("hi", "mrk", "g", "pc"))


def plain(runs: Iterable[Run]) -> str:
    """The words of ``runs``; deep nesting is safe (readers bound it)."""
    parts = []
    for run in runs:
        if isinstance(run, str):
            parts.append(run)
        elif run.name in _TEXTUAL:
            parts.append(plain(run.content))
    return "".join(parts)


class Extra(NamedTuple):
    """A data category that the model has no field for, kept for the round trip."""

    element: str
    """TBX element: ``admin``, ``descrip``, ``termNote``, ``ref``, ``xref`` …; ``""`` for a table column;
    ``xml`` when ``value`` is a serialised group such as ``transacGrp``."""
    name: str
    """TBX type or column heading."""
    value: str
    target: str = ""
    lang: str = ""
    """Language section it belongs to; ``""`` at concept or term level."""


class Designation(NamedTuple):
    """A term with what is known of it."""

    text: str
    lang: str
    status: Status | None = None
    """``None`` where the file says nothing."""
    pos: str = ""
    kind: str = ""
    """TBX termType: fullForm, acronym, abbreviation, shortForm, variant, phrase."""
    source: str = ""
    contexts: tuple[str, ...] = ()
    note: str = ""
    extras: tuple[Extra, ...] = ()
    line: int = 0
    """Line in the file, where it is not that of the entry."""


class Entry(NamedTuple):
    """A glossary entry: one concept with its designations."""

    id: str
    terms: tuple[Designation, ...]
    subject: str = ""
    definitions: tuple[tuple[str, str], ...] = ()
    """``(language, text)``; language ``""`` at concept level."""
    note: str = ""
    related: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    line: int = 0
    """Line in the file it came from, counted from 1; 0 where lines mean nothing."""

    def of(self, lang: str) -> list[Designation]:
        """Its designations in ``lang``, compared as BCP 47, best first."""
        return sorted((t for t in self.terms if languages.same(t.lang, lang)), key=_rank)

    @property
    def definition(self) -> str:
        return self.definitions[0][1] if self.definitions else ""

    def extra(self, name: str) -> str:
        return next((e.value for e in self.extras if e.name == name), "")


_RANKS = {Status.PREFERRED: 0, None: 1, Status.ADMITTED: 2, Status.DEPRECATED: 3, Status.LOOKUP: 4}


def _rank(term: Designation) -> int:
    return _RANKS[term.status]


def is_usable(term: Designation) -> bool:
    """Whether a tool may offer the term: neither deprecated nor a mere search form."""
    return term.status not in (Status.DEPRECATED, Status.LOOKUP)


KIND, BASIS = "x-kind", "x-basis"


def from_concept(concept: Concept, subject: str = "") -> Entry:
    """A concept of a termbase as an entry; its kind and basis become extras ``x-kind`` and ``x-basis``."""
    terms = tuple(
        Designation(t.text, t.lang, t.status, concept.pos, "", t.source, (), t.note) for t in concept.terms
    )
    extras = tuple(
        Extra(element, name, value)
        for element, name, value in (("admin", KIND, concept.kind), ("admin", BASIS, concept.basis))
        if value
    )
    definitions = ((EN, concept.definition),) if concept.definition else ()
    return Entry(concept.id, terms, subject or concept.field, definitions, "", concept.related, extras)


def from_concepts(
    concepts: Iterable[Concept], names: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[Entry]:
    """Entries of ``concepts``; ``names`` gives subject field code → language → name (``Termbase.domains``)."""
    for concept in concepts:
        yield from_concept(concept, (names or {}).get(concept.field, {}).get("en", ""))


def to_concept(entry: Entry, id: str, field: str) -> Concept:
    """The entry as a concept of a user's glossary: codes normalised (``zh-CN`` → ``zh-Hans-CN``, ``en-US``
    → ``en``), and the first term without a status that is not contradicted becomes the preferred one. A term that is
    both approved and deprecated stays twice, for ``stacking`` to report."""
    terms: list[Term] = []
    named = {languages.model_code(t.lang) for t in entry.terms if t.status is Status.PREFERRED}
    seen: set[tuple[str, str, bool]] = set()
    for term in entry.terms:
        lang = languages.model_code(term.lang)
        key = (lang, term.text, term.status is Status.DEPRECATED)
        if key in seen:
            continue
        seen.add(key)
        status = term.status
        if status is None:
            status = Status.ADMITTED if lang in named else Status.PREFERRED
        elif status is Status.PREFERRED and any(t.lang == lang and t.status is status for t in terms):
            status = Status.ADMITTED
        if status is Status.PREFERRED:
            named.add(lang)
        terms.append(
            Term(term.text, lang, status, _flat(term.source), _flat(term.note), term.line or entry.line)
        )
    order = {EN: 0, ZH: 1}
    ranks = {status: rank for rank, status in enumerate(Status)}
    terms.sort(key=lambda t: (order.get(t.lang, 2), t.lang, ranks[t.status]))
    pos = next((t.pos for t in entry.terms if t.pos), "noun")
    return Concept(
        id,
        field,
        tuple(terms),
        entry.extra(KIND),
        _flat(entry.definition),
        entry.related,
        entry.extra(BASIS),
        pos,
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
