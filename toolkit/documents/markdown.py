"""Markdown: paragraphs, headings, items and cells, without code."""

from __future__ import annotations

import re

from toolkit.documents.limits import visible
from toolkit.documents.markup import read_html
from toolkit.model import Segment

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?=[ \t]*(?:#|[\w\"'-][^\n:]*:(?:\s|$)))(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL
)


def read_markdown(text: str) -> list[Segment]:
    from markdown_it import MarkdownIt

    segments = []
    if front := _FRONT_MATTER.match(text):
        segments = [
            Segment(line.strip(), n, True) for n, line in enumerate(front[1].split("\n"), 2) if line.strip()
        ]
        text = "\n" * front[0].count("\n") + text[front.end() :]
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            segments.extend(s._replace(line=max(0, s.line - 1) + line) for s in read_html(token.content))
        elif token.type == "inline" and token.children:
            parts = []
            for child in token.children:
                if child.type == "text":
                    parts.append(child.content)
                elif child.type in ("softbreak", "hardbreak") or (
                    child.type == "html_inline" and re.match(r"<br\b", child.content, re.IGNORECASE)
                ):
                    parts.append(" ")
                elif child.type == "code_inline":
                    parts.append(" … ")
            segments.append(Segment(visible("".join(parts)), line))
    return segments
