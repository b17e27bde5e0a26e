"""Deprecated renderings that are also plain English: no finding unless the source asks for the concept."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.text import phrase_key

_TABLE = Path(__file__).with_name("everyday.txt")


@cache
def _keys() -> frozenset[str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(phrase_key(line) for line in lines if line and not line.startswith("#"))


def is_everyday(phrase: str) -> bool:
    """Whether the phrase also occurs in good English with another meaning."""
    return phrase_key(phrase) in _keys()
