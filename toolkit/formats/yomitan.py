"""Yomitan: a pop-up dictionary for browsers, a zip file of ``index.json`` and ``term_bank_N.json``.

Source: Yomitan, docs/making-yomitan-dictionaries.md and its schemas (format 3): a term is
``[text, reading, definition tags, rules, score, glossary, sequence, term tags]``.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from toolkit.errors import FayiError
from toolkit.files import write_atomically
from toolkit.formats import languages
from toolkit.formats.delimited import nothing
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Designation, Entry, is_usable
from toolkit.formats.report import Report
from toolkit.formats.sources import ARCHIVE_ERRORS
from toolkit.formats.utx import today
from toolkit.model import ZH, Status

BANK = 10_000
"""Terms per file, as Yomitan's own dictionaries have."""
MAX_BANK = 16 << 20
"""Bytes of one file of terms: 10,000 have some 3 MB, and lists of nothing take twenty times that in memory."""


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    from toolkit import pinyin

    bank: list[list[Any]] = []
    for sequence, entry in enumerate(entries, 1):
        for term in entry.terms:
            others = [t for t in entry.terms if not languages.same(t.lang, term.lang) and is_usable(t)]
            meanings = list(dict.fromkeys(t.text for t in others))
            if not meanings:
                continue
            details = [text for text in (entry.definition, entry.note, entry.subject) if text]
            reading = pinyin.marked(term.text) if languages.canonical(term.lang) == ZH else ""
            score = {Status.PREFERRED: 2, None: 1, Status.ADMITTED: 1}.get(term.status, -1)
            tags = term.status.value if term.status else ""
            bank.append([term.text, reading, tags, "", score, [*meanings, *details], sequence, ""])
    if not bank:
        raise nothing(path)
    index = {"title": settings.title, "revision": today()[:10], "format": 3, "sequenced": True, "author": "Fayi",
             "sourceLanguage": languages.short(settings.source), "targetLanguage": languages.short(settings.target)}  # fmt: skip
    kinds = [[status.value, "default", 0, status.value, 0] for status in Status]
    with write_atomically(path, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        _member(archive, "index.json", index)
        _member(archive, "tag_bank_1.json", kinds)
        for number in range(0, max(1, len(bank)), BANK):
            _member(archive, f"term_bank_{number // BANK + 1}.json", bank[number : number + BANK])


def _member(archive: zipfile.ZipFile, name: str, content: object) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, json.dumps(content, ensure_ascii=False))


def _members(path: Path) -> Iterator[tuple[str, Any]]:
    """The index, then one bank of terms after the other."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "index.json" not in names:
                raise FayiError("not a Yomitan dictionary", path=path, allowed="a zip file with index.json")
            for name in ("index.json", *sorted(n for n in names if n.startswith("term_bank_"))):
                if archive.getinfo(name).file_size > MAX_BANK:
                    raise FayiError(
                        f"{name} unpacks to {archive.getinfo(name).file_size >> 20} MB", path=path, allowed=f"{MAX_BANK >> 20} MB",
                        hint="refused: it looks like a zip bomb",
                    )  # fmt: skip
                yield name, json.loads(archive.read(name))
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    except (*ARCHIVE_ERRORS, ValueError) as error:
        raise FayiError(f"not a Yomitan dictionary ({error})", path=path) from error


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """Headwords with their meanings; the terms of one sequence become one entry."""
    banks = _members(path)
    _name, index = next(banks)
    if not isinstance(index, dict):
        raise FayiError("not a Yomitan dictionary: index.json is no object", path=path)
    source, target = (
        index.get("sourceLanguage") or settings.source,
        index.get("targetLanguage") or settings.target,
    )
    statuses = {status.value: status for status in Status}
    for row in (row for _name, bank in banks if isinstance(bank, list) for row in bank):
        report.read += 1
        try:
            word, tags, meanings = str(row[0]), str(row[2]), [m for m in row[5] if isinstance(m, str)]
        except (IndexError, TypeError):
            report.add("failed", "not a term", report.read)
            continue
        if not word or not meanings:
            report.add("skipped", "a term without text meanings", report.read, word)
            continue
        report.created += 1
        chinese = any("\u3400" <= c <= "\u9fff" for c in word)
        langs = (
            (target, source) if chinese == languages.canonical(target).startswith("zh") else (source, target)
        )
        yield Entry(
            "",
            (Designation(word, langs[0], statuses.get(tags)), Designation(meanings[0], langs[1])),
            note="; ".join(meanings[1:]),
        )


FORMAT = Format(
    "yomitan", (), "Yomitan dictionary (zip): pop-up dictionary in the browser", "entries", read, _write,
    ("several languages", "synonyms", "status", "definition", "note", "subject", "search forms"),
    {"structure": "reading back gives each headword with its meanings"},
)  # fmt: skip
