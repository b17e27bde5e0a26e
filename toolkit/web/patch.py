"""Accepted proposals as a patch to the TSV files of the termbase, for review as a diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

from toolkit.errors import FayiError
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.termbase import HEADER, Termbase, rows


def patch(termbase: Termbase, proposals: Iterable[dict[str, Any]]) -> tuple[str, list[str]]:
    """A unified diff over ``glossary/*.tsv`` and, for each proposal that does not fit any more, a sentence."""
    concepts = dict(termbase.by_id)
    problems = []
    for proposal in sorted(proposals, key=lambda p: int(p["number"])):
        try:
            changed = apply(concepts, proposal)
        except FayiError as error:
            problems.append(f"proposal {proposal['number']}: {error}")
        else:
            concepts[changed.id] = changed
    before, after = _files(termbase.concepts), _files(concepts.values())
    parts: list[str] = []
    for field in sorted(after):
        if before.get(field) != after[field]:
            old, new = before.get(field, []), after[field]
            name = f"glossary/{field}.tsv"
            parts += difflib.unified_diff(old, new, f"a/{name}" if old else "/dev/null", f"b/{name}")
    return "".join(parts), problems


def apply(concepts: dict[str, Concept], proposal: dict[str, Any]) -> Concept:
    """The concept as the proposal would have it. Raises ``FayiError`` when it does not fit the termbase."""
    if proposal["kind"] == "new-term":
        return _new_concept(concepts, proposal)
    concept = concepts.get(proposal["concept"])
    if concept is None:
        raise FayiError("no such concept", found=proposal["concept"])
    if proposal["kind"] == "new-form":
        return _with_term(concept, proposal)
    return _corrected(concept, proposal)


def _new_concept(concepts: dict[str, Concept], proposal: dict[str, Any]) -> Concept:
    id = re.sub(r"[^a-z0-9]+", "-", proposal["english"].lower()).strip("-")
    if not id or id in concepts:
        raise FayiError(
            "the id of the new concept is taken or empty", found=id, hint="propose a new form of that concept"
        )
    terms = (
        Term(proposal["english"], EN, Status.PREFERRED, "editor"),
        Term(proposal["chinese"], ZH, Status.PREFERRED, proposal.get("source", "")),
    )
    return Concept(id, proposal["field"], terms, "concept", proposal.get("definition", ""))


def _with_term(concept: Concept, proposal: dict[str, Any]) -> Concept:
    if any(t.text == proposal["term"] and t.lang == proposal["lang"] for t in concept.terms):
        raise FayiError("the form is listed already", found=proposal["term"])
    status = Status(proposal.get("status", "admitted"))
    if status is Status.PREFERRED and concept.preferred(proposal["lang"]):
        status = Status.ADMITTED
    note = proposal.get("reason", "") if status is Status.DEPRECATED else ""
    return concept._replace(
        terms=(
            *concept.terms,
            Term(proposal["term"], proposal["lang"], status, proposal.get("source", ""), note),
        )
    )


def _corrected(concept: Concept, proposal: dict[str, Any]) -> Concept:
    if "definition" in proposal:
        concept = concept._replace(definition=proposal["definition"])
    old = proposal.get("replaces")
    if not old:
        return concept
    index = next(
        (i for i, t in enumerate(concept.terms) if t.text == old and t.lang == proposal.get("lang", t.lang)),
        None,
    )
    if index is None:
        raise FayiError("the form to correct is not there any more", found=old)
    terms = list(concept.terms)
    if "term" in proposal:
        wanted = terms[index]
        terms[index] = wanted._replace(
            text=proposal["term"],
            status=Status(proposal.get("status", wanted.status.value)),
            source=proposal.get("source", wanted.source),
        )
    elif terms[index].status is Status.PREFERRED:
        raise FayiError("a preferred form cannot go without a successor", found=old)
    else:
        del terms[index]
    return concept._replace(terms=tuple(terms))


def _files(concepts: Iterable[Concept]) -> dict[str, list[str]]:
    fields: dict[str, list[Concept]] = {}
    for concept in concepts:
        fields.setdefault(concept.field, []).append(concept)
    head = "\t".join(HEADER) + "\n"
    return {
        field: [head, *("\t".join(row) + "\n" for c in sorted(some, key=lambda c: c.id) for row in rows(c))]
        for field, some in fields.items()
    }
