"""A user's glossary in any format as concepts, to be stacked on the built-in termbase (``-g FILE``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import convert, headings, registry, tables
from toolkit.formats.format import Settings
from toolkit.formats.model import Entry, Unit, from_concept, is_usable, to_concept
from toolkit.formats.report import Report
from toolkit.model import Concept, Status
from toolkit.termbase import HEADER, read_field
from toolkit.termbase import load as load_termbase

_ODD = re.compile(r"[^\w.-]+")


def load_concepts(
    path: str | Path, *, lang: str = "", name: str = "", report: Report | None = None
) -> tuple[Concept, ...]:
    """The concepts of a glossary file in any format of ``fayi formats``, or of a termbase directory.

    ``lang`` names the languages of tables without a heading (told by their characters by default), ``name`` the
    format. Entries without an id get one made of the file name and their number; language codes become those
    of the termbase; rows of a plain list that share their English become one concept. An entry in one language
    only is skipped (see ``report``). Raises ``FayiError`` when the file cannot be read, has no terms, or says
    of a term what is neither approval nor refusal.
    """
    place = Path(path)
    if place.is_dir():
        return load_termbase(place).concepts
    if is_termbase_file(place) and not name:
        return tuple(read_field(place))
    report = report or Report(str(place))
    entries = load_entries(place, convert.settings_for(lang), name, report)
    unclear = next((event for event in report.events if event.kind == "unclear"), None)
    if unclear is not None:
        # A misspelt "forbidden" would approve what the client refuses.
        raise FayiError(
            unclear.message, path=place, line=unclear.line, allowed=", ".join(headings.STATUS_WORDS)
        )
    concepts = tuple(as_concepts(_bilingual(joined_by_english(entries), report), place))
    if not concepts:
        raise FayiError("no entry has terms in two languages", path=place, allowed="English and Chinese")
    return concepts


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


def joined_by_english(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without id and subject that have the same English are one: a plain list gives its alternatives in rows.

    One that only forbids its English belongs to the first entry with its Chinese, which says what to write instead.
    """
    found: dict[str, Entry] = {}
    refusals: list[Entry] = []
    for number, entry in enumerate(entries):
        english = entry.of("en")
        plain = english and not entry.id and not entry.subject
        if plain and all(t.status is Status.DEPRECATED for t in english):
            refusals.append(entry)
            continue
        key = "\0".join(sorted(t.text for t in english)) if plain else f"\0{number}"
        found[key] = tables.joined(found[key], entry) if key in found else entry
    by_chinese: dict[str, str] = {}
    for key, entry in found.items():
        for term in entry.terms:
            if term.lang.startswith("zh") and is_usable(term):
                by_chinese.setdefault(term.text, key)
    for number, entry in enumerate(refusals):
        chinese = next((t.text for t in entry.terms if t.text in by_chinese), f"\0refused {number}")
        key = by_chinese.get(chinese, chinese)
        found[key] = tables.joined(found[key], entry) if key in found else entry
    return list(found.values())


def _bilingual(entries: Iterable[Entry], report: Report) -> Iterator[Entry]:
    for entry in entries:
        if len({term.lang[:2].lower() for term in entry.terms}) > 1:
            yield entry
        else:
            report.add(
                "skipped", "in one language only", entry.line, entry.terms[0].text if entry.terms else ""
            )


def is_termbase_file(path: Path) -> bool:
    """Whether a TSV file has the header of the termbase's own files."""
    if path.suffix.lower() != ".tsv" or not path.is_file():
        return False
    with path.open("rb") as handle:
        return handle.read(200).startswith("\t".join(HEADER).encode())


def termbase_entries(path: Path, report: Report) -> Iterator[Entry]:
    """The concepts of one file of the termbase as entries."""
    for concept in read_field(path):
        report.read += 1
        report.created += 1
        yield from_concept(concept)


def as_concepts(entries: Iterable[Entry], path: Path) -> Iterator[Concept]:
    """Entries as concepts with ids that are there, unique, and can stand in an address."""
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        identifier = base = _ODD.sub("-", entry.id).strip(".-") or f"{path.stem}-{number}"
        serial = 2
        while identifier in seen:
            identifier, serial = f"{base}-{serial}", serial + 1
        seen.add(identifier)
        concept = to_concept(entry, identifier, entry.subject or path.stem)
        if not concept.terms:
            raise FayiError("an entry without terms", path=path, line=entry.line or None)
        yield concept
