"""Reads a unit against the standard: which terms the source has, and how each is rendered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from toolkit import hant
from toolkit import text as fold
from toolkit.check import near
from toolkit.check.masks import Masked, mask
from toolkit.check.model import Unit
from toolkit.check.standard import GOOD, Reading, Standard, is_firm
from toolkit.match import Entry, Match, longest
from toolkit.model import EN, ZH, Term
from toolkit.ordinary import only_terms

_LATIN = re.compile("[A-Za-z]{2}")


@dataclass(slots=True)
class Group:
    """A concept (or the concepts that share one form) in the source of a unit, and its renderings."""

    ids: tuple[str, ...]
    sources: list[Match]
    reading: Reading
    targets: list[Match] = field(default_factory=list)
    """Approved renderings, in order, none overlapping another."""
    wrong: list[tuple[Match, Entry]] = field(default_factory=list)
    nested: bool = False
    """Whether an approved form stands only inside the rendering of a longer term."""
    short: bool = False
    """Whether a short form defined before in the document stands for it."""


class Verdict(NamedTuple):
    """How one occurrence of a term in the source fares."""

    kind: str
    """``missing``, ``partial``, ``untranslated``, ``forbidden``, ``fewer``, ``script``, ``region``."""
    group: Group | None
    source: tuple[int, int] | None
    """Place of the term in the source text."""
    target: tuple[int, int] | None = None
    """Place of the wrong, nearest or varying form in the target text."""
    found: str = ""
    entry: Entry | None = None
    """The listed wrong form."""
    evidence: str = ""
    """``other`` when a known term of another concept stands there instead; ``near``, ``english`` …"""


@dataclass(slots=True)
class Pairing:
    """A unit with the verdicts on its terms."""

    unit: Unit
    groups: list[Group]
    verdicts: list[Verdict]
    source_view: Masked
    target_view: Masked


@dataclass
class Analyst:
    """Reads the units of one file in order; remembers the short forms that the file defines."""

    standard: Standard
    source_lang: str
    target_lang: str
    script: str = ""
    """``Hans`` or ``Hant``: what the Chinese of the file is written in."""
    shorts: dict[str, list[str]] = field(default_factory=dict)
    """Concept → short forms defined so far, as keys."""
    _longer: dict[tuple[tuple[str, ...], str], list[str]] = field(default_factory=dict)

    def read(self, unit: Unit) -> Pairing | None:
        """The pairing of a bilingual unit; ``None`` when it has no translation or no term on either side."""
        assert unit.target is not None
        if not unit.target.text.strip() or not unit.source.text.strip():
            return None
        english = self.source_lang == EN
        source = mask(unit.source.text, english=english, joining=False)
        target = mask(unit.target.text, english=not english)
        groups = self._groups(source.text)
        found = self.standard.find_all(target.text, self.target_lang)
        if not groups and not found:
            return None
        hits: dict[str, list[Match]] = defaultdict(list)
        wrong: list[tuple[Match, Reading]] = []
        read = self.standard.read
        for match in found:
            reading = read(match)
            for id in reading.allowed:
                hits[id].append(match)
            if reading.wrong:
                wrong.append((match, reading))
        for group in groups:
            self._render(group, hits)
        if len(groups) > 1:
            _claim(groups)
        self._learn(groups, target.text)
        verdicts: list[Verdict] = []
        if wrong:
            asked = {
                id
                for m in self.standard.find_all(source.text, self.source_lang)
                if (r := read(m)).good
                for id in r.ids
            }
            verdicts.extend(self._forbidden(groups, wrong, found, asked))
        for group in groups:
            lacking = len(group.sources) - len(group.targets) - len(group.wrong)
            if lacking > 0:
                if self.shorts and self._has_short(group, target.text):
                    group.short = True
                    continue
                verdicts.extend(self._judge(group, lacking, groups, found, source, target))
        if self.target_lang != EN:
            for group in groups:
                verdicts.extend(self._clipped(group, target.text))
        if self.script:
            verdicts.extend(self._scripts(groups, target.text))
        verdicts.extend(self._regions(groups, target.text))
        return Pairing(unit, groups, verdicts, source, target)

    # -- the source ---------------------------------------------------------------------------

    def terms(self, text: str, lang: str) -> list[Match]:
        """The terms of a text, longest first, everyday words and excluded options left out."""
        if lang == EN:
            matches = self._guarded(longest(self.standard.find_all(text, lang)), text)
        else:
            matches = widest(self.standard.find_all(text, lang))
        if self.standard.options:
            matches = [m for m in matches if _permitted(m, self.standard.read(m), text)]
        return matches

    def _guarded(self, matches: list[Match], text: str) -> list[Match]:
        """Without everyday words that stand in no legal company; what a client lists is always meant."""
        clients = self.standard.clients
        if not clients:
            return only_terms(matches, text) if matches else matches
        listed = [m for m in matches if any(e.concept.id in clients for e in m.entries)]
        kept = only_terms([m for m in matches if m not in listed], text)
        return sorted([*listed, *kept], key=lambda m: m.start)

    def _groups(self, text: str) -> list[Group]:
        by_ids: dict[tuple[str, ...], Group] = {}
        for match in self.terms(text, self.source_lang):
            reading = self.standard.read(match)
            if not reading.good or not any(
                self.standard.approved(id, self.target_lang) for id in reading.ids
            ):
                continue
            group = by_ids.get(reading.ids)
            if group is None:
                by_ids[reading.ids] = Group(reading.ids, [match], reading)
            else:
                group.sources.append(match)
        return list(by_ids.values())

    # -- the target ---------------------------------------------------------------------------

    def _render(self, group: Group, hits: dict[str, list[Match]]) -> None:
        ids = group.ids
        matches = hits.get(ids[0], []) if len(ids) == 1 else [m for id in ids for m in hits.get(id, ())]
        group.targets = matches if len(matches) < 2 else longest(matches)

    def _forbidden(
        self,
        groups: Sequence[Group],
        wrong: Sequence[tuple[Match, Reading]],
        found: Sequence[Match],
        asked: set[str],
    ) -> Iterator[Verdict]:
        """Listed wrong forms; ``asked`` are all concepts of the source, those inside longer terms included."""
        wanted = {id: group for group in groups for id in group.ids}
        done: list[tuple[int, int]] = []
        for match, reading in sorted(wrong, key=lambda w: (w[0].start, -w[0].end)):
            if any(start <= match.start and match.end <= end for start, end in done):
                continue
            entry = next((e for e in reading.wrong if e.concept.id in wanted), None)
            within = any(
                m.start <= match.start and match.end <= m.end and m.end - m.start > match.end - match.start
                and self.standard.read(m).allowed
                for m in found
            )  # fmt: skip
            if entry is None:
                # Nobody asked for the concept: only forms that can mean nothing else, and no good form of another.
                if within or reading.allowed or match.inflected or not is_firm(reading.wrong[0].term):
                    continue
                done.append((match.start, match.end))
                inner = next((e for e in reading.wrong if e.concept.id in asked), None)
                evidence = "" if inner else "unasked"
                yield Verdict(
                    "forbidden",
                    None,
                    None,
                    (match.start, match.end),
                    entry=inner or reading.wrong[0],
                    evidence=evidence,
                )
                continue
            group = wanted[entry.concept.id]
            if len(group.targets) >= len(group.sources) and (within or not is_firm(entry.term)):
                continue
            if reading.allowed and any(id in wanted for id in reading.allowed):
                continue
            if within and any(m.start <= match.start and match.end <= m.end for m in group.targets):
                continue
            done.append((match.start, match.end))
            occurrence = group.sources[min(len(group.wrong), len(group.sources) - 1)]
            group.wrong.append((match, entry))
            yield Verdict(
                "forbidden", group, (occurrence.start, occurrence.end), (match.start, match.end), entry=entry
            )

    def _judge(
        self,
        group: Group,
        lacking: int,
        groups: Sequence[Group],
        found: Sequence[Match],
        source: Masked,
        target: Masked,
    ) -> Iterator[Verdict]:
        """What stands in place of the renderings that are lacking."""
        occurrences = _unmatched(group, len(source.text), len(target.text), lacking)
        used = [(m.start, m.end) for g in groups for m in g.targets] + [
            (m.start, m.end) for m, _e in group.wrong
        ]
        some = bool(group.targets or group.wrong)
        left_in = self._left_in(group, target.text)
        for number, occurrence in enumerate(occurrences):
            span = (occurrence.start, occurrence.end)
            if number < len(left_in):
                yield Verdict("untranslated", group, span, left_in[number], evidence="english")
                continue
            place = occurrence.start / max(1, len(source.text))
            close = self._near(group, target.text, used, place)
            if close is not None:
                stretch = target.text[close.start : close.end]
                if self.target_lang != EN and near.only_joined(folded(close.form), folded(stretch)):
                    continue
                other = self._other(close, found, groups)
                if other is not None:
                    kind, evidence, where = "missing", "other", (other.start, other.end)
                else:
                    kind, evidence, where = (
                        "partial",
                        self._nearness(close, stretch),
                        (close.start, close.end),
                    )
                used.append(where)
                yield Verdict("fewer" if some else kind, group, span, where, close.form, evidence=evidence)
                continue
            share = (
                near.words_rendered(self._forms(group), _blanked(target.text, used), _vocabulary())
                if self.target_lang == EN
                else 0.0
            )
            if share == 1:
                continue
            other = self._stranger(found, groups, place, len(target.text))
            evidence = "words" if share >= 0.66 else "other" if other else "nested" if group.nested else ""
            where_other = (other.start, other.end) if other else None
            yield Verdict("fewer" if some else "missing", group, span, where_other, evidence=evidence)

    def _clipped(self, group: Group, text: str) -> Iterator[Verdict]:
        """A short approved form with the rest of a long one before or after it, but not all of that."""
        for number, match in enumerate(group.targets):
            surface = folded(text[match.start : match.end])
            for form in self._long_forms(group.ids, surface):
                at = form.find(surface)
                before, after = form[:at], form[at + len(surface) :]
                left, right = (
                    fold.fold_zh(text[max(0, match.start - len(before)) : match.start]),
                    fold.fold_zh(text[match.end : match.end + len(after)]),
                )
                head = _common_end(before, left) if before != left else len(before)
                tail = _common_start(after, right) if after != right else len(after)
                # Two characters of the rest say that it was meant; all of it is another match.
                if (head, tail) != (len(before), len(after)) and head + tail >= max(
                    2, (len(before) + len(after)) // 2
                ):
                    source = group.sources[min(number, len(group.sources) - 1)]
                    span = (match.start - head, match.end + tail)
                    yield Verdict("partial", group, (source.start, source.end), span, form, evidence="near")
                    break

    def _long_forms(self, ids: tuple[str, ...], surface: str) -> list[str]:
        """Folded approved forms that contain ``surface`` and have at least two more characters."""
        key = (ids, surface)
        if key not in self._longer:
            forms = [fold.fold_zh(t.text) for id in ids for t in self.standard.approved(id, self.target_lang)]
            self._longer[key] = [f for f in forms if surface in f and len(f) >= len(surface) + 2]
        return self._longer[key]

    def _nearness(self, close: near.Near, stretch: str) -> str:
        """``near`` for what looks cut off or misspelt, ``weak`` for what may well be another wording."""
        if self.target_lang == EN:
            known = _vocabulary()
            slip = any(
                w.lower() not in known and fold.strict_key(w) not in known
                for w in fold.WORD.findall(stretch)
                if w.isalpha()
            )
            return "near" if slip or stretch.lower() in close.form.lower() else "weak"
        # All characters in order, with others between them, is an elision: 最高国家权力机关 for 国家机关.
        return "near" if 0.6 < close.score < 1 else "weak"

    def _forms(self, group: Group) -> list[str]:
        return [t.text for id in group.ids for t in self.standard.approved(id, self.target_lang)]

    def _left_in(self, group: Group, text: str) -> list[tuple[int, int]]:
        """Where the source's own words stand in the translation."""
        if self.target_lang == EN:
            if not fold.contains_han(text):
                return []
        elif _LATIN.search(text) is None:
            return []
        ids = set(group.ids)
        matches = [
            m
            for m in self.standard.find_all(text, self.source_lang)
            if not ids.isdisjoint(self.standard.read(m).ids)
        ]
        return [(m.start, m.end) for m in longest(matches)]

    def _near(
        self, group: Group, text: str, used: Sequence[tuple[int, int]], place: float
    ) -> near.Near | None:
        if self.target_lang == EN:
            return near.nearest_english(self._forms(group), _blanked(text, used))
        folded, offsets = fold.fold_zh_with_offsets(text)
        blanked = list(folded)
        for start, end in used:
            for index, offset in enumerate(offsets[:-1]):
                if start <= offset < end:
                    blanked[index] = "\0"
        forms = list(dict.fromkeys(fold.fold_zh(f) for f in self._forms(group)))
        close = near.nearest_chinese(forms, "".join(blanked), place)
        if close is None:
            return None
        form = next((f for f in self._forms(group) if fold.fold_zh(f) == close.form), close.form)
        return near.Near(offsets[close.start], offsets[close.end - 1] + 1, form, close.score)

    def _other(self, close: near.Near, found: Sequence[Match], groups: Sequence[Group]) -> Match | None:
        """The known term of another concept that covers the near form: then that is what stands there."""
        mine = {id for group in groups for id in group.ids}
        for match in found:
            if match.start <= close.start and match.end >= close.end:
                reading = self.standard.read(match)
                if reading.good and mine.isdisjoint(reading.ids):
                    return match
        return None

    def _stranger(
        self, found: Sequence[Match], groups: Sequence[Group], place: float, size: int
    ) -> Match | None:
        """A known term that nothing in the source asks for, about where the missing one should stand."""
        mine = {id for group in groups for id in group.ids}
        taken = [(m.start, m.end) for group in groups for m in group.targets]
        best: tuple[float, Match] | None = None
        for match in longest(found):
            reading = self.standard.read(match)
            if not reading.good or not mine.isdisjoint(reading.allowed):
                continue
            if any(start < match.end and match.start < end for start, end in taken):
                continue
            distance = abs(match.start / max(1, size) - place)
            if distance < 0.35 and (best is None or distance < best[0]):
                best = distance, match
        return best[1] if best else None

    def _scripts(self, groups: Sequence[Group], text: str) -> Iterator[Verdict]:
        foreign = foreign_characters(self.script)
        if foreign.isdisjoint(text):
            return
        for group in groups:
            for match in group.targets:
                surface = text[match.start : match.end]
                if not foreign.isdisjoint(surface) and not any(
                    e.term.text == surface and self._own_script(e) for e in match.entries
                ):
                    source = group.sources[min(group.targets.index(match), len(group.sources) - 1)]
                    yield Verdict(
                        "script", group, (source.start, source.end), (match.start, match.end), surface
                    )

    def _own_script(self, entry: Entry) -> bool:
        """Whether a form is listed as it stands for the script of the file."""
        return entry.term.status in GOOD and ("Hant" in entry.term.lang) == (self.script == "Hant")

    def _regions(self, groups: Sequence[Group], text: str) -> Iterator[Verdict]:
        """Renderings that belong to another jurisdiction than the text's."""
        lang = self.target_lang
        if not lang.startswith("zh-Han") or len(lang) < 10:
            return
        for group in groups:
            # A short form that the document has defined may look like a term of elsewhere.
            if any(id in self.shorts for id in group.ids):
                continue
            for number, match in enumerate(group.targets):
                if is_foreign(match, lang, self.standard):
                    source = group.sources[min(number, len(group.sources) - 1)]
                    span = (match.start, match.end)
                    mainland = any(e.term.lang == ZH for e in match.entries)
                    found = text[match.start : match.end]
                    yield Verdict(
                        "region",
                        group,
                        (source.start, source.end),
                        span,
                        found,
                        evidence="mainland" if mainland else "",
                    )

    # -- short forms --------------------------------------------------------------------------

    def _learn(self, groups: Sequence[Group], text: str) -> None:
        if "简称" not in text and "簡稱" not in text and "(" not in text and "（" not in text:
            return
        for end, short in defined_shorts(text):
            for group in groups:
                if any(0 <= end - m.end <= 2 for m in group.targets):
                    for id in group.ids:
                        self.shorts.setdefault(id, []).append(short)

    def _has_short(self, group: Group, text: str) -> bool:
        shorts = [short for id in group.ids for short in self.shorts.get(id, ())]
        if not shorts:
            return False
        view = f" {fold.phrase_key(text)} " if self.target_lang == EN else fold.fold_zh(text)
        for short in shorts:
            key = f" {fold.phrase_key(short)} " if self.target_lang == EN else fold.fold_zh(short)
            if key.strip() and key in view:
                return True
        return False


