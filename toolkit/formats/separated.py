"""CSV and TSV: the table of terms, one row per term; any glossary table is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from toolkit.formats import delimited, tables
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry
from toolkit.formats.report import Report

KEEPS = ("id", "several languages", "synonyms", "status", "part of speech", "term type", "definition", "context",
         "source", "note", "related", "subject", "basis", "kind", "search forms")  # fmt: skip


def reader(delimiter: str) -> Callable[[Path, Report, Settings], Iterator[Entry]]:
    def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
        """The entries of a table, whatever its columns."""
        return tables.entries(delimited.parse(path, report, delimiter), report, settings)

    return read


def _write_csv(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    # Excel takes a CSV without byte order mark for the local code page and garbles Chinese.
    delimited.write_text(
        path, tables.long_rows(entries), bom=True, newline="\r\n", safe=settings.spreadsheet_safe
    )


def _write_tsv(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(path, tables.long_rows(entries), delimiter="\t", safe=settings.spreadsheet_safe)


FORMATS = (
    Format("csv", (".csv",), "table of terms with a header, UTF-8 with BOM for Excel; any glossary CSV is read",
           "entries", reader(""), _write_csv, KEEPS),
    Format("tsv", (".tsv", ".tab"), "table of terms, tab-separated UTF-8; the termbase's own layout is read too",
           "entries", reader("\t"), _write_tsv, KEEPS),
)  # fmt: skip
