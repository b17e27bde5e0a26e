"""The corpus of ``checking.py``: templates × termbase, every occurrence known by construction."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toolkit.hant import TO_SIMPLIFIED
from toolkit.model import EN, ZH, Concept, Status
from toolkit.text import contains_han, fold_zh, phrase_key

# Pairs without any term of the termbase in their own words (checked when the corpus is made).
TEMPLATES = (
    (
        "This chapter speaks about {0}, about {1} and about other things.",
        "这一章谈到{0}，也谈到{1}，还有别的事情。",
    ),
    ("Nobody had expected that {0} would come up so early.", "没有人料到{0}这么早就会出现。"),
    ("We have seen {0} twice this week, and {1} not at all.", "我们这个星期两次看到{0}，却没有看到{1}。"),
    ("What {0} means was explained at length by the speaker.", "演讲的人详细解释了{0}是什么意思。"),
    (
        "Many readers ask how {0} came about and why {1} followed.",
        "许多读者问{0}是怎么来的，{1}又为什么跟着出现。",
    ),
    ("The older booklet mentions {0}, {1} and {2}.", "旧的小册子提到了{0}、{1}和{2}。"),
    ("Between {0} and {1} there is a long way.", "从{0}到{1}还有很长的路。"),
    ("Here {0} comes first, and only then {1}.", "这里先讲{0}，然后才讲{1}。"),
    ("Young people often hear of {0} without knowing more.", "年轻人常常听说{0}，却不知道更多。"),
    ("The drawing shows {0} on the left and {1} on the right.", "图上左边是{0}，右边是{1}。"),
)
REPEATING = (
    ("First came {0}, later {0} again, and in the end {1}.", "先是{0}，后来又是{0}，最后是{1}。"),
    ("Whoever speaks of {0} today spoke of {0} yesterday.", "今天谈{0}的人，昨天也谈{0}。"),
    ("There was {0} in spring, {0} in summer and {0} in autumn.", "春天有{0}，夏天有{0}，秋天也有{0}。"),
)
DOCUMENT = 24
"""Segments of a document; its terms come from a pool of ten, so that they recur."""


@dataclass(frozen=True)
class Slot:
    """One occurrence: the concept, the index of its source term, its place in both texts."""

    concept: str
    source: tuple[int, int]
    target: tuple[int, int]


@dataclass(frozen=True)
class Segment:
    source: str
    target: str
    slots: tuple[Slot, ...]


@dataclass
class Corpus:
    documents: list[list[Segment]]
    concepts: dict[str, Concept]
    source_lang: str
    target_lang: str

    def forms(self, concept: str, *statuses: Status) -> list[str]:
        return [t.text for t in self.concepts[concept].of(self.target_lang, *statuses)]


def make(
    concepts: tuple[Concept, ...],
    seed: int | str,
    source_lang: str = EN,
    target_lang: str = ZH,
    segments: int = 3_600,
    wanted: Container[str] = (),
) -> Corpus:
    """A corpus of at least ``segments`` segments; terms whose form belongs to two concepts are left out.

    Half of the terms of each document come from the concepts in ``wanted``, where there are any: an operator
    that few concepts allow gets its cases from more segments.
    """
    pick = random.Random(seed)
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for term in concept.terms:
            owners[key(term.text)].add(concept.id)
    usable = []
    for concept in concepts:
        pair = (concept.preferred(source_lang), concept.preferred(target_lang))
        if all(
            term is not None and len(owners[key(term.text)]) == 1 and len(fold_zh(term.text)) > 1
            for term in pair
        ):
            english = concept.en
            # One-word terms are guarded as everyday words in some sentences; every corpus has some, not half.
            if len(english.split()) > 1 or pick.random() < 0.4:
                usable.append(concept)
    special = [c for c in usable if c.id in wanted]
    documents = []
    total = 0
    while total < segments:
        pool = pick.sample(special, min(5, len(special)))
        pool += pick.sample([c for c in usable if c not in pool], 10 - len(pool))
        document = []
        for number in range(DOCUMENT):
            template = pick.choice(REPEATING if number % 6 == 5 else TEMPLATES)
            chosen = pick.sample(pool, 3)
            document.append(_fill(template, chosen, source_lang, target_lang))
        documents.append(document)
        total += len(document)
    return Corpus(documents, {c.id: c for c in concepts}, source_lang, target_lang)


def key(text: str) -> str:
    return fold_zh(text) if contains_han(text) else phrase_key(text)


def _fill(template: tuple[str, str], chosen: list[Concept], source_lang: str, target_lang: str) -> Segment:
    texts, places = [], []
    for lang in (source_lang, target_lang):
        pattern = template[0] if lang == EN else template[1]
        if lang.startswith("zh-Hant"):
            pattern = traditional(pattern)
        text, spots = "", []
        rest = pattern
        while "{" in rest:
            before, _, rest = rest.partition("{")
            index, _, rest = rest.partition("}")
            term = chosen[int(index)].preferred(lang)
            assert term is not None
            text += before
            spots.append((int(index), (len(text), len(text) + len(term.text))))
            text += term.text
        texts.append(text + rest)
        places.append(spots)
    by_index = defaultdict(list)
    for index, span in places[1]:
        by_index[index].append(span)
    slots = tuple(Slot(chosen[index].id, span, by_index[index].pop(0)) for index, span in places[0])
    return Segment(texts[0], texts[1], slots)


# Compatibility ideographs look like the character they fold to: no variant that anybody could see.
TRADITIONAL = {
    simplified: traditional
    for traditional, simplified in reversed(list(TO_SIMPLIFIED.items()))
    if traditional < 0xA000
}


def traditional(text: str) -> str:
    return text.translate(TRADITIONAL)
