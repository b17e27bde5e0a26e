"""Report writers: format name → function from a report to text (or to a workbook's bytes)."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.check.report import github, html, jsons, lines, sarif, xmls
from toolkit.check.report.model import Report

WRITERS: dict[str, Callable[[Report], str]] = {
    "text": lines.text,
    "json": jsons.json_report,
    "jsonl": jsons.jsonl,
    "sarif": sarif.sarif,
    "junit": xmls.junit,
    "github": github.github,
    "checkstyle": xmls.checkstyle,
    "html": html.html,
}
"""``xlsx`` is written by ``toolkit.check.report.workbook`` because it is not text."""
FORMATS = (*WRITERS, "xlsx")

__all__ = ["FORMATS", "WRITERS", "Report"]
