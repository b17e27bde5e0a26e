"""Finds known terms in running text: overlapping matches over a folded view, then the longest win.

English is folded to a line of word keys (``toolkit.text``), so boundaries, case, plural, hyphen,
spelling and articles are one mechanism. Chinese is folded character by character and has no
boundaries. The scan is Aho–Corasick (``ahocorasick_rs``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from toolkit import text as fold
from toolkit.model import EN, Concept, Status, Term


_ENDINGS = ("ed", "ing")


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


class Recogniser:
    """Recognises the terms of ``concepts`` in texts of one language.

    ``lang`` is ``"en"`` or a Chinese tag; for Chinese the terms of that region are searched. Lookup
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
            if term.lang == lang and term.status in wanted
        ]
        index = _index_english(entries) if self._english else _index_chinese(entries)
        self._patterns = list(index)
        self._values = list(index.values())
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
        tokens = [t for t in fold.tokenize(text) if t.text.lower() not in fold.ARTICLES]
        keys = [fold.loose_key(t.text) for t in tokens]
        starts = []
        position = 1
        for key in keys:
            starts.append(position)
            position += len(key) + 1
        view = f" {' '.join(keys)} "
        matches = []
        for pattern, begin, end in self._automaton.find_matches_as_indexes(view, overlapping=True):
            first = bisect_right(starts, begin + 1) - 1
            last = bisect_right(starts, end - 2) - 1
            span = tokens[first : last + 1]
            found = _agreeing(text, span, self._values[pattern])
            if found is not None:
                entries, inflected = found
                matches.append(Match(span[0].start, span[-1].end, entries, inflected))
        return matches

    def _find_chinese(self, text: str) -> list[Match]:
        assert self._automaton is not None
        view, offsets = fold.fold_zh_with_offsets(text)
        matches = []
        for pattern, begin, end in self._automaton.find_matches_as_indexes(view, overlapping=True):
            values = self._values[pattern]
            matches.append(Match(offsets[begin], offsets[end - 1] + 1, tuple(v.entry for v in values)))
        return matches


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


def _agreeing(text: str, span: Sequence[fold.Token], forms: list[_Form]) -> tuple[tuple[Entry, ...], bool] | None:
    """The entries whose form really stands in ``span``, and whether only by verb inflection."""
    between = _breaks(text[span[0].start : span[-1].end])
    keys = tuple(fold.strict_key(t.text) for t in span)
    strict: list[Entry] = []
    loose: list[Entry] = []
    for form in forms:
        if between and between != form.breaks:
            continue
        if form.capitals and text[span[0].start : span[-1].end] != form.capitals:
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
        or (word.endswith(_ENDINGS) and (own.endswith(_ENDINGS) or (found[position - 1] == "and" and found[0] != listed[0])))
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
