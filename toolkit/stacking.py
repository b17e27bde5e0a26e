"""The built-in termbase with the glossaries of a user, a client or a team on top of it.

One rule for every command. The layers are the built-in termbase and above it the glossaries in the order given, so
that a later one stands above an earlier one and any of them above the built-in. Within the stack

- a concept replaces the concept with the same id in the layers below;
- an English form, and a Chinese form that is deprecated, counts only in the highest layer that lists it: it is taken
  out of the concepts below. Other Chinese forms stay shared: a client who prescribes 人民法院 for one name of the
  court does not take it from the others;
- where a preferred English form is taken out, the next admitted one of that concept becomes preferred;
- a form that one glossary both approves and forbids for the same counterpart is used for neither, and reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from toolkit import data, termbase
from toolkit.model import EN, Concept, Status, Term
from toolkit.termbase import Termbase
from toolkit.text import contains_han, fold_zh, phrase_key

_GOOD = (Status.PREFERRED, Status.ADMITTED)
_Key = tuple[str, str]


class Layer(NamedTuple):
    """One glossary and where it came from."""

    concepts: tuple[Concept, ...]
    path: Path | None = None


class Stack(NamedTuple):
    """Layers as one glossary, the highest first."""

    concepts: tuple[Concept, ...]
    contradictions: tuple[str, ...] = ()
    """One line each, with file and lines."""
    own: frozenset[str] = frozenset()
    """Ids of the concepts that come from a glossary above the lowest layer."""


def load(
    glossaries: Sequence[Path] = (),
    *,
    directory: Path | None = None,
    builtin: bool = True,
    lang: str = "",
) -> Termbase:
    """The termbase in ``directory`` (the built-in one by default, none without ``builtin``) under the ``glossaries``.

    Each row that is not used and each contradiction is logged as a warning. Raises ``FayiError`` for an unusable
    glossary.
    """
    base = termbase.load(directory) if builtin else Termbase((), directory or data.directory("glossary"))
    if not glossaries:
        return base
    layers = [read(path, lang) for path in glossaries]
    stacked = stack(base.concepts, layers)
    warn(stacked.contradictions)
    return Termbase(stacked.concepts, base.directory)


def read(path: Path, lang: str = "") -> Layer:
    """A glossary in any format Fayi reads, or a termbase directory. Raises ``FayiError`` naming file and line."""
    if path.is_dir():
        return Layer(termbase.load(path).concepts, path)
    # Imported late: a plain lookup does without the forty formats.
    from toolkit.formats.glossaries import load_concepts
    from toolkit.formats.report import Report

    report = Report(str(path))
    layer = Layer(load_concepts(path, lang=lang, report=report), path)
    warn(report.lines())
    return layer


def warn(lines: Iterable[str]) -> None:
    """Log what the user should know of a glossary; without a handler Python shows it on standard error."""
    import logging

    for line in lines:
        logging.getLogger("fayi.glossary").warning("%s", line)


def stack(lowest: Sequence[Concept], layers: Sequence[Layer]) -> Stack:
    """The ``layers`` over the ``lowest`` concepts; the last layer goes first."""
    stacked: list[Concept] = []
    taken: set[_Key] = set()
    ids: set[str] = set()
    contradictions: list[str] = []
    for layer in reversed(layers):
        bad = set(_contradictory(layer, contradictions))
        kept = [_without(concept, taken, bad) for concept in layer.concepts]
        stacked += [c for c in kept if c.terms and c.id not in ids]
        taken |= {_key(t) for c in kept for t in c.terms if _claims(t)}
        ids |= {c.id for c in layer.concepts}
    own = frozenset(ids)
    for concept in lowest:
        if concept.id not in ids and (left := _without(concept, taken)).terms:
            stacked.append(left)
    return Stack(tuple(stacked), tuple(reversed(contradictions)), own)


def _claims(term: Term) -> bool:
    return term.status is not Status.LOOKUP and (term.lang == EN or term.status is Status.DEPRECATED)


def _without(concept: Concept, taken: set[_Key], bad: Container[tuple[str, _Key]] = ()) -> Concept:
    terms = [t for t in concept.terms if (key := _key(t)) not in taken and (concept.id, key) not in bad]
    if len(terms) == len(concept.terms):
        return concept
    if concept.en and not any(t.lang == EN and t.status is Status.PREFERRED for t in terms):
        heir = next((n for n, t in enumerate(terms) if t.lang == EN and t.status is Status.ADMITTED), None)
        if heir is not None:
            terms[heir] = terms[heir]._replace(status=Status.PREFERRED)
    return concept._replace(terms=tuple(terms))


def _contradictory(layer: Layer, messages: list[str]) -> Iterator[tuple[str, _Key]]:
    """``(concept id, form key)`` of forms that are approved and forbidden for one counterpart."""
    approved: dict[tuple[_Key, _Key], list[tuple[Concept, Term]]] = defaultdict(list)
    forbidden: dict[tuple[_Key, _Key], list[tuple[Concept, Term, Term]]] = defaultdict(list)
    for concept in layer.concepts:
        for term in concept.terms:
            for other in _counterparts(concept.terms, term):
                if term.status in _GOOD:
                    approved[_key(term), _key(other)].append((concept, term))
                elif term.status is Status.DEPRECATED:
                    forbidden[_key(term), _key(other)].append((concept, term, other))
    for (key, other_key), refusals in forbidden.items():
        approvals = approved.get((key, other_key))
        if approvals:
            _concept, term, other = refusals[0]
            lines = [t.line for _c, t in approvals[:1]] + [term.line]
            said = f" (lines {lines[0]} and {lines[1]})" if all(lines) else ""
            place = (
                f"{layer.path.name}:{max(lines)}: "
                if layer.path and all(lines)
                else f"{layer.path.name}: "
                if layer.path
                else ""
            )
            messages.append(
                f"{place}“{term.text}” is both approved and forbidden for “{other.text}”{said}: it is used for neither"
            )
            yield from ((c.id, key) for c, _t in approvals)
            yield from ((c.id, key) for c, _t, _o in refusals)


def _counterparts(terms: Iterable[Term], term: Term) -> Iterator[Term]:
    return (t for t in terms if t.lang[:2] != term.lang[:2] and t.status in _GOOD)


def _key(term: Term) -> _Key:
    return term.lang[:2], form_key(term.text)


@cache
def form_key(text: str) -> str:
    """The key under which equal forms meet, in either language."""
    return fold_zh(text) if contains_han(text) else phrase_key(text)
