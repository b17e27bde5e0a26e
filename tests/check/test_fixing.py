"""``--fix`` and ``--diff``: the right form in, every other byte of the file as it was, in every kind of file."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.conftest import Run

ARGUMENTS = ("--termbase", "glossary", "--no-cache", "--isolated")
TEXT = "\ufeffOld 😀 café.\n\nIt is a leniency system for confession and punishment.\n\n\tTwo  spaces, no end"
FILES = {
    "a.po": 'msgid ""\nmsgstr "Language: en\\n"\n\n# fayi: ignore FY204 as quoted\nmsgid "立案。"\nmsgstr "put on record"\n\n'
    'msgid "决定\\"立案\\"。"\nmsgstr "It \\"was\\" "\n"put on record.\\n"\n\n#~ msgid "立案"\n#~ msgstr "put on record"\n',
    "a.xlf": '<?xml version="1.0" encoding="ENC"?>\n<xliff version="1.2"><file source-language="zh-CN" target-language="en" original="x" datatype="plaintext"><body>\n'
    '<trans-unit id="7"><source>A &amp; 立案</source><target  state=\'new\'>A &amp; <g id="1">put on record</g></target></trans-unit></body></file></xliff>\n',
    "a.tmx": '<?xml version="1.0"?><tmx version="1.4"><header srclang="zh-CN" adminlang="en" datatype="x" o-tmf="x" segtype="sentence" creationtool="x" creationtoolversion="1"/><body>\n'
    '<tu><tuv xml:lang="zh-CN"><seg>立案</seg></tuv><tuv xml:lang="en"><seg>put on record</seg></tuv></tu></body></tmx>',
    "a.csv": 'zh-CN,en\n"立案, 是","""put on record"", yes"\n',
    "a.tsv": "zh-CN\ten\n立案\tput on record \n",
    "a.txt": TEXT.removeprefix("\ufeff"),
    "a.md": "<!-- keep -->\n\n- A *leniency system for confession and punishment*.  \n",
}
WRONG = ("put on record", "leniency system for confession and punishment")
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


def expected(name: str, content: str) -> str:
    if name == "a.po":
        head, middle = content.split('msgid "决定', 1)
        return head + 'msgid "决定' + middle.replace("put on record", "case filing", 1)
    for wrong, right in zip(WRONG, ("case filing", "plea leniency system"), strict=True):
        content = content.replace(wrong, right)
    return content


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", FILES)
def test_every_other_byte_stays(name: str, line_end: str, encoding: str, tmp_path: Path, small: Path) -> None:
    from toolkit.check import engine, fixing, standard

    codec = encoding.removesuffix("-sig")
    content = FILES[name].replace("ENC", codec[:6].upper()).replace("\n", line_end)
    path = tmp_path / name
    before = ENCODINGS[encoding] + content.encode(codec)
    path.write_bytes(before)
    base, settings = standard.load(small), engine.Settings()

    def fix(write: bool) -> tuple[int, str]:
        result = engine.check_path(str(path), base, settings)
        assert result.error is None
        return fixing.apply(str(path), result.findings, settings.languages, write=write)

    count, difference = fix(write=False)
    assert path.read_bytes() == before and count == 1
    changed = [
        line for line in difference.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert len(changed) == 2 and any(wrong in changed[0] for wrong in WRONG)
    assert fix(write=True)[0] == 1
    after = ENCODINGS[encoding] + expected(name, content).encode(codec)
    assert path.read_bytes() == after
    # Nothing is left to do.
    assert fix(write=True) == (0, "") and path.read_bytes() == after


def test_the_translation_of_another_text(tmp_path: Path, small: Path, fayi: Run) -> None:
    (tmp_path / "zh.txt").write_text("法院决定立案。被告人到庭。\n", encoding="utf-8")
    english = "The court put on record the case.\r\nThe defendant came.\r\n"
    (tmp_path / "en.txt").write_bytes(english.encode())
    arguments = ("check", "en.txt", "--against", "zh.txt", *ARGUMENTS)
    shown = fayi(*arguments, "--diff")
    assert shown.returncode == 0 and "+The court case filing the case." in shown.stdout
    assert (tmp_path / "en.txt").read_bytes() == english.encode()
    done = fayi(*arguments, "--fix")
    assert "1 fixed" in done.stderr and "FY204" not in done.stdout
    assert (tmp_path / "en.txt").read_bytes() == english.replace("put on record", "case filing").encode()
    assert "fixed" not in fayi(*arguments, "--fix").stderr


def test_a_diff_can_be_applied(tmp_path: Path, small: Path, fayi: Run) -> None:
    import shutil
    import subprocess

    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    (tmp_path / "a.txt").write_text(TEXT.removeprefix("\ufeff"), encoding="utf-8")
    shown = fayi("check", "a.txt", "--diff", *ARGUMENTS)
    subprocess.run(
        ["patch", "-p1"], input=shown.stdout.encode(), cwd=tmp_path, check=True, capture_output=True
    )
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == expected("a.txt", TEXT.removeprefix("\ufeff"))


def test_one_broken_file_does_not_keep_the_others_from_being_mended(
    tmp_path: Path, small: Path, fayi: Run
) -> None:
    (tmp_path / "a.po").write_text(FILES["a.po"], encoding="utf-8")
    (tmp_path / "b.po").write_text('msgid "a\n', encoding="utf-8")
    done = fayi("check", "b.po", "a.po", "--fix", *ARGUMENTS)
    assert done.returncode == 2 and "b.po:1: not PO syntax" in done.stderr and "1 fixed" in done.stderr
    assert (tmp_path / "a.po").read_text(encoding="utf-8") == expected("a.po", FILES["a.po"])


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_standard_input_cannot_be_fixed(option: str, small: Path, fayi: Run) -> None:
    done = fayi("check", "-", option, "--termbase", "glossary", "--no-cache")
    assert done.returncode == 2 and "--fix and --diff need a file" in done.stderr
