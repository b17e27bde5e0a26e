"""English phrases that are very near a known term: a word misspelt, or another word of its family in its place.

"sentencing recomendation", "supervision authority" (supervisory authority), "crime suspect" (criminal suspect).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import compress

from toolkit import text as fold
from toolkit.check.rules import Case
from toolkit.check.standard import Standard
from toolkit.check.wordfamilies import Words
from toolkit.match import Match
from toolkit.model import EN

# Characters around a word in which the term that it belongs to is looked for; the longest term has some 120.
_AROUND = 200
_TOKEN = re.compile(r"\S+")


def near_variants(
    text: str, back: Callable[[int, int], tuple[int, int]], number: int, standard: Standard
) -> Iterator[Case]:
    """The cases of one paragraph; ``back`` leads from a span of ``text`` to one of the unit ``number``."""
    words = _words(standard)
    tokens = text.split()
    spots = list(compress(range(len(tokens)), map(words.candidates.__getitem__, tokens)))
    if not spots:
        return
    starts: list[int] = []
    for spot in spots:
        chosen = words.before(tokens[spot], tokens[spot + 1] if spot + 1 < len(tokens) else "")
        if not chosen:
            continue
        starts = starts or [m.start() for m in _TOKEN.finditer(text)]
        own = fold.WORD.search(tokens[spot])
        assert own is not None
        start, end = starts[spot] + own.start(), starts[spot] + own.end()
        for word, misspelt in chosen:
            found = _repaired(text, start, end, word, standard)
            if found is None or (not misspelt and not _differs(text, start, end, found, standard)):
                continue
            match, begin, shift = found
            first, last = begin + match.start, begin + match.end - shift
            reading = standard.read(match)
            yield Case(
                "near-variant", found=text[first:last], concepts=reading.ids, unit=number, source=back(first, last),
                words=reading.words, evidence="slip" if misspelt else "variant", detail={"near": match.entries[0].term.text},
            )  # fmt: skip
            break


_Found = tuple[Match, int, int]
"""The term in the repaired window, where the window begins, how much longer the new word is."""


def _repaired(text: str, start: int, end: int, word: str, standard: Standard) -> _Found | None:
    """The good term of several words that ``word`` in the place of ``text[start:end]`` would complete."""
    begin = max(0, start - _AROUND)
    window = text[begin:start] + word + text[end : end + _AROUND]
    at = start - begin
    for match in standard.find(window, EN):
        if match.start <= at and match.end >= at + len(word):
            reading = standard.read(match)
            if reading.good and reading.words > 1:
                return match, begin, len(word) - (end - start)
    return None


def _differs(text: str, start: int, end: int, found: _Found, standard: Standard) -> bool:
    """Whether the phrase as it stands is no form of anything, and the term found goes on behind the word, unbroken."""
    match, begin, shift = found
    first, last = begin + match.start, begin + match.end - shift
    surface = text[first:last]
    if match.inflected or last <= end or any(w.lower() in fold.ARTICLES for w in fold.WORD.findall(surface)):
        return False
    window = text[begin : end + _AROUND]
    covering = (m for m in standard.find(window, EN) if m.start + begin <= start and m.end + begin >= end)
    return all(standard.read(m).words == 1 for m in covering)


_WORDS: dict[str, Words] = {}


def _words(standard: Standard) -> Words:
    if standard.digest not in _WORDS:
        _WORDS.clear()
        _WORDS[standard.digest] = Words(standard)
    return _WORDS[standard.digest]
