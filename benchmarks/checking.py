"""Quality and speed of ``fayi check``.

    python benchmarks/checking.py quality [--seed 2] [--all]     mutations, rivals beside ours
    python benchmarks/checking.py clean FILE…                    alarms on professional translations: TSV with columns en and zh
    python benchmarks/checking.py speed                          20 MB PO, plain text, pofilter when installed

Seed 1 is for tuning; report on others. Rules of other tools are in ``rival_rules.py``.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import checking_corpus as corpus_of
from checking_corpus import Corpus, Edit, Segment, Slot, put
from rival_rules import rules

from toolkit import termbase
from toolkit.check import engine
from toolkit.check import standard as standards
from toolkit.check.analysis import Analyst
from toolkit.check.model import CheckFile, Finding, Side, Unit
from toolkit.check.standard import Standard, form_key
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.text import fold_zh

POSITIVE: dict[str, tuple[Edit, set[str], float]] = {
    "wrong term": (corpus_of.wrong_term, {"FY201"}, 0.98),
    "deleted": (corpus_of.deleted, {"FY201"}, 0.98),
    "deprecated form": (corpus_of.deprecated, {"FY204"}, 0.98),
    "one character off": (corpus_of.near_miss, {"FY202"}, 0.90),
    "left in English": (corpus_of.untranslated, {"FY203"}, 0.98),
    "one of several": (corpus_of.wrong_term, {"FY205"}, 0.90),
    "nested shorter": (corpus_of.nested, {"FY201", "FY202"}, 0.95),
    "script": (corpus_of.script, {"FY206"}, 0.95),
}
NEGATIVE: dict[str, Edit] = {
    "inner space": corpus_of.inner_space,
    "full width": corpus_of.full_width,
    "quotes, 《》": corpus_of.quotes,
    "tag inside": corpus_of.tag_inside,
    "plural": corpus_of.plural,
    "hyphen": corpus_of.hyphen,
    "case": corpus_of.case,
    "admitted form": corpus_of.admitted,
}
LEAST = 1_000


def as_file(segments: list[Segment], corpus: Corpus) -> CheckFile:
    units = [
        Unit(Side(s.source, corpus.source_lang, 0), Side(s.target, corpus.target_lang, 0), str(i), (), i + 1)
        for i, s in enumerate(segments)
    ]
    return CheckFile("corpus", units, " ", bilingual=True)


def findings(segments: list[Segment], corpus: Corpus, standard: Standard) -> list[Finding]:
    return engine.check_file(as_file(segments, corpus), standard, engine.Settings()).findings


def mutated(
    corpus: Corpus, edit: Edit, pick: random.Random, *, repeated: bool, share: float
) -> Iterator[tuple[list[Segment], dict[int, Slot], list[Segment]]]:
    """Documents with some segments changed in one slot each."""
    for document in corpus.documents:
        changed: dict[int, Slot] = {}
        segments = list(document)
        for number, segment in enumerate(document):
            if pick.random() > share:
                continue
            counts = Counter(s.concept for s in segment.slots)
            slots = [s for s in segment.slots if (counts[s.concept] > 1) == repeated]
            if not slots:
                continue
            slot = pick.choice(slots)
            new = edit(pick, corpus, segment, slot)
            if new is not None and (new.target != segment.target or new.source != segment.source):
                segments[number] = new
                changed[number] = slot
        if changed:
            yield segments, changed, document


def quality(seed: int, source: str, target: str, share: float) -> None:
    base = termbase.load()
    standard = standards.build(base.concepts)
    corpus = corpus_of.make(base.concepts, seed, source, target)
    total = sum(map(len, corpus.documents))
    slots = sum(len(s.slots) for d in corpus.documents for s in d)
    used = {s.concept for d in corpus.documents for segment in d for s in segment.slots}
    print(
        f"\n== {source} → {target}, seed {seed}: {total} segments, {slots} occurrences, {len(used)} concepts, {share:.0%} of segments changed"
    )
    others = rules(_glossary(base.concepts, source, target), source == EN)
    names = list(others)
    clean = [f for d in corpus.documents for f in findings(d, corpus, standard)]
    grave = [f for f in clean if f.level.value != "info"]
    alerts = {
        n: sum(len(others[n](s.source, s.target)[1]) for d in corpus.documents for s in d) for n in names
    }
    print(
        f"clean: {1000 * len(grave) / slots:.1f} errors and warnings, {1000 * len(clean) / slots:.1f} findings per 1,000 occurrences; "
        + ", ".join(f"{n} {1000 * a / slots:.0f}" for n, a in alerts.items())
    )
    print(f"{'operator':18}{'cases':>7}{'ours':>8}{'any':>8}  " + "".join(f"{n:>14}" for n in names))
    for name, (edit, codes, bar) in POSITIVE.items():
        if (name == "script" and target == EN) or (
            name == "deprecated form" and target != EN and target != ZH
        ):
            continue
        _positive(name, edit, codes, bar, corpus, standard, others, seed, share)
    _drift(corpus, standard, seed)
    for name, edit in NEGATIVE.items():
        _negative(name, edit, corpus, standard, others, seed, share)
    _shorts(corpus, standard, seed)
    if target != EN:
        _straddle(corpus, base.concepts, seed)


def _glossary(concepts: tuple[Concept, ...], source: str, target: str) -> dict[str, tuple[str, list[str]]]:
    table: dict[str, tuple[str, list[str]]] = {}
    for concept in concepts:
        good = [t.text for t in concept.of(target, Status.PREFERRED, Status.ADMITTED)]
        for term in concept.of(source, Status.PREFERRED, Status.ADMITTED):
            if good:
                entry = table.setdefault(term.text.lower(), (concept.id, []))
                entry[1].extend(good)
    return table


def _positive(name, edit, codes, bar, corpus, standard, others, seed, share) -> None:  # type: ignore[no-untyped-def]
    pick = random.Random(f"{seed} {name}")
    cases = right = any_finding = exact = 0
    seen: Counter[str] = Counter()
    missed: list[str] = []
    got: Counter[str] = Counter()
    rounds = 0
    while cases < LEAST and rounds < 40:
        rounds += 1
        for segments, changed, original in mutated(
            corpus, edit, pick, repeated=name == "one of several", share=share
        ):
            found = findings(segments, corpus, standard)
            for number, slot in changed.items():
                cases += 1
                mine = [
                    f
                    for f in found
                    if f.unit == str(number) and slot.concept in f.concept.split("|") and f.code[:3] == "FY2"
                ]
                kinds = {f.code for f in mine}
                ok = bool(kinds & codes) and (name != "script" or not kinds & {"FY201", "FY202"})
                if name == "nested shorter":
                    outside = [
                        f
                        for f in found
                        if f.unit == str(number)
                        and slot.concept not in f.concept.split("|")
                        and f.code in ("FY201", "FY202", "FY205")
                    ]
                    ok = ok and not outside
                right += ok
                any_finding += bool(mine)
                got.update(kinds or {"none"})
                if not ok and len(missed) < 400:
                    missed.append(
                        f"{sorted(kinds)} {slot.concept}: {original[number].target} → {segments[number].target} | {segments[number].source}"
                    )
                if name == "deprecated form":
                    same = _restores(
                        segments[number], original[number], [f for f in mine if f.code == "FY204"]
                    )
                    if not same and OPTIONS.misses:
                        print(
                            "   not exact:",
                            original[number].target,
                            "→",
                            segments[number].target,
                            [(f.found, f.fix) for f in mine],
                        )
                    exact += _restores(
                        segments[number], original[number], [f for f in mine if f.code == "FY204"]
                    )
                for other, rule in others.items():
                    seen[other] += slot.concept in rule(segments[number].source, segments[number].target)[1]
            if cases >= LEAST * 2:
                break
    if not cases:
        print(f"{name:18}{'none':>7}")
        return
    mark = "" if right / cases >= bar else f"  BELOW {bar}"
    fix = f"  fix exact {exact / cases:.3f}" if name == "deprecated form" else ""
    print(
        f"{name:18}{cases:>7}{right / cases:>8.3f}{any_finding / cases:>8.3f}  "
        + "".join(f"{seen[n] / cases:>14.3f}" for n in others)
        + mark
        + fix
        + f"  {dict(got.most_common(4))}"
    )
    if OPTIONS.misses:
        random.Random(1).shuffle(missed)
        for line in missed[: OPTIONS.misses]:
            print("     ", line)


def _restores(segment: Segment, original: Segment, found: list[Finding]) -> bool:
    """Whether the fixes give back the original text."""
    text = segment.target
    for finding in sorted(found, key=lambda f: -(f.target.start if f.target else 0)):
        if finding.fix is not None and finding.target is not None:
            text = text[: finding.target.start] + finding.fix + text[finding.target.end :]
    return text == original.target


def _drift(corpus: Corpus, standard: Standard, seed: int) -> None:
    """From the middle of a document on, one concept is rendered by another admitted form."""
    pick = random.Random(f"{seed} drift")
    cases = right = 0
    missed = []
    for _round in range(70):
        if cases >= LEAST:
            break
        for document in corpus.documents:
            counts = Counter(s.concept for segment in document for s in segment.slots)
            candidates = [c for c, n in counts.items() if n >= 4 and corpus.forms(c, Status.ADMITTED)]
            if not candidates:
                continue
            concept = pick.choice(candidates)
            other = pick.choice(corpus.forms(concept, Status.ADMITTED))
            first = corpus.forms(concept, Status.PREFERRED)[0]
            if form_key(first) == form_key(other) or first in other or other in first:
                continue
            segments = []
            middle = counts[concept] // 2
            met = 0
            for segment in document:
                for index in range(len(segment.slots)):
                    slot = segment.slots[index]
                    if slot.concept == concept:
                        met += 1
                        if met > middle:
                            segment = put(segment, slot, other)
                segments.append(segment)
            cases += 1
            mine = [
                f
                for f in findings(segments, corpus, standard)
                if f.code == "FY301" and concept in f.concept.split("|")
            ]
            keys = {fold_zh(form) for f in mine for form, _n in f.counts}
            ok = (
                len(mine) == 1
                and {fold_zh(first), fold_zh(other)} <= keys
                and sorted(n for _f, n in mine[0].counts) == sorted((middle, counts[concept] - middle))
            )
            right += ok
            if not ok:
                missed.append(
                    f"{concept}: {first} / {other} {[f.counts for f in mine]} want {middle} {counts[concept] - middle}"
                )
    mark = "" if right / max(1, cases) >= 0.95 else "  BELOW 0.95"
    print(f"{'drift':18}{cases:>7}{right / max(1, cases):>8.3f}{mark}")
    for line in missed[: OPTIONS.misses]:
        print("     ", line)


def _negative(name, edit, corpus, standard, others, seed, share) -> None:  # type: ignore[no-untyped-def]
    pick = random.Random(f"{seed} {name}")
    cases = alarms = lost = 0
    seen: Counter[str] = Counter()
    missed: list[str] = []
    for _round in range(20):
        if cases >= LEAST:
            break
        for segments, changed, original in mutated(corpus, edit, pick, repeated=False, share=share):
            before = {(f.code, f.unit, f.concept) for f in findings(original, corpus, standard)}
            found = [
                f
                for f in findings(segments, corpus, standard)
                if (f.code, f.unit, f.concept) not in before and f.code[:3] == "FY2"
            ]
            for number, slot in changed.items():
                cases += 1
                mine = [f for f in found if f.unit == str(number)]
                alarms += bool(mine)
                if mine and len(missed) < 100:
                    missed.append(
                        f"{[(f.code, f.term, f.found) for f in mine]} {slot.concept}: {segments[number].target} | {segments[number].source}"
                    )
                for other, rule in others.items():
                    seen[other] += slot.concept in rule(segments[number].source, segments[number].target)[1]
            if cases >= LEAST * 2:
                break
    if not cases:
        print(f"{name:18}{'none':>7}")
        return
    del lost
    mark = "" if alarms / cases <= 0.005 else "  ABOVE 0.005"
    print(
        f"{name:18}{cases:>7}{alarms / cases:>8.4f}{'':8}  "
        + "".join(f"{seen[n] / cases:>14.3f}" for n in others)
        + mark
    )
    for line in missed[: OPTIONS.misses]:
        print("     ", line)


def _shorts(corpus: Corpus, standard: Standard, seed: int) -> None:
    """A short form that the document defines at the first occurrence stands for the term afterwards."""
    pick = random.Random(f"{seed} shorts")
    cases = alarms = 0
    missed: list[str] = []
    for _round in range(8):
        if cases >= LEAST:
            break
        for document in corpus.documents:
            counts = Counter(s.concept for segment in document for s in segment.slots)
            concept = pick.choice([c for c, n in counts.items() if n >= 3])
            segments: list[Segment] = []
            defined = False
            changed = []
            for number, segment in enumerate(document):
                for index in range(len(segment.slots)):
                    slot = segment.slots[index]
                    if slot.concept != concept:
                        continue
                    old = segment.target[slice(*slot.target)]
                    han = [c for c in old if c.isalpha()]
                    short = (
                        han[0] + han[-1] + "办"
                        if corpus.target_lang != EN
                        else "".join(w[0] for w in old.split() if w[0].isalpha()).upper() + "X"
                    )
                    if not defined:
                        opening = (
                            pick.choice(
                                (
                                    f"{old}（以下简称{short}）",
                                    f"{old}（以下简称“{short}”）",
                                    f"{old}(简称{short})",
                                )
                            )
                            if corpus.target_lang != EN
                            else pick.choice(
                                (
                                    f"{old} ({short})",
                                    f'{old} (hereinafter "{short}")',
                                    f"{old} (hereinafter referred to as the {short})",
                                )
                            )
                        )
                        segment = put(segment, slot, opening)
                        defined = True
                    else:
                        segment = put(segment, slot, short)
                        changed.append(number)
                segments.append(segment)
            before = {(f.code, f.unit, f.concept) for f in findings(document, corpus, standard)}
            found = [
                f
                for f in findings(segments, corpus, standard)
                if (f.code, f.unit, f.concept) not in before and f.code[:3] == "FY2"
            ]
            for number in set(changed):
                cases += 1
                mine = [f for f in found if f.unit == str(number) and concept in f.concept]
                alarms += bool(mine)
                if mine:
                    missed.append(f"{mine[0].code} {segments[number].target}")
    mark = "" if alarms / max(1, cases) <= 0.005 else "  ABOVE 0.005"
    print(f"{'defined short form':18}{cases:>7}{alarms / max(1, cases):>8.4f}{mark}")
    for line in missed[: OPTIONS.misses]:
        print("     ", line)


def _straddle(corpus: Corpus, concepts: tuple[Concept, ...], seed: int) -> None:
    """A forbidden string of two characters that only two neighbouring words form."""
    pick = random.Random(f"{seed} straddle")
    cases = alarms = 0
    for _round in range(6):
        if cases >= LEAST:
            break
        extra: dict[str, list[Term]] = {}
        where: list[tuple[int, int, str]] = []
        forms = {fold_zh(t.text) for c in concepts for t in c.terms}
        for number, segment_number in (
            (n, s) for n, d in enumerate(corpus.documents) for s in pick.sample(range(len(d)), 4)
        ):
            document = corpus.documents[number]
            segment = document[segment_number]
            slot = pick.choice(segment.slots)
            other = pick.choice(segment.slots)
            end = other.target[1]
            string = segment.target[end - 1 : end + 1]
            if len(string) == 2 and string[1].isalpha() and fold_zh(string) not in forms:
                extra.setdefault(slot.concept, []).append(Term(string, corpus.target_lang, Status.DEPRECATED))
                where.append((number, segment_number, slot.concept))
        changed = tuple(
            c._replace(terms=c.terms + tuple(extra[c.id])) if c.id in extra else c for c in concepts
        )
        standard, plain = standards.build(changed), standards.build(concepts)
        for number, segment_number, concept in where:
            document = corpus.documents[number]
            before = {(f.code, f.unit) for f in findings(document, corpus, plain)}
            found = [
                f
                for f in findings(document, corpus, standard)
                if (f.code, f.unit) not in before and f.unit == str(segment_number) and concept in f.concept
            ]
            cases += 1
            alarms += bool(found)
    mark = "" if alarms / max(1, cases) <= 0.005 else "  ABOVE 0.005"
    print(f"{'straddle':18}{cases:>7}{alarms / max(1, cases):>8.4f}{mark}")


def clean(names: list[str], to: str, lang: str) -> None:
    """Alarms per 1,000 term hits on translations by professionals, ours beside the rules of others."""
    base = termbase.load()
    standard = standards.build(base.concepts)
    source, target = (EN, lang) if to == "zh" else (lang, EN)
    others = rules(_glossary(base.concepts, source, ZH if to == "zh" else EN), source == EN)
    totals: Counter[str] = Counter()
    codes: Counter[tuple[str, str]] = Counter()
    for name in names:
        rows = [line.split("\t") for line in Path(name).read_text(encoding="utf-8").splitlines()]
        columns = (rows[0].index("en"), rows[0].index("zh"))
        first, second = columns if source == EN else columns[::-1]
        units = [
            Unit(
                Side(r[first].replace("\\n", "\n"), source, 0),
                Side(r[second].replace("\\n", "\n"), target, 0),
                str(i),
                (),
                i,
            )
            for i, r in enumerate(rows[1:], 2)
            if len(r) > max(columns)
        ]
        analyst = Analyst(standard, source, target)
        hits = sum(len(analyst.terms(u.source.text, source)) for u in units)
        found = engine.check_file(
            CheckFile(name, units, " ", bilingual=True), standard, engine.Settings()
        ).findings
        grave = [f for f in found if f.level.value != "info"]
        codes.update((f.code, f.level.value) for f in found)
        totals["hits"] += hits
        totals["ours"] += len(grave)
        totals["info"] += len(found) - len(grave)
        for unit in units:
            for other, rule in others.items():
                their_hits, alerts = rule(unit.source.text, unit.target.text if unit.target else "")
                totals[f"{other} hits"] += len(their_hits)
                totals[other] += len(alerts)
        print(
            f"{Path(name).name}: {len(units)} units, {hits} hits, {1000 * len(grave) / max(1, hits):.1f} errors and warnings per 1,000"
        )
    print(
        f"all: {totals['hits']} hits; errors and warnings {1000 * totals['ours'] / max(1, totals['hits']):.1f}, info {1000 * totals['info'] / max(1, totals['hits']):.0f} per 1,000 hits; "
        + ", ".join(f"{n} {1000 * totals[n] / max(1, totals[f'{n} hits']):.0f}" for n in others)
    )
    print(dict(sorted(((" ".join(k), n) for k, n in codes.items()))))


def speed() -> None:
    """20 MB of PO, English and Chinese text made of the corpus and ordinary sentences; one core."""
    base = termbase.load()
    corpus = corpus_of.make(base.concepts, 7, segments=2_400)
    pick = random.Random(7)
    filler = [
        (
            "People on the street looked up and said that it would rain again before the evening came.",
            "街上的人们抬起头来，说天黑以前还会再下雨。",
        ),
        (
            "Nobody could tell how many of the books had been carried up to the second floor.",
            "谁也说不清有多少书已经搬到二楼上去了。",
        ),
    ]
    segments = [s for d in corpus.documents for s in d]
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        parts, english, chinese = (
            ['msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'],
            [],
            [],
        )
        size = number = 0
        while size < 20_000_000:
            chosen = [pick.choice(segments) for _ in range(3)]
            extra = [pick.choice(filler) for _ in range(3)]
            number += 1
            source = f"No. {number}. " + " ".join(
                x for s, f in zip(chosen, extra, strict=True) for x in (s.source, f[0])
            )
            target = f"第{number}号。" + "".join(
                x for s, f in zip(chosen, extra, strict=True) for x in (s.target, f[1])
            )
            parts.append(f'msgid "{source.replace(chr(34), "")}"\nmsgstr "{target.replace(chr(34), "")}"\n\n')
            size += len(parts[-1].encode())
            english.append(source)
            chinese.append(target)
        (place / "big.po").write_text("".join(parts), encoding="utf-8")
        (place / "en.txt").write_text("\n\n".join(english), encoding="utf-8")
        (place / "zh.txt").write_text("\n\n".join(chinese), encoding="utf-8")
        for name in ("big.po", "en.txt", "zh.txt"):
            path = place / name
            program = f"import resource,sys\nfrom time import process_time as now;sys.path.insert(0,{str(Path.cwd())!r});t=now()\nfrom toolkit.check import standard,engine\ns=standard.load();a=now();r=engine.check_path({str(path)!r},s,engine.Settings());b=now()\nprint(r.units,len(r.findings),round(a-t,2),round(b-a,2),resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024)"
            done = subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(done.stderr)
                continue
            units, found, load, seconds, memory = done.stdout.split()
            megabytes = path.stat().st_size / 1e6
            print(
                f"{name}: {megabytes:.1f} MB, {units} units, {found} findings, load {load} s, check {seconds} s, {megabytes / float(seconds):.1f} MB/s, {memory} MB RSS"
            )
        pofilter = shutil.which("pofilter") or str(Path(sys.executable).with_name("pofilter"))
        if Path(pofilter).exists():
            started = time.time()
            subprocess.run(
                [pofilter, str(place / "big.po"), str(place / "filtered.po")],
                capture_output=True,
                check=False,
            )
            seconds = time.time() - started
            print(f"pofilter, all tests: {seconds:.1f} s, {size / 1e6 / seconds:.2f} MB/s")
        else:
            print("pofilter is not installed (pip install translate-toolkit)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["quality", "clean", "speed"])
    parser.add_argument("files", nargs="*", help="for clean")
    parser.add_argument(
        "--to", default="zh", choices=["zh", "en"], help="for clean: the language of the translation"
    )
    parser.add_argument("--lang", default=ZH, help="for clean: the tag of the Chinese side")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.34, help="share of the segments that are changed")
    parser.add_argument("--only", choices=["en-zh", "zh-en", "en-tw"], default=None)
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each operator")
    OPTIONS = parser.parse_args()
    if OPTIONS.what == "speed":
        speed()
    elif OPTIONS.what == "clean":
        clean(OPTIONS.files, OPTIONS.to, OPTIONS.lang)
    else:
        for name, pair in {"en-zh": (EN, ZH), "zh-en": (ZH, EN), "en-tw": (EN, "zh-Hant-TW")}.items():
            if OPTIONS.only in (None, name):
                quality(OPTIONS.seed, *pair, OPTIONS.share)
