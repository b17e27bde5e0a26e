"""Word links and terms that a user's own memory teaches: association over aligned segments.

Every English word and phrase is counted against the Chinese strings it stands beside; logDice (Rychlý 2008,
"A Lexicographer-Friendly Association Score") ranks them, and each Chinese string keeps its best partner
only. Nothing is adopted without review.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import FayiError
from toolkit.mapping.words import STOP, content_words, word_key
from toolkit.text import ARTICLES, HAN, WORD, fold_zh, normalise

LONGEST_CHINESE = 12
LONGEST_ENGLISH = 6
MOST = 1_000_000
"""Strings counted at a time: 2,000,000 of seven characters took 240 MB."""
MINIMUM = 3
"""Segments a pair must share; hand-set."""
BOUND_ENDS = frozenset("的了和与及或在是对于为以将被把由从向这那其之等并而但就也都各")
"""Characters that no Chinese term begins or ends with."""


COLUMNS = ("english", "chinese", "score", "together", "english_count", "chinese_count", "accept", "example")
"""Columns of the file for review; a row counts when something stands in ``accept``."""


class Learned(NamedTuple):
    """A pair for review."""

    english: str
    chinese: str
    score: float
    """logDice, at most 14; pairs up to 12 are left out (hand-set)."""
    together: int
    """Segments that have both."""
    english_count: int
    chinese_count: int
    example: str
    """An English segment that has it."""


def learn(pairs: Iterable[tuple[str, str]], minimum: int = MINIMUM, limit: int = 2000) -> list[Learned]:
    """Associated words and phrases of aligned ``(English, Chinese)`` segments, surest first.

    Segments that occur twice count once. Memory grows with the text of the segments; of the strings in them
    at most ``MOST`` of a kind are counted at a time, and the rarest are forgotten when there are more.
    """
    segments = list(dict.fromkeys((normalise(en), fold_zh(zh)) for en, zh in pairs))
    english: Counter[str] = Counter()
    chinese: Counter[str] = Counter()
    for en, zh in segments:
        english.update(phrases(en))
        chinese.update(strings(zh))
        _forget_rarest(english)
        _forget_rarest(chinese)
    kept_en, kept_zh = _closed(english, minimum, " "), _closed(chinese, minimum, "")
    together: Counter[tuple[str, str]] = Counter()
    example: dict[str, str] = {}
    for en, zh in segments:
        ours = [p for p in phrases(en) if p in kept_en]
        theirs = [s for s in strings(zh) if s in kept_zh]
        for phrase in ours:
            example.setdefault(phrase, en)
            for string in theirs:
                together[phrase, string] += 1
        _forget_rarest(together)
    found: dict[str, list[Learned]] = defaultdict(list)
    for (phrase, string), count in together.items():
        if count >= minimum:
            score = 14 + math.log2(2 * count / (english[phrase] + chinese[string]))
            if score > 12:
                found[phrase].append(
                    Learned(phrase, string, score, count, english[phrase], chinese[string], example[phrase])
                )
    best = [max(rows, key=_rank) for rows in found.values()]
    return _one_to_one(sorted(best, key=_rank, reverse=True))[:limit]


def _forget_rarest(counts: Counter[Any]) -> None:
    """Halves a table that has grown beyond ``MOST``, the rarest first (as in lossy counting)."""
    floor = 1
    while len(counts) > (MOST if floor == 1 else MOST // 2):
        for key in [key for key, count in counts.items() if count <= floor]:
            del counts[key]
        floor += 1


def phrase_key(phrase: str) -> str:
    """The key under which a phrase is learned: word keys without articles."""
    return " ".join(word_key(w) for w in WORD.findall(normalise(phrase)) if w.lower() not in ARTICLES)


def read_reviewed(path: Path) -> list[Learned]:
    """The accepted rows of a file that ``fayi learn`` wrote and a person reviewed."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise FayiError(f"not UTF-8 at byte {error.start}", path=path) from error
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise FayiError("not a file of fayi learn", path=path, line=1, allowed=" TAB ".join(COLUMNS))
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise FayiError(
                f"{len(cells)} columns", path=path, line=number, allowed=f"{len(COLUMNS)} columns"
            )
        if cells[6].strip():
            try:
                together, english, chinese = (int(cell) for cell in cells[3:6])
                rows.append(
                    Learned(cells[0], cells[1], float(cells[2]), together, english, chinese, cells[7])
                )
            except ValueError:
                raise FayiError("not a number", path=path, line=number, found=line) from None
    return rows


def _closed(counts: Counter[str], minimum: int, space: str) -> set[str]:
    """The strings that do not always stand inside one longer string: 军事委员会主 always does."""
    longer = set()
    for string, count in counts.items():
        if count < minimum:
            continue
        pieces = string.split(space) if space else string
        if len(pieces) > 1:
            for start in range(len(pieces)):
                for end in range(start + 1, len(pieces) + 1):
                    inner = space.join(pieces[start:end])
                    if len(inner) < len(string) and counts.get(inner) == count:
                        longer.add(inner)
    return {string for string, count in counts.items() if count >= minimum and string not in longer}


def _rank(row: Learned) -> tuple[float, int, int, int]:
    # At equal association the longer string is the whole term and the shorter a part of it.
    return (
        round(row.score + 0.3 * math.log2(row.together), 2),
        len(row.chinese),
        len(row.english.split()),
        row.together,
    )


def _one_to_one(rows: list[Learned]) -> list[Learned]:
    """Each Chinese string once, with its surest English; parts of a pair already kept are dropped."""
    kept: list[Learned] = []
    taken: set[str] = set()
    for row in rows:
        part = any(
            row.together <= other.together
            and row.chinese in other.chinese
            and f" {row.english} " in f" {other.english} "
            for other in kept
        )
        if row.chinese not in taken and not part:
            taken.add(row.chinese)
            kept.append(row)
    return kept


def phrases(text: str) -> set[str]:
    """Keys of the words and of the runs of up to six words that neither begin nor end with a function word."""
    words = [word_key(word) for word in WORD.findall(text)]
    found = {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 2, min(len(words), start + LONGEST_ENGLISH) + 1)
    }
    found.update(content_words(text))
    return {p for p in found if not p.isdigit() and not {p.split()[0], p.split()[-1]} & STOP}


def strings(text: str) -> set[str]:
    """Runs of 2–12 Chinese characters that may be terms."""
    found = set()
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + LONGEST_CHINESE) + 1):
            if not HAN.match(text[end - 1]):
                break
            if end - start > 1 and text[start] not in BOUND_ENDS and text[end - 1] not in BOUND_ENDS:
                found.add(text[start:end])
    return found
