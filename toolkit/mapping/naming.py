"""Which of a concept's Chinese names a phrase says: 留守儿童 for "left-behind children", not 留守未成年人."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.mapping.lexicon import Lexicon
from toolkit.mapping.words import content_words
from toolkit.model import EN, ZH, Concept, Status

# Hand-set on the phrases of the case files: 14 changes made a right answer of a wrong one, 5 the reverse.
GAIN, CLEAR_GAIN = 0.05, 0.1
LOOSE = 0.62
"""Share of a name's characters that the phrase answers, below which the name says more than the phrase."""
LONGER = 2
"""Times the length of the usual name above which another is rather a narrower thing or a sentence about it."""
_PADDING = ("工作", "案件", "的决定", "制度", "实践活动", "专项行动")
_SIGNS = str.maketrans("", "", "“”、《》（）‘’")


class _Fit(NamedTuple):
    both: float
    """Harmonic mean of the shares of the phrase and of the name that answer each other."""
    answered: int
    """Words of the phrase that stand in the name."""
    precision: float


def said(concept: Concept, phrase: str, names: Sequence[str], lexicon: Lexicon) -> str:
    """The name of ``concept`` that ``phrase`` says: its usual name unless one of ``names`` fits clearly better.

    罪 claims to be the name of the statute, so a short name with it is not said; and what machines make of a term, they
    make of its usual name (打黑除恶 is no answer to "fight against black and evil"), unless no word of it stands there
    ("rat warehouse" says 老鼠仓, not the statute's 未公开信息).
    """
    words = content_words(phrase)
    proper = {t.text for t in concept.of(ZH, Status.ADMITTED)}
    listed_wrong = phrase.lower() in {t.text.lower() for t in concept.of(EN, Status.DEPRECATED)}
    usual_only = listed_wrong and _fit(words, concept.zh, lexicon).answered > 0
    sayable = [n for n in names if n in proper or not (usual_only or n.endswith("罪"))]
    return best(words, [concept.zh, *sayable], lexicon)


def best(words: Sequence[str], names: Sequence[str], lexicon: Lexicon) -> str:
    """The first of ``names`` unless another answers more of ``words``, or says less that they do not say."""
    first, *others = names
    if not others or not words:
        return first
    usual = _fit(words, first, lexicon)
    chosen, top = first, usual.both
    for name in others:
        if name.endswith(_PADDING) and not first.endswith(_PADDING):
            continue
        fit = _fit(words, name, lexicon)
        says_more = (
            fit.answered > usual.answered
            and fit.both > usual.both + GAIN
            and len(name) <= LONGER * len(first)
        )
        gain = CLEAR_GAIN if usual.precision < LOOSE else 2 * CLEAR_GAIN
        adds_less = fit.answered >= usual.answered and fit.both > usual.both + gain
        if (says_more or adds_less) and fit.both > top:
            chosen, top = name, fit.both
    return chosen


def _fit(words: Sequence[str], name: str, lexicon: Lexicon) -> _Fit:
    core = name.translate(_SIGNS)
    if core.endswith("罪") and len(core) > 2 and "crime" not in words:
        core = core[:-1]
    marked = [0.0] * len(core)
    heard = 0.0
    answered = 0
    for word in words:
        most = 0.0
        for chinese, trust in lexicon.translations(word).items():
            if chinese in core:
                at = core.rfind(chinese)
                # The first translation of a word names the thing; the later ones are rather its synonyms.
                worth = max(0.2, 1.0 - 4 * (1.0 - trust)) * (1.0 if len(chinese) > 1 else 0.7)
                most = max(most, worth)
                for position in range(at, at + len(chinese)):
                    marked[position] = max(marked[position], worth)
        heard += most
        answered += most > 0.3
    recall = heard / len(words)
    precision = sum(marked) / len(core) if core else 0.0
    both = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return _Fit(both, answered, precision)
