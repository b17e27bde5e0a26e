"""The terminology a check goes by: the built-in termbase and client glossaries, ready to be searched for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from toolkit import stacking
from toolkit import text as fold
from toolkit.check.everyday import is_everyday
from toolkit.match import Entry, Match, Recogniser
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.ordinary import guarded

# Kinds that English renders by a clause as often as by a noun ("personal freedom shall not be violated").
_CLAUSES = frozenset(("act", "principle", "right", "duty", "slogan", "policy", "event"))
GOOD = (Status.PREFERRED, Status.ADMITTED)


@dataclass(frozen=True)
class TermOptions:
    """How one term or concept is to be matched; from ``[tool.fayi.terms]``."""

    case: bool = False
    """Only with the capitals of the glossary."""
    exact: bool = False
    """Only letter by letter as in the glossary: no plural, no inflection."""
    context: tuple[str, ...] = ()
    """Only in segments that contain one of these words."""
    level: str = ""
    """Level of its findings, whatever the rule says; ``off`` for none."""


class Reading(NamedTuple):
    """What the entries of a match say, worked out once per form."""

    ids: tuple[str, ...]
    """Concepts that the form is a good form of (preferred or admitted), else those it merely leads to."""
    good: bool
    """Whether it is a preferred or admitted form of ``ids``."""
    wrong: tuple[Entry, ...]
    """Concepts it is a deprecated form of."""
    allowed: frozenset[str]
    """Concepts whose rendering it may be: ``ids`` and those it is a search form of."""
    words: int
    """English words or Chinese characters of the form."""
    entries: tuple[Entry, ...]
    nominal: bool = True
    """Whether the concept is a thing with a name rather than a principle, right or act."""
    options: TermOptions | None = None
    guarded: bool = False
    """Whether it is also an everyday word that needs legal company."""


@dataclass
class Standard:
    """Concepts with the automata of both languages."""

    concepts: tuple[Concept, ...]
    digest: str = ""
    """Changes when any term or option changes."""
    contradictions: tuple[str, ...] = ()
    options: Mapping[str, TermOptions] = field(default_factory=dict)
    clients: frozenset[str] = frozenset()
    """Ids of the concepts of client glossaries."""
    """By concept id or by the key of a form."""
    _readings: dict[int, Reading] = field(default_factory=dict)
    _approved: dict[tuple[str, str], tuple[Term, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {concept.id: concept for concept in self.concepts}
        self.recognisers = {"en": Recogniser(self.concepts, EN), "zh": Recogniser(self.concepts, "zh")}
        self._options = {
            **self.options,
            **{form_key(k): v for k, v in self.options.items() if k not in self.by_id},
        }

    def find(self, text: str, lang: str) -> list[Match]:
        """The longest forms in a text first, none overlapping."""
        return self.recognisers[lang[:2]].find(text)

    def find_all(self, text: str, lang: str) -> list[Match]:
        """Every form in a text, overlapping ones included."""
        return self.recognisers[lang[:2]].find_all(text)

    def read(self, match: Match) -> Reading:
        """What ``match`` says; cheap, because equal forms share their entries."""
        reading = self._readings.get(id(match.entries))
        if reading is None:
            # The entries are kept in the reading, so that their identity stays theirs.
            reading = self._readings[id(match.entries)] = self._reading(match.entries)
        return reading

    def _reading(self, entries: tuple[Entry, ...]) -> Reading:
        good = _ids(e for e in entries if e.term.status in GOOD)
        ids = good or _ids(entries)
        # What a concept deprecates it may list as a search form too: for search only.
        wrong = tuple(e for e in entries if e.term.status is Status.DEPRECATED and e.concept.id not in good)
        forbidden = {e.concept.id for e in wrong}
        allowed = [id for id in _ids(entries) if id not in forbidden]
        term = entries[0].term
        words = len(fold.WORD.findall(term.text)) if term.lang == EN else len(fold.fold_zh(term.text))
        options = None
        if self._options:
            options = next(
                (
                    self._options[k]
                    for e in entries
                    for k in (e.concept.id, form_key(e.term.text))
                    if k in self._options
                ),
                None,
            )
        nominal = not any(e.concept.kind in _CLAUSES for e in entries)
        guard = term.lang == EN and fold.phrase_key(term.text) in guarded()
        return Reading(ids, bool(good), wrong, frozenset(allowed), words, entries, nominal, options, guard)

    def approved(self, concept: str, lang: str) -> tuple[Term, ...]:
        """The forms of a concept that may stand in a text in ``lang``, best first.

        A Chinese text may use the forms of its region; where the concept has none there, the mainland ones.
        """
        key = (concept, lang)
        if key not in self._approved:
            self._approved[key] = tuple(_approved(self.by_id[concept], lang))
        return self._approved[key]

    def preferred(self, concept: str, lang: str) -> Term | None:
        """The form to put in: only one that is in the script and the region of the text."""
        terms = self.approved(concept, lang)
        return terms[0] if terms and terms[0].status is Status.PREFERRED else None


def _ids(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.concept.id for e in entries))


def _approved(concept: Concept, lang: str) -> list[Term]:
    good = [t for t in concept.terms if t.status in GOOD]
    if lang == EN:
        return [t for t in good if t.lang == EN]
    chinese = [t for t in good if t.lang.startswith("zh")]
    own = [t for t in chinese if t.lang == lang or (len(t.lang) < len(lang) and lang.startswith(t.lang))]
    if lang in ("zh", "zh-Hans"):
        own = [t for t in chinese if t.lang in (ZH, "zh", "zh-Hans")]
    elif lang == "zh-Hant":
        own = [t for t in chinese if t.lang.startswith("zh-Hant") or t.lang == "zh"]
    mainland = [t for t in chinese if t.lang == ZH and t not in own]
    return own or mainland or chinese


form_key = stacking.form_key


def build(
    concepts: Sequence[Concept],
    clients: Sequence[stacking.Layer] = (),
    options: Mapping[str, TermOptions] | None = None,
) -> Standard:
    """A standard of ``concepts`` under the client glossaries; see ``toolkit.stacking`` for which goes first."""
    stacked = stacking.stack(concepts, clients)
    digest = hashlib.sha256(repr([(c.id, [t[:3] for t in c.terms]) for c in stacked.concepts]).encode())
    digest.update(repr(sorted((options or {}).items())).encode())
    return Standard(
        stacked.concepts, digest.hexdigest()[:16], stacked.contradictions, options or {}, stacked.own
    )


def load(
    directory: Path | None = None,
    clients: Sequence[Path] = (),
    *,
    builtin: bool = True,
    options: Mapping[str, TermOptions] | None = None,
) -> Standard:
    """The standard of a termbase directory (the built-in one) and client glossaries in any format Fayi reads."""
    from toolkit import termbase

    concepts = termbase.load(directory).concepts if builtin else ()
    return build(concepts, [stacking.read(path) for path in clients], options)


def is_firm(term: Term) -> bool:
    """Whether a deprecated form may be reported wherever it stands: long enough and not everyday language."""
    if term.lang == EN:
        words = fold.WORD.findall(term.text)
        return len(words) > 1 and not is_everyday(term.text)
    # Two- and three-character strings lie inside longer words too often (21 % of the hits, research on
    # Hong Kong reports), and across word borders.
    return len(re.sub(r"\W", "", term.text)) >= 4
