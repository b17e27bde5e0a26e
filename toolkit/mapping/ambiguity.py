"""Chooses between the concepts that share one English form, by cue words in the sentence around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from toolkit.match import Entry
from toolkit.model import EN, Concept, Status, Term
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
        """Nothing else is meant, a cue word decided, or the others are the same act as a crime (侵占, 侵占罪)."""
        return bool(self.cues) or all(_act(o.concept.zh) == _act(self.entry.concept.zh) for o in self.others)


def _act(chinese: str) -> str:
    return chinese.removesuffix("罪") if len(chinese) > 2 else chinese


@cache
def _cues() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        form, chinese, cues = line.split("\t")
        table.setdefault(phrase_key(form), {})[chinese] = tuple(cues.split("|"))
    return table


def choose(entries: Sequence[Entry], sentence: str, concepts: Mapping[str, Concept] | None = None) -> Choice:
    """The best of ``entries`` (one or more readings of one form) in ``sentence``.

    Cues of the table decide; without any the better status does, and the choice is not certain. With
    ``concepts`` (by standard Chinese) the readings that only the table knows are weighed as well: they win
    by more cues alone.
    """
    distinct: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: _RANK[e.term.status]):
        distinct.setdefault(entry.concept.id, entry)
    form = phrase_key(entries[0].term.text)
    listed = _cues().get(form, {})
    for chinese in listed if concepts else ():
        concept = concepts.get(chinese) if concepts else None
        if concept is not None and concept.id not in distinct:
            distinct[concept.id] = Entry(concept, Term(entries[0].term.text, EN, Status.LOOKUP))
    ranked = list(distinct.values())
    if len(ranked) == 1:
        return Choice(ranked[0], (), ())
    lowered = f" {phrase_key(sentence)} "
    scored = []
    for order, entry in enumerate(ranked):
        cues = listed.get(entry.concept.zh, ())
        found = tuple(cue for cue in cues if cue not in form and f" {phrase_key(cue)} " in lowered)
        scored.append((-len(found), order, entry, found))
    scored.sort(key=lambda s: s[:2])
    best = scored[0]
    return Choice(best[2], best[3], tuple(s[2] for s in scored[1:]))
