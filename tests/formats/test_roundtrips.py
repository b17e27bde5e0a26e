"""Read → write → read gives the same content, for random content with every awkward character."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats import strategies
from toolkit.formats import mo, po, registry, tmx, xliff, xliff_writer
from toolkit.formats.format import Settings
from toolkit.formats.model import Entry, Unit
from toolkit.formats.report import Report

quick = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LANGS = Settings("en", ("zh-CN",), given=True)


def distinct(units: list[Unit]) -> list[Unit]:
    return [unit._replace(id=f"{unit.id}.{number}") for number, unit in enumerate(units)]


@quick
@given(
    st.lists(strategies.units(), min_size=1, max_size=3),
    st.sampled_from(["UTF-8", "UTF-16", "US-ASCII"]),
    st.sampled_from(["", ".gz", ".zip"]),
)
def test_tmx(tmp_path: Path, units: list[Unit], encoding: str, packing: str) -> None:
    path = tmp_path / f"a.tmx{packing}"
    tmx.write(path, units, encoding=encoding)
    assert list(tmx.document(path)) == units
    first = path.read_bytes()
    tmx.write(path, list(tmx.document(path)), header=tmx.document(path).header, encoding=encoding)
    assert path.read_bytes() == first


@quick
@given(st.lists(strategies.units(rich=False), min_size=1, max_size=3))
def test_xliff_12(tmp_path: Path, units: list[Unit]) -> None:
    path = tmp_path / "a.xlf"
    units = distinct(units)
    xliff_writer.write_12(path, units, LANGS)
    assert list(xliff.read(path, Report("a"), LANGS)) == units


def without_kinds(unit: Unit) -> str:
    """XLIFF 2 has no highlight types and no ``ut``: the rest has to be the same."""
    return re.sub(
        r"name='ut'",
        "name='ph'",
        re.sub(r"Code\(name='hi', attributes=[^)]*?, content", "Code(name='hi', content", str(unit)),
    )


@quick
@given(st.lists(strategies.units(rich=False), min_size=1, max_size=3))
def test_xliff_20(tmp_path: Path, units: list[Unit]) -> None:
    path = tmp_path / "a.xlf"
    units = distinct(units)
    xliff_writer.write_20(path, units, LANGS)
    back = list(xliff.read(path, Report("a"), LANGS))
    assert [u.id for u in back] == [u.id for u in units]
    assert [[v.text for v in u.variants] for u in back] == [[v.text for v in u.variants] for u in units]
    # Written again it is the same file: nothing else got lost on the way.
    again = tmp_path / "b.xlf"
    xliff_writer.write_20(again, back, LANGS)
    assert list(xliff.read(again, Report("b"), LANGS)) == back


messages = st.lists(
    st.builds(
        lambda i, s, t, c, n, f: po.Message(f"{i}{s}", t, c, comments=(n,), fuzzy=f, places=((f"{i}.txt", "3"),)),
        st.integers(0, 10**6), strategies.text, strategies.text, st.one_of(st.just(""), strategies.text), strategies.words, st.booleans(),
    ),
    min_size=1, max_size=5, unique_by=lambda m: (m.msgid, m.context),
)  # fmt: skip


@quick
@given(messages)
def test_po_and_mo(tmp_path: Path, found: list[po.Message]) -> None:
    path = tmp_path / "a.po"
    po.write(path, po.catalog("zh_CN", found, "x"))
    catalog = po.load(path)
    assert [m._replace(raw="", line=0) for m in catalog.messages] == found
    assert po.text_of(catalog) == path.read_bytes().decode()
    mo.write(tmp_path / "a.mo", catalog)
    compiled = {(m.context, m.msgid): m.msgstr for m in mo.load(tmp_path / "a.mo").messages}
    assert compiled == {(m.context, m.msgid): m.msgstr for m in found if not m.fuzzy}


def comparable(entry: Entry) -> Entry:
    terms = sorted((t._replace(line=0) for t in entry.terms), key=lambda t: t.lang)
    return entry._replace(line=0, terms=tuple(terms))


@quick
@pytest.mark.parametrize("name", ["tbx", "tbx-dct", "tbx2", "jsonl", "csv", "tsv", "xlsx"])
@given(found=st.lists(strategies.entries(), min_size=1, max_size=3, unique_by=lambda e: e.id))
def test_entries(tmp_path: Path, name: str, found: list[Entry]) -> None:
    chosen = registry.named(name)
    path = tmp_path / f"a.{name}"
    assert chosen.write and chosen.read
    chosen.write(path, found, Settings())
    back = [comparable(entry) for entry in chosen.read(path, Report("a"), Settings())]
    assert back == [comparable(entry) for entry in found]


@quick
@pytest.mark.parametrize("name", ["multiterm"])
@given(found=st.lists(strategies.entries(), min_size=1, max_size=2, unique_by=lambda e: e.id))
def test_multiterm(tmp_path: Path, name: str, found: list[Entry]) -> None:
    chosen = registry.named(name)
    assert chosen.write and chosen.read
    chosen.write(tmp_path / "a.xml", found, Settings())
    back = list(chosen.read(tmp_path / "a.xml", Report("a"), Settings()))
    assert [[(t.text, t.status, t.note) for t in e.terms] for e in back] == [
        [(t.text, t.status, t.note) for t in e.terms] for e in found
    ]


@quick
@pytest.mark.parametrize(
    "name",
    [
        "omegat",
        "utx",
        "matecat",
        "weblate",
        "deepl",
        "google",
        "azure",
        "phrase",
        "memoq",
        "custom-translator",
        "wordfast-glossary",
    ],
)
@given(pairs=st.lists(st.tuples(st.text("abc é", min_size=1, max_size=8).map(str.strip).filter(lambda t: bool(t) and t.strip() == t and "  " not in t), st.text("原告法院", min_size=1, max_size=6)),
                      min_size=1, max_size=4, unique_by=lambda p: p[0]))  # fmt: skip
def test_profiles_read_back(tmp_path: Path, name: str, pairs: list[tuple[str, str]]) -> None:
    from toolkit.formats.model import Designation

    # Two-letter terms that are language codes would be taken for a heading.
    pairs = [(f"term {en}", zh) for en, zh in pairs]
    chosen = registry.named(name)
    path = tmp_path / "a.txt"
    assert chosen.write and chosen.read
    chosen.write(
        path,
        [
            Entry(f"e{n}", (Designation(en, "en"), Designation(zh, "zh-CN")))
            for n, (en, zh) in enumerate(pairs)
        ],
        Settings(),
    )
    back = list(chosen.read(path, Report("a"), Settings()))
    assert [tuple(t.text for t in e.terms) for e in back] == pairs
