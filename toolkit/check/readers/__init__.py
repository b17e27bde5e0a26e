"""Readers of the files that are checked, by extension; each keeps the exact place of every character."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

from toolkit.check.model import CheckFile
from toolkit.check.readers import po, tables, texts, tmx, xliff
from toolkit.documents import MAX_BYTES, decode
from toolkit.errors import FayiError

Reader = Callable[[str, str, "Languages"], CheckFile]
Languages = tuple[str, str]
"""Source and target language, ``""`` where the file says it itself."""

_TEXT: dict[str, Reader] = {
    ".po": po.read, ".pot": po.read,
    ".xlf": xliff.read, ".xliff": xliff.read, ".sdlxliff": xliff.read, ".mqxliff": xliff.read, ".mxliff": xliff.read,
    ".tmx": tmx.read,
    ".tsv": tables.read, ".csv": tables.read, ".tab": tables.read,
    ".txt": texts.read, ".text": texts.read, ".md": texts.read, ".markdown": texts.read,
}  # fmt: skip
_OTHER = {
    ".html": "document",
    ".htm": "document",
    ".xhtml": "document",
    ".docx": "document",
    ".xlsx": "workbook",
}
# What stands before the characters says how to write them back.
_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
SUFFIXES = (*_TEXT, *_OTHER)


def read(path: str, languages: Languages = ("", "")) -> CheckFile:
    """The units of ``path``; ``-`` reads a text from standard input.

    Raises ``FayiError`` with file, line and column for malformed files, and when the file changes while
    it is read.
    """
    import sys

    suffix = Path(path).suffix.lower() if path != "-" else ".txt"
    if not suffix and Path(path).is_dir():
        raise FayiError("a directory, not a file", path=path)
    if kind := _OTHER.get(suffix):
        before = _look(path)
        file = texts.read_document(path) if kind == "document" else tables.read_workbook(path, languages)
        _same(path, before)
        return file
    if suffix not in _TEXT and suffix:
        from difflib import get_close_matches

        near = get_close_matches(suffix, SUFFIXES, 1)
        raise FayiError(
            f"files of kind {suffix} cannot be checked", path=path, allowed=" ".join(SUFFIXES),
            hint=f"did you mean {near[0]}?" if near else "convert the file first",
        )  # fmt: skip
    content = sys.stdin.buffer.read(MAX_BYTES + 1) if path == "-" else read_bytes(path)
    if len(content) > MAX_BYTES:
        raise FayiError(f"larger than {MAX_BYTES >> 20} MB", path=path, hint="split the file")
    if not content.strip():
        raise FayiError("the file is empty", path=path)
    text, encoding = decode(content, path)
    file = read_text(path, text, languages)
    file.encoding, file.bom = next(
        ((codec, mark) for codec, mark in _MARKS.items() if content.startswith(mark)),
        ({"Windows-1252": "cp1252"}.get(encoding, encoding.lower()), b""),
    )
    if encoding != "UTF-8":
        file.warnings.append(f"read as {encoding}")
    return file


def read_text(path: str, text: str, languages: Languages = ("", "")) -> CheckFile:
    """The units of a text that is already read, by the extension of ``path``; raises ``FayiError``."""
    file = _TEXT.get(Path(path).suffix.lower(), texts.read)(path, text, languages)
    file.text = text
    return file


def read_bytes(path: str) -> bytes:
    """The content of a file that did not change while it was read; raises ``FayiError``."""
    before = _look(path)
    if before[1] > MAX_BYTES:
        raise FayiError(f"larger than {MAX_BYTES >> 20} MB", path=path, hint="split the file")
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    _same(path, before)
    return content


def _look(path: str) -> tuple[int, int]:
    """Time and size of a file."""
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        raise FayiError("no such file", path=path, hint="check the name") from None
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    return status.st_mtime_ns, status.st_size


def _same(path: str, before: tuple[int, int]) -> None:
    if _look(path) != before:
        raise FayiError("the file changed while it was read", path=path, hint="run the check again")
