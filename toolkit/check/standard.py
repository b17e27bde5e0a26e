"""The terminology a check goes by: the built-in termbase and client glossaries, ready to be searched for."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from toolkit import text as fold
from toolkit.check.everyday import is_everyday
from toolkit.match import Entry, Match, Recogniser
from toolkit.model import EN, ZH, Concept, Status, Term

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

    def find_all(self, text: str, lang: str) -> list[Match]:
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
        allowed = _ids(e for e in entries if e.term.status is not Status.DEPRECATED)
        ids = good or _ids(entries)
        wrong = tuple(
            e for e in entries if e.term.status is Status.DEPRECATED and e.concept.id not in allowed
        )
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
        return Reading(ids, bool(good), wrong, frozenset(allowed), words, entries, nominal, options)

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


@cache
def form_key(text: str) -> str:
    """The key under which equal forms meet, in either language."""
    return fold.fold_zh(text) if fold.contains_han(text) else fold.phrase_key(text)


def build(
    concepts: Sequence[Concept],
    clients: Sequence[Sequence[Concept]] = (),
    options: Mapping[str, TermOptions] | None = None,
) -> Standard:
    """A standard of ``concepts`` under the client glossaries, the last of which goes first.

    A form that a higher glossary lists no longer counts in a lower one; a form that one glossary both
    approves and forbids for the same counterpart is a contradiction: reported, and used for nothing.
    """
    stacked: list[Concept] = []
    taken: set[tuple[str, str]] = set()
    contradictions: list[str] = []
    for layer in (*reversed(clients), concepts):
        own: set[tuple[str, str]] = set()
        known = {concept.id for concept in stacked}
        bad = _contradictory(layer, contradictions) if layer is not concepts else set()
        for concept in layer:
            terms = tuple(
                t
                for t in concept.terms
                if (t.lang[:2], form_key(t.text)) not in taken and (concept.id, form_key(t.text)) not in bad
            )
            own.update((t.lang[:2], form_key(t.text)) for t in terms if t.status is not Status.LOOKUP)
            if terms:
                # A client's concept keeps its id unless the built-in termbase has it too.
                id = concept.id if concept.id not in known else f"{concept.id}+"
                stacked.append(concept._replace(id=id, terms=terms))
        # Chinese counterparts stay shared: a client that prescribes 人民法院 does not forbid others its use.
        taken |= {key for key in own if key[0] == "en"}
        taken |= {
            (t.lang[:2], form_key(t.text))
            for c in layer
            for t in c.terms
            if t.status is Status.DEPRECATED and layer is not concepts
        }
    digest = hashlib.sha256(repr([(c.id, [t[:3] for t in c.terms]) for c in stacked]).encode())
    digest.update(repr(sorted((options or {}).items())).encode())
    own_ids = {c.id for c in concepts}
    names = frozenset(c.id for c in stacked if c.id not in own_ids)
    return Standard(tuple(stacked), digest.hexdigest()[:16], tuple(contradictions), options or {}, names)


def _contradictory(layer: Sequence[Concept], messages: list[str]) -> set[tuple[str, str]]:
    """``(concept, form key)`` of forms that are approved and forbidden for one counterpart."""
    approved: dict[tuple[str, str], set[str]] = defaultdict(set)
    forbidden: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for concept in layer:
        for lang, other in (("en", "zh"), ("zh", "en")):
            counterparts = {
                form_key(t.text) for t in concept.terms if t.lang.startswith(other) and t.status in GOOD
            }
            for term in concept.terms:
                if not term.lang.startswith(lang):
                    continue
                for counterpart in counterparts:
                    if term.status in GOOD:
                        approved[form_key(term.text), counterpart].add(concept.id)
                    elif term.status is Status.DEPRECATED:
                        forbidden[form_key(term.text), counterpart].append((concept.id, term.text))
    bad: set[tuple[str, str]] = set()
    for (key, counterpart), owners in forbidden.items():
        if ids := approved.get((key, counterpart)):
            messages.append(
                f"“{owners[0][1]}” is both approved and forbidden for “{counterpart}”: it is used for neither"
            )
            bad.update((id, key) for id in ids | {owner for owner, _text in owners})
    return bad


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
    return build(concepts, [load_client(path) for path in clients], options)


def load_client(path: Path) -> tuple[Concept, ...]:
    """The concepts of a client glossary. Raises ``FayiError`` naming file and line."""
    if path.is_dir():
        from toolkit import termbase

        return termbase.load(path).concepts
    from toolkit.check import clients

    return clients.load_concepts(path)


def is_firm(term: Term) -> bool:
    """Whether a deprecated form may be reported wherever it stands: long enough and not everyday language."""
    if term.lang == EN:
        words = fold.WORD.findall(term.text)
        return len(words) > 1 and not is_everyday(term.text)
    # Two- and three-character strings lie inside longer words too often (21 % of the hits, research on
    # Hong Kong reports), and across word borders.
    return len(re.sub(r"\W", "", term.text)) >= 4
