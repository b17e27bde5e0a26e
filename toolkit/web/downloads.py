"""The files of the downloads page: the termbase itself and every export that Fayi can write."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from toolkit.model import Concept
from toolkit.termbase import HEADER, Termbase, rows


class Download(NamedTuple):
    """A file of the downloads page."""

    file: str
    what: str
    size: int


class Downloads:
    """Builds each file when it is first asked for."""

    def __init__(self, termbase: Termbase) -> None:
        self._termbase = termbase
        self._done: dict[str, bytes] = {}
        self._makers: dict[str, tuple[str, Callable[[], bytes]]] = {
            "fayi-tsv.zip": ("the source: one TSV file per field, with everything", self._tsv),
            "fayi.json": ("every concept with all its terms, for programs", self._json),
            "fayi-terms.tsv": ("one row per concept: Chinese, pinyin, English; for a spreadsheet", self._table),
        }

    def listed(self) -> list[Download]:
        return [Download(name, what, len(self.read(name))) for name, (what, _make) in self._makers.items()]

    def names(self) -> list[str]:
        return list(self._makers)

    def read(self, name: str) -> bytes:
        """The content of one file. Raises ``KeyError`` for a name that is not listed."""
        if name not in self._done:
            self._done[name] = self._makers[name][1]()
        return self._done[name]

    def _tsv(self) -> bytes:
        fields: dict[str, list[Concept]] = {}
        for concept in self._termbase.concepts:
            fields.setdefault(concept.field, []).append(concept)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for field, concepts in sorted(fields.items()):
                lines = ["\t".join(HEADER), *("\t".join(row) for c in concepts for row in rows(c))]
                # A fixed date: the same termbase gives the same bytes.
                archive.writestr(zipfile.ZipInfo(f"glossary/{field}.tsv", (1980, 1, 1, 0, 0, 0)), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _json(self) -> bytes:
        return json.dumps([concept_record(c) for c in self._termbase.concepts], ensure_ascii=False, indent=0).encode()

    def _table(self) -> bytes:
        from toolkit import pinyin

        lines = ["chinese\tpinyin\tenglish\tfield\tconcept"]
        lines += [f"{c.zh}\t{pinyin.marked(c.zh)}\t{c.en}\t{c.field}\t{c.id}" for c in self._termbase.concepts]
        return ("\n".join(lines) + "\n").encode()


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
            {"term": t.text, "lang": t.lang, "status": t.status.value, "source": t.source, "note": t.note} for t in concept.terms
        ],
    }
