"""TBX: concept-oriented glossaries. Version 2 (martif, 2008), version 3 (ISO 30042:2019; Core, Min, Basic; DCA
and DCT style) and the TBX-Min of 2013 are read; versions 2 and 3 are written by ``tbx_writer``.

Sources: ISO 30042:2008 and 2019; TBX-Basic 1.2.1 and its rules (LTAC/TerminOrgs). Real files mix the
vocabularies, so administrativeStatus, usageStatus and the values of TermWeb and MultiTerm are all understood.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import BASIS, KIND, Designation, Entry, Extra
from toolkit.formats.report import Report
from toolkit.formats.tbx_vocabulary import CORE_NAMESPACES, ELEMENT_OF, OWN_POS, TBXINFO
from toolkit.formats.tbx_writer import write
from toolkit.formats.xml import XML_LANG, elements, line_of, local, namespace, words
from toolkit.model import Status

__all__ = ["FORMATS", "read", "write"]

_STATUSES = {
    "preferred": Status.PREFERRED, "standardized": Status.PREFERRED, "recommended": Status.PREFERRED,
    "approved": Status.PREFERRED, "admitted": Status.ADMITTED, "allowed": Status.ADMITTED,
    "notrecommended": Status.DEPRECATED, "deprecated": Status.DEPRECATED, "superseded": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED, "forbidden": Status.DEPRECATED, "donotuse": Status.DEPRECATED,
    "rejected": Status.DEPRECATED, "legal": Status.ADMITTED, "regulated": Status.ADMITTED,
}  # fmt: skip
_STATUS_NAMES = ("administrativeStatus", "usageStatus", "normativeAuthorization", "termStatus", "status")
_GROUPS = frozenset(("descripGrp", "adminGrp", "transacGrp", "termNoteGrp", "termCompList", "termGrp"))
_CATEGORY = frozenset(
    ("descrip", "admin", "termNote", "ref", "xref", "transac", "transacNote", "adminNote", "descripNote")
)


def status_of(text: str) -> Status | None:
    """The status a value means: ``preferredTerm-admn-sts``, ``preferred``, ``forbidden`` …; ``None`` if unknown."""
    key = re.sub(r"[^a-z]", "", text.lower().removesuffix("-admn-sts")).removesuffix("term")
    return _STATUSES.get(key)


def read(path: Path, report: Report, settings: Settings | None = None) -> Iterator[Entry]:
    """The concept entries of ``path``, whatever its version, dialect and style."""
    roots = {"martif", "tbx", "TBX"}
    seen_root = False
    languages_2013: dict[str, str] = {}
    for element in elements(path, {"termEntry", "conceptEntry", "entry"}, roots | {"languages"}):
        name = local(element)
        if name in roots:
            seen_root = True
            continue
        if name == "languages":
            languages_2013 = dict(element.attrib)  # type: ignore[arg-type]
            continue
        if not seen_root:
            raise FayiError(
                "not a TBX file",
                path=path,
                line=line_of(element),
                found=f"<{name}>",
                allowed="<tbx>, <martif>",
            )
        report.read += 1
        entry = _entry(element, report)
        if entry.terms:
            report.created += 1
            yield entry
        else:
            report.add("skipped", f"entry {entry.id or '?'} has no terms", line_of(element))
    if not seen_root:
        raise FayiError("not a TBX file: no <tbx> or <martif> element", path=path, line=1)
    del languages_2013


def unescape_id(text: str) -> str:
    """The id that ``tbx_writer.escape_id`` made an XML name of."""
    return re.sub("_x([0-9A-F]{4,6})_", lambda m: chr(min(int(m.group(1), 16), 0x10FFFF)), text)


class _Level:
    """What stands at one level of an entry: categories, notes, kept groups."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self.related: list[str] = []
        self.definitions: list[tuple[str, str]] = []
        self.extras: list[Extra] = []

    def first(self, name: str) -> str:
        return self.values.get(name, [""])[0]


