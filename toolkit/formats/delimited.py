"""CSV and TSV text: rows with their lines, the delimiter found, cells that a spreadsheet would run made harmless."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats.report import Report
from toolkit.formats.sources import MAX_LINE, open_output, read_text

FORMULA = re.compile(r"[=+\-@\t\r]")
"""First characters that make a spreadsheet run or mangle a cell (OWASP, CSV injection)."""


def parse(
    path: Path, report: Report, delimiter: str = "", quoted: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """``(line, cells)`` of each row that is not empty; the delimiter is found from the first lines when not given.

    ``quoted`` is for files in which quotation marks enclose cells; a tab-separated file in which they plainly do
    not is read without. Raises ``FayiError`` with the line where an unclosed quote begins.
    """
    text, encoding = read_text(path)
    if encoding not in ("UTF-8", "UTF-16"):
        report.add("repaired", f"read as {encoding}, not UTF-8")
    delimiter = delimiter or sniff(text)
    if delimiter == "\t" and quoted and '"' in text:
        try:
            yield from list(parse_text(text, path, delimiter))
            return
        except FayiError as error:
            quoted = False
            report.add("repaired", f"quotation marks taken as text ({error.message})", error.line or 0)
    yield from parse_text(text, path, delimiter, quoted)


def parse_text(text: str, path: Path, delimiter: str, quoted: bool = True) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_LINE)
    if delimiter == "\t" and (not quoted or '"' not in text):
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > MAX_LINE:
                raise FayiError(
                    f"a line of {len(line):,} characters",
                    path=path,
                    line=number,
                    allowed=f"at most {MAX_LINE:,}",
                )
            if line.strip("\r\t "):
                yield number, line.rstrip("\r").split("\t")
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        message = "a quotation mark is never closed" if "end of data" in str(error) else f"not CSV: {error}"
        raise FayiError(
            message, path=path, line=start, hint="a quotation mark inside a cell is written twice"
        ) from None


def sniff(text: str) -> str:
    """The delimiter: the character that stands most evenly in the first lines."""
    lines = [line for line in text[:20_000].split("\n")[:20] if line.strip() and not line.startswith("#")]
    best, delimiter = 0.0, ","
    for candidate in "\t,;":
        counts = [line.count(candidate) for line in lines]
        present = sum(1 for count in counts if count)
        if present:
            score = (
                present / len(lines)
                + (0.5 if len(set(counts)) == 1 else 0)
                + (0.1 if candidate == "\t" else 0)
            )
            if score > best:
                best, delimiter = score, candidate
    return delimiter


def write_text(
    path: Path,
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    bom: bool = False,
    newline: str = "\n",
    quoted: bool = True,
    safe: bool = False,
    first: str = "",
    encoding: str = "utf-8",
    headings: int = 1,
) -> int:
    """Write rows; ``quoted`` is CSV quoting, else tabs and line breaks in cells become blanks. Returns the count.

    With ``safe`` cells that a spreadsheet would run get a tab in front, which ``unguard`` takes off again. Raises
    ``FayiError`` when there are no more than ``headings`` rows (-1: any number will do), and leaves ``path`` as it was.
    """
    count = 0
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    with open_output(path) as out:
        if bom:
            out.write(b"\xff\xfe" if encoding == "utf-16-le" else b"\xef\xbb\xbf")
        out.write(first.encode(encoding))
        for row in rows:
            cells = [guard(cell) for cell in row] if safe else list(row)
            if quoted:
                writer.writerow(cells)
            else:
                buffer.write(delimiter.join(flat(cell) for cell in cells) + newline)
            count += 1
            if buffer.tell() > 1 << 16:
                out.write(buffer.getvalue().encode(encoding))
                buffer.seek(0)
                buffer.truncate()
        out.write(buffer.getvalue().encode(encoding))
        if count <= headings:
            raise nothing(path)
    return count


def nothing(path: Path) -> FayiError:
    """The error for a table that would have no rows."""
    return FayiError(
        "nothing to write: no entry has a usable term in both languages",
        path=path,
        hint="name the languages with --lang",
    )


def guard(cell: str) -> str:
    return f"\t{cell}" if FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if cell[:1] == "\t" and FORMULA.match(cell[1:]) else cell


def flat(cell: str) -> str:
    """A cell without tabs and line breaks."""
    return " ".join(cell.split()) if not cell.isprintable() else cell
