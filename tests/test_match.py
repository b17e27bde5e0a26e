from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import termbase
from toolkit.match import Recogniser
from toolkit.model import ZH
from toolkit.ordinary import only_terms
from toolkit.termbase import Termbase


def found(base: Termbase, text: str, lang: str = "en") -> list[tuple[str, str]]:
    matches = only_terms(Recogniser(base.concepts, lang).find(text), text)
    return [(text[m.start : m.end], m.entries[0].concept.zh) for m in matches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The police filed a case yesterday.", [("filed a case", "立案")]),
        ("Case filings rose.", [("Case filings", "立案")]),
        ("The case file was lost.", []),
        ("It was put  on\nrecord.", [("put  on\nrecord", "立案")]),
        ("The case. Filing is next.", []),
        ("They were listed and supervised.", []),
        ("plea-leniency systems", [("plea-leniency systems", "认罪认罚从宽制度")]),
    ],
)
def test_english_forms(small: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(termbase.load(small), text) == expected


def test_chinese_forms_in_either_script(small: Path) -> None:
    base = termbase.load(small)
    assert found(base, "依法適用認罪認罰 從寬制度，不予立案。", ZH) == [
        ("認罪認罰 從寬制度", "认罪认罚从宽制度"),
        ("立案", "立案"),
    ]


def test_the_longest_term_wins(base: Termbase) -> None:
    text = "the modernization of procuratorial work"
    assert found(base, text) == [("modernization of procuratorial work", "检察工作现代化")]


@pytest.mark.parametrize(
    "text",
    [
        "The meeting will be held at the party of a friend.",
        "They offer a fine performance and a good share of the cake.",
        "He will catch the bus and check the bill.",
    ],
)
def test_everyday_words_are_no_terms(base: Termbase, text: str) -> None:
    assert found(base, text) == []


def test_everyday_words_are_terms_in_legal_company(base: Termbase) -> None:
    assert ("will", "遗嘱") in found(base, "The testator made a will and named his heirs.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three cases were listed and supervised.", ("listed and supervised", "挂牌督办")),
        ("The suspect was arrested.", ("arrested", "逮捕")),
    ],
)
def test_inflected_verbs(base: Termbase, text: str, expected: tuple[str, str]) -> None:
    assert expected in found(base, text)


def test_a_past_tense_is_no_person(base: Termbase) -> None:
    assert found(base, "The crowd witnessed the match.") == []


def test_a_longer_term_wins_over_one_that_begins_before_it(base: Termbase) -> None:
    text = "They were convicted of the crime of refusing to execute a judgment or ruling."
    assert ("refusing to execute a judgment or ruling", "拒不执行判决、裁定罪") in found(base, text)
