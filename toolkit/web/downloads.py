"""The files of the downloads page: the termbase itself and every export that Fayi can write."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit.model import Concept
from toolkit.termbase import HEADER, Termbase, rows

if TYPE_CHECKING:
    from toolkit.formats.model import Entry, Unit

# Extensions of formats that share theirs with another one and therefore claim none.
_ENDINGS = {
    "tbx-dct": ".tbx", "tbx-min": ".tbx", "tbx-min-dct": ".tbx", "tbx-core": ".tbx", "tbx2": ".tbx", "xliff-glossary": ".xlf",
    "utx-1.20": ".utx", "phrase": ".xlsx", "custom-translator": ".xlsx", "azure": ".tsv", "wordfast": ".txt", "wordfast-glossary": ".txt",
    "yomitan": ".zip", "omegat": ".txt", "stardict": ".zip", "xliff2": ".xlf",
}  # fmt: skip
_COMPRESSED = (".zip", ".xlsx")
LEVEL = 5
"""Of deflate: a third less time than the usual 6 for all downloads of the built-in glossary, and 4 % more bytes."""
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
            "fayi-terms.tsv.zip": ("one row per concept: Chinese, pinyin, English", self._table),
            "fayi.json.zip": ("every concept with all its terms, for programs", self._json),
        }
        for name, form in registry.formats().items():
            if form.write is not None and name not in _OWN:
                usual = form.extensions[0] if form.extensions else _ENDINGS.get(name, ".csv")
                own = f"fayi-{name}{usual}"
                ending = _ENDINGS.get(name, usual)
                file = f"fayi-{name}{ending}{'' if ending in _COMPRESSED else '.zip'}"
                makers[file] = (form.description, lambda name=name, own=own: self._export(name, own))  # type: ignore[misc]
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

    def _export(self, name: str, own: str) -> bytes:
        """The files of one format in a zip archive, or the file ``own`` as it is where the format compresses."""
        from toolkit.formats import registry
        from toolkit.formats.convert import settings_for

        form = registry.named(name)
        assert form.write is not None
        with tempfile.TemporaryDirectory(prefix="fayi-") as place:
            # What a format cannot hold is no news here: the page says that the TSV files hold everything.
            records = self._units if form.content == "units" else self._entries
            form.write(Path(place) / own, iter(records), settings_for(""))
            written = {p.name: p.read_bytes() for p in sorted(Path(place).iterdir())}
        return written[own] if own.endswith(_COMPRESSED) else packed(written)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        from toolkit.formats.model import from_concepts

        return tuple(from_concepts(self._termbase.concepts, self._termbase.domains))

    @cached_property
    def _units(self) -> tuple[Unit, ...]:
        from toolkit.formats.convert import settings_for, to_units

        return tuple(to_units(self._entries, settings_for("")))

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
        records = [concept_record(c) for c in self._termbase.concepts]
        lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        return packed({"fayi.json": f"[\n{lines}\n]\n".encode()})

    def _table(self) -> bytes:
        from toolkit import pinyin

        lines = ["chinese\tpinyin\tenglish\tfield\tconcept"]
        lines += [
            f"{c.zh}\t{pinyin.marked(c.zh)}\t{c.en}\t{c.field}\t{c.id}" for c in self._termbase.concepts
        ]
        return packed({"fayi-terms.tsv": ("\n".join(lines) + "\n").encode()})


def packed(files: dict[str, bytes]) -> bytes:
    """A zip archive with a fixed date: the same termbase gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, LEVEL
            )
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
