"""Reads and writes the termbase: ``glossary/*.tsv``, ``domains.toml``, ``sources.toml``, ``retired.tsv``.

The only module that knows the TSV layout; ``glossary/README.md`` describes it for people.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit import data
from toolkit.errors import FayiError
from toolkit.files import write_atomically
from toolkit.model import Concept, Source, Status, Term

HEADER = ("concept", "lang", "term", "status", "source", "note")
STATUSES = {status.value: status for status in Status}
STATUS_ORDER = {status: order for order, status in enumerate(Status)}
# Rows with lang "*" carry fields of the concept itself; "related" may stand in several words.
CONCEPT_FIELDS = frozenset({"kind", "definition", "related", "basis", "pos"})


@dataclass(frozen=True)
class Termbase:
    """The concepts of one glossary directory, in file and line order."""

    concepts: tuple[Concept, ...]
    directory: Path | None = None

    @cached_property
    def by_id(self) -> dict[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    def find(self, id: str) -> Concept | None:
        """The concept with this id, if there is one."""
        return self.by_id.get(id)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Documents that terms are cited from, by key; read on first use."""
        return read_sources(self.directory / "sources.toml") if self.directory else {}

    @cached_property
    def domains(self) -> dict[str, dict[str, str]]:
        """Subject fields: code → ``{"en": …, "zh": …}``; read on first use."""
        return read_domains(self.directory / "domains.toml") if self.directory else {}

    @cached_property
    def retired(self) -> dict[str, tuple[str, str]]:
        """Ids that are no longer used: id → (superseding id or "", reason)."""
        path = self.directory / "retired.tsv" if self.directory else None
        if path is None or not path.is_file():
            return {}
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line)
        return {row[0]: (row[1], row[2]) for row in rows}


def load(directory: Path | None = None) -> Termbase:
    """The termbase in ``directory`` (the built-in one by default).

    Raises ``FayiError`` with file, line and column at the first broken row.
    """
    place = directory or data.directory("glossary")
    paths = field_files(place)
    if not paths:
        raise FayiError(
            "no glossary files here", path=place, allowed="FIELD.tsv files with the columns of README.md"
        )
    # Tens of thousands of small tuples, none of them garbage: the collector would look at all of them again
    # and again (measured: 96 ms with it, 60 ms without).
    collecting = gc.isenabled()
    gc.disable()
    try:
        fields = [(path, read_field(path)) for path in paths]
    finally:
        if collecting:
            gc.enable()
    seen: dict[str, Path] = {}
    for path, concepts in fields:
        for concept in concepts:
            if concept.id in seen:
                raise FayiError(
                    f"concept id {concept.id} is already used in {seen[concept.id].name}",
                    path=path,
                    line=concept.terms[0].line if concept.terms else None,
                    hint="ids are unique over all files",
                )
            seen[concept.id] = path
    return Termbase(tuple(concept for _path, concepts in fields for concept in concepts), place)


def field_files(directory: Path) -> list[Path]:
    """The TSV files of the subject fields, sorted by name."""
    if not directory.is_dir():
        raise FayiError("no such glossary directory", path=directory)
    return sorted(path for path in directory.glob("*.tsv") if path.name != "retired.tsv")


def read_field(path: Path) -> list[Concept]:
    """The concepts of one TSV file. Rows of a concept must stand together."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise FayiError(
            f"not UTF-8 at byte {error.start}", path=path, hint="save the file as UTF-8 without BOM"
        ) from error
    lines = text.split("\n")
    if lines[0].rstrip("\r") != "\t".join(HEADER):
        raise FayiError(
            "wrong header",
            path=path,
            line=1,
            found=lines[0],
            allowed=" TAB ".join(HEADER),
            hint="UTF-8 without BOM",
        )
    field = path.stem
    concepts: list[Concept] = []
    done: set[str] = set()
    current = ""
    terms: list[Term] = []
    fields: dict[str, str] = {}

    def finish() -> None:
        if current:
            concepts.append(_concept(current, field, terms, fields))
            done.add(current)

    make, statuses = Term._make, STATUSES
    for number, line in enumerate(lines[1:], 2):
        if not line:
            if number != len(lines):
                raise FayiError("empty line", path=path, line=number, hint="delete it")
            continue
        cells = line.split("\t")
        if len(cells) != 6:
            raise FayiError(
                f"{len(cells)} columns",
                path=path,
                line=number,
                found=line,
                allowed="6 columns separated by tabs",
            )
        concept, lang, text, status, source, note = cells
        if concept != current:
            finish()
            if concept in done:
                raise FayiError(
                    f"rows of concept {concept} do not stand together",
                    path=path,
                    line=number,
                    hint="sort the file",
                )
            current, terms, fields = concept, [], {}
        if lang == "*":
            if status not in CONCEPT_FIELDS:
                raise FayiError(
                    "unknown concept field", path=path, line=number, column=4, found=status,
                    allowed=", ".join(sorted(CONCEPT_FIELDS)),
                )  # fmt: skip
            fields[status] = text
        else:
            try:
                terms.append(make((text, lang, statuses[status], source, note, number)))
            except KeyError:
                raise FayiError(
                    "unknown status",
                    path=path,
                    line=number,
                    column=4,
                    found=status,
                    allowed=", ".join(STATUSES),
                ) from None
    finish()
    return concepts


def _concept(id: str, field: str, terms: list[Term], fields: dict[str, str]) -> Concept:
    return Concept(
        id,
        field,
        tuple(terms),
        fields.get("kind", ""),
        fields.get("definition", ""),
        tuple(fields.get("related", "").split()),
        fields.get("basis", ""),
        fields.get("pos", "noun"),
    )


def rows(concept: Concept) -> list[tuple[str, str, str, str, str, str]]:
    """The rows of one concept in file order: fields of the concept, then terms by language, status, text."""
    fields = {
        "kind": concept.kind,
        "definition": concept.definition,
        "related": " ".join(concept.related),
        "basis": concept.basis,
        "pos": "" if concept.pos == "noun" else concept.pos,
    }
    result = [(concept.id, "*", text, name, "", "") for name, text in sorted(fields.items()) if text]
    for term in sorted(concept.terms, key=term_order):
        result.append((concept.id, term.lang, term.text, term.status.value, term.source, term.note))
    return result


def term_order(term: Term) -> tuple[str, int, str]:
    return (term.lang, STATUS_ORDER[term.status], term.text)


def write_field(path: Path, concepts: Iterable[Concept]) -> None:
    """Write the concepts of one subject field, sorted, to ``path``."""
    with write_atomically(path) as handle:
        handle.write("\t".join(HEADER) + "\n")
        for concept in sorted(concepts, key=lambda c: c.id):
            handle.writelines("\t".join(row) + "\n" for row in rows(concept))


def read_sources(path: Path) -> dict[str, Source]:
    """``sources.toml``: one table per key."""
    allowed = set(Source.__dataclass_fields__) - {"key"}
    result = {}
    for key, table in _toml(path).items():
        if unknown := sorted(set(table) - allowed):
            raise FayiError(
                f"unknown key in [{key}]", path=path, found=unknown[0], allowed=", ".join(sorted(allowed))
            )
        result[key] = Source(key, **table)
    return result


def read_domains(path: Path) -> dict[str, dict[str, str]]:
    return {code: dict(table) for code, table in _toml(path).items()}


def _toml(path: Path) -> dict[str, dict[str, Any]]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FayiError(f"cannot read: {error}", path=path) from error
