"""Reports to read line by line: text with excerpt and caret, and annotations for GitHub."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from toolkit.check.model import Finding, Level, Span
from toolkit.check.report.model import Report

_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}
_WIDTH = 100
"""Columns of an excerpt; longer segments are cut around the place."""


def text(report: Report) -> str:
    """Findings with the excerpts of both sides, a caret under the place, and a summary."""
    lines: list[str] = []
    hidden = 0
    for finding in report.shown:
        if finding.level.rank < report.least.rank:
            hidden += 1
            continue
        lines.extend(_finding(finding, report.colour))
    lines.append(_summary(report, hidden))
    return "\n".join(lines) + "\n"


def _paint(value: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{value}\x1b[0m" if colour else value


def _finding(finding: Finding, colour: bool) -> Iterator[str]:
    place = finding.place
    where = finding.path
    if place is not None and place.cell:
        where += f":{place.cell}"
    elif place is not None and place.line:
        where += f":{place.line}" + (f":{place.column}" if place.column else "")
    level = _paint(finding.level.value, "1;" + _COLOURS[finding.level], colour)
    concept = _paint(f"[{finding.concept}]", "2", colour) if finding.concept else ""
    yield f"{_paint(where, '1', colour)}: {level} {finding.code} {finding.message} {concept}".rstrip()
    for side, span in (("source", finding.source), ("target", finding.target)):
        if span is not None and span.text:
            mark = "^" if span is place else "-"
            yield from _excerpt(side if finding.target else "", span, mark, _COLOURS[finding.level], colour)
    if finding.fix is not None:
        yield _paint(f"  help: write “{finding.fix}” (--fix)", "2", colour)
    yield ""


def _excerpt(label: str, span: Span, mark: str, code: str, colour: bool) -> Iterator[str]:
    """The line of the segment around the span, and a line that underlines it."""
    content = span.text
    start, end = span.start, span.end
    whole = end - start == len(content)
    room = _WIDTH // 2 if any(ord(c) > 0x2E80 for c in content[max(0, start - 30) : end + 30]) else _WIDTH
    first = 0 if start < room // 2 else start - room // 3
    last = min(len(content), max(first + room, min(end + 5, first + 2 * room)))
    before = ("…" if first else "") + _flat(content[first:start])
    inside = _flat(content[start : min(end, last)])
    after = _flat(content[min(end, last) : last]) + ("…" if last < len(content) else "")
    prefix = f"  {label:6} | " if label else "  | "
    yield f"{_paint(prefix, '2', colour)}{before}{_paint(inside, code, colour) if not whole else inside}{after}"
    if not whole and inside:
        pad = " " * len(prefix) + "".join("\u3000" if _wide(c) else " " for c in before)
        yield pad + _paint("".join((mark * 2) if _wide(c) else mark for c in inside), code, colour)


def _flat(value: str) -> str:
    """One line: line ends as blanks, other control characters (and escapes for terminals) as marks."""
    return "".join(" " if c in "\n\r\t" else c if c.isprintable() else "\ufffd" for c in value)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _summary(report: Report, hidden: int) -> str:
    counts = report.counts()
    parts = [
        f"{counts[level]} {level}{'s' if counts[level] != 1 and level != 'info' else ''}"
        for level in ("error", "warning", "info")
    ]
    text = f"{len(report.files)} file{'s' if len(report.files) != 1 else ''} checked: " + ", ".join(parts)
    if suppressed := sum(bool(f.suppressed) for f in report.findings):
        text += f", {suppressed} suppressed"
    if known := sum(f.known for f in report.findings):
        text += f", {known} in the baseline"
    if hidden:
        text += f" ({hidden} not shown; --level info shows all)"
    return text


_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def github(report: Report) -> str:
    """Workflow commands that GitHub shows as annotations on the changed lines."""
    lines = []
    for finding in report.shown:
        place = finding.place
        line, column = (place.line or 1, place.column or 1) if place else (1, 1)
        properties = f"file={_property(finding.path)},line={line},col={column},title={finding.code}"
        lines.append(f"::{_GITHUB[finding.level]} {properties}::{_data(finding.message)}\n")
    return "".join(lines)


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
