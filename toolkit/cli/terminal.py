"""The terminal behind the interactive lookup: keys in, whole screens out, clipboard, browser."""

from __future__ import annotations

import base64
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import FayiError
from toolkit.i18n import _
from toolkit.model import Concept
from toolkit.search import Searcher
from toolkit.termbase import Termbase

if TYPE_CHECKING:
    from toolkit.web.site import Site

KEYS = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1bOA": "up", "\x1bOB": "down",
    "\x1bOC": "right", "\x1bOD": "left", "\x1b[5~": "pageup", "\x1b[6~": "pagedown", "\x1b[H": "home", "\x1b[F": "end",
    "\x1b[1~": "home", "\x1b[4~": "end", "\x1b": "escape", "\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace",
    "\x17": "word", "\x15": "clear", "\x03": "quit", "\x04": "quit", "\x10": "up", "\x0e": "down",
}  # fmt: skip
ESCAPE_PAUSE = 0.05
"""Seconds after which a lone ESC is the key and not the beginning of a sequence."""
REDRAW = 0.5
"""Seconds between looks at the size of the window while nothing is typed."""
CLIPBOARDS = (
    ("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "-b", "-i"), ("pbcopy",), ("termux-clipboard-set",), ("clip.exe",),
)  # fmt: skip


def run(termbase: Termbase, searcher: Searcher) -> None:
    """The interactive lookup, until the user leaves."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FayiError(
            _("the interactive lookup needs a terminal"), hint=_("give a query: fayi lookup QUERY")
        )
    try:
        import termios  # noqa: F401
    except ModuleNotFoundError:
        raise FayiError(
            _("the interactive lookup needs a Unix terminal"), hint=_("give a query: fayi lookup QUERY")
        ) from None
    from toolkit.cli.interactive import Screen

    pages = Pages(termbase)
    screen = Screen(termbase, searcher, copy, pages.open)
    with _raw() as descriptor:
        size = _draw(screen)
        for key in keys(descriptor):
            if key:
                screen.press(key)
            elif shutil.get_terminal_size() == size:
                continue
            if screen.done:
                return
            size = _draw(screen)


def keys(descriptor: int) -> Iterator[str]:
    """Keys as they are pressed; ``""`` twice a second while none is. Ends with the terminal."""
    pending = b""
    while True:
        if not pending:
            if not select.select([descriptor], [], [], REDRAW)[0]:
                yield ""
                continue
            pending = os.read(descriptor, 1024)
            if not pending:
                return
        if pending == b"\x1b" and select.select([descriptor], [], [], ESCAPE_PAUSE)[0]:
            pending += os.read(descriptor, 1024)
        name, length = first_key(pending)
        if length == 0:
            pending += os.read(descriptor, 1024)
            continue
        pending = pending[length:]
        if name:
            yield name


def first_key(data: bytes) -> tuple[str, int]:
    """The first key in ``data`` and its length in bytes; length 0 when a character is not whole yet."""
    if data[:1] == b"\x1b":
        for length in range(min(6, len(data)), 0, -1):
            name = KEYS.get(data[:length].decode("latin-1"))
            if name and (length > 1 or len(data) == 1 or data[1:2] not in b"[O"):
                return name, length
        # An unknown sequence ends with a letter or a tilde.
        for length in range(2, len(data) + 1):
            if (chr(data[length - 1]).isalpha() and length > 2) or data[length - 1 : length] == b"~":
                return "", length
        return "", len(data)
    if data[0] < 0x20 or data[0] == 0x7F:
        return KEYS.get(chr(data[0]), ""), 1
    length = 1 if data[0] < 0x80 else 2 if data[0] < 0xE0 else 3 if data[0] < 0xF0 else 4
    if len(data) < length:
        return "", 0
    try:
        return data[:length].decode("utf-8"), length
    except UnicodeDecodeError:
        return "", 1


@contextmanager
def _raw() -> Iterator[int]:
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor)
        _write("\x1b[?1049h")
        yield descriptor
    finally:
        _write("\x1b[?25h\x1b[?1049l")
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _draw(screen: object) -> os.terminal_size:
    from toolkit.cli.interactive import Screen

    assert isinstance(screen, Screen)
    size = shutil.get_terminal_size()
    lines = screen.lines(size.columns, size.lines)
    picture = "\r\n".join(f"{line}\x1b[0m\x1b[K" for line in lines)
    in_box = screen.entry is None and screen.chosen < 0
    cursor = f"\x1b[1;{min(screen.cursor(), size.columns - 1) + 1}H\x1b[?25h" if in_box else ""
    _write(f"\x1b[?25l\x1b[H{picture}{cursor}")
    return size


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def copy(text: str) -> None:
    """Put ``text`` on the clipboard: by the desktop's own program, and by the terminal (OSC 52) over SSH."""
    for program in CLIPBOARDS:
        if shutil.which(program[0]) and _has_display(program[0]):
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    program,
                    input=text.encode(),
                    check=True,
                    timeout=2,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                return
    _write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07")


def _has_display(program: str) -> bool:
    variable = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY"}.get(program)
    return variable is None or bool(os.environ.get(variable))


class Pages:
    """Opens the page of a concept in the browser: of the site in ``FAYI_SITE``, else one written for it."""

    def __init__(self, termbase: Termbase) -> None:
        self._termbase = termbase

    def open(self, concept: Concept) -> str:
        """Open the page; returns one line about it."""
        import webbrowser

        site = os.environ.get("FAYI_SITE", "").rstrip("/")
        address = f"{site}/concepts/{concept.id}.html" if site else self._written(concept).as_uri()
        try:
            opened = webbrowser.open(address)
        except webbrowser.Error:
            opened = False
        return _("opened {address}").format(address=address) if opened else address

    @cached_property
    def _site(self) -> Site:
        from toolkit.web.site import Site

        return Site(self._termbase)

    def _written(self, concept: Concept) -> Path:
        from toolkit.cli import sheet

        return sheet.write(self._site, concept)
