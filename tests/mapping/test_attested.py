"""Words of the statutes that no entry holds."""

from pathlib import Path

import pytest

from toolkit.mapping import Grade, Mapper
from toolkit.mapping.attested import LIST, Attested, StatutePhrases, read, write
from toolkit.mapping.lexicon import Lexicon, builtin
from toolkit.model import EN, ZH, Concept, Status, Term

LEXICON = Lexicon({
    "fund": ("基金",), "manager": ("管理人", "经理"), "management": ("管理",), "custodian": ("托管人",), "public": ("公开", "公募"),
    "x": ("未",),
})  # fmt: skip
ROWS = [
    Attested("基金管理", 2, "证券投资基金法", "90"),
    Attested("基金管理人", 87, "证券投资基金法", "3"),
    Attested("公开募集基金", 40, "证券投资基金法", "50"),
]


@pytest.fixture
def phrases(tmp_path: Path) -> StatutePhrases:
    write(tmp_path / "list.gz", ROWS)
    return StatutePhrases(LEXICON, tmp_path / "list.gz")


def test_the_list_comes_back_as_it_was_written(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        write(tmp_path / name, reversed(ROWS))
    assert sorted(read(tmp_path / "a.gz")) == sorted(ROWS)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_every_word_is_said_the_head_last(phrases: StatutePhrases) -> None:
    best, other = phrases.find("fund managers")
    assert best.attested == ROWS[1]
    assert other.attested.chinese == "基金管理", "a derived word says less"
    assert best.links == (("fund", "基金"), ("manager", "管理人"))
    assert phrases.find("manager of the fund")[0].attested == ROWS[1]


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("fund", "one word is too open"),
        ("fund custodian", "no text has it"),
        ("private fund manager", "one word is not said"),
        ("public fund", "募集 would be left over"),
        ("x fund", "single characters say nothing"),
        ("", "nothing"),
        ("fund manager fund manager management custodian public x fund", "too long"),
    ],
)
def test_no_answer(phrases: StatutePhrases, phrase: str, why: str) -> None:
    assert phrases.find(phrase) == [], why


def test_the_shipped_list() -> None:
    rows = list(read(LIST))
    assert len(rows) == len({row.chinese for row in rows}) > 10_000
    assert all(3 <= len(row.chinese) <= 8 and row.times > 1 and row.title and row.article for row in rows)
    known = builtin().chinese
    assert all(any(word in row.chinese for word in known) for row in rows)


def test_the_mapper_suggests_them_with_their_article() -> None:
    terms = (Term("检察官", ZH, Status.PREFERRED), Term("procurator", EN, Status.PREFERRED))
    best = Mapper([Concept("procurator", "institutions", terms)]).map("fund managers")[0]
    assert (best.chinese, best.grade, best.concept) == ("基金管理人", Grade.SUGGESTION, None)
    assert "《证券投资基金法》第" in best.steps[0].detail
