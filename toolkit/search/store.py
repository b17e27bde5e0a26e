"""The built-in termbase with its index as an earlier lookup left it: what makes a lookup take a tenth of a second.

The file lies in the user's own cache directory, belongs to nobody else, is replaced whole, and may be deleted at any
time. Where it cannot be written or read, everything is built in memory instead. It is used only while every file that
it was made from is the one it was made from (size, time of modification and of change).
"""

from __future__ import annotations

import marshal
import mmap
import os
import stat
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, cast, overload

from toolkit import data, termbase
from toolkit.model import Concept, Source, Term
from toolkit.search import Searcher
from toolkit.search.chinese import ChineseIndex
from toolkit.search.english import EnglishIndex
from toolkit.termbase import STATUSES, Termbase

_MAGIC = b"fayi lookup\n"
_PACKAGE = Path(__file__).resolve().parent.parent
_MADE_BY = (
    "model.py", "termbase.py", "text.py", "hant.py", "pinyin.py", "readings.txt", "polyphones.txt", "search",
)  # fmt: skip
"""What, beside the glossary, decides what the file contains; paths in the package."""


def load() -> tuple[Termbase, Searcher]:
    """The built-in termbase and a searcher over it. Raises ``FayiError`` for a broken glossary."""
    directory = data.directory("glossary")
    key = _key(directory)
    path = cache_directory() / f"lookup-{sys.implementation.cache_tag}.bin"
    stored = _open(path, key)
    if stored is None:
        base = termbase.load(directory)
        searcher = Searcher(base)
        with suppress(OSError, RuntimeError):
            _write(path, key, lambda: _sections(base, searcher))
        return base, searcher
    kept = StoredTermbase(directory, stored)
    concepts = kept.concepts
    return kept, Searcher(
        kept,
        lambda: EnglishIndex.restored(concepts, stored.read("english")),
        lambda: ChineseIndex.restored(concepts, stored.read("chinese")),
    )


def cache_directory() -> Path:
    """Where Fayi keeps what it can make again; not created here."""
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (home if home.is_absolute() else Path("~").expanduser() / ".cache") / "fayi"


class _Stored:
    """An open file: a directory of sections, each read when it is asked for."""

    def __init__(self, content: mmap.mmap, sections: dict[str, tuple[int, int]]) -> None:
        self._content = memoryview(content)
        self._sections = sections

    def view(self, name: str) -> memoryview:
        start, end = self._sections[name]
        return self._content[start:end]

    def read(self, name: str) -> Any:
        return marshal.loads(self.view(name))


class StoredTermbase(Termbase):
    """A termbase whose concepts are read when they are asked for."""

    def __init__(self, directory: Path, stored: _Stored) -> None:
        # What it is declared as in Termbase; nobody tells a lazy sequence of concepts from a tuple.
        super().__init__(cast("tuple[Concept, ...]", _Concepts(stored)), directory)
        object.__setattr__(self, "_stored", stored)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        ids = self._read("ids").split("\n")
        return dict(zip(ids, range(len(ids)), strict=True))

    def find(self, id: str) -> Concept | None:
        number = self._numbers.get(id)
        return None if number is None else self.concepts[number]

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {row[0]: Source(*row) for row in self._read("sources")}

    @cached_property
    def domains(self) -> dict[str, dict[str, str]]:
        return cast("dict[str, dict[str, str]]", self._read("domains"))

    def _read(self, name: str) -> Any:
        return cast(_Stored, vars(self)["_stored"]).read(name)


class _Concepts(Sequence[Concept]):
    """The concepts of a stored termbase."""

    def __init__(self, stored: _Stored) -> None:
        self._places = memoryview(stored.view("places")).cast("I")
        self._content = stored.view("concepts")
        self._made: dict[int, Concept] = {}

    def __len__(self) -> int:
        return len(self._places) - 1

    @overload
    def __getitem__(self, index: int) -> Concept: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Concept, ...]: ...
    def __getitem__(self, index: int | slice) -> Concept | tuple[Concept, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if not 0 <= index < len(self):
            raise IndexError(index)
        made = self._made.get(index)
        if made is None:
            id, field, terms, *rest = marshal.loads(
                self._content[self._places[index] : self._places[index + 1]]
            )
            made = Concept(id, field, tuple([Term(t[0], t[1], STATUSES[t[2]], *t[3:]) for t in terms]), *rest)
            self._made[index] = made
        return made

    def __iter__(self) -> Iterator[Concept]:
        return (self[i] for i in range(len(self)))


def _sections(base: Termbase, searcher: Searcher) -> dict[str, bytes]:
    content, places = bytearray(), [0]
    for concept in base.concepts:
        terms = tuple((t.text, t.lang, t.status.value, *t[3:]) for t in concept.terms)
        content += marshal.dumps((concept.id, concept.field, terms, *concept[3:]))
        places.append(len(content))
    return {
        "places": struct.pack(f"{len(places)}I", *places),
        "concepts": bytes(content),
        "ids": marshal.dumps("\n".join(concept.id for concept in base.concepts)),
        "sources": marshal.dumps(
            [tuple(getattr(s, name) for name in Source.__slots__) for s in base.sources.values()]
        ),
        "domains": marshal.dumps(base.domains),
        "english": marshal.dumps(searcher.english.stored()),
        "chinese": marshal.dumps(searcher.chinese.stored()),
    }


def _key(directory: Path) -> bytes:
    """Says of every file that the stored one is made from which one it was."""
    files = [*sorted(directory.iterdir()), *(_PACKAGE / name for name in _MADE_BY)]
    files += sorted((_PACKAGE / "search").glob("*.py"))
    facts = [(os.fspath(path), *_facts(path)) for path in files if path.suffix != ".md"]
    return marshal.dumps((sys.version, facts))


def _facts(path: Path) -> tuple[int, ...]:
    found = path.stat()
    # The time of a directory changes with every compiled file in it.
    return () if stat.S_ISDIR(found.st_mode) else (found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _open(path: Path, key: bytes) -> _Stored | None:
    """The file at ``path`` when it is whole, ours alone and made with ``key``."""
    try:
        with open(path, "rb") as handle:  # noqa: PTH123  pathlib's open is a function more
            facts = os.fstat(handle.fileno())
            if hasattr(os, "getuid") and (facts.st_uid != os.getuid() or facts.st_mode & 0o022):
                return None
            head = handle.read(len(_MAGIC) + 8)
            if not head.startswith(_MAGIC):
                return None
            length, whole = struct.unpack("<II", head[len(_MAGIC) :])
            start = len(head) + length
            if whole != facts.st_size or handle.read(len(key)) != key:
                return None
            table = marshal.loads(handle.read(length - len(key)))
            content = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError, EOFError, TypeError, struct.error):
        return None
    sections = {}
    for name, size in table:
        start += -start % 8
        sections[name] = (start, start + size)
        start += size
    return _Stored(content, sections)


def _write(path: Path, key: bytes, make: Callable[[], dict[str, bytes]]) -> None:
    """Raises ``OSError`` before ``make`` is called where nothing can be written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            sections = make()
            table = marshal.dumps([(name, len(content)) for name, content in sections.items()])
            place = len(_MAGIC) + 8 + len(key) + len(table)
            body = bytearray()
            for content in sections.values():
                body += b"\0" * (-(place + len(body)) % 8) + content
            handle.write(_MAGIC + struct.pack("<II", len(key) + len(table), place + len(body)) + key + table)
            handle.write(body)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
