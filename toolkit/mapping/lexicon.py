"""The English–Chinese word lexicon: English head word → Chinese words, best first."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolkit.mapping.words import stem, word_key
from toolkit.text import loose_key

_TABLE = Path(__file__).with_name("lexicon.tsv")


class Lexicon:
    """Chinese words for English words; inflected and derived words borrow from their relatives."""

    def __init__(self, table: dict[str, tuple[str, ...]]) -> None:
        self._table = table
        self._loose: dict[str, str] = {}
        self._stems: dict[str, list[str]] = {}
        for head in table:
            self._loose.setdefault(loose_key(head), head)
            self._stems.setdefault(stem(head), []).append(head)
        self._known: dict[str, dict[str, float]] = {}

    @property
    def chinese(self) -> set[str]:
        """Every Chinese word of the lexicon."""
        return {word for words in self._table.values() for word in words}

    def translations(self, key: str) -> dict[str, float]:
        """Chinese words for the word with strict key ``key`` and their trust, 0–1.

        1 for the listed first ones, falling with the position; words borrowed from an inflected form or
        a derived word are trusted less.
        """
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look_up(key)
        return known

    def _look_up(self, key: str) -> dict[str, float]:
        if key in self._table:
            found = _trust(self._table[key], 1.0)
        else:
            found = {}
            if head := self._loose.get(loose_key(key)):
                found = _trust(self._table[head], 0.95)
        for head in self._stems.get(stem(key), ()):
            for word, trust in _trust(self._table[head], 0.75 if found else 0.85).items():
                if found.get(word, 0.0) < trust:
                    found[word] = trust
        return found

    def __contains__(self, key: str) -> bool:
        return bool(self.translations(key))


def _trust(words: tuple[str, ...], top: float) -> dict[str, float]:
    # A later translation is still a listed one: it loses little, and never more than 0.2.
    return {word: top - min(0.2, 0.03 * position) for position, word in enumerate(words)}


def read(path: Path) -> dict[str, tuple[str, ...]]:
    """A lexicon file: ``head TAB Chinese words separated by blanks``, ``#`` begins a comment line."""
    table: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, words = line.partition("\t")
            key = word_key(head)
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), *words.split())))
    return table


@cache
def builtin() -> Lexicon:
    """The lexicon that ships with Fayi."""
    return Lexicon(read(_TABLE))
