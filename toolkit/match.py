"""Finds known terms in running text: overlapping matches over a folded view, then the longest win.

English is folded to a line of word keys (``toolkit.text``), so boundaries, case, plural, hyphen,
spelling and articles are one mechanism. Chinese is folded character by character and has no
boundaries. The scan is Aho–Corasick (``ahocorasick_rs``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, compress
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from toolkit import text as fold
from toolkit.model import EN, Concept, Status, Term

_ENDINGS = ("ed", "ing")
_PARTS = re.compile(f"({fold.WORD.pattern})")
# Surfaces whose reading is remembered; 20 MB of legal English has some 30,000.
_SEEN_LIMIT = 200_000


class _WordKeys(dict[str, str]):
    """The loose key of each word met so far; articles have none."""

    def __missing__(self, word: str) -> str:
        key = self[word] = "" if word.lower() in fold.ARTICLES else fold.loose_key(word)
        return key


_KEYS = _WordKeys()


class Entry(NamedTuple):
    """A term and the concept it designates."""

    concept: Concept
    term: Term


class Match(NamedTuple):
    """``text[start:end]`` is a known form of the concepts in ``entries`` (more than one: ambiguous)."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    inflected: bool = False
    """Only verb inflection makes it equal to the listed form ("filed a case": file a case)."""


_Found = tuple[tuple[Entry, ...], bool]
_UNSEEN: Final[_Found] = ((), False)


class Recogniser:
    """Recognises the terms of ``concepts`` in texts of one language.

    ``lang`` is ``"en"``, a Chinese tag (the terms of that region) or ``"zh"`` (those of all regions). Lookup
    forms are searched too, unless they are too short to mean anything in running text.
    """

    def __init__(self, concepts: Iterable[Concept], lang: str = EN, *, lookup: bool = True) -> None:
        self.lang = lang
        self._english = lang.startswith("en")
        wanted = set(Status) if lookup else set(Status) - {Status.LOOKUP}
        entries = [
            Entry(concept, term)
            for concept in concepts
            for term in concept.terms
            if (term.lang == lang or (lang == "zh" and term.lang.startswith("zh"))) and term.status in wanted
        ]
        index = _index_english(entries) if self._english else _index_chinese(entries)
        self._patterns = list(index)
        self._values = list(index.values())
        self._entries = [tuple(form.entry for form in forms) for forms in self._values]
        self._lengths = [pattern.count(" ") - 1 for pattern in self._patterns]
        self._seen: dict[tuple[int, str], _Found | None] = {}
        self._automaton = (
            AhoCorasick(
                self._patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
            )
            if self._patterns
            else None
        )

    def find(self, text: str) -> list[Match]:
        """The longest matches in ``text`` from left to right, none overlapping another."""
        return longest(self.find_all(text))

    def find_all(self, text: str) -> list[Match]:
        """Every match, overlapping ones included, in no particular order."""
        if self._automaton is None or not text:
            return []
        return self._find_english(text) if self._english else self._find_chinese(text)

    def _find_english(self, text: str) -> list[Match]:
        assert self._automaton is not None
        # Word and gap in turn: one pass gives the words, and their places when they are wanted.
        parts = _PARTS.split(text)
        loose = list(map(_KEYS.__getitem__, parts[1::2]))
        keys = list(filter(None, loose))
        view = f" {' '.join(keys)} "
        hits = self._automaton.find_matches_as_indexes(view, overlapping=True)
        if not hits:
            return []
        ends = list(accumulate(map(len, parts)))
        kept = list(compress(range(len(loose)), loose))
        matches = []
        seen = self._seen
        if len(seen) > _SEEN_LIMIT:
            seen.clear()
        last, position = -2, 0
        # Hits come in the order of their ends, so the words before each are counted only once.
        for pattern, _begin, end in hits:
            last += view.count(" ", position, end)
            position = end
            start, stop = ends[2 * kept[last - self._lengths[pattern] + 1]], ends[2 * kept[last] + 1]
            surface = text[start:stop]
            found = seen.get((pattern, surface), _UNSEEN)
            if found is _UNSEEN:
                found = seen[pattern, surface] = _agreeing(surface, self._values[pattern])
            if found is not None:
                matches.append(Match(start, stop, found[0], found[1]))
        return matches

    def _find_chinese(self, text: str) -> list[Match]:
        assert self._automaton is not None
        view, offsets = fold.fold_zh_with_offsets(text)
        return [
            Match(offsets[begin], offsets[end - 1] + 1, self._entries[pattern])
            for pattern, begin, end in self._automaton.find_matches_as_indexes(view, overlapping=True)
        ]


