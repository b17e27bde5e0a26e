"""What a format states of itself, and the settings that a conversion passes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from toolkit.formats.report import Report


@dataclass(frozen=True)
class Settings:
    """What the user chose for reading or writing."""

    source: str = "en"
    targets: tuple[str, ...] = ("zh-CN",)
    title: str = "Fayi glossary"
    encoding: str = ""
    spreadsheet_safe: bool = False
    """Prefix cells that a spreadsheet would run as a formula with a tab; the reader takes it off again."""
    header: object = None
    """The header of the file that was read, when it is written in the same format."""
    columns: tuple[str, ...] = ()
    """Headings for tables without a header row."""
    glossary: tuple[object, ...] = ()
    """Entries that a format may write beside the units they occur in."""
    given: bool = False
    """Whether the user named the languages; else they come from the file."""

    @property
    def target(self) -> str:
        return self.targets[0] if self.targets else "zh-CN"


Change = Callable[[Sequence[str], int], Sequence[str]]
"""The pieces of one text between its codes and its line → as many pieces, the changed ones changed."""
Look = Callable[[Any], object]
"""What is asked of each record that is only passed on."""
Reader = Callable[[Path, Report, Settings], Iterator[Any]]
Writer = Callable[[Path, Iterable[Any], Settings], Any]


@dataclass(frozen=True)
class Format:
    """A file format or the dialect of one tool."""

    name: str
    extensions: tuple[str, ...]
    description: str
    content: Literal["entries", "units"]
    read: Reader | None
    write: Writer | None
    keeps: tuple[str, ...]
    """Features it carries; see ``losses.FEATURES``."""
    losses: Mapping[str, str] = field(default_factory=dict)
    """What it cannot carry, in words, beyond the features it does not keep."""
    copy: Callable[[Path, Path, Report, Look], None] | None = None
    """Reads and writes back in the same format what the pivot model cannot hold, byte for byte if unchanged."""
    edit: Callable[[Path, Path, Report, Change], bool] | None = None
    """Changes texts in place, every other byte stays; false, with nothing written, where the file has to be written anew."""
    judge: str = ""
    """What ``fayi validate`` judges a file by, where that is more than the reader."""
    limits: str = ""
    """Limits and duplicate rules of the tool that the writer obeys."""
