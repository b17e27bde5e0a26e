"""A user's glossary in any format as concepts, to be stacked on the built-in termbase (``-g FILE``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import convert, registry, tables
from toolkit.formats.format import Settings
from toolkit.formats.model import Entry, Unit, to_concept
from toolkit.formats.report import Report
from toolkit.model import Concept


def load_concepts(
    path: str | Path, *, lang: str = "", name: str = "", report: Report | None = None
) -> tuple[Concept, ...]:
    """The concepts of a glossary file in any format of ``fayi formats``, or of a termbase directory.

    ``lang`` names the languages of tables without a heading (``en,zh-CN`` by default), ``name`` the format.
    Entries without an id get one made of the file name and their number; language codes become those of the
    termbase. Raises ``FayiError`` when the file cannot be read or has no terms.
    """
    place = Path(path)
    if place.is_dir():
        from toolkit import termbase

        return termbase.load(place).concepts
    report = report or Report(str(place))
    return tuple(as_concepts(load_entries(place, convert.settings_for(lang), name, report), place))


def load_entries(
    path: Path, settings: Settings, name: str = "", report: Report | None = None, repair: bool = False
) -> list[Entry]:
    """The entries of a file in any format; units become entries. Raises ``FayiError`` when there are none."""
    report = report or Report(str(path))
    if is_termbase_file(path) and not name:
        return list(termbase_entries(path, report))
    source = registry.for_glossary(path, name)
    items: Iterable[Entry | Unit] = convert.read_items(path, source, settings, report, repair)
    entries = list(convert.to_entries(items, report) if source.content == "units" else items)
    report.require()
    return joined_by_id(entry for entry in entries if isinstance(entry, Entry))


def joined_by_id(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of one id as one: formats of term pairs repeat it on every row."""
    found: dict[str, Entry] = {}
    for number, entry in enumerate(entries):
        key = entry.id or f"\0{number}"
        found[key] = tables.joined(found[key], entry) if key in found else entry
    return list(found.values())


def is_termbase_file(path: Path) -> bool:
    """Whether a TSV file has the header of the termbase's own files."""
    from toolkit.termbase import HEADER

    if path.suffix.lower() != ".tsv" or not path.is_file():
        return False
    with path.open("rb") as handle:
        return handle.read(200).startswith("\t".join(HEADER).encode())


def termbase_entries(path: Path, report: Report) -> Iterator[Entry]:
    from toolkit.formats.model import from_concept
    from toolkit.termbase import read_field

    for concept in read_field(path):
        report.read += 1
        report.created += 1
        yield from_concept(concept)


def as_concepts(entries: Iterable[Entry], path: Path) -> Iterator[Concept]:
    """Entries as concepts with ids that are there and unique."""
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        identifier = base = "-".join(entry.id.split()) or f"{path.stem}-{number}"
        serial = 2
        while identifier in seen:
            identifier, serial = f"{base}-{serial}", serial + 1
        seen.add(identifier)
        concept = to_concept(entry, identifier, entry.subject or path.stem)
        if not concept.terms:
            raise FayiError("an entry without terms", path=path, line=entry.line or None)
        yield concept
