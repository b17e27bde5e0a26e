"""Segments in tables: TSV and CSV with the place of every character, Excel workbooks with the cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from toolkit.check.model import CheckFile, Side, Unit
from toolkit.check.readers.languages import canonical, pair
from toolkit.errors import FayiError
from toolkit.formats.languages import guess

_SOURCE = frozenset(["source", "src", "original", "msgid", "原文", "源文", "source_text", "source", "text"])
_TARGET = frozenset(
    ["target", "tgt", "trg", "translation", "msgstr", "mt", "译文", "譯文", "target_text", "target", "text"]
)
_NOTES = frozenset(["note", "notes", "comment", "comments", "备注", "備註"])
_IDS = frozenset(["id", "key", "segment", "unit", "no", "nr", "编号"])
# A cell: quoted (CSV; quotes doubled) or plain up to the separator.
_QUOTED = r'"(?:[^"]|"")*"'
_PAIR = re.compile('""')


class _Columns:
    """Which column holds what; -1 where there is none."""

    def __init__(
        self, source: int, target: int, note: int = -1, id: int = -1, languages: tuple[str, str] = ("", "")
    ) -> None:
        self.source, self.target, self.note, self.id, self.languages = source, target, note, id, languages


def read(path: str, text: str, languages: tuple[str, str]) -> CheckFile:
    """One unit per row. A header row names the columns; without one the first two are taken."""
    comma = Path(path).suffix.lower() == ".csv"
    rows = list(_rows(path, text, "," if comma else "\t", quoted=comma))
    if comma and rows and len(rows[0][1]) == 1 and ";" in rows[0][1][0].text:
        rows = list(_rows(path, text, ";", quoted=True))
    if not rows:
        return CheckFile(path, [], bilingual=True)
    columns, has_header = _columns(path, [[s.text for s in cells] for _line, cells in rows[:50]], languages)
    units: list[Unit] = []
    width = len(rows[0][1])
    for line, cells in rows[1:] if has_header else rows:
        if len(cells) <= max(columns.source, columns.target):
            if len(cells) == 1 and not cells[0].text.strip():
                continue
            raise FayiError(
                f"{len(cells)} columns", path=path, line=line, found="\t".join(c.text for c in cells),
                allowed=f"{width} as in the first row", hint="a line break or separator inside a cell?",
            )  # fmt: skip
        note = (cells[columns.note].text,) if 0 <= columns.note < len(cells) else ()
        units.append(
            Unit(
                cells[columns.source]._replace(lang=columns.languages[0]),
                cells[columns.target]._replace(lang=columns.languages[1]),
                cells[columns.id].text if 0 <= columns.id < len(cells) else "",
                note,
                line,
            )
        )
    return CheckFile(path, units, bilingual=True)


def _rows(path: str, text: str, separator: str, *, quoted: bool) -> list[tuple[int, list[Side]]]:
    rows: list[tuple[int, list[Side]]] = []
    if not quoted:
        position = 0
        for number, line in enumerate(text.split("\n"), 1):
            content = line.removesuffix("\r")
            if content.strip() and not content.startswith("#"):
                cells = []
                start = position
                for cell in content.split(separator):
                    cells.append(Side(cell, "", start))
                    start += len(cell) + 1
                rows.append((number, cells))
            position += len(line) + 1
        return rows
    pattern = re.compile(
        rf"({_QUOTED}|[^{re.escape(separator)}\"\r\n][^{re.escape(separator)}\r\n]*|)({re.escape(separator)}|\r?\n|\Z)"
    )
    position, row = 0, 1
    cells = []
    begin = 1
    while position < len(text):
        match = pattern.match(text, position)
        if match is None:
            raise FayiError(
                "a quotation mark inside a cell or never closed", path=path, line=row,
                found=text[position:].split("\n", 1)[0], hint='double it: ""',
            )  # fmt: skip
        raw = match[1]
        if raw.startswith('"'):
            inner = raw[1:-1]
            place = match.start(1) + 1
            cells.append(
                Side(inner.replace('""', '"'), "", place, inner, _quoted_offsets)
                if '""' in inner
                else Side(inner, "", place)
            )
        else:
            cells.append(Side(raw, "", match.start(1)))
        row += raw.count("\n")
        position = match.end()
        if match[2] != separator:
            if any(c.text.strip() for c in cells):
                rows.append((begin, cells))
            cells = []
            row += 1
            begin = row
    if cells and any(c.text.strip() for c in cells):
        rows.append((begin, cells))
    return rows


def _quoted_offsets(raw: str) -> list[int]:
    table: list[int] = []
    position = 0
    for match in _PAIR.finditer(raw):
        table.extend(range(position, match.start() + 1))
        position = match.end()
    table.extend(range(position, len(raw) + 1))
    return table


def _columns(path: str, rows: Sequence[Sequence[str]], languages: tuple[str, str]) -> tuple[_Columns, bool]:
    """The columns by header names, else by the languages of the cells; and whether the first row is a header."""
    head = [cell.strip().lower() for cell in rows[0]]
    tags = [
        canonical(cell) if len(cell) <= 12 and re.fullmatch(r"[a-z]{2,8}([-_][a-z0-9]{2,8})*", cell) else ""
        for cell in head
    ]
    source = next((i for i, name in enumerate(head) if name in _SOURCE), -1)
    target = next((i for i, name in enumerate(head) if name in _TARGET), -1)
    named = source >= 0 and target >= 0
    if not named:
        wanted = languages[0][:2]
        speaking = [i for i, tag in enumerate(tags) if tag]
        if len(speaking) >= 2 and tags[speaking[0]][:2] != tags[speaking[1]][:2]:
            source, target = speaking[:2]
            if wanted and tags[source][:2] != wanted:
                source, target = target, source
            named = True
    note = next((i for i, name in enumerate(head) if name in _NOTES), -1)
    id = next((i for i, name in enumerate(head) if name in _IDS), -1)
    if not named:
        note = id = -1
        body = rows
        kinds = [guess(" ".join(row[i] for row in body if i < len(row))) for i in range(max(map(len, rows)))]
        if "en" in kinds and "zh" in kinds:
            # An id column of letters stands before two columns of text: take the longest column of each kind.
            lengths = [sum(len(row[i]) for row in body if i < len(row)) for i in range(len(kinds))]
            english = max((i for i, k in enumerate(kinds) if k == "en"), key=lambda i: lengths[i])
            chinese = max((i for i, k in enumerate(kinds) if k == "zh"), key=lambda i: lengths[i])
            source, target = sorted((english, chinese))
            if languages[0] and kinds[source] != languages[0][:2]:
                source, target = target, source
        elif len(rows[0]) >= 2 and any(languages):
            source, target = 0, 1
        else:
            raise FayiError(
                "no English and Chinese columns", path=path, line=1, found="\t".join(rows[0]),
                allowed="a header with source and target, or en and zh", hint="or name the languages with --languages en:zh",
            )  # fmt: skip
    sample = rows[1:] if named else rows
    guessed = pair(*(" ".join(r[column] for r in sample if column < len(r)) for column in (source, target)))
    spoken = (languages[0] or tags[source] or guessed[0], languages[1] or tags[target] or guessed[1])
    return _Columns(source, target, note, id, spoken), named


def read_workbook(path: str, languages: tuple[str, str]) -> CheckFile:
    """The first sheet of an Excel workbook with a source and a target column; places are cells."""
    import zipfile

    import openpyxl
    from openpyxl.utils import get_column_letter
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [
            ["" if v is None else str(v) for v in row]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
        book.close()
    except FileNotFoundError:
        raise FayiError("no such file", path=path, hint="check the name") from None
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile, InvalidFileException) as error:
        raise FayiError(f"not a readable Excel workbook ({type(error).__name__})", path=path) from error
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise FayiError("the workbook is empty", path=path)
    columns, has_header = _columns(path, filled[:50], languages)
    units = []
    skip = has_header
    for number, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        if skip:
            skip = False
            continue
        if len(row) <= max(columns.source, columns.target):
            continue
        source, target = (
            Side(row[i], lang, -1, line=number, cell=f"{get_column_letter(i + 1)}{number}")
            for i, lang in zip((columns.source, columns.target), columns.languages, strict=True)
        )
        note = (row[columns.note],) if 0 <= columns.note < len(row) else ()
        units.append(
            Unit(source, target, row[columns.id] if 0 <= columns.id < len(row) else "", note, number)
        )
    return CheckFile(path, units, bilingual=True)
