"""Measure mapping: quality on the case files and on concepts left out, calibration, speed, and peers.

usage: python benchmarks/mapping.py [--gold GOLD.tsv] [--left-out N]

Inputs: ``tests/mapping/in-the-wild.tsv``, ``negative.tsv`` and ``known-failures.tsv`` together (their column
``split`` says whose errors were read while tuning; the discount for uncovered words and the threshold were
set with all of the everyday phrases in view), the built-in termbase, and with ``--gold`` a file
``english_phrase, standard_chinese (alternatives joined by |), preferred_english, kind, note``.
Peers: rapidfuzz (WRatio, token_sort_ratio) over all English forms, as a terminology tool's fuzzy lookup does.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toolkit import termbase
from toolkit.mapping import Grade, Mapper, grading
from toolkit.model import EN, ZH
from toolkit.text import phrase_key

CASES = Path(__file__).parents[1] / "tests" / "mapping"
Answer = Callable[[str], list[tuple[str, float]]]


class Case(NamedTuple):
    phrase: str
    accepted: frozenset[str]
    """Folded; empty: must not be mapped."""
    group: str


def folded(chinese: str) -> str:
    bare = re.sub(r"[“”\"、，,（）()《》\s]", "", chinese)
    return bare.removesuffix("罪") if len(bare) > 2 else bare


def own_cases() -> list[Case]:
    cases = []
    for name in ("in-the-wild.tsv", "known-failures.tsv", "negative.tsv"):
        for line in (CASES / name).read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            chinese = cells[1] if len(cells) == 4 else ""
            accepted = frozenset(folded(c) for c in chinese.split("|") if c)
            cases.append(Case(cells[0], accepted, cells[-1]))
    return cases


def gold_cases(path: Path) -> list[Case]:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8-sig").splitlines()[1:] if line]
    return [Case(r[0], frozenset(folded(c) for c in r[1].split("|") if c), "gold") for r in lines]


def score(cases: list[Case], answer: Answer, known: set[str]) -> str:
    mapped = [c for c in cases if c.accepted]
    ordinary = [c for c in cases if not c.accepted]
    answers = {c: answer(c.phrase) for c in cases}

    def right(case: Case, depth: int) -> bool:
        return any(folded(zh) in case.accepted for zh, _ in answers[case][:depth])

    said = [c for c in mapped if answers[c]]
    sure = [c for c in cases if answers[c] and answers[c][0][1] >= 0.9]
    one, five = (sum(right(c, n) for c in mapped) / max(1, len(mapped)) for n in (1, 5))
    return (
        f"{len(mapped):4} phrases ({sum(bool(c.accepted & known) for c in mapped)} in the termbase)  top-1 {one:.3f}  top-5 {five:.3f}  "
        f"answered {len(said) / max(1, len(mapped)):.3f}  right when answered {sum(right(c, 1) for c in said) / max(1, len(said)):.3f}  "
        f"right at >= 0.9 {sum(right(c, 1) for c in sure)}/{len(sure)}  "
        f"false on ordinary English {sum(bool(answers[c]) for c in ordinary)}/{len(ordinary)}"
    )


def peers(mapper: Mapper) -> dict[str, Answer]:
    table = [(phrase_key(t.text), c.zh) for c in mapper.concepts for t in c.terms if t.lang == EN]
    keys = [key for key, _ in table]

    def fuzzy(scorer: Callable[..., float], cutoff: float) -> Answer:
        def answer(phrase: str) -> list[tuple[str, float]]:
            found = process.extract(phrase_key(phrase), keys, scorer=scorer, limit=15, score_cutoff=cutoff)
            best = dict.fromkeys(table[i][1] for _, _, i in found)
            return [(zh, found[0][1] / 100) for zh in best][:5]

        return answer

    return {
        "rapidfuzz WRatio >= 90": fuzzy(fuzz.WRatio, 90),
        "rapidfuzz token_sort >= 80": fuzzy(fuzz.token_sort_ratio, 80),
        "exact lookup": fuzzy(fuzz.ratio, 100),
    }


def concepts_left_out(mapper: Mapper, count: int) -> None:
    """Forms whose concept is not in the termbase: every answer is wrong."""
    concepts = mapper.concepts
    chance = random.Random(5)
    out = set(chance.sample(range(len(concepts)), count))
    bare = {concepts[number].zh.removesuffix("罪") for number in out}
    kept = [c for c in concepts if c.zh.removesuffix("罪") not in bare]
    names = {t.text for c in kept for t in c.terms if t.lang == ZH}
    poorer = Mapper(kept)
    answered: dict[str, int] = defaultdict(int)
    for number in sorted(out):
        forms = [t.text for t in concepts[number].terms if t.lang == EN]
        found = poorer.map(chance.choice(forms))
        # The same Chinese under another concept is no wrong answer.
        if not found or concepts[number].zh in names:
            continue
        answered["listed elsewhere"] += found[0].grade in (Grade.EXACT, Grade.VARIANT)
        for threshold in (grading.ANSWER, 0.7, 0.8, grading.LIKELY):
            answered[f"answered at >= {threshold}"] += found[0].confidence >= threshold
    print(
        f"{count} concepts left out, one form each: "
        + ", ".join(f"{k} {v / count:.3f}" for k, v in sorted(answered.items()))
    )


def speed(mapper: Mapper, cases: list[Case]) -> None:
    listed = [t.text for c in mapper.concepts[::7] for t in c.terms if t.lang == EN]
    inflected = [text + "s" for text in listed if not text.endswith("s")]
    unlisted = [c.phrase for c in cases if not mapper.settled(c.phrase)]
    for name, phrases in (("exact", listed), ("inflected", inflected), ("every step", unlisted)):
        start = time.process_time()
        for phrase in phrases:
            mapper.map(phrase)
        print(
            f"  {name:10} {len(phrases) / (time.process_time() - start):8.0f} phrases/s of CPU ({len(phrases)} phrases)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--left-out", type=int, default=1000)
    arguments = parser.parse_args()
    start = time.process_time()
    base = termbase.load()
    loaded = time.process_time()
    mapper = Mapper(base.concepts)
    mapper.map(base.concepts[0].en)
    exact = time.process_time()
    mapper.rank("of the and appeal")
    fused = time.process_time()
    known = {folded(t.text) for c in mapper.concepts for t in c.terms if t.lang == ZH}
    print(
        f"{len(base.concepts)} concepts; load {loaded - start:.2f} s, first exact answer {exact - loaded:.2f} s, "
        f"index of all steps {fused - exact:.2f} s (CPU)\n"
    )
    cases = own_cases()
    groups = {
        "own, tuned on": [c for c in cases if c.group == "tuned"],
        "own, held out": [c for c in cases if c.group == "held"],
    }
    if arguments.gold:
        groups[arguments.gold.name] = gold_cases(arguments.gold)
    tools: dict[str, Answer] = {
        "fayi": lambda p: [(m.chinese, m.confidence) for m in mapper.map(p)],
        **peers(mapper),
    }
    for group, chosen in groups.items():
        print(group)
        for name, answer in tools.items():
            print(f"  {name:27} {score(chosen, answer, known)}")
    print()
    concepts_left_out(mapper, arguments.left_out)
    print("\nspeed")
    speed(mapper, cases)


if __name__ == "__main__":
    main()
