"""What a reviewer's decisions teach about the candidates that are left.

Up to ``ENOUGH`` decisions teach little: the decided terms leave the list, and words whose terms were
mostly accepted or mostly rejected move the others a little. From then on a logistic regression learns
from the evidence of ``features``, the words, their neighbours in the text and the record of every word in the
other decisions, starting from the ranking as it was: what it learns is a correction to the score, which
counts the more the more decisions there are.

References: Duchi, Hazan & Singer (2011) for the step sizes (AdaGrad).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

from toolkit.errors import FayiError
from toolkit.extract.candidates import Form, group_key
from toolkit.extract.features import Corpus, measure
from toolkit.extract.tokens import split_tokens

# With fewer the regression does more harm than good (measured: benchmarks/extraction.py --review).
ENOUGH = 100
ROUNDS = 15
STEP = 0.05
# Strength of the pull of every weight to 0 (Gaussian prior of standard deviation 1 / sqrt(PULL)).
PULL = 20.0
# The usual size of evidence beside words, endings and classes, which are 1 or less.
EVIDENCE = 0.6
# Decisions at which half of what was learnt counts; if all of it counted, one list of nine would lose 9 of the
# next 100 at 100 decisions and another 6 at 200; with this none of the five whole lists loses more than 1.
HALF = 120
# What was decided on other terms with the same head, beginning or words: decisions at the usual share that are
# added to those found, and the size of one unit of log odds beside the other features. With the record and the
# neighbours the next 100 after 400 decisions hold 1.5 more on average over 11 lists and parts of lists (from 2
# fewer to 4 more on the whole lists); halves and doubles of these sizes lie within 1.
DOUBT = 2.0
RECORD = 0.8
TEXT = 0.4
CONTEXT = 0.4
# Weight of the mild evidence of single words before that.
MILD = 0.15


def read_terms(path: Path | None) -> list[str]:
    """The terms of a decision file, one per line, anything after a tab ignored; ``[]`` for ``None``."""
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FayiError("cannot read the decisions", path=path, hint=str(error)) from error
    return [term for line in text.splitlines() if (term := line.partition("\t")[0].strip())]


def decided_group(term: str, forms: Mapping[str, Form]) -> str:
    """The group that a decided term belongs to, whichever of its forms was written down."""
    text = " ".join(term.lower().split())
    form = forms.get(text)
    return form.group if form else group_key(tuple(text.split(" ")), "S")


class Lessons:
    """Corrections to scores, learnt from the decisions."""

    def __init__(
        self, firsts: Mapping[str, tuple[float, Form]], corpus: Corpus, accepted: set[str], rejected: set[str]
    ) -> None:
        """``firsts``: group → its best score and form."""
        self.corpus = corpus
        decided = [(group, True) for group in sorted(accepted)] + [
            (g, False) for g in sorted(rejected - accepted)
        ]
        self.balance: Counter[str] = Counter()
        for group, right in decided:
            for word in set(group.split(" ")):
                self.balance[word] += 1 if right else -1
        known = [(firsts[group], right) for group, right in decided if group in firsts]
        self.share = sum(right for _, right in known) / len(known) if known else 0.5
        self.record: dict[tuple[str, str], list[int]] = {}
        for (_, form), right in known:
            for place in places(form):
                self.record.setdefault(place, [0, 0])[right] += 1
        trust = len(known) / (len(known) + HALF)
        learnt = self.learn(known) if len(known) >= ENOUGH else {}
        self.weights = {name: trust * weight for name, weight in learnt.items()}

    def learn(self, decided: Sequence[tuple[tuple[float, Form], bool]]) -> dict[str, float]:
        """Weights of the features that correct the score, by stochastic descent on the logistic loss."""
        # Where the score says nothing, as many were right as in all.
        middle = sorted(score for (score, _), _ in decided)[len(decided) // 2] - math.log(
            max(0.05, self.share) / max(0.05, 1 - self.share)
        )
        rows = [
            (score - middle, self.describe(form, right), float(right)) for (score, form), right in decided
        ]
        weights: dict[str, float] = {}
        squares: dict[str, float] = {}
        shuffle = Random(0).shuffle
        shrink = PULL / len(rows)
        for _ in range(ROUNDS):
            shuffle(rows)
            for score, features, right in rows:
                total = score + sum(weights.get(name, 0.0) * value for name, value in features.items())
                error = right - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
                for name, value in features.items():
                    weight = weights.get(name, 0.0)
                    gradient = error * value - shrink * weight
                    square = squares[name] = squares.get(name, 0.0) + gradient * gradient
                    weights[name] = weight + STEP * gradient / math.sqrt(square + 1e-6)
        return weights

    def describe(self, form: Form, decision: bool | None = None) -> dict[str, float]:
        """Evidence, words, endings, word classes and first text of a form; 1 is a usual size for every one.

        ``decision``: what was decided on the form itself, which the record of its words is not to repeat.
        """
        features = {
            name: EVIDENCE * max(-3.0, min(3.0, value)) for name, value in measure(form, self.corpus).items()
        }
        words = form.group.split(" ")
        features["always"] = 1.0
        features["head " + words[-1]] = 1.0
        features["capitals"] = form.capitals / form.count
        features["classes " + form.tags] = 0.7
        features["end " + words[-1][-3:]] = features["end " + words[-1][-2:]] = 0.5
        features["start " + words[0][:4]] = 0.3
        for word in words[:-1]:
            features["word " + word] = 1.0
        if form.phrase and form.phrase.places:
            (document, _, _), _ = form.phrase.places[0]
            features[f"text {document}"] = TEXT
            features.update(dict.fromkeys(neighbours(form), CONTEXT))
        found: dict[str, list[float]] = {}
        for place in places(form):
            found.setdefault(place[0], []).append(self.lean(place, decision))
        for name, leans in found.items():
            features["record " + name] = RECORD * sum(leans) / len(leans)
        return features

    def lean(self, place: tuple[str, str], decision: bool | None) -> float:
        """Log odds of what was decided on other terms with this word there, against all decisions."""
        wrong, right = self.record.get(place, (0, 0))
        if decision is not None:
            right, wrong = right - decision, wrong - (not decision)
        share = min(0.95, max(0.05, self.share))
        return math.log((right + DOUBT * share) / (wrong + DOUBT * (1 - share)) * (1 - share) / share)

    def corrected(self, score: float, form: Form) -> float:
        """The score of a candidate in the light of the decisions."""
        if self.weights:
            weights = self.weights
            return score + sum(weights.get(name, 0.0) * v for name, v in self.describe(form).items())
        words = form.group.split(" ")
        lean = sum(math.tanh(self.balance[word] / 3) for word in words) / len(words)
        return score + MILD * lean


def places(form: Form) -> list[tuple[str, str]]:
    """The words of a form as its head, its beginning and anywhere."""
    words = form.group.split(" ")
    found = [("head", words[-1]), *(("word", word) for word in dict.fromkeys(words))]
    return [*found, ("start", words[0])] if len(words) > 1 else found


def neighbours(form: Form) -> set[str]:
    """The tokens right before and after a form at the places that are known."""
    found: set[str] = set()
    if form.phrase is None:
        return found
    width = form.phrase.width or len(form.words)
    for (_, _, text), first in form.phrase.places:
        tokens = lower_tokens(text)
        start = first + form.position
        end = start + width
        if 0 < start <= len(tokens):
            found.add("before " + tokens[start - 1])
        if end < len(tokens):
            found.add("after " + tokens[end])
    return found


@lru_cache(maxsize=20_000)
def lower_tokens(text: str) -> list[str]:
    return [token.lower() for token in split_tokens(text)]


def relearn(
    ranked: Iterable[tuple[float, list[tuple[float, Form]]]],
    forms: Mapping[str, Form],
    corpus: Corpus,
    accepted: Iterable[str],
    rejected: Iterable[str],
) -> list[tuple[float, list[tuple[float, Form]]]]:
    """The undecided rows of ``ranked``, best first in the light of the decisions."""
    rows = list(ranked)
    yes = {decided_group(term, forms) for term in accepted}
    no = {decided_group(term, forms) for term in rejected}
    lessons = Lessons({r[0][1].group: r[0] for _, r in rows}, corpus, yes, no)
    decided = yes | no
    left = [(lessons.corrected(s, r[0][1]), r) for s, r in rows if r[0][1].group not in decided]
    return sorted(left, key=lambda pair: (-pair[0], pair[1][0][1].text))
