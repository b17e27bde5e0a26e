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


def test_on_a_real_terminal() -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover
        os.chdir(ROOT)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "toolkit", "lookup"],
            {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "LANGUAGE": "en"},
        )
    seen = b""

    def until(wanted: str) -> None:
        nonlocal seen
        end = time.monotonic() + 20
        while wanted.encode() not in seen:
            assert time.monotonic() < end, seen[-400:]
            if select.select([terminal], [], [], 0.1)[0]:
                seen += os.read(terminal, 65536)

    until("concepts")
    os.write(terminal, b"rzrf")
    until("认罪认罚")
    os.write(terminal, b"\x1b[B\r")
    until("rèn zuì rèn fá")
    os.write(terminal, b"c")
    until("copied")
    os.write(terminal, b"\x03")
    until("\x1b[?1049l")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
