"""Results by content: a file that has not changed under the same glossary and settings is not checked again."""

from __future__ import annotations

import hashlib
import os
import pickle
from contextlib import suppress
from pathlib import Path

from toolkit import __version__, i18n
from toolkit.check.engine import Result, Settings
from toolkit.errors import FayiError
from toolkit.files import write_atomically

LIMIT = 500
"""Files kept; the oldest go first."""


def directory() -> Path:
    """``FAYI_CACHE``, or ``fayi`` in the user's cache directory."""
    if own := os.environ.get("FAYI_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fayi" / "check"


def key(path: str, digest: str, settings: Settings) -> str:
    """Hash of the file's bytes and name, the glossary, the settings, the language of the messages and the version
    of Fayi; ``""`` if unreadable."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        return ""
    parts = (path, digest, repr(settings), i18n.language(), __version__, _program())
    return hashlib.sha256(content + "\0".join(parts).encode()).hexdigest()


def _program() -> str:
    """Changes whenever a module of the checker does: a cache must never outlive a corrected rule."""
    global _PROGRAM
    if not _PROGRAM:
        here = Path(__file__).parent
        stamps = [
            f"{p.name}:{p.stat().st_mtime_ns}"
            for p in sorted([*here.rglob("*.py"), *here.rglob("*.txt"), *here.parent.glob("*.py")])
        ]
        _PROGRAM = hashlib.sha256("|".join(stamps).encode()).hexdigest()
    return _PROGRAM


_PROGRAM = ""


class _Plain(pickle.Unpickler):
    """Reads nothing but this package's records: a cache in a shared directory must not run code."""

    def find_class(self, module: str, name: str) -> object:
        if (module.startswith("toolkit.check.") and name in _NAMES) or (module, name) == (
            "builtins",
            "getattr",
        ):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


_NAMES = frozenset({"Result", "Finding", "Span", "Approved", "Level"})


def get(name: str) -> Result | None:
    """The result kept under ``name``; ``None`` when there is none or it is broken."""
    if not name:
        return None
    path = directory() / name
    try:
        with path.open("rb") as handle:
            result = _Plain(handle).load()
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ValueError,
        TypeError,
        IndexError,
        ImportError,
    ):
        return None
    with suppress(OSError):
        os.utime(path)
    return result if isinstance(result, Result) else None


def put(name: str, result: Result) -> None:
    """Keep ``result``; a cache that cannot be written is no error."""
    if not name or result.error is not None:
        return
    place = directory()
    with suppress(OSError, FayiError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with write_atomically(place / name, "wb") as handle:
            pickle.dump(result, handle, pickle.HIGHEST_PROTOCOL)
        _prune(place)


def _prune(place: Path) -> None:
    files = sorted(place.iterdir(), key=lambda p: p.stat().st_mtime)
    for old in files[:-LIMIT]:
        with suppress(OSError):
            old.unlink()
