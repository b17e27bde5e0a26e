"""Weblate glossary CSV: the columns of translate-toolkit's CSV files.

Source: Weblate documentation, "CSV files", and translate-toolkit's csvl10n. A term with several translations
needs a context, else the later row replaces the earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.formats import delimited
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Designation, Entry
from toolkit.formats.pairs import pairs
from toolkit.formats.report import Report
from toolkit.model import Status

HEADER = (
    "location",
    "source",
    "target",
    "ID",
    "fuzzy",
    "context",
    "translator_comments",
    "developer_comments",
)


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    header: list[str] = []
    for line, cells in delimited.parse(path, report, ","):
        if not header:
            header = [cell.strip().lower() for cell in cells]
            continue
        report.read += 1
        row = dict(zip(header, cells, strict=False))
        if not row.get("source") or not row.get("target"):
            report.add("skipped", "source or target is missing", line, row.get("source", ""))
            continue
        report.created += 1
        status = Status.DEPRECATED if "forbidden" in row.get("developer_comments", "") else None
        terms = (
            Designation(row["source"], settings.source, status),
            Designation(row["target"], settings.target),
        )
        yield Entry(
            row.get("id", ""),
            terms,
            row.get("context", ""),
            note=row.get("translator_comments", ""),
            line=line,
        )


def _rows(entries: Iterable[Entry], settings: Settings) -> Iterator[tuple[str, ...]]:
    yield HEADER
    seen: set[tuple[str, str]] = set()
    for p in pairs(entries, settings.source, settings.target):
        context = p.entry.subject
        while (p.source.text, context) in seen:
            context = f"{context} {p.entry.id or len(seen)}".strip()
        seen.add((p.source.text, context))
        yield (
            "",
            p.source.text,
            p.target.text,
            p.entry.id,
            "",
            context,
            p.entry.note or p.source.note,
            p.entry.definition,
        )


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(path, _rows(entries, settings), safe=settings.spreadsheet_safe)


FORMAT = Format("weblate", (), "Weblate glossary CSV", "entries", read, _write, ("id", "note", "definition", "subject", "synonyms"),
                {"deprecated terms": "left out"}, limits="source and context together once")  # fmt: skip
