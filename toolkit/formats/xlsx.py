"""XLSX workbooks: the table of terms, and the reader for every glossary workbook.

Read and written directly: a workbook is a zip file of XML, and the parts go through the same refusals as every
other XML (openpyxl has no protection against bombs and takes ten times as long). Cells are written as strings,
so none can be a formula. Source: ECMA-376, part 1 (SpreadsheetML).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from toolkit.documents.entities import refuse_entities
from toolkit.errors import FayiError
from toolkit.formats import tables
from toolkit.formats.delimited import guard, nothing
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry
from toolkit.formats.report import Report
from toolkit.formats.separated import KEEPS
from toolkit.formats.sources import ARCHIVE_ERRORS, open_output
from toolkit.formats.xml import clean, line_of, local, not_xml

MAX_UNPACKED = 256 << 20
"""Bytes all parts may unpack to; a sheet of 100,000 terms has some 40 MB."""
MAX_RATIO = 200
MAX_COLUMNS = 512
MAX_CELL = 32_767
"""Characters an Excel cell holds."""


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """The entries of the first sheet that has any."""
    return tables.entries(parse(path), report, settings)


def parse(path: Path) -> Iterator[tuple[int, list[str]]]:
    """``(row number, cells)`` of the first sheet that has any; numbers as they are stored."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path)
            shared = _shared(archive, path)
            for name in _sheets(archive, path):
                empty = True
                for number, cells in _rows(archive, name, shared, path):
                    if any(cells):
                        empty = False
                        yield number, cells
                if not empty:
                    return
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    except (*ARCHIVE_ERRORS, KeyError) as error:
        raise FayiError(
            f"not a readable workbook ({error})", path=path, hint="save it again as XLSX"
        ) from error


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise ``FayiError`` for what is no workbook or unpacks to too much."""
    parts = archive.infolist()
    total, packed = sum(part.file_size for part in parts), max(1, sum(part.compress_size for part in parts))
    if "xl/workbook.xml" not in archive.namelist():
        raise FayiError("a zip file, not a workbook", path=path, allowed="XLSX")
    if any(part.flag_bits & 1 for part in parts):
        raise FayiError("an encrypted workbook", path=path, hint="save it without password")
    if total > MAX_UNPACKED or len(parts) > 2000 or (total > 16 << 20 and total > packed * MAX_RATIO):
        raise FayiError(
            f"unpacks to {total >> 20} MB", path=path, allowed=f"at most {MAX_UNPACKED >> 20} MB",
            hint="refused: it looks like a zip bomb",
        )  # fmt: skip


def _elements(
    archive: zipfile.ZipFile, name: str, wanted: frozenset[str], path: Path
) -> Iterator[etree._Element]:
    """The elements of one part, freed after use."""
    # ZipExtFile stops at the size that the directory states: a lying one ends in a CRC error.
    with archive.open(name) as handle:
        first = True
        try:
            for event, element in etree.iterparse(
                handle,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            ):
                if first:
                    refuse_entities(element.getroottree(), path)
                    first = False
                if event == "end" and local(element) in wanted:
                    yield element
                    element.clear()
                    parent: Any = element.getparent()
                    while parent is not None and element.getprevious() is not None:
                        del parent[0]
        except etree.XMLSyntaxError as error:
            raise not_xml(path, error) from None


def _text(element: etree._Element) -> str:
    """The text of a string: its runs, without the phonetic readings."""
    return "".join(t.text or "" for t in element.iter() if local(t) == "t" and local(t.getparent()) != "rPh")  # type: ignore[arg-type]


def _shared(archive: zipfile.ZipFile, path: Path) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_text(element) for element in _elements(archive, name, frozenset(("si",)), path)]


def _sheets(archive: zipfile.ZipFile, path: Path) -> list[str]:
    """The parts of the sheets in the order of the tabs."""
    targets: dict[str, str] = {}
    for relation in _elements(archive, "xl/_rels/workbook.xml.rels", frozenset(("Relationship",)), path):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets = []
    for sheet in _elements(archive, "xl/workbook.xml", frozenset(("sheet",)), path):
        identifier = next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        if targets.get(identifier) in archive.namelist():
            sheets.append(targets[identifier])
    return sheets


def _rows(
    archive: zipfile.ZipFile, name: str, shared: Sequence[str], path: Path
) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in _elements(archive, name, frozenset(("row",)), path):
        stated = row.get("r", "")
        number = int(stated) if stated.isdigit() and len(stated) < 8 else number + 1
        cells: list[str] = []
        for cell in row:
            if local(cell) != "c":
                continue
            column = _column(cell.get("r", "")) if cell.get("r") else len(cells)
            if column >= MAX_COLUMNS:
                continue
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _value(cell, shared, path)
        yield number, cells


def _column(reference: str) -> int:
    """``"C7"`` → 2."""
    number = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return max(0, number - 1)


def _value(cell: etree._Element, shared: Sequence[str], path: Path) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    if kind == "s":
        if not value.isdigit() or int(value) >= len(shared):
            raise FayiError(
                "a cell refers to no string", path=path, line=line_of(cell), hint="the workbook is damaged"
            )
        return shared[int(value)]
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return value.removesuffix(".0")


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override '
    'PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font>'
    '<sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(path: Path, rows: Iterable[Sequence[str]], *, title: str = "Glossary", safe: bool = False) -> None:
    """Write rows to the only sheet, the first as a heading that stays in view; every cell is a string.

    ``safe`` puts a tab before what would be a formula, for those who save the workbook as CSV again. Raises
    ``FayiError`` when there is nothing below the heading.
    """
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", clean(title))[:31] or "Sheet", {'"': "&quot;"})
    workbook = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with open_output(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in {**PARTS, "xl/workbook.xml": workbook}.items():
            archive.writestr(_info(part), f"{_DECLARATION}{content}")
        with archive.open(_info("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(
                f'{_DECLARATION}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
                '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
                '</sheetView></sheetViews><cols><col min="1" max="16" width="24" customWidth="1"/></cols><sheetData>'.encode()
            )
            number = 0
            for number, row in enumerate(rows, 1):
                sheet.write(_row([guard(c) for c in row] if safe else row, number, path).encode())
            if number < 2:
                raise nothing(path)
            sheet.write(b"</sheetData></worksheet>")


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _row(row: Sequence[str], number: int, path: Path) -> str:
    style = ' s="1"' if number == 1 else ""
    cells = []
    for index, text in enumerate(row):
        if len(text) > MAX_CELL:
            raise FayiError(
                f"a cell of {len(text):,} characters in row {number}",
                path=path,
                allowed=f"at most {MAX_CELL:,}",
            )
        if text:
            shown = escape(clean(text), {"\r": "&#13;"})
            cells.append(
                f'<c r="{_letters(index)}{number}"{style} t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
            )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    write(path, tables.long_rows(entries), title="Terms", safe=settings.spreadsheet_safe)


FORMAT = Format("xlsx", (".xlsx",), "workbook with the table of terms; any glossary workbook is read", "entries", read, _write,
                KEEPS, limits=f"{MAX_CELL:,} characters per cell")  # fmt: skip
