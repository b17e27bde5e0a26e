"""The interactive lookup: its screen as a value, and once for real on a pseudo-terminal."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import ROOT
from toolkit import i18n
from toolkit.cli.interactive import Screen, fit, pad, tail
from toolkit.cli.terminal import first_key
from toolkit.model import Concept
from toolkit.search import Searcher
from toolkit.termbase import Termbase


@pytest.fixture
def copied() -> list[str]:
    return []


@pytest.fixture
def screen(base: Termbase, copied: list[str]) -> Screen:
    i18n.install("en")

    def open_page(concept: Concept) -> str:
        return f"opened {concept.id}"

    return Screen(base, Searcher(base), copied.append, open_page)


def press(screen: Screen, *keys: str) -> None:
    for key in keys:
        screen.press(key)


def plain(screen: Screen, width: int = 80, height: int = 24) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in screen.lines(width, height)]


def test_hits_come_while_typing(screen: Screen) -> None:
    press(screen, *"rzr")
    assert screen.hits
    press(screen, "f")
    assert (
        screen.hits[0].concept.zh == "认罪认罚"
        and "认罪认罚" in plain(screen)[2]
        and "initials" in plain(screen)[2]
    )
    press(screen, "backspace", "clear")
    assert screen.query == "" and screen.hits == []


def test_arrows_choose_enter_opens_letters_copy(screen: Screen, copied: list[str]) -> None:
    press(screen, *"rzrf", "down", "c")
    assert copied == ["认罪认罚"]
    press(screen, "down", "down", "up", "y")
    assert copied[1] == screen.hits[1].concept.en
    press(screen, "enter")
    assert screen.entry == screen.hits[1].concept and screen.hits[1].concept.en in "".join(plain(screen))
    press(screen, "c", "o")
    assert copied[2] == screen.hits[1].concept.zh and screen.message.startswith("opened ")
    press(screen, "escape")
    assert screen.entry is None and screen.chosen == 1
    press(screen, "/", "c")
    assert screen.query == "rzrfc", "in the box letters are letters"


def test_escape_clears_then_leaves(screen: Screen) -> None:
    press(screen, "a", "escape")
    assert screen.query == "" and not screen.done
    press(screen, "escape")
    assert screen.done


def test_nearest_terms_when_nothing_is_found(screen: Screen) -> None:
    press(screen, *"qqzz sentence xx")
    assert screen.hits == []
    assert "not in the glossary" in plain(screen)[1]


@pytest.mark.parametrize("width", [20, 40, 80, 133])
@pytest.mark.parametrize("query", ["", "认罪认罚", "arrest", "field:policy"])
def test_no_line_is_wider_than_the_window(screen: Screen, width: int, query: str) -> None:
    press(screen, *query, "down")
    for _ in range(2):
        lines = plain(screen, width, 12)
        assert len(lines) == 12
        assert max(map(cell_len, lines)) <= width
        press(screen, "enter")


def test_cells_count_twice_for_chinese() -> None:
    assert fit("认罪认罚", 8) == "认罪认罚" and fit("认罪认罚", 7) == "认罪认…"
    assert pad("认罪", 6) == "认罪  " and tail("abc认罪", 4) == "认罪"
    assert fit("a\x1b[31mb", 20) == "a[31mb", "control characters never reach the terminal"


@pytest.mark.parametrize(
    ("data", "key", "length"),
    [(b"a", "a", 1), ("认".encode(), "认", 3), ("认".encode()[:2], "", 0), (b"\x1b[Ax", "up", 3), (b"\x1b", "escape", 1),
     (b"\x1b[5~", "pageup", 4), (b"\x1b[200~", "", 6), (b"\x7f", "backspace", 1), (b"\x03", "quit", 1), (b"\xff", "", 0), (b"\xffabc", "", 1)],
)  # fmt: skip
def test_keys_are_read_from_bytes(data: bytes, key: str, length: int) -> None:
    assert first_key(data) == (key, length)


def test_a_pipe_is_not_a_terminal(tmp_path: Path) -> None:
    import subprocess

    result = subprocess.run(
        [sys.executable, "-m", "toolkit", "lookup"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        input="",
        env={**os.environ, "LANG": "C"},
    )
    assert result.returncode == 2 and "needs a terminal" in result.stderr


def test_forms_to_avoid_are_marked_as_such(screen: Screen) -> None:
    press(screen, *"chase and add suing")
    assert "✗ chase and add suing" in plain(screen, 120)[2]


@pytest.mark.parametrize("width", [30, 60, 80])
def test_hints_are_whole(screen: Screen, width: int) -> None:
    hints = {"↑↓ choose", "Enter open", "Esc clear, then quit", '* "exact" field: status: region:'}
    assert set(plain(screen, width)[-1].split(" · ")) <= hints


class Terminal:
    """``fayi lookup`` on a pseudo-terminal."""

    def __init__(self, columns: int, lines: int, **environment: str) -> None:
        pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
        self.child, self.descriptor = pty.fork()
        if self.child == 0:  # pragma: no cover
            os.chdir(ROOT)
            os.execve(
                sys.executable,
                [
                    sys.executable,
                    "-c",
                    "import time; time.sleep(0.2); from toolkit.__main__ import main; main()",
                    "lookup",
                ],
                {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "LANGUAGE": "en", **environment},
            )
        self.seen = b""
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Change the window and wait for a whole screen of the new size."""
        import fcntl
        import struct
        import termios

        self.seen = b""
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        end = time.monotonic() + 30
        while len(self.picture()) != lines or max(map(cell_len, self.picture())) > columns:
            assert time.monotonic() < end, self.seen[-400:]
            if select.select([self.descriptor], [], [], 0.1)[0]:
                self.seen += os.read(self.descriptor, 65536)

    def press(self, keys: str, until: str) -> None:
        """Press keys and wait until something new stands on the screen."""
        self.seen = b""
        os.write(self.descriptor, keys.encode())
        self.wait(until)

    def wait(self, wanted: str) -> None:
        end = time.monotonic() + 30
        while wanted.encode() not in self.seen:
            assert time.monotonic() < end, self.seen[-400:]
            if select.select([self.descriptor], [], [], 0.1)[0]:
                self.seen += os.read(self.descriptor, 65536)

    def picture(self) -> list[str]:
        """The lines of the last whole screen."""
        last = self.seen.decode(errors="replace").split("\x1b[?25l\x1b[H")[-1]
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", last).split("\r\n")

    def leave(self) -> int:
        self.press("\x03", "\x1b[?1049l")
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


