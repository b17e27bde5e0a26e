from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import termbase
from toolkit.errors import FayiError
from toolkit.model import Concept, Status, Term
from toolkit.termbase import Termbase

HEADER = "concept\tlang\tterm\tstatus\tsource\tnote\n"


def test_the_built_in_termbase(base: Termbase) -> None:
    assert len(base.concepts) >= 3000
    assert len(base.by_id) == len(base.concepts)
    assert base.by_id["plea-leniency-system"].zh == "认罪认罚从宽制度"


def test_every_field_of_the_issue_is_there(base: Termbase) -> None:
    assert {c.field for c in base.concepts} == set(base.domains)


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ("a\ten\tb\tpreferred\tx\n", 2, "5 columns"),
        ("a\ten\tb\tgood\tx\t\n", 2, "unknown status"),
        ("a\t*\tb\tcolour\t\t\n", 2, "unknown concept field"),
        ("a\ten\tb\tpreferred\t\t\n\nc\ten\td\tpreferred\t\t\n", 3, "empty line"),
        (
            "a\ten\tb\tpreferred\t\t\nc\ten\td\tpreferred\t\t\na\ten\te\tadmitted\t\t\n",
            4,
            "do not stand together",
        ),
    ],
)
def test_broken_rows_name_file_and_line(tmp_path: Path, rows: str, line: int, says: str) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(FayiError, match=says) as caught:
        termbase.read_field(path)
    assert caught.value.line == line and "x.tsv" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"concept\n", "wrong header"), (b"\xff\xfe", "not UTF-8"), (b"\xef\xbb\xbfconcept", "wrong header")],
)
def test_wrong_files(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "x.tsv").write_bytes(content)
    with pytest.raises(FayiError, match=says):
        termbase.load(tmp_path)


def test_no_glossary_here(tmp_path: Path) -> None:
    with pytest.raises(FayiError, match="no glossary files"):
        termbase.load(tmp_path)
    with pytest.raises(FayiError, match="no such glossary directory"):
        termbase.load(tmp_path / "nothing")


def test_writing_gives_back_the_files(base: Termbase, tmp_path: Path) -> None:
    assert base.directory is not None
    for path in termbase.field_files(base.directory):
        copy = tmp_path / path.name
        termbase.write_field(copy, termbase.read_field(path))
        assert copy.read_bytes() == path.read_bytes(), path.name


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1, max_size=20
)


TERMS = st.tuples(WORDS, st.sampled_from(["en", "zh-Hans-CN"]), st.sampled_from(Status), WORDS, WORDS).map(
    lambda t: Term(*t)
)
IDS = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
CONCEPTS = st.tuples(IDS, st.just("f"), st.lists(TERMS, min_size=1, max_size=4).map(tuple), WORDS, WORDS).map(
    lambda c: Concept(*c)
)


@given(st.lists(CONCEPTS, max_size=6, unique_by=lambda c: c.id))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, concepts: list[Concept]) -> None:
    path = tmp_path_factory.mktemp("t") / "f.tsv"
    termbase.write_field(path, concepts)
    read = termbase.read_field(path)
    assert [c.id for c in read] == sorted(c.id for c in concepts)
    by_id = {c.id: c for c in concepts}
    for concept in read:
        known = by_id[concept.id]
        assert sorted(t._replace(line=0) for t in concept.terms) == sorted(t for t in known.terms)
        assert (concept.kind, concept.definition) == (known.kind, known.definition)