class _Form(NamedTuple):
    entry: Entry
    keys: tuple[str, ...]
    breaks: str
    capitals: str
    """The form itself when it must be matched with its capitals (abbreviations such as SPP, NPC)."""


def _index_english(entries: Iterable[Entry]) -> dict[str, list[_Form]]:
    index: dict[str, list[_Form]] = {}
    for entry in entries:
        text = entry.term.text
        words = [w for w in fold.WORD.findall(text) if w.lower() not in fold.ARTICLES]
        if not words:
            continue
        view = f" {' '.join(fold.loose_key(w) for w in words)} "
        capitals = text if len(words) == 1 and len(text) <= 6 and text.isupper() else ""
        form = _Form(entry, tuple(fold.strict_key(w) for w in words), _breaks(text), capitals)
        index.setdefault(view, []).append(form)
    return index


def _index_chinese(entries: Iterable[Entry]) -> dict[str, list[_Form]]:
    index: dict[str, list[_Form]] = {}
    for entry in entries:
        view = fold.fold_zh(entry.term.text)
        # A single character is never a term in running Chinese text.
        if len(view) > 1:
            index.setdefault(view, []).append(_Form(entry, (), "", ""))
    return index


def _agreeing(surface: str, forms: list[_Form]) -> _Found | None:
    """The entries whose form ``surface`` really is, and whether only by verb inflection."""
    between = _breaks(surface)
    keys = tuple(fold.strict_key(w) for w in fold.WORD.findall(surface) if _KEYS[w])
    strict: list[Entry] = []
    loose: list[Entry] = []
    for form in forms:
        if between and between != form.breaks:
            continue
        if form.capitals and surface != form.capitals:
            continue
        if keys == form.keys:
            strict.append(form.entry)
        elif _inflected(keys, form.keys, form.entry.concept.kind):
            loose.append(form.entry)
    if strict:
        return tuple(strict), False
    return (tuple(loose), True) if loose else None


# Kinds of concepts that an everyday past tense may stand for ("arrested"; not "witnessed").
_VERBAL = frozenset(("act", "procedure", "measure", "sanction", "crime"))


def _inflected(found: tuple[str, ...], listed: tuple[str, ...], kind: str) -> bool:
    """Whether the words ``found`` are verb inflections of the form ``listed`` (their loose keys are equal).

    A verb ending may differ on the first word ("filing a case": file a case), after it where both are
    joined by "and" ("listed and supervised": list and supervise), or where both words have one ("case
    filed": case filing); elsewhere it is another word ("case file" 案卷). A term of one word only takes a
    past tense, and only when it names something done: "appealing" is not an appeal.
    """
    if len(found) == 1:
        return kind in _VERBAL and found[0].endswith("ed") and not listed[0].endswith("ing")
    return all(
        word == own
        or position == 0
        or (
            word.endswith(_ENDINGS)
            and (own.endswith(_ENDINGS) or (found[position - 1] == "and" and found[0] != listed[0]))
        )
        for position, (word, own) in enumerate(zip(found, listed, strict=True))
    )


def _breaks(text: str) -> str:
    return "".join(fold.BREAKS.findall(text.rstrip(".,;:!?")))


def longest(matches: Iterable[Match]) -> list[Match]:
    """Leftmost longest of overlapping matches; at equal span an uninflected one wins."""
    result: list[Match] = []
    end = 0
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.inflected)):
        if match.start >= end:
            result.append(match)
            end = match.end
    return result
