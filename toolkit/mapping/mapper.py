"""``Mapper``: any English rendering of a term → the standard Chinese, explained, or nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, repeat

from toolkit.mapping import composing, explaining, grading, naming
from toolkit.mapping.ambiguity import choose
from toolkit.mapping.attested import Answer, StatutePhrases
from toolkit.mapping.certain import CertainIndex, Hit
from toolkit.mapping.evidence import Evidence, gather
from toolkit.mapping.index import Index, Query
from toolkit.mapping.learning import Learned, phrase_key
from toolkit.mapping.lexicon import Lexicon, builtin
from toolkit.mapping.model import Grade, Mapping, Step
from toolkit.mapping.patterns import Patterns
from toolkit.mapping.restating import Restated, Restater
from toolkit.model import ZH, Concept, Status

LONGEST = 24
"""Words of a phrase above which it is a sentence, not a term; it is not mapped by similarity."""


ALIGNED = 0.9
"""Confidence of a pair from the user's memory: a person accepted it, for texts of the same kind."""
RESTATED, RESTATED_AGREED = 0.85, 0.95
"""Confidence of a listed form that says a part of the phrase by another name, where similarity says nothing and where
it says the same: with one form of half of all concepts left out, 20 of 21 and 164 of 166 such answers were right."""
ATTESTED = 0.6
"""Confidence of words that a statute uses and no entry holds: 61 of 83 such answers were right where the concept had
been left out of the termbase. They go before less likely entries: of those 14 of 18 were right there."""
OF_A_KIND = 0.5
"""Confidence of a term for a phrase that adds a head like "system" or "decision" to it and that nothing else answers."""
RUNNER_UP = 0.01
"""Confidence of another name of the best candidate, and of a wider term: shown for the reader to choose."""