def test_on_a_real_terminal(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    terminal = Terminal(
        80, 24, BROWSER=f"{browser} %s", PATH="/usr/bin:/bin", XDG_CACHE_HOME=str(tmp_path), DISPLAY=""
    )
    terminal.wait("concepts")
    terminal.press("rzrf", "认罪认罚")
    terminal.press("\x1b[B\r", "rèn zuì rèn fá")
    terminal.press("c", "copied")
    assert b"\x1b]52;c;" in terminal.seen, "no desktop here: the terminal is asked to copy"
    terminal.press("o", "opened")
    end = time.monotonic() + 10
    while not opened.exists() and time.monotonic() < end:
        time.sleep(0.05)
    address = opened.read_text().strip()
    assert "认罪认罚" in Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    assert terminal.leave() == 0


def test_the_window_may_be_narrow_and_change_its_size() -> None:
    terminal = Terminal(60, 12)
    terminal.wait("concepts")
    terminal.press("认罪", "concepts")
    for columns, lines in ((60, 12), (100, 8), (24, 6)):
        if (columns, lines) != (60, 12):
            terminal.resize(columns, lines)
            terminal.wait("choose")
        picture = terminal.picture()
        assert len(picture) == lines and max(map(cell_len, picture)) <= columns
    terminal.press("\r", "admission of guilt")
    assert terminal.leave() == 0, "Ctrl-C leaves from an entry too"
