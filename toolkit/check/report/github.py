"""Workflow commands of GitHub Actions, shown as annotations on the changed lines."""

from __future__ import annotations

from toolkit.check.model import Level
from toolkit.check.report.model import Report
from toolkit.check.rules import RULES

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def github(report: Report) -> str:
    """One command per finding and per file that could not be checked.

    Escapes as the runner takes them back: ``%``, CR and LF everywhere, ``:`` and ``,`` in properties too.
    """
    lines = [
        _command(
            "error", str(error), {"file": error.path or "", "line": str(error.line or ""), "title": "fayi"}
        )
        for error in report.errors
    ]
    for finding in report.shown:
        place = finding.place
        properties = {"file": finding.path}
        if place is not None and place.line and finding.path:
            properties["line"] = str(place.line)
            if place.column:
                properties["col"] = str(place.column)
        properties["title"] = f"{finding.code} {RULES[finding.code].name}"
        lines.append(_command(_COMMANDS[finding.level], finding.message, properties))
    return "".join(lines)


def _command(name: str, message: str, properties: dict[str, str]) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {listed}::{_data(message)}\n"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
