"""What speaks for and against a surface form being a term, as numbers on one scale.

References: Ahmad, Gillam & Tostevin (1999) for the contrast with general language; Nakagawa & Mori
(2002) for the productivity of heads and modifiers; Frantzi, Ananiadou & Mima (2000) for standing
alone against being nested.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from toolkit.extract.candidates import CONTENT, Form
from toolkit.extract.collect import Collection
from toolkit.extract.lexicon import frequency_levels, general_pairs, territories

# A word that general English has fewer than 0.3 times per million is taken as that rare: below, the
# table is noise (and 10 · log10 of 300 per thousand million is 25).
RAREST = 25
# Limits of the contrast (powers of ten), so that no word decides alone.
LOWEST, HIGHEST = -1.5, 2.5


class Corpus:
    """Counts over all forms that single forms are compared with."""

    def __init__(self, collection: Collection, forms: dict[str, Form]) -> None:
        self.tokens = max(1, collection.tokens)
        self.levels = frequency_levels()
        self.pairs = general_pairs()
        self.territories = territories()
        self.words: Counter[str] = Counter()
        for (token, _), count in collection.words.items():
            self.words[token.lower()] += count
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


def measure(form: Form, corpus: Corpus) -> dict[str, float]:
    """The evidence on one form: name of the feature → value (absent is 0)."""
    size = len(form.words)
    content = [w for w, t in zip(form.words, form.tags, strict=True) if t in CONTENT and w[0].isalnum()]
    rows = [corpus.contrast(word) for word in content or form.words]
    contrasts = [row[0] for row in rows]
    group = form.group.split(" ")
    named = form.named / form.count
    single = size == 1
    if single and form.tags == "P":
        named = max(named, 0.8)
    # That a name is common in general English says nothing about it.
    common = 1 - min(1.0, named)
    frequency = math.log(corpus.groups[form.group])
    result = {
        "frequency of a phrase" if not single else "frequency of a word": frequency,
        "contrast of a phrase" if not single else "contrast of a word": common
        * sum(contrasts)
        / len(contrasts),
        "highest contrast": common * max(contrasts),
        "common in general": common * sum(row[1] for row in rows) / len(rows),
        "part of one": form.extension / form.count if form.count > 1 else 0.0,
        "part of one once": float(form.count == 1 and form.extension == 1),
        "alone": math.log1p(form.alone),
        "kind " + form.kind: 1.0,
        "named": named,
        f"words {min(size, 4)}": 1.0,
    }
    if form.text in corpus.territories:
        result["country"] = 1.0
    if not single and any(f" {b} " in corpus.pairs.get(a, "") for a, b in pairwise(form.words)):
        result["common pair"] = 1.0
    if single:
        result["as head"] = math.log1p(corpus.heads[group[-1]])
        result["as modifier"] = math.log1p(corpus.modifiers[group[0]])
    else:
        result["shared head"] = math.log1p(corpus.heads[group[-1]])
        result["shared modifier"] = math.log1p(corpus.modifiers[group[0]])
        result["starts " + form.tags[0]] = 1.0
    if form.alone == 0:
        result["never alone"] = 1.0
    if not all(row[2] for row in rows):
        result["unknown word"] = 1.0
    if "-" in form.text:
        result["hyphen"] = 1.0
    if "P" in form.tags:
        result["name inside"] = 1.0
    if "'" in form.text or "’" in form.text:
        result["possessive"] = 1.0
    if any(character.isdigit() for character in form.text):
        result["digit"] = 1.0
    if len(form.text) < 4:
        result["short"] = 1.0
    if form.kind == "linked":
        result["of" if "o" in form.tags else "other preposition"] = 1.0
        if "d" in form.tags:
            result["determiner inside"] = 1.0
    if form.kind == "modifier":
        result["modifier " + form.tags[0]] = 1.0
    if form.tags[-1] == "G" and not single:
        result["ends G"] = 1.0
    return result
