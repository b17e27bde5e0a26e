"""SARIF 2.1.0 (OASIS), for code scanning services and editors."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from toolkit import __version__
from toolkit.check import explanation
from toolkit.check.model import Finding, Level, Span
from toolkit.check.report.model import Report
from toolkit.check.rules import RULES
from toolkit.errors import FayiError

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report) -> str:
    """One run; suppressed and known findings are kept and marked as such."""
    codes = sorted({f.code for f in report.findings})
    # If one result says how it stands to the baseline, all must (SARIF 2.1.0, 3.27.24).
    compared = any(f.known for f in report.findings)
    index = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "fayi",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, index, compared) for f in report.findings],
        "invocations": [
            {
                "executionSuccessful": not report.errors,
                "toolExecutionNotifications": [_notification(error) for error in report.errors],
            }
        ],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    words = explanation.record(rule)
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": explanation.message(rule)},
        "fullDescription": {"text": " ".join(words["explanation"].split())},
        "help": {"text": explanation.text(rule, None)},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"group": rule.group},
    }


def _result(finding: Finding, index: dict[str, int], compared: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.level],
        "message": {"text": finding.message},
        "locations": [_location(finding.path, finding.place)] if finding.path else [],
        "partialFingerprints": {"fayi/v1": finding.fingerprint},
        "properties": {
            "concept": finding.concept,
            "term": finding.term,
            "approved": [a.text for a in finding.approved],
        },
    }
    if finding.target is not None and finding.source is not None:
        result["relatedLocations"] = [_location(finding.path, finding.source, "the term in the source")]
    if compared:
        result["baselineState"] = "unchanged" if finding.known else "new"
    if finding.suppressed:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed}]
    place = finding.place
    if finding.fix is not None and place is not None and place.offset >= 0:
        result["fixes"] = [
            {
                "description": {"text": f"write “{finding.fix}”"},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": _uri(finding.path)},
                        "replacements": [
                            {"deletedRegion": _region(place), "insertedContent": {"text": finding.fix}}
                        ],
                    }
                ],
            }
        ]
    return result


def _notification(error: FayiError) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": "error", "message": {"text": str(error)}}
    if error.path:
        notification["locations"] = [
            _location(error.path, Span("", 0, 0, error.line or 0, error.column or 0))
        ]
    return notification


def _location(path: str, span: Span | None, message: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}
    if span is not None and span.line:
        location["physicalLocation"]["region"] = _region(span)
    if message:
        location["message"] = {"text": message}
    return location


def _region(span: Span) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": span.line}
    if span.column:
        region["startColumn"] = span.column
    if span.offset >= 0:
        region |= {"charOffset": span.offset, "charLength": span.end_offset - span.offset}
    if span.excerpt:
        region["snippet"] = {"text": span.excerpt}
    return region


def _uri(path: str) -> str:
    """A relative reference, which services resolve against the repository, or a ``file`` address."""
    place = PurePath(path)
    return place.as_uri() if place.is_absolute() else quote("stdin" if path == "-" else place.as_posix())
