"""Tab-separated tables: UTF-8, LF, no quoting; tabs and line breaks inside a cell become blanks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def cell(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\n\r") else text


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a header and rows to ``path``."""
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write("\t".join(header) + "\n")
        handle.writelines("\t".join(map(cell, row)) + "\n" for row in rows)
