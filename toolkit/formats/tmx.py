"""TMX 1.4b, written as a stream and valid against its DTD.

Sources: LISA, TMX 1.4b Specification (2005), and tmx14.dtd.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from toolkit import __version__

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold (section 2.2, production Char).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Unit(NamedTuple):
    """A translation unit with plain text segments."""

    variants: tuple[tuple[str, str], ...]
    """``(language, text)``, the source language first."""
    id: str = ""
    props: tuple[tuple[str, str], ...] = ()
    """``(type, value)``; user-defined types begin with ``x-``."""
    notes: tuple[str, ...] = ()


def write(path: Path, units: Iterable[Unit], *, source_language: str = "en", segtype: str = "phrase") -> int:
    """Write ``units`` to ``path``; returns how many. ``segtype`` is the kind most units have."""
    count = 0
    with etree.xmlfile(str(path), encoding="UTF-8") as file:
        file.write_declaration()
        file.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with file.element("tmx", {"version": "1.4"}):
            file.write("\n  ")
            file.write(
                etree.Element(
                    "header",
                    {
                        "creationtool": "Fayi",
                        "creationtoolversion": __version__,
                        "segtype": segtype,
                        "o-tmf": "Fayi",
                        "adminlang": "en",
                        "srclang": source_language,
                        "datatype": "plaintext",
                    },
                )
            )
            file.write("\n  ")
            with file.element("body"):
                for unit in units:
                    file.write("\n    ")
                    file.write(_element(unit))
                    count += 1
                file.write("\n  ")
            file.write("\n")
    return count


def _element(unit: Unit) -> etree._Element:
    element = etree.Element("tu", {"tuid": unit.id} if unit.id else {})
    for note in unit.notes:
        _child(element, "note", note)
    for kind, value in unit.props:
        _child(element, "prop", value).set("type", kind)
    for language, text in unit.variants:
        variant = etree.SubElement(element, "tuv", {_XML_LANG: language})
        _child(variant, "seg", text)
    etree.indent(element, space="  ", level=2)
    return element


def _child(parent: etree._Element, tag: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, tag)
    child.text = _NOT_XML.sub("", text)
    return child
