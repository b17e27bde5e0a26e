"""Glossaries of machine translation services: DeepL, Google, Azure and Custom Translator.

Sources: developers.deepl.com (glossaries), cloud.google.com (GlossaryInputConfig), learn.microsoft.com
(create-use-glossaries, dictionaries). A byte order mark would become part of the first term: none is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import delimited, languages, tables, xlsx
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry, is_usable
from toolkit.formats.pairs import Pair, pairs, unique
from toolkit.formats.report import Report
from toolkit.formats.separated import reader

DEEPL_BYTES = 1024
"""Bytes of one term in UTF-8."""
DEEPL_FILE = 10 << 20
_DEEPL_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def read_pairs(delimiter: str) -> Callable[[Path, Report, Settings], Iterator[Entry]]:
    def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
        """Two columns without a header; a first row of two language codes is taken for one."""
        rows = delimited.parse(path, report, delimiter, quoted=delimiter != "\t")
        first = next(rows, None)
        if first is None:
            return iter(())
        codes = [cell.strip() for cell in first[1]]
        if len(codes) == 2 and all(
            languages.is_code(c) and languages.canonical(c)[:2] in ("en", "zh") for c in codes
        ):
            return tables.pair_entries(rows, report, Settings(codes[0], (codes[1],), given=True))
        return tables.pair_entries(chain([first], rows), report, settings)

    return read


def _pairs(entries: Iterable[Entry], settings: Settings) -> Iterator[Pair]:
    return unique(pairs(entries, settings.source, settings.target))


def _deepl_rows(path: Path, entries: Iterable[Entry], settings: Settings) -> Iterator[tuple[str, str]]:
    total = 0
    seen: set[str] = set()
    for p in _pairs(entries, settings):
        row = (
            _DEEPL_FORBIDDEN.sub(" ", p.source.text).strip(),
            _DEEPL_FORBIDDEN.sub(" ", p.target.text).strip(),
        )
        # What is equal without its control characters is a duplicate for DeepL, which refuses the whole file.
        if not all(row) or row[0] in seen:
            continue
        seen.add(row[0])
        for cell in row:
            if len(cell.encode()) > DEEPL_BYTES:
                raise FayiError(
                    "a term is too long for DeepL", path=path, found=cell, allowed=f"{DEEPL_BYTES} bytes"
                )
        total += sum(len(cell.encode()) + 3 for cell in row)
        if total > DEEPL_FILE:
            raise FayiError(
                "the glossary is too large for DeepL", path=path, allowed=f"{DEEPL_FILE >> 20} MB"
            )
        yield row


def _deepl(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    tab = path.suffix.lower() in (".tsv", ".tab", ".txt")
    delimited.write_text(
        path, _deepl_rows(path, entries, settings), delimiter="\t" if tab else ",", quoted=not tab, headings=0
    )


def _google(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(
        path, ((p.source.text, p.target.text) for p in _pairs(entries, settings)), headings=0
    )


def _google_set(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    langs = [settings.source, *settings.targets]

    def rows() -> Iterator[list[str]]:
        yield [languages.short(lang) for lang in langs]
        for entry in entries:
            first = [next((t.text for t in entry.of(lang) if is_usable(t)), "") for lang in langs]
            if sum(map(bool, first)) > 1:
                yield first

    delimited.write_text(path, rows())


def _azure(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(
        path,
        ((p.source.text, p.target.text) for p in _pairs(entries, settings)),
        delimiter="\t",
        quoted=False,
        headings=0,
    )


def _custom(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    rows = [(languages.short(settings.source), languages.short(settings.target))]
    xlsx.write(
        path,
        [*rows, *((p.source.text, p.target.text) for p in _pairs(entries, settings))],
        title="Dictionary",
    )


_LOSSES = {"everything but the pair": "one target for each source term: preferred terms win"}
FORMATS = (
    Format("deepl", (), "DeepL glossary CSV (TSV when the file is named .tsv)", "entries", read_pairs(""), _deepl, (), _LOSSES,
           limits="each source term once; 1,024 bytes per term; 10 MB; no control characters; no BOM"),
    Format("google", (), "Google Cloud Translation glossary CSV, one pair of languages", "entries", read_pairs(","), _google, (),
           _LOSSES, limits="no header; each source term once; no BOM"),
    Format("google-set", (), "Google Cloud Translation equivalent term set CSV", "entries", reader(","), _google_set,
           ("several languages",), {"synonyms": "one term per language"}, limits="a header of language codes"),
    Format("azure", (), "Azure Translator glossary TSV", "entries", read_pairs("\t"), _azure, (), _LOSSES, limits="no header; one to one"),
    Format("custom-translator", (), "Azure Custom Translator dictionary XLSX", "entries", xlsx.read, _custom, (), _LOSSES,
           limits="first row: language codes"),
)  # fmt: skip
