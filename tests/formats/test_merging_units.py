"""Merging memories: the rule, its report, and that nothing is dropped silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit.errors import FayiError
from toolkit.formats import tmx
from toolkit.formats.merge import Conflict
from toolkit.formats.merge_units import merging_units
from toolkit.formats.model import Note, Prop, Unit, plain_unit


def unit(identifier: str, chinese: str, date: str = "", **more: object) -> Unit:
    made = plain_unit([("en", "court"), ("zh-CN", chinese)], identifier)
    return made._replace(attributes={"changedate": date} if date else {}, **more)  # type: ignore[arg-type]


def merge(*files: list[Unit], newest: bool = False) -> tuple[list[Unit], list[Conflict], int, int]:
    with merging_units(files, newest=newest) as merged:
        return list(merged.units()), list(merged.conflicts()), merged.joined, merged.yielded


def test_equal_units_are_joined_with_all_they_have() -> None:
    one = unit("1", "法院", "20240101T000000Z", props=(Prop("x-a", "1"),))
    two = plain_unit([("EN", "court"), ("zh_CN", "法院")], "2", [("x-b", "2")], ["n"])
    units, conflicts, joined, _left = merge([one], [two])
    assert joined == 1
    (kept,) = units
    assert (
        kept.id == "1" and kept.props == (Prop("x-a", "1"), Prop("x-b", "2")) and kept.notes == (Note("n"),)
    )
    assert conflicts == [Conflict("court", "1 20240101T000000Z", "2", "first file")]


def test_the_later_change_gives_the_attributes() -> None:
    units, conflicts, _joined, _left = merge(
        [unit("1", "法院", "20200101T000000Z")], [unit("1", "法院", "20240101T000000Z")]
    )
    assert units[0].attributes == {"changedate": "20240101T000000Z"}
    assert conflicts == [Conflict("court", "1 20240101T000000Z", "1 20200101T000000Z", "date")]
    assert merge([unit("1", "法院", "2020")], [unit("1", "法院", "2020")])[1] == []


def test_other_translations_are_kept_or_the_newest_wins() -> None:
    old, new = unit("1", "球场", "20200101T000000Z"), unit("2", "法院", "20240101T000000Z")
    units, conflicts, _joined, left = merge([old], [new])
    assert units == [old, new] and conflicts[0].rule == "both kept" and left == 0
    for files in ([old], [new]), ([new], [old]):
        units, conflicts, _joined, left = merge(*files, newest=True)
        assert units == [new] and left == 1
        assert conflicts == [Conflict("court", "法院", "球场", "newest; the other is left out")]


def test_without_dates_nobody_is_newer() -> None:
    units, conflicts, _joined, left = merge(
        [unit("1", "球场")], [unit("2", "法院", "20240101T000000Z")], newest=True
    )
    assert len(units) == 2 and left == 0 and conflicts[0].rule == "both kept: no telling which is newer"


def test_contexts_stay_apart() -> None:
    one = unit("1", "球场", "2020", props=(Prop("x-context", "sports"),))
    units, conflicts, _joined, _left = merge([one], [unit("2", "法院", "2024")], newest=True)
    assert len(units) == 2 and conflicts == []


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with merging_units([[unit("1", "法院")]], directory=tmp_path) as merged:
        assert list(merged.units()) and list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
    with pytest.raises(FayiError, match="cannot merge"), merging_units([], directory=tmp_path / "missing"):
        pass


def test_the_command(tmp_path: Path, fayi: Run) -> None:
    head = tmx.Header({"srclang": "en", "creationtool": "X", "creationtoolversion": "1"}, (Note("of a"),))
    tmx.write(tmp_path / "a.tmx", [unit("1", "球场", "20200101T000000Z")], header=head)
    tmx.write(
        tmp_path / "b.tmx",
        [unit("2", "法院", "20240101T000000Z")],
        header=head._replace(notes=(Note("of b"),)),
    )
    done = fayi("merge", "a.tmx", "b.tmx", "-o", "c.tmx", "--prefer", "newest", "--conflicts", "c.tsv")
    assert done.returncode == 0 and "left out 1" in done.stderr and "1 conflicts" in done.stderr, done.stderr
    found = tmx.document(tmp_path / "c.tmx")
    assert [u.id for u in found] == ["2"] and [n.text for n in found.header.notes] == ["of a", "of b"]
    rows = (tmp_path / "c.tsv").read_text(encoding="utf-8").splitlines()
    assert rows == ["key\tkept\tother\trule", "court\t法院\t球场\tnewest; the other is left out"]
    done = fayi("merge", "a.tmx", "b.tmx", "-o", "c.tbx", "--prefer", "newest")
    assert done.returncode == 2 and "no dates" in done.stderr
