"""JSON: the whole run as one object, or one finding per line."""

from __future__ import annotations

import json

from toolkit.check.report.model import Report, record

VERSION = 1


def json_report(report: Report) -> str:
    """One object: ``version``, ``files``, ``errors``, ``summary`` and ``findings``."""
    counts = report.counts()
    document = {
        "version": VERSION,
        "files": report.files,
        "units": report.units,
        "errors": [str(error) for error in report.errors],
        "summary": {level: counts[level] for level in ("error", "warning", "info")}
        | {
            "suppressed": sum(bool(f.suppressed) for f in report.findings),
            "baseline": sum(f.known for f in report.findings),
        },
        "findings": [record(f) for f in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def jsonl(report: Report) -> str:
    """One finding per line."""
    return "".join(json.dumps(record(f), ensure_ascii=False) + "\n" for f in report.findings)
