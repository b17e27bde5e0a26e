"""What speaks for one concept as the meaning of a phrase, as numbers that ``grading`` weighs."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from rapidfuzz.distance import Indel

from toolkit.mapping.index import Candidate, Form, Index, Query
from toolkit.mapping.vocabulary import LIGHT_VERBS
from toolkit.model import Status

SHORTLIST = 14
"""Concepts whose evidence is weighed."""
BARE = 0.35
"""Cover of a query word below which nothing answers it; hand-set."""


class Evidence(NamedTuple):
    """What speaks for one concept."""

    concept: int
    form: Form | None
    """The English form that is nearest."""
    chinese: str
    """The Chinese term that is covered best."""
    features: tuple[float, ...]
    """In the order of ``grading.FEATURES``."""
    links: tuple[tuple[str, str], ...]
    """Query word → Chinese word of the lexicon that stands in the term; ``""`` when there is none."""
    covered: tuple[float, ...]
    """How far each query word is covered by the form or the Chinese, 0–1."""


class _English(NamedTuple):
    form: Form | None
    recall: float
    precision: float
    soft: float
    covers: list[float]
    letters: float
    bare: float
    """Weight of the heaviest word of the form that nothing in the phrase answers."""
    next: float
    """How like the second form is."""


class _Chinese(NamedTuple):
    text: str
    links: list[str]
    covers: list[float]
    soft: float
    recall: float
    precision: float
    at_end: float
    """How far the head word of the phrase stands at the end of the term."""
    bare: float
    """Weight of the heaviest character that nothing in the phrase answers."""


def gather(index: Index, query: Query, candidates: Sequence[Candidate]) -> list[Evidence]:
    """Everything that speaks for the ``SHORTLIST`` candidates that fit best on either side."""
    found = []
    for candidate in candidates:
        english = _english(index, query, candidate.concept)
        chinese = _chinese(index, query, candidate.concept)
        found.append((english.soft + chinese.soft, candidate, english, chinese))
    if len(found) > SHORTLIST:
        found.sort(key=lambda row: -row[0])
    return [_evidence(index, query, *row[1:]) for row in found[:SHORTLIST]]


def _evidence(
    index: Index, query: Query, candidate: Candidate, english: _English, chinese: _Chinese
) -> Evidence:
    concept = candidate.concept
    about = index.about(concept)
    form, total = english.form, query.total
    covered = tuple(map(max, english.covers, chinese.covers))
    top = index.vocabulary.unknown_weight
    missing = worst = worst_english = worst_anywhere = anywhere = undefined = 0.0
    bare_words = 0
    for position, weight in enumerate(query.weights):
        cover = covered[position]
        gap = weight * (1.0 - cover)
        missing += gap
        if gap > worst:
            worst = gap
        gap = weight * (1.0 - english.covers[position])
        if gap > worst_english:
            worst_english = gap
        by_any = candidate.covered[position]
        gap = weight * (1.0 - by_any)
        if gap > worst_anywhere:
            worst_anywhere = gap
        anywhere += weight * by_any
        if cover < BARE:
            bare_words += query.words[position] not in LIGHT_VERBS
            if query.stems[position] not in about.definition:
                undefined += weight
    numeral = negation = deprecated = head = 0.0
    if form is not None:
        numeral = float(form.numerals != query.numerals)
        negation = float(form.negative != query.negative)
        deprecated = float(form.entry.term.status is Status.DEPRECATED)
        head = query.near[query.head].get(form.head, 0.0)
    features = (
        english.soft,
        english.recall,
        english.precision,
        chinese.soft,
        chinese.recall,
        chinese.precision,
        english.letters,
        worst / top,
        missing / total,
        worst_english / top,
        numeral,
        negation,
        deprecated,
        english.soft * chinese.soft,
        max(english.soft, chinese.soft),
        chinese.at_end,
        head,
        float(about.law and not query.law),
        min(1.0, bare_words / 2),
        min(1.0, (1.0 - chinese.precision) * about.lightest / (2 * top)),
        float(len(query.words) == 1),
        english.bare / top,
        chinese.bare / top,
        float(query.crime and not about.crime),
        float(not query.crime and about.crime),
        max(-1.0, min(1.0, (len(chinese.text) / 2 - len(query.words)) / 4)),
        anywhere / total,
        worst_anywhere / top,
        undefined / total,
        english.next,
    )
    links = tuple(zip(query.words, chinese.links, strict=True)) if chinese.links else ()
    return Evidence(concept, form, chinese.text, features, links, covered)


def _english(index: Index, query: Query, concept: int) -> _English:
    hits, query_weights, total = query.hits, query.weights, query.total
    nothing = [0.0] * len(query_weights)
    best = (0.0, 0.0, 0.0, nothing, 0.0, index.vocabulary.unknown_weight)
    chosen = None
    top = second = -1.0
    for form in index.forms(concept):
        covers = nothing.copy()
        answered = bare = 0.0
        for number, weight in form.words:
            found = hits.get(number)
            if found is None:
                if weight > bare:
                    bare = weight
                continue
            back = 0.0
            for position, similarity in found:
                if similarity > covers[position]:
                    covers[position] = similarity
                if similarity > back:
                    back = similarity
            answered += weight * back
            if weight * (1.0 - back) > bare:
                bare = weight * (1.0 - back)
        if not answered:
            continue
        recall = sum(map(mul, covers, query_weights)) / total
        precision = answered / form.weight
        soft = 2 * recall * precision / (recall + precision)
        if soft + 0.2 <= second:
            continue
        letters = Indel.normalized_similarity(query.letters, form.letters)
        rank = soft + 0.2 * letters
        if rank > top:
            top, second, chosen = rank, top, form
            best = (recall, precision, soft, covers, letters, bare)
        elif rank > second:
            second = rank
    return _English(chosen, *best, max(0.0, second))


def _chinese(index: Index, query: Query, concept: int) -> _Chinese:
    best = _Chinese("", [], [0.0] * len(query.words), 0.0, 0.0, 0.0, 0.0, 0.0)
    top = -1.0
    for string, row, total, ends in index.names(concept):
        marked = [0.0] * len(string)
        links = []
        covers = []
        heard = at_end = 0.0
        for number, translations in enumerate(query.chinese):
            cover, linked = 0.0, ""
            for candidate, trust in translations.items():
                if candidate not in string:
                    continue
                size = len(candidate)
                at = string.rfind(candidate)
                if number == query.head and at + size >= ends and trust > at_end:
                    at_end = trust
                worth = trust if size > 1 else trust * 0.7
                for position in range(at, at + size):
                    if marked[position] < worth:
                        marked[position] = worth
                if worth > cover:
                    cover, linked = worth, candidate
            covers.append(cover)
            heard += cover * query.weights[number]
            links.append(linked)
        recall = heard / query.total
        precision = sum(map(mul, row, marked)) / total
        rank = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        if rank > top:
            bare = max([w * (1.0 - m) for w, m in zip(row, marked, strict=True)], default=0.0)
            top = rank
            best = _Chinese(string, links, covers, rank, recall, precision, at_end, bare)
    return best
