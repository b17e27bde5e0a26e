"""XLIFF of other tools: codes, original data, segments, notes and the glossary module."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.formats import registry, xliff, xliff_glossary
from toolkit.formats.format import Settings
from toolkit.formats.model import Code
from toolkit.formats.report import Report
from toolkit.formats.validate import validate

DATA = Path(__file__).parent / "data"


def test_version_2() -> None:
    assert registry.detect(DATA / "tool2.xlf").name == "xliff2"
    one, two = xliff.read(DATA / "tool2.xlf", Report("a"), Settings())
    assert (one.id, two.id) == ("u1/1", "u1/2") and one.notes[0].text == "first"
    assert [v.lang for v in one.variants] == ["en", "zh-CN"] and one.variants[
        0
    ].text == "Case filing is done."
    assert one.variants[0].runs[2:5] == (
        Code("bpt", {"i": "1"}, ("<b>",)),
        "done",
        Code("ept", {"i": "1"}, ("</b>\x07",)),
    )
    assert one.variants[0].runs[6] == Code("ph", {"x": "2"}, ("<br/>",))
    assert [r.name for r in two.variants[0].runs if isinstance(r, Code)] == ["bpt", "ept"]
    assert not list(validate(DATA / "tool2.xlf")[1])


def test_glossary_module() -> None:
    (entry,) = xliff_glossary.read(DATA / "tool2.xlf", Report("a"), Settings())
    assert [(t.text, t.lang, t.source) for t in entry.terms] == [
        ("case filing", "en", "law"),
        ("立案", "zh-CN", ""),
    ]
    assert entry.definition == "acceptance"


def test_version_12() -> None:
    (unit,) = xliff.read(DATA / "tool.xlf", Report("a"), Settings())
    assert unit.variants[1].text == "法院" and unit.notes[0].text == "n"
    assert [r.name for r in unit.variants[0].runs if isinstance(r, Code)] == ["bpt", "ept", "ph"]
    assert not list(validate(DATA / "tool.xlf")[1])


@pytest.mark.parametrize(("old", "new", "message"), [
    ('ref="#m1"', 'ref="#m9"', "no marked span"),
    ("<gls:term source=\"law\">case filing</gls:term>", "", "needs a <term>"),
    ('<gls:translation id="1">立案</gls:translation><gls:definition>acceptance</gls:definition>', "", "needs a <translation>"),
    ('dataRef="d3"', 'dataRef="d7"', "points to no <data>"),
    ('<ec startRef="3"', "<ec", "needs startRef"),
    ('<unit id="u1">', "<unit>", "attribute 'id' is required"),
    ("<target>立案", "<target>x</target><target>立案", "'target': This element is not expected"),
])  # fmt: skip
def test_rules(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (DATA / "tool2.xlf").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "a.xlf"
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = list(validate(path)[1])
    assert any(message in p.message and p.line for p in found), found
