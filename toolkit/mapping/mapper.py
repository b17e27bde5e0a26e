"""``Mapper``: any English rendering of a term → the standard Chinese, explained, or nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property

from toolkit.mapping import explaining, grading
from toolkit.mapping.ambiguity import choose
from toolkit.mapping.certain import CertainIndex, Hit
from toolkit.mapping.fused import Evidence, FusedIndex
from toolkit.mapping.lexicon import Lexicon, builtin
from toolkit.mapping.model import Grade, Mapping
from toolkit.mapping.patterns import Patterns
from toolkit.model import Concept

LONGEST = 24
"""Words of a phrase above which it is a sentence, not a term; it is not mapped by similarity."""


class Mapper:
    """Maps phrases to ``concepts``; each index is built when a phrase first needs it."""

    def __init__(self, concepts: Iterable[Concept], lexicon: Lexicon | None = None) -> None:
        self.concepts: Sequence[Concept] = tuple(concepts)
        self._lexicon = lexicon

    def map(self, phrase: str, context: str = "", limit: int = 5) -> list[Mapping]:
        """Candidates for ``phrase``, best first; empty when nothing is good enough to say.

        ``context`` is the sentence around the phrase; its cue words decide between readings.
        """
        hit = self._certain.find(phrase)
        if hit and hit.how == "exact":
            return self._listed(phrase, hit, context)[:limit]
        if found := self.patterns.map(phrase):
            return found[:limit]
        if hit:
            return self._listed(phrase, hit, context)[:limit]
        return self._scored(phrase)[:limit]

    @cached_property
    def _certain(self) -> CertainIndex:
        return CertainIndex(self.concepts)

    @cached_property
    def _by_chinese(self) -> dict[str, Concept]:
        return {concept.zh: concept for concept in self.concepts}

    @cached_property
    def patterns(self) -> Patterns:
        """Finds citations, places and numbered phrases, with the law titles of these concepts."""
        return Patterns(self.concepts)

    @cached_property
    def fused(self) -> FusedIndex:
        return FusedIndex(self.concepts, self._lexicon or builtin())

    def _listed(self, phrase: str, hit: Hit, context: str) -> list[Mapping]:
        choice = choose(hit.entries, context or phrase, self._by_chinese)
        entries = [choice.entry, *choice.others]
        first = grading.listed_confidence(hit.how, choice)
        mappings = []
        for position, entry in enumerate(entries):
            share = first if position == 0 else (1 - first) / len(choice.others)
            mappings.append(Mapping(
                entry.concept.zh, entry.concept.en, share,
                Grade.EXACT if hit.how == "exact" else Grade.VARIANT,
                explaining.listed(phrase, hit, entry, choice if position == 0 else None), entry.concept,
            ))  # fmt: skip
        return mappings

    def _scored(self, phrase: str) -> list[Mapping]:
        ranked = self.rank(phrase)
        if not ranked:
            return []
        ranked = self._distinct(ranked)
        scores = [score for _, score in ranked]
        first = grading.confidence(ranked[0][0].features, scores)
        if first < grading.ANSWER:
            return []
        mappings = []
        runner_up = self.concepts[ranked[1][0].concept] if len(ranked) > 1 else None
        rest = sum(math.exp(score - scores[1]) for score in scores[1:])
        for position, (evidence, score) in enumerate(ranked[:5]):
            concept = self.concepts[evidence.concept]
            share = first if position == 0 else (1 - first) * math.exp(score - scores[1]) / rest
            mappings.append(Mapping(
                concept.zh, concept.en, share, grading.grade(share),
                explaining.scored(phrase, evidence, runner_up if position == 0 else None), concept,
            ))  # fmt: skip
        return mappings

    def _distinct(self, ranked: list[tuple[Evidence, float]]) -> list[tuple[Evidence, float]]:
        """The best of each Chinese term: two concepts with one term are one answer."""
        best: dict[str, tuple[Evidence, float]] = {}
        for pair in ranked:
            best.setdefault(self.concepts[pair[0].concept].zh, pair)
        return list(best.values())

    def rank(self, phrase: str) -> list[tuple[Evidence, float]]:
        """The evidence for the nearest concepts and its score, best first, whatever it is worth."""
        query = self.fused.read(phrase)
        if not query.words or len(query.words) > LONGEST:
            return []
        found = [self.fused.evidence(query, number) for number in self.fused.candidates(query)]
        return sorted(((e, grading.score(e.features)) for e in found), key=lambda pair: -pair[1])
