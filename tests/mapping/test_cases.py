"""The case files: phrases that must map, phrases that must not, and what is known to fail (strictly)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from toolkit import termbase
from toolkit.mapping import Mapper

HERE = Path(__file__).parent


@cache
def mapper() -> Mapper:
    return Mapper(termbase.load().concepts)


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line]


def folded(chinese: str) -> str:
    """Without quotation marks and 、; 罪 at the end is optional, as an act and its crime share a name."""
    bare = re.sub(r"[“”、，（）《》]", "", chinese)
    return bare.removesuffix("罪") if len(bare) > 2 else bare


def first(phrase: str, sentence: str = "") -> str:
    found = mapper().map(phrase, sentence)
    return found[0].chinese if found else ""


def accepted(chinese: str) -> set[str]:
    return {folded(alternative) for alternative in chinese.split("|")}


@pytest.mark.parametrize(("phrase", "chinese"), [row[:2] for row in rows("in-the-wild.tsv")])
def test_in_the_wild(phrase: str, chinese: str) -> None:
    assert folded(first(phrase)) in accepted(chinese)


@pytest.mark.parametrize("phrase", [row[0] for row in rows("negative.tsv")])
def test_ordinary_english_is_not_mapped(phrase: str) -> None:
    assert first(phrase) == ""


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("phrase", "chinese"), [row[:2] for row in rows("known-failures.tsv")])
def test_known_failures(phrase: str, chinese: str) -> None:
    assert folded(first(phrase)) in accepted(chinese)


@pytest.mark.parametrize(
    ("name", "right", "mapped"),
    [
        ("blind-1.tsv", 0.93, 3),
        ("blind-2.tsv", 0.93, 3),
        ("blind-3.tsv", 0.93, 6),
        ("unread.tsv", 0.8, 6),
        ("unread-2.tsv", 0.9, 2),
        ("unread-3.tsv", 0.9, 2),
    ],
)
def test_lists_written_blind(name: str, right: float, mapped: int) -> None:
    """By writers who knew neither the termbase nor the mapper; a guard of what was reached.

    When first measured 88.5 % and 88.1 % of lists 1 and 2 were right first; of 1,238 rarer terms from all fields 73 %,
    divided into ``blind-3``, whose misses were then looked at, and ``unread``. Nobody has looked at the misses of the
    ``unread`` lists; ``unread-2`` and ``unread-3``, of common terms, were written after all mending. They are not for
    tuning.
    """
    terms = [row for row in rows(name) if row[3] != "none"]
    ordinary = [row for row in rows(name) if row[3] == "none"]
    found = sum(folded(first(phrase)) in accepted(chinese) for phrase, chinese, *_ in terms)
    assert found >= right * len(terms)
    assert sum(bool(first(row[0])) for row in ordinary) <= mapped


@pytest.mark.parametrize(("phrase", "chinese"), rows("patterns.tsv"))
def test_patterns(phrase: str, chinese: str) -> None:
    found = mapper().patterns.map(phrase)
    assert (found[0].chinese if found else "") == chinese


@pytest.mark.parametrize(("phrase", "sentence", "chinese"), rows("cues.tsv"))
def test_the_sentence_decides(phrase: str, sentence: str, chinese: str) -> None:
    best = mapper().map(phrase, sentence)[0]
    assert best.chinese == chinese
    assert "cue words" in [step.name for step in best.steps]
