"""Checks of one text, English or Chinese: listed wrong forms, two forms, abbreviations, slips, script, region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from toolkit.check.analysis import Analyst
from toolkit.check.forms import Usage, two_forms
from toolkit.check.masks import mask
from toolkit.check.model import Unit
from toolkit.check.rules import Case
from toolkit.check.shortforms import definitions
from toolkit.check.slips import near_variants
from toolkit.check.standard import Standard, is_firm
from toolkit.check.variants import folded, foreign_characters, foreign_pattern, is_foreign
from toolkit.model import EN

# The boundary is asked for behind the first letter: a search for a capital is many times as fast as one for a boundary.
_ABBREVIATION = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z&]{1,5}\b")
_RUN = re.compile("[\u3400-\u9fff]+")


def check_english(units: Sequence[Unit], standard: Standard) -> Iterator[Case]:
    """The cases of an English text, in no particular order."""
    analyst = Analyst(standard, EN, EN)
    # By the identity of the entries, which equal forms share and the reading keeps.
    usages: dict[int, Usage] = {}
    introduced: dict[str, int] = {}
    used: dict[str, tuple[int, int, int, tuple[str, ...]]] = {}
    near: list[Case] = []
    for number, unit in enumerate(units):
        view = mask(unit.source.text, english=True, joining=False)
        text = view.text
        if "(" in text:
            for _end, short in definitions(text):
                introduced.setdefault(short, number)
        for found in _ABBREVIATION.finditer(text):
            if text[found.start() - 1 : found.start()] != "(":
                used.setdefault(found.group(), (number, *view.back(*found.span()), ()))
        for match in analyst.terms(text, EN):
            usage = usages.get(id(match.entries))
            if usage is None:
                usage = Usage(standard.read(match), match.entries[0].term.text)
                usages[id(match.entries)] = usage
            if usage.sole:
                if match.inflected:
                    continue
                if not usage.count:
                    usage.place = (number, *view.back(match.start, match.end))
                usage.count += 1
            elif usage.wrong:
                reading = usage.reading
                entry = reading.wrong[0]
                yield Case(
                    "deprecated-english", found=text[match.start : match.end], concepts=tuple(e.concept.id for e in reading.wrong),
                    unit=number, source=view.back(match.start, match.end), entry=entry, words=reading.words, inflected=match.inflected,
                    firm=is_firm(entry.term),
                )  # fmt: skip
        near.extend(near_variants(text, view.back, number, standard))
    yield from _settled(near)
    spelled = []
    for usage in usages.values():
        if usage.count and usage.form.isupper() and len(usage.form) <= 6:
            used[usage.form] = (*used.get(usage.form, usage.place)[:3], usage.reading.ids)
        else:
            spelled.append(usage)
    yield from two_forms("two-english-forms", spelled)
    yield from _abbreviations(used, introduced)


def _settled(cases: list[Case]) -> list[Case]:
    """``cases`` of near variants, those of a phrase that the document has three times or more marked as its own."""
    counts = Counter(case.found.lower() for case in cases)
    for case in cases:
        if case.evidence == "variant" and counts[case.found.lower()] >= 3:
            case.evidence = "settled"
    return cases


def _abbreviations(
    used: dict[str, tuple[int, int, int, tuple[str, ...]]], introduced: dict[str, int]
) -> Iterator[Case]:
    """``used``: abbreviation → unit, start, end, concepts; ``introduced``: abbreviation → unit."""
    for short, (number, start, end, ids) in used.items():
        where = introduced.get(short)
        # What no glossary has may be any name; it is only reported when the text itself explains it further down.
        if (where is None and ids) or (where is not None and where > number):
            later = "later" if where is not None else ""
            yield Case(
                "abbreviation-before-introduction", found=short, concepts=ids, unit=number,
                source=(start, end), evidence=later, detail={"where": later or "never"},
            )  # fmt: skip


# Characters that begin or end no term: a short form between two of them stands for itself.
_EDGES = frozenset(
    "的了在是和与及或等被将把对向为由从到以于其之该此各本有无不并而且，。、；：？！（）()《》“”‘’「」『』 \n\t"
)


def check_chinese(units: Sequence[Unit], standard: Standard, lang: str, script: str) -> Iterator[Case]:
    """The cases of a Chinese text; ``lang`` may say its region, ``script`` is what most of it is written in."""
    usages: dict[int, Usage] = {}
    for number, unit in enumerate(units):
        view = mask(unit.source.text, english=False, joining=False)
        text = view.text
        for match in standard.find(text, "zh"):
            usage = usages.get(id(match.entries))
            if usage is None:
                usage = Usage(standard.read(match), folded(match.entries[0].term.text))
                usage.foreign = len(lang) == 10 and usage.sole and is_foreign(match, lang, standard)
                usages[id(match.entries)] = usage
            if usage.sole:
                if not usage.count:
                    usage.place = (number, *view.back(match.start, match.end))
                usage.count += 1
                if usage.foreign:
                    yield Case(
                        "other-jurisdiction", found=text[match.start : match.end], concepts=usage.reading.ids, unit=number,
                        source=view.back(match.start, match.end), words=usage.reading.words, lang=lang,
                        detail={"region": match.entries[0].term.lang},
                    )  # fmt: skip
            elif usage.wrong:
                reading = usage.reading
                entry = reading.wrong[0]
                before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
                edges = (not before or before in _EDGES) and (not after or after in _EDGES)
                yield Case(
                    "deprecated-chinese", found=text[match.start : match.end], concepts=tuple(e.concept.id for e in reading.wrong),
                    unit=number, source=view.back(match.start, match.end), entry=entry, words=reading.words, lang=lang,
                    firm=is_firm(entry.term), evidence="boundary" if edges else "",
                )  # fmt: skip
        yield from _mixed(text, view.back, number, script)
    yield from two_forms("two-chinese-forms", usages.values())


def _mixed(
    text: str, back: Callable[[int, int], tuple[int, int]], number: int, script: str
) -> Iterator[Case]:
    """Runs of characters of the other script, one case per run of Chinese text."""
    if not script:
        return
    if foreign_pattern(script).search(text) is None:
        return
    foreign = foreign_characters(script)
    other = "Hant" if script == "Hans" else "Hans"
    runs = [run for run in _RUN.finditer(text) if not foreign.isdisjoint(run.group())]
    # A paragraph in the other script is one finding, not one per clause.
    for run in runs if len(runs) <= 3 else runs[:1]:
        marked = [i for i in range(run.start(), run.end()) if text[i] in foreign]
        start, end = marked[0], marked[-1] + 1
        yield Case(
            "mixed-script", found=text[start:end], unit=number, source=back(start, end), lang="zh",
            detail={"script": other, "other": script},
        )  # fmt: skip
