"""The findings as an Excel workbook, where translators work through them."""

from __future__ import annotations

import re
from io import BytesIO

from toolkit.check.report.model import Report, level_name
from toolkit.i18n import N_, _

COLUMNS = (
    N_("Level"), N_("Code"), N_("File"), N_("Line"), N_("Unit"), N_("Message"), N_("Term"), N_("Found"), N_("Approved"),
    N_("Source"), N_("Target"), N_("Fix"), N_("Concept"), N_("Fingerprint"),
)  # fmt: skip
_WIDTHS = (9, 8, 28, 7, 14, 60, 28, 24, 40, 60, 60, 24, 30, 18)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def workbook(report: Report) -> bytes:
    """One row per finding, with a filter; nothing in it is a formula."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("Findings")[:31]
    sheet.append([_(name) for name in COLUMNS])
    fills = {"error": "FBE3E1", "warning": "FFF1CC", "info": "E3EEF8"}
    for finding in report.shown:
        place = finding.place
        row = (
            level_name(finding.level), finding.code, finding.path, place.cell or place.line if place else "", finding.unit, finding.message,
            finding.term, finding.found, "; ".join(a.text for a in finding.approved), finding.source.text if finding.source else "",
            finding.target.text if finding.target else "", finding.fix or "", finding.concept, finding.fingerprint,
        )  # fmt: skip
        sheet.append([_NOT_XML.sub("\ufffd", v)[:32_000] if isinstance(v, str) else v for v in row])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.data_type == "f":
                cell.data_type = "s"
        sheet.cell(sheet.max_row, 1).fill = PatternFill("solid", fgColor=fills[finding.level.value])
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
        sheet.cell(1, number + 1).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
