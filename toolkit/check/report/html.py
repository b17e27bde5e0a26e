"""One HTML file without outside parts: the findings with both excerpts, filtered in the browser."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from toolkit.check.model import Finding, Span
from toolkit.check.report.model import Report
from toolkit.check.rules import RULES

_PAGE = Path(__file__).with_name("report.html")
_AROUND = 70
"""Characters shown before and after the place."""


def html(report: Report) -> str:
    """The page; the script in it only hides and shows rows."""
    counts = report.counts()
    codes = Counter(f.code for f in report.shown)
    buttons = "".join(
        f'<label class="chip {level}"><input type="checkbox" name="level" value="{level}" checked> {level} <b>{counts[level]}</b></label>'
        for level in ("error", "warning", "info")
    )
    options = "".join(
        f'<option value="{code}">{code} {RULES[code].name} ({n})</option>'
        for code, n in sorted(codes.items())
    )
    files = "".join(f"<option>{escape(path)}</option>" for path in report.files)
    errors = "".join(f"<li>{escape(message)}</li>" for message in report.errors)
    page = _PAGE.read_text(encoding="utf-8")
    for name, value in {
        "BUTTONS": buttons,
        "CODES": options,
        "FILES": files,
        "ERRORS": f'<ul class="errors">{errors}</ul>' if errors else "",
        "TOTAL": str(len(report.shown)),
        "FILECOUNT": str(len(report.files)),
        "ROWS": "\n".join(_row(f) for f in report.shown),
    }.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _row(finding: Finding) -> str:
    place = finding.place
    where = finding.path
    if place is not None:
        where += (
            f":{place.cell}"
            if place.cell
            else f":{place.line}:{place.column}"
            if place.column
            else f":{place.line}"
        )
    excerpts = "".join(
        f'<p lang="{lang}">{_excerpt(span)}</p>'
        for span, lang in ((finding.source, "und"), (finding.target, "und"))
        if span is not None and span.text
    )
    approved = "; ".join(
        (f"<b>{escape(a.text)}</b>" if a.preferred else escape(a.text))
        + (f' <span class="proof">{escape(a.source)}</span>' if a.source else "")
        for a in finding.approved[:4]
    )
    return (
        f'<tr data-level="{finding.level}" data-code="{finding.code}" data-file="{escape(finding.path)}">'
        f'<td><span class="tag {finding.level}">{finding.level}</span><br><code title="{escape(RULES[finding.code].name)}">{finding.code}</code></td>'
        f'<td><p class="message">{escape(finding.message)}</p><p class="where">{escape(where)}</p></td>'
        f"<td>{excerpts}</td><td>{approved}</td></tr>"
    )


def _excerpt(span: Span) -> str:
    first, last = max(0, span.start - _AROUND), min(len(span.text), span.end + _AROUND)
    whole = span.end - span.start == len(span.text)
    inside = escape(span.text[span.start : span.end][: 4 * _AROUND])
    return (
        ("…" if first else "")
        + escape(span.text[first : span.start])
        + (inside if whole else f"<mark>{inside}</mark>")
        + escape(span.text[span.end : last])
        + ("…" if last < len(span.text) else "")
    )
