"""Fit ``toolkit/mapping/weights.json`` on the termbase's own forms. Needs numpy.

usage: python benchmarks/fit_mapping.py [--forms N] [--write]

Each form of a concept is in turn treated as a phrase nobody has seen (it is left out of its concept), and
each concept as one that the termbase does not have. Concepts are halved by a hash of their id: figures are
for the half that was not fitted on; ``--write`` fits once more on all and writes the weights. Law titles are
sampled thinly, because their forms follow one pattern.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mapping import CASES, folded

from toolkit import termbase
from toolkit.mapping import Mapper, grading
from toolkit.mapping.evidence import gather
from toolkit.mapping.index import Index
from toolkit.mapping.lexicon import builtin
from toolkit.mapping.words import content_words
from toolkit.model import EN, ZH, Concept, Term

OUT = Path(grading.__file__).with_name("weights.json")
COMMON = Path(grading.__file__).parents[1] / "extract" / "data"
MISSING_SHARE = 0.5
"""Weight of a phrase without a concept against one with; an assumption about texts, not measured."""


def collect_cases(
    mapper: Mapper, names: Sequence[str] = ("in-the-wild", "known-failures", "negative")
) -> list[dict[str, Any]]:
    """Evidence for the phrases of the case files whose split is "tuned" and that no certain step answers."""
    rows = []
    for name in names:
        for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            phrase, *middle, split = line.split("\t")
            if split == "tuned" and not mapper.settled(phrase):
                accepted = {folded(c) for c in middle[0].split("|") if c} if len(middle) > 1 else set()
                rows.append(case_row(mapper, phrase, accepted))
    return [row for row in rows if row]


def case_row(mapper: Mapper, phrase: str, accepted: set[str]) -> dict[str, Any]:
    """One row, empty when nothing is a candidate."""
    query = mapper.index.read(phrase)
    found = gather(mapper.index, query, mapper.index.candidates(query))
    if not found:
        return {}
    concepts = [mapper.concepts[c.concept] for c in found]
    return {
        "phrase": phrase, "status": "case" if accepted else "everyday", "half": 0, "strange": query.strange,
        "x": np.array([e.features for e in found]), "zh": [c.zh for c in concepts],
        "right": np.array([any(folded(t.text) in accepted for t in c.terms if t.lang == ZH) for c in concepts]),
    }  # fmt: skip


CIRCUMSTANCES = (
    "by the procuratorate", "by people's courts", "in criminal cases", "of minors", "of juvenile suspects", "for victims",
    "for child victims", "in private enterprises", "by listed companies", "of the elderly", "according to law",
    "in accordance with the law", "by public security organs", "of state organs", "under the supervision law",
    "in civil cases", "in the new era", "involving women and children", "with Chinese characteristics", "at all levels",
    "in the banking sector", "of migrant workers", "by gangs", "against citizens", "during the trial", "after divorce",
    "before trial", "in rural areas", "on the internet", "across provinces", "for enterprises", "of the accused",
    "in person", "of five thousand yuan", "by court order", "issued by the ministry", "for intellectual property",
)  # fmt: skip
"""Where, when, by and for whom: added to a listed form they leave its concept what it is."""
HIDDEN, STEPS = 12, 300
RANKED = 2
"""Times a term of the case files counts in the ranking against a form of the termbase."""
REAL, EVERYDAY = 4.0, 10.0
"""Weight of a term and of an everyday phrase of the case files against a form of the termbase."""


def letters(term: Term) -> str:
    return " ".join(sorted(set(content_words(term.text))))


def collect(concepts: Sequence[Concept], limit: int) -> list[dict[str, Any]]:
    """Evidence of all candidates for forms left out of their concepts, one form of each concept at a time."""
    chance = random.Random(7)
    owners = defaultdict(set)
    forms: list[list[tuple[Term, str]]] = []
    for number, concept in enumerate(concepts):
        own = [(t, letters(t)) for t in concept.terms if t.lang == EN]
        forms.append(own)
        for _, form in own:
            owners[form].add(number)
    turns: list[dict[int, tuple[Term, str]]] = [{}, {}, {}]
    for number, concept in enumerate(concepts):
        if concept.field == "law-titles" and chance.random() < 0.75:
            continue
        chosen = [form for form in forms[number] if owners[form[1]] == {number}]
        chance.shuffle(chosen)
        for turn, form in zip(turns, chosen, strict=False):
            if len(form[1].split()) > 1 or chance.random() < 0.5:
                turn[number] = form
    rows = []
    for turn in turns:
        without = [
            c._replace(terms=tuple(t for t in c.terms if t.lang != EN or letters(t) != turn[n][1])) if n in turn else c
            for n, c in enumerate(concepts)
        ]  # fmt: skip
        index = Index(without, builtin())
        for number in chance.sample(sorted(turn), min(limit // 3, len(turn))):
            term, _ = turn[number]
            text = term.text
            kept = [t.text for t in without[number].terms if t.lang == EN]
            if kept and chance.random() < 0.25:
                text = f"{chance.choice(kept)} {chance.choice(CIRCUMSTANCES)}"
            query = index.read(text)
            found = gather(index, query, index.candidates(query))
            if not found:
                continue
            rows.append({
                "phrase": text,
                "status": term.status.value,
                "half": zlib.crc32(concepts[number].id.encode()) % 2,
                "x": np.array([e.features for e in found]),
                "right": np.array([concepts[c.concept].zh == concepts[number].zh for c in found]),
                "zh": [concepts[c.concept].zh for c in found],
                "strange": query.strange,
            })  # fmt: skip
    return rows


def collect_ordinary(mapper: Mapper, limit: int) -> list[dict[str, Any]]:
    """Evidence for phrases that mean nothing: common English words with and without words of the termbase."""
    index, concepts = mapper.index, mapper.concepts
    chance = random.Random(11)
    known = index.vocabulary.ids
    with gzip.open(COMMON / "pairs.txt.gz", "rt", encoding="utf-8") as lines:
        pairs = [(key, word) for key, *words in map(str.split, lines) for word in words]
    # A pair of two words of the termbase may well be a term; those with a foreign word are none.
    pairs = [p for p in pairs if not all(content_words(w) and content_words(w)[0] in known for w in p)]
    legal = [
        w for w, n in known.items() if w.isalpha() and len(w) > 3 and len(index.vocabulary.postings[n]) > 4
    ]
    rows = []
    for turn in range(limit):
        words = list(chance.choice(pairs))
        if turn % 2:
            words.insert(chance.randint(0, 2), chance.choice(legal))
        elif turn % 3:
            words += ["of", *chance.choice(pairs)]
        query = index.read(" ".join(words))
        found = gather(index, query, index.candidates(query))
        if not found:
            continue
        rows.append({
            "phrase": " ".join(words), "status": "ordinary", "half": turn % 2, "strange": query.strange,
            "x": np.array([e.features for e in found]),
            "right": np.zeros(len(found), bool), "zh": [concepts[c.concept].zh for c in found],
        })  # fmt: skip
    return rows


class Network:
    """direct · x + output · relu(hidden x + bias), trained by Adam."""

    def __init__(self, inputs: int, hidden: int, seed: int = 1) -> None:
        chance = np.random.default_rng(seed)
        self.p = [
            chance.normal(0, 0.4, (inputs, hidden)),
            np.zeros(hidden),
            chance.normal(0, 0.4, hidden),
            np.zeros(inputs),
            np.zeros(1),
        ]

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        h = np.maximum(0, x @ self.p[0] + self.p[1])
        return h, h @ self.p[2] + x @ self.p[3] + self.p[4][0]

    def train(self, x: np.ndarray, slope: Any, steps: int, decay: float) -> None:
        m, v = [0 * p for p in self.p], [0 * p for p in self.p]
        for t in range(1, steps + 1):
            h, out = self.forward(x)
            g = slope(out)
            gh = g[..., None] * self.p[2] * (h > 0)
            axes = tuple(range(x.ndim - 1))
            flat_x, flat_g = x.reshape(-1, x.shape[-1]), g.reshape(-1)
            grads = [
                flat_x.T @ gh.reshape(-1, gh.shape[-1]) + decay * self.p[0], gh.sum(axes),
                h.reshape(-1, h.shape[-1]).T @ flat_g + decay * self.p[2], flat_x.T @ flat_g + decay * self.p[3],
                np.array([flat_g.sum()]),
            ]  # fmt: skip
            rate = 0.03 * (1 - 0.9 * t / steps)
            for i, grad in enumerate(grads):
                m[i] = 0.9 * m[i] + 0.1 * grad
                v[i] = 0.999 * v[i] + 0.001 * grad**2
                self.p[i] = self.p[i] - rate * (m[i] / (1 - 0.9**t)) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)


def fit_ranker(rows: list[dict[str, Any]], hidden: int, steps: int) -> Network:
    rows = [row for row in rows if row["right"].any()]
    width = max(len(row["x"]) for row in rows)
    x = np.zeros((len(rows), width, len(grading.FEATURES)))
    mask, right = np.full((len(rows), width), -1e9), np.zeros((len(rows), width))
    for i, row in enumerate(rows):
        n = len(row["x"])
        x[i, :n], mask[i, :n], right[i, :n] = row["x"], 0, row["right"]

    def slope(out: np.ndarray) -> np.ndarray:
        s = out + mask
        p = np.exp(s - s.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        good = (p * right).sum(1, keepdims=True)
        return (p - p * right / np.maximum(good, 1e-9)) / len(x)

    def loss(network: Network) -> float:
        s = network.forward(x)[1] + mask
        p = np.exp(s - s.max(1, keepdims=True))
        return float(-np.log(np.maximum((p * right).sum(1) / p.sum(1), 1e-12)).mean())

    # Single starts gave top-1 between 0.71 and 0.74 (on a growing termbase): the best of three is kept.
    networks = [Network(x.shape[-1], hidden, seed) for seed in (1, 2, 3)]
    for network in networks:
        network.train(x, slope, steps, 1e-4)
    return min(networks, key=loss)


def decisions(rows: list[dict[str, Any]], ranker: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features of the best concept, whether it is right, weight: with and without the right concept."""
    xs, ys, ws = [], [], []
    for row in rows:
        real = row["status"] in ("case", "everyday")
        for missing in (False, True) if row["status"] not in ("ordinary", "everyday") else (True,):
            keep = ~row["right"] if missing else np.ones(len(row["right"]), bool)
            if not keep.any():
                continue
            x = row["x"][keep]
            s = ranker.forward(x)[1]
            order = np.argsort(-s)
            best = s[order]
            zh = np.array(row["zh"])[keep]
            rival = grading.rival(best.tolist(), zh[order].tolist())
            share = 1 / np.exp(best - best[0]).sum()
            xs.append(grading.confidence_features(x[order[0]], best[0], rival, share, row["strange"]))
            ys.append(bool(row["right"][keep][order[0]]))
            share = EVERYDAY if row["status"] == "everyday" else REAL if real else 1.0
            ws.append((MISSING_SHARE if missing else 1.0) * share)
    return np.array(xs), np.array(ys, float), np.array(ws)


