"""HTML: the blocks of a page that a reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.documents.limits import visible
from toolkit.model import Segment

if TYPE_CHECKING:
    from lxml import etree

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr html li main nav ol option p pre section table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset(
    "script style noscript template svg math code pre kbd samp object iframe head textarea".split()
)
_NOT_SHOWN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_BREAK = "\n\n"
"""A ``<br>`` in the buffer of the HTML reader; compared by identity, so no text of a page can be one."""
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "button", "form", "select"))


def read_html(text: str) -> list[Segment]:
    from lxml import etree as xml
    from lxml import html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text), parser=parser)
    except (xml.ParserError, xml.XMLSyntaxError, ValueError):
        return []
    segments: list[Segment] = []
    buffer: list[str] = []
    line = 0

    def flush(furniture: bool) -> None:
        joined = visible("".join(buffer))
        if joined:
            segments.append(Segment(joined, line, furniture))
        buffer.clear()

    # Iterative walk: pages from outside may nest deeper than Python's stack.
    stack: list[tuple[etree._Element, bool, bool]] = [(root, False, False)]
    while stack:
        element, closing, furniture = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS
        if closing:
            if block:
                flush(furniture or tag in _FURNITURE_TAGS)
            if tag == "br":
                # Two in a row, or one before an indent, end a paragraph; a single one breaks a line in it.
                if _after_break(buffer) or re.match(r"\s*(?:\u3000|\xa0\xa0)", element.tail or ""):
                    flush(furniture)
                else:
                    buffer.append(_BREAK)
            if element.tail:
                if not buffer:
                    line = _line(element, line)
                buffer.append(element.tail)
            continue
        if block:
            flush(furniture)
        stack.append((element, True, furniture))
        if tag in _SILENT or not tag or _is_hidden(element, tag):
            continue
        if not buffer:
            line = _line(element, line)
        if element.text:
            buffer.append(element.text)
        inner = furniture or tag in _FURNITURE_TAGS
        stack.extend((child, False, inner) for child in reversed(element))
    flush(False)
    return segments


def _after_break(buffer: list[str]) -> bool:
    return next((part is _BREAK for part in reversed(buffer) if part is _BREAK or part.strip()), False)


def _is_hidden(element: etree._Element, tag: str) -> bool:
    """Whether a page says that readers do not see this; scripts show the body of some pages later."""
    if tag in ("html", "body"):
        return False
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or bool(_NOT_SHOWN.search(element.get("style") or ""))
    )


def _line(element: etree._Element, before: int) -> int:
    found = element.sourceline
    return found if isinstance(found, int) else before