def _entry(element: etree._Element, report: Report) -> Entry:
    top = _level(element, ("langSet", "langSec", "langGroup"))
    terms: list[Designation] = []
    definitions = list(top.definitions)
    extras = top.extras
    for section in element:
        if local(section) not in ("langSet", "langSec", "langGroup"):
            continue
        lang = section.get(XML_LANG) or section.get("lang") or ""
        if not lang:
            report.add("skipped", "a language section without xml:lang", line_of(section))
            continue
        level = _level(section, ("tig", "ntig", "termSec", "termGroup", "termGrp"))
        definitions += [(lang, text) for _lang, text in level.definitions]
        extras += [extra._replace(lang=lang) for extra in level.extras]
        extras += [Extra("note", "", note, lang=lang) for note in level.notes]
        for name in ("source", "context"):
            extras += [
                Extra(ELEMENT_OF[name], name, value, lang=lang) for value in level.values.get(name, ())
            ]
        pos = level.first("partOfSpeech")
        for term in section:
            if local(term) in ("tig", "ntig", "termSec", "termGroup", "termGrp") and (
                made := _term(term, lang, pos, report)
            ):
                terms.append(made)
    if basis := "; ".join(top.values.get("source", ())):
        extras.append(Extra("admin", BASIS, basis))
    for value in top.values.get("context", ()):
        extras.append(Extra("descrip", "context", value))
    return Entry(
        unescape_id(element.get("id", "")), tuple(terms), "; ".join(top.values.get("subjectField", ())),
        tuple(definitions), "\n".join(top.notes), tuple(top.related), tuple(extras), line_of(element),
    )  # fmt: skip


def _term(element: etree._Element, lang: str, pos: str, report: Report) -> Designation | None:
    text, levels = "", [_level(element, ("term", "termGrp"))]
    for child in element:
        if local(child) == "term":
            text = words(child)
        elif local(child) == "termGrp":
            levels.append(_level(child, ("term",)))
            text = next((words(t) for t in child if local(t) == "term"), text)
    if not text:
        report.add("skipped", "a term section without a term", line_of(element))
        return None
    level = levels[0]
    for other in levels[1:]:
        for name, values in other.values.items():
            level.values.setdefault(name, []).extend(values)
        level.extras += other.extras
        level.notes += other.notes
    status = None
    for name in _STATUS_NAMES:
        for value in level.values.get(name, ()):
            status = status or status_of(value)
            # Written back as read when the standard value would not say the same.
            if status_of(value) is None or value.startswith("superseded"):
                level.extras.append(Extra("termNote", name, value))
    own = next((e.value for e in level.extras if e.name == OWN_POS), "")
    extras = [extra for extra in level.extras if extra.name != OWN_POS]
    extras += [Extra("descrip", "definition", text) for _lang, text in level.definitions]
    extras += [Extra("ref", "crossReference", target, target) for target in level.related]
    extras += [Extra("descrip", "subjectField", value) for value in level.values.get("subjectField", ())]
    return Designation(
        text, lang, status, own or level.first("partOfSpeech") or pos, level.first("termType"),
        "; ".join(level.values.get("source", ())), tuple(level.values.get("context", ())), "\n".join(level.notes),
        tuple(extras),
    )  # fmt: skip


def _level(element: etree._Element, deeper: tuple[str, ...]) -> _Level:
    level = _Level()
    for child in element:
        name = local(child)
        if not name or name in deeper:
            continue
        if name == "note":
            level.notes.append(words(child))
        elif name in _GROUPS:
            _group(child, level)
        else:
            _category(child, level)
    return level


