"""Entries as source and target terms, for the glossary files of two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toolkit.formats.model import Designation, Entry, is_usable
from toolkit.model import Status


class Pair(NamedTuple):
    """A source term with the target term to use for it."""

    entry: Entry
    source: Designation
    target: Designation

    @property
    def comment(self) -> str:
        """What a translator wants to see beside the term: note, subject, definition."""
        entry = self.entry
        parts = [self.source.note or self.target.note, entry.note, entry.subject, entry.definition]
        if self.source.status is Status.DEPRECATED:
            parts.insert(0, "do not use in translations")
        return "; ".join(dict.fromkeys(part for part in parts if part))


def pairs(entries: Iterable[Entry], source: str, target: str, *, deprecated: bool = False) -> Iterator[Pair]:
    """Each usable term of ``source`` with the best of ``target``; with ``deprecated`` also those to be avoided."""
    for entry in entries:
        targets = [t for t in entry.of(target) if is_usable(t)]
        if targets:
            for term in entry.of(source):
                if is_usable(term) or (deprecated and term.status is Status.DEPRECATED):
                    yield Pair(entry, term, targets[0])


def refused(entries: Iterable[Entry], source: str, target: str) -> Iterator[Pair]:
    """The best term of ``source`` with each term of ``target`` that is not to be used for it."""
    for entry in entries:
        sources = [t for t in entry.of(source) if is_usable(t)]
        if sources:
            for term in entry.of(target):
                if term.status is Status.DEPRECATED:
                    yield Pair(entry, sources[0], term)


def unique(found: Iterable[Pair]) -> Iterator[Pair]:
    """Pairs with a source term not seen before: preferred terms win over admitted ones, then file order."""
    rank = {Status.PREFERRED: 0, None: 1, Status.ADMITTED: 2, Status.DEPRECATED: 3, Status.LOOKUP: 4}
    best: dict[str, Pair] = {}
    for pair in found:
        known = best.get(pair.source.text)
        if known is None or rank[pair.source.status] < rank[known.source.status]:
            best[pair.source.text] = pair
    yield from best.values()
