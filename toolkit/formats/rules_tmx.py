"""The rules of TMX that its DTD cannot say: codes come in pairs, dates and code points have their form.

Source: LISA, TMX 1.4b Specification (2005).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from toolkit.formats.grammar import Grammar
from toolkit.formats.xml import XML_LANG, local

_DATE = re.compile(r"\d{4}(0[1-9]|1[0-2])([0-2]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ")
_CODE_POINT = re.compile("#x[0-9A-Fa-f]{1,6}")
_FORMS = {
    "creationdate": (_DATE, "YYYYMMDDThhmmssZ"), "changedate": (_DATE, "YYYYMMDDThhmmssZ"), "lastusagedate": (_DATE, "YYYYMMDDThhmmssZ"),
    "unicode": (_CODE_POINT, "#x and a hexadecimal number"), "usagecount": (re.compile(r"\d+"), "a number"),
}  # fmt: skip


def _check(element: etree._Element, parent: str) -> Iterator[str]:
    if local(element) == "seg":
        if len(element):
            yield from _pairs(element)
        return
    for name in _FORMS.keys() & element.attrib.keys():
        form, allowed = _FORMS[name]
        if not form.fullmatch(value := element.get(name, "")):
            yield f'{name}="{value[:40]}" (allowed: {allowed})'
    if local(element) == "tuv" and element.get("lang") and not element.get(XML_LANG) and not _is_old(element):
        # libxml2 takes lang for xml:lang; where both are missing the DTD speaks.
        yield "<tuv> has lang, but no xml:lang"


def _is_old(element: etree._Element) -> bool:
    return element.getroottree().getroot().get("version") == "1.1"


def _pairs(segment: etree._Element) -> Iterator[str]:
    """Every ept closes a bpt before it, and each i is used once per segment."""
    opened: list[str] = []
    used: set[str] = set()
    for code in segment.iter("bpt", "ept"):
        number = code.get("i", "")
        if code.tag == "bpt":
            if number in used:
                yield f'two <bpt i="{number}"> in one segment'
            used.add(number)
            opened.append(number)
        elif number in opened:
            opened.remove(number)
        else:
            yield f'<ept i="{number}"> without <bpt> before it'
    for number in opened:
        yield f'<bpt i="{number}"> is never closed'


TMX = Grammar(
    "the pairing of codes",
    {},
    unique=("tu@tuid",),
    checked=frozenset(("header", "tu", "tuv", "seg", "map")),
    check=_check,
)