def _group(group: etree._Element, level: _Level) -> None:
    children = [child for child in group if local(child)]
    first = children[0] if children else None
    if first is not None:
        category = _name(first)
        others = [_name(child) for child in children[1:]]
        if category in ("definition", "context", "subjectField") and others in ([], ["source"]):
            _category(first, level)
            if others:
                level.extras.append(Extra("descripGrp", category, words(children[1])))
            return
        if local(group) == "termNoteGrp" and len(children) == 1:
            _category(first, level)
            return
        if category == "definition":
            # The text serves the reader, the whole group the round trip.
            level.extras.append(Extra("xml", "definition", _canonical(group)))
            return
    level.extras.append(Extra("xml", local(group), _canonical(group)))


def _category(element: etree._Element, level: _Level) -> None:
    name, value = _name(element), words(element)
    kind = (
        local(element)
        if local(element) in _CATEGORY
        else element.get("metatype") or ELEMENT_OF.get(name, "descrip")
    )
    if name == "definition":
        level.definitions.append((element.get(XML_LANG, ""), value))
    elif name == "crossReference" and kind == "ref":
        level.related.append(unescape_id(element.get("target", "")) or value)
    elif name in ("subjectField", "partOfSpeech", "termType", "source", "context", *_STATUS_NAMES):
        level.values.setdefault(name, []).append(value)
    elif name in (KIND, BASIS):
        level.extras.append(Extra(kind, name, value))
    else:
        level.extras.append(Extra(kind, name, value, element.get("target", "")))


def _name(element: etree._Element) -> str:
    """The data category: the type in DCA style, the element name in DCT style and in the TBX-Min of 2013."""
    if namespace(element) in CORE_NAMESPACES and local(element) in _CATEGORY:
        return element.get("type", "")
    return local(element)


def _canonical(group: etree._Element) -> str:
    """A group in DCA style without namespaces."""
    root = copy.deepcopy(group)
    root.tail = None
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        if namespace(element).startswith(TBXINFO):
            element.set("type", name)
            name = ELEMENT_OF.get(name, "descrip")
        element.tag = name
        if len(element) and not (element.text or "").strip():
            element.text = None
        if not (element.tail or "").strip():
            element.tail = None
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _format(name: str, dialect: str, style: str, description: str, keeps: tuple[str, ...]) -> Format:
    def save(path: Path, entries: object, settings: Settings) -> None:
        write(path, entries, title=settings.title, dialect=dialect, style=style)  # type: ignore[arg-type]

    losses = {"kind": "what sort of thing a concept is", "search forms": "forms that only serve search"}
    if dialect == "Core":
        losses["everything but terms and notes"] = "TBX-Core has no data categories"
    if style == "dct":
        losses["odd category names"] = "categories whose name is not an XML name become notes"
    rules = f", Schematron for places and values of TBX-{dialect}" if dialect != "Core" else ""
    return Format(
        name,
        (".tbx",) if name == "tbx" else (),
        description,
        "entries",
        read,
        save,
        keeps,
        losses,
        judge=f"Fayi's own RELAX NG for the structure{rules.replace('martif', 'Basic')}",
    )


_ALL = ("id", "several languages", "synonyms", "status", "part of speech", "term type", "definition", "context",
        "source", "note", "related", "subject", "basis", "other categories")  # fmt: skip
_MIN = ("id", "several languages", "synonyms", "status", "part of speech", "note", "subject")
FORMATS = (
    _format(
        "tbx", "Basic", "dca", "TBX v3 (ISO 30042:2019), TBX-Basic in DCA style; every version is read", _ALL
    ),
    _format("tbx-dct", "Basic", "dct", "TBX v3, TBX-Basic in DCT style", _ALL),
    _format("tbx-min", "Min", "dca", "TBX v3, TBX-Min in DCA style", _MIN),
    _format("tbx-min-dct", "Min", "dct", "TBX v3, TBX-Min in DCT style", _MIN),
    _format(
        "tbx-core",
        "Core",
        "dca",
        "TBX v3, TBX-Core: terms and notes only",
        ("id", "several languages", "synonyms", "note"),
    ),
    _format("tbx2", "martif", "dca", "TBX v2 (martif, 2008): OmegaT, Okapi, Weblate, memoQ, Trados", _ALL),
)