class Mapper:
    """Maps phrases to ``concepts``; each index is built when a phrase first needs it."""

    def __init__(
        self, concepts: Iterable[Concept], lexicon: Lexicon | None = None, learned: Iterable[Learned] = ()
    ) -> None:
        """``learned`` are pairs from the user's own memory that a person has accepted (``fayi learn``)."""
        self.concepts: Sequence[Concept] = tuple(concepts)
        self._lexicon = lexicon
        self._learned = {row.english: row for row in learned}

    def map(self, phrase: str, context: str = "", limit: int = 5) -> list[Mapping]:
        """Candidates for ``phrase``, best first; empty when nothing is good enough to say.

        ``context`` is the sentence around the phrase; its cue words decide between readings.
        """
        hit = self._certain.find(phrase)
        if hit and hit.how == "exact":
            return self._with_names(self._listed(phrase, hit, context), phrase, limit)
        if found := self.patterns.map(phrase):
            return found[:limit]
        if hit:
            return self._with_names(self._listed(phrase, hit, context), phrase, limit)
        if self._learned and (row := self._learned.get(phrase_key(phrase))):
            return [self._aligned(row)]
        if derived := composing.derive(phrase, self._certain.find):
            return [derived]
        scored = self._scored(phrase)
        if restated := self._restater.find(phrase):
            scored = _restate(phrase, restated, scored)
        if not scored or scored[0].confidence < ATTESTED:
            answers = self._statute_phrases.find(phrase)
            scored = [*map(self._attested, answers, chain([ATTESTED], repeat(RUNNER_UP))), *scored]
        if not scored and (hit := self._certain.of_a_kind(phrase)):
            first, *others = self._listed(phrase, hit, context)
            scored = [first._replace(confidence=OF_A_KIND, grade=Grade.SUGGESTION), *others]
        scored = self._with_names(scored, phrase, limit)
        new = composing.join(phrase, self._certain.find)
        if new and not (
            scored and scored[0].confidence >= composing.JOINED and not _only_part(scored[0], new)
        ):
            return [new, *(m._replace(confidence=min(m.confidence, 1 - new.confidence)) for m in scored)][
                :limit
            ]
        return scored

    def settled(self, phrase: str) -> bool:
        """Whether a listed form or a pattern answers ``phrase``, so that nothing has to be weighed."""
        return self._certain.find(phrase) is not None or bool(self.patterns.map(phrase))

    def _aligned(self, row: Learned) -> Mapping:
        concept = self._by_chinese.get(row.chinese)
        step = Step(
            "aligned",
            f"stands beside {row.chinese} in {row.together} of {row.english_count} segments of your memory",
        )
        return Mapping(row.chinese, concept.en if concept else "", ALIGNED, Grade.LIKELY, (step,), concept)

    def compose(self, phrase: str) -> Mapping | None:
        """A guess for a phrase that nothing maps to, put together from listed parts; always a suggestion."""
        return composing.compose(phrase, self._certain.find, self._lexicon or builtin())

    @cached_property
    def _certain(self) -> CertainIndex:
        return CertainIndex(self.concepts)

    def _attested(self, answer: Answer, confidence: float) -> Mapping:
        chinese = answer.attested.chinese
        concept = self._by_chinese.get(chinese)
        english = concept.en if concept else ""
        return Mapping(chinese, english, confidence, Grade.SUGGESTION, explaining.attested(answer), concept)

    @cached_property
    def _statute_phrases(self) -> StatutePhrases:
        return StatutePhrases(self._lexicon or builtin())

    @cached_property
    def _restater(self) -> Restater:
        return Restater(self._certain)

    @cached_property
    def _by_chinese(self) -> dict[str, Concept]:
        return {concept.zh: concept for concept in self.concepts}

    @cached_property
    def patterns(self) -> Patterns:
        """Finds citations, places and numbered phrases, with the law titles of these concepts."""
        return Patterns(self.concepts)

    @cached_property
    def index(self) -> Index:
        return Index(self.concepts, self._lexicon or builtin())

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

    def _with_names(self, mappings: list[Mapping], phrase: str, limit: int) -> list[Mapping]:
        """The mappings with other Chinese names of the best one and the terms inside it, far below it.

        The best one comes under the name that the phrase says, the title of a law as short as the English is.
        """
        if not mappings or (concept := mappings[0].concept) is None:
            return mappings[:limit]
        best = mappings[0]
        names = [t.text for t in concept.of(ZH, Status.ADMITTED, Status.LOOKUP) if len(t.text) > 1]
        if (
            concept.kind == "law"
            and names
            and "republic" not in phrase.lower()
            and "prc" not in phrase.lower()
        ):
            short = next((n for n in names if concept.zh == f"中华人民共和国{n}"), None)
            if short:
                names = [concept.zh, *(n for n in names if n != short)]
                best = best._replace(chinese=short)
        elif names:
            said = naming.said(concept, phrase, names, self._lexicon or builtin())
            if said != concept.zh:
                names = [concept.zh, *(n for n in names if n != said)]
                step = Step("name", f"the phrase says {said}; {concept.zh} is the usual name")
                best = best._replace(chinese=said, steps=(*best.steps, step))
        whole = concept.zh
        inside = [
            whole[start:end]
            for end in range(len(whole), 1, -1)
            for start in range(end - 1)
            if end - start < len(whole) and whole[start:end] in self._by_chinese
        ]
        inside.sort(key=len, reverse=True)
        others = {best.chinese, *(m.chinese for m in mappings[1:])}
        extra = [
            Mapping(name, concept.en, RUNNER_UP, best.grade, (Step("other name", f"another name of {concept.zh}"),), concept)
            for name in names[:2]
            if name not in others
        ] + [
            Mapping(
                wider, self._by_chinese[wider].en, RUNNER_UP, Grade.SUGGESTION,
                (Step("wider term", f"stands inside {concept.zh}"),), self._by_chinese[wider],
            )
            for wider in inside[:2]
            if wider not in others
        ]  # fmt: skip
        return [best, *mappings[1:3], *extra, *mappings[3:]][:limit]

    def _scored(self, phrase: str) -> list[Mapping]:
        query = self.index.read(phrase)
        ranked = self._rank(query)
        if not ranked:
            return []
        ranked = self._distinct(ranked)
        scores = [score for _, score in ranked]
        rival = grading.rival(scores, [self.concepts[e.concept].zh for e, _ in ranked])
        first = grading.confidence(ranked[0][0].features, scores, rival, query.strange)
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
        return self._rank(self.index.read(phrase))

    def _rank(self, query: Query) -> list[tuple[Evidence, float]]:
        if not query.words or len(query.words) > LONGEST:
            return []
        found = gather(self.index, query, self.index.candidates(query))
        return sorted(((e, grading.score(e.features)) for e in found), key=lambda pair: -pair[1])


def _restate(phrase: str, found: Restated, scored: Sequence[Mapping]) -> list[Mapping]:
    """``found`` first where similarity says the same or nothing, else second."""
    concept = found.entry.concept
    agreed = bool(scored) and scored[0].chinese == concept.zh
    confidence = RESTATED_AGREED if agreed else RESTATED if not scored else RUNNER_UP
    steps = explaining.restated(phrase, found)
    restated = Mapping(concept.zh, concept.en, confidence, Grade.VARIANT, steps, concept)
    if scored and not agreed:
        restated = restated._replace(grade=Grade.SUGGESTION)
        return [scored[0], restated, *(m for m in scored[1:] if m.chinese != concept.zh)]
    others = (m for m in scored if m.chinese != concept.zh)
    return [restated, *(m._replace(confidence=min(m.confidence, 1 - confidence)) for m in others)]


def _only_part(found: Mapping, joined: Mapping) -> bool:
    """Whether ``found`` says no more than one part of ``joined``."""
    return any(found.chinese in part or part in found.chinese for part in joined.chinese.split("、"))
