"""What a PO file has: its header and its messages, which remember how they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import FayiError
from toolkit.formats.sources import is_charset

PLURAL_FORMS = re.compile(
    r"\s*nplurals\s*=\s*([1-9][0-9]?)\s*;\s*plural\s*=\s*([n0-9 ?:()%=!<>&|+*/-]{1,500});?\s*$"
)
"""Numbers, n and operators only: some readers hand the formula to eval()."""


class Message(NamedTuple):
    """One entry of a catalog."""

    msgid: str
    msgstr: str
    context: str = ""
    """msgctxt, only where one msgid has several translations."""
    comments: tuple[str, ...] = ()
    """Extracted comments (``#.``)."""
    places: tuple[tuple[str, str], ...] = ()
    """``#:`` references: file and line."""
    fuzzy: bool = False
    plural: str = ""
    """msgid_plural."""
    plurals: tuple[str, ...] = ()
    """msgstr[0] … of a plural entry; ``msgstr`` is the first."""
    notes: tuple[str, ...] = ()
    """Translator's comments (``#``)."""
    flags: tuple[str, ...] = ()
    """Flags other than fuzzy: ``c-format`` …"""
    previous: tuple[str, ...] = ()
    """``#|`` lines without the mark."""
    obsolete: bool = False
    raw: str = ""
    """The entry as written in the file, with the blank lines after it; changed messages have none."""
    line: int = 0

    def changed(self, **values: object) -> Message:
        """A changed message: ``_replace`` that also forgets the old spelling."""
        return self._replace(**values, raw="")  # type: ignore[arg-type]


@dataclass
class Catalog:
    """The header and messages of a PO file."""

    header: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    head: str = ""
    """The header entry as written; ``""`` when it is made anew."""
    encoding: str = "utf-8"
    tail: str = ""
    """What follows the last entry."""

    @property
    def language(self) -> str:
        return self.header.get("Language", "")


def place_of(text: str) -> tuple[str, str]:
    """``"a.c:12"`` → ``("a.c", "12")``."""
    name, colon, line = text.rpartition(":")
    return (name, line) if colon and line.isdigit() else (text, "")


def header_of(text: str) -> dict[str, str]:
    """The fields of a header entry by name."""
    pairs = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def header_text(file: Catalog) -> str:
    """The header as the translation of ``""``; MO is always written in UTF-8."""
    fields = {"Content-Type": "text/plain; charset=UTF-8", **file.header}
    fields["Content-Type"] = "text/plain; charset=UTF-8"
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def checked_charset(header: Mapping[str, str], path: Path) -> str:
    """The charset a header names; raises ``FayiError`` when it is unknown."""
    name = header.get("Content-Type", "").rpartition("charset=")[2].strip() or "utf-8"
    if not is_charset(name):
        raise FayiError("unknown charset in the header", path=path, found=name, allowed="UTF-8, GB18030 …")
    return name


def one_line(text: str) -> str:
    """``text`` with every run of white space as one blank."""
    return " ".join(text.split())
