"""Words of the statutes that no entry holds: what a phrase says word by word, and a statute or interpretation says too.

The list (``statute_phrases.txt.gz``, mined by ``fayi glossary phrases``) gives each sequence of characters that stands
freely in at least two articles, and one article that holds it. An answer from it is a suggestion: the words are the
law's, but nobody has said that they translate the phrase.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.files import write_atomically
from toolkit.mapping.lexicon import Lexicon
from toolkit.mapping.words import content_words, head_word

LIST = Path(__file__).with_name("statute_phrases.txt.gz")
LONGEST = 6
"""Content words of a phrase; no sequence of the list has more."""


class Attested(NamedTuple):
    """Words of a statute."""

    chinese: str
    times: int
    """Free occurrences in the texts."""
    title: str
    article: str


class Answer(NamedTuple):
    """Words of a statute that say a phrase."""

    attested: Attested
    links: tuple[tuple[str, str], ...]
    """Word of the phrase → Chinese word that stands in them."""
    score: float


def read(path: Path) -> Iterator[Attested]:
    """The list: a line ``# title`` of a text, then a line ``words TAB times TAB article`` for each of its words."""
    title = ""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# "):
                title = line[2:].rstrip("\n")
            else:
                chinese, times, article = line.rstrip("\n").split("\t")
                yield Attested(chinese, int(times), title, article)


def write(path: Path, rows: Iterable[Attested]) -> None:
    """Write the list as ``read`` reads it; the same rows give the same bytes."""
    lines = []
    title = ""
    for row in sorted(rows, key=lambda r: (r.title, r.chinese)):
        if row.title != title:
            title = row.title
            lines.append(f"# {title}")
        lines.append(f"{row.chinese}\t{row.times}\t{row.article}")
    with write_atomically(path, "wb") as handle:
        handle.write(gzip.compress("\n".join([*lines, ""]).encode(), mtime=0))


class StatutePhrases:
    """Finds the words of statutes that say a phrase, and nothing else."""

    def __init__(self, lexicon: Lexicon, path: Path = LIST) -> None:
        self._lexicon = lexicon
        self._path = path

    @cached_property
    def _rows(self) -> tuple[Attested, ...]:
        return tuple(read(self._path))

    @cached_property
    def _postings(self) -> dict[str, list[int]]:
        wanted = {word for word in self._lexicon.chinese if len(word) > 1}
        longest = max(map(len, wanted), default=0)
        table: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            for word in set(words_in(row.chinese, wanted, longest)):
                table.setdefault(word, []).append(number)
        return table

    def find(self, phrase: str, limit: int = 3) -> list[Answer]:
        """The words in which every word of ``phrase`` is said, its head last, and no character is left over."""
        words = tuple(dict.fromkeys(content_words(phrase)))
        if not 1 < len(words) <= LONGEST:
            return []
        translations = [
            {
                chinese: trust
                for chinese, trust in self._lexicon.translations(word).items()
                if len(chinese) > 1
            }
            for word in words
        ]
        if not all(translations):
            return []
        candidates = set.intersection(*(
            {number for chinese in table for number in self._postings.get(chinese, ())} for table in translations
        ))  # fmt: skip
        head = self._lexicon.translations(head_word(phrase))
        answers = [
            answer
            for number in candidates
            if (answer := _say(words, translations, head, self._rows[number])) is not None
        ]
        answers.sort(key=lambda a: (-a.score, a.attested.chinese))
        return answers[:limit]


def words_in(text: str, wanted: set[str], longest: int) -> Iterator[str]:
    """The words of ``wanted`` (of two characters at least) that stand in ``text``."""
    for start in range(len(text) - 1):
        for end in range(start + 2, min(len(text), start + longest) + 1):
            if text[start:end] in wanted:
                yield text[start:end]


def _say(
    words: tuple[str, ...], translations: list[dict[str, float]], head: dict[str, float], row: Attested
) -> Answer | None:
    at_end = max((trust for chinese, trust in head.items() if row.chinese.endswith(chinese)), default=0.0)
    if not at_end:
        return None
    marked = [0.0] * len(row.chinese)
    links = []
    score = at_end
    for word, table in zip(words, translations, strict=True):
        best, said = 0.0, ""
        for chinese, trust in table.items():
            at = row.chinese.rfind(chinese)
            if at < 0:
                continue
            for position in range(at, at + len(chinese)):
                marked[position] = max(marked[position], trust)
            if trust > best:
                best, said = trust, chinese
        score *= best
        links.append((word, said))
    if not all(marked):
        return None
    # What the law says often is rather a term than what it says twice.
    often = 1 + 0.02 * math.log(row.times)
    return Answer(row, tuple(links), score * sum(marked) / len(marked) * often)
