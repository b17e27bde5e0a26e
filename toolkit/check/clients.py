"""Client glossaries: the readers of ``toolkit.formats`` for any format, with plain two-column lists read here."""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

from toolkit.check.readers.languages import canonical, guess
from toolkit.errors import FayiError
from toolkit.model import EN, Concept, Status, Term

_STATUS = {
    "": Status.PREFERRED, "preferred": Status.PREFERRED, "approved": Status.PREFERRED, "admitted": Status.ADMITTED,
    "deprecated": Status.DEPRECATED, "forbidden": Status.DEPRECATED, "rejected": Status.DEPRECATED,
    "lookup": Status.LOOKUP,
}  # fmt: skip


def load_concepts(path: Path) -> tuple[Concept, ...]:
    """The concepts of the glossary at ``path``. Raises ``FayiError``."""
    if path.suffix.lower() in (".tsv", ".csv", ".txt", ".tab"):
        return tuple(_read_list(path))
    try:
        module = importlib.import_module("toolkit.formats.glossaries")
    except ImportError:
        raise FayiError(
            "glossaries of this kind cannot be read", path=path, allowed=".tsv .csv .txt"
        ) from None
    return tuple(module.load_concepts(path))


def _read_list(path: Path) -> list[Concept]:
    """``source TAB target [TAB status]``, with or without a header; a termbase file is read as such."""
    from toolkit.documents import decode

    try:
        text, _encoding = decode(path.read_bytes(), str(path))
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    first = text.split("\n", 1)[0]
    if first.startswith("concept\tlang\tterm\tstatus"):
        from toolkit import termbase

        return termbase.read_field(path)
    separator = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    rows = [
        (number, row)
        for number, row in enumerate(csv.reader(text.splitlines(), delimiter=separator), 1)
        if any(c.strip() for c in row)
    ]
    rows = [(number, row) for number, row in rows if not row[0].startswith("#")]
    if not rows:
        raise FayiError("the glossary is empty", path=path)
    head = [c.strip().lower() for c in rows[0][1]]
    tags = [canonical(c) if c.isascii() and len(c) < 12 else "" for c in head]
    status_column = next(
        (i for i, c in enumerate(head) if c in ("status", "usage", "forbidden", "状态", "狀態")), -1
    )
    named = any(tags) or head[0] in ("source", "term", "src") or status_column >= 0
    if any(tags) and {"en", "zh"} <= {t[:2] for t in tags}:
        english = next(i for i, t in enumerate(tags) if t == EN)
        chinese = next(i for i, t in enumerate(tags) if t.startswith("zh"))
        lang = tags[chinese]
    else:
        body = rows[1:] if named else rows
        columns = range(max(len(row) for _n, row in body)) if body else range(0)
        kinds = [guess(" ".join(row[i] for _n, row in body[:200] if i < len(row))) for i in columns]
        if "en" not in kinds or "zh" not in kinds:
            raise FayiError(
                "no English and Chinese columns",
                path=path,
                line=rows[0][0],
                found=first,
                allowed="two columns: English and Chinese",
            )
        english, chinese, lang = kinds.index("en"), kinds.index("zh"), "zh"
    concepts: dict[str, list[Term]] = {}
    for number, row in rows[1:] if named else rows:
        if len(row) <= max(english, chinese) or not row[english].strip() or not row[chinese].strip():
            raise FayiError(
                "a cell is missing",
                path=path,
                line=number,
                found=separator.join(row),
                allowed="English and Chinese",
            )
        said = row[status_column].strip().lower() if 0 <= status_column < len(row) else ""
        if said not in _STATUS:
            raise FayiError(
                "unknown status",
                path=path,
                line=number,
                found=said,
                allowed=", ".join(k for k in _STATUS if k),
            )
        terms = concepts.setdefault(row[english].strip(), [])
        status = _STATUS[said]
        if status is Status.PREFERRED and any(t.lang != EN and t.status is Status.PREFERRED for t in terms):
            status = Status.ADMITTED
        for value in filter(None, (v.strip() for v in row[chinese].replace("；", ";").split(";"))):
            terms.append(Term(value, lang, status, "", "", number))
            if status is Status.PREFERRED:
                status = Status.ADMITTED
    return [
        Concept(
            f"{path.stem}:{min(t.line for t in terms)}", path.stem, (Term(name, EN, Status.PREFERRED), *terms)
        )
        for name, terms in concepts.items()
    ]
