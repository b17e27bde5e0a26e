"""Suppressions in the file: ``fayi: ignore FY201[concept] reason``, in a comment, a note, or the text's own comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.check.model import CheckFile, Finding, Span, Unit
from toolkit.check.rules import RULES

if TYPE_CHECKING:
    from toolkit.check.engine import Settings

_DIRECTIVE = re.compile(
    r"fayi:\s*(?P<kind>ignore(?:-file|-next)?)\s+(?P<codes>FY\d*(?:\[[^\]]*\])?(?:\s*,\s*FY\d*(?:\[[^\]]*\])?)*)(?P<reason>[^\n]*)"
)
_COMMENT = re.compile(r"<!--\s*(fayi:.*?)\s*-->", re.DOTALL)
_CODE = re.compile(r"(FY\d*)(?:\[([^\]]*)\])?")


@dataclass
class Directive:
    """One suppression: what it covers and why."""

    codes: tuple[tuple[str, str], ...]
    """``(code or its beginning, concept id or "")``."""
    reason: str
    unit: int
    """Index of the unit it belongs to; -1 for the whole file."""
    line: int
    offset: int = -1
    used: bool = False

    def covers(self, finding: Finding, unit: int) -> bool:
        if self.unit not in (-1, unit):
            return False
        return any(
            finding.code.startswith(code) and (not concept or concept in finding.concept.split("|"))
            for code, concept in self.codes
        )


def apply(file: CheckFile, findings: list[Finding], settings: Settings) -> list[Finding]:
    """The findings, suppressed ones marked with their reason, and those about the suppressions themselves."""
    directives = _directives(file)
    if not directives:
        return findings
    marked: list[Finding] = []
    for finding in findings:
        cover = next((d for d in directives if d.covers(finding, finding.index)), None)
        if cover is not None:
            cover.used = True
            finding = replace(finding, suppressed=cover.reason or "no reason given")
        marked.append(finding)
    for directive in directives:
        code = "FY901" if not directive.used else "FY903" if not directive.reason else ""
        if code:
            level = settings.level(code, RULES[code].level)
            # A code that is not selected cannot find anything; its suppression is not to blame.
            if level is None or (
                code == "FY901"
                and not any(settings.level(_full(c), RULES["FY901"].level) for c, _id in directive.codes)
            ):
                continue
            names = ", ".join(c + (f"[{id}]" if id else "") for c, id in directive.codes)
            place = Span("", 0, 0, directive.line, 1, directive.offset, directive.offset)
            marked.append(
                Finding(code, level, RULES[code].say(found=names), file.path, found=names, source=place)
            )
    return marked


def _full(code: str) -> str:
    return next((c for c in RULES if c.startswith(code)), code)


def _directives(file: CheckFile) -> list[Directive]:
    found: list[Directive] = []
    if file.bilingual:
        for number, unit in enumerate(file.units):
            for note in unit.notes:
                if "fayi:" in note:
                    found.extend(_parse(note, number, unit.line))
        return found
    for match in _COMMENT.finditer(file.text):
        line, _column = file.position(match.start())
        # The paragraph the comment stands in, or the next one when it stands alone.
        following = next(
            (
                n
                for n, u in enumerate(file.units)
                if _end(u) > match.start() and _COMMENT.sub("", u.source.text).strip()
            ),
            -2,
        )
        found.extend(replace(d, offset=match.start()) for d in _parse(match[1], following, line))
    return found


def _end(unit: Unit) -> int:
    return unit.source.start + len(unit.source.text)


def _parse(text: str, unit: int, line: int) -> list[Directive]:
    result = []
    for match in _DIRECTIVE.finditer(text):
        codes = tuple((m[1], (m[2] or "").strip()) for m in _CODE.finditer(match["codes"]))
        whole = match["kind"] == "ignore-file"
        result.append(Directive(codes, match["reason"].strip(" :–-"), -1 if whole else unit, line))
    return result
