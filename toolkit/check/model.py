"""What a check works on and what it finds: sides, units, findings. No input or output."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How sure and how grave a finding is; ``ERROR`` fails a build by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return _RANK[self]


_ESCAPE = re.compile(r'\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)|&(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-fA-F]+);|""')
_RANK = {Level.ERROR: 2, Level.WARNING: 1, Level.INFO: 0}


class Side(NamedTuple):
    """One language of a unit: its plain text, and the stretch of the file it was read from."""

    text: str
    lang: str
    start: int = -1
    """Character offset of ``raw`` in the file; -1 where the file has no characters (Word, Excel)."""
    raw: str = ""
    """The stretch of the file as it stands there; ``""`` where it equals ``text``."""
    offsets: Callable[[str], list[int]] | None = None
    """Offsets in ``raw`` of each character of ``text`` and of its end; ``None`` where they are equal."""
    line: int = 0
    """Line, for files without offsets."""
    cell: str = ""
    """Cell, for workbooks: ``B12``."""

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """File offsets of ``text[start:end]``; ``(-1, -1)`` where the file has none."""
        if self.start < 0:
            return -1, -1
        if self.offsets is None:
            return self.start + start, self.start + end
        table = self.offsets(self.raw)
        if end <= start:
            return self.start + table[start], self.start + table[start]
        last, after = table[end - 1], table[end]
        # The last character may be an escape of several; what follows it up to the next may also be a tag.
        escape = _ESCAPE.match(self.raw, last) if after > last + 1 else None
        stop = escape.end() if escape is not None and escape.end() <= after else last + 1
        return self.start + table[start], self.start + stop


class Unit(NamedTuple):
    """A source segment and its translation, or (``target`` is ``None``) a segment of one text."""

    source: Side
    target: Side | None = None
    id: str = ""
    notes: tuple[str, ...] = ()
    """Comments on the unit; suppressions stand in them."""
    line: int = 0
    """Line where the unit begins, counted from 1; 0 where the file has no lines."""


@dataclass(slots=True)
class CheckFile:
    """A file read for checking."""

    path: str
    units: Sequence[Unit]
    text: str = ""
    """Its characters, which the offsets count; ``""`` for Word, Excel and HTML."""
    encoding: str = "utf-8"
    bom: bytes = b""
    warnings: list[str] = field(default_factory=list)
    bilingual: bool = False
    lines: list[int] = field(default_factory=list)
    """Offsets of the line beginnings, filled on first use."""

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        from bisect import bisect_right

        if not self.lines:
            self.lines = [0]
            at = self.text.find("\n")
            while at >= 0:
                self.lines.append(at + 1)
                at = self.text.find("\n", at + 1)
        row = bisect_right(self.lines, offset)
        return row, offset - self.lines[row - 1] + 1


class Span(NamedTuple):
    """A place: in the segment's text, and in the file."""

    text: str
    """The whole segment."""
    start: int
    """Characters in ``text``."""
    end: int
    line: int = 0
    column: int = 0
    offset: int = -1
    """Characters from the beginning of the file; -1 where it has none."""
    end_offset: int = -1
    cell: str = ""

    @property
    def excerpt(self) -> str:
        return self.text[self.start : self.end]


class Approved(NamedTuple):
    """A form that may stand, and where it is proved."""

    text: str
    lang: str
    preferred: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the terminology."""

    code: str
    level: Level
    message: str
    path: str = ""
    concept: str = ""
    """Id of the concept; several are joined by ``|``."""
    term: str = ""
    """The form in the source (or in the only text) that the finding is about."""
    found: str = ""
    """The wrong or nearest form, if there is one."""
    source: Span | None = None
    target: Span | None = None
    approved: tuple[Approved, ...] = ()
    fix: str | None = None
    """What to put in place of the wrong form; the place is ``target``, or ``source`` in one text."""
    counts: tuple[tuple[str, int], ...] = ()
    """Forms of a document and how often each stands there."""
    unit: str = ""
    suppressed: str = ""
    """The reason given in the file, for findings that are shown only on request."""
    known: bool = False
    """Whether it stands in the baseline."""
    index: int = -2
    """Index of the unit in the file."""

    @property
    def place(self) -> Span | None:
        """Where to look: the translation if there is one, else the source."""
        return self.target or self.source

    @property
    def fingerprint(self) -> str:
        """Stays the same when lines move: code, concept, term, found form and both texts, normalised."""
        parts = (
            self.code, self.concept, " ".join(self.term.lower().split()), "".join(self.found.lower().split()),
            "".join((self.source.text if self.source else "").split()),
            "".join((self.target.text if self.target else "").split()),
        )  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def at(self, level: Level) -> Finding:
        return self if level is self.level else replace(self, level=level)
