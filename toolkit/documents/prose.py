"""Plain text: wrapped lines joined into paragraphs, titles and lists kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model import Segment
from toolkit.text import contains_han


def read_text(text: str) -> list[Segment]:
    """Paragraphs divided by blank lines; wrapped lines are joined, lists and titles stay apart."""
    segments: list[Segment] = []
    block: list[str] = []
    words = _Words(text)
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line.expandtabs().rstrip())
        elif block:
            segments.extend(_paragraphs(block, number - len(block), words))
            block = []
    return segments


class _Words:
    """The words of a text, found when they are first asked for: they say how a divided word is written."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(re.findall(r"[a-z]+(?:-[a-z]+)*", self._text.lower()))
        return word in self._words


_ITEM = re.compile(
    r"\s*(?:[-*+•·●○◦▪■◆–—]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)](?=\s)|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、．]|第[一二三四五六七八九十百\d]+[条章节])",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?;:。！？；：…]['\"”’」』)）]*$")
_OPEN_END = re.compile(r"\b(?:a|an|the|of|and|or|in|to|for|by|with|on|at|as|from|its|their)$", re.IGNORECASE)
_DIVIDED = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*)-$")
_LONGEST = 60
"""Characters at a line end that are searched for its last word: the longest compounds have about 40."""
_PREFIXES = frozenset(
    "anti non self co pre post multi cross so well high low long first second ex semi full part state law".split()
)
_COMPOUND_ENDS = re.compile(
    r"(?:based|owned|oriented|related|level|making|called|term|handling|funded|run|wide|style)\b"
)
# Ends of words that only look as if they had one of the prefixes: so-cial, second-ary, multi-ple, pre-vent.
_WORD_ENDS = re.compile(
    r"(?:cial|ciety|lution|lid|lve|ary|aries|pl[ey]|plic|sent|vent|vious|par[ei]|serv|scri|sid|cis|fer|sum|ced|limin|mium|vail|poned?\b|ponement|tive|ity|ly\b|est\b|er\b|gest|sure|mpan|mmi|urt|nf|ns|nt|ll)"
)


def _paragraphs(block: list[str], start: int, words: _Words) -> Iterator[Segment]:
    """The paragraphs of lines without a blank line between them: lines that go on are joined."""
    # A title above the text may be longer than its lines; an address without blanks is never wrapped.
    lines = block[1:] if len(block) > 2 else block
    width = max((len(line) for line in lines if " " in line.strip() or contains_han(line)), default=0)
    prose = any(re.search(r"[,.;。，；]", line) for line in block)
    # A text that never breaks within a sentence has one sentence per line.
    sentences = all(_ENDED.search(line[-_LONGEST:]) for line in block[:-1])
    parts, line_number = [block[0].strip()], start
    first = before = block[0]
    for number, line in enumerate(block[1:], start + 1):
        bare = line.strip()
        if _divided(before, bare):
            parts[-1] = _undivided(parts[-1], bare, words)
            parts.append(bare)
        elif not _ITEM.match(line) and (
            _is_indented_below(first, line)
            or (40 <= width <= 120 and _goes_on(before, line, width, prose, sentences, before is block[0]))
        ):
            parts.append(bare if contains_han(before[-1]) or contains_han(bare[0]) else f" {bare}")
        else:
            yield Segment("".join(parts), line_number)
            parts, line_number, first = [bare], number, line
        before = line
    yield Segment("".join(parts), line_number)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_indented_below(item: str, line: str) -> bool:
    return bool(_ITEM.match(item)) and _indent(line) > _indent(item)


def _goes_on(before: str, line: str, width: int, prose: bool, sentences: bool, top: bool) -> bool:
    """Whether ``line`` continues the sentence of the line ``before`` it in text wrapped at ``width``.

    Wrapping breaks a line only where the next word has no room, so a line with room was ended on purpose;
    yet one that goes on in lower case, or stops at "of", has not ended.
    """
    bare = line.strip()
    begin = bare.lstrip("\"'“‘(（「『")[:1]
    ended = bool(_ENDED.search(before[-_LONGEST:]))
    room = 1 if contains_han(begin) else 1 + len(bare.split()[0])
    full = len(before) + room > width
    if begin.islower():
        return full or (prose and not ended)
    if _OPEN_END.search(before[-_LONGEST:]):
        return True
    if _indent(line) >= _indent(before) + 2 or (top and (_is_title(before) or len(before) > width * 1.15)):
        return False
    if ended:
        return full and not sentences
    return len(before) + room > width * 0.85


def _is_title(line: str) -> bool:
    """Whether the long words of a line are all capitalised, as in a title."""
    long = re.findall(r"\b[A-Za-z]{4,}", line)
    return len(long) > 1 and all(word[0].isupper() for word in long) and not line.endswith((",", ";"))


def _divided(before: str, line: str) -> bool:
    return line[:1].islower() and _DIVIDED.search(before[-_LONGEST:]) is not None


def _undivided(before: str, line: str, words: _Words) -> str:
    """The line end before the rest of a word; the hyphen stays in compounds ("anti-" + "corruption")."""
    found = _DIVIDED.search(before[-_LONGEST:])
    part = found[1].lower() if found else ""
    rest = re.match(r"[a-z]*", line)
    after = rest[0] if rest else ""
    if after in ("and", "or", "to"):
        return before + " "
    last = part.rpartition("-")[2]
    if f"{part}-{after}" in words:
        hyphen = True
    elif f"{part}{after}" in words:
        hyphen = False
    elif last in _PREFIXES:
        hyphen = not _WORD_ENDS.match(after)
    else:
        hyphen = bool(_COMPOUND_ENDS.match(after))
    return before if hyphen else before[:-1]