def fit_confidence(x: np.ndarray, y: np.ndarray, w: np.ndarray, hidden: int, steps: int) -> Network:
    network = Network(x.shape[1], hidden, 2)

    def slope(out: np.ndarray) -> np.ndarray:
        return w * (1 / (1 + np.exp(-out)) - y) / w.sum()

    network.train(x, slope, steps, 3e-4)
    return network


def report(rows: list[dict[str, Any]], ranker: Network, confidence: Network) -> None:
    def top(chosen: list[dict[str, Any]], n: int) -> float:
        return float(
            np.mean([row["right"][np.argsort(-ranker.forward(row["x"])[1])[:n]].any() for row in chosen])
        )

    for status in ("preferred", "admitted", "deprecated", ""):
        chosen = [row for row in rows if not status or row["status"] == status]
        print(
            f"{status or 'all':10} {len(chosen):5} forms left out: top-1 {top(chosen, 1):.3f}  top-5 {top(chosen, 5):.3f}"
        )
    x, y, w = decisions(rows, ranker)
    p = 1 / (1 + np.exp(-confidence.forward(x)[1]))
    present, missing = w == 1.0, w != 1.0
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        said = present & (p >= t)
        print(
            f"confidence >= {t:.2f}: answered {said.sum() / present.sum():.3f}  right {y[said].mean():.3f}  "
            f"concept missing, still answered {(missing & (p >= t) & (y == 0)).sum() / missing.sum():.3f}"
        )
    for low in np.arange(0, 1, 0.1):
        band = (p >= low) & (p < low + 0.1)
        print(
            f"  {low:.1f}–{low + 0.1:.1f}: right {np.average(y[band], weights=w[band]) if band.any() else 0:.2f} of {band.sum()}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=6000)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    mapper = Mapper(termbase.load().concepts)
    rows = collect(mapper.concepts, arguments.forms)
    ordinary = collect_ordinary(mapper, arguments.forms // 4)
    cases = collect_cases(mapper)
    terms = [row for row in cases if row["status"] == "case"] * RANKED
    fitted, held = [r for r in rows if r["half"] == 0], [r for r in rows if r["half"] == 1]
    # The confidence is fitted on forms that the ranker of its half has not seen, as it will be used.
    ranker = fit_ranker(fitted + terms, HIDDEN, STEPS)
    confidence = fit_confidence(*joined([(held[::2] + ordinary[::2] + cases, ranker)]), 6, STEPS)
    report(held[1::2], ranker, confidence)
    x = decisions(ordinary[1::2], ranker)[0]
    p = 1 / (1 + np.exp(-confidence.forward(x)[1]))
    print(
        "random ordinary phrases answered:",
        "  ".join(f">= {t}: {(p >= t).mean():.3f}" for t in (0.3, 0.4, 0.5, 0.6, 0.7)),
    )
    if arguments.write:
        other = fit_ranker(held + terms, HIDDEN, STEPS)
        confidence = fit_confidence(
            *joined([(held + cases, ranker), (fitted + cases, other), (ordinary, ranker)]), 6, 2 * STEPS
        )
        ranker = fit_ranker(rows + terms, HIDDEN, STEPS)

        def plain(a: np.ndarray) -> Any:
            return np.round(a, 3).tolist()

        r, c = ranker.p, confidence.p
        OUT.write_text(json.dumps({
            "hidden": plain(r[0].T), "bias": plain(r[1]), "output": plain(r[2]), "direct": plain(r[3]),
            "confidence_hidden": plain(c[0].T), "confidence_bias": plain(c[1]), "confidence_output": plain(c[2]),
            "confidence_direct": plain(c[3]), "confidence_constant": round(float(c[4][0]), 3),
        }, indent=None) + "\n", encoding="utf-8")  # fmt: skip
        print("wrote", OUT)


def joined(parts: list[tuple[list[dict[str, Any]], Network]]) -> list[np.ndarray]:
    """The decisions of each part by its own ranker, all together."""
    return [np.concatenate(columns) for columns in zip(*(decisions(*part) for part in parts), strict=True)]


if __name__ == "__main__":
    main()
