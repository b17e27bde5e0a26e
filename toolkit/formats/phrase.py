"""Phrase: the XLSX term base of Phrase TMS and the glossary CSV of Phrase Strings.

Sources: Phrase help centre 5709733407772 (TMS) and 10112307427740 (Strings).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from toolkit.formats import delimited, languages, xlsx
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry
from toolkit.formats.pairs import pairs, unique
from toolkit.formats.separated import reader
from toolkit.model import Status


def _sheet(entries: Iterable[Entry], settings: Settings) -> Iterator[list[str]]:
    langs = [settings.source, *settings.targets]
    header = [
        "CID",
        "concept_domain",
        "concept_subdomain",
        "concept_url",
        "concept_definition",
        "concept_note",
    ]
    for lang in langs:
        header += [
            "TID",
            languages.short(lang).lower().replace("-", "_"),
            "status",
            "forbidden",
            "preferred",
            "note",
        ]
    yield header
    for number, entry in enumerate(entries, 1):
        columns = [[t for t in entry.of(lang) if t.status is not Status.LOOKUP] for lang in langs]
        concept = [entry.id or str(number), entry.subject, "", "", entry.definition, entry.note]
        for terms in zip_longest(*columns):
            cells = list(concept)
            for term in terms:
                if term is None:
                    cells += [""] * 6
                else:
                    flags = [
                        str(term.status is status).upper() for status in (Status.DEPRECATED, Status.PREFERRED)
                    ]
                    cells += ["", term.text, "approved", *flags, term.note]
            if any(terms):
                yield cells


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    xlsx.write(path, _sheet(entries, settings), title="Terms")


def _strings(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    rows: list[tuple[str, ...]] = [
        ("term", "description", "case sensitive", "translatable", languages.short(settings.target))
    ]
    for p in unique(pairs(entries, settings.source, settings.target)):
        rows.append((p.source.text, p.comment, "false", "true", p.target.text))
    delimited.write_text(path, rows, safe=settings.spreadsheet_safe)


FORMATS = (
    Format("phrase", (), "Phrase TMS term base XLSX", "entries", xlsx.read, _write,
           ("id", "synonyms", "definition", "note", "subject", "several languages"),
           {"status": "forbidden, preferred or neither"}),
    Format("phrase-strings", (), "Phrase Strings glossary CSV", "entries", reader(","), _strings, ("note", "definition", "subject"),
           {"synonyms": "one row per source term"}, limits="each source term once"),
)  # fmt: skip
