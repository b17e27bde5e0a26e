"""Files made to harm or broken by accident: refused or cleaned with one clear line, bounded, nothing damaged."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import FayiError
from toolkit.formats import convert, registry

ROOT = Path(__file__).resolve().parents[2]
HEAD = '<header creationtool="a" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="x"/>'
TUV = '<tuv xml:lang="en"><seg>court</seg></tuv><tuv xml:lang="zh-CN"><seg>法院</seg></tuv>'


def tmx(body: str = f"<tu>{TUV}</tu>", doctype: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<tmx version="1.4">{HEAD}<body>{body}</body></tmx>'.encode()


def tbx(term: str = "court", doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<martif type="TBX" xml:lang="en"><text><body><termEntry id="a"><langSet xml:lang="en"><tig><term>{term}</term></tig>'
        "</langSet></termEntry></body></text></martif>"
    ).encode()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"A" * 50_000}">]>'
LOCAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'


def workbook(sheet: bytes = b"<worksheet><sheetData/></worksheet>", **parts: bytes) -> bytes:
    from toolkit.formats import xlsx

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in xlsx.PARTS.items():
            archive.writestr(name, content)
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="{space}"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def po(body: str, header: str = "Content-Type: text/plain; charset=UTF-8\\n") -> bytes:
    return f'msgid ""\nmsgstr "{header}"\n\n{body}'.encode()


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


def _zip(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


REFUSED["two.tmx.zip"] = ("2 files", _zip(a=tmx(), b=tmx()))
# Found by the fuzzer: the deflate stream itself is damaged.
flipped = bytearray(workbook())
flipped[flipped.index(b"sheet1.xml") + 10] ^= 0xFF
REFUSED["flipped.xlsx"] = ("workbook", bytes(flipped))
broken = bytearray(_zip(**{"index.json": b'{"format": 3}' * 20}))
broken[broken.index(b"index.json") + 10] ^= 0xFF
REFUSED["broken.zip"] = ("zip", bytes(broken))
lying = bytearray(_zip(a=tmx(f"<tu>{TUV}</tu>" * 200)))
lying[lying.index(b"PK\x01\x02") + 24 : lying.index(b"PK\x01\x02") + 28] = struct.pack("<I", 100)
REFUSED["lying.tmx.zip"] = ("archive", bytes(lying))
REFUSED["cut.tmx.gz"] = ("archive", gzip.compress(tmx(f"<tu>{TUV}</tu>" * 2000))[:-40])


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


def _bomb(path: Path) -> None:
    with gzip.open(path, "wb", 9) as out:
        out.write(b'<tmx version="1.4"><header/><body>')
        for _ in range(160):
            out.write(b" " * (1 << 20))


def _xlsx_bomb(path: Path) -> None:
    path.write_bytes(
        workbook(b"<worksheet><sheetData>" + b"<row></row>" * 3_000_000 + b"</sheetData></worksheet>")
    )


def _attributes(path: Path) -> None:
    path.write_bytes(tmx("<tu " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + f">{TUV}</tu>"))


def _long_line(path: Path) -> None:
    path.write_bytes(b'msgid "a"\nmsgstr "' + b"b" * (64 << 20) + b'"\n')


def _long_segment(path: Path) -> None:
    path.write_bytes(tmx("<tu><tuv xml:lang='en'><seg>" + "b" * (64 << 20) + "</seg></tuv></tu>"))


def _long_cell(path: Path) -> None:
    path.write_bytes(b"en,zh-CN\n" + b"a" * (64 << 20) + b",b\n")


def _deep(path: Path) -> None:
    path.write_bytes(b"<tmx>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</tmx>")


def _collisions(path: Path) -> None:
    """Strings that a regular expression with nested repeats would choke on."""
    path.write_bytes(
        b"en,zh-CN\n" + b"".join(b'"' + b"a " * 2000 + b"!" * n + b'",\xe6\xb3\x95\n' for n in range(200))
    )


LARGE: dict[str, tuple[Callable[[Path], None], int]] = {
    "bomb.tmx.gz": (_bomb, 2), "bomb.xlsx": (_xlsx_bomb, 2), "attributes.tmx": (_attributes, 0), "line.po": (_long_line, 2),
    "segment.tmx": (_long_segment, 2), "cell.csv": (_long_cell, 2), "deep.tmx": (_deep, 2), "regex.csv": (_collisions, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_bounded(tmp_path: Path, name: str) -> None:
    """Under 512 MB and 20 s, exit code 2 with one line (or 0 where the file is only large)."""
    make, code = LARGE[name]
    make(tmp_path / name)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    start = time.process_time()
    with subprocess.Popen(
        [sys.executable, "-m", "toolkit", "convert", name, "out.jsonl"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        errors = process.stderr.read() if process.stderr else ""
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == code, errors[-500:]
    assert "Traceback" not in errors
    if code:
        assert errors.count("\n") == 1 and not (tmp_path / "out.jsonl").exists()
    assert usage.ru_maxrss < 512 * 1024
    assert usage.ru_utime + usage.ru_stime < 20
    assert time.process_time() - start < 20
