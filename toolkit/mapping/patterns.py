"""What no list can hold: citations, institutions with a place name, numbered set phrases."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from toolkit.mapping import counties, numbered, places, statutes
from toolkit.mapping.model import Grade, Mapping, Step
from toolkit.model import Concept
from toolkit.text import normalise


class Patterns:
    """Finds them with the law titles of one termbase."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = concepts

    @cached_property
    def _titles(self) -> statutes.Titles:
        return statutes.Titles(self._concepts)

    def find(self, text: str) -> list[tuple[int, int, Mapping]]:
        """``(start, end, mapping)`` from left to right, the longest where they overlap."""
        found = [(start, end, mappings[0]) for start, end, mappings in self._all(text)]
        found.sort(key=lambda row: (row[0], -row[1]))
        kept: list[tuple[int, int, Mapping]] = []
        for row in found:
            if not kept or row[0] >= kept[-1][1]:
                article = 4 if text[row[0] : row[0] + 4].lower() == "the " else 0
                kept.append((row[0] + article, row[1], row[2]))
        return kept

    def map(self, phrase: str) -> list[Mapping]:
        """Mappings of a phrase that is such a pattern as a whole."""
        text = normalise(phrase).strip(" .,;")
        text = text[4:] if text.lower().startswith("the ") else text
        for start, end, mappings in self._all(text):
            if start == 0 and end == len(text):
                return list(mappings)
        if chinese := statutes.bare(text):
            return [
                Mapping(
                    chinese, "", 0.9, Grade.VARIANT, (Step("citation", "an article without its statute"),)
                )
            ]
        suggested = counties.suggest(text)
        return [suggested] if suggested else []

    def _all(self, text: str) -> Iterable[tuple[int, int, tuple[Mapping, ...]]]:
        if any(character.isdigit() for character in text) or "rticle" in text or "hapter" in text:
            for start, end, mapping in statutes.find(text, self._titles):
                yield start, end, (mapping,)
        for start, end, mapping in places.find(text):
            yield start, end, (mapping,)
        yield from numbered.find(text)


@cache
def _builtin() -> Patterns:
    from toolkit import termbase

    return Patterns(termbase.load().concepts)


def find(text: str) -> list[tuple[int, int, Mapping]]:
    """``Patterns.find`` with the built-in termbase."""
    return _builtin().find(text)
