"""OmegaT glossary: UTF-8, tab-separated source, target, comment; no header row.

Source: OmegaT, GlossaryReaderTSV and the manual's appendix on glossaries. A line that begins with ``#`` is a
comment, so a term that does cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.formats import delimited, tables
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry
from toolkit.formats.pairs import pairs
from toolkit.formats.report import Report

FIRST = "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """One entry per line; lines with one column are reported and skipped."""
    rows = delimited.parse(path, report, "\t", quoted=False)
    return tables.pair_entries(
        ((n, cells) for n, cells in rows if not cells[0].startswith("#")), report, settings
    )


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    rows = (
        (p.source.text, p.target.text, p.comment)
        for p in pairs(entries, settings.source, settings.target)
        if not p.source.text.startswith("#")
    )
    delimited.write_text(path, rows, delimiter="\t", quoted=False, first=FIRST, headings=0)


FORMAT = Format(
    "omegat", (".utf8",), "OmegaT glossary: glossary/glossary.txt of a project", "entries", read, _write, ("note", "synonyms", "subject", "definition"),
    {"note, subject, definition": "joined in the comment", "terms with #": "a line that begins with # is a comment"},
    limits="source, target, comment; no header row",
)  # fmt: skip
