"""From evidence to a confidence and a grade."""

from __future__ import annotations

import math
from collections.abc import Sequence

from toolkit.mapping.ambiguity import Choice
from toolkit.mapping.model import Grade

FEATURES = (
    "soft", "recall", "precision", "zh", "zh_recall", "zh_precision", "letters", "worst", "missing",
    "worst_english", "numeral", "negation", "deprecated", "product", "either",
)  # fmt: skip
RANK = (3.0, 1.0, 1.0, 5.0, 1.0, 1.0, 2.0, -2.0, -2.0, 0.0, -1.5, -2.0, 0.0, 0.0, 0.0)
ANSWER = 0.5
LIKELY = 0.9


def rank(features: Sequence[float]) -> float:
    return sum(w * f for w, f in zip(RANK, features, strict=True))


def confidence(first: float, second: float) -> float:
    margin = min(1.0, max(0.0, first - second) / 1.0)
    return 1 / (1 + math.exp(-((first - 9.5) * 0.8 + 2 * margin)))


def grade(confidence: float) -> Grade:
    return Grade.LIKELY if confidence >= LIKELY else Grade.SUGGESTION


_LISTED = {"exact": 0.99, "inflected": 0.97, "spelling": 0.97, "word order": 0.95, "of-inversion": 0.96, "wrapper": 0.95}


def listed_confidence(how: str, choice: Choice) -> float:
    """Share of right answers among listed forms reached in this way."""
    if not choice.others:
        return _LISTED[how]
    return 0.9 if choice.cues else 0.6
