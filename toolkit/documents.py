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
from toolkit.hant import to_simplified
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
        segments = _read_docx(content, name)
    else:
        text, encoding = decode(content, name, _declared(content) if kind == "html" else None)
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


# What pages declare and what browsers read it as (WHATWG Encoding Standard, labels of these encodings).
_DECLARED = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gbk", "gb2312", "gb_2312-80", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
}
_NAMES = {"cp1252": "Windows-1252", "gb18030": "GB18030", "big5hkscs": "Big5"}
_META = re.compile(
    rb"<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE
)


def _declared(content: bytes) -> str | None:
    """The Python name of the encoding that a page declares in its head, when it is one of ours."""
    found = _META.search(content[:4096])
    return _DECLARED.get(found[1].decode("ascii", "replace").lower()) if found else None


def decode(content: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-16 without one, GB18030, Big5, and English text
    with Windows-1252 punctuation are recognised; ``declared`` (a key of ``_NAMES``) is believed when the
    bytes are not UTF-8. Raises ``FayiError`` for binary files and mixed encodings.
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
    if declared:
        try:
            return content.decode(declared, "replace" if declared == "cp1252" else "strict"), _NAMES[declared]
        except UnicodeDecodeError as error:
            raise _undecodable(content, error.start, name, _NAMES[declared]) from error
    if _is_windows_english(content):
        return content.decode("cp1252", "replace"), "Windows-1252"
    text, encoding = _chinese(content)
    if not encoding:
        raise _undecodable(content, first.start, name, "UTF-8")
    # Bytes of another encoding often decode as GB18030 too, but into rare or private characters.
    outside = re.findall("[^\x00-\x7f\u4e00-\u9fff\u3000-\u303f\uff00-\uffef‘’“”…—·×°§→%※■●①-⑩]", text)
    if len(outside) * 50 > len(text) or not contains_han(text) or _has_utf8_runs(content):
        raise _undecodable(content, first.start, name, "UTF-8")
    return text, encoding


def _chinese(content: bytes) -> tuple[str, str]:
    """The text as GB18030 or Big5, whichever gives the commoner characters; ("", "") when neither does.

    Nearly all Big5 bytes are valid GB18030, but give rare characters. In real texts of either kind over
    nine tenths of the characters are common, in texts read wrongly about a third.
    """
    best, name, share = "", "", 0.5
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (found := _common_share(text)) > share:
            best, name, share = text, _NAMES[encoding], found
        if share > 0.95:
            break
    return best, name


def _common_share(text: str) -> float:
    """The share of the everyday characters (first level of GB 2312, either script) in the Chinese ones."""
    chinese = to_simplified("".join(c for c in text[:50_000] if c > "\u2e7f" and not "\u3000" <= c <= "\u303f"
                                    and not "\uff00" <= c <= "\uffef"))  # fmt: skip
    codes = (c.encode("gb2312", "replace") for c in chinese)
    return sum(b"\xb0" <= code[:1] <= b"\xd7" for code in codes) / max(1, len(chinese))


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
        path=name, line=line, column=column, allowed="UTF-8, UTF-16 with byte order mark, GB18030, Big5",
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
    words = _Words(text)
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line.expandtabs().rstrip())
        elif block:
            segments.extend(_paragraphs(block, number - len(block), words))
            block = []
    return segments


