"""Chinese forms that are right elsewhere: in the other script, or in another jurisdiction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from toolkit import hant
from toolkit import text as fold
from toolkit.check.standard import GOOD, Standard
from toolkit.check.verdicts import Group, Verdict
from toolkit.hant import TO_SIMPLIFIED
from toolkit.match import Entry, Match
from toolkit.model import ZH

folded = cache(fold.fold_zh)


@cache
def foreign_characters(script: str) -> frozenset[str]:
    """Characters that a text in ``script`` does not have."""
    every = map(chr, range(0x3400, 0xA000))
    return frozenset(
        c for c in every if (hant.has_traditional(c) if script == "Hans" else hant.has_simplified(c))
    )


@cache
def foreign_pattern(script: str) -> re.Pattern[str]:
    """Finds one of ``foreign_characters``; some five times as fast over a text as asking for each character."""
    return re.compile(f"[{''.join(sorted(foreign_characters(script)))}]")


def script_verdicts(groups: Sequence[Group], text: str, script: str) -> Iterator[Verdict]:
    """Renderings with characters of the other script; ``variant`` ones are written so in this script too (托, 税)."""
    foreign = foreign_characters(script)
    clean = foreign_pattern(script).search(text) is None
    if clean and script == "Hans":
        return
    for group in groups:
        for number, match in enumerate(group.targets):
            surface = text[match.start : match.end]
            own = [e.term.text for e in match.entries if _own_script(e, script)]
            if surface in own:
                continue
            sure = not foreign.isdisjoint(surface)
            if sure or (script == "Hant" and any(_simplified(form, surface) for form in own)):
                evidence = "" if sure else "variant"
                span = (match.start, match.end)
                yield Verdict("script", group, group.source_of(number), span, surface, evidence=evidence)


def _simplified(form: str, surface: str) -> bool:
    """Whether ``surface`` is the Traditional ``form`` with some characters simplified."""
    return len(form) == len(surface) and all(
        a == b or TO_SIMPLIFIED.get(ord(a)) == ord(b) for a, b in zip(form, surface, strict=True)
    )


def _own_script(entry: Entry, script: str) -> bool:
    """Whether a form is listed as it stands for the script of the file."""
    return entry.term.status in GOOD and ("Hant" in entry.term.lang) == (script == "Hant")


def region_verdicts(
    groups: Sequence[Group], text: str, lang: str, standard: Standard, defined: set[str]
) -> Iterator[Verdict]:
    """Renderings that belong to another jurisdiction than the text's.

    A short form of a concept in ``defined`` may look like a term of elsewhere.
    """
    if not lang.startswith("zh-Han") or len(lang) < 10:
        return
    for group in groups:
        if not defined.isdisjoint(group.ids):
            continue
        for number, match in enumerate(group.targets):
            if is_foreign(match, lang, standard):
                mainland = any(e.term.lang == ZH for e in match.entries)
                yield Verdict(
                    "region",
                    group,
                    group.source_of(number),
                    (match.start, match.end),
                    text[match.start : match.end],
                    evidence="mainland" if mainland else "",
                )


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
