"""Alarms of ``fayi check`` on translations by professionals, the rules of other tools beside it; see ``checking.py``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rival_rules import glossary, rules

from toolkit import termbase
from toolkit.check import engine
from toolkit.check import standard as standards
from toolkit.check.analysis import Analyst
from toolkit.check.model import CheckFile, Side, Unit
from toolkit.model import EN


def clean(names: list[str], to: str, lang: str) -> None:
    """Alarms per 1,000 term hits on translations by professionals, ours beside the rules of others."""
    base = termbase.load()
    standard = standards.build(base.concepts)
    source, target = (EN, lang) if to == "zh" else (lang, EN)
    others = rules(glossary(base.concepts, source, target), source == EN)
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
