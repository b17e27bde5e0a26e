"""``fayi glossary check``: every problem of a glossary directory, with code, file, line, column and cure.

Row checks read lines (a broken row must not hide the next one); concept checks read concepts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from toolkit import hant
from toolkit.errors import FayiError, quote
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.termbase import (
    CONCEPT_FIELDS,
    HEADER,
    STATUS_ORDER,
    STATUSES,
    Termbase,
    field_files,
    read_domains,
    read_field,
    read_sources,
)
from toolkit.text import contains_han, fold_zh, singular

# Code → what is wrong and how to mend it. Codes are never reused.
CODES: dict[str, tuple[str, str]] = {
    "GL101": ("file cannot be read", "save it as UTF-8 without BOM"),
    "GL102": ("wrong number of columns", "six cells separated by tabs"),
    "GL103": ("unknown status", "preferred, admitted, deprecated, lookup; or a concept field with lang *"),
    "GL104": ("blank or control character at the edge or inside a cell", "delete it"),
    "GL105": ("rows are not sorted", "sort by concept, language, status, term"),
    "GL106": ("concept id is not lower-case words with hyphens", "a-z, 0-9 and single hyphens"),
    "GL107": ("concept id stands in two places", "ids are unique; the rows of a concept stand together"),
    "GL108": ("text is not in Unicode form NFC", "normalise it"),
    "GL109": ("unknown language", "en, zh-Hans-CN, zh-Hant-HK, zh-Hant-TW, zh-Hant-MO"),
    "GL110": ("cell begins like a spreadsheet formula", "a term never begins with = + - or @"),
    "GL201": ("no preferred term", "one preferred en and one preferred zh-Hans-CN"),
    "GL202": ("more than one preferred term in a language", "keep one, make the others admitted"),
    "GL203": ("the same term twice in one concept", "delete one"),
    "GL204": ("one English form is preferred for two concepts", "make one of them more specific"),
    "GL205": ("a deprecated form is the preferred one of another concept", "delete it here"),
    "GL206": ("a Chinese term stands under two concepts", "join them or keep it in one"),
    "GL207": ("related id does not exist", "correct or delete it"),
    "GL208": ("the id is retired", "use a new id"),
    "GL301": ("unknown source", "add it to sources.toml"),
    "GL302": (
        "a preferred Chinese term without source or note",
        "cite it, or say in the note why it cannot be cited",
    ),
    "GL303": ("unknown kind", "see glossary/README.md"),
    "GL304": ("no entry in domains.toml for this file", "add the subject field"),
    "GL401": ("English is not in citation form", "no article, singular, lower case unless a name"),
    "GL402": ("Traditional character in a Simplified term", "write it in Simplified characters"),
    "GL403": ("Simplified character in a Traditional term", "write it in Traditional characters"),
    "GL404": ("full-width Latin letter or digit", "write it half-width"),
    "GL405": ("Chinese in an English term", "move it to the note"),
    "GL406": (
        "English ends in a remark in brackets",
        "translators write it as it stands: move the remark to the definition",
    ),
}
LANGUAGES = frozenset(("en", ZH, "zh-Hant-HK", "zh-Hant-TW", "zh-Hant-MO", "*"))
KINDS = frozenset(
    "institution post person crime act procedure measure sanction right duty principle policy slogan system document"
    " evidence law status concept event property organization".split()
)


class Problem(NamedTuple):
    """One finding in a glossary file."""

    code: str
    path: Path
    line: int
    column: int
    """Cell, counted from 1; 0 for the whole row."""
    detail: str

    def __str__(self) -> str:
        what, cure = CODES[self.code]
        return f"{self.path}:{self.line}:{self.column}: {self.code} {what}: {self.detail}; {cure}"


def check(directory: Path) -> list[Problem]:
    """All problems of the glossary in ``directory``, sorted by file and line."""
    problems: list[Problem] = []
    concepts: list[tuple[Path, Concept]] = []
    whole = True
    for path in field_files(directory):
        found = list(_check_rows(path))
        problems.extend(found)
        if not any(p.code in ("GL101", "GL102", "GL103") for p in found):
            try:
                concepts.extend((path, concept) for concept in read_field(path))
            except FayiError as error:
                whole = False
                problems.append(Problem("GL107", path, error.line or 1, 1, error.message))
        else:
            whole = False
    # Ids of a file that cannot be read are not missing: what refers to them is not wrong.
    problems.extend(p for p in _check_concepts(directory, concepts) if whole or p.code != "GL207")
    return sorted(problems, key=lambda p: (str(p.path), p.line, p.code))


def _check_rows(path: Path) -> Iterator[Problem]:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield Problem("GL101", path, 1, 0, str(error))
        return
    lines = text.split("\n")
    if lines[0] != "\t".join(HEADER):
        yield Problem("GL102", path, 1, 0, f"header is {quote(lines[0])}")
        return
    before: tuple[str, str, int, str] | None = None
    for number, line in enumerate(lines[1:], 2):
        if not line:
            if number != len(lines):
                yield Problem("GL102", path, number, 0, "empty line")
            continue
        cells = line.split("\t")
        if len(cells) != len(HEADER):
            yield Problem("GL102", path, number, 0, f"{len(cells)} cells")
            continue
        yield from _check_cells(path, number, cells)
        concept, lang, term, status = cells[:4]
        if lang != "*" and status not in STATUSES:
            yield Problem("GL103", path, number, 4, quote(status))
            continue
        if lang == "*" and status not in CONCEPT_FIELDS:
            yield Problem("GL103", path, number, 4, quote(status))
            continue
        key = (
            concept,
            lang,
            STATUS_ORDER[STATUSES[status]] if lang != "*" else 0,
            term if lang != "*" else status,
        )
        if before is not None and key < before:
            yield Problem("GL105", path, number, 0, f"{concept} {quote(term)}")
        before = key


def _check_cells(path: Path, number: int, cells: list[str]) -> Iterator[Problem]:
    concept, lang, term = cells[:3]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept):
        yield Problem("GL106", path, number, 1, quote(concept))
    if lang not in LANGUAGES:
        yield Problem("GL109", path, number, 2, quote(lang))
    for column, cell in enumerate(cells, 1):
        if cell != cell.strip() or "  " in cell or any(unicodedata.category(c) in ("Cc", "Cf") for c in cell):
            yield Problem("GL104", path, number, column, quote(cell))
        if not unicodedata.is_normalized("NFC", cell):
            yield Problem("GL108", path, number, column, quote(cell))
    if not term or term[0] in "=+-@":
        yield Problem("GL110", path, number, 3, quote(term))
    if lang == "*":
        return
    if re.search("[Ａ-Ｚａ-ｚ０-９]", term):
        yield Problem("GL404", path, number, 3, quote(term))
    if lang == ZH and hant.has_traditional(term):
        yield Problem("GL402", path, number, 3, quote(term))
    if lang.startswith("zh-Hant") and hant.has_simplified(term):
        yield Problem("GL403", path, number, 3, quote(term))
    if lang == EN:
        if contains_han(term):
            yield Problem("GL405", path, number, 3, quote(term))
        if cells[3] in ("preferred", "admitted") and term.endswith(")"):
            yield Problem("GL406", path, number, 3, quote(term))
        if cells[3] == "preferred" and (why := _not_citation_form(term)):
            yield Problem("GL401", path, number, 3, f"{quote(term)} {why}")


def _not_citation_form(term: str) -> str:
    first = term.split()[0]
    if first.lower() in ("the", "a", "an"):
        return "begins with an article"
    if first[:1].isupper() and first[1:].islower() and not any(w[:1].isupper() for w in term.split()[1:]):
        known = re.split("['-]", first)[0] in _NAMES or any(c.isdigit() for c in term)
        if not known:
            return "begins with a capital but is no name"
    words = term.split()
    if len(words) == 1 and singular(term) != term and term.lower() not in _PLURALS:
        return "is a plural"
    return ""


_NAMES = frozenset(
    "China Chinese Beijing Taiwan Macao Party Marxist Marxism Maoism Internet Interpol Constitution Fengqiao Xi Skynet"
    " Sino Communist Islamic Tibetan Ponzi Tether Trojan Sinicization English Hong Hague Vienna Berne Paris Leninism State Premier President".split()
)
_PLURALS = frozenset(
    "securities damages proceeds goods arms customs bylaws explosives narcotics kinsfolk police minutes fruits"
    " telecommunications smes rules regulations".split()
)


def _check_concepts(directory: Path, concepts: list[tuple[Path, Concept]]) -> Iterator[Problem]:
    sources = read_sources(directory / "sources.toml")
    domains = read_domains(directory / "domains.toml")
    base = Termbase(tuple(c for _p, c in concepts), directory)
    ids: dict[str, Path] = {}
    preferred: dict[str, Concept] = {}
    chinese: dict[str, Concept] = {}
    for path, concept in concepts:
        line = concept.terms[0].line if concept.terms else 1
        if concept.id in ids:
            yield Problem("GL107", path, line, 1, f"{concept.id}, also in {ids[concept.id].name}")
        ids[concept.id] = path
        if concept.id in base.retired:
            yield Problem("GL208", path, line, 1, concept.id)
        if (term := concept.preferred(EN)) is not None:
            other = preferred.setdefault(term.text.lower(), concept)
            if other is not concept:
                yield Problem("GL204", path, term.line, 3, f"{quote(term.text)} also of {other.id}")
        for term in concept.of(ZH, Status.PREFERRED, Status.ADMITTED):
            other = chinese.setdefault(fold_zh(term.text), concept)
            if other is not concept:
                yield Problem("GL206", path, term.line, 3, f"{quote(term.text)} also under {other.id}")
    for path in {path for path, _c in concepts}:
        if path.stem not in domains:
            yield Problem("GL304", path, 1, 0, path.stem)
    for path, concept in concepts:
        line = concept.terms[0].line if concept.terms else 1
        yield from _check_concept(path, concept, line, preferred, set(sources))
        for related in concept.related:
            if related not in ids:
                yield Problem("GL207", path, line, 3, f"{concept.id} → {related}")


def _check_concept(
    path: Path, concept: Concept, line: int, preferred: dict[str, Concept], sources: set[str]
) -> Iterator[Problem]:
    by_lang: dict[str, list[Term]] = defaultdict(list)
    for term in concept.terms:
        by_lang[term.lang].append(term)
    for lang in (EN, ZH):
        if concept.preferred(lang) is None:
            yield Problem("GL201", path, line, 0, f"{concept.id} has none in {lang}")
    for lang, terms in by_lang.items():
        if sum(t.status is Status.PREFERRED for t in terms) > 1:
            yield Problem("GL202", path, line, 0, f"{concept.id} in {lang}")
        seen: set[str] = set()
        for term in terms:
            if term.text.lower() in seen:
                yield Problem("GL203", path, term.line, 3, quote(term.text))
            seen.add(term.text.lower())
            for citation in term.citations:
                if citation.key not in sources:
                    yield Problem("GL301", path, term.line, 5, quote(citation.key))
            if lang == EN and term.status is Status.DEPRECATED:
                other = preferred.get(term.text.lower())
                if other is not None and other is not concept:
                    yield Problem(
                        "GL205", path, term.line, 3, f"{quote(term.text)} is the English of {other.zh}"
                    )
    standard = concept.preferred(ZH)
    if standard is not None and not standard.source and not standard.note:
        yield Problem("GL302", path, standard.line, 5, quote(standard.text))
    if concept.kind not in KINDS:
        yield Problem("GL303", path, line, 3, f"{concept.id}: {quote(concept.kind)}")
