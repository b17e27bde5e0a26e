"""``glossary.xlsx``: the glossary of a text for translators and clients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.build.entries import TextGlossary
from toolkit.build.rows import Row, place_name
from toolkit.i18n import N_, _

# Heading, width in characters, how to fill the cell.
_COLUMNS: tuple[tuple[str, int, str], ...] = (
    (N_("English as found"), 38, "english"),
    (N_("Standard Chinese"), 24, "chinese"),
    (N_("Preferred English"), 36, "preferred_english"),
    (N_("Status"), 13, "status"),
    (N_("Count"), 8, "occurrences"),
    (N_("Subject field"), 20, "field"),
    (N_("Source"), 34, "citation"),
    (N_("Confidence"), 12, "confidence"),
    (N_("Why"), 48, "why"),
    (N_("First context"), 64, "context"),
    (N_("Place"), 26, "place"),
    (N_("All forms found"), 44, "forms"),
    (N_("Definition"), 48, "definition"),
    (N_("Concept"), 28, "concept"),
)
# Pale fills that stay readable in print; the same hues as in the report.
_FILLS = {"standard": "E3F1E6", "admitted": "E5EEF8", "deprecated": "FBE6DD", "suggestion": "F6EFD5"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MAX_CELL = 32_767
"""Characters an Excel cell holds."""


def write(path: Path, rows: Sequence[Row], glossary: TextGlossary) -> None:
    """Write the workbook: a sheet of concepts, and a sheet of new candidates when there are any."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("Glossary")
    _fill(sheet, [(_(title), width) for title, width, _name in _COLUMNS], [_cells(row) for row in rows])
    status = [name for _title, _width, name in _COLUMNS].index("status") + 1
    for number, row in enumerate(rows, 2):
        sheet.cell(number, status).fill = PatternFill("solid", fgColor=_FILLS[row.status])
        sheet.cell(number, 2).font = Font(bold=True, size=12)
    if glossary.candidates:
        extra = book.create_sheet(_("New candidates"))
        _fill(
            extra,
            [(_("Term"), 44), (_("Count"), 8), (_("Score"), 10), (_("Place"), 28), (_("Context"), 80)],
            [
                [
                    c.term,
                    c.frequency,
                    round(c.score, 3),
                    place_name(glossary, c.place),
                    glossary.sentence(c.place),
                ]
                for c in glossary.candidates
            ],
        )
    book.save(path)


def _cells(row: Row) -> list[str | int | float]:
    values: list[str | int | float] = []
    for _title, _width, name in _COLUMNS:
        value = getattr(row, name)
        values.append(
            int(value) if name == "occurrences" else float(value) if name == "confidence" else value
        )
    return values


def _fill(
    sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str | int | float]]
) -> None:
    for index, (title, width) in enumerate(columns, 1):
        head = sheet.cell(1, index, title)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="3B4A57")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = width
    for number, values in enumerate(rows, 2):
        lines = 1
        for index, value in enumerate(values, 1):
            cell = sheet.cell(number, index)
            if isinstance(value, str):
                text = _ILLEGAL.sub("", value)[:MAX_CELL]
                # A cell typed as a string is never a formula, whatever its first character.
                cell.value = text
                cell.data_type = "s"
                lines = max(lines, _lines(text, columns[index - 1][1]))
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        # LibreOffice and Excel do not fit rows of a file written by a program; 90 points is six lines.
        sheet.row_dimensions[number].height = min(90, 15 * lines + 3)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    sheet.sheet_view.zoomScale = 100
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    # On paper the first columns are what people read; all of them on one page would be too small.
    sheet.print_area = f"A1:{get_column_letter(min(8, len(columns)))}{max(2, len(rows) + 1)}"


def _lines(text: str, width: int) -> int:
    """Lines a text takes in a cell of ``width`` characters; Chinese characters are two wide."""
    columns = sum(2 if c > "\u2e80" else 1 for c in text)
    return max(1, -(-columns // max(1, width - 2)))
