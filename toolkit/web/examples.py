"""Sentences of the shipped example texts in which a concept stands, the Chinese beside the English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from toolkit import data
from toolkit.align import align
from toolkit.errors import FayiError
from toolkit.match import Match, Recogniser
from toolkit.model import EN, ZH, Status
from toolkit.ordinary import only_terms
from toolkit.termbase import Termbase
from toolkit.text import sentences

PER_CONCEPT = 2


class Passage(NamedTuple):
    """``text[start:end]`` designates the concept, for each place of ``marks``; the last member says whether it should."""

    text: str
    marks: tuple[tuple[int, int, bool], ...] = ()


class Example(NamedTuple):
    """A sentence and its counterpart; one of the two has no text when there is only one language."""

    english: Passage
    chinese: Passage


class _Sentence(NamedTuple):
    text: str
    matches: tuple[Match, ...]

    def passage(self, concept: str) -> Passage:
        marks = []
        for match in self.matches:
            forms = [e.term for e in match.entries if e.concept.id == concept]
            if forms:
                marks.append((match.start, match.end, any(t.status is not Status.DEPRECATED for t in forms)))
        return Passage(self.text, tuple(marks))


def collect(termbase: Termbase) -> dict[str, list[Example]]:
    """Concept id → a few sentences; empty when the example texts are not installed."""
    try:
        directory = data.directory("examples")
    except FayiError:
        return {}
    texts = sorted(p for p in directory.iterdir() if p.suffix in {".txt", ".md"} and p.name != "README.md")
    english, chinese = Recogniser(termbase.concepts, EN), Recogniser(termbase.concepts, ZH)
    found: dict[str, list[Example]] = defaultdict(list)
    for path in texts:
        if ".zh." in path.name:
            continue
        other = path.with_name(f"{path.stem}.zh{path.suffix}")
        source = _sentences(path, english, EN)
        target = _sentences(other, chinese, ZH) if other in texts else []
        for one, two in _pairs(source, target):
            sides = one.matches + two.matches
            for concept in dict.fromkeys(e.concept.id for match in sides for e in match.entries):
                if len(found[concept]) < PER_CONCEPT:
                    found[concept].append(Example(one.passage(concept), two.passage(concept)))
    return dict(found)


def _sentences(path: Path, recogniser: Recogniser, lang: str) -> list[_Sentence]:
    result = []
    for line in path.read_text(encoding="utf-8").splitlines():
        for start, end in sentences(line, lang):
            text = line[start:end]
            matches = recogniser.find(text)
            result.append(_Sentence(text, tuple(only_terms(matches, text) if lang == EN else matches)))
    return result


def _pairs(source: Sequence[_Sentence], target: Sequence[_Sentence]) -> list[tuple[_Sentence, _Sentence]]:
    """Each sentence with its counterpart; without a counterpart, with an empty one."""
    nothing = _Sentence("", ())
    if not target:
        return [(sentence, nothing) for sentence in source]
    pairs = []
    for bead in align(
        [s.text for s in source],
        [s.text for s in target],
        [_anchors(s) for s in source],
        [_anchors(s) for s in target],
    ):
        ours, theirs = source[slice(*bead.source)], target[slice(*bead.target)]
        if len(ours) == len(theirs) == 1:
            pairs.append((ours[0], theirs[0]))
        elif not ours or not theirs:
            pairs += [(s, nothing) for s in ours] + [(nothing, s) for s in theirs]
    return pairs


def _anchors(sentence: _Sentence) -> set[str]:
    concepts = {e.concept.id for match in sentence.matches for e in match.entries}
    return concepts | set(re.findall(r"\d+", sentence.text))
