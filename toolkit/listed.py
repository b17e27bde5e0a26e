"""The listed forms of terms: under which keys they are found, and which of them a stretch of text really is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from toolkit import text as fold
from toolkit.model import Concept, Term

_ENDINGS = ("ed", "ing")


class Entry(NamedTuple):
    """A term and the concept it designates."""

    concept: Concept
    term: Term


Found = tuple[tuple[Entry, ...], bool]
"""The entries that a stretch of text is a form of, and whether only by verb inflection."""


class Form(NamedTuple):
    entry: Entry
    keys: tuple[str, ...]
    breaks: str
    capitals: str
    """The form itself when it must be matched with its capitals (abbreviations such as SPP, NPC)."""


def index_english(entries: Iterable[Entry]) -> dict[tuple[str, ...], list[Form]]:
    """The forms by the loose keys of their words, articles left out."""
    index: dict[tuple[str, ...], list[Form]] = {}
    for entry in entries:
        text = entry.term.text
        words = [w for w in fold.WORD.findall(text) if w.lower() not in fold.ARTICLES]
        if not words:
            continue
        capitals = text if len(words) == 1 and len(text) <= 6 and text.isupper() else ""
        form = Form(entry, tuple(fold.strict_key(w) for w in words), _breaks(text), capitals)
        index.setdefault(tuple(map(fold.loose_key, words)), []).append(form)
    return index


def word_codes(index: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """A character for each word of the patterns; frequent words get the short ones of UTF-8."""
    counts = Counter(word for words in index for word in words)
    numbers = chain(range(1, 0xD800), range(0xE000, 0x110000))
    return {word: chr(number) for (word, _count), number in zip(counts.most_common(), numbers, strict=False)}


def index_chinese(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries by their folded form."""
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        view = fold.fold_zh(entry.term.text)
        # A single character is never a term in running Chinese text.
        if len(view) > 1:
            index.setdefault(view, []).append(entry)
    return index


def agreeing(surface: str, forms: list[Form]) -> Found | None:
    """The entries whose form ``surface`` really is, and whether only by verb inflection."""
    between = _breaks(surface)
    keys = tuple(fold.strict_key(w) for w in fold.WORD.findall(surface) if w.lower() not in fold.ARTICLES)
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
VERBAL = frozenset(("act", "procedure", "measure", "sanction", "crime"))


def _inflected(found: tuple[str, ...], listed: tuple[str, ...], kind: str) -> bool:
    """Whether the words ``found`` are verb inflections of the form ``listed`` (their loose keys are equal).

    A verb ending may differ on the first word ("filing a case": file a case), after it where both are
    joined by "and" ("listed and supervised": list and supervise), or where both words have one ("case
    filed": case filing); elsewhere it is another word ("case file" 案卷). A term of one word only takes a
    past tense, and only when it names something done: "appealing" is not an appeal.
    """
    if len(found) == 1:
        return kind in VERBAL and found[0].endswith("ed") and not listed[0].endswith("ing")
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
