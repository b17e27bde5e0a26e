"""What every report writer gets, and the plain record of a finding that JSON and its kin share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from toolkit.check.model import Finding, Level, Span
from toolkit.check.rules import RULES
from toolkit.errors import FayiError
from toolkit.i18n import _


@dataclass
class Report:
    """The findings of a run."""

    findings: list[Finding]
    files: list[str] = field(default_factory=list)
    errors: list[FayiError] = field(default_factory=list)
    """One for each file that could not be checked."""
    colour: bool = False
    least: Level = Level.INFO
    """Text reports leave out findings below this level and count them."""
    units: int = 0
    width: int = 100
    """Columns of a text report; longer segments are cut around the place."""

    @property
    def shown(self) -> list[Finding]:
        """Findings that are neither suppressed nor in the baseline."""
        return [f for f in self.findings if not f.suppressed and not f.known]

    def counts(self) -> Counter[str]:
        return Counter(f.level.value for f in self.shown)


def level_name(level: Level) -> str:
    """The level in the reader's language."""
    return {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.INFO: _("info")}[level]


def where(finding: Finding) -> str:
    """File and place as editors and terminals link them: ``a.po:7:2``, ``a.xlsx:B12``; ``""`` without a file."""
    place = finding.place
    if place is None or not finding.path:
        return finding.path
    if place.cell:
        return f"{finding.path}:{place.cell}"
    parts = [finding.path, *([place.line, place.column] if place.column else [place.line])]
    return ":".join(str(part) for part in parts if part)


def record(finding: Finding) -> dict[str, Any]:
    """A finding as plain data; offsets count characters from 0, lines and columns from 1."""
    rule = RULES[finding.code]
    return {
        "code": finding.code,
        "name": rule.name,
        "group": rule.group,
        "level": finding.level.value,
        "message": finding.message,
        "path": finding.path,
        "unit": finding.unit,
        "concept": finding.concept,
        "term": finding.term,
        "found": finding.found,
        "source": _span(finding.source),
        "target": _span(finding.target),
        "approved": [
            {"text": a.text, "lang": a.lang, "preferred": a.preferred, "source": a.source}
            for a in finding.approved
        ],
        "fix": finding.fix,
        "counts": [{"form": form, "count": count} for form, count in finding.counts],
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed or None,
        "baseline": finding.known,
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    place: dict[str, Any] = {"excerpt": span.excerpt, "start": span.start, "end": span.end}
    if span.offset >= 0:
        place |= {
            "line": span.line,
            "column": span.column,
            "offset": span.offset,
            "end_offset": span.end_offset,
        }
    elif span.line:
        place["line"] = span.line
    if span.cell:
        place["cell"] = span.cell
    return place | {"text": span.text}
