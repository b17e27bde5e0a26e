"""``--watch`` as a separate program: what changes is checked again, Ctrl-C ends it; the counter on a terminal."""

from __future__ import annotations

import os
import pty
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

WAIT = 60
"""Seconds after which a program that says nothing has failed."""
BAD = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "决定立案。"\nmsgstr "It was put on record."\n'
CLIENT = (
    "concept\tlang\tterm\tstatus\tsource\tnote\nclaim\ten\tpetition\tpreferred\t\t\n"
    "claim\ten\twrit of petition\tdeprecated\t\t\nclaim\tzh\t申请书\tpreferred\t\t\n"
)


class Program:
    """A running ``fayi`` whose lines on both outputs are read as they come."""

    def __init__(self, place: Path, *arguments: str) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "FAYI_CACHE": str(place / "cache")}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "toolkit", *arguments], cwd=place, env=env, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, text: str) -> str:
        """The lines up to the first one with ``text``."""
        got = []
        while True:
            try:
                line = self.lines.get(timeout=WAIT)
            except queue.Empty:
                raise AssertionError(f"no line with {text!r} after {got}") from None
            got.append(line)
            if text in line:
                return "\n".join(got)

    def interrupt(self) -> int:
        # As a terminal does: to the whole group.
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(WAIT)


@pytest.fixture
def place(tmp_path: Path, small: Path) -> Path:
    (tmp_path / "a.po").write_text(BAD, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "b.txt").write_text("A writ of petition.\n", encoding="utf-8")
    (tmp_path / "client.tsv").write_text(CLIENT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(place: Path) -> Iterator[Program]:
    program = Program(
        place, "check", "a.po", "texts", "-g", "client.tsv", "--termbase", "glossary", "--watch", "--select", "FY1,FY2"
    )  # fmt: skip
    yield program
    program.process.kill()
    program.process.wait()


def put(path: Path, content: str) -> None:
    """Write at one stroke, so that the watch never meets half a file."""
    part = path.with_name(f".{path.name}")
    part.write_text(content, encoding="utf-8")
    part.replace(path)


def test_what_changes_is_checked_again(watching: Program, place: Path) -> None:
    first = watching.until("watching for changes")
    assert "a.po:5:16: error FY204" in first and "texts/b.txt" in first and "2 files checked" in first

    put(place / "a.po", BAD.replace("put on record", "a case filing"))
    second = watching.until("watching for changes")
    assert "changed: a.po" in second and "FY204" not in second

    # A file that appears below a directory, and one that goes.
    put(place / "texts" / "c.txt", "Nothing here.\n")
    assert "3 files checked" in watching.until("watching for changes")
    (place / "a.po").unlink()
    assert "a.po: no such file" in watching.until("watching for changes")

    put(place / "client.tsv", CLIENT.replace("writ of petition", "writ of error"))
    third = watching.until("watching for changes")
    assert "changed: client.tsv" in third and "texts/b.txt:" not in third

    # A mistake in the configuration is said in one line; the watch goes on until it is mended.
    put(place / "fayi.toml", 'ignore = ["FY9O1"]\n')
    assert "did you mean FY901?" in watching.until("watching for changes")
    put(place / "fayi.toml", 'ignore = ["FY901"]\n')
    assert "2 files checked" in watching.until("watching for changes")

    assert watching.interrupt() == 0
    watching.reader.join(WAIT)
    assert list(watching.lines.queue) == []


def test_ctrl_c_while_processes_work(place: Path) -> None:
    # Large enough that the check lasts longer than the signal takes.
    for number in range(4):
        (place / f"{number}.po").write_text(BAD + BAD[BAD.index("msgid", 8) :] * 40_000, encoding="utf-8")
    program = Program(place, "check", "0.po", "1.po", "2.po", "3.po", "a.po", "missing.po", "-j", "2", "--watch", "--termbase", "glossary")  # fmt: skip
    children = Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    while len(children.read_text().split()) < 2:
        assert program.process.poll() is None
    code = program.interrupt()
    program.reader.join(WAIT)
    assert (code, "\n".join(program.lines.queue)) == (0, "")


def test_the_counter_shows_on_a_terminal_only(place: Path, fayi: Run) -> None:
    arguments = ["check", "a.po", "texts/b.txt", "--termbase", "glossary", "--no-cache"]
    piped = fayi(*arguments)
    assert "/2" not in piped.stderr
    master, slave = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "TERM": "xterm"}
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments], cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave, timeout=WAIT
    )  # fmt: skip
    os.close(slave)
    shown = os.read(master, 10_000).decode()
    os.close(master)
    # The counter is wiped away at the end; the report goes to the other output, without it.
    assert "\r1/2" in shown and shown.endswith("\x1b[K") and done.stdout.decode() == piped.stdout
