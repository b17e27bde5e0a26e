"""The expat handlers that turn TMX into units, and the limits of what they accept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from toolkit.errors import FayiError
from toolkit.formats.model import NO_ATTRIBUTES, Code, Note, Prop, Run, Unit, Variant
from toolkit.formats.report import Report
from toolkit.formats.tmx_writer import Header, Ude

MAX_SEGMENT = 10_000_000
"""Characters of a segment, note or property; the limit libxml2 has for a text node."""
MAX_PIECES = 160
"""Pieces of text, of up to 64 kB, after which a text that has not ended is measured."""
MAX_DEPTH = 100
"""Inline elements inside each other; the deepest seen in 60 real files is 4."""
INLINE = frozenset(("bpt", "ept", "ph", "it", "hi", "ut", "sub"))


def not_xml(path: Path, error: expat.ExpatError) -> FayiError:
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


class Machine:
    """``units`` fills as ``parser`` is fed. Local names instead of attributes: they are called some 14 times per unit."""

    def __init__(self, path: Path, report: Report) -> None:
        self.units: list[Unit] = []
        self.lines: list[int] = []
        """Where each of ``units`` begins."""
        self.header = Header()
        self.read = 0
        self._path = path
        self._text: list[str] = []
        self.seen_root = False
        # The encoding is settled by xml_chunks: the declaration may still name the old one.
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        # Strings for repeated attribute values (languages, users, dates, types) are kept once per unit anyway.
        self._connect(path, report)

    def feed(self, chunk: bytes) -> None:
        """Parse a piece; raises ``FayiError`` for what is not TMX, ``ExpatError`` for what is not XML."""
        self.parser.Parse(chunk, False)
        text = self._text
        # A segment is measured when it ends: one that never does must not fill the memory until then.
        if len(text) > MAX_PIECES:
            text[:] = ["".join(text)]
            if len(text[0]) > MAX_SEGMENT:
                raise FayiError(
                    f"a text of more than {MAX_SEGMENT:,} characters", path=self._path,
                    line=self.parser.CurrentLineNumber, allowed="shorter segments",
                )  # fmt: skip

    def _connect(self, path: Path, report: Report) -> None:
        parser, units, lines = self.parser, self.units, self.lines
        line = 0
        text = self._text = []
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
            nonlocal leaf_attributes, header_attributes, version, runs, line
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
                unit_attributes, line = attributes, parser.CurrentLineNumber
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
            else:
                report.add("foreign", f"<{name}> is not TMX", parser.CurrentLineNumber)

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
                    outer.append(new(Code, (kind, attributes, tuple(runs))))
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
                    lines.append(line)
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
                    prop = new(Prop, (kind, value, leaf_attributes or NO_ATTRIBUTES))
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
