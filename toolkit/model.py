"""The data that flows through Fayi: concepts and terms, texts and what was found in them.

Plain immutable records without input or output. ``Term`` and the other records that exist in
tens of thousands are named tuples: a frozen dataclass takes three times as long to create.
Terminology follows ISO 1087 (concept, designation, term) and ISO 10241-1 (preferred, admitted,
deprecated).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

EN = "en"
ZH = "zh-Hans-CN"
HK = "zh-Hant-HK"
TW = "zh-Hant-TW"
MO = "zh-Hant-MO"


class Status(StrEnum):
    """Acceptability of a term (ISO 10241-1), and ``lookup`` for forms that only serve search."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    LOOKUP = "lookup"


class Citation(NamedTuple):
    """A source and the place in it: ``cpl-2018:66`` is article 66 of that law."""

    key: str
    pinpoint: str = ""

    def __str__(self) -> str:
        return f"{self.key}:{self.pinpoint}" if self.pinpoint else self.key


def parse_citations(text: str) -> tuple[Citation, ...]:
    """``"cpl-2018:66; clt"`` as ``(Citation("cpl-2018", "66"), Citation("clt", ""))``."""
    parts = (part.strip().partition(":") for part in text.split(";") if part.strip())
    return tuple(Citation(key.strip(), pinpoint.strip()) for key, _, pinpoint in parts)


class Term(NamedTuple):
    """One designation of a concept in one language."""

    text: str
    lang: str
    """BCP 47 with region for Chinese: ``en``, ``zh-Hans-CN``, ``zh-Hant-HK`` …"""
    status: Status
    source: str = ""
    """Citations as written, ``key:pinpoint`` joined by ``"; "``; see ``citations``."""
    note: str = ""
    """Why, usage; for deprecated English it begins with ``mt``, ``literal``, ``dated`` or ``news``."""
    line: int = 0
    """Line in the file of its subject field, counted from 1; 0 when not read from a file."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return parse_citations(self.source)


class Concept(NamedTuple):
    """One concept with all its designations."""

    id: str
    field: str
    """Subject field: the name of its file in ``glossary/`` without the extension."""
    terms: tuple[Term, ...]
    """Sorted by language, status (preferred first), text."""
    kind: str = ""
    """Institution, post, crime, procedure …; see ``glossary/README.md``."""
    definition: str = ""
    related: tuple[str, ...] = ()
    """Ids of concepts easily confused with this one or close to it."""
    basis: str = ""
    """Citations of the articles that govern the concept without containing its Chinese term."""
    pos: str = "noun"

    def of(self, lang: str, *statuses: Status) -> list[Term]:
        """Its terms in ``lang``, only those of ``statuses`` when any are given."""
        return [t for t in self.terms if t.lang == lang and (not statuses or t.status in statuses)]

    def preferred(self, lang: str) -> Term | None:
        """The preferred term in ``lang``, or ``None``."""
        for term in self.terms:
            if term.lang == lang and term.status is Status.PREFERRED:
                return term
        return None

    @property
    def zh(self) -> str:
        """The standard Chinese term (preferred, Simplified, mainland); ``""`` if there is none."""
        term = self.preferred(ZH)
        return term.text if term else ""

    @property
    def en(self) -> str:
        """The preferred English term; ``""`` if there is none."""
        term = self.preferred(EN)
        return term.text if term else ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that terms are cited from (one table of ``glossary/sources.toml``)."""

    key: str
    title_zh: str = ""
    title_en: str = ""
    issuer: str = ""
    year: int | None = None
    kind: str = ""
    date: str = ""
    url: str = ""


class Segment(NamedTuple):
    """A stretch of text that is read as one: a paragraph, heading, table cell, list item."""

    text: str
    line: int = 0
    """Line of its first character in the file, counted from 1; 0 where lines mean nothing."""
    furniture: bool = False
    """Site furniture (editor, copyright, contact …): kept for the reader, never searched for terms."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read: where it came from and its segments in order."""

    name: str
    """Path as the user gave it, or ``-`` for standard input."""
    segments: tuple[Segment, ...]
    lang: str = EN
    warnings: tuple[str, ...] = field(default=())
    """What was repaired or skipped while reading, one sentence each."""
