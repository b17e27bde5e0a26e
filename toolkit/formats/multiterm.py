"""MultiTerm: its XML, and the CSV with one entry per row (synonyms ``|``, values ``/``).

Source: RWS documentation, "MultiTerm XML" and "Import from spreadsheets". The XML has no namespace; field names
are free, so the usual names are recognised and others kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats import delimited, languages
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Designation, Entry, Extra, is_usable
from toolkit.formats.report import Report
from toolkit.formats.separated import reader
from toolkit.formats.sources import open_output
from toolkit.formats.tbx import status_of
from toolkit.formats.xml import clean, elements, line_of, local, words
from toolkit.model import Status

_NAMES = {"en": "English", "en-US": "English (United States)", "en-GB": "English (United Kingdom)", "zh-CN": "Chinese (PRC)",
          "zh-TW": "Chinese (Taiwan)", "zh-HK": "Chinese (Hong Kong)", "zh-MO": "Chinese (Macao)"}  # fmt: skip


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """The entries of a MultiTerm XML file."""
    seen = False
    for element in elements(path, {"conceptGrp"}, {"mtf"}):
        if local(element) == "mtf":
            seen = True
            continue
        report.read += 1
        entry = _entry(element)
        if entry.terms:
            report.created += 1
            yield entry
        else:
            report.add("skipped", "a concept without terms", line_of(element))
    if not seen and not report.read:
        raise FayiError("not MultiTerm XML", path=path, line=1, allowed="<mtf>")


def _entry(element: etree._Element) -> Entry:
    terms: list[Designation] = []
    definitions: list[tuple[str, str]] = []
    extras: list[Extra] = []
    subject = note = ""
    for name, value in _fields(element):
        key = name.lower()
        if key in ("definition",):
            definitions.append(("", value))
        elif key in ("subject", "subject field", "domain"):
            subject = subject or value
        elif key in ("note", "comment"):
            note = note or value
        else:
            extras.append(Extra("descrip", name, value))
    for group in element:
        if local(group) != "languageGrp":
            continue
        tag = next((c for c in group if local(c) == "language"), None)
        lang = "" if tag is None else _code(tag.get("lang", ""), tag.get("type", ""))
        definitions += [(lang, value) for name, value in _fields(group) if name.lower() == "definition"]
        extras += [
            Extra("descrip", name, value, lang=lang)
            for name, value in _fields(group)
            if name.lower() != "definition"
        ]
        for term in group:
            if local(term) == "termGrp" and (made := _term(term, lang)):
                terms.append(made)
    number = next((c.text or "" for c in element if local(c) == "concept"), "")
    return Entry(
        number.strip(), tuple(terms), subject, tuple(definitions), note, (), tuple(extras), line_of(element)
    )


def _code(code: str, name: str) -> str:
    """The more exact of the two: ``lang="ZH"`` with ``type="Chinese (PRC)"`` is zh-CN."""
    named = languages.canonical(name)
    if named and languages.is_code(languages.short(named)) and len(named) > len(code):
        return languages.short(named)
    return code or name


def _term(group: etree._Element, lang: str) -> Designation | None:
    text = next((words(c) for c in group if local(c) == "term"), "")
    if not text:
        return None
    fields: dict[str, str] = {}
    extras = []
    known = {
        "status",
        "part of speech",
        "source",
        "context",
        "example",
        "note",
        "comment",
        "type",
        "term type",
    }
    for name, value in _fields(group):
        if name.lower() in known:
            fields.setdefault(name.lower(), value)
        else:
            extras.append(Extra("termNote", name, value))
    status = status_of(fields.get("status", ""))
    if fields.get("status") and status is None:
        extras.append(Extra("termNote", "Status", fields["status"]))
    context = fields.get("context") or fields.get("example", "")
    return Designation(
        text, lang, status, fields.get("part of speech", "").lower(), fields.get("term type") or fields.get("type", ""),
        fields.get("source", ""), (context,) if context else (), fields.get("note") or fields.get("comment", ""), tuple(extras),
    )  # fmt: skip


def _fields(element: etree._Element) -> Iterator[tuple[str, str]]:
    for group in element:
        if local(group) == "descripGrp":
            for field in group:
                if local(field) == "descrip":
                    yield field.get("type", ""), words(field)


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    with open_output(path) as out:
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<mtf>\n')
        for number, entry in enumerate(entries, 1):
            out.write(_xml(entry, number).encode())
        out.write(b"</mtf>\n")


def _xml(entry: Entry, number: int) -> str:
    parts = [f"  <conceptGrp>\n    <concept>{_t(entry.id or str(number))}</concept>\n"]
    languages_used = list(dict.fromkeys(t.lang for t in entry.terms if t.status is not Status.LOOKUP))
    general = [("Subject", entry.subject), ("Note", entry.note)]
    general += [("Definition", text) for lang, text in entry.definitions if lang not in languages_used]
    general += [(e.name, e.value) for e in entry.extras if not e.lang and e.element != "xml"]
    parts += [_descrip(name, value, 4) for name, value in general]
    for lang in languages_used:
        short = languages.short(lang)
        parts.append(
            f"    <languageGrp>\n      <language type={quoteattr(_NAMES.get(short, short))} lang={quoteattr(short.upper())}/>\n"
        )
        parts += [_descrip("Definition", text, 6) for own, text in entry.definitions if own == lang]
        parts += [_descrip(e.name, e.value, 6) for e in entry.extras if e.lang == lang and e.element != "xml"]
        for term in entry.terms:
            if term.lang == lang and term.status is not Status.LOOKUP:
                parts.append(f"      <termGrp>\n        <term>{_t(term.text)}</term>\n")
                fields = [("Status", term.status.value if term.status else ""), ("Part of Speech", term.pos), ("Term Type", term.kind),
                          ("Source", term.source), ("Context", term.contexts[0] if term.contexts else ""), ("Note", term.note),
                          *((e.name, e.value) for e in term.extras if e.element != "xml")]  # fmt: skip
                parts += [_descrip(name, value, 8) for name, value in fields]
                parts.append("      </termGrp>\n")
        parts.append("    </languageGrp>\n")
    return "".join([*parts, "  </conceptGrp>\n"])


def _descrip(name: str, value: str, indent: int) -> str:
    if not value:
        return ""
    return f"{' ' * indent}<descripGrp><descrip type={quoteattr(clean(name))}>{_t(value)}</descrip></descripGrp>\n"


def _t(text: str) -> str:
    return escape(clean(text))


def _rows(entries: Iterable[Entry], settings: Settings) -> Iterator[list[str]]:
    langs = [settings.source, *settings.targets]
    yield [
        "ID",
        "Subject",
        "Definition",
        "Note",
        *(_NAMES.get(languages.short(lang), lang) for lang in langs),
    ]
    for number, entry in enumerate(entries, 1):
        cells = ["|".join(t.text for t in entry.of(lang) if is_usable(t)) for lang in langs]
        if any(cells):
            yield [entry.id or str(number), entry.subject, entry.definition, entry.note, *cells]


def _write_csv(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    delimited.write_text(
        path, _rows(entries, settings), bom=True, newline="\r\n", safe=settings.spreadsheet_safe
    )


_KEEPS = ("id", "several languages", "synonyms", "status", "part of speech", "term type", "definition", "context", "source", "note",
          "subject", "basis", "kind", "other categories")  # fmt: skip
FORMATS = (
    Format("multiterm", (".mtf.xml",), "MultiTerm XML: Trados Studio, memoQ", "entries", read, _write, _KEEPS,
           {"further contexts": "one context per term", "groups": "nested TBX groups are left out"}),
    Format("multiterm-csv", (), "CSV for MultiTerm Convert: one entry per row, synonyms divided by |", "entries", reader(""), _write_csv,
           ("id", "several languages", "synonyms", "definition", "note", "subject"), {"deprecated terms": "left out"}),
)  # fmt: skip
