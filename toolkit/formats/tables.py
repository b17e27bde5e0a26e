"""Rows of CSV, TSV and spreadsheets as glossary entries, and back.

Readers take any column order; tables without a heading are read as two columns of terms, whichever is Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from toolkit.formats.delimited import unguard
from toolkit.formats.format import Settings
from toolkit.formats.headings import columns_of, guessed, is_status, oriented, status_of
from toolkit.formats.model import BASIS, KIND, Designation, Entry, Extra
from toolkit.formats.report import Report
from toolkit.model import Status

SAMPLE = 200
"""Rows looked at to tell which column is Chinese."""
Columns = list[tuple[str, str]]


def entries(rows: Iterable[tuple[int, Sequence[str]]], report: Report, settings: Settings) -> Iterator[Entry]:
    """Entries of a table; rows with the id of the row before belong to one entry."""
    rows = iter(rows)
    sample = list(islice(rows, SAMPLE))
    if not sample:
        return
    columns, named = _layout(sample, settings)
    make = _long if {("term", ""), ("lang", "")} <= set(columns) else _wide
    pending: Entry | None = None
    for line, raw in chain(sample[1:] if named else sample, rows):
        cells = [unguard(cell) for cell in raw]
        report.read += 1
        entry = make(columns, cells, line, report)
        if entry is None or not entry.terms:
            report.add("skipped", "a row without terms", line, " | ".join(cells)[:60])
            continue
        if pending is not None and entry.id and entry.id == pending.id:
            pending = joined(pending, entry)
            continue
        if pending is not None:
            report.created += 1
            yield pending
        pending = entry
    if pending is not None:
        report.created += 1
        yield pending


def _layout(sample: Sequence[tuple[int, Sequence[str]]], settings: Settings) -> tuple[Columns, bool]:
    """The columns, and whether the first row names them."""
    rows = [cells for _line, cells in sample]
    if settings.columns:
        return [(c, "") for c in settings.columns], False
    columns = columns_of([unguard(cell) for cell in rows[0]])
    fields = [field for field, _lang in columns]
    langs = [lang for field, lang in columns if field == "term" and lang]
    if "term" in fields and "lang" in fields:
        return columns, True
    first = next((f for f in ("source", "term") if f in fields), "")
    if first and "target" in fields:
        one, two = fields.index(first), fields.index("target")
        source, target = oriented([_pick(row, one, two) for row in rows[1:]], settings)
        columns[one], columns[two] = ("term", source), ("term", target)
        return columns, True
    if len(langs) >= 2 or (langs and len(columns) > 1 and ("term", "") in columns):
        return [("term", settings.source) if column == ("term", "") else column for column in columns], True
    # A status column or another heading we know is no row of terms.
    named = any(field and not field.startswith("?") for field in fields) and len(rows) > 1
    body = rows[1:] if named else rows
    found = {} if settings.given else guessed(body)
    if found:
        rest = iter(("note",))
        made = [
            ("term", found[n]) if n in found else (next(rest, ""), "") for n in range(max(map(len, body)))
        ]
        if named:
            made = [
                own if own[1] or own[0] == "term" else given
                for own, given in zip_longest(made, columns, fillvalue=("", ""))
            ]
        return made, named
    return [("term", settings.source), ("term", settings.target), ("note", "")], False


def pair_entries(
    rows: Iterable[tuple[int, Sequence[str]]], report: Report, settings: Settings
) -> Iterator[Entry]:
    """Entries of lists without a heading: source, target, comment, one pair in each row."""
    rows = iter(rows)
    sample = list(islice(rows, SAMPLE))
    source, target = oriented([cells for _line, cells in sample], settings)
    for line, cells in chain(sample, rows):
        report.read += 1
        if len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
            report.add("skipped", "source or target is missing", line, " | ".join(cells)[:60])
            continue
        report.created += 1
        terms = (Designation(cells[0].strip(), source), Designation(cells[1].strip(), target))
        yield Entry("", terms, note=cells[2].strip() if len(cells) > 2 else "", line=line)


def _pick(row: Sequence[str], one: int, two: int) -> tuple[str, str]:
    return row[one] if one < len(row) else "", row[two] if two < len(row) else ""


def synonyms(cell: str) -> list[str]:
    """The terms of one cell: divided by ``|``, else by ``;`` or ``；``."""
    for mark in ("|", "；", ";"):
        if mark in cell:
            return [part.strip() for part in cell.split(mark) if part.strip()]
    return [cell.strip()] if cell.strip() else []


def _status(row: dict[str, str], report: Report, line: int) -> Status | None:
    word = row.get("status", "")
    if not is_status(word):
        report.add("unclear", "unknown status", line, word)
    return status_of(word, row.get("forbidden", ""), row.get("preferred", ""))


def _wide(columns: Columns, cells: Sequence[str], line: int, report: Report) -> Entry | None:
    """A row with a column of terms for each language."""
    concept: dict[str, str] = {}
    definitions: list[tuple[str, str]] = []
    terms: list[Designation] = []
    extras: list[Extra] = []
    per_lang: dict[str, dict[str, str]] = {}
    for (field, lang), cell in zip(columns, cells, strict=False):
        value = cell.strip()
        if not value or not field:
            continue
        if field == "term" and lang:
            terms += [Designation(text, lang) for text in synonyms(value)]
        elif field == "definition":
            definitions.append((lang, value))
        elif field.startswith("?"):
            extras.append(Extra("", field[1:] or "?", value, lang=lang))
        elif lang:
            per_lang.setdefault(lang, {}).setdefault(field, value)
        else:
            concept[field] = value
    status = _status(concept, report, line)
    statuses = {lang: _status(own, report, line) for lang, own in per_lang.items()}
    # "court, 球场, forbidden" forbids the translation, not the word that is translated.
    spared = (
        terms[0].lang if terms and status is not Status.PREFERRED and terms[0].lang != terms[-1].lang else ""
    )
    done, seen = [], set()
    for term in terms:
        own = per_lang.get(term.lang, {})
        first = term.lang not in seen
        seen.add(term.lang)
        done.append(term._replace(
            status=statuses.get(term.lang) or (None if term.lang == spared else status), pos=own.get("pos", concept.get("pos", "")), kind=own.get("type", ""),
            source=own.get("source", ""), note=own.get("termnote", own.get("note", "")) if first else "",
            contexts=(own["context"],) if "context" in own and first else (),
        ))  # fmt: skip
    return Entry(
        concept.get("id", ""), tuple(done), concept.get("subject", ""), tuple(definitions), concept.get("note", ""),
        tuple(concept.get("related", "").split()), (*extras, *_concept_extras(concept)), line,
    )  # fmt: skip


def _concept_extras(concept: dict[str, str]) -> list[Extra]:
    return [
        Extra("admin", name, concept[field])
        for field, name in (("kind", KIND), ("basis", BASIS))
        if concept.get(field)
    ]


def _long(columns: Columns, cells: Sequence[str], line: int, report: Report) -> Entry | None:
    """A row of the table of terms."""
    row: dict[str, str] = {}
    for (field, _lang), cell in zip(columns, cells, strict=False):
        row.setdefault(field, cell.strip())
    if not row.get("term") or not row.get("lang"):
        return None
    term = Designation(
        row["term"], row["lang"], _status(row, report, line), row.get("pos", ""), row.get("type", ""), row.get("source", ""),
        (row["context"],) if row.get("context") else (), row.get("termnote", ""),
    )  # fmt: skip
    definitions = ((row.get("definitionlang", ""), row["definition"]),) if row.get("definition") else ()
    extras = [
        *_concept_extras(row),
        *(Extra("", f[1:], v) for f, v in row.items() if f.startswith("?") and v),
    ]
    return Entry(row.get("id", ""), (term,), row.get("subject", ""), definitions, row.get("note", ""),
                 tuple(row.get("related", "").split()), tuple(extras), line)  # fmt: skip


LONG = ("concept", "lang", "term", "status", "pos", "type", "source", "context", "term note", "subject", "definition",
        "definition lang", "note", "related", "kind", "basis")  # fmt: skip
"""The columns of the table of terms: one row per term; fields of the concept stand in its first row, each further
context or definition in a row that repeats the term."""


def long_rows(entries: Iterable[Entry]) -> Iterator[list[str]]:
    """Header and rows of the table of terms."""
    yield list(LONG)
    for number, entry in enumerate(entries, 1):
        identifier = entry.id or f"c{number}"
        definitions = list(entry.definitions)
        rest = [entry.note, " ".join(entry.related), entry.extra(KIND), entry.extra(BASIS)]
        subject = entry.subject
        for term in entry.terms:
            about = [term.status.value if term.status else "", term.pos, term.kind, term.source]
            contexts, note = list(term.contexts), term.note
            last = term is entry.terms[-1]
            while True:
                lang, text = definitions.pop(0) if definitions else ("", "")
                yield [identifier, term.lang, term.text, *about, contexts.pop(0) if contexts else "", note, subject, text, lang, *rest]  # fmt: skip
                note, subject, rest = "", "", [""] * 4
                if not contexts and not (last and definitions):
                    break


def joined(one: Entry, other: Entry) -> Entry:
    """``one`` with what only ``other`` has; a term that stands in both with two statuses stays twice."""
    terms = list(one.terms)
    for term in other.terms:
        place = next(
            (n for n, t in enumerate(terms) if (t.text, t.lang) == (term.text, term.lang)
             and (t.status is term.status or t.status is None or term.status is None)), -1,
        )  # fmt: skip
        if place < 0:
            terms.append(term._replace(line=term.line or other.line))
        elif term != terms[place]:
            known = terms[place]
            terms[place] = known._replace(
                status=known.status or term.status, pos=known.pos or term.pos, kind=known.kind or term.kind,
                source=known.source or term.source, note=known.note or term.note,
                contexts=tuple(dict.fromkeys((*known.contexts, *term.contexts))),
                extras=tuple(dict.fromkeys((*known.extras, *term.extras))),
            )  # fmt: skip
    return one._replace(
        terms=tuple(terms),
        subject=one.subject or other.subject,
        definitions=tuple(dict.fromkeys((*one.definitions, *other.definitions))),
        note=one.note or other.note,
        related=one.related or other.related,
        extras=one.extras + tuple(e for e in other.extras if e not in one.extras),
    )
