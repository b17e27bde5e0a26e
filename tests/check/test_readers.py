"""Readers: languages, exact places, malformed input with file and line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.check import readers
from toolkit.check.masks import mask
from toolkit.check.readers import po, xml
from toolkit.errors import FayiError

FILES = {
    "a.po": 'msgid ""\nmsgstr "Language: zh_HK\\n"\n\n# note\n#. more\nmsgctxt "c"\nmsgid "A \\"quoted\\" plea"\nmsgstr ""\n"第一行\\n"\n"第二行"\n',
    "a.xlf": '<?xml version="1.0"?>\n<xliff version="1.2"><file source-language="en" target-language="zh-HK" original="x" datatype="plaintext"><body>\n'
    '<trans-unit id="7"><source>A <g id="1">plea</g> &amp; more</source><target>認<g id="1">罪</g> &lt;和&gt;</target><note>n</note></trans-unit></body></file></xliff>',
    "b.xlf": '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="zh-HK"><file id="f"><unit id="7"><notes><note>n</note></notes>'
    '<segment><source>A <pc id="1">plea</pc></source><target>認<ph id="2"/>罪</target></segment></unit></file></xliff>',
    "a.tmx": '<tmx version="1.4"><header srclang="en" adminlang="en" datatype="x" o-tmf="x" segtype="sentence" creationtool="x" creationtoolversion="1"/><body>'
    '<tu tuid="7"><note>n</note><tuv xml:lang="en"><seg>A <bpt i="1">&lt;b&gt;</bpt>plea<ept i="1">&lt;/b&gt;</ept></seg></tuv><tuv xml:lang="zh-HK"><seg>認罪</seg></tuv></tu></body></tmx>',
    "a.csv": 'id,en,zh-HK,note\n7,"A ""big"", plea","認罪, 是的",n\n',
    "a.tsv": "id\ten\tzh-HK\tnote\n7\tA plea\t認罪\tn\n",
}


@pytest.mark.parametrize("name", FILES)
def test_places(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf" + FILES[name].encode())
    file = readers.read(str(path))
    assert file.bilingual and len(file.units) == 1
    (unit,) = file.units
    assert unit.target is not None and (unit.source.lang, unit.target.lang) == ("en", "zh-Hant-HK")
    assert "plea" in unit.source.text and unit.notes[-1] in ("n", "more")
    for side in (unit.source, unit.target):
        assert "<" not in side.text.replace("<和>", "")
        for index, character in enumerate(side.text):
            start, end = side.locate(index, index + 1)
            shown = (
                po.unescape(file.text[start:end])
                if name.endswith(".po")
                else xml.unescape(file.text[start:end])
            )
            assert shown.startswith(character)


def test_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("source", "target"), ("A plea", "认罪")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (unit,) = readers.read(str(tmp_path / "a.xlsx")).units
    assert (unit.source.cell, unit.target.cell) == ("A2", "B2")
    assert (unit.source.lang, unit.target.lang) == ("en", "zh")


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.po", 'msgid "a"\nmsgstr "b"\n\nmsgid "c\nmsgstr "d"\n', 4),
        ("a.po", 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 1),
        ("a.po", 'msgstr "a"\n', 1),
        ("a.po", 'msgid "a"\nmsgstr "b"\ngarbage here\n', 3),
        ("a.xlf", "<xliff><file>\n</fle></xliff>", 2),
        ("a.tmx", "<html/>", 1),
        ("a.tsv", "source\ttarget\na\t一\nb\n", 3),
        ("a.csv", 'source,target\na,"一\n', 2),
        ("a.tsv", "a\tb\nc\td\n", 1),
    ],
)
def test_malformed(name: str, content: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FayiError) as caught:
        readers.read(str(path))
    assert caught.value.line == line and caught.value.path == str(path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.exe", "missing.po", "empty.po"])
def test_unreadable(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name != "missing.po":
        path.write_bytes(b"" if name == "empty.po" else b"PK\x03\x04 nothing")
    with pytest.raises(FayiError):
        readers.read(str(path))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(
        '<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n<xliff version="1.2"><file source-language="en" target-language="zh"><body>'
        '<trans-unit id="1"><source>&b;</source><target>一</target></trans-unit></body></file></xliff>'
    )
    assert readers.read(str(path)).units[0].source.text == "&b;"


@given(st.text(alphabet=st.sampled_from('ab"\\\n\t一二'), max_size=30))
def test_po_escapes_come_back(value: str) -> None:
    raw = po.escape(value)
    assert po.unescape(raw) == value
    assert len(po.offsets(raw)) == len(value) + 1


@given(st.text(alphabet=st.sampled_from("ab<>&一 "), max_size=30))
def test_xml_text_comes_back(value: str) -> None:
    raw = xml.escape(value)
    assert xml.plain(raw) == value
    assert len(xml.offsets(raw)) == len(value) + 1


@given(st.text(alphabet=st.sampled_from("a<b>/{}%s$@:w.一&;"), max_size=40), st.booleans())
def test_masks_lead_back(value: str, joining: bool) -> None:
    view = mask(value, english=False, joining=joining)
    for index, character in enumerate(view.text):
        start, end = view.back(index, index + 1)
        assert end == start + 1
        assert value[start] == character or character == "|"
