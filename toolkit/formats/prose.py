"""Texts as units: Word, HTML, Markdown and plain text, read segment by segment with their place.

Reading is ``documents.read_document``; a document is not written, a translation goes into TMX, XLIFF or PO.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.documents import read_document
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Prop, Unit, Variant
from toolkit.formats.report import Report


def read(path: Path, report: Report, settings: Settings) -> Iterator[Unit]:
    """One unit per paragraph, heading, cell or list item, with the line it begins in."""
    document = read_document(str(path))
    for warning in document.warnings:
        report.add("repaired", warning)
    lang = settings.source if settings.given else document.lang if document.lang == "en" else "zh-CN"
    for number, segment in enumerate(document.segments, 1):
        report.read += 1
        if segment.furniture:
            report.add("skipped", "site furniture", segment.line, segment.text)
            continue
        report.created += 1
        props = (Prop("x-line", str(segment.line)),) if segment.line else ()
        yield Unit((Variant(lang, (segment.text,)),), f"s{number}", {}, props)


def _format(name: str, extensions: tuple[str, ...], description: str) -> Format:
    return Format(name, extensions, description, "units", read, None, ("id", "properties"),
                  {"layout": "paragraphs of words; tags and code are left alone and not carried"})  # fmt: skip


FORMATS = (
    _format("docx", (".docx",), "Word document, read as segments"),
    _format("html", (".html", ".htm", ".xhtml"), "web page, read as segments"),
    _format("markdown", (".md", ".markdown"), "Markdown, read as segments"),
    _format("text", (".txt", ".text"), "plain text, read as segments"),
)
