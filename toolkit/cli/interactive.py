"""``fayi lookup`` without a query: type, see the hits live, move with the arrows, open an entry.

The screen is a value: ``press(key)`` changes it, ``lines(width, height)`` shows it. Only
``toolkit.cli.terminal`` knows the terminal, so everything here is tested without one.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from toolkit.cli.entry import show_entry, why_name
from toolkit.i18n import _, ngettext
from toolkit.model import Concept, Status
from toolkit.search import Hit, Searcher
from toolkit.termbase import Termbase

LIMIT = 200
RESET, BOLD, DIM, RED, GREEN, REVERSE = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[7m"


class Screen:
    """The box, its hits, and the entry that is open."""

    def __init__(
        self,
        termbase: Termbase,
        searcher: Searcher,
        copy: Callable[[str], None],
        open_page: Callable[[Concept], str],
    ) -> None:
        self._termbase = termbase
        self._searcher = searcher
        self._copy = copy
        self._open_page = open_page
        self.query = ""
        self.hits: list[Hit] = []
        self.near: list[Hit] = []
        self.chosen = -1
        """Index of the hit under the cursor; -1 while the cursor is in the box."""
        self.entry: Concept | None = None
        self.scroll = 0
        self.message = ""
        self.done = False

    def press(self, key: str) -> None:
        """React to one key: a printable character, or the name of a key (``up``, ``enter``, ``escape`` …)."""
        self.message = ""
        if key == "quit":
            self.done = True
        elif self.entry is not None:
            self._press_in_entry(key)
        elif self.chosen >= 0 and key in ("c", "y", "o", "/"):
            self._command(key, self.shown[self.chosen].concept)
        else:
            self._press_in_list(key)

    @property
    def shown(self) -> list[Hit]:
        """The hits, or the nearest terms when there are none."""
        return self.hits or self.near

    def _press_in_entry(self, key: str) -> None:
        assert self.entry is not None
        if key in ("escape", "backspace", "left", "q"):
            self.entry = None
        elif key in ("up", "down", "pageup", "pagedown"):
            self.scroll = max(0, self.scroll + {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}[key])
        elif key in ("c", "y", "o", "/"):
            self._command(key, self.entry)

    def _press_in_list(self, key: str) -> None:
        if key in ("up", "down", "pageup", "pagedown", "home", "end"):
            step = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -LIMIT, "end": LIMIT}[key]
            self.chosen = max(-1, min(self.chosen + step, len(self.shown) - 1))
        elif key == "enter":
            if self.shown:
                self.entry, self.scroll = self.shown[max(self.chosen, 0)].concept, 0
        elif key == "escape":
            if self.query:
                self._ask("")
            else:
                self.done = True
        elif key == "backspace":
            self._ask(self.query[:-1])
        elif key == "word":
            self._ask(self.query.rstrip().rpartition(" ")[0])
        elif key == "clear":
            self._ask("")
        elif len(key) == 1 and key.isprintable():
            self._ask(self.query + key)

    def _ask(self, query: str) -> None:
        self.query, self.chosen = query[:200], -1
        self.hits = self._searcher.search(self.query, LIMIT) if self.query.strip() else []
        self.near = (
            self._searcher.nearest(self.query) if len(self.query.strip()) > 2 and not self.hits else []
        )

    def _command(self, key: str, concept: Concept) -> None:
        if key == "/":
            self.entry, self.chosen = None, -1
        elif key == "o":
            self.message = self._open_page(concept)
        else:
            text = concept.zh if key == "c" else concept.en
            self._copy(text)
            self.message = _("copied: {text}").format(text=text)

    def lines(self, width: int, height: int) -> list[str]:
        """The screen as ``height`` lines, none wider than ``width`` cells."""
        head = [f"{BOLD}法译{RESET} › {fit(tail(self.query, width - 9), width - 8)}", self._rule(width)]
        room = max(1, height - 3)
        body = self._entry_lines(width, room) if self.entry is not None else self._hit_lines(width, room)
        return [*head, *body[:room], *[""] * (room - len(body)), self._foot(width)]

    def cursor(self) -> int:
        """Column of the cursor in the box, counted from 0."""
        return 7 + cells(self.query)

    def _rule(self, width: int) -> str:
        if self.entry is not None:
            text = self.entry.id
        elif not self.query.strip():
            total = len(self._termbase.concepts)
            text = ngettext("{count} concept", "{count} concepts", total).format(count=f"{total:,}")
        elif self.hits:
            count = len(self.hits)
            text = ngettext("{count} concept", "{count} concepts", count).format(
                count=count if count < LIMIT else f"{count}+"
            )
        else:
            text = _("not in the glossary: {query}").format(query=self.query)
            text += "  " + _("nearest:") if self.near else ""
        line = fit(f"── {text} ", width)
        return f"{DIM}{line}{'─' * (width - cells(line))}{RESET}"

    def _hit_lines(self, width: int, room: int) -> list[str]:
        first = max(0, min(self.chosen - room // 2, len(self.shown) - room))
        return [
            self._hit_line(hit, width, index == self.chosen)
            for index, hit in list(enumerate(self.shown))[first : first + room]
        ]

    def _hit_line(self, hit: Hit, width: int, chosen: bool) -> str:
        concept = hit.concept
        left = max(12, min(28, width * 3 // 10))
        right = 12 if width >= 60 else 0
        why = why_name(hit.why) if right else ""
        english = concept.en
        if hit.term.text not in (concept.zh, concept.en):
            # A form to avoid is never shown as if it were one to use.
            sign = "✗" if hit.term.status is Status.DEPRECATED else "←"
            english += f" {sign} {hit.term.text}"
        middle = max(1, width - left - right - (2 if right else 1))
        plain = f"{pad(concept.zh, left)} {pad(english, middle)}" + (f" {pad(why, right)}" if right else "")
        if chosen:
            return f"{REVERSE}{plain}{RESET}"
        if not right:
            return f"{BOLD}{pad(concept.zh, left)}{RESET} {pad(english, middle)}"
        return f"{BOLD}{pad(concept.zh, left)}{RESET} {pad(english, middle)} {DIM}{pad(why, right)}{RESET}"

    def _entry_lines(self, width: int, room: int) -> list[str]:
        from rich.console import Console

        assert self.entry is not None
        out = io.StringIO()
        console = Console(file=out, width=width, force_terminal=True, highlight=False, legacy_windows=False)
        show_entry(console, self.entry, self._termbase)
        lines = out.getvalue().rstrip("\n").split("\n")
        self.scroll = max(0, min(self.scroll, len(lines) - room))
        return lines[self.scroll : self.scroll + room]

    def _foot(self, width: int) -> str:
        if self.message:
            return f"{GREEN}{fit(self.message, width)}{RESET}"
        if self.entry is not None:
            keys = [
                _("Esc back"),
                _("c copy Chinese"),
                _("y copy English"),
                _("o open the page"),
                _("↑↓ scroll"),
            ]
        elif self.chosen >= 0:
            keys = [
                _("Enter open"),
                _("c copy Chinese"),
                _("y copy English"),
                _("o open the page"),
                _("/ type on"),
            ]
        else:
            keys = [
                _("↑↓ choose"),
                _("Enter open"),
                _("Esc clear, then quit"),
                '* "exact" field: status: region:',
            ]
        # Whole hints, the most useful first, as many as there is room for.
        while len(keys) > 1 and cells(" · ".join(keys)) > width:
            keys.pop()
        return f"{DIM}{fit(' · '.join(keys), width)}{RESET}"


def cells(text: str) -> int:
    """Columns that ``text`` takes on a terminal; Chinese characters take two."""
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` cells, cut with an ellipsis; control characters are left out."""
    text = "".join(c for c in text if c.isprintable())
    if cells(text) <= width:
        return text
    result, used = "", 0
    for character in text:
        size = cells(character)
        if used + size > width - 1:
            break
        result, used = result + character, used + size
    return result + "…"


def pad(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells."""
    text = fit(text, width)
    return text + " " * (width - cells(text))


def tail(text: str, width: int) -> str:
    """The end of ``text`` that fits into ``width`` cells: what is being typed stays in sight."""
    while cells(text) > width:
        text = text[1:]
    return text
