"""The two shipped tables: word classes and the frequency of words in general English."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files


def read_groups(name: str) -> list[tuple[str, list[str]]]:
    """Lines ``key word word …`` of a compressed table: ``[(key, words), …]``."""
    packed = (files("toolkit.extract") / "data" / name).read_bytes()
    rows = (line.split(" ") for line in gzip.decompress(packed).decode().splitlines())
    return [(row[0], row[1:]) for row in rows]


@cache
def word_classes() -> dict[str, str]:
    """Word → one-letter class (see ``tagging``); names stand capitalised, all else in lower case."""
    table: dict[str, str] = {}
    for key, words in read_groups("lexicon.txt.gz"):
        table.update(dict.fromkeys(words, key))
    return table


@cache
def frequency_levels() -> dict[str, int]:
    """Lower-case word → 10 · log10 of its occurrences per thousand million words (``the`` is 76)."""
    table: dict[str, int] = {}
    for key, words in read_groups("frequencies.txt.gz"):
        table.update(dict.fromkeys(words, int(key)))
    return table


@cache
def general_pairs() -> dict[str, str]:
    """First word → its partners in common pairs of general English, each with a blank on both sides."""
    return {first: f" {' '.join(seconds)} " for first, seconds in read_groups("pairs.txt.gz")}


@cache
def territories() -> frozenset[str]:
    """Lower-case English names of countries and regions, from CLDR as Babel carries it."""
    from babel import Locale

    names = (name.lower() for name in Locale("en").territories.values())
    return frozenset(name for name in names if not name.isupper() and len(name) > 3)
