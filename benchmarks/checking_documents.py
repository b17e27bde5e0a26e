"""The operators of ``checking.py`` that need a whole document: drift, defined short forms, straddling words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from checking_corpus import Segment, Slot
from checking_edits import put
from checking_quality import LEAST, Bench, Score, show

from toolkit.check import standard as standards
from toolkit.check.standard import form_key
from toolkit.model import EN, Status, Term
from toolkit.text import fold_zh


def drift(bench: Bench, name: str) -> bool:
    """From the middle of a document on, one concept is rendered by another admitted form."""
    pick = random.Random(f"{bench.seed} drift")
    score = Score()
    able = {c.id for c in bench.concepts if _other_forms(bench, c.id)}
    for corpus in bench.corpora(able) if able else ():
        for document in corpus.documents:
            counts = Counter(s.concept for segment in document for s in segment.slots)
            candidates = [c for c, n in counts.items() if n >= 4 and c in able]
            for concept in candidates[:3]:
                _drift(
                    bench,
                    score,
                    document,
                    concept,
                    pick.choice(_other_forms(bench, concept)),
                    counts[concept],
                )
        if score.cases >= LEAST:
            break
    return show(bench, name, score, 0.95, alarms=False)


def _other_forms(bench: Bench, concept: str) -> list[str]:
    """Admitted forms that neither contain the preferred one nor lie inside it."""
    first = next(iter(bench.corpus.forms(concept, Status.PREFERRED)), "")
    admitted = bench.corpus.forms(concept, Status.ADMITTED) if first else []
    return [f for f in admitted if form_key(f) != form_key(first) and f not in first and first not in f]


def _drift(bench: Bench, score: Score, document: list[Segment], concept: str, other: str, total: int) -> None:
    first = bench.corpus.forms(concept, Status.PREFERRED)[0]
    middle, met = total // 2, 0
    segments = []
    for segment in document:
        for index in range(len(segment.slots)):
            slot = segment.slots[index]
            if slot.concept == concept:
                met += 1
                if met > middle:
                    segment = put(segment, slot, other)
        segments.append(segment)
    mine = [f for f in bench.findings(segments) if f.code == "FY301" and concept in f.concept.split("|")]
    keys = {fold_zh(form) for f in mine for form, _count in f.counts}
    right = (
        len(mine) == 1
        and {fold_zh(first), fold_zh(other)} <= keys
        and sorted(n for _form, n in mine[0].counts) == sorted((middle, total - middle))
    )
    score.cases += 1
    score.hits += right
    if not right:
        score.shown.append(
            f"{concept}: {first} / {other} {[f.counts for f in mine]}, wanted {middle}, {total - middle}"
        )


def short_forms(bench: Bench, name: str) -> bool:
    """A short form that the document defines at the first occurrence stands for the term afterwards."""
    pick = random.Random(f"{bench.seed} shorts")
    score = Score()
    for corpus in bench.corpora(set()):
        for document in corpus.documents:
            counts = Counter(s.concept for segment in document for s in segment.slots)
            concept = pick.choice([c for c, n in counts.items() if n >= 3])
            segments, changed = _shortened(bench, document, concept, pick)
            found = bench.new(segments, document)
            for number in sorted(changed):
                mine = [f for f in found if f.unit == str(number)]
                score.cases += 1
                score.hits += bool(mine)
                if mine:
                    score.shown.append(f"{[f.code for f in mine]} {concept}: {segments[number].target}")
        if score.cases >= LEAST:
            break
    return show(bench, name, score, 0.005, alarms=True)


def _shortened(
    bench: Bench, document: list[Segment], concept: str, pick: random.Random
) -> tuple[list[Segment], set[int]]:
    segments: list[Segment] = []
    changed: set[int] = set()
    defined = False
    for number, segment in enumerate(document):
        for index in range(len(segment.slots)):
            slot: Slot = segment.slots[index]
            if slot.concept != concept:
                continue
            old = segment.target[slice(*slot.target)]
            if bench.target == EN:
                short = "".join(w[0] for w in old.split() if w[0].isalpha()).upper() + "X"
                openings = (
                    f"{old} ({short})",
                    f'{old} (the "{short}")',
                    f"{old} (hereinafter referred to as the {short})",
                )
            else:
                han = [c for c in old if c.isalpha()]
                short = han[0] + han[-1] + "办"
                called = "簡稱" if "Hant" in bench.target else "简称"
                openings = (
                    f"{old}（以下{called}{short}）",
                    f"{old}（以下{called}“{short}”）",
                    f"{old}({called}{short})",
                )
            if defined:
                segment = put(segment, slot, short)
                changed.add(number)
            else:
                segment = put(segment, slot, pick.choice(openings))
                defined = True
        segments.append(segment)
    return segments, changed


def straddle(bench: Bench, name: str) -> bool:
    """A forbidden string of two characters that only two neighbouring words form."""
    score = Score()
    pick = random.Random(f"{bench.seed} straddle")
    forms = {fold_zh(t.text) for c in bench.concepts for t in c.terms}
    for corpus in bench.corpora(set()) if bench.target != EN else ():
        extra: dict[str, list[Term]] = {}
        where: list[tuple[int, int, str]] = []
        for number, document in enumerate(corpus.documents):
            for at in pick.sample(range(len(document)), 12):
                slot, other = pick.choice(document[at].slots), pick.choice(document[at].slots)
                string = document[at].target[other.target[1] - 1 : other.target[1] + 1]
                if len(string) == 2 and string[1].isalpha() and fold_zh(string) not in forms:
                    extra.setdefault(slot.concept, []).append(Term(string, bench.target, Status.DEPRECATED))
                    where.append((number, at, slot.concept))
        changed = [c._replace(terms=c.terms + tuple(extra.get(c.id, ()))) for c in bench.concepts]
        standard = standards.build(changed)
        for number in sorted({n for n, _at, _concept in where}):
            document = corpus.documents[number]
            found = bench.new(document, document, standard)
            for own, at, concept in where:
                if own == number:
                    mine = [f for f in found if f.unit == str(at) and concept in f.concept.split("|")]
                    score.cases += 1
                    score.hits += bool(mine)
                    if mine:
                        score.shown.append(f"{concept} {mine[0].found}: {document[at].target}")
        if score.cases >= LEAST:
            break
    return show(bench, name, score, 0.005, alarms=True)


MEASURES: dict[str, Callable[[Bench, str], bool]] = {
    "drift": drift,
    "defined short form": short_forms,
    "straddle": straddle,
}
