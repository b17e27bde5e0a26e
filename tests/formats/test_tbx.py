"""TBX keeps what it was given: synonyms, status, values of other vocabularies, unknown categories; and is never empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.strategies import entries, words
from toolkit.errors import FayiError
from toolkit.formats import registry, tbx
from toolkit.formats.format import Settings
from toolkit.formats.model import Designation, Entry, Extra
from toolkit.formats.report import Report
from toolkit.formats.validate import validate
from toolkit.model import Status

quick = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
lines = st.lists(words, max_size=3).map("\n".join)
kinds = st.sampled_from(["", "acronym", "weird", "shortForm"])
parts = st.sampled_from(["", "noun", "properNoun", "连词"])
own = st.builds(
    lambda element, name, value: Extra(element, name, value),
    st.sampled_from(["admin", "descrip"]),
    st.sampled_from(["myCategory", "x-own", "entrySource"]),
    words,
)


@st.composite
def rich(draw: st.DrawFn) -> Entry:
    entry = draw(entries())
    terms = tuple(
        t._replace(
            pos=draw(parts), kind=draw(kinds), note=draw(lines), contexts=tuple(draw(st.lists(words, max_size=2))),
            extras=tuple(draw(st.lists(own, max_size=1))),
        )
        for t in entry.terms
    )  # fmt: skip
    definitions = tuple(
        (lang, draw(words)) for lang in draw(st.lists(st.sampled_from(["en", "zh-Hans-CN", ""]), unique=True))
    )
    extras = (*entry.extras, *draw(st.lists(own, max_size=2)))
    return entry._replace(
        terms=terms,
        note=draw(lines),
        definitions=definitions,
        related=tuple(draw(st.lists(words, max_size=2))),
        extras=extras,
    )


def settled(entry: Entry) -> Entry:
    """Without the order that TBX does not keep: definitions and categories of one level."""
    terms = tuple(t._replace(extras=tuple(sorted(t.extras))) for t in entry.terms)
    return entry._replace(
        line=0, terms=terms, definitions=tuple(sorted(entry.definitions)), extras=tuple(sorted(entry.extras)),
    )  # fmt: skip


@quick
@given(rich())
def test_everything_comes_back(tmp_path: Path, entry: Entry) -> None:
    for name in ("tbx", "tbx-dct", "tbx2"):
        chosen = registry.named(name)
        assert chosen.write is not None
        chosen.write(tmp_path / "a.tbx", [entry], Settings())
        (read,) = tbx.read(tmp_path / "a.tbx", Report("a"))
        assert settled(read) == settled(entry), name
        assert list(validate(tmp_path / "a.tbx")[1]) == []


@pytest.mark.parametrize("name", ["tbx", "tbx-dct", "tbx-min", "tbx-min-dct", "tbx-core", "tbx2"])
def test_a_file_without_terms_is_not_written(tmp_path: Path, name: str) -> None:
    chosen = registry.named(name)
    assert chosen.write is not None
    path = tmp_path / "a.tbx"
    path.write_text("old")
    for given_entries in ([], [Entry("c1", ())], [Entry("c1", (Designation("x", "en", Status.LOOKUP),))]):
        with pytest.raises(FayiError, match="0 terms"):
            chosen.write(path, given_entries, Settings())
    assert path.read_text() == "old"


def test_both_vocabularies_of_status(tmp_path: Path) -> None:
    body = "".join(
        f'<termSec><term>t{n}</term><termNote type="{kind}">{value}</termNote></termSec>'
        for n, (kind, value) in enumerate((
            ("administrativeStatus", "preferredTerm-admn-sts"), ("usageStatus", "preferred"), ("usageStatus", "admitted"),
            ("usageStatus", "deprecated"), ("administrativeStatus", "supersededTerm-admn-sts"), ("administrativeStatus", "forbidden"),
        ))
    )  # fmt: skip
    (tmp_path / "a.tbx").write_text(
        '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c">'
        f'<langSec xml:lang="en">{body}</langSec></conceptEntry></body></text></tbx>'
    )
    expected = [
        Status.PREFERRED,
        Status.PREFERRED,
        Status.ADMITTED,
        Status.DEPRECATED,
        Status.DEPRECATED,
        Status.DEPRECATED,
    ]
    read = list(tbx.read(tmp_path / "a.tbx", Report("a")))
    assert [t.status for t in read[0].terms] == expected
    tbx.write(tmp_path / "b.tbx", read)
    text = (tmp_path / "b.tbx").read_text(encoding="utf-8")
    assert "supersededTerm-admn-sts" in text and "usageStatus" not in text
    assert [t.status for t in next(tbx.read(tmp_path / "b.tbx", Report("a"))).terms] == expected
    assert list(validate(tmp_path / "b.tbx")[1]) == []
