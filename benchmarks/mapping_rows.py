"""Phrases to fit the mapping on, each with the evidence of its candidates and which of them are right. Needs numpy.

A row is ``{phrase, status, half, x, right, zh, strange}``: ``x`` candidates × features, ``right`` and ``zh`` one
entry a candidate, ``half`` 0 or 1, ``strange`` as in ``toolkit.mapping.index.Query``; ``status`` that of the
form, or ``case``, ``everyday`` (case files) or ``ordinary`` (made up).
"""

from __future__ import annotations

import gzip
import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from mapping import CASES, folded

from toolkit.mapping import Mapper, grading
from toolkit.mapping.evidence import gather
from toolkit.mapping.index import Index
from toolkit.mapping.lexicon import builtin
from toolkit.mapping.words import content_words
from toolkit.model import EN, ZH, Concept, Term

COMMON = Path(grading.__file__).parents[1] / "extract" / "data"


def collect_cases(
    mapper: Mapper, names: Sequence[str] = ("in-the-wild", "known-failures", "negative")
) -> list[dict[str, Any]]:
    """Evidence for the phrases that no certain step answers: those of the case files whose split is "tuned", and those
    of the lists written blind, whose misses were read and mended."""
    rows = [
        case_row(mapper, phrase, {folded(c) for c in chinese.split("|") if c})
        for path in sorted(CASES.glob("blind-*.tsv"))
        for phrase, chinese, *_ in (
            line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]
        )
        if not mapper.settled(phrase)
    ]
    for name in names:
        for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            phrase, *middle, split = line.split("\t")
            if split == "tuned" and not mapper.settled(phrase):
                accepted = {folded(c) for c in middle[0].split("|") if c} if len(middle) > 1 else set()
                rows.append(case_row(mapper, phrase, accepted))
    return [row for row in rows if row]


def case_row(mapper: Mapper, phrase: str, accepted: set[str]) -> dict[str, Any]:
    """One row, empty when nothing is a candidate."""
    query = mapper.index.read(phrase)
    found = gather(mapper.index, query, mapper.index.candidates(query))
    if not found:
        return {}
    concepts = [mapper.concepts[c.concept] for c in found]
    return {
        "phrase": phrase, "status": "case" if accepted else "everyday", "half": 0, "strange": query.strange,
        "x": np.array([e.features for e in found]), "zh": [c.zh for c in concepts],
        "right": np.array([any(folded(t.text) in accepted for t in c.terms if t.lang == ZH) for c in concepts]),
    }  # fmt: skip


CIRCUMSTANCES = (
    "by the procuratorate", "by people's courts", "in criminal cases", "of minors", "of juvenile suspects", "for victims",
    "for child victims", "in private enterprises", "by listed companies", "of the elderly", "according to law",
    "in accordance with the law", "by public security organs", "of state organs", "under the supervision law",
    "in civil cases", "in the new era", "involving women and children", "with Chinese characteristics", "at all levels",
    "in the banking sector", "of migrant workers", "by gangs", "against citizens", "during the trial", "after divorce",
    "before trial", "in rural areas", "on the internet", "across provinces", "for enterprises", "of the accused",
    "in person", "of five thousand yuan", "by court order", "issued by the ministry", "for intellectual property",
)  # fmt: skip
"""Where, when, by and for whom: added to a listed form they leave its concept what it is."""


def letters(term: Term) -> str:
    return " ".join(sorted(set(content_words(term.text))))


def collect(concepts: Sequence[Concept], limit: int) -> list[dict[str, Any]]:
    """Evidence of all candidates for forms left out of their concepts, one form of each concept at a time."""
    chance = random.Random(7)
    owners = defaultdict(set)
    forms: list[list[tuple[Term, str]]] = []
    for number, concept in enumerate(concepts):
        own = [(t, letters(t)) for t in concept.terms if t.lang == EN]
        forms.append(own)
        for _, form in own:
            owners[form].add(number)
    turns: list[dict[int, tuple[Term, str]]] = [{}, {}, {}]
    for number, concept in enumerate(concepts):
        if concept.field == "law-titles" and chance.random() < 0.75:
            continue
        chosen = [form for form in forms[number] if owners[form[1]] == {number}]
        chance.shuffle(chosen)
        for turn, form in zip(turns, chosen, strict=False):
            if len(form[1].split()) > 1 or chance.random() < 0.5:
                turn[number] = form
    rows = []
    for turn in turns:
        without = [
            c._replace(terms=tuple(t for t in c.terms if t.lang != EN or letters(t) != turn[n][1])) if n in turn else c
            for n, c in enumerate(concepts)
        ]  # fmt: skip
        index = Index(without, builtin())
        for number in chance.sample(sorted(turn), min(limit // 3, len(turn))):
            term, _ = turn[number]
            text = term.text
            kept = [t.text for t in without[number].terms if t.lang == EN]
            if kept and chance.random() < 0.25:
                text = f"{chance.choice(kept)} {chance.choice(CIRCUMSTANCES)}"
            query = index.read(text)
            found = gather(index, query, index.candidates(query))
            if not found:
                continue
            rows.append({
                "phrase": text,
                "status": term.status.value,
                "half": zlib.crc32(concepts[number].id.encode()) % 2,
                "x": np.array([e.features for e in found]),
                "right": np.array([concepts[c.concept].zh == concepts[number].zh for c in found]),
                "zh": [concepts[c.concept].zh for c in found],
                "strange": query.strange,
            })  # fmt: skip
    return rows


def collect_ordinary(mapper: Mapper, limit: int) -> list[dict[str, Any]]:
    """Evidence for phrases that mean nothing: common English words with and without words of the termbase."""
    index, concepts = mapper.index, mapper.concepts
    chance = random.Random(11)
    known = index.vocabulary.ids
    with gzip.open(COMMON / "pairs.txt.gz", "rt", encoding="utf-8") as lines:
        pairs = [(key, word) for key, *words in map(str.split, lines) for word in words]
    # A pair of two words of the termbase may well be a term; those with a foreign word are none.
    pairs = [p for p in pairs if not all(content_words(w) and content_words(w)[0] in known for w in p)]
    legal = [
        w for w, n in known.items() if w.isalpha() and len(w) > 3 and len(index.vocabulary.postings[n]) > 4
    ]
    rows = []
    for turn in range(limit):
        words = list(chance.choice(pairs))
        if turn % 2:
            words.insert(chance.randint(0, 2), chance.choice(legal))
        elif turn % 3:
            words += ["of", *chance.choice(pairs)]
        query = index.read(" ".join(words))
        found = gather(index, query, index.candidates(query))
        if not found:
            continue
        rows.append({
            "phrase": " ".join(words), "status": "ordinary", "half": turn % 2, "strange": query.strange,
            "x": np.array([e.features for e in found]),
            "right": np.zeros(len(found), bool), "zh": [concepts[c.concept].zh for c in found],
        })  # fmt: skip
    return rows
