"""TMX: translation memories, read (1.1 to 1.4b) as a stream, every inline element kept; ``tmx_writer`` writes 1.4b.

Sources: LISA, TMX 1.4b Specification (2005) and its DTD. The reader drives expat directly: building a tree
per unit would halve the speed. Entities are refused where they are declared, so nothing can expand; an
external DTD line is accepted and never fetched.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from toolkit.errors import FayiError
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import NO_ATTRIBUTES, Code, Note, Prop, Run, Unit, Variant, plain_unit
from toolkit.formats.report import Report
from toolkit.formats.sources import open_binary, open_output, xml_chunks
from toolkit.formats.tmx_writer import HEADER, Header, Ude, write

__all__ = ["FORMAT", "Header", "Ude", "Unit", "document", "plain_unit", "read", "write"]

MAX_SEGMENT = 10_000_000
"""Characters of a segment, note or property; the limit libxml2 has for a text node."""
MAX_DEPTH = 100
"""Inline elements inside each other; the deepest seen in 60 real files is 4."""
INLINE = frozenset(("bpt", "ept", "ph", "it", "hi", "ut", "sub"))


class document:
    """A memory being read: ``header`` is there at once, iterating gives the units.

    Raises ``FayiError`` with the line of the first thing that is not XML or not TMX.
    """

    def __init__(self, path: Path, report: Report | None = None) -> None:
        self.path = path
        self.report = report or Report(str(path))
        self._machine = _Machine(path, self.report)
        self._units = self._parse()
        self._first: list[Unit] = []
        if (unit := next(self._units, None)) is not None:
            self._first = [unit]
        self.header = self._machine.header

    def __iter__(self) -> Iterator[Unit]:
        yield from self._first
        yield from self._units

    def _parse(self) -> Iterator[Unit]:
        machine = self._machine
        parser, units = machine.parser, machine.units
        try:
            with open_binary(self.path) as handle:
                for chunk in xml_chunks(self.path, handle):
                    # Nothing here makes reference cycles; the collector would look at every new record in vain (an
                    # eighth of the time).
                    collecting = gc.isenabled()
                    gc.disable()
                    try:
                        parser.Parse(chunk, False)
                    finally:
                        if collecting:
                            gc.enable()
                    if units:
                        self.report.read = machine.read
                        self.report.created += len(units)
                        yield from units
                        units.clear()
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _not_xml(self.path, error) from None
        finally:
            self.report.read = machine.read
        if not machine.seen_root:
            raise FayiError("not a TMX file: it has no <tmx> element", path=self.path)


def _not_xml(path: Path, error: expat.ExpatError) -> FayiError:
    message = expat.ErrorString(error.code) or str(error)
    hints = {
        "no element found": "the file ends too early",
        "unclosed token": "the file ends too early",
        "not well-formed (invalid token)": "a bare < or &, a control character, or another encoding than declared",
    }
    return FayiError(
        f"not well-formed XML: {message}",
        path=path,
        line=error.lineno,
        column=error.offset + 1,
        hint=hints.get(message),
    )


class _Machine:
    """The expat handlers. Local names instead of attributes: they are called some 14 times per unit."""

    def __init__(self, path: Path, report: Report) -> None:
        self.units: list[Unit] = []
        self.header = Header()
        self.read = 0
        self.seen_root = False
        # The encoding is settled by xml_chunks: the declaration may still name the old one.
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        # Strings for repeated attribute values (languages, users, dates, types) are kept once per unit anyway.
        self._connect(path, report)

    def _connect(self, path: Path, report: Report) -> None:
        parser, units = self.parser, self.units
        text: list[str] = []
        runs: list[Run] = []
        stack: list[tuple[str, Mapping[str, str], list[Run]]] = []
        unit_attributes: dict[str, str] = {}
        variant_attributes: dict[str, str] = {}
        leaf_attributes: dict[str, str] = {}
        variants: list[Variant] = []
        unit_props: list[Prop] = []
        unit_notes: list[Note] = []
        variant_props: list[Prop] = []
        variant_notes: list[Note] = []
        ude_maps: list[Mapping[str, str]] = []
        udes: list[Ude] = []
        header_attributes: dict[str, str] = {}
        in_seg = in_variant = in_header = False
        segment: tuple[Run, ...] | None = None
        version = "1.4"
        append_text, clear_text = text.append, text.clear
        # What NamedTuple._make does, without its Python call.
        new = tuple.__new__
        none: tuple[Any, ...] = ()

        def refuse(message: str, **more: str) -> FayiError:
            return FayiError(message, path=path, line=parser.CurrentLineNumber, **more)  # type: ignore[arg-type]

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal in_seg, in_variant, in_header, segment, unit_attributes, variant_attributes
            nonlocal leaf_attributes, header_attributes, version, runs
            if in_seg:
                if text:
                    runs.append("".join(text))
                    clear_text()
                if len(stack) >= MAX_DEPTH:
                    raise refuse("inline elements are nested too deeply", allowed=f"at most {MAX_DEPTH}")
                if name not in INLINE:
                    report.add("repaired", f"<{name}> is not TMX, kept as <hi>", parser.CurrentLineNumber)
                    name, attributes = "hi", {"type": f"x-{name}"}
                stack.append((name, attributes or NO_ATTRIBUTES, runs))
                runs = []
            elif name == "seg":
                in_seg = True
                clear_text()
            elif name == "tuv":
                in_variant, variant_attributes, segment = True, attributes, None
                if variant_props or variant_notes:
                    variant_props.clear()
                    variant_notes.clear()
            elif name == "tu":
                unit_attributes = attributes
                if variants:
                    variants.clear()
                if unit_props or unit_notes:
                    unit_props.clear()
                    unit_notes.clear()
            elif name == "prop" or name == "note":
                leaf_attributes = attributes
                clear_text()
            elif name == "body":
                clear_text()
                if not header_attributes.get("srclang"):
                    report.add(
                        "repaired", "the header has no srclang, read as *all*", parser.CurrentLineNumber
                    )
            elif name == "header":
                in_header, header_attributes = True, attributes
            elif name == "ude":
                leaf_attributes = attributes
            elif name == "map":
                ude_maps.append(attributes)
            elif name == "tmx":
                self.seen_root, version = True, attributes.get("version", "1.4")
            elif not self.seen_root:
                raise refuse("not a TMX file", found=f"<{name}>", allowed="<tmx>")

        def end(name: str) -> None:
            nonlocal in_seg, in_variant, in_header, segment, runs
            if in_seg:
                if name == "seg":
                    if stack:
                        raise refuse("not TMX: elements in <seg> overlap")
                    in_seg = False
                    if runs:
                        if text:
                            runs.append("".join(text))
                        segment = tuple(runs)
                        runs = []
                    elif len(text) == 1:
                        segment = (text[0],)
                    else:
                        segment = ("".join(text),)
                    if len(segment[0]) > MAX_SEGMENT:
                        raise refuse(
                            f"a segment of more than {MAX_SEGMENT:,} characters", allowed="shorter segments"
                        )
                    clear_text()
                else:
                    if text:
                        runs.append("".join(text))
                        clear_text()
                    kind, attributes, outer = stack.pop()
                    outer.append(Code(kind, attributes, tuple(runs)))
                    runs = outer
            elif name == "tuv":
                in_variant = False
                lang = variant_attributes.pop("xml:lang", "")
                if "lang" in variant_attributes:
                    lang = lang or variant_attributes["lang"]
                    del variant_attributes["lang"]
                if segment is None:
                    report.add("skipped", "a <tuv> without <seg>", parser.CurrentLineNumber)
                elif not lang:
                    report.add("skipped", "a <tuv> without a language", parser.CurrentLineNumber)
                else:
                    variants.append(new(Variant, (
                        lang, segment, variant_attributes or NO_ATTRIBUTES,
                        tuple(variant_props) if variant_props else none,
                        tuple(variant_notes) if variant_notes else none,
                    )))  # fmt: skip
            elif name == "tu":
                self.read += 1
                if variants:
                    identifier = unit_attributes.pop("tuid", "")
                    units.append(new(Unit, (
                        tuple(variants), identifier, unit_attributes or NO_ATTRIBUTES,
                        tuple(unit_props) if unit_props else none, tuple(unit_notes) if unit_notes else none,
                    )))  # fmt: skip
                    variants.clear()
                else:
                    report.add("skipped", "a <tu> without text", parser.CurrentLineNumber)
            elif name == "prop" or name == "note":
                value = text[0] if len(text) == 1 else "".join(text)
                clear_text()
                if len(value) > MAX_SEGMENT:
                    raise refuse(f"a <{name}> of more than {MAX_SEGMENT:,} characters")
                if name == "prop":
                    kind = leaf_attributes.pop("type", "")
                    if not kind:
                        kind = "x-unknown"
                        report.add("repaired", "a <prop> without type", parser.CurrentLineNumber)
                    prop = Prop(kind, value, leaf_attributes or NO_ATTRIBUTES)
                    (variant_props if in_variant else unit_props).append(prop)
                else:
                    note = Note(value, leaf_attributes or NO_ATTRIBUTES)
                    (variant_notes if in_variant else unit_notes).append(note)
            elif name == "ude":
                udes.append(Ude(leaf_attributes, tuple(ude_maps)))
                ude_maps.clear()
            elif name == "header":
                in_header = False
                self.header = Header(
                    header_attributes, tuple(unit_notes), tuple(unit_props), tuple(udes), version
                )
                unit_notes.clear()
                unit_props.clear()

        def declared(name: str, *_: object) -> None:
            raise refuse(
                "declares an entity", found=name, hint="refused: entities can hide bombs and other files"
            )

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = append_text
        parser.EntityDeclHandler = declared


def read(path: Path, report: Report, settings: Settings | None = None) -> Iterator[Unit]:
    """The units of ``path`` in order."""
    yield from document(path, report)


def _write(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    header = settings.header if isinstance(settings.header, Header) else None
    write(path, units, source_language=settings.source, header=header, encoding=settings.encoding or "UTF-8")


def _copy(path: Path, target: Path, report: Report) -> None:
    """A file that needs no repair is written back byte for byte; others are written anew, as TMX 1.4."""
    found = document(path, report)
    for _unit in found:
        pass
    header = found.header
    if (
        report.counts
        or header.version != "1.4"
        or any(not header.attributes.get(name) for name in HEADER[:7])
    ):
        again = document(path)
        write(target, again, header=again.header)
    else:
        with open_binary(path) as handle, open_output(target) as out:
            shutil.copyfileobj(handle, out)


FORMAT = Format(
    name="tmx",
    extensions=(".tmx", ".tmx.gz", ".tmx.zip"),
    description="Translation Memory eXchange: 1.1 to 1.4b read, 1.4b written; every CAT tool",
    content="units",
    read=read,
    write=_write,
    keeps=("id", "attributes", "inline codes", "properties", "notes", "several languages", "header"),
    losses={
        "layout": "white space between elements and the spelling of references are written in one way",
        "foreign elements": "elements and attributes that TMX 1.4 does not know",
    },
    copy=_copy,
)
