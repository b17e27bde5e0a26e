"""MateCat glossary CSV: Forbidden, Domain, Subdomain, Definition, then three columns per language.

Source: MateCat's example files for the glossary import. Codes need a region (``en-US``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.formats import delimited, languages
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry
from toolkit.formats.pairs import pairs, refused
from toolkit.formats.separated import reader


def regional(code: str) -> str:
    """``code`` with a region, as MateCat lists its languages: ``en`` → ``en-US``."""
    short = languages.short(code)
    return {"en": "en-US"}.get(short, short)


def _rows(entries: Iterable[Entry], settings: Settings) -> Iterator[tuple[str, ...]]:
    columns = ("Notes", "Example of use")
    yield (
        "Forbidden",
        "Domain",
        "Subdomain",
        "Definition",
        regional(settings.source),
        *columns,
        regional(settings.target),
        *columns,
    )
    for entry in entries:
        for forbidden, found in (("", pairs), ("True", refused)):
            for p in found([entry], settings.source, settings.target):
                one, two = p.source, p.target
                yield (
                    forbidden, entry.subject, "", entry.definition, one.text, one.note or entry.note,
                    one.contexts[0] if one.contexts else "", two.text, two.note, two.contexts[0] if two.contexts else "",
                )  # fmt: skip


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(path, _rows(entries, settings), safe=settings.spreadsheet_safe)


FORMAT = Format(
    "matecat", (), "MateCat glossary CSV", "entries", reader(","), _write,
    ("definition", "context", "note", "subject", "synonyms"), {"status": "only forbidden or not"},
    limits="UTF-8; at least two languages with region",
)  # fmt: skip
