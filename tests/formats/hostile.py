"""Makers of hostile files, shared by the tests of refusals and bounds."""

from __future__ import annotations

import io
import struct
import zipfile

HEAD = '<header creationtool="a" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="x"/>'
TUV = '<tuv xml:lang="en"><seg>court</seg></tuv><tuv xml:lang="zh-CN"><seg>法院</seg></tuv>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"A" * 50_000}">]>'
LINEAR = f"<!DOCTYPE x [{''.join(f'<!ENTITY a{n} {chr(34)}{chr(65) * 100}{chr(34)}>' for n in range(5000))}]>"
LOCAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tmx(body: str = f"<tu>{TUV}</tu>", doctype: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<tmx version="1.4">{HEAD}<body>{body}</body></tmx>'.encode()


def tbx(term: str = "court", doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<martif type="TBX" xml:lang="en"><text><body><termEntry id="a"><langSet xml:lang="en"><tig><term>{term}</term></tig>'
        "</langSet></termEntry></body></text></martif>"
    ).encode()


def xliff(source: str = "court", doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
        f'target-language="zh-CN" datatype="plaintext"><body><trans-unit id="1"><source>{source}</source><target>法院</target></trans-unit></body></file></xliff>'
    ).encode()


def multiterm(term: str = "court", doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<mtf><conceptGrp><languageGrp><language lang="EN" type="English"/><termGrp><term>{term}</term></termGrp>'
        "</languageGrp></conceptGrp></mtf>"
    ).encode()


def word(paragraphs: str = "<w:p><w:r><w:t>The court decides.</w:t></w:r></w:p>", doctype: str = "") -> bytes:
    return zipped({"word/document.xml": f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'.encode()})  # fmt: skip


def workbook(sheet: bytes = b"<worksheet><sheetData/></worksheet>", **parts: bytes) -> bytes:
    from toolkit.formats import xlsx

    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped({
        **{name: content.encode() for name, content in xlsx.PARTS.items()},
        "xl/workbook.xml": f'<workbook xmlns:r="{space}"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/worksheets/sheet1.xml": sheet,
        **parts,
    })  # fmt: skip


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def lying(archive: bytes, stated: int, member: int = 0) -> bytes:
    """The archive with another unpacked size for one member, in the directory and before the data."""
    changed = bytearray(archive)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        for _ in range(member + 1):
            at = changed.index(mark, at + 1)
        changed[at + offset : at + offset + 4] = struct.pack("<I", stated)
    return bytes(changed)


def encrypted(archive: bytes) -> bytes:
    """The archive with the mark of encryption on every member."""
    changed = bytearray(archive)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 1)
    return bytes(changed)


def po(body: str, header: str = "Content-Type: text/plain; charset=UTF-8\\n") -> bytes:
    return f'msgid ""\nmsgstr "{header}"\n\n{body}'.encode()


def zipfile_body(archive: bytes) -> bytes:
    """The first member of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(opened.namelist()[0])
