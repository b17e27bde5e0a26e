"""A file in which nothing or one text changed keeps every other byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from toolkit.errors import FayiError
from toolkit.formats import sources, xml_edit

TMX = (
    '<?xml version="1.0" encoding="{encoding}"?>\r\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\r\n<!-- ours -->\r\n<tmx version="1.4"  >'
    "<header creationtool='a' srclang=\"en\"\r\n  datatype='x'/><body>\r\n"
    '<tu tuid="1"><note>原告 stays</note><tuv xml:lang="en"><seg>The &quot;court&quot; &#x2014; held<bpt i="1">&lt;b></bpt>that<ept i="1"/></seg></tuv>\r\n'
    '<tuv xml:lang="zh-CN"><seg><![CDATA[原告 & <被告>]]> and <hi>原告</hi><!-- 原告 --><ph>原告</ph>\r\nnext 原告</seg ></tuv></tu>\r\n'
    "<tu><tuv xml:lang='en'><seg/></tuv></tu>\t\r\n</body></tmx>\r\n<!-- end -->"
)


def swap(pieces: Sequence[str], _line: int) -> list[str]:
    return [piece.replace("原告", "被告<&\n人") for piece in pieces]


def written(path: Path, encoding: str, bom: bytes = b"", label: str = "") -> bytes:
    content = bom + TMX.format(encoding=label or encoding).encode(encoding, "xmlcharrefreplace")
    path.write_bytes(content)
    return content


CASES = [
    ("utf-8", b"", ""), ("utf-8", b"\xef\xbb\xbf", ""), ("utf-16-le", b"\xff\xfe", "UTF-16"), ("utf-16-be", b"\xfe\xff", "UTF-16"),
    ("gb18030", b"", ""), ("us-ascii", b"", ""),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "bom", "label"), CASES)
@pytest.mark.parametrize("chunk", [7, 1 << 16])
def test_nothing_changed_is_byte_identical(
    tmp_path: Path, encoding: str, bom: bytes, label: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = written(tmp_path / "a.tmx", encoding, bom, label)
    monkeypatch.setattr(sources, "CHUNK", max(chunk, 200) if chunk == 7 else chunk)
    assert (
        xml_edit.rewrite(tmp_path / "a.tmx", tmp_path / "b.tmx", {"seg"}, lambda pieces, _line: pieces) == 0
    )
    assert (tmp_path / "b.tmx").read_bytes() == content


@pytest.mark.parametrize(("encoding", "bom", "label"), CASES[:5])
def test_only_the_changed_characters_change(tmp_path: Path, encoding: str, bom: bytes, label: str) -> None:
    written(tmp_path / "a.tmx", encoding, bom, label)
    assert xml_edit.rewrite(tmp_path / "a.tmx", tmp_path / "b.tmx", {"seg"}, swap) == 1
    expected = (
        TMX.format(encoding=label or encoding)
        .replace("<![CDATA[原告 &", "<![CDATA[被告<&\n人 &")
        .replace("<hi>原告</hi>", "<hi>被告&lt;&amp;\n人</hi>")
        .replace("\r\nnext 原告", "\r\nnext 被告&lt;&amp;\r\n人")
    )
    assert (tmp_path / "b.tmx").read_bytes() == bom + expected.encode(encoding)


def test_characters_that_the_encoding_lacks_become_references(tmp_path: Path) -> None:
    written(tmp_path / "a.tmx", "us-ascii")
    xml_edit.rewrite(
        tmp_path / "a.tmx",
        tmp_path / "b.tmx",
        {"seg"},
        lambda pieces, _line: [p.replace("that", "原") for p in pieces],
    )
    one, two = ((tmp_path / name).read_bytes() for name in ("a.tmx", "b.tmx"))
    assert two == one.replace(b"</bpt>that<", b"</bpt>&#21407;<")


def test_proposals_and_remarks_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(
        '<xliff version="1.2"><file><header><skl><internal-file>原告</internal-file></skl></header><body><trans-unit id="1"><source>a</source>'
        "<target>原告</target><alt-trans><source>a</source><target>原告</target></alt-trans></trans-unit></body></file></xliff>", encoding="utf-8"
    )  # fmt: skip
    assert xml_edit.rewrite(tmp_path / "a.xlf", tmp_path / "b.xlf", {"source", "target"}, swap) == 1
    text = (tmp_path / "b.xlf").read_text(encoding="utf-8")
    assert text.count("原告") == 2 and "<source>a</source><target>被告" in text


@pytest.mark.parametrize(("content", "message"), [
    ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', "declares an entity"), ("<tmx><seg>", "not well-formed"), ("<tmx><seg>a</seg></tmx>", "adds or removes"),
])  # fmt: skip
def test_refused_and_the_old_output_stays(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.tmx").write_text(content)
    (tmp_path / "b.tmx").write_text("old")
    with pytest.raises(FayiError, match=message):
        xml_edit.rewrite(
            tmp_path / "a.tmx", tmp_path / "b.tmx", {"seg"}, lambda pieces, _line: [*pieces, "x"]
        )
    assert (tmp_path / "b.tmx").read_text() == "old"
