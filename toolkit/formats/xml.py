"""Reads XML element by element with lxml, safely: nothing is fetched, declared entities are refused at the first element."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from toolkit.documents.entities import refuse_entities
from toolkit.errors import FayiError
from toolkit.formats.sources import open_binary, xml_chunks

XML = "http://www.w3.org/XML/1998/namespace"
XML_LANG = f"{{{XML}}}lang"
XML_SPACE = f"{{{XML}}}space"
MAX_ATTRIBUTES = 1_000
# What XML 1.0 cannot hold (section 2.2, production Char).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def local(element: etree._Element) -> str:
    """The name of an element without namespace; ``""`` for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int:
    """The line of its start tag, 0 when unknown (libxml2 counts to 65,535 only in old versions)."""
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 0


def words(element: etree._Element) -> str:
    """All text inside, white space run together."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def namespace(element: etree._Element) -> str:
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def clean(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return NOT_XML.sub("", text) if not text.isprintable() else text


class Stream:
    """Chunks as a file for lxml."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, _size: int = -1) -> bytes:
        return next(self._chunks, b"")


def elements(path: Path, wanted: Collection[str], opened: Collection[str] = ()) -> Iterator[etree._Element]:
    """The elements of ``path`` with a local name in ``wanted``, each whole, freed after use.

    Elements named in ``opened`` come at their start tag, with attributes and no content; tell them by name.
    Raises ``FayiError`` with the line for anything that is not well-formed or declares entities.
    """
    with open_binary(path) as handle:
        stream = Stream(xml_chunks(path, handle))
        parser = etree.iterparse(
            stream, events=("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        first, inside = True, 0
        try:
            for event, element in parser:
                if first:
                    refuse_entities(element.getroottree(), path)
                    first = False
                name = local(element)
                if event == "start":
                    if name in wanted:
                        inside += 1
                    elif name in opened and not inside:
                        yield element
                elif name in wanted:
                    inside -= 1
                    if not inside:
                        yield element
                        _free(element)
                elif not inside:
                    _free(element)
        except etree.XMLSyntaxError as error:
            raise not_xml(path, error) from None
    if first:
        raise FayiError("the file is empty", path=path)


def root_attributes(path: Path) -> dict[str, str]:
    """The attributes of the root element of ``path``; raises ``FayiError`` where there is none."""
    with open_binary(path) as handle:
        parser = etree.iterparse(
            Stream(xml_chunks(path, handle)), events=("start",), encoding="utf-8", resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False,
        )  # fmt: skip
        try:
            _event, root = next(parser)
        except (etree.XMLSyntaxError, StopIteration) as error:
            if isinstance(error, etree.XMLSyntaxError):
                raise not_xml(path, error) from None
            raise FayiError("the file is empty", path=path) from None
        refuse_entities(root.getroottree(), path)
        bound_attributes(root, path)
        return {str(name): str(value) for name, value in root.attrib.items()}


def bound_attributes(element: etree._Element, path: Path) -> None:
    """Raises ``FayiError`` for an element with more than ``MAX_ATTRIBUTES`` attributes: schemas look at each of them."""
    if len(element.attrib) > MAX_ATTRIBUTES:
        raise FayiError(
            f"an element with {len(element.attrib):,} attributes", path=path, line=line_of(element),
            allowed=f"at most {MAX_ATTRIBUTES:,}",
        )  # fmt: skip


def not_xml(path: Path, error: etree.XMLSyntaxError) -> FayiError:
    message = " ".join((error.msg or "syntax error").split(", line ")[0].split())
    hint = "the file ends too early" if "Premature end" in message or "EndTag" in message else None
    return FayiError(f"not well-formed XML: {message}", path=path, line=error.lineno or 1, hint=hint)


def _free(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
