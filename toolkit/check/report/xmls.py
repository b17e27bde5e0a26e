"""XML reports: JUnit, which every build server reads, and Checkstyle."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.sax.saxutils import quoteattr

from toolkit.check.model import Finding, Level
from toolkit.check.report.model import Report

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit(report: Report) -> str:
    """A suite per file, a case per finding; errors and warnings fail, info passes with the message as output."""
    by_file = _by_file(report)
    total = failures = 0
    suites: list[str] = []
    for path in [*report.files, *(p for p in by_file if p not in report.files)]:
        cases = [_case(f) for f in by_file.get(path, ())]
        failed = sum(f.level is not Level.INFO for f in by_file.get(path, ()))
        if not cases:
            cases = [f'    <testcase classname={_attribute(path)} name="terminology"/>']
        total += len(cases)
        failures += failed
        suites += [
            f'  <testsuite name={_attribute(path)} tests="{len(cases)}" failures="{failed}" errors="0">',
            *cases,
            "  </testsuite>",
        ]
    if report.errors:
        suites.append(
            f'  <testsuite name="unreadable" tests="{len(report.errors)}" failures="0" errors="{len(report.errors)}">'
        )
        suites += [
            f'    <testcase classname="unreadable" name={_attribute(e.path or "")}><error message={_attribute(str(e))}/></testcase>'
            for e in report.errors
        ]
        suites.append("  </testsuite>")
        total += len(report.errors)
    head = f'<testsuites name="fayi" tests="{total}" failures="{failures}" errors="{len(report.errors)}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _case(finding: Finding) -> str:
    place = finding.place
    where = f"{place.line}:{place.column}" if place else ""
    name = _attribute(f"{finding.code} {where} {finding.term}".strip())
    start = f"    <testcase classname={_attribute(finding.path)} name={name}>"
    if finding.level is Level.INFO:
        return f"{start}<system-out>{_content(finding.message)}</system-out></testcase>"
    return f'{start}<failure type="{finding.level}" message={_attribute(finding.message)}/></testcase>'


def checkstyle(report: Report) -> str:
    """Checkstyle's format: a ``file`` per file, an ``error`` per finding."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">']
    for path, findings in _by_file(report).items():
        lines.append(f"  <file name={_attribute(path)}>")
        for finding in findings:
            place = finding.place
            line, column = (place.line or 1, place.column or 1) if place else (1, 1)
            lines.append(
                f'    <error line="{line}" column="{column}" severity="{finding.level}" message={_attribute(finding.message)}'
                f' source="fayi.{finding.code}"/>'
            )
        lines.append("  </file>")
    for unreadable in report.errors:
        lines += [
            f"  <file name={_attribute(unreadable.path or '')}>",
            f'    <error line="{unreadable.line or 1}" column="{unreadable.column or 1}" severity="error"'
            f' message={_attribute(unreadable.message)} source="fayi"/>',
            "  </file>",
        ]
    lines.append("</checkstyle>")
    return "\n".join(lines) + "\n"


def _by_file(report: Report) -> dict[str, list[Finding]]:
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.shown:
        by_file[finding.path].append(finding)
    return by_file


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", value).replace("\n", " "))


def _content(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value).replace("&", "&amp;").replace("<", "&lt;")
