"""Checks of a translation: the units one by one, then what the document as a whole shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit import text as fold
from toolkit.check.analysis import Analyst
from toolkit.check.model import Unit
from toolkit.check.readers.languages import script as script_of
from toolkit.check.rules import Case
from toolkit.check.standard import Standard, form_key
from toolkit.check.variants import folded
from toolkit.check.verdicts import Group, Pairing, Verdict
from toolkit.match import Match
from toolkit.model import EN, Status

# Same-source and same-target findings are about sentences; shorter strings repeat by nature.
LEAST_SEGMENT = 12


@dataclass(slots=True)
class Usage:
    """How a document renders the concepts of one group."""

    term: str
    words: int
    total: int = 0
    good: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    places: dict[str, tuple[int, tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    """Form → unit, span in the source, span in the target of its first occurrence."""
    missing: list[Case] = field(default_factory=list)
    defined: bool = False


def check_translation(
    units: Sequence[Unit], standard: Standard, source_lang: str, target_lang: str, script: str = ""
) -> Iterator[Case]:
    """All cases of a bilingual document, in no particular order."""
    if not script and target_lang != EN:
        script = (
            "Hant"
            if "Hant" in target_lang
            else "Hans"
            if "Hans" in target_lang
            else script_of(_sample(units))
        )
    analyst = Analyst(standard, source_lang, target_lang, script)
    usage: dict[tuple[str, ...], Usage] = {}
    merged: dict[tuple[tuple[str, ...], str], list[Case]] = defaultdict(list)
    cases: list[Case] = []
    for number, unit in enumerate(units):
        if unit.target is None or (pairing := analyst.read(unit)) is None:
            continue
        for group in pairing.groups:
            _count(usage, group, number, pairing, standard, target_lang)
        for verdict in pairing.verdicts:
            case = _case(verdict, number, pairing, source_lang)
            cases.append(case)
            if verdict.group is not None and verdict.kind in ("missing", "partial", "untranslated"):
                usage[verdict.group.ids].missing.append(case)
            if verdict.group and verdict.kind == "missing" and verdict.evidence == "other" and verdict.target:
                rendering = pairing.target_view.text[verdict.target[0] : verdict.target[1]]
                merged[verdict.group.ids, rendering].append(case)
    for ids, seen in usage.items():
        for case in seen.missing:
            case.total, case.good = seen.total, seen.good
        cases.extend(_document_cases(ids, seen, source_lang))
    cases.extend(_merges(merged, usage, target_lang))
    yield from cases
    yield from _segments(units, source_lang)


def _sample(units: Sequence[Unit]) -> list[str]:
    """Up to some 20,000 characters of translation from all over the file."""
    step = max(1, len(units) // 200)
    return [unit.target.text[:200] for unit in units[::step] if unit.target]


def _count(
    usage: dict[tuple[str, ...], Usage],
    group: Group,
    number: int,
    pairing: Pairing,
    standard: Standard,
    target_lang: str,
) -> None:
    seen = usage.get(group.ids)
    if seen is None:
        first = group.sources[0]
        seen = usage[group.ids] = Usage(
            pairing.source_view.text[first.start : first.end], group.reading.words
        )
    seen.total += len(group.sources)
    seen.good += len(group.sources) if group.short else min(len(group.sources), len(group.targets))
    seen.defined = seen.defined or group.short
    for match, source in zip(group.targets, group.sources, strict=False):
        form = rendering(match, group, target_lang)
        if form:
            seen.forms[form] += 1
            if form not in seen.places:
                seen.places[form] = (number, (source.start, source.end), (match.start, match.end))


def rendering(match: Match, group: Group, target_lang: str) -> str:
    """The listed form that ``match`` is of the group's concepts; ``""`` for mere search forms."""
    for entry in match.entries:
        if entry.concept.id in group.ids and entry.term.status in (Status.PREFERRED, Status.ADMITTED):
            return entry.term.text if target_lang == EN else folded(entry.term.text)
    return ""