_SHORT_ZH = re.compile(
    r"[（(](?:以下|下称|下稱|下文)?(?:简称|簡稱|统称|統稱|合称|合稱|称|稱)?(?:为|為)?[:：]?[“”\"「『《]?([\u3400-\u9fffA-Za-z0-9·]{2,12})[”\"」』》]?[)）]"
)
_SHORT_EN = re.compile(
    r"\(\s*(?:hereinafter(?:\s+referred\s+to\s+as|\s+called)?|referred\s+to\s+(?:below\s+)?as|abbreviated\s+(?:as|to)|or)?\s*,?\s*"
    r"[\"“'‘]?(?:the\s+)?([A-Za-z][A-Za-z0-9 &'’.-]{1,50}?)[\"”'’]?\s*\)"
)


def defined_shorts(text: str) -> Iterator[tuple[int, str]]:
    """Short forms that a text defines in brackets, and where the long form before the bracket ends."""
    for pattern in (_SHORT_ZH, _SHORT_EN):
        for match in pattern.finditer(text):
            end = match.start()
            while end > 0 and text[end - 1].isspace():
                end -= 1
            yield end, match[1].strip()


@cache
def foreign_characters(script: str) -> frozenset[str]:
    """Characters that a text in ``script`` does not have."""
    every = map(chr, range(0x3400, 0xA000))
    return frozenset(
        c for c in every if (hant.has_traditional(c) if script == "Hans" else hant.has_simplified(c))
    )


