"""From evidence to a score, a confidence and a grade.

The weights are in ``weights.json``. They are fitted on the termbase's own forms (each left out in turn,
and each concept left out in turn for the phrases that have no answer) by ``benchmarks/fit_mapping.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

from toolkit.mapping.ambiguity import Choice
from toolkit.mapping.model import Grade
from toolkit.model import Status

FEATURES = (
    "soft", "recall", "precision", "zh", "zh_recall", "zh_precision", "letters", "worst", "missing",
    "worst_english", "numeral", "negation", "deprecated", "product", "either", "zh_head", "head", "law",
    "uncovered", "zh_excess", "single", "form_bare", "zh_bare", "crime_phrase", "crime_concept", "length",
    "anywhere", "worst_anywhere", "undefined", "next_form",
)  # fmt: skip
"""Numbers that ``evidence.gather`` gives for one concept, each about 0–1."""

_WEIGHTS = Path(__file__).with_name("weights.json")
ANSWER = 0.45
"""Confidence below which nothing is said. Set where everyday phrases not tuned on begin to be mapped: 4 of 308
at 0.55, 6 at 0.5, 7 at 0.45, 13 at 0.4; right when answered hardly moves between 0.3 and 0.55."""
LIKELY = 0.85
FIRM = 0.8
"""Confidence above which that of an answer by similarity is halved in what exceeds it, so that 0.9 and more is
left to listed forms: without, 40 of 44 such answers (91 %) in the case files were right at 0.9 and more, where
97 % are wanted."""
_LISTED = {
    "exact": 0.97,
    "inflected": 0.95,
    "spelling": 0.95,
    "word order": 0.95,
    "of-inversion": 0.95,
    "wrapper": 0.95,
}


class Weights(NamedTuple):
    """A small network: ``direct · x + output · relu(hidden x + bias)``, then a logistic on what it decides."""

    hidden: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    output: tuple[float, ...]
    direct: tuple[float, ...]
    confidence_hidden: tuple[tuple[float, ...], ...]
    confidence_bias: tuple[float, ...]
    confidence_output: tuple[float, ...]
    confidence_direct: tuple[float, ...]
    confidence_constant: float


@cache
def weights() -> Weights:
    table = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    rows = {name: tuple(map(tuple, table[name])) for name in ("hidden", "confidence_hidden")}
    return Weights(**{**table, **rows})


def _network(
    x: Sequence[float],
    hidden: Sequence[Sequence[float]],
    bias: Sequence[float],
    output: Sequence[float],
    direct: Sequence[float],
) -> float:
    total: float = sum(map(mul, direct, x))
    for row, constant, weight in zip(hidden, bias, output, strict=True):
        activation = constant + sum(map(mul, row, x))
        if activation > 0:
            total += weight * activation
    return total


def score(features: Sequence[float]) -> float:
    """How well one concept fits; only differences between concepts for the same phrase mean anything."""
    w = weights()
    return _network(features, w.hidden, w.bias, w.output, w.direct)


def confidence_features(
    features: Sequence[float], first: float, second: float, share: float, strange: Sequence[float]
) -> tuple[float, ...]:
    """The evidence of the best concept, its score, its distance to the next, its share of the softmax, and
    what is ``strange`` in the phrase (``index.Query``)."""
    return (*features, first / 10, min(first - second, 8.0) / 4, share, *strange)


def rival(scores: Sequence[float], chinese: Sequence[str]) -> float:
    """Score of the best candidate that is another thing: neither wider nor narrower than the first (录音录像
    inside 同步录音录像), nor its abbreviation (人大代表 of 全国人民代表大会代表) or the same act as a crime."""
    first = chinese[0].removesuffix("罪")
    for score, other in zip(scores[1:], chinese[1:], strict=True):
        bare = other.removesuffix("罪")
        if not (_inside(bare, first) or _inside(first, bare)):
            return score
    return scores[0] - 8.0


def _inside(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


def confidence(
    features: Sequence[float], scores: Sequence[float], second: float, strange: Sequence[float]
) -> float:
    """How likely the first of ``scores`` (sorted, best first) is right; ``second`` is its rival. Below 0.9: ``FIRM``."""
    w = weights()
    first = scores[0]
    share = 1.0 / sum(math.exp(s - first) for s in scores)
    x = confidence_features(features, first, second, share, strange)
    z = w.confidence_constant + _network(
        x, w.confidence_hidden, w.confidence_bias, w.confidence_output, w.confidence_direct
    )
    raw = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
    return raw if raw <= FIRM else FIRM + (raw - FIRM) / 2


def grade(confidence: float) -> Grade:
    return Grade.LIKELY if confidence >= LIKELY else Grade.SUGGESTION


def listed_confidence(how: str, choice: Choice) -> float:
    """How far a listed form is trusted.

    In the case files 344 of 352 exact forms (97.7 %) were right and 50 of 52 inflected, turned or wrapped ones
    (96.2 %), both unambiguous; the figures for ambiguous forms are hand-set.
    """
    if not choice.others:
        return _LISTED[how]
    if choice.cues:
        return 0.93
    if choice.certain:
        return min(0.95, _LISTED[how])
    others = {other.term.status for other in choice.others}
    # Readings that only the table of ambiguous forms knows are rarer than the listed one.
    return 0.85 if others == {Status.LOOKUP} and choice.entry.term.status is not Status.LOOKUP else 0.6
