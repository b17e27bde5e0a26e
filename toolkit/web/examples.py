"""Sentences of the shipped example texts in which a concept stands."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from toolkit import data
from toolkit.errors import FayiError
from toolkit.match import Recogniser
from toolkit.model import EN, ZH
from toolkit.ordinary import only_terms
from toolkit.termbase import Termbase
from toolkit.text import sentences

PER_CONCEPT = 3


class Example(NamedTuple):
    """``text[start:end]`` designates the concept."""

    text: str
    start: int
    end: int
    lang: str


def collect(termbase: Termbase) -> dict[str, list[Example]]:
    """Concept id → a few sentences; empty when the example texts are not installed."""
    try:
        directory = data.directory("examples")
    except FayiError:
        return {}
    found: dict[str, list[Example]] = defaultdict(list)
    for lang, paths in ((EN, _texts(directory, chinese=False)), (ZH, _texts(directory, chinese=True))):
        recogniser = Recogniser(termbase.concepts, lang) if paths else None
        for path in paths:
            for line in path.read_text(encoding="utf-8").splitlines():
                for start, end in sentences(line, lang):
                    sentence = line[start:end]
                    assert recogniser is not None
                    matches = recogniser.find(sentence)
                    for match in only_terms(matches, sentence) if lang == EN else matches:
                        for entry in match.entries:
                            if len(found[entry.concept.id]) < PER_CONCEPT:
                                found[entry.concept.id].append(
                                    Example(sentence, match.start, match.end, lang[:7])
                                )
    return dict(found)


def _texts(directory: Path, *, chinese: bool) -> list[Path]:
    paths = sorted(p for p in directory.iterdir() if p.suffix in {".txt", ".md"} and p.name != "README.md")
    return [p for p in paths if (".zh." in p.name) == chinese]
