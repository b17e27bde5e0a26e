"""Large and deep files made to harm: read or refused in bounded memory and time."""

from __future__ import annotations

import gzip
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.hostile import (
    TUV,
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

ROOT = Path(__file__).resolve().parents[2]


def _bomb(path: Path) -> None:
    with gzip.open(path, "wb", 9) as out:
        out.write(b'<tmx version="1.4"><header/><body>')
        for _ in range(160):
            out.write(b" " * (1 << 20))


MANY = " ".join(f'a{n}="1"' for n in range(1_000_000))
MB64 = 64 << 20


def _attributes(path: Path) -> None:
    """A million attributes on one element."""
    makers = {
        ".tmx": lambda: tmx(f"<tu {MANY}>{TUV}</tu>"),
        ".tbx": lambda: tbx(f"<hi {MANY}>a</hi>"),
        ".xlf": lambda: xliff(f'<g id="1" {MANY}>a</g>'),
        ".xml": lambda: multiterm().replace(b"<termGrp>", f"<termGrp {MANY}>".encode()),
        ".docx": lambda: word(f"<w:p {MANY}><w:r><w:t>The court.</w:t></w:r></w:p>"),
        ".xlsx": lambda: workbook(f"<worksheet><sheetData><row {MANY}/></sheetData></worksheet>".encode()),
    }
    path.write_bytes(makers[path.suffix]())


def _long_line(path: Path) -> None:
    """A line of 64 MB."""
    long = b"a" * MB64
    makers = {
        ".po": b'msgid "a"\nmsgstr "' + long + b'"\n',
        ".tmx": tmx("<tu><tuv xml:lang='en'><seg>" + "b" * MB64 + "</seg></tuv></tu>"),
        ".tbx": tbx("b" * MB64),
        ".csv": b"en,zh-CN\n" + long + b",b\n",
        ".tsv": b"en\tzh-CN\n" + long + b"\tb\n",
        ".jsonl": b'{"terms": [{"text": "' + long + b'", "lang": "en"}]}\n',
        ".utx": b"#UTX 1.11; en/zh-CN\n" + long + b"\tb\n",
        ".txt": long,
        ".md": long,
        ".html": b"<p>" + long,
    }
    path.write_bytes(makers[path.suffix])


def _deep(path: Path) -> None:
    """Two hundred thousand elements inside each other."""
    deep = "<a>" * 200_000 + "</a>" * 200_000
    makers = {".tmx": lambda: f"<tmx>{deep}</tmx>".encode(), ".tbx": lambda: tbx(deep), ".xlf": lambda: xliff(deep),
              ".docx": lambda: word(f"<w:p>{deep}</w:p>"), ".html": lambda: f"{deep}court".encode(), ".jsonl": lambda: b"[" * 4_000_000}  # fmt: skip
    path.write_bytes(makers[path.suffix]())


def _bombs(path: Path) -> None:
    """What packs a thousand times smaller than it is."""
    makers = {
        "sheet.xlsx": lambda: workbook(b"<worksheet><sheetData>" + b"<row></row>" * 3_000_000 + b"</sheetData></worksheet>"),
        "strings.xlsx": lambda: workbook(**{"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 2_000_000 + b"</sst>"}),
        "paragraphs.docx": lambda: word("<w:p/>" * 8_000_000),
        "text.docx": lambda: word("<w:p><w:r><w:t>" + "a" * (60 << 20) + "</w:t></w:r></w:p>"),
        "pictures.docx": lambda: zipped({"word/document.xml": zipfile_body(word()), "word/media/a.png": b"\0" * (256 << 20)}),
        "yomitan.zip": lambda: zipped({"index.json": b'{"title": "a", "format": 3}', "term_bank_1.json": b"[" + b"[]," * 60_000_000 + b"[]]"}),
        "memory.tmx.zip": lambda: zipped({"a.tmx": tmx(" " * (160 << 20))}),
    }  # fmt: skip
    path.write_bytes(makers[path.name]())


def _patterns(path: Path) -> None:
    """Strings on which a regular expression that tries again from every place would never end."""
    makers = {
        "a.csv": b"en,zh-CN\n" + b"".join(b'"' + b"a " * 2000 + b"!" * n + b'",\xe6\xb3\x95\n' for n in range(200)),
        "marks.po": po('#: ' + "\u2068" * 1_000_000 + '\nmsgid "a"\nmsgstr "b"\n'),
        "slashes.po": po('msgid "' + "\\\\" * 1_000_000 + '"\nmsgstr "b"\n'),
        "remarks.po": po("#\n" * 2_000_000 + 'msgid "a"\nmsgstr "b"\n'),
        "headings.csv": (b"_" * 1_000_000 + b"_def," + b"zh" * 1_000_000 + b"\na,b\n"),
        "garbled.csv": b"en,zh-CN\na," + "\u00b5\u00c4 ".encode() * 700_000 + b"\n",
        "comments.tmx": b"<!--" + b"<!-" * 1_000_000 + b"-->" + tmx(),
        "comments.tbx": b"<?xml version='1.0'?><!--" + b"<!-" * 300_000 + b"-->" + tbx()[21:],
        "tags.html": b"<a " * 300_000 + b"<p>The court decides.</p>",
        "marks.md": b"*_`[" * 200_000 + b"\n\nThe court decides.\n",
        "cells.tsv": b"en\tzh-CN\n" + b";|" * 1_000_000 + b"a\tb\n",
    }  # fmt: skip
    path.write_bytes(makers[path.name])


def _tags(path: Path) -> None:
    path.with_suffix(".dict").write_bytes(b"<b><" * 1_000_000)
    path.with_suffix(".idx").write_bytes(b"court\0" + struct.pack(">II", 0, 4_000_000))
    path.write_text("StarDict's dict ifo file\nversion=2.4.2\n")


def _keys(path: Path) -> None:
    """Hundreds of thousands of names that begin alike, and of ids that are one."""
    rows = "".join(f"{'k' * 60}{n % 5},{'a' * 40}{n},{'法' * 5}{n}\n" for n in range(200_000))
    path.write_text(f"id,en,zh-CN\n{rows}", encoding="utf-8")


LARGE: dict[str, tuple[Callable[[Path], None], tuple[int, ...]]] = {
    "bomb.tmx.gz": (_bomb, (2,)),
    **{f"attributes{suffix}": (_attributes, (0, 2)) for suffix in (".tmx", ".tbx", ".xlf", ".mtf.xml", ".docx", ".xlsx")},
    **{f"line{suffix}": (_long_line, (2,)) for suffix in (".po", ".tmx", ".tbx", ".csv", ".tsv", ".jsonl", ".utx", ".txt", ".md", ".html")},
    **{f"deep{suffix}": (_deep, (2,)) for suffix in (".tmx", ".tbx", ".xlf", ".docx", ".jsonl")}, "deep.html": (_deep, (0, 2)),
    **dict.fromkeys(("sheet.xlsx", "strings.xlsx", "paragraphs.docx", "text.docx", "yomitan.zip", "memory.tmx.zip"), (_bombs, (2,))),
    "pictures.docx": (_bombs, (0,)),
    **dict.fromkeys(("a.csv", "marks.po", "slashes.po", "remarks.po", "headings.csv", "garbled.csv", "comments.tmx", "comments.tbx", "tags.html", "marks.md", "cells.tsv"), (_patterns, (0, 2))),
    "tags.ifo": (_tags, (0, 2)), "keys.csv": (_keys, (0,)),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_bounded(tmp_path: Path, name: str) -> None:
    """Under 512 MB and 20 s, exit code 2 with one line (or 0 where the file is only large)."""
    make, codes = LARGE[name]
    make(tmp_path / name)
    before = sorted(p.name for p in tmp_path.iterdir())
    # A process between, so that the peak of this one does not count as that of the command.
    script = (
        "import os, subprocess, sys\n"
        "process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "_pid, status, usage = os.wait4(process.pid, 0)\n"
        "print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, usage.ru_utime + usage.ru_stime)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, sys.executable, "-m", "toolkit", "convert", name, "out.jsonl"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    code, peak, seconds = done.stdout.split()
    assert int(code) in codes, done.stderr[-500:]
    assert "Traceback" not in done.stderr
    if int(code):
        assert done.stderr.count("\n") == 1 and sorted(p.name for p in tmp_path.iterdir()) == before
    assert int(peak) < 512 * 1024, peak
    assert float(seconds) < 20
