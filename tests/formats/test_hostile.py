"""Files made to harm or broken by accident: refused or cleaned with one clear line, bounded, nothing damaged."""

from __future__ import annotations

import gzip
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.hostile import (
    LAUGHS,
    LINEAR,
    LOCAL,
    PARAMETER,
    QUADRATIC,
    TUV,
    encrypted,
    lying,
    multiterm,
    po,
    tbx,
    tmx,
    word,
    workbook,
    xliff,
    zipfile_body,
    zipped,
)
from toolkit.errors import FayiError
from toolkit.formats import convert, registry

ROOT = Path(__file__).resolve().parents[2]
REFUSED: dict[str, tuple[str, bytes]] = {
    "laughs.tmx": ("entity", tmx("<tu>&j;</tu>", LAUGHS)),
    "laughs.tbx": ("entity", tbx("&j;", LAUGHS)),
    "quadratic.tmx": ("entity", tmx("&a;" * 1000, QUADRATIC)),
    "local.tmx": ("entity", tmx("<tu><tuv xml:lang='en'><seg>&a;</seg></tuv></tu>", LOCAL)),
    "local.tbx": ("entity", tbx("&a;", LOCAL)),
    "local.xlf": ("entity", f'{LOCAL}<xliff version="1.2"/>'.encode()),
    "parameter.tmx": ("entity", tmx(doctype=PARAMETER)),
    "legal-entity.tmx": ("entity", tmx("<tu/>", '<!DOCTYPE tmx [<!ENTITY co "Acme">]>')),
    "cut.tmx": ("ends too early", tmx()[:-20]),
    "cut.tbx": ("not well-formed", tbx()[:-20]),
    "empty.tmx": ("no element", b""),
    "zeros.tmx": ("not", b"\0" * 1000),
    "control.tmx": ("not well-formed", tmx(f"<tu>{TUV}\x0b</tu>")),
    "conflict.tmx": ("not well-formed", tmx("\n<<<<<<< HEAD\n")),
    "other-root.tmx": ("not a TMX", b"<html/>"),
    "deep-code.tmx": (
        "nested",
        tmx("<tu><tuv xml:lang='en'><seg>" + "<hi>" * 500 + "</hi>" * 500 + "</seg></tuv></tu>"),
    ),
    "deep.tbx": ("not well-formed", tbx("<hi>" * 5000 + "</hi>" * 5000)),
    "latin.tmx": ("invalid token", tmx().replace("法院".encode(), b"\xb5\xc4")),
    "encoding.tmx": ("encoding", tmx().replace(b"UTF-8", b"KLINGON-8")),
    "no-text.tmx": ("nothing to import", tmx("<tu/>")),
    "charset.po": ("charset", po("", "Content-Type: text/plain; charset=KLINGON\\n")),
    "code.po": ("Plural-Forms", po("", "Plural-Forms: nplurals=2; plural=__import__('os').system('id');\\n")),
    "conflict.po": ("merge conflict", po('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n')),
    "quote.po": ("quotation", po('msgid "a"b"\nmsgstr "b"\n')),
    "half.po": ("without msgid or msgstr", po('msgid "a"\n')),
    "offsets.mo": (
        "damaged",
        struct.pack("<7I", 0x950412DE, 0, 1, 28, 36, 0, 44) + struct.pack("<4I", 4, 1 << 30, 4, 99),
    ),
    "count.mo": ("damaged", struct.pack("<7I", 0x950412DE, 0, 1 << 31, 28, 36, 0, 44)),
    "nul.csv": ("binary", b"en,zh-CN\nco\0urt,\xe6\xb3\x95\n"),
    "quote.csv": ("never closed", 'en,zh-CN\ncourt,"法院\na,b\n'.encode()),
    "empty.csv": ("empty", b""),
    "header-only.csv": ("nothing to import", b"en,zh-CN\n"),
    "broken.jsonl": ("nothing to import", b"{\n[1]\n"),
    "deep.jsonl": ("nothing to import", b"[" * 900 + b"\n"),
    "not-zip.xlsx": ("damaged zip", b"PK\x03\x04 nothing"),
    "entity.xlsx": (
        "entity",
        workbook(f"{LAUGHS}<worksheet><sheetData>&j;</sheetData></worksheet>".encode()),
    ),
    "reference.xlsx": (
        "refers to no string",
        workbook(b'<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>'),
    ),
    "no-sheet.xlsx": ("nothing to import", workbook()),
    "two.tmx.zip": ("2 files", b""),
}


