"""The units of an XLIFF file of any version, one after the other, with the languages of their file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats.xml import elements, line_of, local


def elements_of(path: Path) -> Iterator[tuple[etree._Element, str, str]]:
    """Each trans-unit or unit of ``path``, whole, with its source and target language; raises ``FayiError``."""
    source = target = ""
    seen = False
    for element in elements(path, {"trans-unit", "unit"}, {"xliff", "file"}):
        name = local(element)
        if name == "xliff":
            seen = True
            source, target = element.get("srcLang", ""), element.get("trgLang", "")
        elif name == "file":
            source, target = element.get("source-language", source), element.get("target-language", target)
        elif not seen:
            raise FayiError("not an XLIFF file", path=path, line=line_of(element), allowed="<xliff>")
        else:
            yield element, source, target
    if not seen:
        raise FayiError("not an XLIFF file: no <xliff> element", path=path, line=1)
