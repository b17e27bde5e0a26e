"""Runs the check over many files: profiles, cache, processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path

from toolkit.check import cache, engine, readers, standard
from toolkit.check.config import Config, Profile
from toolkit.check.engine import Result
from toolkit.check.standard import Standard
from toolkit.errors import FayiError

_STANDARDS: dict[tuple[Path | None, tuple[Path, ...], bool], Standard] = {}
PARALLEL = 400_000
"""Bytes in all below which starting processes costs more than it saves."""


def find_files(paths: Iterable[str], config: Config) -> list[str]:
    """Files as they are given, directories as the files below them that can be checked, sorted."""
    found: list[str] = []
    for name in paths:
        path = Path(name)
        if name == "-" or path.is_file():
            found.append(name)
        elif path.is_dir():
            below = sorted(
                str(p)
                for p in path.rglob("*")
                if p.suffix.lower() in readers.SUFFIXES
                and p.is_file()
                and not any(part.startswith(".") for part in p.relative_to(path).parts)
            )
            if not below:
                raise FayiError(
                    "nothing to check in this directory", path=path, allowed=" ".join(readers.SUFFIXES)
                )
            found.extend(p for p in below if not config.excluded(p))
        else:
            # A missing file is an error of that file; the others are still checked.
            found.append(name)
    return list(dict.fromkeys(found))


def standard_of(profile: Profile, config: Config, directory: Path | None = None) -> Standard:
    """The standard of a profile, built once per process."""
    key = (directory, profile.glossaries, profile.builtin)
    if key not in _STANDARDS:
        _STANDARDS[key] = standard.load(
            directory, profile.glossaries, builtin=profile.builtin, options=config.terms
        )
    return _STANDARDS[key]


def forget_glossaries() -> None:
    """Let the glossaries be read again: one of them has changed."""
    _STANDARDS.clear()


def check_files(
    paths: Sequence[str], config: Config, *, directory: Path | None = None, use_cache: bool = True, jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Result]:  # fmt: skip
    """The result of each file in the order of ``paths``; ``jobs`` processes (0: as many as there are cores)."""
    pending: list[str] = []
    kept: dict[str, Result] = {}
    names: dict[str, str] = {}
    for path in paths:
        # Built before processes are started, which then share it.
        standard_of(config.profile(path), config, directory)
        if use_cache and path != "-":
            names[path] = _key(path, config, directory)
            if (result := cache.get(names[path])) is not None:
                kept[path] = result
                continue
        pending.append(path)
    done = len(kept)
    fresh: dict[str, Result] = {}
    workers = min(jobs or os.cpu_count() or 1, len(pending))
    total = sum(_size(path) for path in pending)
    if workers > 1 and "-" not in pending and total >= PARALLEL and "fork" in _methods():
        # The largest first, so that no process is left alone with one at the end.
        order = sorted(pending, key=_size, reverse=True)
        for result in _in_processes(order, workers, config, directory):
            fresh[result.path] = result
            done += 1
            if progress:
                progress(done, len(paths))
    else:
        _begin(config, directory)
        for path in pending:
            fresh[path] = _check(path)
            done += 1
            if progress:
                progress(done, len(paths))
    for path in paths:
        if path in fresh:
            # What was checked must be what was hashed: the file may have changed in between.
            if use_cache and path in names and names[path] == _key(path, config, directory):
                cache.put(names[path], fresh[path])
            yield fresh[path]
        else:
            yield kept[path]


def _key(path: str, config: Config, directory: Path | None) -> str:
    profile = config.profile(path)
    return cache.key(path, standard_of(profile, config, directory).digest, profile.settings)


def _methods() -> list[str]:
    from multiprocessing import get_all_start_methods

    return get_all_start_methods()


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


_CONFIG: tuple[Config, Path | None] = (Config(), None)


def _begin(config: Config, directory: Path | None) -> None:
    global _CONFIG
    _CONFIG = (config, directory)


def _in_processes(
    order: Sequence[str], workers: int, config: Config, directory: Path | None
) -> Iterator[Result]:
    """The results in this order; Ctrl-C and a killed process end all of them."""
    others = set(active_children())
    with ProcessPoolExecutor(
        workers, mp_context=get_context("fork"), initializer=_begin_process, initargs=(config, directory)
    ) as pool:
        # A process that Ctrl-C reaches before it is told to ignore it would say so in twenty lines.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            results = pool.map(_check, order)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            yield from results
        except BrokenProcessPool:
            raise FayiError(
                "a process of the check was killed", hint="memory may be short: try --jobs 1"
            ) from None
        except BaseException:
            for process in set(active_children()) - others:
                process.kill()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _begin_process(config: Config, directory: Path | None) -> None:
    # Ctrl-C goes to every process of the terminal; the main one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _begin(config, directory)


def _check(path: str) -> Result:
    config, directory = _CONFIG
    profile = config.profile(path)
    try:
        return engine.check_path(path, standard_of(profile, config, directory), profile.settings)
    except FayiError as error:
        return Result(path, error=error)
    except RecursionError:
        return Result(path, error=FayiError("nested too deeply", path=path))
