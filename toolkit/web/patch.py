"""Accepted proposals as a patch to the TSV files of the termbase, for review as a diff."""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from toolkit.curation import check
from toolkit.errors import FayiError
from toolkit.files import staging
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.termbase import HEADER, Termbase, rows

Proposal = dict[str, Any]


def patch(termbase: Termbase, proposals: Iterable[Proposal]) -> tuple[str, list[str]]:
    """A unified diff over ``glossary/*.tsv`` and, for each proposal that does not fit any more, a sentence.

    ``termbase`` is what the files of its directory hold, without team glossaries.
    """
    changed, problems = _apply_all(termbase, proposals)
    parts: list[str] = []
    for field, concepts in _by_field(changed):
        old = _lines(termbase, field)
        new = _edited(old, concepts)
        name = f"glossary/{field}.tsv"
        parts += difflib.unified_diff(old, new, f"a/{name}" if old else "/dev/null", f"b/{name}")
    return "".join(parts), problems


def refuse_unfit(termbase: Termbase, accepted: Sequence[Proposal], proposal: Proposal) -> None:
    """Raise ``FayiError`` when ``fayi glossary check`` would find more after ``proposal`` than before it."""
    concepts = dict(termbase.by_id)
    for earlier in sorted(accepted, key=_number):
        _try(concepts, earlier)
    apply(concepts, proposal)
    before, _ = _apply_all(termbase, accepted)
    after, _ = _apply_all(termbase, [*accepted, proposal])
    found = _findings(termbase, after)
    # A check takes seconds; as a rule the first finds nothing.
    if found and (new := sorted(found - _findings(termbase, before))):
        code, detail = new[0]
        what, cure = check.CODES[code]
        raise FayiError(f"the glossary would not pass its check: {what}: {detail}", hint=cure)


def apply(concepts: dict[str, Concept], proposal: Proposal) -> Concept:
    """The concept as the proposal would have it. Raises ``FayiError`` when it does not fit the termbase."""
    if proposal["kind"] == "new-term":
        return _new_concept(concepts, proposal)
    concept = concepts.get(proposal["concept"])
    if concept is None:
        raise FayiError("no such concept in the files of the glossary", found=proposal["concept"])
    if proposal["kind"] == "new-form":
        return _with_term(concept, proposal)
    return _corrected(concept, proposal)


def likely_category(chinese: str) -> str:
    """The kind of concept that the last characters of a Chinese term speak for; else ``concept``."""
    return next((kind for ending, kind in ENDINGS if chinese.endswith(ending)), "concept")


ENDINGS = (
    ("罪", "crime"), ("法", "law"), ("权", "right"), ("权利", "right"), ("书", "document"), ("合同", "document"),
    ("院", "institution"), ("委员会", "institution"), ("机关", "institution"), ("机构", "institution"), ("官", "post"), ("长", "post"),
    ("人", "person"), ("员", "person"), ("者", "person"), ("物", "property"), ("品", "property"), ("产", "property"),
    ("制度", "system"), ("原则", "principle"), ("程序", "procedure"), ("诉讼", "procedure"), ("监督", "procedure"), ("措施", "measure"),
    ("义务", "duty"), ("行为", "act"), ("证据", "evidence"), ("组织", "organization"),
)  # fmt: skip
"""Endings whose Chinese terms are of one kind in at least two thirds of the built-in concepts."""


def _apply_all(termbase: Termbase, proposals: Iterable[Proposal]) -> tuple[dict[str, Concept], list[str]]:
    """Changed concepts by id, and a sentence for each proposal that does not fit."""
    concepts = dict(termbase.by_id)
    changed: dict[str, Concept] = {}
    problems = []
    for proposal in sorted(proposals, key=_number):
        if (problem := _try(concepts, proposal, changed)) is not None:
            problems.append(f"proposal {proposal['number']}: {problem}")
    return changed, problems


def _number(proposal: Proposal) -> int:
    return int(proposal["number"])


def _try(
    concepts: dict[str, Concept], proposal: Proposal, changed: dict[str, Concept] | None = None
) -> FayiError | None:
    try:
        concept = apply(concepts, proposal)
    except FayiError as error:
        return error
    concepts[concept.id] = concept
    if changed is not None:
        changed[concept.id] = concept
    return None


def _new_concept(concepts: dict[str, Concept], proposal: Proposal) -> Concept:
    id = re.sub(r"[^a-z0-9]+", "-", proposal["english"].lower()).strip("-")
    if not id or id in concepts:
        raise FayiError(
            "the id of the new concept is taken or empty", found=id, hint="propose a new form of that concept"
        )
    source = proposal.get("source", "")
    # Chinese without a source needs a reason to stand in the glossary.
    note = "" if source else proposal.get("reason", "")
    terms = (
        Term(proposal["english"], EN, Status.PREFERRED, "editor"),
        Term(proposal["chinese"], ZH, Status.PREFERRED, source, note),
    )
    category = proposal.get("category") or likely_category(proposal["chinese"])
    return Concept(id, proposal["field"], terms, category, proposal.get("definition", ""))


def _with_term(concept: Concept, proposal: Proposal) -> Concept:
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


def _corrected(concept: Concept, proposal: Proposal) -> Concept:
    if "definition" in proposal:
        concept = concept._replace(definition=proposal["definition"])
    if "category" in proposal:
        concept = concept._replace(kind=proposal["category"])
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


def _by_field(changed: dict[str, Concept]) -> list[tuple[str, dict[str, Concept]]]:
    fields: dict[str, dict[str, Concept]] = {}
    for concept in changed.values():
        fields.setdefault(concept.field, {})[concept.id] = concept
    return sorted(fields.items())


def _lines(termbase: Termbase, field: str) -> list[str]:
    """The file of a field as it is: a patch must fit it also where it is not in order."""
    path = termbase.directory / f"{field}.tsv" if termbase.directory else None
    return path.read_text(encoding="utf-8").splitlines(keepends=True) if path and path.is_file() else []


def _edited(old: Sequence[str], concepts: dict[str, Concept]) -> list[str]:
    """``old`` with the rows of ``concepts`` exchanged or put where their ids belong; other rows stay as written."""
    waiting = dict(sorted(concepts.items()))
    new = list(old[:1]) or ["\t".join(HEADER) + "\n"]
    for id, group in groupby(old[1:], lambda line: line.partition("\t")[0]):
        for other in [o for o in waiting if o < id and not any(line.startswith(f"{o}\t") for line in old)]:
            new += _rows(waiting.pop(other))
        new += _rows(waiting.pop(id)) if id in waiting else group
    for concept in waiting.values():
        new += _rows(concept)
    return new


def _rows(concept: Concept) -> list[str]:
    return ["\t".join(row) + "\n" for row in rows(concept)]


def _findings(termbase: Termbase, changed: dict[str, Concept]) -> set[tuple[str, str]]:
    """Code and detail of what ``fayi glossary check`` says of the glossary with the ``changed`` concepts."""
    assert termbase.directory is not None
    with staging(Path(tempfile.gettempdir())) as place:
        for path in termbase.directory.iterdir():
            if path.suffix in (".tsv", ".toml"):
                shutil.copy(path, place / path.name)
        for field, concepts in _by_field(changed):
            text = "".join(_edited(_lines(termbase, field), concepts))
            (place / f"{field}.tsv").write_text(text, encoding="utf-8", newline="\n")
        return {(problem.code, problem.detail) for problem in check.check(place)}
