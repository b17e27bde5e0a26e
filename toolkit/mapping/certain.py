"""The certain tier: forms that are listed, up to inflection, spelling, word order and wrappers.

Every lookup here is a dictionary access under a key, from the strictest to the loosest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from toolkit.mapping.words import STOP, word_key
from toolkit.match import Entry
from toolkit.model import EN, Concept
from toolkit.text import loose_key, normalise, phrase_key

_NUMBER = (
    r"(?:\d+(?: \d+)*|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?: (?:hundred|thousand|million|billion))*(?: and (?:a )?half)?"
)
_TIME = rf"{_NUMBER} (?:year|month|week|day|hour)"
_MONEY = rf"(?:(?:rmb|cny|usd|yuan) {_NUMBER}(?: yuan)?|{_NUMBER} (?:rmb|cny|usd|yuan|renminbi|dollar))"
_MEASURE = rf"(?:{_TIME}(?: (?:and )?{_TIME})?|{_MONEY})"
# How long or how much a term is in one case.
_MEASURED = (
    re.compile(
        rf"^(?P<kept>.+?)(?: (?:of|for))?(?: (?:up to|at least|at most|more than|over|about|total))? {_MEASURE}$"
    ),
    re.compile(rf"^(?:{_TIME}(?: of)?|{_MONEY} of) (?P<kept>.+)$"),
)
_GIVEN = (
    "give|given|giving|grant|granted|granting|impose|imposed|imposing|receive|received|receiving"
    "|carry out|carried out|carrying out|conduct|conducted|conducting|undergo|undergoing"
)
_BY_ACTOR = (
    r" (?:by|of|in) (?:the )?(?:\S+ ){0,3}"
    r"(?:court|procuratorate|police|public security organ|judicial organ|procuratorial organ|public security bureau)"
)
# What may stand around a term without changing it. Crimes are named with and without it in both languages.
_WRAPPERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:crime|offense|act|charge) of (?:committing )?(?P<kept>.+)$",
        r"^(?P<kept>.+) (?:crime|offense|case)$",
        r"^(?P<kept>.+) (?:in|of) (?:china|people republic of china|prc)$",
        r"^(?:china|prc|chinese|chinas|our country) (?P<kept>.+)$",
        r"^(?P<kept>.+) prc$",
        r"^(?P<kept>.+) of (?:china|people republic of china|prc) on .+$",
        r"^(?:so called|relevant|related|various|all|their|its|his|her|our) (?P<kept>.+)$",
        r"^(?:sentenced to|convicted of|suspected of|accused of|charged with|guilty of) (?P<kept>.+)$",
        r"^(?:be )?(?:released on|placed under|put under|held in|subjected to|subject to) (?P<kept>.+)$",
        rf"^(?:be )?(?:{_GIVEN}) (?:an? |the )?(?P<kept>\S+ .+)$",
        rf"^(?P<kept>\S+ .+) (?:work|matter|affair|activity|effort)(?:{_BY_ACTOR})?$",
        r"^(?P<kept>.+) (?:listed|handled|issued|held|made|used) by .+$",
        rf"^(?P<kept>\S+ .+?){_BY_ACTOR}$",
    )
)
# What stands around the names of offences only: a case of emergency is no offence.
_AROUND_OFFENCE = re.compile(
    r"^(?:(?:criminal )?case (?:of|involving|concerning)|suspect (?:of|in)|suspected"
    r"|(?:sentenced|prosecuted|arrested|tried|investigated|detained|punished|indicted|jailed) for) (?P<kept>.+)$"
)
# Heads that say of what kind a term is. Often the term with such a head is one of its own (量刑建议 and 量刑建议书), so they
# are read past only where nothing else answers.
_KIND = (
    "decision|system|mechanism|procedure|stage|means|method|measure|issue|problem|field|service|regulation|behavior"
    "|initiative|campaign|crime|offense"
)
_OF_A_KIND = (
    re.compile(rf"^(?P<kept>\S+ .+) (?:{_KIND})$"),
    re.compile(rf"^(?:{_KIND}) of (?P<kept>\S+ .+)$"),
)
_PRISON_TERM = re.compile(
    rf"^(?:(?:be )?sentenced to )?(?:{_TIME}(?: (?:and )?{_TIME})? (?:in (?:prison|jail)|imprisonment|(?:prison|jail) (?:term|sentence))"
    rf"|(?:prison|jail) (?:term|sentence) of {_TIME})$"
    rf"|^(?:jailed|imprisoned) for {_TIME}$"
)
# Words that a listed form may have or lack; "on" and "to" tell 对单位行贿 from 单位行贿.
_SILENT = STOP - {"on", "to", "from", "upon"}
_ADDED = ("crime of {}", "{} crime", "offense of {}")


class Hit(NamedTuple):
    """Forms that a phrase is equal to under one key."""

    entries: tuple[Entry, ...]
    how: str
    """``exact``, ``inflected``, ``spelling``, ``word order``, ``of-inversion`` or ``wrapper``."""


class CertainIndex:
    """Dictionaries over all English forms of ``concepts``, each built when it is first needed."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._entries = [Entry(c, t) for c in concepts for t in c.terms if t.lang == EN]

    def find(self, phrase: str) -> Hit | None:
        """The forms equal to ``phrase`` under the strictest key that finds any."""
        text = normalise(phrase).strip(" .,;:!?\"'()[]")
        if found := self._verbatim.get(text.lower()):
            return Hit(_unabbreviated(found, text), "exact")
        key = phrase_key(text)
        if not key:
            return None
        if found := self._strict.get(key):
            return Hit(_unabbreviated(found, text), "exact")
        for find in (self._same_words, self._wrapped):
            if hit := find(key):
                return hit
        return None

    def of_a_kind(self, phrase: str) -> Hit | None:
        """The forms equal to ``phrase`` without a head that only says of what kind the term is."""
        key = phrase_key(normalise(phrase))
        for pattern in _OF_A_KIND:
            if (match := pattern.match(key)) and (found := self.equal(match["kept"])):
                return Hit(found, "wrapper")
        return None

    def equal(self, key: str) -> tuple[Entry, ...]:
        """The forms with the strict key ``key``, else those with its words in any order."""
        return self._strict.get(key) or self.of_words(bare(key))

    def of_words(self, words: Iterable[str]) -> tuple[Entry, ...]:
        """The forms of just these words, in any order."""
        return self._bag.get(" ".join(sorted(words)), ())

    def _same_words(self, key: str) -> Hit | None:
        words = bare(key)
        if not words:
            return None
        if found := self.of_words(words):
            return Hit(found, _order_change(key, found[0].term.text))
        joined = "".join(key.split())
        if len(joined) > 7 and (found := self._joined.get(joined, ())):
            return Hit(found, "spelling")
        if len(words) > 1:
            loose = " ".join(sorted(map(loose_key, words)))
            if found := self._loose.get(loose, ()):
                same_order = [
                    e
                    for e in found
                    if [loose_key(w) for w in bare(phrase_key(e.term.text))] == [loose_key(w) for w in words]
                ]
                return Hit(tuple(same_order) or found, "inflected")
        elif words[0].endswith(("ed", "ing")) and (found := self._loose.get(loose_key(words[0]), ())):
            return Hit(found, "inflected")
        return None

    def _wrapped(self, key: str) -> Hit | None:
        for kept in unwrapped(key):
            found = self._strict.get(kept)
            hit = Hit(found, "wrapper") if found else self._same_words(kept)
            if hit is None:
                continue
            entries = hit.entries
            if ("crime" in kept.split()) != ("crime" in key.split()):
                # The word only surrounds the name of an offence: an information network is no cybercrime.
                entries = tuple(e for e in entries if _is_offence(e.concept))
            if entries:
                return Hit(entries, hit.how if hit.how == "spelling" else "wrapper")
        if match := _AROUND_OFFENCE.match(key):
            for kept in (match["kept"], f"crime of {match['kept']}"):
                entries = tuple(e for e in self._strict.get(kept, ()) if _is_offence(e.concept))
                if entries:
                    return Hit(entries, "wrapper")
        return None

    @cached_property
    def _verbatim(self) -> dict[str, tuple[Entry, ...]]:
        return _index(self._entries, lambda entry: entry.term.text.lower())

    @cached_property
    def _keyed(self) -> list[tuple[str, Entry]]:
        return [(phrase_key(entry.term.text), entry) for entry in self._entries]

    @cached_property
    def _strict(self) -> dict[str, tuple[Entry, ...]]:
        return _group(self._keyed)

    @cached_property
    def _words(self) -> list[tuple[list[str], Entry]]:
        return [(bare(key), entry) for key, entry in self._keyed]

    @cached_property
    def _bag(self) -> dict[str, tuple[Entry, ...]]:
        return _group((" ".join(sorted(words)), entry) for words, entry in self._words)

    @cached_property
    def _loose(self) -> dict[str, tuple[Entry, ...]]:
        return _group((" ".join(sorted(map(loose_key, words))), entry) for words, entry in self._words)

    @cached_property
    def _joined(self) -> dict[str, tuple[Entry, ...]]:
        return _group(("".join(key.split()), entry) for key, entry in self._keyed)


