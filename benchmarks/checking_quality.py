"""Recall and false alarms of ``fayi check`` by mutation, the rules of other tools beside it; see ``checking.py``."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import checking_corpus as corpora
import checking_edits as edits
from checking_corpus import Corpus, Segment, Slot
from checking_edits import Edit
from rival_rules import Rule, glossary, rules

from toolkit import termbase
from toolkit.check import engine
from toolkit.check import standard as standards
from toolkit.check.model import CheckFile, Finding, Side, Unit
from toolkit.check.standard import Standard
from toolkit.model import EN, Concept

LEAST = 1_000
_ROUNDS = 200


@dataclass(frozen=True)
class Operator:
    """An edit and what is expected of it: one of ``codes`` in at least, or none in at most, the share ``bar``."""

    edit: Edit
    bar: float
    codes: frozenset[str] = frozenset()
    repeated: bool = False
    """Whether the term stands several times in the segment."""


def _must(edit: Edit, bar: float, *codes: str, repeated: bool = False) -> Operator:
    return Operator(edit, bar, frozenset(codes), repeated)


def _must_not(edit: Edit) -> Operator:
    return Operator(edit, 0.005)


OPERATORS: dict[str, Operator] = {
    "wrong term": _must(edits.wrong_term, 0.98, "FY201"),
    "deleted": _must(edits.deleted, 0.98, "FY201"),
    "deprecated form": _must(edits.deprecated, 0.98, "FY204"),
    "one character off": _must(edits.near_miss, 0.90, "FY202"),
    "left untranslated": _must(edits.untranslated, 0.98, "FY203"),
    "one of several": _must(edits.wrong_term, 0.90, "FY205", repeated=True),
    "nested shorter": _must(edits.nested, 0.95, "FY201", "FY202"),
    "script": _must(edits.script, 0.95, "FY206"),
    "inner space": _must_not(edits.inner_space),
    "full width": _must_not(edits.full_width),
    "quotes, 《》": _must_not(edits.quotes),
    "tag inside": _must_not(edits.tag_inside),
    "plural": _must_not(edits.plural),
    "hyphen": _must_not(edits.hyphen),
    "case": _must_not(edits.case),
    "admitted form": _must_not(edits.admitted),
}


@dataclass
class Bench:
    """One direction and seed: the corpus, the standard, the rules of other tools."""

    concepts: tuple[Concept, ...]
    seed: int
    source: str
    target: str
    share: float = 0.34
    """Share of the segments of a document that are changed."""
    misses: int = 0
    """Misses that are printed per operator."""
    standard: Standard = field(init=False)
    corpus: Corpus = field(init=False)
    others: dict[str, Rule] = field(init=False)

    def __post_init__(self) -> None:
        self.standard = standards.build(self.concepts)
        self.corpus = corpora.make(self.concepts, self.seed, self.source, self.target)
        self.others = rules(glossary(self.concepts, self.source, self.target), self.source == EN)

    def findings(self, segments: list[Segment], standard: Standard | None = None) -> list[Finding]:
        units = [
            Unit(Side(s.source, self.source, 0), Side(s.target, self.target, 0), str(i), (), i + 1)
            for i, s in enumerate(segments)
        ]
        file = CheckFile("corpus", units, " ", bilingual=True)
        return engine.check_file(file, standard or self.standard, engine.Settings()).findings

    def corpora(self, wanted: set[str]) -> Iterator[Corpus]:
        """The corpus, and then others that have more of the ``wanted`` concepts."""
        yield self.corpus
        for number in range(_ROUNDS):
            yield corpora.make(self.concepts, f"{self.seed} {number}", self.source, self.target, 600, wanted)

    def new(
        self, segments: list[Segment], original: list[Segment], standard: Standard | None = None
    ) -> list[Finding]:
        """The findings on segments that the originals do not have."""
        before = {(f.code, f.unit, f.concept) for f in self.findings(original)}
        found = self.findings(segments, standard)
        return [f for f in found if (f.code, f.unit, f.concept) not in before and f.code[:3] == "FY2"]


def run(seed: int, source: str, target: str, share: float, misses: int) -> list[str]:
    """Print the table of one direction; the operators that miss their bar come back."""
    import checking_documents as documents

    bench = Bench(termbase.load().concepts, seed, source, target, share, misses)
    _clean(bench)
    print(f"{'operator':19}{'cases':>6}{'bar':>7}{'ours':>8}  " + "".join(f"{n:>14}" for n in bench.others))
    failed = []
    for name, operator in OPERATORS.items():
        if not _operator(bench, name, operator):
            failed.append(name)
    for name, measure in documents.MEASURES.items():
        if not measure(bench, name):
            failed.append(name)
    return [f"{source} → {target}, seed {seed}: {name}" for name in failed]


def _clean(bench: Bench) -> None:
    corpus = bench.corpus
    segments = [s for d in corpus.documents for s in d]
    slots = sum(len(s.slots) for s in segments)
    used = {slot.concept for s in segments for slot in s.slots}
    found = [f for d in corpus.documents for f in bench.findings(d)]
    grave = sum(f.level.value != "info" for f in found)
    print(
        f"\n== {bench.source} → {bench.target}, seed {bench.seed}: {len(segments)} segments, {slots} occurrences,"
        f" {len(used)} concepts, {bench.share:.0%} of the segments changed"
    )
    print(
        f"clean: {1000 * grave / slots:.1f} errors and warnings, {1000 * len(found) / slots:.1f} findings per 1,000 occurrences; "
        + ", ".join(
            f"{n} {1000 * sum(len(rule(s.source, s.target)[1]) for s in segments) / slots:.0f}"
            for n, rule in bench.others.items()
        )
    )


@dataclass
class Score:
    """The cases of one operator."""

    cases: int = 0
    hits: int = 0
    """Right findings, or false alarms."""
    exact: int = 0
    """Fixes that give back the original."""
    others: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.hits / max(1, self.cases)


def show(bench: Bench, name: str, score: Score, bar: float, *, alarms: bool, note: str = "") -> bool:
    """Print the line of an operator; whether it keeps its bar with enough cases."""
    if not score.cases:
        print(f"{name:19}{'–':>6}  no term allows it in this direction")
        return True
    kept = score.share <= bar if alarms else score.share >= bar
    rivals = "".join(f"{score.others[n] / score.cases:>14.3f}" for n in bench.others if score.others)
    mark = "" if kept else "  MISSED"
    few = "" if score.cases >= LEAST else "  TOO FEW"
    print(
        f"{name:19}{score.cases:>6}{'≤' if alarms else '≥':>3}{bar:<5}{score.share:>7.4f}  {rivals}{mark}{few}{note}"
    )
    random.Random(1).shuffle(score.shown)
    for line in score.shown[: bench.misses]:
        print("     ", line)
    return kept and not few


def _allows(bench: Bench, operator: Operator) -> set[str]:
    """The concepts whose preferred term the edit can change."""
    pick = random.Random(0)
    allowed = set()
    for document in bench.corpus.documents:
        for segment in document:
            for slot in segment.slots:
                if (
                    slot.concept not in allowed
                    and operator.edit(pick, bench.corpus, segment, slot) is not None
                ):
                    allowed.add(slot.concept)
    return allowed


def _operator(bench: Bench, name: str, operator: Operator) -> bool:
    pick = random.Random(f"{bench.seed} {name}")
    score = Score()
    allowed = _allows(bench, operator)
    for corpus in bench.corpora(allowed) if allowed else ():
        for segments, changed, original in _mutated(corpus, operator, pick, bench.share):
            (_recall if operator.codes else _alarms)(
                bench, operator, name, score, segments, changed, original
            )
        if score.cases >= LEAST:
            break
    note = f"  fix exact {score.exact / score.cases:.3f}" if name == "deprecated form" and score.cases else ""
    note += f"  {dict(score.kinds.most_common(4))}" if operator.codes else ""
    kept = show(bench, name, score, operator.bar, alarms=not operator.codes, note=note)
    return kept and (name != "deprecated form" or score.exact == score.cases)


def _mutated(
    corpus: Corpus, operator: Operator, pick: random.Random, share: float
) -> Iterator[tuple[list[Segment], dict[int, Slot], list[Segment]]]:
    """Documents with some segments changed in one slot each: the new one, segment → slot, the old one."""
    for document in corpus.documents:
        changed: dict[int, Slot] = {}
        segments = list(document)
        for number, segment in enumerate(document):
            if pick.random() > share:
                continue
            counts = Counter(s.concept for s in segment.slots)
            slots = [s for s in segment.slots if (counts[s.concept] > 1) == operator.repeated]
            pick.shuffle(slots)
            for slot in slots:
                new = operator.edit(pick, corpus, segment, slot)
                if new is not None and (new.target, new.source) != (segment.target, segment.source):
                    segments[number] = new
                    changed[number] = slot
                    break
        if changed:
            yield segments, changed, document


def _recall(
    bench: Bench, operator: Operator, name: str, score: Score,
    segments: list[Segment], changed: dict[int, Slot], original: list[Segment],
) -> None:  # fmt: skip
    found = bench.findings(segments)
    for number, slot in changed.items():
        here = [f for f in found if f.unit == str(number) and f.code[:3] == "FY2"]
        mine = [f for f in here if slot.concept in f.concept.split("|")]
        kinds = {f.code for f in mine}
        right = bool(kinds & operator.codes)
        if name == "script":
            right = right and not kinds & {"FY201", "FY202"}
        elif name == "nested shorter":
            # Nothing on the short one that stands there.
            right = right and not any(f.code in ("FY201", "FY202", "FY205") for f in here if f not in mine)
        score.cases += 1
        score.hits += right
        score.kinds.update(kinds or {"none"})
        if name == "deprecated form":
            fixes = [f for f in mine if f.code == "FY204"]
            same = _restored(segments[number].target, fixes) == original[number].target
            score.exact += same
            if right and not same:
                score.shown.append(f"fix {[(f.found, f.fix) for f in fixes]}: {segments[number].target}")
        if not right:
            score.shown.append(
                f"{sorted(kinds)} {slot.concept}: {original[number].target} → {segments[number].target} | {segments[number].source}"
            )
        for other, rule in bench.others.items():
            score.others[other] += slot.concept in rule(segments[number].source, segments[number].target)[1]


def _restored(text: str, found: list[Finding]) -> str:
    """``text`` with the fixes put in."""
    for finding in sorted(found, key=lambda f: -(f.target.start if f.target else 0)):
        if finding.fix is not None and finding.target is not None:
            text = text[: finding.target.start] + finding.fix + text[finding.target.end :]
    return text


def _alarms(
    bench: Bench, operator: Operator, name: str, score: Score,
    segments: list[Segment], changed: dict[int, Slot], original: list[Segment],
) -> None:  # fmt: skip
    found = bench.new(segments, original)
    for number, slot in changed.items():
        mine = [f for f in found if f.unit == str(number)]
        score.cases += 1
        score.hits += bool(mine)
        if mine:
            score.shown.append(
                f"{[(f.code, f.term, f.found) for f in mine]} {slot.concept}: {segments[number].target} | {segments[number].source}"
            )
        for other, rule in bench.others.items():
            score.others[other] += slot.concept in rule(segments[number].source, segments[number].target)[1]
