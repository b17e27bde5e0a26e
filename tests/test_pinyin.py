from __future__ import annotations

import pytest

from toolkit import pinyin
from toolkit.termbase import Termbase


@pytest.mark.parametrize(
    ("term", "reading"),
    [
        ("认罪认罚从宽制度", "rèn zuì rèn fá cóng kuān zhì dù"), ("重整计划", "chóng zhěng jì huà"), ("还款", "huán kuǎn"),
        ("行政机关", "xíng zhèng jī guān"), ("银行", "yín háng"), ("检察长", "jiǎn chá zhǎng"), ("会计", "kuài jì"),
        ("調解", "tiáo jiě"), ("调查取证", "diào chá qǔ zhèng"), ("处分", "chǔ fèn"), ("刑讯逼供", "xíng xùn bī gòng"),
        ("采纳率", "cǎi nà lǜ"), ("数罪并罚", "shù zuì bìng fá"), ("看守所", "kān shǒu suǒ"), ("强奸罪", "qiáng jiān zuì"),
    ],
)  # fmt: skip
def test_reviewed_readings(term: str, reading: str) -> None:
    assert pinyin.marked(term) == reading


@pytest.mark.parametrize("query", ["rènzuì", "ren4zui4", "ren4 zui4", "Rèn zuì"])
def test_toned_queries(query: str) -> None:
    assert pinyin.query_key(query) == ("ren4zui4", True)


def test_every_preferred_term_has_a_reading_per_character(base: Termbase) -> None:
    for concept in base.concepts:
        han = [c for c in concept.zh if "\u4e00" <= c <= "\u9fff"]
        assert len(pinyin.syllables(concept.zh)) == len(han), concept.zh
