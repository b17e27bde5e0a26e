"""The health of a glossary as texts show it: noisy, never hit, contradictory, contained in each other.

A noisy entry is one that translations fail by most of the time: in the research 2 % of the entries
caused 43 % of the alerts. It is the entry, not the translations, that needs a look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from toolkit.check import engine
from toolkit.check.analysis import Analyst
from toolkit.check.model import CheckFile
from toolkit.check.standard import GOOD, Standard, form_key
from toolkit.i18n import _
from toolkit.match import Recogniser
from toolkit.model import EN, Status, Term

LEAST = 3
NOISY = 0.5
"""Share of failed occurrences from which an entry is noisy."""
SHOWN = 40


def report(files: Sequence[CheckFile], standard: Standard, settings: engine.Settings) -> dict[str, Any]:
    """Counts over all files: ``noisy``, ``unused``, ``contradictory``, ``nested``, ``shared`` entries."""
    hits: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    terms: dict[str, str] = {}
    for file in files:
        source, target = engine.languages_of(file, settings)
        if not source:
            continue
        analyst = Analyst(standard, source, target or source)
        for unit in file.units:
            if unit.target is None:
                for match in analyst.terms(unit.source.text, source):
                    for id in standard.read(match).ids:
                        hits[id] += 1
                continue
            pairing = analyst.read(unit)
            for group in pairing.groups if pairing else ():
                count = len(group.sources)
                missing = 0 if group.short else max(0, count - len(group.targets))
                for id in group.ids:
                    hits[id] += count
                    failed[id] += missing
                    first = group.sources[0]
                    terms.setdefault(id, pairing.source_view.text[first.start : first.end] if pairing else "")
    noisy = [
        {
            "concept": id,
            "term": terms.get(id, ""),
            "occurrences": hits[id],
            "failed": failed[id],
            "share": round(failed[id] / hits[id], 3),
        }
        for id in hits
        if hits[id] >= LEAST and failed[id] / hits[id] >= NOISY
    ]
    noisy.sort(key=lambda row: (-int(str(row["failed"])), str(row["concept"])))
    unused = sorted(c.id for c in standard.concepts if not hits[c.id])
    return {
        "version": 1,
        "concepts": len(standard.concepts),
        "hit": len(hits),
        "occurrences": sum(hits.values()),
        "noisy": noisy,
        "unused": unused,
        "contradictory": [*standard.contradictions, *_contradictory(standard)],
        "shared": _shared(standard),
        "nested": _nested(standard),
    }


def _contradictory(standard: Standard) -> list[str]:
    """Forms that one concept approves and another forbids, or that no match can tell from an approved one.

    A form of one region says nothing about another.
    """
    good: dict[str, list[tuple[str, Term]]] = {}
    for concept in standard.concepts:
        for term in concept.terms:
            if term.status in GOOD:
                good.setdefault(form_key(term.text), []).append((concept.id, term))
    found = []
    for concept in standard.concepts:
        for term in concept.terms:
            if term.status is not Status.DEPRECATED:
                continue
            for id, other in good.get(form_key(term.text), ()):
                if not (term.lang.startswith(other.lang) or other.lang.startswith(term.lang)):
                    continue
                message = (
                    _("“{form}” is deprecated for {concept} and approved for {other}")
                    if other.text.lower() == term.text.lower()
                    else _(
                        "“{form}”, deprecated for {concept}, is matched like “{approved}”, approved for {other}"
                    )
                )
                found.append(
                    message.format(form=term.text, concept=concept.id, other=id, approved=other.text)
                )
                break
    return found


def _shared(standard: Standard) -> list[dict[str, Any]]:
    """Forms that are approved for several concepts: which one is meant the text must say."""
    owners: dict[str, dict[str, str]] = {}
    for concept in standard.concepts:
        for term in concept.terms:
            if term.status in GOOD and term.lang == EN:
                owners.setdefault(form_key(term.text), {})[concept.id] = term.text
    return [
        {"form": next(iter(ids.values())), "concepts": sorted(ids)} for ids in owners.values() if len(ids) > 1
    ]


def _nested(standard: Standard) -> list[dict[str, str]]:
    """Preferred Chinese terms that lie inside another preferred one: the longer one is matched first."""
    scanner = Recogniser(
        [
            c._replace(terms=tuple(t for t in c.terms if t.status is Status.PREFERRED))
            for c in standard.concepts
        ],
        "zh",
    )
    rows = []
    for concept in standard.concepts:
        for match in scanner.find_all(concept.zh):
            inner = match.entries[0]
            if match.end - match.start < len(concept.zh) and inner.concept.id != concept.id:
                rows.append(
                    {
                        "concept": inner.concept.id,
                        "term": inner.term.text,
                        "inside": concept.id,
                        "longer": concept.zh,
                    }
                )
    return rows


def text(report: dict[str, Any]) -> str:
    """The report for a reader; long lists are cut and counted."""
    lines = [
        _("{concepts} concepts, {hit} of them in these texts, {occurrences} occurrences").format_map(report),
        _("noisy: {count} fail in half of their places or more").format(count=len(report["noisy"])),
        *_cut(_("{failed} of {occurrences}: {term} [{concept}]").format_map(row) for row in report["noisy"]),
        _("contradictory: {count}").format(count=len(report["contradictory"])),
        *_cut(report["contradictory"]),
        _("approved for several concepts: {count}").format(count=len(report["shared"])),
        *_cut(f"“{row['form']}”: {', '.join(row['concepts'])}" for row in report["shared"]),
        _("contained in a longer term: {count}").format(count=len(report["nested"])),
        *_cut(_("{term} in {longer}").format_map(row) for row in report["nested"]),
        _("never hit: {count}").format(count=len(report["unused"])),
        *_cut(report["unused"]),
    ]
    return "\n".join(lines) + "\n"


def _cut(rows: Iterable[str]) -> Iterator[str]:
    every = list(rows)
    for row in every[:SHOWN]:
        yield f"  {row}"
    if len(every) > SHOWN:
        yield "  " + _("… and {count} more; --format json has all").format(count=len(every) - SHOWN)
