"""Joins glossaries: one rule for conflicts, every conflict reported, nothing dropped silently (memories: ``merge_units``).

Entries are one when they have the same id, or share a term in one language and a term in another. Where they say
different things about one term the better status wins (preferred, admitted, none, deprecated), then the one with a
source, then the file named first. Texts that differ (definitions, notes) are both kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.formats import languages
from toolkit.formats.model import Designation, Entry, Extra
from toolkit.model import Status

_RANK = {Status.PREFERRED: 0, Status.ADMITTED: 1, None: 2, Status.DEPRECATED: 3, Status.LOOKUP: 4}


class Conflict(NamedTuple):
    """Two records that disagree, and which one was taken."""

    key: str
    kept: str
    other: str
    rule: str
    """``status``, ``source``, ``date`` or ``first file``; ``both kept`` where nothing had to yield."""


@dataclass
class Merged:
    """The result of merging."""

    entries: list[Entry] = field(default_factory=list)
    joined: int = 0
    conflicts: list[Conflict] = field(default_factory=list)


def merge_entries(files: Iterable[Iterable[Entry]]) -> Merged:
    """The entries of ``files`` in order, equal ones joined."""
    result = Merged()
    by_id: dict[str, int] = {}
    by_pair: dict[tuple[str, str, str, str], int] = {}
    for entries in files:
        for entry in entries:
            keys = _pairs(entry)
            place = by_id.get(entry.id) if entry.id else None
            if place is None:
                place = next(
                    (
                        by_pair[key]
                        for key in keys
                        if key in by_pair and _compatible(result.entries[by_pair[key]], entry)
                    ),
                    None,
                )
            if place is None:
                place = len(result.entries)
                result.entries.append(entry)
            else:
                result.joined += 1
                result.entries[place] = _join(result.entries[place], entry, result.conflicts)
            if entry.id:
                by_id.setdefault(entry.id, place)
            for key in keys:
                by_pair.setdefault(key, place)
    return result


def _compatible(one: Entry, other: Entry) -> bool:
    """Entries of different subject fields stay apart: 对价 and 考虑 are both "consideration"."""
    return not one.subject or not other.subject or one.subject == other.subject


def _pairs(entry: Entry) -> list[tuple[str, str, str, str]]:
    terms = [
        (languages.model_code(t.lang), t.text.casefold())
        for t in entry.terms
        if t.status is not Status.LOOKUP
    ]
    return [(*a, *b) for a in terms for b in terms if a[0] < b[0]]


def _join(one: Entry, other: Entry, conflicts: list[Conflict]) -> Entry:
    terms = list(one.terms)
    index = {(languages.model_code(t.lang), t.text): n for n, t in enumerate(terms)}
    for term in other.terms:
        place = index.get((languages.model_code(term.lang), term.text))
        if place is None:
            index[languages.model_code(term.lang), term.text] = len(terms)
            terms.append(term)
        else:
            terms[place] = _term(terms[place], term, one.id or other.id, conflicts)
    _demote(terms, one.id or other.id, conflicts)
    note = one.note
    if other.note and other.note != one.note:
        note = f"{one.note}\n{other.note}" if one.note else other.note
    extras = list(one.extras)
    if one.id and other.id and one.id != other.id:
        extras.append(Extra("admin", "merged-id", other.id))
    if one.subject and other.subject and one.subject != other.subject:
        conflicts.append(Conflict(one.id, one.subject, other.subject, "first file"))
        extras.append(Extra("admin", "merged-subject", other.subject))
    extras += [extra for extra in other.extras if extra not in extras]
    added = tuple(
        d for d in other.definitions if not any(_same_definition(d, known) for known in one.definitions)
    )
    definitions = one.definitions + added
    if one.definitions and added:
        conflicts.append(Conflict(one.id or other.id, one.definition, added[0][1], "both kept"))
    return one._replace(
        id=one.id or other.id, terms=tuple(terms), subject=one.subject or other.subject, definitions=definitions, note=note,
        related=one.related + tuple(r for r in other.related if r not in one.related), extras=tuple(extras),
    )  # fmt: skip


def _same_definition(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether ``(language, text)`` of both agree; not every format names the language."""
    return one[1] == other[1] and (one[0] == other[0] or not (one[0] and other[0]))


def _term(one: Designation, other: Designation, key: str, conflicts: list[Conflict]) -> Designation:
    kept, rest = one, other
    if one.status is not other.status and one.status is not None and other.status is not None:
        rule = "status"
        if _RANK[other.status] < _RANK[one.status]:
            kept, rest = other, one
        conflicts.append(Conflict(key, f"{kept.text} ({kept.status})", f"{rest.text} ({rest.status})", rule))
    sources = "; ".join(dict.fromkeys(part for t in (kept, rest) for part in t.source.split("; ") if part))
    note = "\n".join(dict.fromkeys(t.note for t in (kept, rest) if t.note))
    return kept._replace(
        status=kept.status if kept.status is not None else rest.status, source=sources, note=note, pos=kept.pos or rest.pos,
        kind=kept.kind or rest.kind, contexts=tuple(dict.fromkeys((*kept.contexts, *rest.contexts))),
        extras=tuple(dict.fromkeys((*kept.extras, *rest.extras))),
    )  # fmt: skip


def _demote(terms: list[Designation], key: str, conflicts: list[Conflict]) -> None:
    """One preferred term per language: the one with a source stays, else the first; the others become admitted."""
    for lang in dict.fromkeys(languages.model_code(t.lang) for t in terms):
        preferred = [
            n
            for n, t in enumerate(terms)
            if t.status is Status.PREFERRED and languages.model_code(t.lang) == lang
        ]
        if len(preferred) > 1:
            best = next((n for n in preferred if terms[n].source), preferred[0])
            rule = (
                "source"
                if terms[best].source and not all(terms[n].source for n in preferred)
                else "first file"
            )
            for n in preferred:
                if n != best:
                    conflicts.append(
                        Conflict(key, terms[best].text, terms[n].text, f"{rule}; the other is now admitted")
                    )
                    terms[n] = terms[n]._replace(status=Status.ADMITTED)
