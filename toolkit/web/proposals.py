"""What a team proposes, in one SQLite file: proposals, their review, their history.

WAL and ``BEGIN IMMEDIATE``: a writer waits for its turn at the beginning instead of failing in the
middle. Every change of state leaves a line in the history; nothing is deleted.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit.curation import check
from toolkit.errors import FayiError
from toolkit.model import Status

KINDS = ("new-term", "new-form", "correction")
CATEGORIES = tuple(sorted(check.KINDS))
"""Kinds of concept."""
STATES = ("open", "accepted", "rejected")
LANGS = ("en", "zh-Hans-CN", "zh-Hant-HK", "zh-Hant-TW", "zh-Hant-MO")
FIELDS = (
    "concept",
    "field",
    "category",
    "lang",
    "term",
    "replaces",
    "english",
    "chinese",
    "status",
    "source",
    "definition",
    "reason",
)
MAX_TEXT = 500
"""Characters of one field of a proposal; the longest term of the termbase has fewer than a hundred."""
WAIT = 10.0
"""Seconds to wait for another writer; a transaction takes a millisecond."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS proposals (
  number INTEGER PRIMARY KEY AUTOINCREMENT, created TEXT NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
  content TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open');
CREATE TABLE IF NOT EXISTS history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, proposal INTEGER NOT NULL REFERENCES proposals(number),
  at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, comment TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS by_proposal ON history(proposal);
