"""StarDict: dictionaries for GoldenDict, KOReader and others: three files ``NAME.ifo``, ``.idx``, ``.dict``.

Source: StarDict, "Format for StarDict dictionary files" 2.4.2: entries sorted as ASCII-insensitive strings,
each with offset and size as 32-bit big-endian numbers; ``sametypesequence=h`` is HTML.
"""

from __future__ import annotations

import html
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.files import publish, staging, write_atomically
from toolkit.formats import languages
from toolkit.formats.delimited import nothing
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Designation, Entry, is_usable
from toolkit.formats.report import Report
from toolkit.model import Status

MAX_DICT = 256 << 20
MAX_WORD = 255
"""Bytes of a headword (StarDict 2.4.2)."""


def _article(entry: Entry, lang: str) -> str:
    """What a reader sees under a term of ``lang``: the terms of the other languages, then what is known."""
    parts = []
    for other in dict.fromkeys(t.lang for t in entry.terms if not languages.same(t.lang, lang)):
        shown = [
            f"<b>{html.escape(t.text)}</b>" if n == 0 else html.escape(t.text)
            for n, t in enumerate(filter(is_usable, entry.of(other)))
        ]
        if shown:
            parts.append(f"<div><i>{html.escape(languages.short(other))}</i> {'; '.join(shown)}</div>")
    avoid = [t for t in entry.terms if t.status is Status.DEPRECATED]
    if avoid:
        parts.append(f"<div>avoid: {html.escape('; '.join(t.text for t in avoid))}</div>")
    details = [text for text in (entry.definition, entry.note, entry.subject) if text]
    details += [t.source for t in entry.terms if t.source][:1]
    parts += [f"<div>{html.escape(text)}</div>" for text in details]
    return "".join(parts)


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    """Write the three files; headwords are the terms of every language, deprecated and search forms included."""
    articles: dict[str, list[str]] = {}
    for entry in entries:
        for term in entry.terms:
            word = " ".join(term.text.split())
            if len(word.encode()) <= MAX_WORD:
                article = _article(entry, term.lang)
                if article and article not in articles.setdefault(word, []):
                    articles[word].append(article)
    words = sorted((w for w in articles if articles[w]), key=lambda w: (w.encode().lower(), w.encode()))
    if not words:
        raise nothing(path)
    data, index = bytearray(), bytearray()
    for word in words:
        body = "<hr>".join(articles[word]).encode()
        index += word.encode() + b"\0" + struct.pack(">II", len(data), len(body))
        data += body
    base = path.with_suffix("")
    title = re.sub(r"[\r\n]+", " ", settings.title)
    info = f"StarDict's dict ifo file\nversion=2.4.2\nwordcount={len(words)}\nidxfilesize={len(index)}\nbookname={title}\nsametypesequence=h\n"
    # Three files that mean nothing without each other: all of them are new, or none.
    with staging(base.parent) as stage:
        for suffix, content in ((".dict", bytes(data)), (".idx", bytes(index)), (".ifo", info.encode())):
            with write_atomically(stage / f"{base.name}{suffix}", "wb") as out:
                out.write(content)
        publish(stage, base.parent)


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """Headwords with the plain text of their article, as a pair of source and target."""
    try:
        info = path.with_suffix(".ifo").read_text(encoding="utf-8")
        index = path.with_suffix(".idx").read_bytes()
        data = path.with_suffix(".dict").read_bytes()
    except UnicodeDecodeError as error:
        raise FayiError("not a StarDict .ifo file", path=path) from error
    except OSError as error:
        raise FayiError(
            f"cannot read: {error.strerror}",
            path=error.filename,
            hint="the .ifo, .idx and .dict files belong together",
        ) from error
    if not info.startswith("StarDict's dict ifo file") or len(data) > MAX_DICT:
        raise FayiError("not a StarDict .ifo file", path=path)
    position = 0
    while position < len(index):
        end = index.find(b"\0", position)
        if end < 0 or end + 9 > len(index):
            raise FayiError("the index is cut off", path=path.with_suffix(".idx"))
        offset, size = struct.unpack_from(">II", index, end + 1)
        word = index[position:end].decode("utf-8", "replace")
        position = end + 9
        report.read += 1
        if offset + size > len(data):
            report.add("failed", "the article lies outside of the file", 0, word)
            continue
        article = data[offset : offset + size].decode("utf-8", "replace")
        target = article.partition("<b>")[2].partition("</b>")[0] if "</b>" in article else ""
        # No "<" inside a tag: otherwise a million of them would take a day.
        meaning = " ".join(html.unescape(target or re.sub(r"<[^<>]*>", " ", article)).split())
        report.created += 1
        chinese = any("\u3400" <= c <= "\u9fff" for c in word)
        langs = (settings.target, settings.source) if chinese else (settings.source, settings.target)
        yield Entry("", (Designation(word, langs[0]), Designation(meaning, langs[1])))


FORMAT = Format(
    "stardict", (".ifo",), "StarDict dictionary: GoldenDict, KOReader", "entries", read, _write,
    ("several languages", "synonyms", "status", "definition", "note", "subject", "source", "search forms"),
    {"structure": "articles are for people: reading back gives headword and first translation"},
)  # fmt: skip
