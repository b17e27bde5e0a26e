"""Files written whole or not at all: beside the target, flushed to disk, renamed over it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from toolkit.errors import FayiError


@contextmanager
def write_atomically(path: str | os.PathLike[str], mode: str = "w") -> Iterator[IO[Any]]:
    """A handle whose content becomes ``path`` when the block ends without an exception.

    ``mode`` is ``"w"`` (UTF-8 text, LF) or ``"wb"``. On any error, and on Ctrl-C, the old file
    stays as it was and nothing is left beside it. Raises ``FayiError`` when the disk or the
    directory refuses.
    """
    target = Path(path)
    temporary: str | None = None
    try:
        descriptor, temporary = tempfile.mkstemp(
            prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent
        )
        text = "b" not in mode
        with os.fdopen(
            descriptor, mode, encoding="utf-8" if text else None, newline="\n" if text else None
        ) as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.chmod(temporary, _permissions(target))
        os.replace(temporary, target)
        temporary = None
        _sync_directory(target.parent)
    except OSError as error:
        raise FayiError(f"cannot write: {error.strerror or error}", path=target, hint=_cure(error)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)


@contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """A hidden directory inside ``parent`` to prepare several files in; removed at the end.

    Raises ``FayiError`` when the disk refuses while it is filled.
    """
    try:
        directory = Path(tempfile.mkdtemp(prefix=".fayi-", dir=parent))
    except OSError as error:
        raise FayiError(
            f"cannot write here: {error.strerror or error}", path=parent, hint=_cure(error)
        ) from error
    try:
        yield directory
    except OSError as error:
        raise FayiError(f"cannot write: {error.strerror or error}", path=parent, hint=_cure(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def publish(staged: Path, target: Path) -> None:
    """Move every file below ``staged`` to the same place below ``target``, flushed to disk: all of them or none.

    All are flushed before the first is renamed, so a full disk leaves every old file in place; where a rename
    fails, those before it are taken back.
    """
    files = sorted(path for path in staged.rglob("*") if path.is_file())
    try:
        for path in files:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        for path in files:
            place = target / path.relative_to(staged)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir():
                raise FayiError("cannot write: a directory stands where a file goes", path=place)
        _replace_all([(path, target / path.relative_to(staged)) for path in files], staged)
        for parent in {(target / path.relative_to(staged)).parent for path in files}:
            _sync_directory(parent)
    except OSError as error:
        raise FayiError(f"cannot write: {error.strerror or error}", path=target, hint=_cure(error)) from error


def _replace_all(moves: list[tuple[Path, Path]], staged: Path) -> None:
    kept = Path(tempfile.mkdtemp(prefix=".old-", dir=staged))
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, (path, place) in enumerate(moves):
            old = kept / str(number) if place.exists() else None
            if old is not None:
                try:
                    os.link(place, old)
                except OSError:
                    shutil.copy2(place, old)
            os.chmod(path, _permissions(place))
            os.replace(path, place)
            done.append((place, old))
    except OSError:
        for place, old in reversed(done):
            with suppress(OSError):
                if old is None:
                    os.unlink(place)
                else:
                    os.replace(old, place)
        raise


def _permissions(target: Path) -> int:
    with suppress(OSError):
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _sync_directory(directory: Path) -> None:
    # Some file systems refuse to open or sync a directory; the rename itself is done by then.
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cure(error: OSError) -> str:
    import errno

    return {
        errno.ENOSPC: "the disk is full: free some space; what stood there before is unchanged",
        errno.EFBIG: "the file would be larger than this account may write",
        errno.EACCES: "choose a place you may write to",
        errno.EROFS: "choose a place you may write to",
        errno.ENOENT: "the directory does not exist",
        errno.ENOTDIR: "a file stands where a directory is needed",
    }.get(error.errno or 0, "what stood there before is unchanged")
