"""The reviewer at the terminal: one candidate at a time, y n u q."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from toolkit.extract.collect import Collection
from toolkit.extract.known import Known
from toolkit.extract.model import Candidate
from toolkit.extract.pipeline import rank
from toolkit.extract.review import read_terms
from toolkit.files import write_atomically
from toolkit.i18n import _

# Decisions after which the rest is ranked anew.
LESSON = 25
# Characters of context on each side.
AROUND = 70


def review(
    collection: Collection,
    accepted: Path,
    rejected: Path,
    *,
    known: Known | None = None,
    console: Console | None = None,
    read_key: Callable[[], str] = click.getchar,
) -> tuple[int, int]:
    """Ask about candidates, best first, until q or the end; ``(accepted, rejected)`` in all.

    Both files are read first, so that a review goes on where it stopped, and written after every key.
    """
    console = console or Console(stderr=True, highlight=False)
    files = {True: accepted, False: rejected}
    decided = {side: read_terms(path) if path.exists() else [] for side, path in files.items()}
    history: list[tuple[bool, Candidate]] = []
    console.print(_("y accept   n reject   u undo   q quit"))
    queue: list[Candidate] = []
    since = LESSON
    while True:
        if since >= LESSON or not queue:
            queue = rank(
                collection, known=known, complete=True, accepted=decided[True], rejected=decided[False]
            )
            since = 0
            if not queue:
                break
        show(queue[0], console, len(decided[True]), len(decided[False]))
        key = ask(read_key)
        if key == "q":
            break
        if key == "u":
            if history:
                side, candidate = history.pop()
                decided[side].remove(candidate.term)
                save(files[side], decided[side])
                queue.insert(0, candidate)
            continue
        side = key == "y"
        candidate = queue.pop(0)
        decided[side].append(candidate.term)
        save(files[side], decided[side])
        history.append((side, candidate))
        since += 1
    return len(decided[True]), len(decided[False])


def ask(read_key: Callable[[], str]) -> str:
    while True:
        key = read_key().lower()
        if key in ("\x03", "\x04", "\x1b", ""):
            return "q"
        if key in ("y", "n", "u", "q"):
            return key


def save(path: Path, terms: list[str]) -> None:
    with write_atomically(path) as handle:
        handle.write("".join(f"{term}\n" for term in terms))


def show(candidate: Candidate, console: Console, accepted: int, rejected: int) -> None:
    head = Text(candidate.term, style="bold")
    head.append(f"  {candidate.kind}, {candidate.frequency}×", style="dim")
    if candidate.concept:
        head.append(f"  {candidate.concept}", style="green")
    head.append(f"  (+{accepted} −{rejected})", style="dim")
    console.print()
    console.print(head)
    for sighting in candidate.sightings[:2]:
        place = sighting.place()
        line = Text(
            "  "
            + ("…" if place.start > AROUND else "")
            + sighting.text[max(0, place.start - AROUND) : place.start]
        )
        line.append(sighting.text[place.start : place.end], style="bold")
        line.append(sighting.text[place.end : place.end + AROUND])
        console.print(line)
