"""Which candidates the termbase already has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from toolkit.match import Match
from toolkit.model import EN, Concept, Status
from toolkit.text import ARTICLES, phrase_key, strict_key

# Of the list for legal texts a quarter to a half is in the termbase, for other texts one in a hundred.
OWN_FIELD = 0.15
# Nine in ten known designations of legal texts are terms there, so that they enter the list almost as a
# rule; the words of known terms say less.
KNOWN = 1.5
FAMILIAR = 0.5


class Finder(Protocol):
    """What recognises known designations in a text: ``match.Recogniser``."""

    def find(self, text: str) -> list[Match]: ...


Known = Callable[[str], str | None]
"""Phrase → id of the concept that it names."""


def designations(concepts: Iterable[Concept]) -> Known:
    """Looks phrases up by their keys: a tenth of the start-up time of a ``Recogniser``."""
    table: dict[str, str] = {}
    for concept in concepts:
        for term in concept.terms:
            if term.lang == EN and term.status is not Status.LOOKUP:
                table.setdefault(fast_key(term.text), concept.id)
    return lambda text: table.get(fast_key(text))


def fast_key(text: str) -> str:
    """``phrase_key``, without looking for words where blanks separate nothing but letters."""
    words = text.lower().split(" ")
    if all(map(str.isalpha, words)) and ARTICLES.isdisjoint(words):
        return " ".join(map(strict_key, words))
    return phrase_key(text)


def whole_match(finder: Finder) -> Known:
    """The concept whose designation is the whole phrase, by a recogniser."""

    def concept_of(text: str) -> str | None:
        for match in finder.find(text):
            if (match.start, match.end) == (0, len(text)) and not match.inflected:
                return match.entries[0].concept.id
        return None

    return concept_of


def known_lift(listed: Sequence[str], concepts: Mapping[str, str]) -> Callable[[str], float]:
    """What being known, or being made of the words of known terms, adds to the score of a group.

    ``listed``: the groups at the head of the list. The termbase counts as far as it is of the field of
    the texts: fully if ``OWN_FIELD`` of the list is known, hardly in texts on horses.

    References: Vàzquez & Oliver (2018), Improving term candidates selection using terminological tokens.
    """
    share = sum(group in concepts for group in listed) / max(1, len(listed))
    weight = min(1.0, share / OWN_FIELD)
    words = {word for group in concepts for word in group.split(" ") if len(word) > 3}

    def lift(group: str) -> float:
        parts = [word for word in group.split(" ") if len(word) > 3]
        familiar = sum(word in words for word in parts) / len(parts) if parts else 0.0
        return weight * (KNOWN * (group in concepts) + FAMILIAR * familiar)

    return lift
