"""From distinct phrases to candidates: every part that could be a term, with what is known of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from toolkit.extract.collect import Collection, Phrase
from toolkit.extract.lexicon import frequency_levels
from toolkit.extract.readable import is_readable
from toolkit.extract.tokens import join_lower
from toolkit.text import singular

LONGEST = 6
# The longest names of institutions and treaties in the gold lists have 13 words; longer runs of capitals
# are headings or broken lists.
LONGEST_NAME = 14
STARTS = frozenset("AJEGNSPF")
ENDS = frozenset("NSPGF")
CLOSED = frozenset("dipwmctov,.")
CONTENT = frozenset("AJEGNSPFVZDRvn")
PREPOSITION = re.compile("[oit]")
# Words as common as "see" (more than 1.6 per thousand) are terms only as nouns.
COMMON = 62
# In texts of more tokens a phrase with a preposition that stands once cannot reach the list (its best
# score is under the cut-off), and such phrases are half of all: they are not looked at.
LONG_TEXT = 200_000


class Form:
    """A surface form that may be a term."""

    __slots__ = (
        "alone", "capitals", "count", "extension", "group", "half", "holders", "kind", "named", "phrase", "position", "tags", "text",
        "texts", "words",
    )  # fmt: skip

    def __init__(self, text: str, words: tuple[str, ...], tags: str, kind: str) -> None:
        self.text = text
        self.words = words
        self.tags = tags
        self.kind = kind
        """``phrase``, ``linked`` (with a preposition), ``word`` (noun), ``modifier`` or ``name``."""
        self.count = 0
        self.alone = 0
        """Occurrences that are not part of a longer phrase."""
        self.extension = 0
        """Occurrences inside the most frequent form that has one word more."""
        self.half = False
        """Never in one piece in the texts (``add_halves``)."""
        self.holders = 0
        """Distinct longer phrases that hold it."""
        self.texts = 0
        """Texts of the phrases that hold it, added up: an upper bound."""
        self.capitals = 0
        """Occurrences with every word capitalised, away from sentence starts for single words."""
        self.named = 0
        """Occurrences as a name of its own (``collect.NAME``)."""
        self.group = text
        self.phrase: Phrase | None = None
        """A phrase that holds it, and the position there: for places and spelling."""
        self.position = 0


def words_lower(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([token.lower() for token in tokens])


def list_forms(collection: Collection) -> dict[str, Form]:
    """Surface form (lower case) → what is known of it."""
    forms: dict[str, Form] = {}
    add_parts(collection, forms)
    add_halves(collection, forms)
    add_linked(collection, forms)
    add_words(collection, forms)
    add_names(collection, forms)
    for form in forms.values():
        form.group = group_key(form.words, form.tags)
        if form.kind != "linked" and len(form.words) > 1:
            for shorter in (form.text.partition(" ")[2], form.text.rpartition(" ")[0]):
                inner = forms.get(shorter)
                if inner is not None and inner.extension < form.count:
                    inner.extension = form.count
    return {text: form for text, form in forms.items() if is_readable(form.words, text)}


@lru_cache(maxsize=10_000)
def parts(tags: str) -> tuple[tuple[int, int], ...]:
    """``(start, end)`` of every part of two to ``LONGEST`` words that can be a noun phrase."""
    length = len(tags)
    return tuple(
        (start, end)
        for start in range(length - 1)
        if tags[start] in STARTS
        for end in range(start + 2, min(length, start + LONGEST) + 1)
        if tags[end - 1] in ENDS
    )


def add_parts(collection: Collection, forms: dict[str, Form]) -> None:
    for phrase in collection.dependable(collection.phrases):
        length = len(phrase.tags)
        if length == 1:
            continue
        tokens = words_lower(phrase.tokens)
        upper = None if " ".join(phrase.tokens).islower() else [t[0].isupper() for t in phrase.tokens]
        for start, end in parts(phrase.tags):
            words = tokens[start:end]
            text = join_lower(words)
            form = forms.get(text)
            if form is None:
                form = forms[text] = Form(text, words, phrase.tags[start:end], "phrase")
                form.phrase, form.position = phrase, start
            form.count += phrase.count
            form.texts += phrase.texts
            if end - start == length:
                form.alone += phrase.count
                form.phrase, form.position = phrase, start
            else:
                form.holders += 1
            if upper and all(upper[start:end]):
                form.capitals += phrase.count


def add_halves(collection: Collection, forms: dict[str, Form]) -> None:
    """What is left of "civil and administrative litigation" without its second modifier.

    Two nouns before a noun share it less often than two adjectives ("anaemia and iron deficiency"), so
    that a noun counts only if it modifies another noun elsewhere.
    """
    modifiers = {form.words[0] for form in forms.values()}
    for phrase in collection.dependable(collection.halves):
        words = words_lower(phrase.tokens)
        if phrase.tags[0] == "N" and words[0] not in modifiers:
            continue
        text = join_lower(words)
        form = forms.get(text)
        if form is None:
            form = forms[text] = Form(text, words, phrase.tags, "phrase")
            form.phrase, form.half = phrase, True
        form.count += phrase.count
        form.texts += phrase.texts
        form.holders += 1


def add_linked(collection: Collection, forms: dict[str, Form]) -> None:
    once = collection.tokens <= LONG_TEXT
    for phrase in collection.dependable(collection.linked):
        if phrase.count == 1 and not once:
            continue
        tags = phrase.tags
        found = PREPOSITION.search(tags)
        if not found:
            continue
        tokens = words_lower(phrase.tokens)
        for start in range(found.start()):
            if tags[start] not in STARTS:
                continue
            for end in range(found.start() + 2, min(len(tags), start + LONGEST) + 1):
                if tags[end - 1] not in ENDS:
                    continue
                text = join_lower(tokens[start:end])
                form = forms.get(text)
                if form is None:
                    form = forms[text] = Form(text, tokens[start:end], tags[start:end], "linked")
                    form.phrase, form.position = phrase, start
                elif form.kind != "linked":
                    continue
                form.count += phrase.count
                form.texts += phrase.texts
                if end - start == len(tags):
                    form.alone += phrase.count


def add_words(collection: Collection, forms: dict[str, Form]) -> None:
    levels = frequency_levels()
    counts: Counter[str] = Counter()
    tagged: Counter[tuple[str, str]] = Counter()
    capitals: Counter[str] = Counter()
    for (token, tag, shape), count in collection.words.items():
        if token[0].isalpha() and len(token) > 1:
            word = token.lower()
            if tag not in CLOSED:
                counts[word] += count
                tagged[word, tag] += count
            if shape in "CK":
                capitals[word] += count
    alone: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    holder: dict[str, tuple[Phrase, int]] = {}
    for phrase in collection.dependable(collection.phrases):
        if len(phrase.tokens) == 1:
            word = phrase.tokens[0].lower()
            alone[word] += phrase.count
            spread[word] += phrase.texts
            holder[word] = phrase, 0
            continue
        for position, word in enumerate(words_lower(phrase.tokens)):
            holders[word] += 1
            spread[word] += phrase.texts
            if word not in holder:
                holder[word] = phrase, position
    usual: dict[str, tuple[int, str]] = {}
    for (word, tag), count in tagged.items():
        best = usual.get(word)
        if best is None or (count, tag) > best:
            usual[word] = count, tag
    for word, count in counts.items():
        tag = usual[word][1]
        cited = collection.cited[word]
        count -= cited
        if count <= 0:
            continue
        if levels.get(word, 0) > COMMON and tag not in "NS":
            continue
        form = Form(word, (word,), tag, "word" if tag in "NSPF" else "modifier")
        form.count = count
        form.alone = max(0, alone[word] - cited)
        form.holders = holders[word]
        form.texts = max(1, spread[word])
        form.capitals = max(0, capitals[word] - cited)
        form.phrase, form.position = holder.get(word, (None, 0))
        forms[word] = form


def add_names(collection: Collection, forms: dict[str, Form]) -> None:
    for phrase in collection.dependable(collection.names):
        first = 0
        while first < len(phrase.tags) and phrase.tags[first] in CLOSED:
            first += 1
        if not 0 < len(phrase.tags) - first <= LONGEST_NAME:
            continue
        if len(phrase.tokens) == first + 1 and phrase.tokens[first].lower() in collection.cited:
            continue
        add_name(forms, phrase, first)
        for inner in inner_names(phrase, first):
            add_name(forms, phrase, inner)


def inner_names(phrase: Phrase, first: int) -> Iterator[int]:
    """Where names with a preposition begin inside another: "Unit of the | Ministry of the Interior"."""
    links = [i for i in range(first, len(phrase.tags)) if phrase.tags[i] in "oi"]
    for link in links[:-1]:
        start = link + 1
        while start < len(phrase.tags) and phrase.tags[start] in CLOSED:
            start += 1
        if start < len(phrase.tags):
            yield start


def add_name(forms: dict[str, Form], phrase: Phrase, first: int) -> None:
    tokens, tags = phrase.tokens[first:], phrase.tags[first:]
    words = words_lower(tokens)
    text = join_lower(words)
    form = forms.get(text)
    if form is None:
        if len(tokens) == 1:
            return
        form = forms[text] = Form(text, words, tags, "name")
        form.phrase, form.position = phrase, first
    form.named += phrase.count
    if len(tokens) > 1 and (
        form.count < form.named or (form.kind == "linked" and 2 * form.named > form.count)
    ):
        form.count, form.kind = max(form.count, form.named), "name"
        form.capitals = form.named
    form.texts = max(form.texts, phrase.texts)
    if first == 0:
        form.alone = max(form.alone, phrase.count)


def group_key(words: tuple[str, ...], tags: str) -> str:
    """What forms of one term share: the last word in the singular, hyphens opened."""
    last = words[-1]
    if tags[-1] in "SP" or len(words) == 1:
        last = singular(last)
    return " ".join((*words[:-1], last)).replace("-", " ").replace("‐", " ").replace("’", "'")