folded = cache(fold.fold_zh)


def is_foreign(match: Match, lang: str, standard: Standard) -> bool:
    """Whether a form is listed only for other jurisdictions, while the concept has one for ``lang``."""
    surface = folded(match.entries[0].term.text)
    for entry in match.entries:
        if entry.term.lang == lang or lang.startswith(entry.term.lang) or entry.term.status not in GOOD:
            return False
        own = standard.approved(entry.concept.id, lang)
        if not own or own[0].lang != lang or any(folded(t.text) == surface for t in own):
            return False
    return True


def _common_end(first: str, second: str) -> int:
    return _common_start(first[::-1], second[::-1])


def _common_start(first: str, second: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )


def _blanked(text: str, used: Sequence[tuple[int, int]]) -> str:
    """``text`` with the stretches that other renderings take blanked, at the same length."""
    view = list(text)
    for start, end in used:
        view[start:end] = "\0" * (end - start)
    return "".join(view)


def widest(matches: Iterable[Match]) -> list[Match]:
    """The longest matches first, none overlapping: 案件受理费 wins over 到案 before it. In the order of the text."""
    taken: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if all(match.end <= other.start or other.end <= match.start for other in taken):
            taken.append(match)
    return sorted(taken, key=lambda m: m.start)


def _permitted(match: Match, reading: Reading, text: str) -> bool:
    options = reading.options
    if options is None:
        return True
    surface = text[match.start : match.end]
    if options.level == "off":
        return False
    if options.exact and not any(e.term.text == surface for e in match.entries):
        return False
    if options.case and not any(_same_case(e.term, surface) for e in match.entries):
        return False
    lowered = text.lower()
    return not options.context or any(word.lower() in lowered for word in options.context)