REFUSED["two.tmx.zip"] = ("2 files", zipped({"a": tmx(), "b": tmx()}))
# Found by the fuzzer: the deflate stream itself is damaged.
flipped = bytearray(workbook())
flipped[flipped.index(b"sheet1.xml") + 10] ^= 0xFF
REFUSED["flipped.xlsx"] = ("workbook", bytes(flipped))
broken = bytearray(zipped({"index.json": b'{"format": 3}' * 20}))
broken[broken.index(b"index.json") + 10] ^= 0xFF
REFUSED["broken.zip"] = ("zip", bytes(broken))
REFUSED["lying.tmx.zip"] = ("archive", lying(zipped({"a": tmx(f"<tu>{TUV}</tu>" * 200)}), 100))
REFUSED["cut.tmx.gz"] = ("archive", gzip.compress(tmx(f"<tu>{TUV}</tu>" * 2000))[:-40])


# Every kind of XML, each with the same attacks; the outcome is one line of error, or the text without the attack.
XML: dict[str, Callable[..., bytes]] = {
    "a.tmx": lambda text="court", doctype="": tmx(f"<tu>{TUV.replace('court', text)}</tu>", doctype),
    "a.tbx": tbx, "a.xlf": xliff, "a.mtf.xml": multiterm,
    "a.docx": lambda text="court", doctype="": word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>", doctype),
    "a.xlsx": lambda text="court", doctype="": workbook(
        f'{doctype}<worksheet><sheetData><row><c t="inlineStr"><is><t>{text}</t></is></c><c t="inlineStr"><is><t>法院</t></is></c></row>'
        "</sheetData></worksheet>".encode()
    ),
}  # fmt: skip
ENTITIES = {
    "external": (LOCAL, "&a;"), "parameter": (PARAMETER, "&a;"), "nested": (LAUGHS, "&j;"), "quadratic": (QUADRATIC, "&a;" * 1000),
    "linear": (LINEAR, "".join(f"&a{n};" for n in range(5000))), "unused": (LOCAL, "court"), "undeclared": ("", "&nosuch;"),
}  # fmt: skip
for _file, _make in XML.items():
    for _attack, (_doctype, _text) in ENTITIES.items():
        REFUSED[f"{_attack}-{_file}"] = ("entity|not well-formed|not a readable Word", _make(_text, _doctype))
    REFUSED[f"conflict-{_file}"] = (
        "not well-formed|not a readable Word",
        _make("\n<<<<<<< HEAD\ncourt\n=======\n"),
    )
    REFUSED[f"nul-{_file}"] = ("not well-formed|not a readable Word", _make("a\0b"))
    REFUSED[f"control-{_file}"] = ("not well-formed|not a readable Word", _make("a\x0bb"))
    REFUSED[f"control-reference-{_file}"] = ("not well-formed|not a readable Word", _make("a&#11;b"))
    REFUSED[f"deep-{_file}"] = (
        "not well-formed|not a readable Word|nested",
        _make("<x>" * 3000 + "</x>" * 3000),
    )
    _cut = _make()
    REFUSED[f"cut-{_file}"] = ("not|zip|early", _cut[: len(_cut) * 2 // 3])
for _file in ("a.tmx", "a.tbx", "a.xlf", "a.mtf.xml"):
    REFUSED[f"latin-{_file}"] = (
        "not|utf|UTF|invalid",
        XML[_file]().replace("法院".encode(), b"\xb5\xc4").replace(b"court", b"\xb5\xc4"),
    )
    REFUSED[f"lying-label-{_file}"] = (
        "not valid", re.sub(rb"<\?xml[^>]*>", b'<?xml version="1.0" encoding="EUC-JP"?>', XML[_file]("\u00e9\u00e9\u4e00\u9fff")),
    )  # fmt: skip
    REFUSED[f"no-such-encoding-{_file}"] = (
        "encoding", re.sub(rb"<\?xml[^>]*>", b'<?xml version="1.0" encoding="KLINGON-8"?>', XML[_file]()),
    )  # fmt: skip
for _file, _content in (("a.xlsx", workbook()), ("a.docx", word()), ("a.tmx.zip", zipped({"a": tmx()}))):
    REFUSED[f"encrypted-{_file}"] = ("encrypted|not a readable|damaged", encrypted(_content))
REFUSED["lying-small.xlsx"] = ("workbook", lying(XML["a.xlsx"]("court " * 500), 10, 5))
REFUSED["lying-small.docx"] = ("not a readable", lying(word("<w:p/>" * 500), 10))
REFUSED["lying-large.docx"] = ("zip bomb", lying(word(), 1 << 30))
REFUSED["lying-large.xlsx"] = ("zip bomb", lying(workbook(), 1 << 30))
REFUSED["outside.tmx.zip"] = ("2 files", zipped({"../../outside.tmx": tmx(), "b": tmx()}))
REFUSED["absolute.xlsx"] = ("not a workbook", zipped({"/etc/xl/workbook.xml": b"<workbook/>"}))
REFUSED["target.xlsx"] = (
    "nothing to import",
    workbook(
        **{
            "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="rId1" Target="../../../../etc/passwd"/></Relationships>'
        }
    ),
)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_line(tmp_path: Path, name: str) -> None:
    expected, content = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    out = tmp_path / "out.jsonl"
    out.write_text("what stood here")
    with pytest.raises(FayiError, match=f"(?s){expected}") as caught:
        convert.convert(
            path, registry.for_input(path), out, registry.named("jsonl"), convert.settings_for("")
        )
    assert "\n" not in str(caught.value)
    assert out.read_text() == "what stood here"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "out.jsonl"])


