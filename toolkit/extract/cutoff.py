"""How long a list to print: the length with the best expected F1.

A terminologist's list is not known, but the scores are log odds, so that the expected number of hits
in the first k rows is the sum of their probabilities, and the expected size of the whole list the sum
over all rows. F1 of the first k rows is about 2 · hits / (k + size); the best k is where it peaks.

References: Lipton, Elkan & Naryanaswamy (2014), Optimal thresholding of classifiers to maximize F1:
the best threshold is half of the best F1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import mode

# Score at which a candidate is as likely as not. It falls where each text is short: abstracts and news in
# brief have more terms in fewer words. It falls too where the noun phrases that stand once score high: their
# score has no frequency in it, so that it shows how far the language of the text is that of a field.
# Chosen on five lists and 151 passages of 200 to 32,000 tokens out of them, two lists with and without the
# termbase: steps of 0.1 move the mean loss of F1 by at most 0.1; chosen without the list that it is measured on, it
# is 0.6 higher (benchmarks/extraction_passages.py measures it on similar passages).
EVEN = 1.3
BRIEF = 0.6
SHORTEST, LONG_ENOUGH, USUAL = 200, 2_500, 1_500
FIELD = 0.6
USUAL_ONCE = -1.4
# Share of the shift that would keep the expected number of terms when the known ones are lifted: regressions on
# the two legal lists and eight passages of them give 0.85 to 1.1, on average 0.95.
SHIFT = 0.9
# A few phrases say little: so many at the usual score are added to them.
PRIOR = 10
# In texts of fewer tokens the scores have less to go by.
LITTLE, CAUTION = 1_000, 0.3


def even_score(tokens: int, texts: int = 1, phrases: Sequence[tuple[float, int]] = ()) -> float:
    """The score of one chance in two in ``texts`` texts of ``tokens`` tokens in all.

    ``phrases``: scores and frequencies of the noun phrases. Those of the commonest frequency count; it is 1
    but for texts that were put in several times and for so much text that the rare ones were forgotten.
    """
    each = max(SHORTEST, min(LONG_ENOUGH, tokens / max(1, texts)))
    usual = mode([frequency for _, frequency in phrases]) if phrases else 1
    scores = [score for score, frequency in phrases if frequency == usual]
    more = math.log(usual)
    mean = (sum(scores) + PRIOR * (USUAL_ONCE + more)) / (len(scores) + PRIOR) - more
    little = max(0.0, math.log(LITTLE / max(1, tokens)))
    even = EVEN + more + BRIEF * math.log(each / USUAL) - FIELD * (mean - USUAL_ONCE) + CAUTION * little
    return min(4.0, max(-1.0, even))


def expected_size(rows: Iterable[tuple[float, int]], even: float) -> float:
    """Surface forms that are terms, as far as the scores tell."""
    return sum([probability(score, even) * forms for score, forms in rows])


def shifted_even(
    before: Sequence[tuple[float, int]], after: Sequence[tuple[float, int]], even: float
) -> float:
    """The even score for scores that have been lifted: a text has no more terms for some of them being known."""
    size = expected_size(before, even)
    low, high = even, even + max([score for score, _ in after], default=0.0) + 10
    for _ in range(16):
        middle = (low + high) / 2
        if expected_size(after, middle) > size:
            low = middle
        else:
            high = middle
    return even + SHIFT * (low - even)


def probability(score: float, even: float) -> float:
    """Chance that a candidate of this score is a term; ``even`` is the score of one chance in two."""
    return 1 / (1 + math.exp(min(700.0, even - score)))


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
