"""A flat walk over an XML file that knows the place of every character; lxml has proved it well-formed before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape as _html_unescape
from typing import NamedTuple

from toolkit.errors import FayiError

_NODE = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*'|\[.*?\]\s*(?=>))*>"
    r"|<(?P<close>/)?(?P<name>[^\s/>]+)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/)?>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-fA-F]+);")


class Tag(NamedTuple):
    """A start, end or empty tag, its prefix taken off, and where it stands."""

    name: str
    kind: str
    """``open``, ``close`` or ``empty``."""
    attributes: str
    start: int
    end: int

    def get(self, name: str) -> str:
        """The value of an attribute by its local name; ``""`` when it is not there."""
        for match in _ATTRIBUTE.finditer(self.attributes):
            if match[1].rpartition(":")[2] == name:
                return unescape(match[2] if match[2] is not None else match[3])
        return ""


def prove(path: str, text: str) -> None:
    """Raise ``FayiError`` with line and column unless ``text`` is well-formed; nothing is fetched or expanded."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        etree.fromstring(
            re.sub(r"\A(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", r"\1", text).encode(), parser
        )
    except etree.XMLSyntaxError as error:
        line, column = error.position
        found = text.split("\n")[line - 1].strip() if line else None
        raise FayiError(
            f"not well-formed XML: {str(error.msg).splitlines()[0]}", path=path, line=line or None,
            column=column or None, found=found,
        ) from None  # fmt: skip
    except ValueError as error:
        raise FayiError(f"not XML: {error}", path=path) from None


def tags(text: str) -> Iterator[Tag]:
    """The tags of ``text`` in order; comments, declarations and CDATA are passed over."""
    for match in _NODE.finditer(text):
        if (name := match["name"]) is not None:
            kind = "close" if match["close"] else "empty" if match["empty"] else "open"
            yield Tag(name.rpartition(":")[2], kind, match["attributes"], match.start(), match.end())


def unescape(text: str) -> str:
    """Character references resolved; other entities stay as they are."""
    return _ENTITY.sub(lambda m: _html_unescape(m.group()), text) if "&" in text else text


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Piece(NamedTuple):
    start: int
    end: int
    text: str


# Inline elements whose content is code, not text (XLIFF 1.2, XLIFF 2, TMX 1.4b).
_CODES = frozenset(["ph", "bpt", "ept", "it", "ut", "sub", "x", "bx", "ex"])


def _pieces(raw: str) -> Iterator[_Piece]:
    """The characters of a segment: each with its place in ``raw``; tags and native codes left out."""
    position = depth = 0
    for match in _NODE.finditer(raw):
        if not depth:
            yield from _characters(raw, position, match.start())
        position = match.end()
        if match.group().startswith("<![CDATA[") and not depth:
            yield _Piece(match.start() + 9, match.end() - 3, raw[match.start() + 9 : match.end() - 3])
        name = match["name"]
        if name is not None and name.rpartition(":")[2] in _CODES and not match["empty"]:
            depth += -1 if match["close"] else 1
    if not depth:
        yield from _characters(raw, position, len(raw))


def _characters(raw: str, start: int, end: int) -> Iterator[_Piece]:
    position = start
    for match in _ENTITY.finditer(raw, start, end):
        if match.start() > position:
            yield _Piece(position, match.start(), raw[position : match.start()])
        yield _Piece(match.start(), match.end(), unescape(match.group()))
        position = match.end()
    if position < end:
        yield _Piece(position, end, raw[position:end])


def plain(raw: str) -> str:
    """The text of a segment as a reader sees it."""
    if "<" not in raw:
        return unescape(raw)
    return "".join(piece.text for piece in _pieces(raw))


def offsets(raw: str) -> list[int]:
    """Where in ``raw`` each character of ``plain(raw)`` begins, and where the last one ends."""
    table: list[int] = []
    end = 0
    for piece in _pieces(raw):
        if len(piece.text) == piece.end - piece.start:
            table.extend(range(piece.start, piece.end))
        else:
            table.extend([piece.start] * len(piece.text))
        end = piece.end
    table.append(end)
    return table
