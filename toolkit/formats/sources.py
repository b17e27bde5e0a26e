"""Opens files of interchange safely: plain, gzip or zip, any common encoding, bounded in size.

A file may come from anyone, so what it unpacks to is measured while it is read, never believed.
"""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from toolkit.errors import FayiError
from toolkit.files import write_atomically

CHUNK = 1 << 16
MAX_RATIO = 200
"""Unpacked bytes per packed byte. XML of a memory packs 8 to 40 times; deflate at its limit 1,032 times."""
FREE_BYTES = 64 << 20
"""Below this size the ratio does not matter."""
MAX_TEXT = 256 << 20
"""Bytes of a file that is read whole (tables, PO); 50,000 PO entries have 9 MB."""
MAX_LINE = 4 << 20
"""Characters of a line in a table or a field; longer ones come from an unclosed quote or a dump."""

ARCHIVE_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, UnicodeDecodeError, RuntimeError,
)  # fmt: skip
"""What ``zipfile`` raises for archives that are damaged, encrypted or packed in another way."""

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']")
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@contextmanager
def open_binary(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of ``path``; ``.gz`` and ``.zip`` (its only file) are unpacked as they are read."""
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
            raw.seek(0)
            size = os.fstat(raw.fileno()).st_size
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(raw) as unpacked:
                    yield Bounded(unpacked, path, size)  # type: ignore[misc, arg-type]
            elif magic == b"PK\x03\x04" and path.suffix.lower() == ".zip":
                with zipfile.ZipFile(raw) as archive, archive.open(_only_member(archive, path)) as member:
                    yield Bounded(member, path, size)  # type: ignore[misc]
            else:
                yield raw
    except (*ARCHIVE_ERRORS, gzip.BadGzipFile) as error:
        raise FayiError(f"damaged archive ({error})", path=path, hint="pack the file again") from error
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error


def _only_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) != 1:
        raise FayiError(
            f"{len(members)} files in the archive", path=path, allowed="a zip file with one file in it"
        )
    if members[0].flag_bits & 1:
        raise FayiError("an encrypted archive", path=path, hint="unpack it first")
    return members[0]


class Bounded(io.RawIOBase):
    """A stream that stops with ``FayiError`` when it unpacks to far more than was packed."""

    def __init__(self, stream: IO[bytes], path: Path, packed: int) -> None:
        self._stream, self._path, self._limit, self._seen = (
            stream,
            path,
            max(FREE_BYTES, packed * MAX_RATIO),
            0,
        )

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if size >= 0 else self._limit - self._seen + 1)
        self._seen += len(data)
        if self._seen > self._limit:
            raise FayiError(
                f"unpacks to more than {self._limit >> 20} MB", path=self._path,
                allowed=f"at most {MAX_RATIO} times its packed size", hint="refused: it looks like a zip bomb",
            )  # fmt: skip
        return data


def xml_chunks(path: Path, handle: IO[bytes]) -> Iterator[bytes]:
    """The XML of ``handle`` in pieces, as UTF-8 whatever it was written in; a byte order mark beats a label.

    Raises ``FayiError`` for an unknown encoding or bytes that do not fit it.
    """
    first = handle.read(CHUNK)
    encoding = xml_encoding(first)
    if not is_charset(encoding):
        raise FayiError("unknown encoding", path=path, line=1, found=encoding, allowed="UTF-8, UTF-16 …")
    if codecs.lookup(encoding).name in ("utf-8", "ascii"):
        yield first.removeprefix(codecs.BOM_UTF8)
        while chunk := handle.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    line, chunk = 1, first
    while chunk:
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise _undecodable(path, line, encoding, error) from error
        line += text.count("\n")
        yield (
            text.lstrip("\ufeff").encode("utf-8", "surrogatepass") if chunk is first else text.encode("utf-8")
        )
        chunk = handle.read(CHUNK)
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise _undecodable(path, line, encoding, error) from error


def xml_encoding(head: bytes) -> str:
    """The encoding of an XML file from its first bytes (XML 1.0, appendix F)."""
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    if head[:4] == b"<\0?\0" or (head[:1] == b"<" and head[1:2] == b"\0"):
        return "utf-16-le"
    if head[:4] == b"\0<\0?" or (head[:1] == b"\0" and head[1:2] == b"<"):
        return "utf-16-be"
    declared = _DECLARED.match(head[:400])
    name = declared.group(1).decode("ascii") if declared else "utf-8"
    # A label of two-byte text in a file that plainly has one byte per character is wrong.
    return (
        "utf-8"
        if name.lower().replace("_", "-").startswith(("utf-16", "utf-32", "ucs", "iso-10646"))
        else name
    )


# Codecs of Python that are no character sets of files; two of them take quadratic time.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)


def is_charset(name: str) -> bool:
    """Whether ``name`` is an encoding that a file may declare and Python can read."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return (
        bool(getattr(codec, "_is_text_encoding", True)) and codec.name.replace("-", "_") not in _NO_CHARSETS
    )


def _undecodable(path: Path, line: int, encoding: str, error: UnicodeDecodeError) -> FayiError:
    return FayiError(
        f"not valid {encoding.upper()}: byte 0x{error.object[error.start]:02x}", path=path,
        line=line + error.object.count(b"\n", 0, error.start), hint="save the file again as UTF-8",
    )  # fmt: skip


def read_text(path: Path, limit: int = MAX_TEXT) -> tuple[str, str]:
    """The whole text of a file and its encoding; see ``documents.decode`` for what is recognised.

    Line ends stay as they are, a byte order mark is dropped. Raises ``FayiError`` for an empty, binary or
    oversized file.
    """
    from toolkit.documents import decode

    with open_binary(path) as handle:
        content = handle.read(limit + 1)
    if len(content) > limit:
        raise FayiError(f"larger than {limit >> 20} MB", path=path, hint="split the file")
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise FayiError("the file is empty", path=path)
    text, encoding = decode(content, str(path))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FayiError("a NUL character", path=path, line=line, hint="the file is damaged or not a text")
    return text.removeprefix("\ufeff"), encoding


@contextmanager
def open_output(path: Path) -> Iterator[IO[bytes]]:
    """A binary handle whose content becomes ``path``, whole or not at all; ``.gz`` and ``.zip`` are packed."""
    with write_atomically(path, "wb") as raw:
        suffix = path.suffix.lower()
        if suffix == ".gz":
            # A fixed time stamp: equal content gives equal files.
            with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                yield packed  # type: ignore[misc]
        elif suffix == ".zip":
            info = zipfile.ZipInfo(path.stem, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with zipfile.ZipFile(raw, "w") as archive, archive.open(info, "w", force_zip64=True) as member:
                yield member
        else:
            yield raw
