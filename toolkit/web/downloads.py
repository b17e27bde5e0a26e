"""The files of the downloads page: the termbase itself and every export that Fayi can write."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.model import Concept
from toolkit.termbase import HEADER, Termbase, rows

# Extensions of formats that share theirs with another one and therefore claim none.
_ENDINGS = {
    "tbx-dct": ".tbx", "tbx-min": ".tbx", "tbx-min-dct": ".tbx", "tbx-core": ".tbx", "tbx2": ".tbx", "xliff-glossary": ".xlf",
    "utx-1.20": ".utx", "phrase": ".xlsx", "custom-translator": ".xlsx", "azure": ".tsv", "wordfast": ".txt", "wordfast-glossary": ".txt",
    "yomitan": ".zip", "omegat": ".txt", "stardict": ".zip", "xliff2": ".xlf",
}  # fmt: skip
_OWN = frozenset({"tsv"})
"""Formats that the archive of the termbase itself makes superfluous."""


class Download(NamedTuple):
    """A file of the downloads page."""

    file: str
    what: str
    size: int
    """Bytes; 0 while the file has not been asked for."""


class Downloads:
    """Builds each file when it is first asked for."""

    def __init__(self, termbase: Termbase) -> None:
        self._termbase = termbase
        self._sizes: dict[str, int] = {}

    @cached_property
    def _makers(self) -> dict[str, tuple[str, Callable[[], bytes]]]:
        from toolkit.formats import registry

        makers: dict[str, tuple[str, Callable[[], bytes]]] = {
            "fayi-glossary.zip": ("the glossary itself: one TSV file per field, with everything", self._tsv),
            "fayi-terms.tsv": ("one row per concept: Chinese, pinyin, English", self._table),
            "fayi.json": ("every concept with all its terms, for programs", self._json),
        }
        for name, form in registry.formats().items():
            if form.write is not None and name not in _OWN:
                ending = _ENDINGS.get(name) or (form.extensions[0] if form.extensions else ".csv")
                makers[f"fayi-{name}{ending}"] = (form.description, lambda name=name: self._export(name))  # type: ignore[misc]
        return makers

    def listed(self) -> list[Download]:
        return [
            Download(name, what, self._sizes.get(name, 0)) for name, (what, _make) in self._makers.items()
        ]

    def names(self) -> list[str]:
        return list(self._makers)

    def read(self, name: str) -> bytes:
        """The content of one file. Raises ``KeyError`` for a name that is not listed."""
        content = self._makers[name][1]()
        self._sizes[name] = len(content)
        return content

    def _export(self, name: str) -> bytes:
        from toolkit.formats import convert, registry
        from toolkit.formats.model import from_concepts
        from toolkit.formats.report import Report

        form = registry.named(name)
        outcome = convert.Outcome(Report("glossary"))
        outcome.report.read = outcome.report.created = len(self._termbase.concepts)
        with tempfile.TemporaryDirectory(prefix="fayi-") as place:
            path = (
                Path(place) / f"fayi{form.extensions[0] if form.extensions else _ENDINGS.get(name, '.csv')}"
            )
            entries = from_concepts(self._termbase.concepts, self._termbase.domains)
            convert.write(path, entries, form, convert.settings_for(""), outcome, accept=True)
            written = sorted(Path(place).iterdir())
            return (
                written[0].read_bytes()
                if len(written) == 1
                else packed({p.name: p.read_bytes() for p in written})
            )

    def _tsv(self) -> bytes:
        fields: dict[str, list[Concept]] = {}
        for concept in self._termbase.concepts:
            fields.setdefault(concept.field, []).append(concept)
        return packed({
            f"glossary/{field}.tsv": "".join(
                "\t".join(row) + "\n" for row in (HEADER, *(row for concept in concepts for row in rows(concept)))
            ).encode()
            for field, concepts in sorted(fields.items())
        })  # fmt: skip

    def _json(self) -> bytes:
        return json.dumps(
            [concept_record(c) for c in self._termbase.concepts], ensure_ascii=False, indent=0
        ).encode()

    def _table(self) -> bytes:
        from toolkit import pinyin

        lines = ["chinese\tpinyin\tenglish\tfield\tconcept"]
        lines += [
            f"{c.zh}\t{pinyin.marked(c.zh)}\t{c.en}\t{c.field}\t{c.id}" for c in self._termbase.concepts
        ]
        return ("\n".join(lines) + "\n").encode()


def packed(files: dict[str, bytes]) -> bytes:
    """A zip archive with a fixed date: the same termbase gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def concept_record(concept: Concept) -> dict[str, object]:
    """A concept as JSON: id, field, kind, definition, related, basis, terms."""
    return {
        "id": concept.id,
        "field": concept.field,
        "kind": concept.kind,
        "definition": concept.definition,
        "related": list(concept.related),
        "basis": concept.basis,
        "terms": [
            {"term": t.text, "lang": t.lang, "status": t.status.value, "source": t.source, "note": t.note}
            for t in concept.terms
        ],
    }