def _case(verdict: Verdict, number: int, pairing: Pairing, source_lang: str) -> Case:
    group = verdict.group
    source, target = verdict.source, verdict.target
    term = pairing.source_view.text[source[0] : source[1]] if source else ""
    inflected = bool(group and source and any(m.inflected for m in group.sources if m.start == source[0]))
    # An everyday word says as little as a verb form.
    inflected = inflected or bool(group and group.everyday)
    case = Case(
        verdict.kind, term, verdict.found,
        group.ids if group else (verdict.entry.concept.id,) if verdict.entry else (),
        number,
        pairing.source_view.back(*source) if source else None,
        pairing.target_view.back(*target) if target else None,
        verdict.entry, verdict.evidence,
        _words(term, source_lang), source_lang, inflected,
    )  # fmt: skip
    if source_lang != EN and group is not None:
        case.nominal = group.reading.nominal
    if verdict.entry is not None and group is not None:
        case.concepts = (verdict.entry.concept.id,)
    if group is not None:
        case.detail["sources"] = str(len(group.sources))
        case.detail["targets"] = str(len(group.targets))
    return case


def _words(term: str, lang: str) -> int:
    return len(fold.WORD.findall(term)) if lang == EN else len(fold.fold_zh(term))


def _document_cases(ids: tuple[str, ...], seen: Usage, source_lang: str) -> Iterator[Case]:
    if len(seen.forms) > 1:
        rarest = min(seen.forms, key=lambda f: (seen.forms[f], -seen.places[f][0]))
        number, source, target = seen.places[rarest]
        short = "short" if seen.defined or _only_shortened(seen.forms) else ""
        yield Case(
            "drift", seen.term, rarest, ids, number, source, target, evidence=short, words=seen.words, lang=source_lang,
            total=seen.total, good=seen.good, counts=tuple(seen.forms.most_common()),
        )  # fmt: skip
    plain = [c for c in seen.missing if c.kind == "missing"]
    if seen.total >= 3 and seen.good * 2 < seen.total and len(plain) >= 2:
        first = min(plain, key=lambda c: c.unit)
        yield Case(
            "elsewhere", seen.term, "", ids, first.unit, first.source, None, words=seen.words, lang=source_lang,
            total=seen.total, good=seen.good, inflected=first.inflected,
        )  # fmt: skip


def _only_shortened(forms: Counter[str]) -> bool:
    """Whether every form is made of characters (or words) of the longest, in order: 最高检 of 最高人民检察院."""
    longest = max(forms, key=len)
    return all(_within(form, longest) for form in forms)


def _within(short: str, long: str) -> bool:
    if short.isupper() and short.isascii():
        return True
    parts, rest = (short.split(), iter(long.split())) if short.isascii() else (list(short), iter(long))
    return all(part in rest for part in parts)


def _merges(
    merged: dict[tuple[tuple[str, ...], str], list[Case]],
    usage: dict[tuple[str, ...], Usage],
    target_lang: str,
) -> Iterator[Case]:
    """One rendering for two terms: it stands for its own concept elsewhere in the document."""
    owners: dict[str, Usage] = {}
    for seen in usage.values():
        for form in seen.forms:
            owners.setdefault(form, seen)
    for (ids, found), cases in merged.items():
        owner = owners.get(fold.fold_zh(found) if target_lang != EN else found.lower()) or owners.get(found)
        if owner is None or len(cases) < 2:
            continue
        first = cases[0]
        own = owner.forms.get(fold.fold_zh(found) if target_lang != EN else found, 1)
        yield Case(
            "merge", first.term, found, ids, first.unit, first.source, first.target, words=first.words, lang=first.lang,
            total=first.total, good=first.good, counts=((first.term, len(cases)), (owner.term, own)), detail={"second": owner.term},
        )  # fmt: skip


def _segments(units: Sequence[Unit], source_lang: str) -> Iterator[Case]:
    """Equal sources with different translations, and the reverse, over whole segments."""
    by_source: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    by_target: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, unit in enumerate(units):
        if unit.target is None or not unit.target.text.strip():
            continue
        source, target = unit.source.text.strip(), unit.target.text.strip()
        if len(source) + len(target) < LEAST_SEGMENT:
            continue
        by_source[source][target].append(number)
        by_target[target][source].append(number)
    for kind, table in (
        ("same-source-different-translation", by_source),
        ("different-source-same-translation", by_target),
    ):
        for key, others in table.items():
            if len(others) < 2 or len({form_key(o[:200]) or o for o in others}) < 2:
                continue
            counts = sorted(((text, len(numbers)) for text, numbers in others.items()), key=lambda c: -c[1])
            rarest = others[counts[-1][0]][0]
            unit = units[rarest]
            assert unit.target is not None
            yield Case(
                kind, key[:80] if kind.startswith("same") else "", counts[-1][0][:80], (), rarest, (0, len(unit.source.text)),
                (0, len(unit.target.text)), lang=source_lang, counts=tuple((t[:80], n) for t, n in counts[:10]),
                detail={"number": str(len(others))},
            )  # fmt: skip
