"""The text report: one block per finding with the excerpts of both sides, a caret under the place, a summary."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from toolkit.check.model import Finding, Level, Span
from toolkit.check.report.model import Report, level_name, where
from toolkit.i18n import _, ngettext

_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}
_LEAST = 24
"""Columns that an excerpt has however narrow the terminal is."""


def text(report: Report) -> str:
    """Findings with the excerpts of both sides, a caret under the place, and a summary."""
    lines: list[str] = []
    hidden = 0
    for finding in report.shown:
        if finding.level.rank < report.least.rank:
            hidden += 1
            continue
        lines.extend(_finding(finding, report))
    lines.append(_summary(report, hidden))
    return "\n".join(lines) + "\n"


def _paint(value: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{value}\x1b[0m" if colour and value else value


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    colour = report.colour
    level = _paint(level_name(finding.level), "1;" + _COLOURS[finding.level], colour)
    concept = _paint(f"[{finding.concept}]", "2", colour) if finding.concept else ""
    head = _paint(where(finding), "1", colour) + ": " if where(finding) else ""
    yield f"{head}{level} {finding.code} {flat(finding.message)} {concept}".rstrip()
    labels = {"source": _("source"), "target": _("target")} if finding.target else {"source": ""}
    room = max(_columns(label) for label in labels.values())
    for side, span in (("source", finding.source), ("target", finding.target)):
        if span is not None and span.text:
            label = labels[side] + " " * (room - _columns(labels[side]))
            mark = "^" if span is finding.place else "-"
            yield from _excerpt(label, span, mark, _COLOURS[finding.level], report)
    if finding.fix is not None:
        yield _paint("  " + _("help: write “{form}” (--fix)").format(form=finding.fix), "2", colour)
    yield ""


def _excerpt(label: str, span: Span, mark: str, code: str, report: Report) -> Iterator[str]:
    """The part of the segment around the span that fits the width, and a line that underlines it."""
    prefix = f"  {label} | " if label else "  | "
    room = max(_LEAST, report.width - _columns(prefix))
    before, inside, after = _cut(flat(span.text), span.start, span.end, room)
    whole = span.end - span.start == len(span.text)
    colour = report.colour and not whole
    yield f"{_paint(prefix, '2', report.colour)}{before}{_paint(inside, code, colour)}{after}"
    if not whole and inside:
        pad = " " * _columns(prefix) + "".join("\u3000" if _wide(c) else " " for c in before if _width(c))
        line = "".join(mark * _width(c) for c in inside) or mark
        yield pad + _paint(line, code, colour)


def _cut(content: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """What fits into ``room`` columns of the text before the place, the place itself, and the text after it."""
    inside = _fitting(content[start:end], room)
    if len(inside) < end - start:
        inside = _fitting(inside, room - 2) + "…"
        return ("…" if start else ""), inside, ""
    left = room - _columns(inside)
    # Two thirds of the room go to what follows, unless one side needs less than its share.
    first, last = _columns(content[:start]), _columns(content[end:])
    ahead = min(first, max(left - last, left // 3))
    before = _fitting(content[:start][::-1], ahead - (1 if ahead < first else 0))[::-1]
    if len(before) < start:
        before = "…" + before
    behind = left - _columns(before)
    after = _fitting(content[end:], behind)
    if len(after) < len(content) - end:
        after = _fitting(after, behind - 1) + "…"
    return before, inside, after


def _fitting(value: str, room: int) -> str:
    """As much of the beginning of ``value`` as ``room`` columns hold."""
    used = 0
    for index, character in enumerate(value):
        used += _width(character)
        if used > room:
            return value[:index]
    return value


def flat(value: str) -> str:
    """One line of the same length: line ends as blanks, other control characters (escapes for terminals) as marks."""
    return "".join(" " if c in "\n\r\t" else c if c.isprintable() else "\ufffd" for c in value)


def _columns(value: str) -> int:
    return len(value) if value.isascii() else sum(_width(c) for c in value)


def _width(character: str) -> int:
    return 2 if _wide(character) else 0 if unicodedata.category(character) in ("Mn", "Me") else 1


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _summary(report: Report, hidden: int) -> str:
    counts = report.counts()
    files = len(report.files)
    parts = [
        ngettext("{count} error", "{count} errors", counts["error"]).format(count=counts["error"]),
        ngettext("{count} warning", "{count} warnings", counts["warning"]).format(count=counts["warning"]),
        _("{count} info").format(count=counts["info"]),
    ]
    if suppressed := sum(bool(f.suppressed) for f in report.findings):
        parts.append(_("{count} suppressed").format(count=suppressed))
    if known := sum(f.known for f in report.findings):
        parts.append(_("{count} in the baseline").format(count=known))
    text = ngettext("{count} file checked: {findings}", "{count} files checked: {findings}", files).format(
        count=files, findings=_(", ").join(parts)
    )
    if report.errors:
        number = len(report.errors)
        text += "; " + ngettext(
            "{count} file could not be checked", "{count} files could not be checked", number
        ).format(count=number)
    if hidden:
        text += " " + _("({count} not shown; --level info shows all)").format(count=hidden)
    return text
