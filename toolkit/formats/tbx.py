"""TBX v3 (ISO 30042:2019), dialect TBX-Basic in DCA style.

Sources: ISO 30042:2019; TBX-Basic 1.2.1 (LTAC/TerminOrgs): administrativeStatus values, definition at
language level, context at term level, subject field at concept level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from toolkit.model import Concept, Status

_XML = "http://www.w3.org/XML/1998/namespace"
_XML_LANG = f"{{{_XML}}}lang"
NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STATUS = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
}
_POS = {"noun": "noun", "verb": "verb", "adjective": "adjective", "adverb": "adverb"}


class Designation(NamedTuple):
    """A term with what is known of it."""

    text: str
    status: Status | None
    """``None`` for a suggestion: it has no acceptability yet."""
    source: str = ""
    note: str = ""
    context: str = ""
    pos: str = "noun"


class TermEntry(NamedTuple):
    """A concept entry: its designations by language."""

    id: str
    subject: str
    languages: tuple[tuple[str, str, tuple[Designation, ...]], ...]
    """``(language, definition, designations)``."""
    note: str = ""


def from_concept(concept: Concept, subject: str) -> TermEntry:
    """All forms of a concept, lookup forms left out (TBX has no status for them)."""
    languages: dict[str, list[Designation]] = {}
    for term in concept.terms:
        if term.status is not Status.LOOKUP:
            languages.setdefault(term.lang, []).append(
                Designation(term.text, term.status, term.source, term.note, pos=concept.pos)
            )
    return TermEntry(
        concept.id,
        subject,
        tuple((lang, concept.definition if lang == "en" else "", tuple(terms)) for lang, terms in languages.items()),
    )


def write(path: Path, entries: Iterable[TermEntry], *, title: str, description: str) -> int:
    """Write ``entries`` to ``path``; returns how many."""
    count = 0
    with etree.xmlfile(str(path), encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(
            f"{{{NAMESPACE}}}tbx", {"type": "TBX-Basic", "style": "dca", _XML_LANG: "en"}, nsmap={None: NAMESPACE, "xml": _XML}
        ):
            header = _element("tbxHeader")
            file_description = _sub(header, "fileDesc")
            _sub(_sub(file_description, "titleStmt"), "title", title)
            _sub(_sub(file_description, "sourceDesc"), "p", description)
            file.write(header, pretty_print=True)
            with file.element(f"{{{NAMESPACE}}}text"), file.element(f"{{{NAMESPACE}}}body"):
                for entry in entries:
                    file.write("\n")
                    file.write(_concept_entry(entry), pretty_print=True)
                    count += 1
    return count


def _concept_entry(entry: TermEntry) -> etree._Element:
    # xml ids must be names: they cannot begin with a digit (XML 1.0, production NCName).
    element = _element("conceptEntry", id=f"c-{re.sub('[^A-Za-z0-9_.-]', '-', entry.id)}")
    if entry.subject:
        _sub(element, "descrip", entry.subject, type="subjectField")
    if entry.note:
        _sub(element, "note", entry.note)
    for language, definition, designations in entry.languages:
        section = _sub(element, "langSec")
        section.set(_XML_LANG, language)
        if definition:
            _sub(section, "descrip", definition, type="definition")
        for term in designations:
            _term_section(section, term)
    return element


def _term_section(section: etree._Element, term: Designation) -> None:
    element = _sub(section, "termSec")
    _sub(element, "term", term.text)
    _sub(element, "termNote", _POS.get(term.pos, "other"), type="partOfSpeech")
    if term.status is not None:
        _sub(element, "termNote", _STATUS[term.status], type="administrativeStatus")
    if term.source:
        _sub(element, "admin", term.source, type="source")
    if term.context:
        _sub(element, "descrip", term.context, type="context")
    if term.note:
        _sub(element, "note", term.note)


def _element(tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{tag}", attributes, nsmap={None: NAMESPACE})
    if text:
        element.text = _NOT_XML.sub("", text)
    return element


def _sub(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text:
        element.text = _NOT_XML.sub("", text)
    return element
