from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import termbase
from toolkit.curation.coverage import coverage
from toolkit.curation.stats import count
from toolkit.curation.texts import number, read_texts
from toolkit.curation.verify import verify
from toolkit.errors import FayiError
from toolkit.termbase import Termbase

LAW = """# 中华人民共和国刑事诉讼法

2018年10月26日修正

# 第一编　总则

## 第一章　立案与管辖

第一百零八条　本法所称侦查，是指专门调查工作和有关的强制性措施。

第一百零九条　公安机关发现犯罪事实，应当“立 案”侦查。

第一百零九条之一　另有规定的除外。
"""
RULES = "# 人民检察院刑事诉讼规则\n\n2019年12月30日\n\n第十一条 犯罪嫌疑人认罪认罚的，从宽处理。\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    directory = tmp_path / "texts"
    directory.mkdir()
    (directory / "cpl.txt").write_text(LAW, encoding="utf-8")
    (directory / "rules.txt").write_text(RULES, encoding="utf-8")
    return directory


def test_articles_are_divided(texts: Path) -> None:
    law = next(t for t in read_texts([texts]) if "诉讼法" in t.title)
    assert (law.title, law.year) == ("中华人民共和国刑事诉讼法", "2018")
    assert set(law.articles) == {"0", "108", "109", "109-1"}
    assert law.has("立案", "109") is True
    assert law.has("立案", "108") is False
    assert law.has("立案", "500") is None


def test_what_stands_verbatim_is_proved_and_the_rest_is_not(small: Path, texts: Path) -> None:
    proof = verify(termbase.load(small), read_texts([texts]))
    assert (proof.concepts, proof.proved_concepts) == (2, 1)
    assert [(f.term.text, str(f.citation), f.reason) for f in proof.failures] == [
        ("认罪认罚从宽制度", "spp-rules-2019:11", "not verbatim there")
    ]


def test_a_missing_article_is_said(small: Path, texts: Path) -> None:
    path = small / "criminal-procedure.tsv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("cpl-2018:109", "cpl-2018:999"), encoding="utf-8"
    )
    failures = verify(termbase.load(small), read_texts([texts])).failures
    assert "no such article" in {f.reason for f in failures}


def test_texts_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FayiError, match="no such directory"):
        read_texts([tmp_path / "nothing"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(FayiError, match="no official texts"):
        read_texts([tmp_path / "empty"])


def test_coverage_lists_what_is_missing(small: Path, texts: Path) -> None:
    result = coverage(termbase.load(small), read_texts([texts]))
    assert result.defined == (0, 1)
    assert list(result.missing_defined) == ["侦查"]
    assert result.characters[0] > 0


@pytest.mark.parametrize(
    ("text", "value"), [("六十六", 66), ("一百零五", 105), ("十", 10), ("一千二百六十", 1260)]
)
def test_chinese_article_numbers(text: str, value: int) -> None:
    assert number(text) == value


def test_the_counts_of_the_termbase_issue(base: Termbase) -> None:
    """The least that each subject field must hold."""
    least = {
        "criminal-offences": 483, "criminal-law": 180, "criminal-procedure": 350, "prosecution": 300, "policy": 300, "institutions": 250,
        "supervision": 130, "security": 250, "civil-law": 400, "civil-procedure": 200, "administrative-law": 250, "commercial-law": 300,
        "constitution": 200, "law-titles": 300,
    }  # fmt: skip
    rows = {row.field: row for row in count(base)}
    assert {field: rows[field].concepts for field in least if rows[field].concepts < least[field]} == {}
    assert rows["all"].deprecated >= 2500
    assert rows["all"].regional >= 400
    assert rows["all"].definitions >= 1500


def test_the_built_in_citations(base: Termbase, reference: Path) -> None:
    """Every citation whose text is at hand is proved; at least three quarters of the concepts are."""
    proof = verify(
        base,
        read_texts([reference / name for name in ("laws-zh", "interpretations-zh", "policy-zh", "parallel")]),
    )
    assert [f"{f.concept.id} {f.term.text} {f.citation} {f.reason}" for f in proof.failures] == []
    assert proof.proved_concepts >= 0.75 * proof.concepts
