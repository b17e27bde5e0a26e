"""English words that exist, for telling a derivation or another word from a slip of the pen."""

from __future__ import annotations

from functools import cache

from toolkit.extract.lexicon import frequency_levels


@cache
def vocabulary() -> frozenset[str]:
    """Lower-case words of general English, inflected forms included."""
    return frozenset(frequency_levels())


def is_common_pair(first: str, second: str) -> bool:
    """Whether two words often follow each other in general English."""
    from toolkit.extract.lexicon import general_pairs

    return f" {second.lower()} " in general_pairs().get(first.lower(), "")
