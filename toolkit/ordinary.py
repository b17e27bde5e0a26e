"""Keeps everyday words apart from terms: "will" is a testament only among heirs and estates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.text import phrase_key

if TYPE_CHECKING:
    from toolkit.match import Match

_TABLE = Path(__file__).with_name("ordinary.txt")


@cache
def guarded() -> dict[str, tuple[str, ...]]:
    """Key of each word that needs legal company → keys of its cue words (none: any term of its field)."""
    table = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, cues = line.partition("\t")
            table[phrase_key(word)] = tuple(map(phrase_key, cues.split("|"))) if cues else ()
    return table


_key = cache(phrase_key)


def only_terms(matches: Sequence[Match], sentence: str) -> list[Match]:
    """The matches of one sentence without the everyday words among them.

    ``matches`` are those of ``sentence``; a capitalised everyday word inside a longer name is left out by
    the longest match already.
    """
    table = guarded()
    keys = [_key(m.entries[0].term.text) for m in matches]
    if table.keys().isdisjoint(keys):
        return list(matches)
    company: set[str] | None = None
    view = ""
    kept = []
    for match, key in zip(matches, keys, strict=True):
        if key in table:
            if cues := table[key]:
                view = view or f" {phrase_key(sentence)} "
                if not any(f" {cue} " in view for cue in cues):
                    continue
            else:
                if company is None:
                    company = {
                        e.concept.field
                        for m, key in zip(matches, keys, strict=True)
                        if key not in table
                        for e in m.entries
                    }
                if company.isdisjoint(e.concept.field for e in match.entries):
                    continue
        kept.append(match)
    return kept