"""


def _use_wal(db: sqlite3.Connection) -> None:
    """Turns the write-ahead log on; SQLite gives up at once, whatever its timeout, while others open the new file too."""
    end = time.monotonic() + WAIT
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)


class Store:
    """The proposals of one team. Safe to use from several threads and processes on one machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with self._connection() as db:
                _use_wal(db)
                db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise FayiError(f"cannot open the proposals: {error}", path=path) from error

    def add(self, author: str, kind: str, content: dict[str, str]) -> int:
        """Store a proposal; returns its number. Raises ``FayiError`` for one that makes no sense."""
        content = validate(kind, content)
        author = _short("author", author)
        with self._writing() as db:
            cursor = db.execute(
                "INSERT INTO proposals (created, author, kind, content) VALUES (?, ?, ?, ?)",
                (_now(), author, kind, json.dumps(content, ensure_ascii=False)),
            )
            number = cursor.lastrowid
            assert number is not None
            db.execute(
                "INSERT INTO history (proposal, at, who, action) VALUES (?, ?, ?, 'proposed')",
                (number, _now(), author),
            )
        return number

    def review(
        self,
        number: int,
        decision: str,
        who: str,
        comment: str = "",
        changes: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Accept, reject or reopen a proposal; returns it as it is afterwards.

        ``changes`` are fields that the editor wants otherwise, ``""`` for none; the history says what they were.
        """
        if decision not in STATES:
            raise FayiError("unknown decision", found=decision, allowed=", ".join(STATES))
        who, comment = _short("name", who), comment.strip()[: MAX_TEXT * 4]
        with self._writing() as db:
            row = db.execute("SELECT kind, content FROM proposals WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise FayiError("no such proposal", found=str(number))
            old = json.loads(row[1])
            new = changed(row[0], old, changes or {})
            db.execute(
                "UPDATE proposals SET state = ?, content = ? WHERE number = ?",
                (decision, json.dumps(new, ensure_ascii=False), number),
            )
            edits = [
                f"{name}: {old.get(name, '')} → {new.get(name, '')}"
                for name in FIELDS
                if old.get(name) != new.get(name)
            ]
            comment = "; ".join([comment, *edits] if comment else edits)
            db.execute(
                "INSERT INTO history (proposal, at, who, action, comment) VALUES (?, ?, ?, ?, ?)",
                (number, _now(), who, decision, comment),
            )
        return self.read(number)

    def read(self, number: int) -> dict[str, Any]:
        """One proposal with its history."""
        found = self._select("WHERE number = ?", (number,))
        if not found:
            raise FayiError("no such proposal", found=str(number))
        return found[0]

    def listed(self, state: str = "", limit: int = 500) -> list[dict[str, Any]]:
        """Proposals with their history, newest first."""
        if state and state not in STATES:
            raise FayiError("unknown state", found=state, allowed=", ".join(STATES))
        where, values = ("WHERE state = ?", (state,)) if state else ("", ())
        return self._select(f"{where} ORDER BY number DESC LIMIT {int(limit)}", values)

    def _select(self, tail: str, values: tuple[object, ...]) -> list[dict[str, Any]]:
        with self._connection() as db:
            rows = db.execute(
                f"SELECT number, created, author, kind, content, state FROM proposals {tail}", values
            ).fetchall()
            result = []
            for number, created, author, kind, content, state in rows:
                history = db.execute(
                    "SELECT at, who, action, comment FROM history WHERE proposal = ? ORDER BY id", (number,)
                ).fetchall()
                result.append({
                    "number": number, "created": created, "author": author, "kind": kind, "state": state, **json.loads(content),
                    "history": [dict(zip(("at", "who", "action", "comment"), row, strict=True)) for row in history],
                })  # fmt: skip
        return result

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        try:
            yield db
        except sqlite3.OperationalError as error:
            hint = "try again" if "locked" in str(error) or "busy" in str(error) else ""
            message = "the proposals are busy" if hint else f"cannot use the proposals: {error}"
            raise FayiError(message, path=self.path, hint=hint) from error
        finally:
            db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def validate(kind: str, content: dict[str, str]) -> dict[str, str]:
    """The fields of a proposal, cleaned. Raises ``FayiError`` naming the field that is wrong."""
    if kind not in KINDS:
        raise FayiError("unknown kind of proposal", found=kind, allowed=", ".join(KINDS))
    if unknown := sorted(set(content) - set(FIELDS)):
        raise FayiError("unknown field", found=unknown[0], allowed=", ".join(FIELDS))
    clean = {name: _line(name, value) for name, value in content.items()}
    clean = {name: value for name, value in clean.items() if value}
    needed = {
        "new-term": ("english", "chinese", "field"),
        "new-form": ("concept", "lang", "term"),
        "correction": ("concept", "reason"),
    }
    for name in needed[kind]:
        if name not in clean:
            raise FayiError(f"{name} is missing", allowed=f"{kind} needs {', '.join(needed[kind])}")
    if kind == "new-term" and not clean.get("source") and not clean.get("reason"):
        raise FayiError(
            "source or reason is missing", allowed="where the Chinese term stands, or why it is one"
        )
    if clean.get("category", "concept") not in CATEGORIES:
        raise FayiError("unknown kind of concept", found=clean["category"], allowed=", ".join(CATEGORIES))
    if clean.get("lang", "en") not in LANGS:
        raise FayiError("unknown language", found=clean["lang"], allowed=", ".join(LANGS))
    if clean.get("status", "admitted") not in set(Status):
        raise FayiError("unknown status", found=clean["status"], allowed=", ".join(Status))
    return clean


def changed(kind: str, content: dict[str, str], changes: dict[str, str]) -> dict[str, str]:
    """The fields of a proposal with an editor's ``changes``. Raises ``FayiError`` as ``validate`` does."""
    return validate(kind, {**content, **changes}) if changes else content


def _line(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise FayiError(f"{name} is not text")
    if any(not c.isprintable() for c in value):
        raise FayiError(f"{name} has a control character", allowed="one line of text without tabs")
    if len(value) > MAX_TEXT:
        raise FayiError(f"{name} is too long", allowed=f"{MAX_TEXT} characters")
    return " ".join(value.split())


def _short(name: str, value: str) -> str:
    clean = _line(name, value)[:80]
    if not clean:
        raise FayiError(f"{name} is missing")
    return clean


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
