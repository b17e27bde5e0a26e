"""Reads the texts that people translate: plain text, Markdown, HTML, Word; one file or many.

A document becomes segments (paragraphs, headings, cells) with their place. Site furniture around a
news article (editor, contact, licence number …) is kept, marked, and never searched for terms.
Files come from outside: sizes are bounded, nothing is fetched, entities are not expanded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.documents.encoding import cleaned, declared, decode
from toolkit.documents.limits import MAX_BYTES, MAX_LINE, MAX_UNPACKED, SUFFIXES
from toolkit.documents.markdown import read_markdown
from toolkit.documents.markup import read_html
from toolkit.documents.prose import read_text
from toolkit.documents.word import read_docx
from toolkit.errors import FayiError
from toolkit.furniture import mark_furniture
from toolkit.model import Document
from toolkit.text import HAN

__all__ = [
    "MAX_BYTES",
    "MAX_LINE",
    "MAX_UNPACKED",
    "SUFFIXES",
    "decode",
    "find_texts",
    "read_document",
    "read_documents",
]


def find_texts(paths: Iterable[str]) -> list[str]:
    """The files to read: ``-``, files and pipes as they are, directories as the texts below them, sorted.

    The report of an earlier ``fayi build`` below a directory is no text of the project and left out. Raises ``FayiError`` for a missing path and for a directory without texts.
    """
    found: list[str] = []
    for name in paths:
        path = Path(name)
        if name == "-" or path.is_file() or path.is_fifo():
            found.append(name)
        elif path.is_dir():
            texts = sorted(
                str(p)
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES
                and p.is_file()
                and not _hidden(p.relative_to(path))
                and not _built(p)
            )
            if not texts:
                raise FayiError("no texts in this directory", path=path, allowed=" ".join(SUFFIXES))
            found.extend(texts)
        elif path.exists():
            raise FayiError("not a file or directory", path=path)
        else:
            raise FayiError("no such file", path=path, hint="check the name")
    return found


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _built(path: Path) -> bool:
    return path.name == "report.html" and path.with_name("glossary.tsv").is_file()


def read_documents(paths: Iterable[str], *, clean: bool = False) -> Iterator[Document]:
    """One document per text file in ``paths`` (files, directories, ``-``), read one at a time.

    With ``clean`` control and bidi characters are dropped instead of refused. Raises ``FayiError``.
    """
    for name in find_texts(paths):
        yield read_document(name, clean=clean)


def read_document(name: str, *, clean: bool = False) -> Document:
    """Read one text; ``-`` is standard input. Raises ``FayiError`` on anything that is not a text."""
    kind = "text"
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            kind = SUFFIXES.get(Path(name).suffix.lower(), "text")
            with Path(name).open("rb") as handle:
                content = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror}", path=name) from error
    if len(content) > MAX_BYTES:
        raise FayiError(f"larger than {MAX_BYTES >> 20} MB", path=name, hint="split the file")
    if not content.strip():
        raise FayiError("the file is empty", path=name)
    warnings: list[str] = []
    if kind == "docx" or content.startswith(b"PK\x03\x04"):
        segments = read_docx(content, name)
    else:
        text, encoding = decode(content, name, declared(content) if kind == "html" else None)
        if encoding != "UTF-8":
            warnings.append(f"read as {encoding}")
        text = cleaned(text, name, warnings, clean)
        reader = {"text": read_text, "markdown": read_markdown, "html": read_html}[kind]
        segments = reader(text)
    for number, segment in enumerate(segments, 1):
        if len(segment.text) > MAX_LINE:
            raise FayiError(
                f"a paragraph of {len(segment.text):,} characters", path=name, line=segment.line or number,
                allowed=f"at most {MAX_LINE:,}", hint="break the text into paragraphs",
            )  # fmt: skip
    segments = mark_furniture([s for s in segments if s.text.strip()])
    if not segments:
        raise FayiError("no text in this file", path=name)
    sample = "".join(s.text for s in segments[:50] if not s.furniture)[:20_000]
    return Document(name, tuple(segments), "zh" if _mostly_han(sample) else "en", tuple(warnings))


def _mostly_han(sample: str) -> bool:
    return len(HAN.findall(sample)) * 3 > len(sample)


# What pages declare and what browsers read it as (WHATWG Encoding Standard, labels of these encodings).