def _same_case(term: Term, surface: str) -> bool:
    first, second = fold.WORD.findall(term.text), fold.WORD.findall(surface)
    return len(first) == len(second) and all(
        a[:1].isupper() == b[:1].isupper() and a.isupper() == b.isupper()
        for a, b in zip(first, second, strict=True)
    )


def _claim(groups: Sequence[Group]) -> None:
    """Take from each group the renderings that lie inside that of a longer term of the source.

    A longer term that is rendered more often than the source has it lends its surplus: "the court" may
    be 人民法院.
    """
    full = [
        (m.start, m.end, group)
        for group in groups
        if len(group.targets) <= len(group.sources)
        for m in group.targets
    ]
    for group in groups:
        kept = [
            m
            for m in group.targets
            if not any(
                o is not group and s <= m.start and m.end <= e and e - s > m.end - m.start for s, e, o in full
            )
        ]
        if len(kept) != len(group.targets):
            group.nested = True
            group.targets = kept


def _unmatched(group: Group, size: int, target_size: int, lacking: int) -> list[Match]:
    """The occurrences in the source that are left when each rendering is given the nearest one in place."""
    left = list(group.sources)
    for match in [*group.targets, *(m for m, _e in group.wrong)]:
        if len(left) <= lacking:
            break
        place = match.start / max(1, target_size)
        left.remove(min(left, key=lambda m: abs(m.start / max(1, size) - place)))
    return left[:lacking]


def _vocabulary() -> frozenset[str]:
    from toolkit.check.words import vocabulary

    return vocabulary()
