"""Joins memories of any size: the units wait in a database on disk, so memory does not grow with them.

Units are one when their texts, codes and context are the same; the later change date gives the attributes, notes and
properties of both are kept. Other translations of one source are kept beside each other, or, with ``newest``, only
the one that was changed last; in either case they are reported.
"""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from toolkit.errors import FayiError
from toolkit.formats import languages
from toolkit.formats.merge import Conflict
from toolkit.formats.model import Unit

T = TypeVar("T")
RIVALS = 50
"""Other translations of one source that are looked at."""
_TABLES = """
CREATE TABLE units (number INTEGER PRIMARY KEY, key BLOB UNIQUE, source BLOB, data BLOB);
CREATE INDEX sources ON units (source);
CREATE TABLE conflicts (number INTEGER PRIMARY KEY, key TEXT, kept TEXT, other TEXT, rule TEXT);
"""


class MergedUnits:
    """Units being merged: ``add`` them all, then iterate ``units`` and ``conflicts``."""

    def __init__(self, database: sqlite3.Connection, newest: bool = False) -> None:
        self._database, self._newest = database, newest
        self.joined = 0
        """Units that were the same as another."""
        self.yielded = 0
        """Units left out because another translation is newer."""

    def add(self, unit: Unit) -> None:
        texts = tuple((languages.canonical(v.lang), v.runs) for v in unit.variants)
        context = unit.prop("x-context")
        key = _digest(texts, context)
        same = self._database.execute("SELECT number, data FROM units WHERE key = ?", (key,)).fetchone()
        if same is not None:
            self._join(same[0], pickle.loads(same[1]), unit)
            return
        source = _digest(texts[0], tuple(lang for lang, _runs in texts[1:]), context)
        rivals = [
            (number, pickle.loads(data))
            for number, data in self._database.execute(
                "SELECT number, data FROM units WHERE source = ? ORDER BY number LIMIT ?", (source, RIVALS)
            )
        ]
        if rivals and self._settled(*next((r for r in rivals if _date(r[1])), rivals[0]), unit, key):
            return
        self._database.execute(
            "INSERT INTO units (key, source, data) VALUES (?, ?, ?)", (key, source, pickle.dumps(unit, 5))
        )

    def _join(self, number: int, kept: Unit, unit: Unit) -> None:
        self.joined += 1
        later = _date(unit) > _date(kept)
        newer, older = (unit, kept) if later else (kept, unit)
        if (newer.id, newer.attributes) != (older.id, older.attributes) and older.id:
            self._conflict(unit, _name(newer), _name(older), "date" if later else "first file")
        whole = newer._replace(
            id=newer.id or older.id,
            variants=tuple(
                v._replace(props=_both(v.props, o.props), notes=_both(v.notes, o.notes))
                for v, o in zip(newer.variants, older.variants, strict=True)
            ),
            props=_both(newer.props, older.props),
            notes=_both(newer.notes, older.notes),
        )
        if whole != kept:
            self._replace(number, whole)

    def _settled(self, number: int, other: Unit, unit: Unit, key: bytes) -> bool:
        """Whether the disagreement of ``unit`` with ``other`` is decided, so that it need not be added."""
        dates = _date(unit), _date(other)
        if not self._newest or dates[0] == dates[1] or not all(dates):
            rule = "both kept" if not self._newest else "both kept: no telling which is newer"
            self._conflict(unit, _target(other), _target(unit), rule)
            return False
        self.yielded += 1
        if dates[0] > dates[1]:
            self._conflict(unit, _target(unit), _target(other), "newest; the other is left out")
            self._replace(number, unit)
            self._database.execute("UPDATE units SET key = ? WHERE number = ?", (key, number))
        else:
            self._conflict(unit, _target(other), _target(unit), "newest; the other is left out")
        return True

    def _replace(self, number: int, unit: Unit) -> None:
        self._database.execute("UPDATE units SET data = ? WHERE number = ?", (pickle.dumps(unit, 5), number))

    def _conflict(self, unit: Unit, kept: str, other: str, rule: str) -> None:
        row = (unit.variants[0].text, kept, other, rule)
        self._database.execute("INSERT INTO conflicts (key, kept, other, rule) VALUES (?, ?, ?, ?)", row)

    def units(self) -> Iterator[Unit]:
        """The units in the order of their first occurrence."""
        for (data,) in self._database.execute("SELECT data FROM units ORDER BY number"):
            yield pickle.loads(data)

    def conflicts(self, limit: int = -1) -> Iterator[Conflict]:
        rows = self._database.execute(
            "SELECT key, kept, other, rule FROM conflicts ORDER BY number LIMIT ?", (limit,)
        )
        yield from map(Conflict._make, rows)

    def count_conflicts(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM conflicts").fetchone()[0])


@contextmanager
def merging_units(
    files: Iterable[Iterable[Unit]], *, newest: bool = False, directory: Path | None = None
) -> Iterator[MergedUnits]:
    """The units of ``files``, merged; they wait in a file in ``directory`` (where temporary files go by default),
    which is removed at the end. Raises ``FayiError`` when its disk is full."""
    try:
        with (
            # Its pickles are read by nobody else: the directory is private and gone with the block.
            tempfile.TemporaryDirectory(prefix=".fayi-merge-", dir=directory) as place,
            closing(sqlite3.connect(Path(place) / "units.db", isolation_level=None)) as database,
        ):
            database.executescript(
                f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000; {_TABLES}"
            )
            merged = MergedUnits(database, newest)
            database.execute("BEGIN")
            for units in files:
                for unit in units:
                    merged.add(unit)
            database.execute("COMMIT")
            yield merged
    except (sqlite3.Error, OSError) as error:
        raise FayiError(f"cannot merge: {error}", path=directory, hint="free some space") from error


def _digest(*parts: object) -> bytes:
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _date(unit: Unit) -> str:
    """When the unit was changed last, else made: dates of TMX sort as text."""
    found = [
        a.get(name, "")
        for name in ("changedate", "creationdate")
        for a in (unit.attributes, *(v.attributes for v in unit.variants))
    ]
    return max(found[: len(found) // 2]) or max(found[len(found) // 2 :])


def _both(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return one if not other or one == other else (*one, *(item for item in other if item not in one))


def _name(unit: Unit) -> str:
    return " ".join(part for part in (unit.id, _date(unit)) if part)


def _target(unit: Unit) -> str:
    return unit.variants[1].text if len(unit.variants) > 1 else ""
