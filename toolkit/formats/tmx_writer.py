"""Writes TMX 1.4b as a stream, valid against its DTD.

Source: LISA, TMX 1.4b Specification (2005). Strings are put together directly: a tree per unit would take three
times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from toolkit import __version__
from toolkit.errors import FayiError
from toolkit.formats.model import NO_ATTRIBUTES, Code, Note, Prop, Run, Unit
from toolkit.formats.sources import open_output

# Order of the attributes in the specification; "tuid" and the language are written first.
_REQUIRED = {
    "segtype": "sentence",
    "o-tmf": "unknown",
    "adminlang": "en",
    "srclang": "*all*",
    "datatype": "unknown",
}
HEADER = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype",
           "o-encoding", "creationdate", "creationid", "changedate", "changeid")  # fmt: skip
_TU = frozenset(("o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "creationtoolversion",
                 "creationdate", "creationid", "changedate", "segtype", "changeid", "o-tmf", "srclang"))  # fmt: skip
_TUV = _TU - {"segtype", "srclang"}
_CODES: Mapping[str, tuple[str, ...]] = {
    "bpt": ("i", "x", "type"), "ept": ("i",), "sub": ("datatype", "type"), "it": ("pos", "x", "type"),
    "ph": ("x", "assoc", "type"), "hi": ("x", "type"), "ut": ("x",),
}  # fmt: skip
_NOTE = ("o-encoding", "xml:lang")
BATCH = 500
"""Units encoded and written at once."""
_SEGTYPES = frozenset(("block", "paragraph", "sentence", "phrase"))


class Ude(NamedTuple):
    """A user-defined encoding: how its characters map to Unicode."""

    attributes: Mapping[str, str]
    maps: tuple[Mapping[str, str], ...] = ()


class Header(NamedTuple):
    """What stands before the units."""

    attributes: Mapping[str, str] = NO_ATTRIBUTES
    notes: tuple[Note, ...] = ()
    props: tuple[Prop, ...] = ()
    udes: tuple[Ude, ...] = ()
    version: str = "1.4"


def default_header(source: str = "*all*", segtype: str = "phrase") -> Header:
    """The header of a memory that Fayi makes."""
    return Header({
        "creationtool": "Fayi", "creationtoolversion": __version__, "segtype": segtype, "o-tmf": "Fayi",
        "adminlang": "en", "srclang": source, "datatype": "plaintext",
    })  # fmt: skip


def write(
    path: Path,
    units: Iterable[Unit],
    *,
    source_language: str = "en",
    segtype: str = "phrase",
    header: Header | None = None,
    encoding: str = "UTF-8",
) -> int:
    """Write ``units`` to ``path`` (``.gz`` and ``.zip`` are packed), whole or not at all; returns how many.

    ``encoding`` is UTF-8, UTF-16 or US-ASCII (other characters as references). Only what the DTD of TMX 1.4
    allows is written: unknown attributes of units are left out, missing ones of the header filled in.
    """
    count = 0
    with open_output(path) as out:
        encode = _encoder(encoding)
        out.write(encode([_prologue(encoding, header or default_header(source_language, segtype))]))
        pieces: list[str] = []
        for unit in units:
            _unit(unit, pieces)
            count += 1
            if count % BATCH == 0:
                out.write(encode(pieces))
                pieces.clear()
        pieces.append("  </body>\n</tmx>\n")
        out.write(encode(pieces))
    return count


# What XML 1.0 cannot hold (section 2.2, production Char), and the carriage return, which a parser would change.
_CONTROLS = bytes([*range(9), 11, 12, *range(13, 32)])
_DROPPED = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def _utf8(pieces: list[str]) -> bytes:
    """The pieces as UTF-8 without what XML cannot hold, looked for in the whole batch: once a unit would cost a fifth."""
    try:
        # Piece by piece: most are ASCII, whose encoding is a copy; one string would be as wide as its Chinese.
        data = b"".join([piece.encode() for piece in pieces])
    except UnicodeEncodeError:
        return _holdable("".join(pieces)).encode()
    if (
        len(data.translate(None, _CONTROLS)) != len(data)
        or b"\xef\xbf\xbe" in data
        or b"\xef\xbf\xbf" in data
    ):
        return _holdable("".join(pieces)).encode()
    return data


def _holdable(text: str) -> str:
    return text.translate(_DROPPED).replace("\r", "&#13;")


def _encoder(encoding: str) -> Callable[[list[str]], bytes]:
    name = encoding.lower()
    if name == "utf-8":
        return _utf8
    if name == "us-ascii":
        return lambda pieces: _holdable("".join(pieces)).encode("ascii", "xmlcharrefreplace")
    if name != "utf-16":
        raise FayiError("cannot write this encoding", found=encoding, allowed="UTF-8, UTF-16, US-ASCII")
    mark = b"\xff\xfe"

    def utf16(pieces: list[str]) -> bytes:
        nonlocal mark
        first, mark = mark, b""
        return first + _holdable("".join(pieces)).encode("utf-16-le")

    return utf16


def _prologue(encoding: str, header: Header) -> str:
    attributes = {
        "creationtool": "Fayi",
        "creationtoolversion": __version__,
        **_REQUIRED,
        **header.attributes,
    }
    if attributes["segtype"] not in _SEGTYPES:
        attributes["segtype"] = "sentence"
    # OmegaT reads a file that names it as creator in its own raw mode, without inline elements.
    if attributes["creationtool"] == "OmegaT":
        attributes["creationtool"] = "Fayi"
    inner = "".join(
        [
            *(_note(n, "    ") for n in header.notes),
            *(_prop(p, "    ") for p in header.props),
            *map(_ude, header.udes),
        ]
    )
    written = "".join(f' {name}="{_attribute(attributes[name])}"' for name in HEADER if attributes.get(name))
    head = f"  <header{written}>\n{inner}  </header>\n" if inner else f"  <header{written}/>\n"
    return (
        f'<?xml version="1.0" encoding="{encoding.upper()}"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        f'<tmx version="1.4">\n{head}  <body>\n'
    )


_special_attribute = re.compile('[&<>"\t\n]').search
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
)


def _text(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _attribute(text: str) -> str:
    return text.translate(_IN_ATTRIBUTE) if _special_attribute(text) else text


def _attributes(attributes: Mapping[str, str], allowed: Iterable[str]) -> str:
    return "".join([f' {name}="{_attribute(attributes[name])}"' for name in allowed if name in attributes])


def _unit(unit: Unit, pieces: list[str]) -> None:
    # Written for speed: one long function, the common cases (no notes, plain text) without a call.
    variants, identifier, attributes, props, notes = unit
    head = "    <tu"
    if identifier:
        head += f' tuid="{identifier if identifier.isalnum() else _attribute(identifier)}"'
    for name, value in attributes.items():
        if name in _TU:
            head += f' {name}="{value if value.isalnum() else _attribute(value)}"'
    head += ">\n"
    for note in notes:
        head += _note(note)
    for kind, value, more in props:
        if more or not value.isalnum():
            head += _prop(Prop(kind, value, more))
        else:
            head += f"      <prop{_type(kind)}>{value}</prop>\n"
    for lang, runs, own, variant_props, variant_notes in variants:
        if own:
            written = "".join([f' {n}="{_attribute(v)}"' for n, v in own.items() if n in _TUV])
            head += f'      <tuv xml:lang="{_attribute(lang)}"{written}>\n'
        else:
            head += _opening(lang)
        for note in variant_notes:
            head += _note(note, "        ")
        for prop in variant_props:
            head += _prop(prop, "        ")
        head += "        <seg>"
        for run in runs:
            if isinstance(run, str):
                if "&" in run or "<" in run or ">" in run:
                    run = run.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                if run.isascii():
                    head += run
                else:
                    pieces.append(head)
                    pieces.append(run)
                    head = ""
            else:
                head += _code(run)
        head += "</seg>\n      </tuv>\n"
    pieces.append(head + "    </tu>\n")


@lru_cache(maxsize=1024)
def _opening(lang: str) -> str:
    return f'      <tuv xml:lang="{_attribute(lang)}">\n'


def _inline(runs: Iterable[Run]) -> str:
    return "".join([_text(run) if isinstance(run, str) else _code(run) for run in runs])


def _code(code: Code) -> str:
    name, attributes, content = code
    written = f"<{name}"
    if attributes:
        for key in _CODES[name]:
            if key in attributes:
                value = attributes[key]
                written += f' {key}="{value if value.isalnum() else _attribute(value)}"'
    if not content:
        return f"{written}/>"
    if len(content) == 1 and isinstance(text := content[0], str):
        if "&" in text or "<" in text or ">" in text:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"{written}>{text}</{name}>"
    return f"{written}>{_inline(content)}</{name}>"


def _note(note: Note, indent: str = "      ") -> str:
    return f"{indent}<note{_attributes(note.attributes, _NOTE)}>{_text(note.text)}</note>\n"


def _prop(prop: Prop, indent: str = "      ") -> str:
    kind, value, attributes = prop
    more = _attributes(attributes, _NOTE) if attributes else ""
    return f"{indent}<prop{_type(kind)}{more}>{_text(value)}</prop>\n"


@lru_cache(maxsize=1024)
def _type(kind: str) -> str:
    return f' type="{_attribute(kind)}"'


def _ude(ude: Ude) -> str:
    maps = "".join(f"      <map{_attributes(m, ('unicode', 'code', 'ent', 'subst'))}/>\n" for m in ude.maps)
    return f"    <ude{_attributes(ude.attributes, ('name', 'base'))}>\n{maps}    </ude>\n"
