"""UTX 1.11 (AAMT): a tab-separated dictionary with a header of two ``#`` lines. 1.20 is read and written too.

Source: AAMT, UTX Specification 1.11. UTF-8 without byte order mark, CRLF.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import delimited, languages
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Designation, Entry
from toolkit.formats.pairs import pairs
from toolkit.formats.report import Report
from toolkit.model import Status

_STATUS = {
    Status.PREFERRED: "approved",
    Status.ADMITTED: "provisional",
    Status.DEPRECATED: "forbidden",
    None: "",
}
_READ = {"approved": Status.PREFERRED, "provisional": Status.ADMITTED, "non-standard": Status.DEPRECATED,
         "forbidden": Status.DEPRECATED, "rejected": Status.DEPRECATED, "obsolete": Status.DEPRECATED}  # fmt: skip
_HEAD = re.compile(r"#\s*UTX(?:-S)?\s+([\d.]+)\s*;\s*([\w-]+)(?:\s*/\s*([\w-]+))?", re.IGNORECASE)


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """One entry per line; the status is that of the source term."""
    columns: list[str] = []
    source = target = ""
    for line, cells in delimited.parse(path, report, "\t", quoted=False):
        if cells[0].startswith("#"):
            if match := _HEAD.match(cells[0]):
                source, target = match.group(2), match.group(3) or settings.target
            elif not columns and len(cells) > 1:
                columns = [cell.strip().lstrip("#").strip().lower() for cell in cells]
            continue
        if not source:
            raise FayiError(
                "not a UTX file", path=path, line=line, allowed="a first line #UTX 1.11; en/zh-CN; …"
            )
        report.read += 1
        names = columns or ["src", "tgt", "src:pos"]
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        one = row.get("src") or row.get(f"term:{source.lower()}", "")
        two = row.get("tgt") or row.get(f"term:{target.lower()}", "")
        if not one or not two:
            report.add("skipped", "source or target is missing", line, cells[0])
            continue
        report.created += 1
        status = _READ.get(row.get("term status", row.get(f"term status:{source.lower()}", "")).lower())
        pos = row.get("src:pos", row.get("pos", ""))
        note = row.get("comment", row.get("note", ""))
        terms = (Designation(one, source, status, pos), Designation(two, target, None, pos))
        yield Entry(row.get("concept id", ""), terms, note=note, line=line)


def today() -> str:
    """The date for headers that need one; SOURCE_DATE_EPOCH makes it reproducible."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _writer(version: str) -> Callable[[Path, Iterable[Entry], Settings], None]:
    def write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
        source, target = languages.short(settings.source), languages.short(settings.target)
        name = re.sub(r"[;\t\r\n]+", " ", settings.title)
        first = f"#UTX {version}; {source}/{target}; {today()}; copyright: see the source; license: see the source; bidirectional; Dictionary ID: {name}\r\n"
        columns = ("src", "tgt", "src:pos", "term status", "concept ID", "comment")
        if version == "1.20":
            columns = (f"term:{source}", f"term:{target}", "pos", "term status", "concept ID", "comment")
        rows = (
            (
                p.source.text,
                p.target.text,
                p.source.pos or "noun",
                _STATUS.get(p.source.status, ""),
                p.entry.id,
                p.entry.note,
            )
            for p in pairs(entries, settings.source, settings.target, deprecated=True)
            if not p.source.text.startswith("#")
        )
        first += "#" + "\t".join(columns) + "\r\n"
        delimited.write_text(
            path, rows, delimiter="\t", quoted=False, newline="\r\n", first=first, headings=0
        )

    return write


_KEEPS = ("id", "status", "synonyms", "part of speech", "note")
_LOSSES = {
    "terms with #": "a line that begins with # is a comment",
    "target status": "one status per line, that of the source term",
}
FORMATS = (
    Format("utx", (".utx",), "UTX 1.11: machine translation dictionaries", "entries", read, _writer("1.11"), _KEEPS, _LOSSES,
           limits="UTF-8 without BOM, CRLF"),
    Format("utx-1.20", (), "UTX 1.20", "entries", read, _writer("1.20"), _KEEPS, _LOSSES, limits="UTF-8 without BOM, CRLF"),
)  # fmt: skip
