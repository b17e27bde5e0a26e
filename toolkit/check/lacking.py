"""What stands in a translation where an approved rendering is lacking: part of one, the source's own words, another term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit import text as fold
from toolkit.check import near
from toolkit.check.masks import Masked
from toolkit.check.standard import Standard
from toolkit.check.variants import folded
from toolkit.check.verdicts import Group, Verdict
from toolkit.check.words import vocabulary
from toolkit.match import Match, longest
from toolkit.model import EN

_LATIN = re.compile("[A-Za-z]{2}")
# Share of a translation by which the place of a rendering may differ from that of its term.
_APART = 0.35


@dataclass
class Search:
    """Looks for what stands in place of lacking renderings."""

    standard: Standard
    source_lang: str
    target_lang: str
    _longer: dict[tuple[tuple[str, ...], str], list[str]] = field(default_factory=dict)

    def verdicts(
        self,
        group: Group,
        lacking: int,
        groups: Sequence[Group],
        found: Sequence[Match],
        source: Masked,
        target: Masked,
    ) -> Iterator[Verdict]:
        """A verdict on each of the ``lacking`` occurrences of a group of ``groups``; ``found`` are all matches in the target."""
        occurrences = _unmatched(group, len(source.text), len(target.text), lacking)
        used = [(m.start, m.end) for g in groups for m in g.targets]
        used += [(m.start, m.end) for m, _entry in group.wrong]
        some = bool(group.targets or group.wrong)
        left_in = self._left_in(group, target.text)
        for number, occurrence in enumerate(occurrences):
            span = (occurrence.start, occurrence.end)
            compound = _in_compound(source.text, occurrence)
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
                    # 国家权力机关 for "state organ" of power: the term with a word inside.
                    if near.in_order(folded(close.form), folded(target.text[other.start : other.end])):
                        evidence = "words"
                else:
                    kind, evidence = "partial", self._nearness(close, stretch)
                    where = (close.start, close.end)
                used.append(where)
                evidence = "words" if compound and kind == "missing" else evidence
                yield Verdict("fewer" if some else kind, group, span, where, close.form, evidence=evidence)
                continue
            share = self._share(group, _blanked(target.text, used))
            if share == 1:
                continue
            other = self._stranger(found, groups, place, len(target.text))
            loose = share >= 0.66 or compound
            evidence = "words" if loose else "other" if other else "nested" if group.nested else ""
            instead = (other.start, other.end) if other else None
            yield Verdict("fewer" if some else "missing", group, span, instead, evidence=evidence)

    def _share(self, group: Group, view: str) -> float:
        """How much of an approved form stands in ``view`` in pieces; 1 only for an English one with all its words."""
        if self.target_lang == EN:
            return near.words_rendered(self._forms(group), view, vocabulary())
        folded_view = fold.fold_zh(view)
        return 0.9 if any(near.apart(folded(form), folded_view) for form in self._forms(group)) else 0.0

    def clipped(self, group: Group, text: str) -> Iterator[Verdict]:
        """A short approved Chinese form with the rest of a long one before or after it, but not all of that."""
        for number, match in enumerate(group.targets):
            surface = folded(text[match.start : match.end])
            for form in self._long_forms(group.ids, surface):
                at = form.find(surface)
                before, after = form[:at], form[at + len(surface) :]
                left = fold.fold_zh(text[max(0, match.start - len(before)) : match.start])
                right = fold.fold_zh(text[match.end : match.end + len(after)])
                head = _common_end(before, left) if before != left else len(before)
                tail = _common_start(after, right) if after != right else len(after)
                # Two characters of the rest say that it was meant; all of it is another match.
                if (head, tail) != (len(before), len(after)) and head + tail >= max(
                    2, (len(before) + len(after)) // 2
                ):
                    span = (match.start - head, match.end + tail)
                    if self._spelled_out(group.ids, folded(text[slice(*span)])):
                        break
                    yield Verdict("partial", group, group.source_of(number), span, form, evidence="near")
                    break

    def _spelled_out(self, ids: tuple[str, ...], stretch: str) -> bool:
        """Whether ``stretch`` writes an approved abbreviation in full: 人民代表大会代表 for 人大代表."""
        forms = [folded(t.text) for id in ids for t in self.standard.approved(id, self.target_lang)]
        return any(form not in stretch and near.in_order(form, stretch) for form in forms)

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
            known = vocabulary()
            slip = any(
                w.lower() not in known and fold.strict_key(w) not in known
                for w in fold.WORD.findall(stretch)
                if w.isalpha()
            )
            return "near" if slip or stretch.lower() in close.form.lower() else "weak"
        # All characters in order, with others between them, is an elision: 最高国家权力机关 for 国家机关.
        if 0.6 < close.score < 1 and near.slipped(folded(close.form), folded(stretch)):
            return "near"
        return "weak"

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
        view, offsets = fold.fold_zh_with_offsets(text)
        blanked = list(view)
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
            if distance < _APART and (best is None or distance < best[0]):
                best = distance, match
        return best[1] if best else None


def _in_compound(text: str, match: Match) -> bool:
    """Whether a term is only a part of a hyphenated word: "in-law" in "parents-in-law"."""
    before, after = text[max(0, match.start - 2) : match.start], text[match.end : match.end + 2]
    return (before[-1:] == "-" and before[:1].isalpha()) or (after[:1] == "-" and after[1:].isalpha())


def _unmatched(group: Group, size: int, target_size: int, lacking: int) -> list[Match]:
    """The occurrences in the source that are left when each rendering is given the nearest one in place."""
    left = list(group.sources)
    for match in [*group.targets, *(m for m, _entry in group.wrong)]:
        if len(left) <= lacking:
            break
        place = match.start / max(1, target_size)
        left.remove(min(left, key=lambda m: abs(m.start / max(1, size) - place)))
    return left[:lacking]


def _blanked(text: str, used: Sequence[tuple[int, int]]) -> str:
    """``text`` with the stretches that other renderings take blanked, at the same length."""
    view = list(text)
    for start, end in used:
        view[start:end] = "\0" * (end - start)
    return "".join(view)


def _common_end(first: str, second: str) -> int:
    return _common_start(first[::-1], second[::-1])


def _common_start(first: str, second: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
