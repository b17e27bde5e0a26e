from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit import stacking
from toolkit.build.glossing import gloss
from toolkit.errors import FayiError
from toolkit.model import Document, Segment, Status
from toolkit.search import Searcher
from toolkit.termbase import Termbase


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_the_built_in_termbase_alone(base: Termbase) -> None:
    assert stacking.load() == base


def test_a_client_glossary_goes_first(tmp_path: Path) -> None:
    path = write(
        tmp_path / "client.csv",
        "en,zh-CN\nplea leniency system,认罪从宽制度（客户）\nzebra clause,斑马条款\n",
    )
    base = stacking.load([path])
    assert Searcher(base).search("plea leniency system")[0].concept.zh == "认罪从宽制度（客户）"
    found = gloss([Document("x", (Segment("The zebra clause and the plea leniency system.", 1),))], base)
    assert {e.chinese for e in found.entries} == {"斑马条款", "认罪从宽制度（客户）"}


def test_the_last_of_several_goes_first(tmp_path: Path) -> None:
    for name, chinese in (("a.csv", "甲方条款"), ("b.csv", "乙方条款")):
        write(tmp_path / name, f"en,zh-CN\nzebra clause,{chinese}\n")
    base = stacking.load([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert Searcher(base).search("zebra clause")[0].concept.zh == "乙方条款"
    assert not any(c.zh == "甲方条款" and c.en for c in base.concepts)


def test_a_form_taken_out_leaves_an_heir_and_the_chinese_shared(tmp_path: Path, base: Termbase) -> None:
    below = next(
        c
        for c in base.concepts
        if c.zh and c.en and any(t.lang == "en" and t.status is Status.ADMITTED for t in c.terms)
    )
    admitted = next(t.text for t in below.terms if t.lang == "en" and t.status is Status.ADMITTED)
    path = write(tmp_path / "client.tsv", f"{below.en}\t客户条款\nzebra clause\t{below.zh}\n")
    now = stacking.load([path]).by_id[below.id]
    assert now.en == admitted and now.zh == below.zh
    assert below.en not in [t.text for t in now.terms]


def test_a_forbidden_chinese_form_counts_for_nothing_below(tmp_path: Path, base: Termbase) -> None:
    below = next(c for c in base.concepts if c.zh and c.en)
    path = write(
        tmp_path / "client.tsv",
        f"en\tzh\tstatus\nzebra clause\t{below.zh}\tforbidden\nzebra clause\t斑马条款\t\n",
    )
    stacked = stacking.load([path])
    assert below.zh not in [t.text for t in stacked.by_id[below.id].terms]
    (own,) = [c for c in stacked.concepts if c.en == "zebra clause"]
    assert own.zh == "斑马条款" and {t.text for t in own.terms if t.status is Status.DEPRECATED} == {below.zh}


def test_the_same_id_replaces(tmp_path: Path, base: Termbase) -> None:
    below = next(c for c in base.concepts if len(c.terms) > 4)
    path = write(tmp_path / "client.csv", f"id,en,zh-CN\n{below.id},zebra clause,斑马条款\n")
    stacked = stacking.load([path])
    assert [t.text for t in stacked.by_id[below.id].terms] == ["zebra clause", "斑马条款"]
    assert len(stacked.concepts) == len(base.concepts)


def test_contradictions_are_reported_and_used_for_neither(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(
        tmp_path / "client.tsv",
        "en\tzh\tstatus\nzebra clause\t斑马条款\tpreferred\nother clause\t别的条款\t\nzebra clause\t斑马条款\tforbidden\n",
    )
    with caplog.at_level(logging.WARNING, "fayi.glossary"):
        stacked = stacking.load([path])
    (message,) = [r.getMessage() for r in caplog.records]
    assert (
        message.startswith("client.tsv:")
        and "both approved and forbidden" in message
        and "zebra clause" in message
    )
    assert "斑马条款" not in [t.text for c in stacked.concepts for t in c.terms]
    assert any(c.zh == "别的条款" for c in stacked.concepts)


def test_a_misspelt_status_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "client.csv", "en,zh-CN,status\nfiling,立案,preferred\ncourt,球场,forbiden\n")
    with pytest.raises(FayiError, match=r'client\.csv:3: unknown status: "forbiden"; allowed: preferred'):
        stacking.load([path])


def test_a_row_in_one_language_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write(tmp_path / "client.csv", "en,zh-CN\nzebra clause,斑马条款\nlonely,\n")
    with caplog.at_level(logging.WARNING, "fayi.glossary"):
        stacked = stacking.load([path])
    assert [r.getMessage() for r in caplog.records] == [
        'client.csv:3: skipped: in one language only: "lonely"'
    ]
    assert not any(c.en == "lonely" for c in stacked.concepts)


def test_rows_of_a_plain_list_are_alternatives(tmp_path: Path) -> None:
    path = write(tmp_path / "list.txt", "斑马条款\tzebra clause\n斑马契约\tzebra clause\n", "gb18030")
    (concept,) = stacking.read(path).concepts
    assert (concept.en, concept.zh) == ("zebra clause", "斑马条款")
    assert [t.text for t in concept.of("zh-Hans-CN", Status.ADMITTED)] == ["斑马契约"]
    traditional = stacking.read(
        write(tmp_path / "hant.csv", "zebra clause,斑馬條款\nthe contract,契約書狀\n")
    ).concepts
    assert {t.lang for c in traditional for t in c.terms} == {"en", "zh-Hant-TW"}


@pytest.mark.parametrize(
    "text",
    [
        "source,target\nzebra clause,斑马条款\n",
        "term;translation;comment\nzebra clause;斑马条款;x\n",
        "英文\t中文\t备注\nzebra clause\t斑马条款\tx\n",
        "原文,译文\n斑马条款,zebra clause\n",
        "1\tzebra clause\t斑马条款\n2\tother\t别的\n",
        "斑马条款,zebra clause,禁忌\n别的,other,x\n",
        "Chinese\tEnglish\n斑马条款\tzebra clause\n",
    ],
)
def test_simple_lists_in_any_shape(tmp_path: Path, text: str) -> None:
    concepts = stacking.read(write(tmp_path / "list.csv", text)).concepts
    assert ("zebra clause", "斑马条款") in {(c.en, c.zh) for c in concepts}


def test_a_directory_in_the_layout_of_glossary(small: Path) -> None:
    base = stacking.load([small])
    assert base.by_id["case-filing"].en == "case filing"
    assert len(base.concepts) > 3000


def test_a_file_in_the_layout_of_the_termbase(small: Path) -> None:
    path = small / "criminal-procedure.tsv"
    assert stacking.read(path).concepts == stacking.read(small).concepts


def test_an_unusable_glossary_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FayiError):
        stacking.load([write(tmp_path / "empty.csv", "")])
    with pytest.raises(FayiError, match="no entry has terms in two languages"):
        stacking.load([write(tmp_path / "one.csv", "en,zh-CN\nlonely,\n")])


def test_every_command_stacks_alike(tmp_path: Path, fayi: Run) -> None:
    """One glossary in TBX, given to each command that takes -g."""
    write(tmp_path / "g.csv", "id,en,zh-CN\nz1,zebra clause,斑马条款\n")
    write(tmp_path / "t.txt", "The zebra clause binds the parties. The zebra clause is void.\n")
    write(tmp_path / "t.tsv", "source\ttarget\nThe zebra clause is void.\t别的条款无效。\n")
    assert fayi("convert", "g.csv", "g.tbx").returncode == 0
    given = ("-g", "g.tbx")
    assert "斑马条款" in fayi("lookup", "zebra clause", *given).stdout
    assert "斑马条款" in fayi("map", "zebra clauses", *given).stdout
    assert "zebra clause\t" in fayi("extract", "t.txt", "--all", *given).stdout
    assert "\tz1\t" in fayi("extract", "t.txt", "--all", *given).stdout
    assert "\tz1\t" in fayi("extract", "t.txt", "--all", "--no-termbase", *given).stdout
    assert "\tz1\t" not in fayi("extract", "t.txt", "--all").stdout
    assert "斑马条款" in fayi("check", "t.tsv", *given).stdout
    assert fayi("export", "-o", "out.jsonl", *given).returncode == 0
    assert "斑马条款" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert fayi("build", "t.txt", "-o", "built", *given).returncode == 0
    assert "斑马条款" in (tmp_path / "built" / "glossary.tsv").read_text(encoding="utf-8")
