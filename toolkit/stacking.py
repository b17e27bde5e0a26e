"""The built-in termbase with the glossaries of a user, a client or a team on top of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from toolkit import termbase
from toolkit.model import Concept, Term
from toolkit.termbase import Termbase
from toolkit.text import fold_zh, phrase_key


def load(glossaries: Sequence[Path] = ()) -> Termbase:
    """The built-in termbase, under the ``glossaries`` (files of any format Fayi reads, termbase directories).

    The last glossary goes first. A form that a glossary lists is taken out of the concepts below it, and a
    concept with the same id replaces the one below. Raises ``FayiError`` for an unusable glossary.
    """
    base = termbase.load()
    if not glossaries:
        return base
    # Imported late: a plain lookup does without the forty formats.
    from toolkit.formats.glossaries import load_concepts

    stacked: tuple[Concept, ...] = base.concepts
    for path in glossaries:
        own = termbase.load(path).concepts if path.is_dir() else tuple(load_concepts(path))
        stacked = (*own, *_below(own, stacked))
    return Termbase(stacked, base.directory)


def _below(own: Sequence[Concept], others: Iterable[Concept]) -> Iterable[Concept]:
    ids = {concept.id for concept in own}
    forms = {_key(term) for concept in own for term in concept.terms}
    for concept in others:
        if concept.id not in ids:
            kept = tuple(term for term in concept.terms if _key(term) not in forms)
            yield concept if len(kept) == len(concept.terms) else concept._replace(terms=kept)


def _key(term: Term) -> tuple[str, str]:
    language = term.lang.split("-")[0]
    return language, phrase_key(term.text) if language == "en" else fold_zh(term.text)
