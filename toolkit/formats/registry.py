"""The formats Fayi knows, by name and by file."""

from __future__ import annotations

import importlib
import json
import re
import zipfile
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import FayiError
from toolkit.formats.sources import ARCHIVE_ERRORS

if TYPE_CHECKING:
    from toolkit.formats.format import Format

_MODULES = ("tmx", "tbx", "xliff", "po", "mo", "xlsx", "separated", "jsonl", "omegat", "utx", "matecat", "memoq", "phrase",
            "multiterm", "wordfast", "weblate", "engines", "stardict", "yomitan", "prose")  # fmt: skip


@cache
def formats() -> dict[str, Format]:
    """Every format by name, in the order ``fayi formats`` shows them."""
    found: dict[str, Format] = {}
    for name in _MODULES:
        module = importlib.import_module(f"toolkit.formats.{name}")
        for item in getattr(module, "FORMATS", None) or (module.FORMAT,):
            found[item.name] = item
    return found


def named(name: str) -> Format:
    """The format called ``name``; raises ``FayiError`` with the nearest names."""
    known = formats()
    if name.lower() in known:
        return known[name.lower()]
    near = get_close_matches(name.lower(), known, 3)
    raise FayiError("no such format", found=name, allowed=", ".join(near or known), hint="see fayi formats")


def by_extension(path: Path) -> Format | None:
    """The format that a file name suggests."""
    name = path.name.lower()
    for suffix in (name, re.sub(r"\.(gz|zip)$", "", name)):
        best = max(
            ((len(e), f) for f in formats().values() for e in f.extensions if suffix.endswith(e)),
            key=lambda found: found[0], default=None,
        )  # fmt: skip
        if best:
            return best[1]
    return None


def for_output(path: Path, name: str = "", source: Format | None = None) -> Format:
    """The format to write ``path`` in; raises ``FayiError`` when it cannot be told or written.

    The versions of XLIFF share their extensions: what is read as version 2 stays so.
    """
    _no_pipe(path)
    found = named(name) if name else by_extension(path)
    if (
        not name
        and found is not None
        and source is not None
        and (found.name, source.name) == ("xliff", "xliff2")
    ):
        return source
    if found is None:
        raise FayiError(
            "cannot tell the format from the name", path=path, hint="name it with --to; see fayi formats"
        )
    if found.write is None:
        raise FayiError(f"{found.name} can only be read", path=path, hint="write TMX, XLIFF or PO instead")
    return found


def _no_pipe(path: Path) -> None:
    """Raises ``FayiError`` for ``-``: an output appears whole or not at all, an input may be read twice."""
    if str(path) == "-":
        raise FayiError("neither read from nor written to a pipe", path=path, hint="name a file")


def for_input(path: Path, name: str = "") -> Format:
    """The format to read ``path`` with: the one named, else by name and content. Raises ``FayiError``."""
    _no_pipe(path)
    if not path.exists():
        raise FayiError("no such file", path=path, hint="check the name")
    if path.is_dir():
        raise FayiError("a directory, not a file", path=path)
    found = named(name) if name else detect(path)
    if found.read is None:
        raise FayiError(f"{found.name} can only be written", path=path)
    return found


def detect(path: Path) -> Format:
    """The format of an existing file: its content beats its name, since many tools share ``.csv`` and ``.xml``."""
    known = formats()
    try:
        with path.open("rb") as handle:
            head = handle.read(4096)
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror}", path=path) from error
    guess = by_extension(path)
    if head[:4] in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"):
        return known["mo"]
    if head[:2] == b"\x1f\x8b":
        return guess or known["tmx"]
    if head[:4] == b"PK\x03\x04":
        return _zip(path) or guess or _unknown(path)
    text = _decoded(head)
    if "<" in text[:200]:
        roots = {
            "tmx": "tmx",
            "martif": "tbx2",
            "tbx": "tbx",
            "TBX": "tbx",
            "xliff": "xliff",
            "mtf": "multiterm",
        }
        if match := re.search(
            r"<(?![?!])(?:\w+:)?([\w-]+)", re.sub(r"(?s)<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", "", text)
        ):
            if match.group(1) == "xliff" and re.search(r'version\s*=\s*["\']2', text):
                return known["xliff2"]
            if match.group(1) in roots:
                return known[roots[match.group(1)]]
    if guess is not None and guess.name not in ("csv", "tsv", "text"):
        return guess
    if re.match(r"#\s*UTX", text, re.IGNORECASE):
        return known["utx"]
    if text.startswith("# Glossary in tab-separated format"):
        return known["omegat"]
    if re.match(r"%\d{8}~\d{6}\t", text):
        return known["wordfast"]
    if re.search(r'^msgid "', text, re.MULTILINE):
        return known["po"]
    first = text.split("\n", 1)[0].strip().lower().replace('"', "")
    if first.startswith("location,source,target"):
        return known["weblate"]
    return guess or _unknown(path)


def for_glossary(path: Path, name: str = "") -> Format:
    """Like ``for_input`` for a file given as a glossary: a plain ``.txt`` is an OmegaT glossary, no prose."""
    found = for_input(path, name)
    if found.name == "text" and not name:
        return formats()["omegat"]
    return found


def _decoded(head: bytes) -> str:
    from toolkit.formats.sources import xml_encoding

    encoding = xml_encoding(head)
    try:
        return head.decode(encoding, "replace").lstrip("\ufeff").lstrip()
    except LookupError:
        return head.decode("latin-1")


def _zip(path: Path) -> Format | None:
    known = formats()
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return known["xlsx"]
            if "word/document.xml" in names:
                return known["docx"]
            if "index.json" in names and archive.getinfo("index.json").file_size < 1 << 20:
                return known["yomitan"] if "format" in json.loads(archive.read("index.json")) else None
    except (*ARCHIVE_ERRORS, OSError, ValueError) as error:
        raise FayiError(f"a damaged zip file ({error})", path=path) from error
    return None


def _unknown(path: Path) -> Format:
    raise FayiError("unknown format", path=path, hint="name it with --from; see fayi formats")
