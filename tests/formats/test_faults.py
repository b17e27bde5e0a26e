"""The k-th write, fsync and rename fails, for every k: the old output stays whole or the new one is there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import FayiError
from toolkit.formats import convert, registry
from toolkit.formats.format import Settings
from toolkit.formats.glossaries import load_concepts
from toolkit.formats.model import from_concepts
from toolkit.formats.report import Report

OLD = b"what stood here before\n"


class Failing:
    """Lets ``k`` calls through and fails the next one with a full disk."""

    def __init__(self, function: Callable[..., Any], k: int) -> None:
        self.function, self.left, self.failed = function, k, False

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if self.left == 0:
            self.failed = True
            self.left = -1
            raise OSError(errno.ENOSPC, "No space left on device")
        self.left -= 1
        return self.function(*arguments, **named)


class FailingHandle:
    """A binary handle whose writes are counted."""

    def __init__(self, handle: Any, failing: Failing) -> None:
        self._handle, self._failing = handle, failing

    def write(self, data: bytes) -> int:
        self._failing(data)
        return int(self._handle.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)

    def __enter__(self) -> FailingHandle:
        self._handle.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self._handle.__exit__(*details)


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def export(small: Path, output: Path, name: str) -> None:
    outcome = convert.Outcome(Report("small"))
    outcome.report.read = outcome.report.created = 1
    convert.write(output, from_concepts(load_concepts(small)), registry.named(name), Settings(), outcome)


@pytest.mark.parametrize(
    "name",
    [
        "tmx",
        "tbx",
        "po",
        "mo",
        "xliff",
        "csv",
        "xlsx",
        "jsonl",
        "yomitan",
        "omegat",
        "utx",
        "multiterm",
        "memoq",
        "phrase",
        "wordfast",
        "deepl",
        "xliff2",
        "tbx2",
        "stardict",
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_old_or_new(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, call: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    directory = tmp_path / "place"
    directory.mkdir()
    output = directory / "out.ifo"
    export(small, output, name)
    new = contents(directory)
    k = 0
    while True:
        for file in new:
            (directory / file).write_bytes(OLD)
        with monkeypatch.context() as patched:
            if call == "write":
                failing = Failing(lambda _data: None, k)
                real = os.fdopen
                patched.setattr(os, "fdopen", lambda *a, **n: FailingHandle(real(*a, **n), failing))  # noqa: B023
            else:
                failing = Failing(getattr(os, call), k)
                patched.setattr(os, call, failing)
            try:
                export(small, output, name)
                raised = False
            except FayiError as error:
                raised = True
                assert "\n" not in str(error)
        assert raised == failing.failed or call == "fsync"
        if raised:
            assert contents(directory) == dict.fromkeys(new, OLD)
        else:
            assert contents(directory) == new
        if not failing.failed:
            break
        k += 1
    assert k >= 1
