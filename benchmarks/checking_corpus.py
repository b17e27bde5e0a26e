"""The corpus of ``checking.py``: templates × termbase, every occurrence known by construction, and its mutations."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
class Case:
    """A mutated document: which segment was changed in which slot, and what must be found."""

    segments: list[Segment]
    changed: dict[int, Slot]
    """Segment → the slot that was changed."""
    original: list[Segment] = field(default_factory=list)


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
    seed: int,
    source_lang: str = EN,
    target_lang: str = ZH,
    segments: int = 3_600,
) -> Corpus:
    """A corpus of at least ``segments`` segments; terms whose form belongs to two concepts are left out."""
    pick = random.Random(seed)
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for term in concept.terms:
            owners[_key(term.text)].add(concept.id)
    usable = []
    for concept in concepts:
        pair = (concept.preferred(source_lang), concept.preferred(target_lang))
        if all(
            term is not None and len(owners[_key(term.text)]) == 1 and len(fold_zh(term.text)) > 1
            for term in pair
        ):
            english = concept.en
            # One-word terms are guarded as everyday words in some sentences; every corpus has some, not half.
            if len(english.split()) > 1 or pick.random() < 0.4:
                usable.append(concept)
    documents = []
    total = 0
    while total < segments:
        pool = pick.sample(usable, 10)
        document = []
        for number in range(DOCUMENT):
            template = pick.choice(REPEATING if number % 6 == 5 else TEMPLATES)
            chosen = pick.sample(pool, 3)
            document.append(_fill(template, chosen, source_lang, target_lang))
        documents.append(document)
        total += len(document)
    return Corpus(documents, {c.id: c for c in concepts}, source_lang, target_lang)


def _key(text: str) -> str:
    return fold_zh(text) if contains_han(text) else phrase_key(text)


def _fill(template: tuple[str, str], chosen: list[Concept], source_lang: str, target_lang: str) -> Segment:
    texts, places = [], []
    for lang in (source_lang, target_lang):
        pattern = template[0] if lang == EN else template[1]
        if lang.startswith("zh-Hant"):
            pattern = _traditional(pattern)
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
_TRADITIONAL = {
    simplified: traditional
    for traditional, simplified in reversed(list(TO_SIMPLIFIED.items()))
    if traditional < 0xA000
}


def _traditional(text: str) -> str:
    return text.translate(_TRADITIONAL)


Edit = Callable[[random.Random, Corpus, Segment, Slot], "Segment | None"]


def put(segment: Segment, slot: Slot, new: str, side: str = "target") -> Segment:
    """``segment`` with ``new`` in the place of ``slot``; later slots are moved."""
    start, end = getattr(slot, side)
    shift = len(new) - (end - start)
    text = getattr(segment, side)
    slots = tuple(
        replace(s, **{side: tuple(p + shift if p >= end else p for p in getattr(s, side))})
        if s is not slot
        else replace(s, **{side: (start, start + len(new))})
        for s in segment.slots
    )
    return replace(segment, **{side: text[:start] + new + text[end:]}, slots=slots)


def wrong_term(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    mine = {s.concept for s in segment.slots}
    same = [f for f in _by_length(corpus).get(len(old), ()) if f[1] not in mine and f[0] not in old]
    return put(segment, slot, pick.choice(same)[0]) if same else None


_LENGTHS: dict[int, dict[int, list[tuple[str, str]]]] = {}


def _by_length(corpus: Corpus) -> dict[int, list[tuple[str, str]]]:
    if id(corpus) not in _LENGTHS:
        _LENGTHS.clear()
        table: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for concept in corpus.concepts.values():
            if (term := concept.preferred(corpus.target_lang)) is not None:
                table[len(term.text)].append((term.text, concept.id))
        _LENGTHS[id(corpus)] = table
    return _LENGTHS[id(corpus)]


def deleted(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    return put(segment, slot, "")


def deprecated(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    good = {_key(f) for f in corpus.forms(slot.concept, Status.PREFERRED, Status.ADMITTED)}
    forms = [f for f in corpus.forms(slot.concept, Status.DEPRECATED) if _key(f) not in good]
    return put(segment, slot, pick.choice(forms)) if forms else None


def near_miss(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    if len(old) < 3:
        return None
    kind = pick.randrange(3)
    if kind == 0:
        new = old[1:]
    elif kind == 1:
        new = old[:-1]
    else:
        at = pick.randrange(len(old))
        other = "某另甲乙丙"[pick.randrange(5)] if contains_han(old) else "qxzjk"[pick.randrange(5)]
        new = old[:at] + other + old[at + 1 :]
    mine = corpus.forms(slot.concept)
    # What still contains another approved form of the concept is not wrong.
    if any(_key(f) in _key(new) for f in mine):
        return None
    return put(segment, slot, new)


def untranslated(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    return put(segment, slot, segment.source[slice(*slot.source)])


def nested(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    mine = {s.concept for s in segment.slots}
    inner = [
        form for size, forms in _by_length(corpus).items() if 2 <= size < len(old) for form, id in forms
        if id not in mine and (f" {form} " in f" {old} " if corpus.target_lang == EN else form in old)
        and form not in corpus.forms(slot.concept)
    ]  # fmt: skip
    return put(segment, slot, max(inner, key=len)) if inner else None


def script(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    table = TO_SIMPLIFIED if corpus.target_lang.startswith("zh-Hant") else _TRADITIONAL
    spots = [i for i, c in enumerate(old) if ord(c) in table]
    if not spots:
        return None
    at = pick.choice(spots)
    return put(segment, slot, old[:at] + old[at].translate(table) + old[at + 1 :])


def inner_space(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    if corpus.target_lang == EN:
        return put(segment, slot, old.replace(" ", "  ", 1)) if " " in old else None
    at = pick.randrange(1, len(old))
    return put(segment, slot, f"{old[:at]} {old[at:]}")


def full_width(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    new = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in old)
    if new == old:
        new = "\u3000".join((old[:1], old[1:]))
    return put(segment, slot, new)


def quotes(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    before, after = pick.choice(
        ("“”", "《》", "「」", "''") if corpus.target_lang != EN else ("“”", "''", '""')
    )
    at = pick.choice((0, pick.randrange(1, len(old)))) if corpus.target_lang != EN else 0
    return put(segment, slot, f"{old[:at]}{before}{old[at:]}{after}")


def tag_inside(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    old = segment.target[slice(*slot.target)]
    at = pick.randrange(1, len(old))
    first, last = pick.choice(
        (("<b>", "</b>"), ('<g id="1">', "</g>"), ("{0}", ""), ("<x id='3'/>", ""), ("%s", ""))
    )
    return put(segment, slot, f"{old[:at]}{first}{old[at:]}{last}")


def plural(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    side = "source" if corpus.source_lang == EN else "target"
    old = getattr(segment, side)[slice(*getattr(slot, side))]
    if (
        not old[-1].isalpha()
        or not old[-1].islower()
        or old.endswith(("s", "ed", "ing", "f", "men", "ly", "security", "hearsay"))
        or " of " in old
        or " " not in old
    ):
        return None
    if old.endswith("y"):
        new = old[:-1] + "ies" if old[-2] not in "aeiou" else old + "s"
    else:
        new = old + ("es" if old.endswith(("x", "ch", "sh", "o")) else "s")
    return put(segment, slot, new, side)


def hyphen(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    side = "source" if corpus.source_lang == EN else "target"
    old = getattr(segment, side)[slice(*getattr(slot, side))]
    new = old.replace("-", " ", 1) if "-" in old else old.replace(" ", "-", 1)
    return put(segment, slot, new, side) if new != old else None


def case(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    side = "source" if corpus.source_lang == EN else "target"
    old = getattr(segment, side)[slice(*getattr(slot, side))]
    if old.isupper() or any(w.isupper() and len(w) > 1 for w in old.split()):
        return None
    return put(
        segment,
        slot,
        pick.choice((old.title().replace("'S", "'s"), old.upper(), old[:1].upper() + old[1:])),
        side,
    )


def admitted(pick: random.Random, corpus: Corpus, segment: Segment, slot: Slot) -> Segment | None:
    forms = corpus.forms(slot.concept, Status.ADMITTED)
    return put(segment, slot, pick.choice(forms)) if forms else None
