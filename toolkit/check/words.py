"""English words that exist, for telling a derivation or another word from a slip of the pen."""

from __future__ import annotations

from functools import cache

from toolkit.extract.lexicon import frequency_levels


@cache
def vocabulary() -> frozenset[str]:
    """Lower-case words of general English, inflected forms included."""
    return frozenset(frequency_levels())
