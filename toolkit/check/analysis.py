"""Reads a unit against the standard: which terms the source has, and how each is rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit import text as fold
from toolkit.check.forbidden import forbidden_verdicts
from toolkit.check.lacking import Search
from toolkit.check.masks import mask
from toolkit.check.model import Unit
from toolkit.check.shortforms import ShortForms
from toolkit.check.standard import Reading, Standard
from toolkit.check.variants import region_verdicts, script_verdicts
from toolkit.check.verdicts import Group, Pairing, Verdict
from toolkit.match import Match, longest
from toolkit.model import EN, Term
from toolkit.ordinary import only_terms


@dataclass
class Analyst:
    """Reads the units of one file in order; remembers the short forms that the file defines."""

    standard: Standard
    source_lang: str
    target_lang: str
    script: str = ""
    """``Hans`` or ``Hant``: what the Chinese of the file is written in."""
    shorts: ShortForms = field(init=False)
    _meant: Counter[str] = field(default_factory=Counter)
    """Concept → how often its everyday words were rendered as terms, less how often they were not."""

    def __post_init__(self) -> None:
        self.shorts = ShortForms(self.target_lang)
        self._search = Search(self.standard, self.source_lang, self.target_lang)

    def read(self, unit: Unit) -> Pairing | None:
        """The pairing of a bilingual unit; ``None`` when it has no translation or no term on either side."""
        assert unit.target is not None
        if not unit.target.text.strip() or not unit.source.text.strip():
            return None
        english = self.source_lang == EN
        source = mask(unit.source.text, english=english, joining=False)
        target = mask(unit.target.text, english=not english)
        found = self.standard.find_all(target.text, self.target_lang)
        groups = self._groups(source.text, found)
        if not groups and not found:
            return None
        wrong = self._render(groups, found)
        if len(groups) > 1:
            self._claim(groups, found)
        self.shorts.learn(groups, target.text)
        verdicts: list[Verdict] = []
        if wrong:
            asked = self._asked(source.text)
            verdicts.extend(forbidden_verdicts(groups, wrong, found, asked, self.standard))
        for group in groups:
            lacking = len(group.sources) - len(group.targets) - len(group.wrong)
            if lacking > 0:
                if self.shorts.stand_for(group, target.text):
                    group.short = True
                    continue
                verdicts.extend(self._search.verdicts(group, lacking, groups, found, source, target))
        if self.target_lang != EN:
            for group in groups:
                verdicts.extend(self._search.clipped(group, target.text))
            if self.script:
                verdicts.extend(script_verdicts(groups, target.text, self.script))
            defined = set(self.shorts.by_concept)
            verdicts.extend(region_verdicts(groups, target.text, self.target_lang, self.standard, defined))
        return Pairing(unit, groups, verdicts, source, target)

    def terms(self, text: str, lang: str) -> list[Match]:
        """The terms of a text, longest first, everyday words and excluded options left out."""
        matches = self.standard.find(text, lang)
        if lang == EN:
            matches = self._guarded(matches, text)
        if self.standard.options:
            matches = [m for m in matches if _permitted(m, self.standard.read(m), text)]
        return matches

    def _guarded(self, matches: list[Match], text: str) -> list[Match]:
        """Without everyday words that stand in no legal company; what a client lists is always meant."""
        read = self.standard.read
        if not any(read(match).guarded for match in matches):
            return matches
        clients = self.standard.clients
        if not clients:
            return only_terms(matches, text)
        listed = [m for m in matches if any(e.concept.id in clients for e in m.entries)]
        kept = only_terms([m for m in matches if m not in listed], text)
        return sorted([*listed, *kept], key=lambda m: m.start)

    def _groups(self, text: str, found: Sequence[Match]) -> list[Group]:
        """The terms of the source that have an approved form in the target language, by concept."""
        by_ids: dict[tuple[str, ...], Group] = {}
        terms = self.terms(text, self.source_lang)
        meant = self._meant_terms(text, terms, found) if self.source_lang == EN else []
        for match in sorted([*terms, *meant]) if meant else terms:
            reading = self.standard.read(match)
            if not reading.good:
                continue
            group = by_ids.get(reading.ids)
            if group is not None:
                group.sources.append(match)
            elif any(self.standard.approved(id, self.target_lang) for id in reading.ids):
                by_ids[reading.ids] = Group(reading.ids, [match], reading, everyday=match in meant)
        return list(by_ids.values())

    def _meant_terms(self, text: str, terms: Sequence[Match], found: Sequence[Match]) -> list[Match]:
        """The everyday words without legal company that the document has rendered as terms before, or does here."""
        read = self.standard.read
        left = [m for m in self.standard.find(text, EN) if read(m).guarded and m not in terms]
        if not left or self.standard.options:
            return []
        rendered = {id for match in found for id in read(match).allowed}
        kept = []
        for match in left:
            ids = read(match).ids
            here = not rendered.isdisjoint(ids)
            # "on the right" is no right: a word that is mostly not rendered is no term.
            if here or any(self._meant[id] > 0 for id in ids):
                kept.append(match)
            self._meant.update(dict.fromkeys(ids, 1 if here else -1))
        return kept

    def _render(self, groups: Sequence[Group], found: Sequence[Match]) -> list[tuple[Match, Reading]]:
        """Give each group its renderings among ``found``; what is a listed wrong form comes back."""
        hits: dict[str, list[Match]] = {id: [] for group in groups for id in group.ids}
        wrong: list[tuple[Match, Reading]] = []
        read = self.standard.read
        for match in found:
            reading = read(match)
            for id in reading.allowed:
                if id in hits:
                    hits[id].append(match)
            if reading.wrong:
                wrong.append((match, reading))
        for group in groups:
            ids = group.ids
            matches = hits[ids[0]] if len(ids) == 1 else [m for id in ids for m in hits[id]]
            group.targets = matches if len(matches) < 2 else longest(matches)
        return wrong

    def _asked(self, text: str) -> set[str]:
        """All concepts of a source, those inside longer terms included."""
        readings = map(self.standard.read, self.standard.find_all(text, self.source_lang))
        return {id for reading in readings if reading.good for id in reading.ids}

    def _claim(self, groups: Sequence[Group], found: Sequence[Match]) -> None:
        """Take from each group the renderings that lie inside that of a longer term of the source.

        A longer term that is rendered more often than the source has it lends its surplus: "the court" may
        be 人民法院.
        """
        full = [
            (*self._core(m, group, found), group)
            for group in groups
            if len(group.targets) <= len(group.sources)
            for m in group.targets
        ]
        for group in groups:
            kept = [
                m
                for m in group.targets
                if not any(
                    o is not group and s <= m.start and m.end <= e and e - s > m.end - m.start
                    for s, e, o in full
                )
            ]
            if len(kept) != len(group.targets):
                group.nested = True
                group.targets = kept

    def _core(self, match: Match, group: Group, found: Sequence[Match]) -> tuple[int, int]:
        """The span of a rendering; of a search form with an approved one inside, the span of that one.

        A search form may be a whole clause with the renderings of other terms in it.
        """
        if not self.standard.read(match).good:
            for other in found:
                if match.start <= other.start and other.end <= match.end:
                    reading = self.standard.read(other)
                    if reading.good and not set(group.ids).isdisjoint(reading.ids):
                        return other.start, other.end
        return match.start, match.end


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
