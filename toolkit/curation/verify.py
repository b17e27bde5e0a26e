"""``fayi glossary verify``: proves that each cited Chinese term stands verbatim at its pinpoint."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.curation.texts import OfficialText, same_title
from toolkit.model import ZH, Citation, Concept, Source, Term
from toolkit.termbase import Termbase


class Failure(NamedTuple):
    """A citation that the texts contradict."""

    concept: Concept
    term: Term
    citation: Citation
    reason: str


@dataclass
class Proof:
    """What the texts prove of a termbase."""

    concepts: int = 0
    proved_concepts: int = 0
    """Concepts whose preferred Chinese stands verbatim in a text at hand."""
    cited_concepts: int = 0
    """Concepts whose preferred Chinese is cited, from texts that are not at hand (not machine-checked)."""
    explained_concepts: int = 0
    """Concepts without citation whose note says why."""
    citations: Counter[str] = field(default_factory=Counter)
    """``proved``, ``failed``, ``text not at hand`` over all Chinese citations; ``basis proved``, …"""
    failures: list[Failure] = field(default_factory=list)
    by_field: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def verify(termbase: Termbase, texts: Sequence[OfficialText]) -> Proof:
    """Check every citation of a Chinese term, and that every ``basis`` article exists."""
    proof = Proof()
    at_hand = {key: text for key, source in termbase.sources.items() if (text := _text_of(source, texts))}
    for concept in termbase.concepts:
        proof.concepts += 1
        standard = concept.preferred(ZH)
        outcomes = set()
        for term in concept.terms:
            if term.lang == "en":
                continue
            for citation in term.citations:
                outcome = _check(concept, term, citation, at_hand, proof)
                if term is standard:
                    outcomes.add(outcome)
        state = (
            "proved" if "proved" in outcomes
            else "cited" if outcomes
            else "explained" if standard is not None and standard.note
            else "uncited"
        )  # fmt: skip
        proof.by_field[concept.field][state] += 1
        proof.proved_concepts += state == "proved"
        proof.cited_concepts += state == "cited"
        proof.explained_concepts += state == "explained"
        _check_basis(concept, at_hand, proof)
    return proof


def _text_of(source: Source, texts: Sequence[OfficialText]) -> OfficialText | None:
    """The text of a source: same title, and same date or year where both are known."""
    found = [text for text in texts if same_title(text.title, source.title_zh)]
    if source.date:
        found = [text for text in found if not text.date or text.date == source.date] or found
    if source.year:
        found = [text for text in found if not text.year or text.year == str(source.year)]
    return found[0] if found else None


def _check(
    concept: Concept, term: Term, citation: Citation, at_hand: dict[str, OfficialText], proof: Proof
) -> str:
    text = at_hand.get(citation.key)
    if text is None:
        proof.citations["text not at hand"] += 1
        return "text not at hand"
    stands = text.has(term.text, citation.pinpoint)
    if stands:
        proof.citations["proved"] += 1
        return "proved"
    reason = "no such article" if stands is None else "not verbatim there"
    proof.citations["failed"] += 1
    proof.failures.append(Failure(concept, term, citation, reason))
    return "failed"


def _check_basis(concept: Concept, at_hand: dict[str, OfficialText], proof: Proof) -> None:
    from toolkit.model import parse_citations

    for citation in parse_citations(concept.basis):
        text = at_hand.get(citation.key)
        if text is None:
            proof.citations["basis not at hand"] += 1
        elif citation.pinpoint in ("", "title") or citation.pinpoint in text.articles:
            proof.citations["basis exists"] += 1
        else:
            proof.citations["failed"] += 1
            standard = concept.preferred(ZH)
            assert standard is not None
            proof.failures.append(Failure(concept, standard, citation, "basis: no such article"))
