"""Checks of one text, English or Chinese: listed wrong forms, two forms, abbreviations, slips, script, region."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from toolkit import text as fold
from toolkit.check.analysis import Analyst, defined_shorts, folded, foreign_characters, is_foreign, widest
from toolkit.check.masks import mask
from toolkit.check.model import Unit
from toolkit.check.rules import Case
from toolkit.check.standard import GOOD, Standard, form_key, is_firm
from toolkit.check.words import vocabulary
from toolkit.match import longest
from toolkit.model import EN

_ABBREVIATION = re.compile(r"\b[A-Z][A-Z&]{1,5}\b")
_RUN = re.compile("[\u3400-\u9fff]+")


def check_english(units: Sequence[Unit], standard: Standard) -> Iterator[Case]:
    """The cases of an English text, in no particular order."""
    analyst = Analyst(standard, EN, EN)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, str], tuple[int, int, int]] = {}
    introduced: dict[str, int] = {}
    used: dict[str, tuple[int, int, int, tuple[str, ...]]] = {}
    for number, unit in enumerate(units):
        view = mask(unit.source.text, english=True, joining=False)
        text = view.text
        if "(" in text:
            for _end, short in defined_shorts(text):
                introduced.setdefault(short, number)
        for found in _ABBREVIATION.finditer(text):
            if text[found.start() - 1 : found.start()] != "(":
                used.setdefault(found.group(), (number, *view.back(*found.span()), ()))
        for match in analyst.terms(text, EN):
            reading = standard.read(match)
            span = view.back(match.start, match.end)
            if reading.good and len(reading.ids) == 1:
                surface = text[match.start : match.end]
                if surface.isupper() and len(surface) <= 6:
                    used[surface] = (*used.get(surface, (number, *span))[:3], reading.ids)
                elif not match.inflected:
                    form = match.entries[0].term.text
                    forms[reading.ids[0]][form] += 1
                    places.setdefault((reading.ids[0], form), (number, *span))
            elif reading.wrong and not reading.allowed:
                entry = reading.wrong[0]
                yield Case(
                    "deprecated-english", found=text[match.start : match.end], concepts=tuple(e.concept.id for e in reading.wrong),
                    unit=number, source=span, entry=entry, words=reading.words, inflected=match.inflected, firm=is_firm(entry.term),
                )  # fmt: skip
        yield from _slips(view.text, view.back, number, standard)
    yield from _two_forms("two-english-forms", forms, places)
    for short, (number, start, end, ids) in used.items():
        where = introduced.get(short)
        # What no glossary has may be any name; it is only reported when the text itself explains it further down.
        if (where is None and ids) or (where is not None and where > number):
            later = "later" if where is not None else ""
            yield Case(
                "abbreviation-before-introduction", found=short, concepts=ids, unit=number,
                source=(start, end), evidence=later, detail={"where": " further down" if later else ", nowhere in this text"},
            )  # fmt: skip


def _two_forms(
    kind: str, forms: dict[str, Counter[str]], places: dict[tuple[str, str], tuple[int, int, int]]
) -> Iterator[Case]:
    for id, counter in forms.items():
        if len(counter) < 2:
            continue
        distinct = _without_shortened(counter)
        if len(distinct) < 2:
            continue
        rarest = min(distinct, key=lambda f: (distinct[f], f))
        number, start, end = places[id, rarest]
        yield Case(
            kind,
            found=rarest,
            concepts=(id,),
            unit=number,
            source=(start, end),
            counts=tuple(distinct.most_common()),
        )


def _without_shortened(counter: Counter[str]) -> Counter[str]:
    """The forms that are not parts of a longer one of them: the long form in full, then its short form, is good style."""
    keys = {form: set(form_key(form).split()) if form.isascii() else set(form) for form in counter}
    return Counter(
        {form: n for form, n in counter.items() if not any(keys[form] < keys[other] for other in counter)}
    )


def _slips(
    text: str, back: Callable[[int, int], tuple[int, int]], number: int, standard: Standard
) -> Iterator[Case]:
    """Words that no dictionary has and that would complete a known term if spelled a little differently."""
    spelling = _spelling(standard)
    strange = set(text.split()) - spelling.good
    if not strange:
        return
    for token in strange:
        if not any(map(spelling.repairs, fold.WORD.findall(token))):
            spelling.good.add(token)
    if strange <= spelling.good:
        return
    for match in fold.WORD.finditer(text):
        word = match.group()
        for candidate in spelling.repairs(word):
            repaired = text[: match.start()] + candidate + text[match.end() :]
            shift = len(candidate) - len(word)
            covering = [
                m
                for m in longest(standard.find_all(repaired, EN))
                if m.start <= match.start()
                and m.end >= match.end() + shift
                and standard.read(m).good
                and standard.read(m).words > 1
            ]
            if covering:
                best = covering[0]
                yield Case(
                    "near-variant", found=text[best.start : best.end - shift], concepts=standard.read(best).ids, unit=number,
                    source=back(best.start, best.end - shift), detail={"near": repaired[best.start : best.end]},
                )  # fmt: skip
                break


class _Spelling:
    """The words of the glossary, and what a word that no dictionary has may be meant for."""

    def __init__(self, standard: Standard) -> None:
        terms = (t.text for c in standard.concepts for t in c.terms if t.lang == EN and t.status in GOOD)
        self.words = frozenset(w.lower() for text in terms for w in fold.WORD.findall(text))
        self.keys = frozenset(map(fold.strict_key, self.words)) | frozenset(map(fold.loose_key, self.words))
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            if len(word) >= 6:
                self.by_length[len(word)].append(word)
        self.good: set[str] = set()
        """Tokens, punctuation included, in which nothing is to be repaired; grows while texts are read."""
        self._repairs: dict[str, tuple[str, ...]] = {}

    def repairs(self, word: str) -> tuple[str, ...]:
        """Glossary words one or two letters away from ``word``, nearest first; none for a word that exists."""
        if word not in self._repairs:
            self._repairs[word] = self._search(word)
        return self._repairs[word]

    def _search(self, word: str) -> tuple[str, ...]:
        if len(word) < 6 or not word.isascii() or not word.islower() or word in self.words:
            return ()
        keys = {word, fold.strict_key(word), fold.loose_key(word)}
        if not self.keys.isdisjoint(keys) or not vocabulary().isdisjoint(keys):
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        candidates = [w for size in range(len(word) - 2, len(word) + 3) for w in self.by_length.get(size, ())]
        # One letter in a short word, two in a long one: what people miss in typing.
        limit = 1 if len(word) < 8 else 2
        found = process.extract(
            word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3
        )
        return tuple(candidate for candidate, _distance, _index in found)


_SPELLINGS: dict[str, _Spelling] = {}


def _spelling(standard: Standard) -> _Spelling:
    if standard.digest not in _SPELLINGS:
        _SPELLINGS.clear()
        _SPELLINGS[standard.digest] = _Spelling(standard)
    return _SPELLINGS[standard.digest]


# Characters that begin or end no term: a short form between two of them stands for itself.
_EDGES = frozenset(
    "的了在是和与及或等被将把对向为由从到以于其之该此各本有无不并而且，。、；：？！（）()《》“”‘’「」『』 \n\t"
)


def check_chinese(units: Sequence[Unit], standard: Standard, lang: str, script: str) -> Iterator[Case]:
    """The cases of a Chinese text; ``lang`` may say its region, ``script`` is what most of it is written in."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, str], tuple[int, int, int]] = {}
    for number, unit in enumerate(units):
        view = mask(unit.source.text, english=False, joining=False)
        text = view.text
        matches = widest(standard.find_all(text, "zh"))
        for match in matches:
            reading = standard.read(match)
            span = view.back(match.start, match.end)
            if reading.wrong and not reading.allowed:
                entry = reading.wrong[0]
                before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
                edges = (not before or before in _EDGES) and (not after or after in _EDGES)
                yield Case(
                    "deprecated-chinese", found=text[match.start : match.end], concepts=tuple(e.concept.id for e in reading.wrong),
                    unit=number, source=span, entry=entry, words=reading.words, lang=lang, firm=is_firm(entry.term),
                    evidence="boundary" if edges else "",
                )  # fmt: skip
            elif reading.good and len(reading.ids) == 1:
                form = folded(match.entries[0].term.text)
                forms[reading.ids[0]][form] += 1
                places.setdefault((reading.ids[0], form), (number, *span))
                if len(lang) == 10 and is_foreign(match, lang, standard):
                    yield Case(
                        "other-jurisdiction", found=text[match.start : match.end], concepts=reading.ids, unit=number, source=span,
                        words=reading.words, lang=lang, detail={"region": match.entries[0].term.lang},
                    )  # fmt: skip
        yield from _mixed(text, view.back, number, script)
    yield from _two_forms("two-chinese-forms", forms, places)


def _mixed(
    text: str, back: Callable[[int, int], tuple[int, int]], number: int, script: str
) -> Iterator[Case]:
    """Runs of characters of the other script, one case per run of Chinese text."""
    if not script:
        return
    foreign = foreign_characters(script)
    if foreign.isdisjoint(text):
        return
    names = {"Hans": "Simplified", "Hant": "Traditional"}
    other = "Hant" if script == "Hans" else "Hans"
    runs = [run for run in _RUN.finditer(text) if not foreign.isdisjoint(run.group())]
    # A paragraph in the other script is one finding, not one per clause.
    for run in runs if len(runs) <= 3 else runs[:1]:
        marked = [i for i in range(run.start(), run.end()) if text[i] in foreign]
        start, end = marked[0], marked[-1] + 1
        yield Case(
            "mixed-script", found=text[start:end], unit=number, source=back(start, end), lang="zh",
            detail={"script": names[other], "other": names[script]},
        )  # fmt: skip
