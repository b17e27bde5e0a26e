"""What speaks for and against a surface form being a term, as numbers on one scale.

References: Ahmad, Gillam & Tostevin (1999) for the contrast with general language; Nakagawa & Mori
(2002) for the productivity of heads and modifiers; Frantzi, Ananiadou & Mima (2000) for standing
alone against being nested.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

from toolkit.extract.candidates import CONTENT, Form
from toolkit.extract.collect import Collection
from toolkit.extract.lexicon import frequency_levels, general_pairs, territories
from toolkit.extract.readable import is_dated_act

# A word that general English has fewer than 0.3 times per million is taken as that rare: below, the
# table is noise (and 10 · log10 of 300 per thousand million is 25).
RAREST = 25
# Limits of the contrast (powers of ten), so that no word decides alone.
LOWEST, HIGHEST = -1.5, 2.5
DIGIT = re.compile(r"\d")
KINDS = {kind: f"kind {kind}" for kind in ("phrase", "linked", "word", "modifier", "name")}
LENGTHS = {size: f"words {size}" for size in range(5)}


class Corpus:
    """Counts over all forms that single forms are compared with."""

    def __init__(self, collection: Collection, forms: dict[str, Form]) -> None:
        self.tokens = max(1, collection.tokens)
        self.levels = frequency_levels()
        self.pairs = general_pairs()
        self.territories = territories()
        self.words: Counter[str] = Counter()
        for (token, _, _), count in collection.words.items():
            self.words[token.lower()] += count
        for word, count in collection.cited.items():
            self.words[word] = max(1, self.words[word] - count)
        self.groups: Counter[str] = Counter()
        self.heads: Counter[str] = Counter()
        self.modifiers: Counter[str] = Counter()
        seen: set[str] = set()
        for form in forms.values():
            self.groups[form.group] += form.count
            if form.kind == "phrase" and form.group not in seen:
                seen.add(form.group)
                first, _, rest = form.group.partition(" ")
                self.modifiers[first] += 1
                self.heads[rest.rpartition(" ")[2]] += 1
        self.memory: dict[str, tuple[float, float, bool]] = {}
        self.before, self.after = fixed_neighbours(collection, self.words)

    def contrast(self, word: str) -> tuple[float, float, bool]:
        """``(contrast, rarity, known)``: powers of ten over general English, general level, in the table.

        A word that the table lacks may be a misprint or foreign: its contrast grows with its own
        frequency only, from 0.6, and stays under 1.3.
        """
        found = self.memory.get(word)
        if found is None:
            level = self.levels.get(word)
            count = self.words.get(word, 1)
            if level is not None:
                value = (10 * math.log10(count / self.tokens * 1e9) - max(level, RAREST)) / 10
                found = min(HIGHEST, max(LOWEST, value)), max(level, RAREST) / 10, True
            elif "-" in word and not word.startswith("-"):
                rows = [self.contrast(part) for part in word.split("-") if part]
                found = (
                    sum(row[0] for row in rows) / len(rows),
                    sum(row[1] for row in rows) / len(rows),
                    all(row[2] for row in rows),
                )
            else:
                found = min(1.3, 0.6 + 0.5 * math.log10(count)), RAREST / 10, False
            self.memory[word] = found
        return found


def fixed_neighbours(
    collection: Collection, words: Counter[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """``(before, after)``: word → share of its occurrences that have the same word before or after them.

    Only shares over a half, from three occurrences of the pair on: what begins with "failure" where
    nearly every failure is a heart failure is cut out of a term.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for phrase in collection.dependable(collection.phrases):
        if len(phrase.tokens) > 1:
            for pair in pairwise(phrase.tokens):
                pairs[pair] += phrase.count
    lower: Counter[tuple[str, str]] = Counter()
    for (first, second), count in pairs.items():
        lower[first.lower(), second.lower()] += count
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for (first, second), count in lower.items():
        if count > 2:
            if 2 * count > words[second]:
                before[second] = count / words[second]
            if 2 * count > words[first]:
                after[first] = count / words[first]
    return before, after


def measure(form: Form, corpus: Corpus) -> dict[str, float]:
    """The evidence on one form: name of the feature → value (absent is 0)."""
    words, tags, text, kind = form.words, form.tags, form.text, form.kind
    size, count = len(words), form.count
    total = rarity = 0.0
    highest = LOWEST
    memory = corpus.memory
    content = 0
    known = True
    for word, tag in zip(words, tags, strict=True):
        if tag in CONTENT and word[0].isalnum():
            one, level, listed = memory.get(word) or corpus.contrast(word)
            total += one
            rarity += level
            content += 1
            known = known and listed
            if one > highest:
                highest = one
    # That a name is common in general English says nothing about it.
    named = form.named / count
    if size == 1 and tags == "P" and named < 0.8:
        named = 0.8
    share = max(0.0, 1 - named) / (content or 1)
    first, _, rest = form.group.partition(" ")
    last = rest.rpartition(" ")[2] or first
    heads, modifiers = corpus.heads.get(last, 0), corpus.modifiers.get(first, 0)
    result = {
        "highest contrast": share * content * highest,
        "common in general": share * rarity,
        "alone": math.log1p(form.alone),
        KINDS[kind]: 1.0,
        "named": named,
        LENGTHS[min(size, 4)]: 1.0,
    }
    if size == 1:
        result["frequency of a word"] = math.log(corpus.groups[form.group])
        result["contrast of a word"] = share * total
        result["as head"] = math.log1p(heads)
        result["as modifier"] = math.log1p(modifiers)
        if kind == "modifier":
            result["modifier " + tags[0]] = 1.0
        if text in corpus.territories:
            result["country"] = 1.0
    else:
        result["frequency of a phrase"] = math.log(corpus.groups[form.group])
        result["contrast of a phrase"] = share * total
        result["shared head"] = math.log1p(heads)
        result["starts " + tags[0]] = 1.0
        for a, b in pairwise(words):
            seconds = corpus.pairs.get(a)
            if seconds and f" {b} " in seconds:
                result["common pair"] = 1.0
                break
        if text in corpus.territories:
            result["country"] = 1.0
    if count > 1:
        result["part of one"] = form.extension / count
    elif form.extension == 1:
        result["part of one once"] = 1.0
    if words[0] in corpus.before:
        result["cut before"] = corpus.before[words[0]]
    if words[-1] in corpus.after:
        result["cut after"] = corpus.after[words[-1]]
    if size == 1 and form.alone == 0 and form.named == 0 and form.capitals >= 0.9 * count:
        result["piece of a name"] = 1.0
    if kind == "linked" and len(tags) == 3:
        result["bare link"] = 1.0
    if form.alone == 0:
        result["never alone"] = 1.0
    if form.half:
        result["half"] = 1.0
    if not known:
        result["unknown word"] = 1.0
    if "P" in tags:
        result["name inside"] = 1.0
    if not text.replace(" ", "").isalpha():
        if "-" in text:
            result["hyphen"] = 1.0
        if "'" in text:
            result["possessive"] = 1.0
        if DIGIT.search(text) and not is_dated_act(words):
            result["digit"] = 1.0
    if len(text) < 4:
        result["short"] = 1.0
    if kind == "linked":
        if "o" not in tags:
            result["other preposition"] = 1.0
        if "d" in tags:
            result["determiner inside"] = 1.0
    return result
