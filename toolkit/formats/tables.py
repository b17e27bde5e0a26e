"""Rows of CSV, TSV and spreadsheets as glossary entries, and back.

Readers take any column order: a heading is a field of the concept, a language (code or name), or a field of
the language column before it; tables without a heading are read as source and target.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import languages
from toolkit.formats.format import Settings
from toolkit.formats.model import BASIS, KIND, Designation, Entry, Extra
from toolkit.formats.report import Report
from toolkit.formats.sources import MAX_LINE, open_output, read_text
from toolkit.model import Status

FORMULA = re.compile(r"[=+\-@\t\r]")
"""First characters that make a spreadsheet run or mangle a cell (OWASP, CSV injection)."""

_FIELDS = {
    "id": "id", "concept": "id", "conceptid": "id", "cid": "id", "entryid": "id", "entrynumber": "id", "tid": "",
    "subject": "subject", "subjectfield": "subject", "domain": "subject", "conceptdomain": "subject", "field": "subject",
    "entrysubject": "subject", "definition": "definition", "conceptdefinition": "definition", "description": "definition",
    "note": "note", "comment": "note", "comments": "note", "remark": "note", "conceptnote": "note", "entrynote": "note",
    "related": "related", "basis": "basis", "kind": "kind",
    "term": "term", "lang": "lang", "language": "lang", "locale": "lang", "status": "status", "termstatus": "status",
    "pos": "pos", "partofspeech": "pos", "type": "type", "termtype": "type", "source": "source", "context": "context",
    "example": "context", "exampleofuse": "context", "termexample": "context", "notes": "termnote",
    "termnote": "termnote", "usagenote": "termnote", "forbidden": "forbidden", "preferred": "preferred", "target": "target", "translation": "target",
    "terminfo": "", "casesensitive": "", "exactmatch": "", "exact": "", "case": "", "translatable": "",
    "english": "", "headword": "term", "definitionlang": "definitionlang",
}  # fmt: skip
del _FIELDS["english"]
_PER_TERM = frozenset(
    ("status", "pos", "type", "source", "context", "termnote", "forbidden", "preferred", "note")
)
_TRUE = frozenset(("true", "1", "yes", "x", "是"))


def parse(
    path: Path, report: Report, delimiter: str = "", quoted: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """``(line, cells)`` of each row that is not empty; the delimiter is found from the first lines when not given.

    ``quoted`` is for files in which quotation marks enclose cells; a tab-separated file in which they plainly do
    not is read without. Raises ``FayiError`` with the line where an unclosed quote begins.
    """
    text, encoding = read_text(path)
    if encoding not in ("UTF-8", "UTF-16"):
        report.add("repaired", f"read as {encoding}, not UTF-8")
    delimiter = delimiter or sniff(text)
    if delimiter == "\t" and quoted and '"' in text:
        try:
            yield from list(parse_text(text, path, delimiter))
            return
        except FayiError as error:
            quoted = False
            report.add("repaired", f"quotation marks taken as text ({error.message})", error.line or 0)
    yield from parse_text(text, path, delimiter, quoted)


def parse_text(text: str, path: Path, delimiter: str, quoted: bool = True) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_LINE)
    if delimiter == "\t" and (not quoted or '"' not in text):
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > MAX_LINE:
                raise FayiError(
                    f"a line of {len(line):,} characters",
                    path=path,
                    line=number,
                    allowed=f"at most {MAX_LINE:,}",
                )
            if line.strip("\r\t "):
                yield number, line.rstrip("\r").split("\t")
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        message = "a quotation mark is never closed" if "end of data" in str(error) else f"not CSV: {error}"
        raise FayiError(
            message, path=path, line=start, hint="a quotation mark inside a cell is written twice"
        ) from None


def sniff(text: str) -> str:
    """The delimiter: the character that stands most evenly in the first lines."""
    lines = [line for line in text[:20_000].split("\n")[:20] if line.strip() and not line.startswith("#")]
    best, delimiter = 0.0, ","
    for candidate in "\t,;":
        counts = [line.count(candidate) for line in lines]
        present = sum(1 for count in counts if count)
        if present:
            score = (
                present / len(lines)
                + (0.5 if len(set(counts)) == 1 else 0)
                + (0.1 if candidate == "\t" else 0)
            )
            if score > best:
                best, delimiter = score, candidate
    return delimiter


def write_text(
    path: Path,
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    bom: bool = False,
    newline: str = "\n",
    quoted: bool = True,
    safe: bool = False,
    first: str = "",
    encoding: str = "utf-8",
) -> int:
    """Write rows; ``quoted`` is CSV quoting, else tabs and line breaks in cells become blanks. Returns the count.

    With ``safe`` cells that a spreadsheet would run get a tab in front, which ``unsafe`` takes off again.
    """
    count = 0
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    with open_output(path) as out:
        if bom:
            out.write(b"\xff\xfe" if encoding == "utf-16-le" else b"\xef\xbb\xbf")
        out.write(first.encode(encoding))
        for row in rows:
            cells = [guard(cell) for cell in row] if safe else list(row)
            if quoted:
                writer.writerow(cells)
            else:
                buffer.write(delimiter.join(flat(cell) for cell in cells) + newline)
            count += 1
            if buffer.tell() > 1 << 16:
                out.write(buffer.getvalue().encode(encoding))
                buffer.seek(0)
                buffer.truncate()
        out.write(buffer.getvalue().encode(encoding))
    return count


def guard(cell: str) -> str:
    return f"\t{cell}" if FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if cell[:1] == "\t" and FORMULA.match(cell[1:]) else cell


def flat(cell: str) -> str:
    """A cell without tabs and line breaks."""
    return " ".join(cell.split()) if not cell.isprintable() else cell


def synonyms(cell: str) -> list[str]:
    """The terms of one cell: divided by ``|``, else by ``;`` or ``；``."""
    for mark in ("|", "；", ";"):
        if mark in cell:
            return [part.strip() for part in cell.split(mark) if part.strip()]
    return [cell.strip()] if cell.strip() else []


def _key(heading: str) -> str:
    return re.sub(r"[^\w]|_", "", heading.strip().lstrip("#").lower())


def _columns(cells: Sequence[str]) -> list[tuple[str, str]]:
    """What each column holds: ``(field, language)``; language columns are ``("term", code)``."""
    columns: list[tuple[str, str]] = []
    lang = ""
    for cell in cells:
        heading = cell.strip().lstrip("\ufeff").strip()
        field = _FIELDS.get(_key(heading), "?")
        name = re.sub(r"(?i)^(term|tgt|src)[:_ ]", "", heading)
        definition = re.match(r"(.+)_def$", heading, re.IGNORECASE)
        if field != "?":
            columns.append((field, lang if field in _PER_TERM else ""))
        elif definition and _language(definition.group(1)):
            columns.append(("definition", _language(definition.group(1))))
        elif code := _language(name):
            lang = code
            columns.append(("term", code))
        else:
            columns.append((f"?{heading}", lang))
    return columns


def _language(name: str) -> str:
    text = name.strip()
    plain = text.replace("_", " ").casefold()
    if re.fullmatch(r"chinese[ (]*prc\)?", plain):
        return "zh-CN"
    code = languages.canonical(text)
    if code != text and code.split("-")[0] in ("en", "zh") and not languages.is_code(text):
        return languages.short(code)
    return (
        text
        if re.fullmatch(r"[A-Za-z]{2}(?:[-_](?:[A-Za-z]{4}|[A-Za-z]{2}|\d{3})){0,2}", text)
        and text.lower() not in ("id", "no")
        else ""
    )


def entries(rows: Iterable[tuple[int, Sequence[str]]], report: Report, settings: Settings) -> Iterator[Entry]:
    """Entries of a table; rows with the id of the row before belong to one entry."""
    columns: list[tuple[str, str]] = [(c, "") for c in settings.columns]
    pending: Entry | None = None
    long_layout = False
    for line, raw in rows:
        cells = [unguard(cell) for cell in raw]
        if not columns:
            columns = _columns(cells)
            named = [field for field, _ in columns]
            pair = "source" in named and "target" in named
            langs = [lang for field, lang in columns if field == "term" and lang]
            long_layout = "term" in named and "lang" in named
            if pair:
                columns = [("term", settings.source) if f == "source" else ("term", settings.target) if f == "target" else (f, lang)
                           for f, lang in columns]  # fmt: skip
            elif (
                long_layout
                or len(langs) >= 2
                or (langs and len(cells) > 1 and any(f == "term" and not lang for f, lang in columns))
            ):
                columns = [
                    ("term", settings.source) if f == "term" and not lang and not long_layout else (f, lang)
                    for f, lang in columns
                ]
            else:
                columns = [("term", settings.source), ("term", settings.target), ("note", "")]
                named = []
            if named:
                continue
        report.read += 1
        entry = _long(columns, cells, line) if long_layout else _wide(columns, cells, line)
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


def _wide(columns: Sequence[tuple[str, str]], cells: Sequence[str], line: int) -> Entry | None:
    concept: dict[str, str] = {}
    definitions: list[tuple[str, str]] = []
    terms: list[Designation] = []
    extras: list[Extra] = []
    per_term: dict[tuple[str, str], list[str]] = {}
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
            per_term.setdefault((field, lang), []).append(value)
        else:
            concept[field] = value
    status = status_of(concept.get("status", ""), concept.get("forbidden", ""), concept.get("preferred", ""))
    done = []
    for term in terms:
        first = next(t for t in terms if t.lang == term.lang) is term
        own = {field: values[0] for (field, lang), values in per_term.items() if lang == term.lang}
        mine = status_of(own.get("status", ""), own.get("forbidden", ""), own.get("preferred", "")) or status
        note = own.get("termnote", own.get("note", "")) if first else ""
        contexts = (own["context"],) if "context" in own and first else ()
        done.append(term._replace(status=mine, pos=own.get("pos", concept.get("pos", "")), kind=own.get("type", ""),
                                  source=own.get("source", ""), note=note, contexts=contexts))  # fmt: skip
    extras += _concept_extras(concept)
    return Entry(
        concept.get("id", ""), tuple(done), concept.get("subject", ""), tuple(definitions), concept.get("note", ""),
        tuple(concept.get("related", "").split()), tuple(extras), line,
    )  # fmt: skip


def _concept_extras(concept: dict[str, str]) -> list[Extra]:
    return [
        Extra("admin", name, concept[field])
        for field, name in (("kind", KIND), ("basis", BASIS))
        if concept.get(field)
    ]


LONG = ("concept", "lang", "term", "status", "pos", "type", "source", "context", "term note", "subject", "definition",
        "definition lang", "note", "related", "kind", "basis")  # fmt: skip
"""The columns of the table of terms: one row per term; fields of the concept stand in its first row."""


def long_rows(entries: Iterable[Entry]) -> Iterator[list[str]]:
    """Header and rows of the table of terms."""
    yield list(LONG)
    for number, entry in enumerate(entries, 1):
        definition = entry.definitions[0] if entry.definitions else ("", "")
        concept = [
            entry.subject,
            definition[1],
            definition[0],
            entry.note,
            " ".join(entry.related),
            entry.extra(KIND),
            entry.extra(BASIS),
        ]
        for term in entry.terms:
            yield [
                entry.id or f"c{number}", term.lang, term.text, term.status.value if term.status else "", term.pos, term.kind,
                term.source, term.contexts[0] if term.contexts else "", term.note, *concept,
            ]  # fmt: skip
            concept = [""] * len(concept)


def _long(columns: Sequence[tuple[str, str]], cells: Sequence[str], line: int) -> Entry | None:
    row: dict[str, str] = {}
    for (field, _lang), cell in zip(columns, cells, strict=False):
        row.setdefault(field, cell.strip())
    if not row.get("term") or not row.get("lang"):
        return None
    term = Designation(
        row["term"], row["lang"], status_of(row.get("status", ""), row.get("forbidden", ""), row.get("preferred", "")),
        row.get("pos", ""), row.get("type", ""), row.get("source", ""), (row["context"],) if row.get("context") else (),
        row.get("termnote", ""),
    )  # fmt: skip
    definitions = ((row.get("definitionlang", ""), row["definition"]),) if row.get("definition") else ()
    extras = [
        *_concept_extras(row),
        *(Extra("", f[1:], v) for f, v in row.items() if f.startswith("?") and v),
    ]
    return Entry(row.get("id", ""), (term,), row.get("subject", ""), definitions, row.get("note", ""),
                 tuple(row.get("related", "").split()), tuple(extras), line)  # fmt: skip


def joined(one: Entry, other: Entry) -> Entry:
    """``one`` with what only ``other`` has."""
    known = {(t.lang, t.text) for t in one.terms}
    return one._replace(
        terms=one.terms + tuple(t for t in other.terms if (t.lang, t.text) not in known),
        subject=one.subject or other.subject,
        definitions=one.definitions or other.definitions,
        note=one.note or other.note,
        related=one.related or other.related,
        extras=one.extras + tuple(e for e in other.extras if e not in one.extras),
    )


_WORDS = {
    "preferred": Status.PREFERRED, "approved": Status.PREFERRED, "standard": Status.PREFERRED, "admitted": Status.ADMITTED,
    "allowed": Status.ADMITTED, "accepted": Status.ADMITTED, "deprecated": Status.DEPRECATED, "forbidden": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED, "rejected": Status.DEPRECATED, "non-standard": Status.DEPRECATED, "lookup": Status.LOOKUP,
    "not recommended": Status.DEPRECATED, "provisional": None,
}  # fmt: skip


def status_of(status: str, forbidden: str = "", preferred: str = "") -> Status | None:
    """The status that a word or the columns *forbidden* and *preferred* say."""
    if forbidden.strip().lower() in _TRUE:
        return Status.DEPRECATED
    if preferred.strip().lower() in _TRUE:
        return Status.PREFERRED
    return _WORDS.get(status.strip().lower())
