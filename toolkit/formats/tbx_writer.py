"""Writes TBX: version 3 (Core, Min, Basic; DCA and DCT style) and version 2 (martif).

Sources: ISO 30042:2019 and 2008; TBX-Basic 1.2.1: where each data category may stand and its values.
Version 2 has no namespace: OmegaT refuses it with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats.model import BASIS, KIND, Designation, Entry, Extra
from toolkit.formats.sources import open_output
from toolkit.formats.tbx_vocabulary import (
    BASIC as BASIC_CATEGORIES,
)
from toolkit.formats.tbx_vocabulary import (
    ELEMENT_OF,
    MIN,
    NAMESPACE,
    OWN_POS,
    PICKLISTS,
    POS,
    PRIVATE,
    STATUS_VALUES,
    TBXINFO,
    TERM_TYPES,
)
from toolkit.formats.xml import XML_LANG, clean
from toolkit.model import Status

_NCNAME = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)


def escape_id(text: str) -> str:
    """``text`` as an XML name, reversibly: characters a name cannot have become ``_xHHHH_``."""
    if _NCNAME.match(text) and "_x" not in text:
        return text
    return "".join(
        c if re.match(r"[A-Za-z]" if i == 0 else r"[A-Za-z0-9.-]", c) or (c == "_" and text[i + 1 : i + 2] != "x")
        else f"_x{ord(c):04X}_"
        for i, c in enumerate(text)
    )  # fmt: skip


def write(
    path: Path,
    entries: Iterable[Entry],
    *,
    title: str = "glossary",
    description: str = "Glossary made with Fayi.",
    dialect: str = "Basic",
    style: str = "dca",
) -> int:
    """Write ``entries`` to ``path``, whole or not at all; returns how many.

    ``dialect`` is Core, Min, Basic or martif (version 2), ``style`` dca or dct. Entries with categories or values that
    TBX-Basic does not have make the file name itself ``TBX-Fayi``, a private dialect, instead of TBX-Basic. Entries
    without a term that may be shown are left out; raises ``FayiError`` where none is left, since a TBX file must have one.
    """
    kept = [entry for entry in entries if any(t.status is not Status.LOOKUP for t in entry.terms)]
    if not kept:
        raise FayiError(
            "0 terms to write", path=path, hint="the glossary has no term; check --lang and the filters"
        )
    writer = _Writer(kept, dialect, style)
    with open_output(path) as out:
        spaces = writer.namespaces()
        attributes = "".join(f' {name}="{value}"' for name, value in writer.root_attributes().items())
        head = f"<?xml version='1.0' encoding='UTF-8'?>\n<{writer.root}{spaces}{attributes}>\n"
        out.write(f"{head}{writer.string(writer.header(title, description))}<text>\n<body>\n".encode())
        for entry in kept:
            out.write(writer.string(writer.entry(entry)).encode())
        out.write(f"</body>\n</text>\n</{writer.root}>\n".encode())
    return len(kept)


class _Writer:
    def __init__(self, entries: list[Entry], dialect: str, style: str) -> None:
        self.old = dialect == "martif"
        self.dct = style == "dct" and not self.old
        self.allowed = {"Core": set[str](), "Min": set(MIN)}.get(dialect, set(MIN) | set(BASIC_CATEGORIES))
        self.open = dialect in ("Basic", "martif")
        private = self.open and (
            any(not self._is_basic(extra) for entry in entries for extra in _extras(entry))
            or any(not _has_basic_values(term) for entry in entries for term in entry.terms)
        )
        self.type = "TBX-Fayi" if private else "TBX-Basic" if self.old else f"TBX-{dialect}"
        self.uri = "" if self.old else NAMESPACE
        self.root = "martif" if self.old else "tbx"
        self.names = ("termEntry", "langSet", "tig") if self.old else ("conceptEntry", "langSec", "termSec")
        self.nsmap: dict[Any, str] = {} if self.old else {None: NAMESPACE}
        if self.dct:
            self.nsmap |= {"min": f"{TBXINFO}min", "basic": f"{TBXINFO}basic"}
            if private:
                self.nsmap["x"] = PRIVATE
        self.ids: dict[int, str] = {}
        self.known: set[str] = set()
        for number, entry in enumerate(entries, 1):
            name = base = escape_id(entry.id) if entry.id else f"c{number}"
            serial = 2
            while name in self.known:
                name, serial = f"{base}-{serial}", serial + 1
            self.known.add(name)
            self.ids[id(entry)] = name

    def _is_basic(self, extra: Extra) -> bool:
        if extra.name in (KIND, BASIS) or extra.element in ("descripGrp", "note"):
            return True
        if extra.element == "xml":
            return set(re.findall(r'\btype="([^"]*)"', extra.value)) <= self.allowed
        if extra.value not in PICKLISTS.get(extra.name, (extra.value,)):
            return False
        return extra.element == ELEMENT_OF.get(extra.name, "") and extra.name in self.allowed

    def tag(self, name: str) -> str:
        return f"{{{self.uri}}}{name}" if self.uri else name

    def root_attributes(self) -> dict[str, str]:
        style = {} if self.old else {"style": "dct" if self.dct else "dca"}
        return {"type": self.type, **style, "xml:lang": "en"}

    def namespaces(self) -> str:
        return "".join(
            f' xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in self.nsmap.items()
        )

    def string(self, element: etree._Element) -> str:
        """An element as text; the namespaces stand at the root already."""
        text: str = etree.tostring(element, encoding="unicode", pretty_print=True)
        head, mark, rest = text.partition(">")
        return re.sub(r' xmlns(:\w+)?="[^"]*"', "", head) + mark + rest

    def header(self, title: str, description: str) -> etree._Element:
        header = etree.Element(self.tag("martifHeader" if self.old else "tbxHeader"), nsmap=self.nsmap)
        file = self.sub(header, "fileDesc")
        self.sub(self.sub(file, "titleStmt"), "title", title)
        self.sub(self.sub(file, "sourceDesc"), "p", description)
        if self.old:
            self.sub(self.sub(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
        return header

    def sub(self, parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, self.tag(name), {k: clean(v) for k, v in attributes.items() if v})
        if text:
            element.text = clean(text)
        return element

    def category(
        self,
        parent: etree._Element,
        name: str,
        value: str,
        *,
        element: str = "",
        target: str = "",
        lang: str = "",
    ) -> None:
        """A data category, where the dialect has it; the element of DCT style is named after it."""
        if not value or not (name in self.allowed or self.open):
            return
        element = element or ELEMENT_OF.get(name, "descrip")
        if not self.dct:
            made = self.sub(parent, element, value, type=name, target=target)
        elif not _NCNAME.match(name):
            made = self.sub(parent, "note", f"{name}: {value}")
        else:
            uri = (
                f"{TBXINFO}min" if name in MIN else f"{TBXINFO}basic" if name in BASIC_CATEGORIES else PRIVATE
            )
            made = etree.SubElement(parent, f"{{{uri}}}{name}", {"target": target} if target else {})
            if uri == PRIVATE:
                made.set("metatype", element)
            made.text = clean(value)
        if lang:
            made.set(XML_LANG, lang)

    def entry(self, entry: Entry) -> etree._Element:
        root = etree.Element(self.tag(self.names[0]), {"id": self.ids[id(entry)]}, nsmap=self.nsmap)
        languages = list(dict.fromkeys(t.lang for t in entry.terms if t.status is not Status.LOOKUP))
        self.category(root, "subjectField", entry.subject)
        for lang, text in entry.definitions:
            if lang not in languages and "definition" in self.allowed:
                # The rules of TBX-Basic 1.2.1 accept a concept's definition only inside a group.
                source = next(
                    (e.value for e in entry.extras if e[:2] == ("descripGrp", "definition") and not e.lang),
                    "",
                )
                self._group(root, "definition", text, source, lang)
        if "source" in self.allowed:
            self.category(root, "source", entry.extra(BASIS))
        for related in entry.related:
            self._reference(root, related)
        for extra in entry.extras:
            if not extra.lang:
                self._extra(root, extra)
        self._notes(root, entry.note)
        for lang in languages:
            section = self.sub(root, self.names[1])
            section.set(XML_LANG, clean(lang))
            self._language(section, entry, lang)
            for term in entry.terms:
                if term.lang == lang and term.status is not Status.LOOKUP:
                    self._term(self.sub(section, self.names[2]), term)
        return root

    def _notes(self, parent: etree._Element, text: str) -> None:
        """A note per line: readers run the white space of one together."""
        for line in text.split("\n"):
            if line.strip():
                self.sub(parent, "note", line)

    def _language(self, section: etree._Element, entry: Entry, lang: str) -> None:
        sources = [e.value for e in entry.extras if e[:2] == ("descripGrp", "definition") and e.lang == lang]
        for number, (own, text) in enumerate(entry.definitions):
            if own == lang and "definition" in self.allowed:
                if sources and number == 0:
                    self._group(section, "definition", text, sources[0])
                else:
                    self.category(section, "definition", text)
        for extra in entry.extras:
            if extra.lang == lang:
                self._extra(section, extra)

    def _group(self, parent: etree._Element, name: str, text: str, source: str = "", lang: str = "") -> None:
        group = self.sub(parent, "descripGrp")
        self.category(group, name, text, lang=lang)
        self.category(group, "source", source)

    def _reference(self, parent: etree._Element, related: str) -> None:
        if "crossReference" in self.allowed:
            target = escape_id(related)
            self.category(parent, "crossReference", related, target=target if target in self.known else "")

    def _extra(self, parent: etree._Element, extra: Extra) -> None:
        if extra.element == "note":
            self.sub(parent, "note", extra.value)
        elif extra.element == "xml" and self.open:
            self._raw(parent, etree.fromstring(extra.value, etree.XMLParser(resolve_entities=False)))
        elif extra.element not in ("xml", "descripGrp") and extra.name not in (KIND, BASIS):
            element = extra.element or "admin"
            # termNote may only stand at a term.
            if element == "termNote" and not parent.tag.endswith(("tig", "termSec")):
                element = "descrip"
            self.category(parent, extra.name, extra.value, element=element, target=extra.target)

    def _raw(self, parent: etree._Element, kept: etree._Element) -> None:
        name, kind = str(kept.tag), kept.get("type", "")
        if self.dct and kind and name != "note":
            self.category(parent, kind, kept.text or "", element=name, target=kept.get("target", ""))
            return
        made = self.sub(parent, name, kept.text or "", **{str(k): str(v) for k, v in kept.attrib.items()})
        made.tail = kept.tail
        for child in kept:
            self._raw(made, child)

    def _term(self, section: etree._Element, term: Designation) -> None:
        self.sub(section, "term", term.text)
        notes = [e for e in term.extras if e.element == "termNote"]
        if term.pos:
            self.category(section, "partOfSpeech", term.pos if term.pos in POS else "other")
            if term.pos not in POS and self.open:
                self.category(section, OWN_POS, term.pos, element="termNote")
        if term.status in STATUS_VALUES and not any(e.name == "administrativeStatus" for e in notes):
            self.category(section, "administrativeStatus", STATUS_VALUES[term.status])
        if term.kind:
            self.category(section, "termType", term.kind)
        for extra in notes:
            self._extra(section, extra)
        if term.source and "source" in self.allowed:
            self.category(section, "source", term.source)
        grouped = next((e.value for e in term.extras if e[:2] == ("descripGrp", "context")), "")
        for number, context in enumerate(term.contexts):
            if "context" in self.allowed:
                if grouped and number == 0:
                    self._group(section, "context", context, grouped)
                else:
                    self.category(section, "context", context)
        for extra in term.extras:
            if extra.element != "termNote":
                self._extra(section, extra)
        self._notes(section, term.note)


def _has_basic_values(term: Designation) -> bool:
    return (not term.pos or term.pos in POS) and (not term.kind or term.kind in TERM_TYPES)


def _extras(entry: Entry) -> Iterator[Extra]:
    yield from entry.extras
    for term in entry.terms:
        yield from term.extras
