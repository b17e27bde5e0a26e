"""Scorers: ways to rank forms behind one signature, ``(form, corpus) -> float`` (higher is better).

``combined`` is what ``extract`` uses. Its weights were set by hand, in steps of a tenth or more, from
what each kind of evidence means; they were not fitted.

References: frequency; Frantzi, Ananiadou & Mima (2000), Automatic recognition of multi-word terms: the
C-value/NC-value method; Ahmad, Gillam & Tostevin (1999) for weirdness; Astrakhantsev (2015) for
combinations of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from operator import mul

from toolkit.extract.candidates import Form
from toolkit.extract.features import Corpus, measure

Scorer = Callable[[Form, Corpus], float]

WEIGHTS = {
    # More frequent is better, and far more telling for phrases than for words; so is standing alone.
    "frequency of a phrase": 1.0,
    "frequency of a word": 0.1,
    "alone": 0.3,
    "never alone": -0.6,
    "half": -0.3,
    "part of one": -0.3,
    "part of one once": -0.4,
    # Its first or last word is nearly always the second or first half of a fixed pair.
    "cut before": -0.6,
    "cut after": -0.5,
    # Against general English.
    "contrast of a phrase": 0.5,
    "contrast of a word": 0.7,
    "highest contrast": 0.15,
    "common in general": -0.5,
    "unknown word": -0.4,
    # Its place in the web of the other candidates.
    "as head": 0.1,
    "as modifier": 0.4,
    # Kinds, from the most to the least trusted.
    "kind word": 0.6,
    "kind phrase": 0.5,
    "kind modifier": -0.4,
    "kind name": -0.7,
    "kind linked": -0.5,
    "bare link": 0.3,
    "other preposition": -1.0,
    "determiner inside": -1.0,
    "words 1": 0.1,
    "words 2": 0.5,
    "words 4": -0.5,
    # Names.
    "named": 0.6,
    "name inside": 0.8,
    "starts P": -0.5,
    "piece of a name": -0.3,
    # Form.
    "hyphen": 0.3,
    "digit": -1.2,
    "short": -0.5,
    "possessive": -0.3,
    "starts J": -1.4,
    "starts S": -0.6,
    "starts V": -2.0,
    "starts A": 0.3,
    "starts N": 0.2,
    "starts E": -0.4,
    "starts G": -0.2,
    "shared head": -0.1,
    "country": 1.5,
    "common pair": 0.5,
    "modifier J": -2.0,
    "modifier n": -2.0,
    "modifier x": -2.0,
    "modifier E": -0.5,
    "modifier R": -0.5,
    "modifier V": -0.6,
    "modifier Z": -0.6,
    "modifier D": -0.4,
}


class _Weights(dict[str, float]):
    def __missing__(self, name: str) -> float:
        return 0.0


_WEIGHTS = _Weights(WEIGHTS)


def combined(form: Form, corpus: Corpus) -> float:
    """The weighted sum of all evidence, as log odds."""
    evidence = measure(form, corpus)
    products: Iterable[float] = map(mul, map(_WEIGHTS.__getitem__, evidence), evidence.values())
    return sum(products)


def frequency(form: Form, corpus: Corpus) -> float:
    """Occurrences of the term in all its forms."""
    return corpus.groups[form.group]


def c_value(form: Form, corpus: Corpus) -> float:
    """Frequency less the mean frequency inside longer candidates, weighted by length."""
    weight = math.log2(len(form.words) + 1)
    nested = form.count - form.alone
    return weight * (form.count - (nested / form.holders if form.holders else 0))


def contrast(form: Form, corpus: Corpus) -> float:
    """Mean contrast of its words with general English, plus log frequency."""
    rows = [corpus.contrast(word)[0] for word in form.words]
    return sum(rows) / len(rows) + math.log10(corpus.groups[form.group])


SCORERS: dict[str, Scorer] = {
    "combined": combined,
    "frequency": frequency,
    "c-value": c_value,
    "contrast": contrast,
}
