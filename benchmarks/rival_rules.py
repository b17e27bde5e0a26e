"""The terminology rules of other checkers, re-implemented from their public description for comparison.

Weblate: ``weblate/checks/glossary.py`` and ``glossary/models.py`` (lower case, a source term counts between
characters that are no word characters, the target must contain one of the translations as a substring).
Okapi: ``TermChecker.java`` (token mode compares white-space tokens; string mode, longest term first, blanks
each match and looks at the first translation only). Substring: no boundary at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

from toolkit.model import Concept, Status

Glossary = dict[str, tuple[str, list[str]]]
"""Source form in lower case → concept and target forms, the preferred one first."""
Rule = Callable[[str, str], "tuple[set[str], set[str]]"]
"""(source, target) → concepts hit, concepts alerted."""


def glossary(concepts: Iterable[Concept], source: str, target: str) -> Glossary:
    """The preferred and admitted forms of ``concepts`` as the other tools want them."""
    table: Glossary = {}
    for concept in concepts:
        good = [t.text for t in concept.of(target, Status.PREFERRED, Status.ADMITTED)]
        for term in concept.of(source, Status.PREFERRED, Status.ADMITTED):
            if good:
                table.setdefault(term.text.lower(), (concept.id, []))[1].extend(good)
    return table


def rules(entries: Glossary, english_source: bool) -> dict[str, Rule]:
    forms = sorted(entries)
    automaton = AhoCorasick(forms, matchkind=MatchKind.Standard)
    longest_first = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest)
    tokens = {tuple(form.split()): form for form in forms}
    sizes = sorted({len(t) for t in tokens}, reverse=True)

    def verdict(found: Iterable[str], target: str, first_only: bool = False) -> tuple[set[str], set[str]]:
        hits, alerts = set(), set()
        lowered = target.lower()
        for form in found:
            concept, targets = entries[form]
            hits.add(concept)
            if not any(t.lower() in lowered for t in (targets[:1] if first_only else targets)):
                alerts.add(concept)
        return hits, alerts

    def substring(source: str, target: str) -> tuple[set[str], set[str]]:
        text = source.lower()
        return verdict(
            {forms[i] for i, _s, _e in automaton.find_matches_as_indexes(text, overlapping=True)}, target
        )

    def weblate(source: str, target: str) -> tuple[set[str], set[str]]:
        text = source.lower()
        found = set()
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if english_source and (
                re.match(r"\w", text[start - 1 : start]) or re.match(r"\w", text[end : end + 1])
            ):
                continue
            found.add(forms[index])
        return verdict(found, target)

    def okapi_token(source: str, target: str) -> tuple[set[str], set[str]]:
        words = source.lower().split()
        wanted = set(target.lower().split())
        hits, alerts = set(), set()
        for size in sizes:
            for start in range(len(words) - size + 1):
                form = tokens.get(tuple(words[start : start + size]))
                if form is not None:
                    concept, targets = entries[form]
                    hits.add(concept)
                    if not set(targets[0].lower().split()) <= wanted:
                        alerts.add(concept)
        return hits, alerts

    def okapi_string(source: str, target: str) -> tuple[set[str], set[str]]:
        found = []
        for index, start, end in longest_first.find_matches_as_indexes(source):
            if english_source and (source[start - 1 : start].isalnum() or source[end : end + 1].isalnum()):
                continue
            found.append(forms[index])
        return verdict(found, target, first_only=True)

    return {
        "Weblate": weblate,
        "Okapi token": okapi_token,
        "Okapi string": okapi_string,
        "substring": substring,
    }