ACCEPTED: dict[str, bytes] = {
    "external-dtd.tmx": tmx(doctype='<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">'),
    "public.tbx": tbx(doctype='<!DOCTYPE martif SYSTEM "./TBXcoreStructV02.dtd">'),
    "include.tmx": tmx('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>' + f"<tu>{TUV}</tu>"),
    "utf16.tmx": tmx().decode().encode("utf-16"),
    "utf16-no-mark.tmx": tmx().decode().replace("UTF-8", "UTF-16").encode("utf-16-le"),
    "wrong-label.tmx": tmx().replace(b"UTF-8", b"UTF-16"),
    "gb.tmx": tmx().decode().replace("UTF-8", "GB18030").encode("gb18030"),
    "bom.tmx": b"\xef\xbb\xbf" + tmx(),
    "g.tmx": tmx(f'<tu>{TUV.replace("court", "<g>court</g>")}</tu>'),
    "duplicate-ids.tbx": tbx().replace(b"</termEntry>", b"</termEntry>" + tbx()[tbx().index(b"<termEntry") : tbx().index(b"</body>")]),
    "bidi.csv": "en,zh-CN\nco\u202eurt\u200b,法院\n".encode(),
    "formula.csv": 'en,zh-CN\n"=cmd|\' /C calc\'!A0",法院\n'.encode(),
    "duplicates.po": po('msgid "consideration"\nmsgstr "对价"\n\nmsgid "consideration"\nmsgstr "考虑"\n'),
    "escape.po": po('msgid "a\\q"\nmsgstr "b"\n'),
    "separator.po": po('msgid "plaintiff"\nmsgstr "原告\u2028被告"\n'),
    "gbk.txt": "原告\tplaintiff\n被告\tdefendant\n人民法院应当依法审理案件\tcourt\n".encode("gbk"),
    **{f"external-dtd-{name}": make(doctype='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">') for name, make in XML.items()},
    **{f"include-{name}": make('court<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>')
       for name, make in XML.items()},
    "outside-1.tmx.zip": zipped({"../../outside.tmx": tmx()}),
    "outside-2.docx": zipped({"word/document.xml": zipfile_body(word()), "../../outside.txt": b"x"}),
    "zero-width.po": po('msgid "co\u200burt\u202e"\nmsgstr "法\ufeff院"\n'),
    "duplicate-ids.tmx": tmx(f'<tu tuid="1">{TUV}</tu><tu tuid="1">{TUV}</tu>'),
    "duplicate-ids.xlf": xliff().replace(b"</trans-unit>", b"</trans-unit>" + xliff()[xliff().index(b"<trans-unit"):xliff().index(b"</body>")]),
    "duplicate-ids.csv": "id,en,zh-CN\n1,court,法院\n1,court,球场\n".encode(),
    "formula.po": po('msgid "=cmd|x"\nmsgstr "@SUM(1)"\n'),
    "utf7.csv": "en,zh-CN\n+AGMAbwB1AHIAdA-,法院\n".encode(),
    "inline.xlsx": workbook('<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>en</t></is></c><c t="inlineStr"><is><t>zh-CN</t></is></c></row>'
                            '<row r="9999999"><c r="A3" t="inlineStr"><is><t>court</t></is></c><c r="B3" t="inlineStr"><is><t>法院</t></is></c>'
                            '<c r="XFD3" t="inlineStr"><is><t>far</t></is></c></row></sheetData></worksheet>'.encode()),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_awkward_but_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(ACCEPTED[name])
    outcome = convert.convert(
        path,
        registry.for_glossary(path),
        tmp_path / "out.jsonl",
        registry.named("jsonl"),
        convert.settings_for(""),
    )
    assert outcome.written >= 1
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert "passwd" not in text and "root:" not in text


def test_both_meanings_survive(tmp_path: Path) -> None:
    """polib keeps both, Babel merges them, msgfmt refuses: here both arrive and the second is reported."""
    path = tmp_path / "a.po"
    path.write_bytes(ACCEPTED["duplicates.po"])
    outcome = convert.convert(
        path, registry.named("po"), tmp_path / "b.jsonl", registry.named("jsonl"), convert.settings_for("")
    )
    text = (tmp_path / "b.jsonl").read_text(encoding="utf-8")
    assert "对价" in text and "考虑" in text and outcome.report.counts["failed"] == 1
    with pytest.raises(FayiError, match="same msgid"):
        from toolkit.formats import mo
        from toolkit.formats import po as catalogs

        mo.write(tmp_path / "a.mo", catalogs.load(path))
