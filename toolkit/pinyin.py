"""Pinyin of Chinese terms for search and display, without a dictionary import of 300 ms.

Readings come from two small tables beside this module: one reading per character, and reviewed words
in which a character is read otherwise (还款 huán kuǎn, 重整 chóng zhěng), longest word first. Readings
follow GB/T 16159 in letters and tone marks, one syllable per character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from toolkit.hant import to_simplified

_HERE = Path(__file__).resolve().parent


@cache
def characters() -> dict[str, str]:
    """The most frequent reading of each character, with tone mark."""
    table = {}
    for line in (_HERE / "readings.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            reading, _, characters = line.partition("\t")
            table.update(dict.fromkeys(characters, reading))
    return table


@cache
def words() -> tuple[dict[str, list[str]], int]:
    """Reviewed words with their syllables, and the length of the longest."""
    table = {}
    for line in (_HERE / "polyphones.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, reading = line.partition("\t")
            table[word] = reading.split()
    return table, max(map(len, table))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(word[0] for word in words()[0])


def syllables(term: str) -> list[str]:
    """One syllable with tone mark per Chinese character of ``term``; other characters are left out."""
    simplified = to_simplified(term)
    table, (polyphones, most) = characters(), words()
    begins = _beginnings()
    result: list[str] = []
    position = 0
    while position < len(simplified):
        longest = min(most, len(simplified) - position) if simplified[position] in begins else 0
        for length in range(longest, 0, -1):
            if (reading := polyphones.get(simplified[position : position + length])) is not None:
                result.extend(reading)
                position += length
                break
        else:
            if (syllable := table.get(simplified[position])) is not None:
                result.append(syllable)
            position += 1
    return result


def marked(term: str) -> str:
    """``认罪认罚`` → ``rèn zuì rèn fá``."""
    return " ".join(syllables(term))


@cache
def plain(syllable: str) -> str:
    """A syllable without its tone; ``ü`` becomes ``v``: ``lǜ`` → ``lv``."""
    letters = unicodedata.normalize("NFD", syllable.lower().replace("ü", "v"))
    letters = re.sub("u([\u0300-\u036f]*)\u0308", "v", letters)
    return "".join(c for c in letters if c.isascii())


_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


@cache
def numbered(syllable: str) -> str:
    """A syllable with its tone as a digit, none for the neutral tone: ``rèn`` → ``ren4``."""
    tone = "".join(_TONES.get(c, "") for c in unicodedata.normalize("NFD", syllable))
    return plain(syllable) + tone


def keys(term: str) -> tuple[str, str, str, str]:
    """Search keys of a term: without tones, with tone digits, first letters, first letters with zh ch sh.

    审查 → ``shencha``, ``shen3cha2``, ``sc``, ``shch``.
    """
    parts = syllables(term)
    bare = [plain(part) for part in parts]
    return (
        "".join(bare),
        "".join([numbered(part) for part in parts]),
        "".join([part[:1] for part in bare]),
        "".join([part[: 1 + (part[1:2] == "h")] for part in bare]),
    )


def query_key(query: str) -> tuple[str, bool]:
    """A typed pinyin query as a key and whether it carries tones.

    Accepts tone marks, digits after syllables, blanks, apostrophes, ``ü``/``v``/``u:``.
    """
    text = query.lower().replace("u:", "ü")
    pieces = re.findall(r"[a-zü\u00c0-\u024f\u0300-\u036f]+[1-5]?", unicodedata.normalize("NFC", text))
    tones = bool(re.search("[1-4]", text)) or plain("".join(pieces)) != "".join(pieces).replace("ü", "v")
    if not tones:
        return "".join(plain(piece) for piece in pieces), False
    return "".join(_split_tones(piece) for piece in pieces), True


def _split_tones(piece: str) -> str:
    """Tone marks in a run of syllables moved behind each syllable as digits, as far as vowels tell."""
    if piece[-1:].isdigit():
        return plain(piece[:-1]) + piece[-1].replace("5", "")
    result = ""
    tone = ""
    decomposed = unicodedata.normalize("NFD", piece.replace("ü", "v"))
    for index, character in enumerate(decomposed):
        if character in _TONES:
            tone = _TONES[character]
        elif character == "\u0308":
            result = result[:-1] + "v"
        else:
            if (tone and character not in "aeiouvngr") or (
                tone and character in "ngr" and decomposed[index + 1 : index + 2] in {*"aeiouv"}
            ):
                result, tone = result + tone, ""
            result += character
    return result + tone
