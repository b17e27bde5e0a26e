"""The quick way through simple entries says the same as the thorough one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import FayiError
from toolkit.formats import po, po_reader
from toolkit.formats.report import Report

LINES = st.sampled_from([
    'msgid "a"', 'msgid "b c"', 'msgid ""', 'msgstr "甲"', 'msgstr ""', '"more"', '"a\\n"', "", "", "# note", "#", "#. comment", "#: a.c:1 b.c",
    "#, fuzzy", "#, c-format, fuzzy", "#~ msgid \"x\"", "#~ msgstr \"y\"", "#| msgid \"old\"", 'msgctxt "law"', 'msgid_plural "as"',
    'msgstr[0] "甲"', "  msgid \"d\"", "\t", "#~| msgid \"o\"", "#: \u2068a b\u2069:3", "msgid \"q\\\"q\"", "\ufeff# note", 'msgstr "a"\r',
])  # fmt: skip


def loaded(path: Path) -> object:
    report = Report("a")
    try:
        catalog = po.load(path, report)
    except FayiError as error:
        return error.message, error.line
    return catalog, report.events, report.read, po.text_of(catalog)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=14), end=st.sampled_from(["", "\n", "\n\n"]))
def test_both_ways_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], end: str) -> None:
    path = tmp_path / "a.po"
    path.write_text("\n".join(lines) + end, encoding="utf-8", newline="")
    quick = loaded(path)
    with monkeypatch.context() as patched:
        patched.setattr(po_reader, "_SIMPLE", re.compile("(?!)"))
        thorough = loaded(path)
    assert quick == thorough
    # Without a header entry one is added.
    if isinstance(quick[0], po.Catalog) and quick[0].head:  # type: ignore[index]
        assert quick[3] == path.read_bytes().decode()  # type: ignore[index]
