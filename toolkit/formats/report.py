"""What an import did: read, created, merged, repaired, skipped, failed, each with file and line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import FayiError, quote

MAX_EVENTS = 1000
"""Events kept with their text; further ones are only counted, a broken file may have millions."""


_ALWAYS = ("merged", "repaired", "skipped", "failed")


class Event(NamedTuple):
    """Something the user should know: what happened to which line."""

    kind: str
    """``repaired``, ``skipped``, ``failed``, ``merged``, ``garbled`` (Chinese in the wrong encoding) or ``unclear`` (a word for
    a status that is not known)."""
    message: str
    line: int = 0


@dataclass
class Report:
    """Counts and events of reading one file."""

    path: str
    read: int = 0
    """Records found in the file."""
    created: int = 0
    """Records handed on."""
    line: int = 0
    """Where the record handed on last begins; 0 where lines mean nothing."""
    counts: Counter[str] = field(default_factory=Counter)
    events: list[Event] = field(default_factory=list)
    unlisted: int = 0

    def add(self, kind: str, message: str, line: int = 0, found: str = "") -> None:
        self.counts[kind] += 1
        if len(self.events) >= MAX_EVENTS:
            self.unlisted += 1
        else:
            self.events.append(Event(kind, f"{message}: {quote(found)}" if found else message, line))

    def require(self, allowed: str = "") -> None:
        """Raise ``FayiError`` when nothing came out of the file: an empty import is never a success."""
        if not self.created:
            first = next((e for e in self.events if e.kind in ("skipped", "failed")), None)
            raise FayiError(
                f"nothing to import: {self.read} read, {self.counts['skipped']} skipped, {self.counts['failed']} failed",
                path=self.path,
                line=first.line if first and first.line else None,
                allowed=allowed or None,
                hint=first.message if first else "the file has no records",
            )

    def summary(self) -> str:
        """One line: ``read 12, created 11, merged 0, repaired 1, skipped 1, failed 0``, then what else there was (``garbled 2``)."""
        parts = [f"read {self.read}", f"created {self.created}"]
        parts += [f"{kind} {self.counts[kind]}" for kind in _ALWAYS]
        parts += [
            f"{kind} {count}" for kind, count in sorted(self.counts.items()) if kind not in _ALWAYS and count
        ]
        return ", ".join(parts)

    def lines(self, limit: int = 20) -> list[str]:
        """The events, one line each: ``file:line: skipped: message``."""
        shown = [
            f"{Path(self.path).name}{f':{e.line}' if e.line else ''}: {e.kind}: {e.message}"
            for e in self.events[:limit]
        ]
        hidden = len(self.events) - len(shown) + self.unlisted
        return [*shown, f"… and {hidden} more"] if hidden > 0 else shown
