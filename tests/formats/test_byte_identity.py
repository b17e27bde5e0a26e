"""TMX, XLIFF and PO of real shape: unchanged they come back byte for byte, with one text mended only that text differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

GARBLED, MENDED = "µÄ¶ú»ú", "的耳机"
XLIFF_12 = """<?xml version="1.0" encoding="utf-8"?>
<!-- exported by a tool -->
<xliff  xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0' xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original='a&amp;b.docx' source-language="en-US" datatype="x-sdlfilterframework2" target-language="zh-CN">
<header><skl><external-file href="a.skl" /></skl><phase-group><phase phase-name="p1" process-name="TEP"/></phase-group>
<sdl:ref-files><sdl:ref-file uid="0"/></sdl:ref-files></header>
<body><group id="g"><trans-unit  id="1" sdl:locked = "true" xml:space='preserve'><source>The <g id="5">ear&#x70;hones</g> &quot;A&quot;</source>
<seg-source><mrk mtype="seg" mid="1">The <g id="5">earphones</g></mrk></seg-source><target><mrk mtype="seg" mid="1">{text}<g id="5">A</g><x id="6" /></mrk></target>
<alt-trans match-quality="88%"><source>The</source><target>{text}</target></alt-trans><sdl:seg-defs><sdl:seg id="1" conf="Draft"/></sdl:seg-defs>
<note><![CDATA[keep < this]]></note></trans-unit></group></body></file></xliff>
"""
XLIFF_2 = """<?xml version='1.0'?>
<xliff version="2.1" srcLang="en" trgLang="zh" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" xmlns:my="urn:my"
 xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><file id="f"><skeleton href="a.skl"/><mda:metadata><mda:metaGroup><mda:meta type="t">v</mda:meta></mda:metaGroup></mda:metadata>
<unit id="1" my:state="x"><mtc:matches><mtc:match ref="#s1"><source>a</source><target>{text}</target></mtc:match></mtc:matches>
<my:extension><my:deep  attr='1'/></my:extension><segment id="s1" state="translated"><source>The <ph id="1"/>&#xA0;phone</source>
<target>{text}<ph id="1"/></target></segment><ignorable><source> </source></ignorable></unit></file></xliff>"""
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="X" creationtoolversion="1" segtype='sentence' o-tmf="x" adminlang="en" srclang="en" datatype="x" ><note>{{n}}</note></header>
  <body><!-- 1 --><tu   tuid='1'><prop type="x">&#65;</prop><tuv xml:lang="en"><seg>The <bpt i="1">&lt;b&gt;</bpt>phone<ept i="1"/></seg></tuv><tuv xml:lang="zh-CN"
  ><seg>{text}<ph/>&gt;</seg></tuv></tu></body>
</tmx>""".replace("{{n}}", "n")
PO = """# Translators
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_CN\\n"

#  odd   spacing
#: a.c:1   b.c:2
#, c-format
#| msgid "old"
msgctxt "menu"
msgid   "phone %s"
msgstr ""
"耳"
"机 %s"

#. extracted
msgid "earphones"
msgstr "{text}"

#~ msgid "gone"
#~ msgstr "走了"
"""
FILES = {"a.xlf": XLIFF_12, "b.xlf": XLIFF_2, "a.tmx": TMX, "a.po": PO}
ENCODINGS = {"plain": ("utf-8", b""), "bom": ("utf-8", b"\xef\xbb\xbf"), "utf-16": ("utf-16-le", b"\xff\xfe")}


def made(path: Path, text: str, encoding: str, crlf: bool) -> bytes:
    content = FILES[path.name].replace("{text}", text)
    codec, mark = ENCODINGS[encoding]
    if codec == "utf-16-le":
        content = (
            content.replace("UTF-8", "UTF-16")
            .replace("utf-8", "UTF-16")
            .replace("<?xml version='1.0'?>", '<?xml version="1.0" encoding="UTF-16"?>')
        )
    data = mark + (content.replace("\n", "\r\n") if crlf else content).encode(codec)
    path.write_bytes(data)
    return data


@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", FILES)
def test_bytes(tmp_path: Path, fayi: Run, name: str, encoding: str, crlf: bool) -> None:
    if name == "a.po" and encoding == "utf-16":
        pytest.skip("gettext has no UTF-16")
    path = tmp_path / name
    data = made(path, "原告", encoding, crlf)
    done = fayi("convert", name, f"new-{name}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"new-{name}").read_bytes() == data
    data = made(path, GARBLED, encoding, crlf)
    done = fayi("convert", name, f"new-{name}", "--repair")
    assert done.returncode == 0 and "repaired 1" in done.stderr, done.stderr
    codec = ENCODINGS[encoding][0]
    old, new = GARBLED.encode(codec), MENDED.encode(codec)
    # The proposals of other translations stay as they are.
    place = data.index(old) if name != "b.xlf" else data.rindex(old)
    assert (tmp_path / f"new-{name}").read_bytes() == data[:place] + new + data[place + len(old) :]
