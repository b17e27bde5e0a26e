from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import stacking
from toolkit.build.glossing import gloss
from toolkit.errors import FayiError
from toolkit.model import Document, Segment
from toolkit.search import Searcher
from toolkit.termbase import Termbase


def test_the_built_in_termbase_alone(base: Termbase) -> None:
    assert stacking.load() == base


def test_a_client_glossary_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "client.csv"
    path.write_text(
        "en,zh-CN\nplea leniency system,认罪从宽制度（客户）\nzebra clause,斑马条款\n", encoding="utf-8"
    )
    base = stacking.load([path])
    assert Searcher(base).search("plea leniency system")[0].concept.zh == "认罪从宽制度（客户）"
    found = gloss([Document("x", (Segment("The zebra clause and the plea leniency system.", 1),))], base)
    assert {e.chinese for e in found.entries} == {"斑马条款", "认罪从宽制度（客户）"}


def test_the_last_of_several_goes_first(tmp_path: Path) -> None:
    for name, chinese in (("a.csv", "甲方条款"), ("b.csv", "乙方条款")):
        (tmp_path / name).write_text(f"en,zh-CN\nzebra clause,{chinese}\n", encoding="utf-8")
    base = stacking.load([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert Searcher(base).search("zebra clause")[0].concept.zh == "乙方条款"


def test_a_directory_in_the_layout_of_glossary(small: Path) -> None:
    base = stacking.load([small])
    assert base.by_id["case-filing"].en == "case filing"
    assert len(base.concepts) > 3000


def test_an_unusable_glossary_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(FayiError):
        stacking.load([path])
