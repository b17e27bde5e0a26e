"""Changes texts of an XML file and leaves every other byte as it was: what version control of translators wants.

The file is parsed as it streams by; where a text has changed its characters are put in place of the old ones,
in the encoding, the line ends and the kind of section (CDATA) they stood in.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from toolkit.errors import FayiError
from toolkit.formats.format import Change
from toolkit.formats.sources import (
    BYTE_ORDER_MARKS,
    CHUNK,
    open_binary,
    open_output,
    xml_chunks,
    xml_encoding,
)
from toolkit.formats.xml import clean

TEXTUAL = frozenset(("hi", "mrk", "g", "pc"))
"""Elements in a text whose content is text; that of other codes is left alone."""
SKIPPED = frozenset(("alt-trans", "match", "note"))
"""Elements whose texts are proposals or remarks, not those of the unit."""


@dataclass
class _Piece:
    start: int
    parts: list[str] = field(default_factory=list)
    end: int = 0
    cdata: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)


def rewrite(path: Path, output: Path, texts: Collection[str], change: Change) -> int:
    """Write ``path`` to ``output`` with every text in an element of ``texts`` as ``change`` gives it; returns how many changed.

    Raises ``FayiError`` when the file is not XML, declares entities or ``change`` gives another number of pieces.
    """
    with open_binary(path) as head:
        first = head.read(CHUNK)
    with open_binary(path) as source, open_output(output) as out:
        editor = _Editor(path, frozenset(texts), change, _Sink(out, first))
        try:
            for chunk in xml_chunks(path, source):
                editor.feed(chunk)
            editor.finish()
        except expat.ExpatError as error:
            message = expat.ErrorString(error.code) or str(error)
            raise FayiError(f"not well-formed XML: {message}", path=path, line=error.lineno) from None
        return editor.changed


class _Sink:
    """Takes UTF-8 and writes the encoding of the file; characters that it lacks become references."""

    def __init__(self, out: IO[bytes], first: bytes) -> None:
        self._out = out
        self._out.write(next((mark for mark, _name in BYTE_ORDER_MARKS if first.startswith(mark)), b""))
        name = codecs.lookup(xml_encoding(first)).name
        self.plain = name == "utf-8"
        self._encoder = codecs.getincrementalencoder(name)("xmlcharrefreplace")
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")

    def write(self, data: bytes) -> None:
        self._out.write(data if self.plain else self._encoder.encode(self._decoder.decode(data)))


class _Editor:
    def __init__(self, path: Path, texts: frozenset[str], change: Change, sink: _Sink) -> None:
        self.path, self.texts, self.change, self.sink = path, texts, change, sink
        self.changed = 0
        self.held = bytearray()
        """Bytes from ``base`` on that are not written yet."""
        self.base = 0
        self.skipping = 0
        self.inside: list[str] = []
        self.pieces: list[_Piece] = []
        self.piece: _Piece | None = None
        self.edits: list[tuple[int, int, bytes]] = []
        self.line = 0
        parser: Any = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = lambda: self._divide(cdata=True)
        parser.EndCdataSectionHandler = self._divide
        parser.CommentHandler = lambda _text: self._divide()
        parser.ProcessingInstructionHandler = lambda _target, _data: self._divide()
        parser.SkippedEntityHandler = lambda _name, _parameter: self._divide()
        parser.EntityDeclHandler = self._declared
        self.parser = parser
        self.in_cdata = False

    def feed(self, chunk: bytes) -> None:
        self.held += chunk
        self.parser.Parse(chunk, False)
        self._flush(self.pieces[0].start if self.pieces else self.parser.CurrentByteIndex)

    def finish(self) -> None:
        self.parser.Parse(b"", True)
        self._flush(self.base + len(self.held))

    def _declared(self, name: str, *_: object) -> None:
        raise FayiError(
            "declares an entity", path=self.path, line=self.parser.CurrentLineNumber, found=name,
            hint="refused: entities can hide bombs and other files",
        )  # fmt: skip

    def _start(self, name: str, _attributes: object) -> None:
        self._divide()
        local = name.rpartition(":")[2]
        if self.inside:
            self.inside.append(local)
        elif local in SKIPPED or self.skipping:
            self.skipping += 1
        elif local in self.texts:
            self.inside.append(local)
            self.line = self.parser.CurrentLineNumber

    def _end(self, _name: str) -> None:
        self._divide()
        if self.inside:
            self.inside.pop()
            if not self.inside:
                self._settle()
        elif self.skipping:
            self.skipping -= 1

    def _text(self, text: str) -> None:
        if not self.inside or not TEXTUAL.issuperset(self.inside[1:]):
            return
        if self.piece is None:
            self.piece = _Piece(self.parser.CurrentByteIndex, cdata=self.in_cdata)
            self.pieces.append(self.piece)
        self.piece.parts.append(text)

    def _divide(self, cdata: bool = False) -> None:
        """Something other than text begins here."""
        if self.piece is not None:
            self.piece.end = self.parser.CurrentByteIndex
            self.piece = None
        self.in_cdata = cdata

    def _settle(self) -> None:
        """A text is whole: ask for the change and note what to put where."""
        pieces, self.pieces = self.pieces, []
        old = [piece.text for piece in pieces]
        new = list(self.change(old, self.line)) if old else []
        if len(new) != len(old):
            raise FayiError(
                "a change that adds or removes codes cannot be written in place",
                path=self.path,
                line=self.line,
            )
        if new == old:
            return
        self.changed += 1
        for piece, before, after in zip(pieces, old, new, strict=True):
            if before != after:
                raw = bytes(self.held[piece.start - self.base : piece.end - self.base])
                self.edits.append((piece.start, piece.end, _written(clean(after), raw, piece.cdata)))

    def _flush(self, end: int) -> None:
        """Write what stands before ``end``, with the edits that lie there."""
        position = self.base
        for start, stop, content in self.edits:
            self.sink.write(bytes(self.held[position - self.base : start - self.base]))
            self.sink.write(content)
            position = stop
        self.edits = []
        end = max(end, position)
        self.sink.write(bytes(self.held[position - self.base : end - self.base]))
        del self.held[: end - self.base]
        self.base = end


def _written(text: str, raw: bytes, cdata: bool) -> bytes:
    """``text`` as the bytes ``raw`` that it replaces were written."""
    done = text.replace("]]>", "]]]]><![CDATA[>") if cdata else escape(text, {"\r": "&#13;"})
    if b"\r\n" in raw:
        done = done.replace("\n", "\r\n")
    return done.encode()
