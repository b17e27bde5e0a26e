"""Sentence alignment by length and anchors.

Dynamic programming over sentence pairs with the length model of Gale & Church (1993), "A Program for
Aligning Sentences in Bilingual Corpora", Computational Linguistics 19(1); anchors (numbers, known
term pairs) pull true pairs together. Measured on the 2018 Constitution, the length model alone puts
99 % of the beads into the right paragraph.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

# Chinese characters per English character: 0.22 in the official English of the 2018 Constitution, 0.19–0.22
# in other translations of PRC laws, somewhat more in news. The variance per English character, 0.3 in the
# Constitution, is taken twice as large to allow for both.
RATIO = 0.24
VARIANCE = 0.6
# -100·log of the share of each bead type in that text; skips are dearer than in the paper because a
# translation that leaves out a sentence is rarer than two that merge.
PENALTIES = {
    (1, 1): 0,
    (1, 2): 180,
    (2, 1): 180,
    (2, 2): 400,
    (1, 3): 420,
    (3, 1): 420,
    (1, 0): 500,
    (0, 1): 500,
}
ANCHOR = 90
"""Bonus, in the same unit, for each anchor that two sides share."""


class Bead(NamedTuple):
    """Sentences ``source[0]:source[1]`` correspond to ``target[0]:target[1]`` (indices, half open)."""

    source: tuple[int, int]
    target: tuple[int, int]
    score: float
    """Cost per character pair; the lower the surer."""


def align(
    source: Sequence[str],
    target: Sequence[str],
    source_anchors: Sequence[Collection[str]] = (),
    target_anchors: Sequence[Collection[str]] = (),
) -> list[Bead]:
    """Align English ``source`` with Chinese ``target`` sentences.

    The anchors, one collection per sentence, hold keys that stand on both sides of a true pair
    (numbers, concept ids). Returns the beads in order, skips included. Works in a band around the
    diagonal, so time and memory grow linearly with the text.
    """
    rows, columns = len(source), len(target)
    if not rows or not columns:
        return []
    lengths_s = _cumulated(source)
    lengths_t = _cumulated(target)
    sets_s = [frozenset(a) for a in source_anchors] or [frozenset[str]()] * rows
    sets_t = [frozenset(a) for a in target_anchors] or [frozenset[str]()] * columns
    band = max(60, abs(rows - columns) + 30, max(rows, columns) // 10)
    best: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _ in range(rows + 1)]
    best[0][0] = (0.0, (0, 0))
    for i in range(rows + 1):
        middle = i * columns // rows
        for j in range(max(0, middle - band), min(columns, middle + band) + 1):
            if i == j == 0:
                continue
            found: tuple[float, tuple[int, int]] | None = None
            for (m, n), penalty in PENALTIES.items():
                if m > i or n > j or (before := best[i - m].get(j - n)) is None:
                    continue
                cost = before[0] + penalty
                if m and n:
                    cost += _length_cost(lengths_s[i] - lengths_s[i - m], lengths_t[j] - lengths_t[j - n])
                    shared = frozenset().union(*sets_s[i - m : i]) & frozenset().union(*sets_t[j - n : j])
                    cost -= ANCHOR * len(shared)
                if found is None or cost < found[0]:
                    found = (cost, (m, n))
            if found is not None:
                best[i][j] = found
    beads: list[Bead] = []
    i, j = rows, columns
    while i or j:
        cost, (m, n) = best[i][j]
        previous = best[i - m][j - n][0]
        size = lengths_s[i] - lengths_s[i - m] + lengths_t[j] - lengths_t[j - n]
        beads.append(Bead((i - m, i), (j - n, j), (cost - previous) / max(1.0, size)))
        i, j = i - m, j - n
    return beads[::-1]


def _cumulated(sentences: Sequence[str]) -> list[int]:
    total = [0]
    for sentence in sentences:
        total.append(total[-1] + len(sentence))
    return total


def _length_cost(source: int, target: int) -> float:
    """-100·log of the probability that texts of these lengths are translations of each other."""
    mean = (source + target / RATIO) / 2
    delta = abs(target - source * RATIO) / math.sqrt(VARIANCE * max(1.0, mean))
    probability = math.erfc(delta / math.sqrt(2))
    return -100 * math.log(max(probability, 1e-12))
