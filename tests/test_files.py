"""Whatever write, fsync or rename fails: the old file stands, or the new one, never a part of one."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import FayiError
from toolkit.files import publish, staging, write_atomically


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for content in ("one", "two"):
        with write_atomically(path) as handle:
            handle.write(content)
    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), write_atomically(path) as handle:
        handle.write("new")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["fsync", "replace", "chmod"])
def test_each_failing_call_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, name, fail)
    with pytest.raises(FayiError, match="disk is full"), write_atomically(path) as handle:
        handle.write("new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("call", range(6))
def test_publishing_fails_whole_or_per_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """The k-th fsync or rename fails: every file is the old one or the new one, whole."""
    target = tmp_path / "out"
    target.mkdir()
    for name in ("a", "b", "c"):
        (target / name).write_text(f"old {name}")
    count = 0
    real = {"fsync": os.fsync, "replace": os.replace}

    def counting(name: str) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == call + 1:
                raise OSError(errno.EIO, "Input/output error")
            return real[name](*args, **kwargs)

        return run

    monkeypatch.setattr(os, "fsync", counting("fsync"))
    monkeypatch.setattr(os, "replace", counting("replace"))
    with staging(target) as stage:
        for name in ("a", "b", "c"):
            (stage / name).write_text(f"new {name}")
        with pytest.raises(FayiError):
            publish(stage, target)
    monkeypatch.undo()
    for name in ("a", "b", "c"):
        assert (target / name).read_text() in (f"old {name}", f"new {name}")
    if call < 3:
        assert [(target / n).read_text() for n in "abc"] == ["old a", "old b", "old c"]
    assert sorted(p.name for p in target.iterdir()) == ["a", "b", "c"]


def test_a_missing_directory_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FayiError, match="does not exist"), write_atomically(tmp_path / "no" / "a.txt"):
        pass