class _Words:
    """The words of a text, found when they are first asked for: they say how a divided word is written."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(re.findall(r"[a-z]+(?:-[a-z]+)*", self._text.lower()))
        return word in self._words


_ITEM = re.compile(
    r"\s*(?:[-*+•·●○◦▪■◆–—]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)](?=\s)|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、．]|第[一二三四五六七八九十百\d]+[条章节])",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?;:。！？；：…]['\"”’」』)）]*$")
_OPEN_END = re.compile(r"\b(?:a|an|the|of|and|or|in|to|for|by|with|on|at|as|from|its|their)$", re.IGNORECASE)
_DIVIDED = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*)-$")
_LONGEST = 60
"""Characters at a line end that are searched for its last word: the longest compounds have about 40."""
_PREFIXES = frozenset(
    "anti non self co pre post multi cross so well high low long first second ex semi full part state law".split()
)
_COMPOUND_ENDS = re.compile(r"(?:based|owned|oriented|related|level|making|called|term|handling|funded|run|wide|style)\b")
# Ends of words that only look as if they had one of the prefixes: so-cial, second-ary, multi-ple, pre-vent.
_WORD_ENDS = re.compile(
    r"(?:cial|ciety|lution|lid|lve|ary|aries|pl[ey]|plic|sent|vent|vious|par[ei]|serv|scri|sid|cis|fer|sum|ced|limin|mium|vail|poned?\b|ponement|tive|ity|ly\b|est\b|er\b|gest|sure|mpan|mmi|urt|nf|ns|nt|ll)"
)


def _paragraphs(block: list[str], start: int, words: _Words) -> Iterator[Segment]:
    """The paragraphs of lines without a blank line between them: lines that go on are joined."""
    # A title above the text may be longer than its lines; an address without blanks is never wrapped.
    lines = block[1:] if len(block) > 2 else block
    width = max((len(line) for line in lines if " " in line.strip() or contains_han(line)), default=0)
    prose = any(re.search(r"[,.;。，；]", line) for line in block)
    # A text that never breaks within a sentence has one sentence per line.
    sentences = all(_ENDED.search(line[-_LONGEST:]) for line in block[:-1])
    parts, line_number = [block[0].strip()], start
    first = before = block[0]
    for number, line in enumerate(block[1:], start + 1):
        bare = line.strip()
        if _divided(before, bare):
            parts[-1] = _undivided(parts[-1], bare, words)
            parts.append(bare)
        elif not _ITEM.match(line) and (
            _is_indented_below(first, line)
            or (40 <= width <= 120 and _goes_on(before, line, width, prose, sentences, before is block[0]))
        ):
            parts.append(bare if contains_han(before[-1]) or contains_han(bare[0]) else f" {bare}")
        else:
            yield Segment("".join(parts), line_number)
            parts, line_number, first = [bare], number, line
        before = line
    yield Segment("".join(parts), line_number)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_indented_below(item: str, line: str) -> bool:
    return bool(_ITEM.match(item)) and _indent(line) > _indent(item)


def _goes_on(before: str, line: str, width: int, prose: bool, sentences: bool, top: bool) -> bool:
    """Whether ``line`` continues the sentence of the line ``before`` it in text wrapped at ``width``.

    Wrapping breaks a line only where the next word has no room, so a line with room was ended on purpose;
    yet one that goes on in lower case, or stops at "of", has not ended.
    """
    bare = line.strip()
    begin = bare.lstrip("\"'“‘(（「『")[:1]
    ended = bool(_ENDED.search(before[-_LONGEST:]))
    room = 1 if contains_han(begin) else 1 + len(bare.split()[0])
    full = len(before) + room > width
    if begin.islower():
        return full or (prose and not ended)
    if _OPEN_END.search(before[-_LONGEST:]):
        return True
    if _indent(line) >= _indent(before) + 2 or (top and (_is_title(before) or len(before) > width * 1.15)):
        return False
    if ended:
        return full and not sentences
    return len(before) + room > width * 0.85


def _is_title(line: str) -> bool:
    """Whether the long words of a line are all capitalised, as in a title."""
    long = re.findall(r"\b[A-Za-z]{4,}", line)
    return len(long) > 1 and all(word[0].isupper() for word in long) and not line.endswith((",", ";"))


def _divided(before: str, line: str) -> bool:
    return line[:1].islower() and _DIVIDED.search(before[-_LONGEST:]) is not None


def _undivided(before: str, line: str, words: _Words) -> str:
    """The line end before the rest of a word; the hyphen stays in compounds ("anti-" + "corruption")."""
    found = _DIVIDED.search(before[-_LONGEST:])
    part = found[1].lower() if found else ""
    rest = re.match(r"[a-z]*", line)
    after = rest[0] if rest else ""
    if after in ("and", "or", "to"):
        return before + " "
    last = part.rpartition("-")[2]
    if f"{part}-{after}" in words:
        hyphen = True
    elif f"{part}{after}" in words:
        hyphen = False
    elif last in _PREFIXES:
        hyphen = not _WORD_ENDS.match(after)
    else:
        hyphen = bool(_COMPOUND_ENDS.match(after))
    return before if hyphen else before[:-1]


_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=[ \t]*(?:#|[\w\"'-][^\n:]*:(?:\s|$)))(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def _read_markdown(text: str) -> list[Segment]:
    from markdown_it import MarkdownIt

    segments = []
    if front := _FRONT_MATTER.match(text):
        segments = [Segment(line.strip(), n, True) for n, line in enumerate(front[1].split("\n"), 2) if line.strip()]
        text = "\n" * front[0].count("\n") + text[front.end() :]
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            segments.extend(s._replace(line=max(0, s.line - 1) + line) for s in _read_html(token.content))
        elif token.type == "inline" and token.children:
            parts = []
            for child in token.children:
                if child.type == "text":
                    parts.append(child.content)
                elif child.type in ("softbreak", "hardbreak") or (
                    child.type == "html_inline" and re.match(r"<br\b", child.content, re.IGNORECASE)
                ):
                    parts.append(" ")
                elif child.type == "code_inline":
                    parts.append(" … ")
            segments.append(Segment(_visible("".join(parts)), line))
    return segments


def _visible(text: str) -> str:
    """The text without the invisible characters that entities and Word files carry, blanks made single."""
    return " ".join(_STRAY.sub("", _FORBIDDEN.sub("", text)).split())


_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr html li main nav ol option p pre section table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset("script style noscript template svg math code pre kbd samp object iframe head textarea".split())
_NOT_SHOWN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_BREAK = "\n\n"
"""A ``<br>`` in the buffer of the HTML reader; compared by identity, so no text of a page can be one."""
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
        joined = _visible("".join(buffer))
        if joined:
            segments.append(Segment(joined, line, furniture))
        buffer.clear()

    # Iterative walk: pages from outside may nest deeper than Python's stack.
    stack: list[tuple[etree._Element, bool, bool]] = [(root, False, False)]
    while stack:
        element, closing, furniture = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS
        if closing:
            if block:
                flush(furniture or tag in _FURNITURE_TAGS)
            if tag == "br":
                # Two in a row, or one before an indent, end a paragraph; a single one breaks a line in it.
                if _after_break(buffer) or re.match(r"\s*(?:\u3000|\xa0\xa0)", element.tail or ""):
                    flush(furniture)
                else:
                    buffer.append(_BREAK)
            if element.tail:
                if not buffer:
                    line = _line(element, line)
                buffer.append(element.tail)
            continue
        if block:
            flush(furniture)
        stack.append((element, True, furniture))
        if tag in _SILENT or not tag or _is_hidden(element, tag):
            continue
        if not buffer:
            line = _line(element, line)
        if element.text:
            buffer.append(element.text)
        inner = furniture or tag in _FURNITURE_TAGS
        stack.extend((child, False, inner) for child in reversed(element))
    flush(False)
    return segments


def _after_break(buffer: list[str]) -> bool:
    return next((part is _BREAK for part in reversed(buffer) if part is _BREAK or part.strip()), False)


def _is_hidden(element: etree._Element, tag: str) -> bool:
    """Whether a page says that readers do not see this; scripts show the body of some pages later."""
    if tag in ("html", "body"):
        return False
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or bool(_NOT_SHOWN.search(element.get("style") or ""))
    )


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
        paragraphs = _docx_texts(document.element.body)
    except FayiError:
        raise
    except Exception as error:
        raise FayiError(
            f"not a readable Word document ({type(error).__name__})", path=name,
            hint="open it in a word processor and save it again",
        ) from error  # fmt: skip
    return [Segment(_visible(text), number) for number, text in enumerate(paragraphs, 1)]


_WORD = ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}", "{http://purl.oclc.org/ooxml/wordprocessingml/main}")
_PARAGRAPH, _TEXT, _HYPHEN = ({f"{w}{name}" for w in _WORD} for name in ("p", "t", "noBreakHyphen"))
_BLANK = {f"{w}{name}" for w in _WORD for name in ("tab", "br", "cr", "ptab")}
# Deleted and moved text, readings above characters, properties (tab stops); the older copy of a text box.
_UNREAD = {f"{w}{name}" for w in _WORD for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


def _docx_texts(body: etree._Element) -> list[str]:
    """The text of every paragraph in document order, each once: also in cells, controls, insertions, boxes."""
    from lxml.etree import iterwalk

    texts: list[list[str]] = []
    within: list[list[str]] = []
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if tag in _PARAGRAPH:
                within.pop()
        elif tag in _UNREAD:
            walk.skip_subtree()
        elif tag in _PARAGRAPH:
            within.append([])
            texts.append(within[-1])
        elif within and tag in _TEXT:
            within[-1].append(element.text or "")
        elif within and tag in _BLANK:
            within[-1].append(" ")
        elif within and tag in _HYPHEN:
            within[-1].append("-")
    return ["".join(parts) for parts in texts]
