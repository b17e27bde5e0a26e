"""Puts the preferred form in place of listed wrong ones; every other byte of the file stays as it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from toolkit.check import readers
from toolkit.check.model import CheckFile, Finding
from toolkit.check.readers import po, xml
from toolkit.errors import FayiError
from toolkit.files import write_atomically

_XML = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".tmx")


def fixable(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with a fix and a place, none overlapping another, in the order of the file."""
    chosen: list[Finding] = []
    end = -1
    candidates = [
        f
        for f in findings
        if f.fix is not None and not f.suppressed and f.place is not None and f.place.offset >= 0
    ]
    for finding in sorted(candidates, key=lambda f: f.place.offset if f.place else 0):
        place = finding.place
        assert place is not None
        if place.offset >= end:
            chosen.append(finding)
            end = place.end_offset
    return chosen


def fixed_text(file: CheckFile, findings: Iterable[Finding]) -> tuple[str, list[Finding]]:
    """The text of ``file`` with the fixes in it, and the findings that were fixed.

    A place that a tag or a line break of the format runs through is left alone.
    """
    parts: list[str] = []
    done: list[Finding] = []
    position = 0
    for finding in fixable(findings):
        place = finding.place
        assert place is not None and finding.fix is not None
        old = file.text[place.offset : place.end_offset]
        if old != escaped(file.path, place.excerpt):
            continue
        parts += [file.text[position : place.offset], escaped(file.path, finding.fix)]
        position = place.end_offset
        done.append(finding)
    parts.append(file.text[position:])
    return "".join(parts), done


def escaped(path: str, text: str) -> str:
    suffix = Path(path).suffix.lower()
    if suffix in (".po", ".pot"):
        return po.escape(text)
    return xml.escape(text) if suffix in _XML else text


def difference(file: CheckFile, text: str) -> str:
    """A unified diff of the fixes."""
    old, new = file.text.splitlines(keepends=True), text.splitlines(keepends=True)
    lines = difflib.unified_diff(old, new, f"a/{file.path}", f"b/{file.path}")
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )


def apply(
    path: str, findings: Iterable[Finding], languages: tuple[str, str], *, write: bool
) -> tuple[int, str]:
    """How many findings of the file at ``path`` were fixed, and the diff; the file is rewritten when ``write``.

    Raises ``FayiError`` when the file cannot be written back as it was read.
    """
    if not fixable(findings):
        return 0, ""
    original = readers.read_bytes(path)
    file = readers.read(path, languages)
    if file.bom + file.text.encode(file.encoding, "surrogatepass") != original:
        raise FayiError(
            "cannot be written back unchanged in its encoding",
            path=path,
            found=file.encoding,
            hint="save it as UTF-8 first",
        )
    text, done = fixed_text(file, findings)
    if write and done:
        with write_atomically(path, "wb") as handle:
            handle.write(file.bom + text.encode(file.encoding))
    return len(done), difference(file, text)
