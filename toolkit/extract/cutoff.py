"""How long a list to print: the length with the best expected F1.

A terminologist's list is not known, but the scores are log odds, so that the expected number of hits
in the first k rows is the sum of their probabilities, and the expected size of the whole list the sum
over all rows. F1 of the first k rows is about 2 · hits / (k + size); the best k is where it peaks.

References: Lipton, Elkan & Naryanaswamy (2014), Optimal thresholding of classifiers to maximize F1:
the best threshold is half of the best F1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

# Score at which a candidate is as likely as not.
EVEN = 1.0


def probability(score: float) -> float:
    """Chance that a candidate of this score is a term."""
    return 1 / (1 + math.exp(EVEN - score))


def chosen_length(rows: Iterable[tuple[float, int]]) -> int:
    """Rows to keep of ``(score, number of surface forms)``, best first."""
    listed = [(probability(score), forms) for score, forms in rows]
    size = sum(chance * forms for chance, forms in listed)
    best, length = 0.0, 0
    hits = taken = 0.0
    for index, (chance, forms) in enumerate(listed, 1):
        hits += chance * forms
        taken += forms
        f1 = 2 * hits / (taken + size) if taken + size else 0.0
        if f1 > best:
            best, length = f1, index
    return length
