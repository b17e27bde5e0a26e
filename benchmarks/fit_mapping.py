"""Fit ``toolkit/mapping/weights.json`` on the termbase's own forms. Needs numpy.

usage: python benchmarks/fit_mapping.py [--forms N] [--write]

Each form of a concept is in turn treated as a phrase nobody has seen (it is left out of its concept), and
each concept as one that the termbase does not have. Concepts are halved by a hash of their id: figures are
for the half that was not fitted on; ``--write`` fits once more on all and writes the weights. Law titles are
sampled thinly, because their forms follow one pattern.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mapping_rows import collect, collect_cases, collect_ordinary

from toolkit import termbase
from toolkit.mapping import Mapper, grading

OUT = Path(grading.__file__).with_name("weights.json")
MISSING_SHARE = 0.5
"""Weight of a phrase without a concept against one with; an assumption about texts, not measured."""
HIDDEN, STEPS = 12, 300
RANKED = 2
"""Times a term of the case files counts in the ranking against a form of the termbase."""
REAL, EVERYDAY = 4.0, 10.0
"""Weight of a term and of an everyday phrase of the case files against a form of the termbase."""


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
