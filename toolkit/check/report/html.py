"""One HTML file without outside parts: the findings with both excerpts, filtered in the browser."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from pathlib import Path

from toolkit.check.model import Finding, Level, Span
from toolkit.check.report.model import Report, level_name, where
from toolkit.check.rules import RULES
from toolkit.i18n import N_, _, language, ngettext
from toolkit.text import contains_han

_PAGE = Path(__file__).with_name("report.html")
_AROUND = 70
"""Characters shown before and after the place."""
# The words of the page, in double braces there.
_WORDS = (
    N_("Terminology check"), N_("Code"), N_("All codes"), N_("File"), N_("All files"), N_("Filter by words"), N_("Level"),
    N_("Finding"), N_("Source and translation"), N_("Approved"), N_("No finding matches the filter."), N_("No findings."),
)  # fmt: skip


def html(report: Report) -> str:
    """The page; the script in it only hides and shows rows."""
    counts = report.counts()
    codes = Counter(f.code for f in report.shown)
    files = Counter(f.path for f in report.shown)
    buttons = "".join(
        f'<label class="chip {level}"><input type="checkbox" name="level" value="{level}" checked>'
        f" {_text(level_name(level))} <b>{counts[level]}</b></label>"
        for level in (Level.ERROR, Level.WARNING, Level.INFO)
    )
    chosen_codes = "".join(
        f'<option value="{code}">{code} {RULES[code].name} ({n})</option>'
        for code, n in sorted(codes.items())
    )
    chosen_files = "".join(
        f'<option value="{_text(path)}">{_text(path)} ({files[path]})</option>' for path in report.files
    )
    errors = "".join(f"<li>{_text(str(error))}</li>" for error in report.errors)
    number = len(report.files)
    page = _PAGE.read_text(encoding="utf-8")
    page = re.sub(r"\{\{(.*?)\}\}", lambda m: _text(_(m[1])), page)
    for name, value in {
        "LANG": language().replace("_", "-"),
        "BUTTONS": buttons,
        "CODES": chosen_codes,
        "FILES": chosen_files,
        "ERRORS": f'<ul class="errors">{errors}</ul>' if errors else "",
        "SHOWN": _("{count} of {total} shown").format(
            count=f'<span id="shown">{len(report.shown)}</span>', total=len(report.shown)
        ),
        "CHECKED": ngettext("{count} file checked", "{count} files checked", number).format(count=number),
        "ROWS": "\n".join(_row(f) for f in report.shown),
    }.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _row(finding: Finding) -> str:
    excerpts = "".join(
        f'<p lang="{"zh" if contains_han(span.excerpt or span.text) else "en"}">{_excerpt(span)}</p>'
        for span in (finding.source, finding.target)
        if span is not None and span.text
    )
    approved = "".join(
        "<p>"
        + (f"<b>{_text(a.text)}</b>" if a.preferred else _text(a.text))
        + (f' <span class="proof">{_text(a.source)}</span>' if a.source else "")
        + "</p>"
        for a in finding.approved[:4]
    )
    return (
        f'<tr data-level="{finding.level}" data-code="{finding.code}" data-file="{_text(finding.path)}">'
        f'<td><span class="tag {finding.level}">{_text(level_name(finding.level))}</span> <code title="{RULES[finding.code].name}">{finding.code}</code></td>'
        f'<td><p class="message">{_text(finding.message)}</p><p class="where">{_text(where(finding))}</p></td>'
        f"<td>{excerpts}</td><td>{approved}</td></tr>"
    )


def _text(value: str) -> str:
    """``value`` for the page; control characters have no place in HTML."""
    return escape("".join(c if c.isprintable() or c in "\n\t " else "\ufffd" for c in value))


def _excerpt(span: Span) -> str:
    first, last = _border(span.text, span.start, -1), _border(span.text, span.end, 1)
    whole = span.end - span.start == len(span.text)
    inside = _text(span.text[span.start : span.end][: 4 * _AROUND])
    if span.end - span.start > 4 * _AROUND:
        inside += "…"
    return (
        ("…" if first else "")
        + _text(span.text[first : span.start])
        + (inside if whole else f"<mark>{inside}</mark>")
        + _text(span.text[span.end : last])
        + ("…" if last < len(span.text) else "")
    )


def _border(content: str, place: int, step: int) -> int:
    """Where an excerpt that reaches ``_AROUND`` characters from the place begins or ends: not inside a word."""
    at = max(0, min(len(content), place + step * _AROUND))
    for near in range(at, place, -step):
        if (
            near in (0, len(content))
            or not content[near - 1 : near + 1].isascii()
            or content[near - 1 : near + 1].strip() != content[near - 1 : near + 1]
        ):
            return near
    return at
