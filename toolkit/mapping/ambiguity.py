"""Chooses between the concepts that share one English form, by cue words in the sentence around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from toolkit.match import Entry
from toolkit.model import Status
from toolkit.text import phrase_key

_TABLE = Path(__file__).with_name("ambiguity.tsv")
_RANK = {Status.PREFERRED: 0, Status.ADMITTED: 1, Status.LOOKUP: 2, Status.DEPRECATED: 3}


class Choice(NamedTuple):
    """The concept chosen for an ambiguous form, and why."""

    entry: Entry
    cues: tuple[str, ...]
    """Words of the sentence that spoke for it."""
    others: tuple[Entry, ...]
    """The concepts it was chosen over; empty when the form is not ambiguous."""

    @property
    def certain(self) -> bool:
        return not self.others or bool(self.cues)


@cache
def _cues() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        form, chinese, cues = line.split("\t")
        table.setdefault(phrase_key(form), {})[chinese] = tuple(cues.split("|"))
    return table


def choose(entries: Sequence[Entry], sentence: str) -> Choice:
    """The best of ``entries`` (one or more readings of one form) in ``sentence``.

    Cues of the table decide; without any the better status does, and the choice is not certain.
    """
    distinct: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: _RANK[e.term.status]):
        distinct.setdefault(entry.concept.id, entry)
    ranked = list(distinct.values())
    if len(ranked) == 1:
        return Choice(ranked[0], (), ())
    lowered = f" {phrase_key(sentence)} "
    scored = []
    for order, entry in enumerate(ranked):
        form = phrase_key(entry.term.text)
        listed = _cues().get(form, {}).get(entry.concept.zh, ())
        found = tuple(cue for cue in listed if cue not in form and f" {phrase_key(cue)} " in lowered)
        scored.append((-len(found), order, entry, found))
    scored.sort(key=lambda s: s[:2])
    best = scored[0]
    return Choice(best[2], best[3], tuple(s[2] for s in scored[1:]))
