"""Scores of a ranked list against a gold list, as in TermEval 2020: exact match of lower-case surface forms."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def f1(found: Sequence[str], gold: Collection[str]) -> float:
    """F1 of the whole list, in percent."""
    hits = len(set(found) & set(gold))
    return 200 * hits / (len(set(found)) + len(gold))


def best_f1(found: Sequence[str], gold: Collection[str]) -> float:
    """The highest F1 of any first part of the list, in percent."""
    best = hits = 0.0
    for taken, term in enumerate(dict.fromkeys(found), 1):
        hits += term in gold
        best = max(best, 200 * hits / (taken + len(gold)))
    return best


def precision_at(found: Sequence[str], gold: Collection[str], size: int) -> float:
    """Precision of the first ``size`` rows, in percent."""
    return 100 * sum(term in gold for term in list(dict.fromkeys(found))[:size]) / size
