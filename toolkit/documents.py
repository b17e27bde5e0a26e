"""Reads the texts that people translate: plain text, Markdown, HTML, Word; one file or many.

A document becomes segments (paragraphs, headings, cells) with their place. Site furniture around a
news article (editor, contact, licence number …) is kept, marked, and never searched for terms.
Files come from outside: sizes are bounded, nothing is fetched, entities are not expanded.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import FayiError
from toolkit.furniture import mark_furniture
from toolkit.model import Document, Segment
from toolkit.text import contains_han

if TYPE_CHECKING:
    from lxml import etree

SUFFIXES = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
            ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx"}  # fmt: skip
MAX_BYTES = 256 * 2**20
"""Larger files are refused; the largest text a person hands in is a book of some MB."""
MAX_LINE = 2**20
"""Characters in a line or paragraph; a longer one is a dump, not a text, and no reader could show it."""
MAX_UNPACKED = 256 * 2**20
"""Bytes a Word file may unpack to. A 1,000-page document has about 20 MB."""

# Zero-width and direction marks that web pages carry along; dropped with a warning.
_STRAY = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def find_texts(paths: Iterable[str]) -> list[str]:
    """The files to read: ``-`` and files as they are, directories as the texts below them, sorted.

    Raises ``FayiError`` for a missing path and for a directory without texts.
    """
    found: list[str] = []
    for name in paths:
        path = Path(name)
        if name == "-" or path.is_file():
            found.append(name)
        elif path.is_dir():
            texts = sorted(
                str(p)
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES and p.is_file() and not _hidden(p.relative_to(path))
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
        segments = _read_docx(content, name)
    else:
        text, encoding = decode(content, name)
        if encoding != "UTF-8":
            warnings.append(f"read as {encoding}")
        text = _cleaned(text, name, warnings, clean)
        reader = {"text": _read_text, "markdown": _read_markdown, "html": _read_html}[kind]
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
    return sum(map(contains_han, sample)) * 3 > len(sample)


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-16 without one, GB18030, and English text with
    Windows-1252 punctuation are recognised. Raises ``FayiError`` for binary files and mixed encodings.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if content.startswith(mark):
            try:
                return content.decode(encoding), "UTF-8" if encoding == "utf-8-sig" else encoding.upper()
            except UnicodeDecodeError as error:
                raise _undecodable(content, error.start, name, encoding.upper()) from error
    head = content[:65536]
    if b"\0" in head:
        for encoding in ("utf-16-le", "utf-16-be"):
            nulls = head[1::2].count(0) if encoding == "utf-16-le" else head[0::2].count(0)
            if nulls > len(head) // 5:
                try:
                    text = content.decode(encoding)
                except UnicodeDecodeError:
                    continue
                if not _FORBIDDEN.search(text[:4096]):
                    return text, encoding.upper()
        raise FayiError("a binary file, not a text", path=name, allowed=" ".join(SUFFIXES))
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        first = error
    if head.translate(None, bytes(range(32)) + b"\x7f") and _control_share(head) > 0.02:
        raise FayiError("a binary file, not a text", path=name, allowed=" ".join(SUFFIXES))
    if _is_windows_english(content):
        return content.decode("cp1252", "replace"), "Windows-1252"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(content, first.start, name, "UTF-8") from error
    # Bytes of another encoding often decode as GB18030 too, but into rare or private characters.
    outside = re.findall("[^\x00-\x7f\u4e00-\u9fff\u3000-\u303f\uff00-\uffef‘’“”…—·×°§→%※■●①-⑩]", text)
    if len(outside) * 50 > len(text) or not contains_han(text) or _has_utf8_runs(content):
        raise _undecodable(content, first.start, name, "UTF-8")
    return text, "GB18030"


def _control_share(content: bytes) -> float:
    controls = sum(content.count(bytes([c])) for c in range(32) if c not in b"\t\n\r\f")
    return controls / max(1, len(content))


def _is_windows_english(content: bytes) -> bool:
    high = [b for b in content if b > 127]
    marks = sum(b in b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa7\xe9" for b in high)
    return len(high) * 5 < len(content) and marks * 10 >= len(high) * 9


_UTF8_HAN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}")


def _has_utf8_runs(content: bytes) -> bool:
    """Whether some line is plainly UTF-8 Chinese: then the file mixes encodings."""
    for line in content.split(b"\n"):
        if _UTF8_HAN.search(line):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            return True
    return False


def _undecodable(content: bytes, at: int, name: str, encoding: str) -> FayiError:
    line = content.count(b"\n", 0, at) + 1
    column = at - content.rfind(b"\n", 0, at)
    return FayiError(
        f"not valid {encoding}: byte 0x{content[at]:02x} (wrong or mixed encoding)",
        path=name, line=line, column=column, allowed="UTF-8, UTF-16 with byte order mark, GB18030",
        hint="save the file again as UTF-8",
    )  # fmt: skip


def _cleaned(text: str, name: str, warnings: list[str], clean: bool) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    if (bad := _FORBIDDEN.search(text)) is not None:
        if not clean:
            line = text.count("\n", 0, bad.start()) + 1
            kind = "bidi control" if bad.group() > "\x7f" else "control"
            raise FayiError(
                f"{kind} character U+{ord(bad.group()):04X}", path=name, line=line,
                column=bad.start() - text.rfind("\n", 0, bad.start()),
                hint="delete it, or read the text with --clean, which drops such characters",
            )  # fmt: skip
        text, count = _FORBIDDEN.subn("", text)
        warnings.append(f"{count} control or bidi characters dropped")
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        line = next(i for i, value in enumerate(text.split("\n"), 1) if len(value) == longest)
        raise FayiError(
            f"a line of {longest:,} characters", path=name, line=line, allowed=f"at most {MAX_LINE:,}",
            hint="break the text into paragraphs",
        )  # fmt: skip
    if _STRAY.search(text):
        text, count = _STRAY.subn("", text)
        warnings.append(f"{count} invisible characters dropped")
    return text


def _read_text(text: str) -> list[Segment]:
    """Paragraphs divided by blank lines; wrapped lines are joined, lists and titles stay apart."""
    segments: list[Segment] = []
    block: list[str] = []
    start = 1
    lines = text.split("\n")
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            if not block:
                start = number
            block.append(line.strip())
            continue
        if block:
            segments.extend(_paragraphs(block, start))
            block = []
    return segments


def _paragraphs(block: list[str], start: int) -> Iterator[Segment]:
    """A block is one wrapped paragraph when its lines are of like length, else one segment per line."""
    widest = max(map(len, block))
    wrapped = len(block) > 1 and 40 <= widest <= 120 and all(len(line) > widest * 0.6 for line in block[:-1])
    if wrapped:
        joiner = "" if contains_han(block[0][-1:]) else " "
        yield Segment(joiner.join(block), start)
    else:
        for offset, line in enumerate(block):
            yield Segment(line, start + offset)


def _read_markdown(text: str) -> list[Segment]:
    from markdown_it import MarkdownIt

    segments = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline" and token.children:
            parts = []
            for child in token.children:
                if child.type == "text":
                    parts.append(child.content)
                elif child.type in ("softbreak", "hardbreak"):
                    parts.append(" ")
                elif child.type == "code_inline":
                    parts.append(" … ")
            segments.append(Segment(" ".join("".join(parts).split()), token.map[0] + 1 if token.map else 0))
    return segments


_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr html li main nav ol option p pre section table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset("script style noscript template svg math code pre kbd samp object iframe head textarea".split())
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "button", "form", "select"))


def _read_html(text: str) -> list[Segment]:
    from lxml import etree as xml
    from lxml import html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text), parser=parser)
    except (xml.ParserError, xml.XMLSyntaxError, ValueError):
        return []
    segments: list[Segment] = []
    buffer: list[str] = []
    line = 0

    def flush(furniture: bool) -> None:
        joined = " ".join("".join(buffer).split())
        if joined:
            segments.append(Segment(joined, line, furniture))
        buffer.clear()

    # Iterative walk: pages from outside may nest deeper than Python's stack.
    stack: list[tuple[etree._Element, bool, bool]] = [(root, False, False)]
    while stack:
        element, closing, furniture = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS or tag == "br"
        if closing:
            if block:
                flush(furniture or tag in _FURNITURE_TAGS)
            if element.tail:
                if not buffer:
                    line = _line(element, line)
                buffer.append(element.tail)
            continue
        if block:
            flush(furniture)
        stack.append((element, True, furniture))
        if tag in _SILENT or not tag:
            continue
        if not buffer:
            line = _line(element, line)
        if element.text:
            buffer.append(element.text)
        inner = furniture or tag in _FURNITURE_TAGS
        stack.extend((child, False, inner) for child in reversed(element))
    flush(False)
    return segments


def _line(element: etree._Element, before: int) -> int:
    found = element.sourceline
    return found if isinstance(found, int) else before


def _read_docx(content: bytes, name: str) -> list[Segment]:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            total = sum(info.file_size for info in archive.infolist())
            if "word/document.xml" not in names:
                raise FayiError("a zip file, not a Word document", path=name, allowed=" ".join(SUFFIXES))
            if total > MAX_UNPACKED or len(names) > 10_000:
                raise FayiError(
                    f"unpacks to {total >> 20} MB", path=name, allowed=f"at most {MAX_UNPACKED >> 20} MB",
                    hint="refused: it looks like a zip bomb",
                )  # fmt: skip
        import docx

        document = docx.Document(io.BytesIO(content))
        paragraphs = [text for item in document.iter_inner_content() for text in _docx_texts(item)]
    except FayiError:
        raise
    except Exception as error:  # noqa: BLE001 - python-docx lets KeyError, ValueError, XMLSyntaxError … through
        raise FayiError(
            f"not a readable Word document ({type(error).__name__})", path=name,
            hint="open it in a word processor and save it again",
        ) from error  # fmt: skip
    return [
        Segment(" ".join(_STRAY.sub("", _FORBIDDEN.sub("", text)).split()), number)
        for number, text in enumerate(paragraphs, 1)
    ]


def _docx_texts(item: object) -> Iterator[str]:
    from docx.table import Table

    if isinstance(item, Table):
        for row in item.rows:
            for cell in row.cells:
                yield from (paragraph.text for paragraph in cell.paragraphs)
    else:
        yield str(getattr(item, "text", ""))
