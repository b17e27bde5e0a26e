"""Texts in one language: paragraphs with the place of every character; Word and HTML by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.check.model import CheckFile, Side, Unit
from toolkit.formats.languages import guess
from toolkit.furniture import mark_furniture
from toolkit.model import Segment

_NEW_BLOCK = re.compile(r"\s*(?:[#>*+-]|\d+[.)])\s|\s*\|")
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$|^---\n.*?^---$", re.MULTILINE | re.DOTALL)
PAGE = 200_000
"""Characters above which a text is no web page: nothing around it is taken for site furniture."""
_LINE = 120
"""Wider lines are paragraphs of their own; hard-wrapped text is set at 60 to 100 characters."""


def read(path: str, text: str, languages: tuple[str, str]) -> CheckFile:
    """The paragraphs of a text or Markdown file; code blocks and the front matter are left out."""
    view = text
    if Path(path).suffix.lower() in (".md", ".markdown"):
        view = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    lang = languages[0] or guess(view[:50_000]) or "en"
    units = []
    spans = list(_paragraphs(view))
    segments = [Segment(view[start:end], line) for start, end, line in spans]
    if len(view) <= PAGE:
        segments = mark_furniture(segments)
    for (start, _end, line), segment in zip(spans, segments, strict=True):
        if not segment.furniture:
            units.append(Unit(Side(segment.text, lang, start), line=line))
    return CheckFile(path, units)


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and line of each paragraph: lines up to a blank one, a list item, or a long or short line."""
    position = 0
    start = -1
    begin = 1
    previous = ""
    end = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        fresh = (
            not bare
            or _NEW_BLOCK.match(line) is not None
            or len(previous) > _LINE
            or len(bare) > _LINE
            or (len(previous) < 40 and previous != "")
        )
        if fresh and start >= 0:
            yield start, end, begin
            start = -1
        if bare:
            if start < 0:
                start, begin = position + len(line) - len(line.lstrip()), number
            end = position + len(line.rstrip())
        previous = bare
        position += len(line) + 1
    if start >= 0:
        yield start, end, begin


def read_document(path: str) -> CheckFile:
    """A Word or HTML file: paragraphs with lines, without offsets, so nothing in them is fixed."""
    from toolkit.documents import read_document as read_any

    document = read_any(path)
    lang = "zh" if document.lang == "zh" else "en"
    units = [
        Unit(Side(segment.text, lang, -1, line=segment.line or number), line=segment.line or number)
        for number, segment in enumerate(document.segments, 1)
        if not segment.furniture
    ]
    return CheckFile(path, units, warnings=list(document.warnings))
