"""memoQ term base CSV: semicolons, fixed entry columns, then definition, term, info and example per language.

Source: memoQ documentation, "Import and export: CSV" and "Term base CSV import settings": every row becomes an entry of
its own, so synonyms stand in one cell, divided by the character that is named in the import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.formats import delimited, languages
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry, is_usable
from toolkit.formats.separated import reader

_ENTRY = ("Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID", "Entry_ProjectID", "Entry_Created", "Entry_Creator",
          "Entry_LastModified", "Entry_Modifier", "Entry_Note")  # fmt: skip
_NAMES = {"en": "English", "en-US": "English_United_States", "en-GB": "English_United_Kingdom", "zh-CN": "Chinese_PRC",
          "zh-TW": "Chinese_Taiwan", "zh-HK": "Chinese_Hong_Kong_SAR", "zh-MO": "Chinese_Macao_SAR"}  # fmt: skip


def _rows(entries: Iterable[Entry], settings: Settings) -> Iterator[list[str]]:
    langs = [settings.source, *settings.targets]
    header = list(_ENTRY)
    for lang in langs:
        name = _NAMES.get(languages.short(lang), languages.short(lang))
        header += [f"{name}_Def", name, "Term_Info", "Term_Example"]
    yield header
    for number, entry in enumerate(entries, 1):
        columns = [[t for t in entry.of(lang) if is_usable(t)] for lang in langs]
        cells = [entry.id or str(number), entry.subject, "", "", "", "", "", "", "", entry.note]
        for lang, terms in zip(langs, columns, strict=True):
            definition = next((text for own, text in entry.definitions if languages.same(own, lang)), "")
            example = next((t.contexts[0] for t in terms if t.contexts), "")
            cells += [definition, "|".join(t.text for t in terms), "", example]
        if any(columns):
            yield cells


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(
        path,
        _rows(entries, settings),
        delimiter=";",
        bom=True,
        newline="\r\n",
        safe=settings.spreadsheet_safe,
    )


FORMAT = Format(
    "memoq", (), "memoQ term base CSV", "entries", reader(""), _write,
    ("id", "synonyms", "definition", "context", "note", "subject", "several languages"),
    {"deprecated terms": "left out: the CSV says forbidden only inside Term_Info"}, limits="semicolons, UTF-8 with BOM; one row per entry: in the import choose to split alternatives by |",
)  # fmt: skip
