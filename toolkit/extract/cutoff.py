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

# Score at which a candidate is as likely as not, in a text of ``USUAL`` tokens; it rises with the length of
# all texts, because frequencies do, and falls where each text is short: abstracts and news in brief
# have more terms in fewer words. Chosen on 53 passages of 1,000 to 60,000 tokens out of five lists (mean loss
# 1.3 points of F1 from 3,000 tokens on), where steps of 0.1, 0.05 and 0.1 move the mean by at most 0.3.
EVEN = 1.4
USUAL = 60_000
RISE = 0.15
LONG_ENOUGH, SHORTEST = 1_500, 200
BRIEF = 0.5


def even_score(tokens: int, texts: int = 1) -> float:
    """The score of one chance in two in ``texts`` texts of ``tokens`` tokens in all."""
    each = max(SHORTEST, min(LONG_ENOUGH, tokens / max(1, texts)))
    brief = math.log(each / LONG_ENOUGH)
    return min(3.0, max(-1.0, EVEN + RISE * math.log(max(1, tokens) / USUAL) + BRIEF * brief))


def probability(score: float, even: float) -> float:
    """Chance that a candidate of this score is a term; ``even`` is the score of one chance in two."""
    return 1 / (1 + math.exp(even - score))


def chosen_length(rows: Iterable[tuple[float, int]], even: float = EVEN) -> int:
    """Rows to keep of ``(score, number of surface forms)``, best first."""
    listed = [(probability(score, even), forms) for score, forms in rows]
    size = sum([chance * forms for chance, forms in listed])
    best, length = 0.0, 0
    hits = taken = 0.0
    for index, (chance, forms) in enumerate(listed, 1):
        hits += chance * forms
        taken += forms
        f1 = 2 * hits / (taken + size) if taken + size else 0.0
        if f1 > best:
            best, length = f1, index
        elif chance < best / 2:
            break
    return length
