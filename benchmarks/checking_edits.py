"""The mutations of ``checking.py``: each changes one occurrence of a term in one segment, or returns ``None``."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from checking_corpus import TRADITIONAL, Corpus, Segment, Slot, key

from toolkit.hant import TO_SIMPLIFIED
from toolkit.model import EN, Status
from toolkit.text import contains_han

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
    good = {key(f) for f in corpus.forms(slot.concept, Status.PREFERRED, Status.ADMITTED)}
    forms = [f for f in corpus.forms(slot.concept, Status.DEPRECATED) if key(f) not in good]
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
    if any(key(f) in key(new) for f in mine):
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
    table = TO_SIMPLIFIED if corpus.target_lang.startswith("zh-Hant") else TRADITIONAL
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
        or old.endswith(
            (
                "s",
                "ed",
                "ing",
                "f",
                "men",
                "children",
                "damage",
                "ly",
                "security",
                "hearsay",
                "manu",
                " it",
                " out",
                " up",
                " off",
                " on",
                " by",
            )
        )
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
