"""Wordfast Classic: the memory (.txt) as units, and the glossary (source, target, comment).

Source: Wordfast wiki, "WFC TM format". UTF-16 with a byte order mark; codes have at most five characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import delimited, languages, omegat
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Entry, Unit, Variant
from toolkit.formats.pairs import pairs
from toolkit.formats.report import Report
from toolkit.formats.utx import today


def _code(lang: str) -> str:
    code = languages.short(lang).upper()
    return {"EN": "EN-US"}.get(code, code)[:5]


def read(path: Path, report: Report, settings: Settings) -> Iterator[Unit]:
    """The units of a memory; a row is date, user, count, source language, source, target language, target."""
    for line, cells in delimited.parse(path, report, "\t", quoted=False):
        if cells[0].startswith("%"):
            continue
        report.read += 1
        if len(cells) < 7 or not cells[4] or not cells[6]:
            report.add("skipped", "fewer than seven columns", line, cells[0])
            continue
        if not (languages.is_code(cells[3]) and languages.is_code(cells[5])):
            report.add("skipped", "not a language code", line, f"{cells[3]} {cells[5]}")
            continue
        report.created += 1
        attributes = {"changedate": _to_tmx(cells[0]), "changeid": cells[1], "usagecount": cells[2]}
        yield Unit(
            (Variant(cells[3], (_unescape(cells[4]),)), Variant(cells[5], (_unescape(cells[6]),))),
            "", {name: value for name, value in attributes.items() if value},
        )  # fmt: skip
    if not report.read:
        raise FayiError("not a Wordfast memory", path=path, allowed="seven columns divided by tabs")


def _to_tmx(date: str) -> str:
    day, _, time = date.partition("~")
    return f"{day}T{time}Z" if len(day) == 8 and len(time) == 6 and (day + time).isdigit() else ""


def _unescape(text: str) -> str:
    return text.replace("&'0A;", "\n").replace("&'09;", "\t")


def _escape(text: str) -> str:
    return text.replace("\r", "").replace("\n", "&'0A;").replace("\t", "&'09;")


def _write(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    stamp = today().replace("-", "").replace(":", "").replace("T", "~").rstrip("Z")
    source, target = _code(settings.source), _code(settings.target)

    def rows() -> Iterator[list[str]]:
        yield [
            f"%{stamp}",
            "%Fayi",
            "%TU=00000000",
            f"%{source}",
            "%Wordfast TM v.5.53w/00",
            f"%{target}",
            "%-----------",
            "",
        ]
        for unit in units:
            one = unit.variants[0]
            two = unit.of(settings.target) or (unit.variants[1] if len(unit.variants) > 1 else None)
            if two is None:
                continue
            date = unit.attributes.get("changedate", "").rstrip("Z").replace("T", "~") or stamp
            user, count = unit.attributes.get("changeid", "Fayi"), unit.attributes.get("usagecount", "0")
            yield [date, user, count, _code(one.lang), _escape(one.text), _code(two.lang), _escape(two.text)]

    delimited.write_text(
        path, rows(), delimiter="\t", quoted=False, newline="\r\n", bom=True, encoding="utf-16-le"
    )


def _glossary(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    rows = (
        (p.source.text, p.target.text, p.comment) for p in pairs(entries, settings.source, settings.target)
    )
    delimited.write_text(
        path, rows, delimiter="\t", quoted=False, newline="\r\n", bom=True, encoding="utf-16-le", headings=0
    )


FORMATS = (
    Format("wordfast", (), "Wordfast Classic memory TXT", "units", read, _write, (),
           {"inline codes": "left out, the words stay", "other languages": "one language pair per file"}, limits="UTF-16; codes of five characters"),
    Format("wordfast-glossary", (), "Wordfast glossary TXT", "entries", omegat.read, _glossary, ("note", "synonyms", "subject", "definition"),
           {"note, subject, definition": "joined in the comment"}, limits="UTF-16; source, target, comment"),
)  # fmt: skip
