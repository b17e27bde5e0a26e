"""TMX: translation memories, read (1.1 to 1.4b) as a stream, every inline element kept; ``tmx_writer`` writes 1.4b.

Sources: LISA, TMX 1.4b Specification (2005) and its DTD. The reader drives expat directly: building a tree
per unit would halve the speed. Entities are refused where they are declared, so nothing can expand; an
external DTD line is accepted and never fetched.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from xml.parsers import expat

from toolkit.errors import FayiError
from toolkit.formats import languages, xml_edit
from toolkit.formats.format import Change, Format, Look, Settings
from toolkit.formats.model import Unit, plain_unit
from toolkit.formats.report import Report
from toolkit.formats.sources import open_binary, open_output, xml_chunks
from toolkit.formats.tmx_machine import Machine, not_xml
from toolkit.formats.tmx_writer import HEADER, Header, Ude, write

__all__ = ["FORMAT", "Header", "Ude", "Unit", "document", "plain_unit", "read", "write"]

T = TypeVar("T")


class document:
    """A memory being read: ``header`` is there at once, iterating gives the units.

    Raises ``FayiError`` with the line of the first thing that is not XML or not TMX.
    """

    def __init__(self, path: Path, report: Report | None = None) -> None:
        self.path = path
        self.report = report or Report(str(path))
        self._machine = Machine(path, self.report)
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
        parser, units, lines, report = machine.parser, machine.units, machine.lines, self.report
        try:
            with open_binary(self.path) as handle:
                for chunk in xml_chunks(self.path, handle):
                    # Nothing here makes reference cycles; the collector would look at every new record in vain (an
                    # eighth of the time).
                    collecting = gc.isenabled()
                    gc.disable()
                    try:
                        machine.feed(chunk)
                    finally:
                        if collecting:
                            gc.enable()
                    if units:
                        self.report.read = machine.read
                        self.report.created += len(units)
                        for unit, report.line in zip(units, lines, strict=True):
                            yield unit
                        units.clear()
                        lines.clear()
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise not_xml(self.path, error) from None
        finally:
            self.report.read = machine.read
        if not machine.seen_root:
            raise FayiError("not a TMX file: it has no <tmx> element", path=self.path)


def joined_headers(headers: Sequence[Header]) -> Header:
    """The header of several memories as one: attributes of the first (``*all*`` where source languages differ),
    notes, properties and user-defined encodings of all."""
    first = headers[0]
    attributes = dict(first.attributes)
    if len({languages.canonical(h.attributes.get("srclang", "")) for h in headers}) > 1:
        attributes["srclang"] = "*all*"
    return Header(
        attributes,
        _distinct(note for h in headers for note in h.notes),
        _distinct(prop for h in headers for prop in h.props),
        _distinct(ude for h in headers for ude in h.udes),
    )


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple({repr(item): item for item in items}.values())


def read(path: Path, report: Report, settings: Settings | None = None) -> Iterator[Unit]:
    """The units of ``path`` in order."""
    yield from document(path, report)


def _write(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    header = settings.header if isinstance(settings.header, Header) else None
    write(path, units, source_language=settings.source, header=header, encoding=settings.encoding or "UTF-8")


def _copy(path: Path, target: Path, report: Report, look: Look) -> None:
    """A file that needs no repair is written back byte for byte; others are written anew, as TMX 1.4."""
    if _is_sound(path, report, look):
        with open_binary(path) as handle, open_output(target) as out:
            shutil.copyfileobj(handle, out)
    else:
        again = document(path)
        write(target, again, header=again.header)


def _is_sound(path: Path, report: Report, look: Look = bool) -> bool:
    """Whether ``path``, read whole, is TMX 1.4 that needs no repair; raises ``FayiError`` when it has no unit."""
    found = document(path, report)
    for unit in found:
        look(unit)
    report.require()
    header = found.header
    return (
        report.counts.keys() <= {"garbled", "foreign"}
        and header.version == "1.4"
        and all(header.attributes.get(name) for name in HEADER[:7])
    )


def _edit(path: Path, target: Path, report: Report, change: Change) -> bool:
    if not _is_sound(path, report):
        return False
    xml_edit.rewrite(path, target, {"seg"}, change)
    return True


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
    edit=_edit,
    judge="its DTD (1.1, 1.4) and the pairing of codes",
)