def unwrapped(key: str) -> Iterator[str]:
    """Strict keys of a phrase without what merely surrounds its term, and with "crime of" added."""
    if _PRISON_TERM.match(key):
        yield "fixed term imprisonment"
    for pattern in _MEASURED:
        if match := pattern.match(key):
            yield match["kept"]
            yield from unwrapped(match["kept"])
    for pattern in _WRAPPERS:
        if match := pattern.match(key):
            yield match["kept"]
            if pattern is _WRAPPERS[0]:
                yield f"crime of {match['kept']}"
    for added in _ADDED:
        yield added.format(key)


def _is_offence(concept: Concept) -> bool:
    return concept.zh.endswith("罪") and not concept.zh.endswith("犯罪")


def bare(key: str) -> list[str]:
    """The words of a strict key without those that a listed form may have or lack."""
    return [word for word in map(word_key, key.split()) if word not in _SILENT]


def _order_change(key: str, form: str) -> str:
    words, listed = bare(key), bare(phrase_key(form))
    if words == listed:
        return "inflected"
    return "of-inversion" if ("of" in key.split()) != ("of" in form.split()) else "word order"


def _index(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, tuple[Entry, ...]]:
    return _group((key(entry), entry) for entry in entries)


def _group(pairs: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    table: dict[str, tuple[Entry, ...]] = {}
    for key, entry in pairs:
        if key:
            known = table.get(key)
            table[key] = (*known, entry) if known else (entry,)
    return table


def _unabbreviated(entries: tuple[Entry, ...], text: str) -> tuple[Entry, ...]:
    """Without abbreviations that differ in capitals, when something else is left: "who" is not WHO."""
    kept = tuple(
        e for e in entries if not (e.term.text.isupper() and len(e.term.text) < 7) or e.term.text == text
    )
    return kept or entries
