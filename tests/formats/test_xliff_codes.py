"""Every inline code, annotation and property comes back from XLIFF 1.2 and 2 as it went in, and both files are valid."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.formats.strategies import joined, text
from toolkit.formats import convert, registry, tmx, xliff, xliff_glossary, xliff_writer
from toolkit.formats.format import Settings
from toolkit.formats.model import Code, Designation, Entry, Note, Prop, Unit, Variant
from toolkit.formats.report import Report
from toolkit.formats.validate import validate

CHOSEN = Settings("en", ("zh-CN",), given=True)
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

numbers = st.sampled_from(["1", "2", "01", "a b", "i.1", "é", "c1", "p1", ""])
types = st.sampled_from(
    [
        "bold",
        "lb",
        "link",
        "term",
        "comment",
        "x-own",
        "a b",
        "tmx:x",
        "html:b",
        "原告",
        "x-mrk-%7B",
        "x-sm-1",
    ]
)


def attributes(**kinds: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=kinds)


natives = st.one_of(st.just(()), text.map(lambda t: (t,)))
subs = st.builds(lambda a, t: Code("sub", a, (t,)), attributes(type=types, datatype=st.just("html")), text)
contents = st.one_of(natives, st.builds(lambda a, s, b: (a, s, b), text, subs, text))
hidden = st.one_of(
    st.builds(
        lambda a, c: Code("ph", a, c),
        attributes(x=numbers, type=types, assoc=st.sampled_from("pfb")),
        contents,
    ),
    st.builds(
        lambda p, a, c: Code("it", {"pos": p, **a}, c),
        st.sampled_from(["begin", "end"]),
        attributes(x=numbers, type=types),
        contents,
    ),
    st.builds(lambda a, c: Code("ut", a, c), attributes(x=numbers), contents),
    st.builds(
        lambda i, a, c: Code("bpt", {"i": i, **a}, c), numbers, attributes(x=numbers, type=types), contents
    ),
    st.builds(lambda i, c: Code("ept", {"i": i}, c), numbers, contents),
)
inline = st.recursive(
    st.one_of(text, hidden),
    lambda inner: st.builds(
        lambda a, r: Code("hi", a, joined_inside(r)),
        attributes(x=numbers, type=types),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


def joined_inside(runs: list[object]) -> tuple[object, ...]:
    found = joined(runs)
    return () if found == ("",) else found


texts = st.lists(inline, min_size=1, max_size=5).map(joined).filter(lambda r: r != ("",))


def units(one: tuple[object, ...], two: tuple[object, ...]) -> list[Unit]:
    return [
        Unit(
            (Variant("en", one), Variant("zh-CN", two)),
            "u",
            {},
            (Prop("odd type", "v"), Prop("x-a", "b")),
            (Note("n"),),
        ),  # type: ignore[arg-type]
        Unit((Variant("en", one), Variant("zh-CN", one)), "v"),  # type: ignore[arg-type]
    ]


@quick
@given(texts, texts)
@example(("0",), (Code("bpt", {"i": "a b"}), Code("ept", {"i": "a b"})))
def test_codes_survive_both_versions(
    tmp_path: Path, one: tuple[object, ...], two: tuple[object, ...]
) -> None:
    given_units = units(one, two)
    for write, name in ((xliff_writer.write_12, "a.xlf"), (xliff_writer.write_20, "b.xlf")):
        write(tmp_path / name, given_units, CHOSEN)
        assert list(validate(tmp_path / name)[1]) == []
        assert list(xliff.read(tmp_path / name, Report("a"), Settings())) == given_units


@quick
@given(texts)
def test_codes_survive_tmx_in_between(tmp_path: Path, one: tuple[object, ...]) -> None:
    xliff_writer.write_20(tmp_path / "a.xlf", units(one, one), CHOSEN)
    read = list(xliff.read(tmp_path / "a.xlf", Report("a"), Settings()))
    tmx.write(tmp_path / "a.tmx", read)
    again = list(tmx.document(tmp_path / "a.tmx"))
    assert [v.runs for u in again for v in u.variants] == [v.runs for u in read for v in u.variants]


FOREIGN_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh-CN"><file id="f"><unit id="u">
<originalData><data id="d">&lt;br/></data></originalData><segment><source>The <mrk id="m1" type="term" ref="#x" value="law">court</mrk>
<sm id="s1" type="comment" value="check"/>held <pc id="1" type="fmt" subType="xlf:b">that<em startRef="s1"/></pc> <mrk id="m2" translate="no">X</mrk>
<ph id="2" type="fmt" subType="xlf:lb" dataRef="d"/></source><target>法院</target></segment></unit></file></xliff>"""


GLOSSARY = Entry(
    "c1", (Designation("court", "en", source="law"), Designation("法院", "zh-CN"), Designation("法庭", "zh-CN")), definitions=(("en", "a tribunal"),)
)  # fmt: skip


@pytest.mark.parametrize("name", ["xliff2", "xliff2.1"])
def test_a_glossary_stands_beside_the_units(tmp_path: Path, name: str) -> None:
    """Also when an existing file of version 2 is written again with one."""
    (tmp_path / "a.xlf").write_text(FOREIGN_2, encoding="utf-8")
    chosen = registry.named(name)
    with_glossary = Settings("en", ("zh-CN",), glossary=(GLOSSARY,))
    convert.convert(tmp_path / "a.xlf", registry.named("xliff2"), tmp_path / "b.xlf", chosen, with_glossary)
    assert list(validate(tmp_path / "b.xlf")[1]) == []
    (entry,) = xliff_glossary.read(tmp_path / "b.xlf", Report("b"), CHOSEN)
    assert (
        [t.text for t in entry.terms] == ["court", "法院", "法庭"]
        and entry.definition == "a tribunal"
        and entry.terms[0].source == "law"
    )


def test_annotations_of_other_tools(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(FOREIGN_2, encoding="utf-8")
    assert list(validate(tmp_path / "a.xlf")[1]) == []
    (first,) = xliff.read(tmp_path / "a.xlf", Report("a"), Settings())
    assert [
        c.attributes.get("type") for c in first.variants[0].runs if isinstance(c, Code) and c.name == "bpt"
    ][1] == "bold"
    for write in (xliff_writer.write_12, xliff_writer.write_20):
        write(tmp_path / "b.xlf", [first], CHOSEN)
        assert list(validate(tmp_path / "b.xlf")[1]) == []
        (again,) = xliff.read(tmp_path / "b.xlf", Report("a"), Settings())
        assert again.variants == first.variants
    written = (tmp_path / "b.xlf").read_text(encoding="utf-8")
    for part in (
        'type="term" ref="#x" value="law"',
        'type="comment" value="check"',
        "<em startRef=",
        'translate="no"',
        'subType="xlf:b"',
    ):
        assert part in written, part


@pytest.mark.parametrize(
    "token",
    [
        "tmx:",
        "tmx:%5B",
        "tmx:%5B%22ph%22%2C3%5D",
        "tmx:%5B%22ph%22%2C%7B%7D%2C%5B99%5D%5D",
        "tmx:" + "%5B" * 5000,
    ],
)
def test_damaged_tokens_leave_a_plain_code(tmp_path: Path, token: str) -> None:
    text_2 = FOREIGN_2.replace('subType="xlf:lb"', f'subType="{token}"')
    (tmp_path / "a.xlf").write_text(text_2, encoding="utf-8")
    (unit,) = xliff.read(tmp_path / "a.xlf", Report("a"), Settings())
    assert unit.variants[0].runs[-1].name == "ph"  # type: ignore[union-attr]
