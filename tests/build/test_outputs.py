"""The files of a build, read back with the libraries and programs that people use."""

from __future__ import annotations

import csv
import gettext
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import polib
import pytest
from lxml import etree, html

from tests.conftest import ROOT, Run

TEXT = ROOT / "examples" / "procuratorate-news.txt"
TARGET = ROOT / "examples" / "procuratorate-news.zh.txt"
NAME = "procuratorate-news"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from click.testing import CliRunner

    from toolkit.cli import main

    place = tmp_path_factory.mktemp("build") / "out"
    result = CliRunner().invoke(main, ["build", str(TEXT), "--target", str(TARGET), "-o", str(place)])
    assert result.exit_code == 0, result.output
    return place


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "glossary.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_only_the_documented_files_stand_there(out: Path) -> None:
    names = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    messages = "locales/zh_CN/LC_MESSAGES"
    assert names == sorted(
        [
            f"{NAME}.tbx",
            f"{NAME}.tmx",
            "glossary.tsv",
            "glossary.xlsx",
            f"{messages}/{NAME}.mo",
            f"{messages}/{NAME}.po",
            "report.html",
        ]
    )


def test_tsv_columns_and_rows(out: Path) -> None:
    table = rows(out)
    assert list(table[0])[:7] == [
        "english",
        "chinese",
        "preferred_english",
        "status",
        "confidence",
        "source",
        "concept",
    ]
    by_chinese = {row["chinese"]: row for row in table}
    assert by_chinese["扫黑除恶"]["english"] == "fight against black and evil"
    assert by_chinese["扫黑除恶"]["status"] == "deprecated"
    assert by_chinese["认罪认罚从宽制度"]["preferred_english"] == "plea leniency system"
    assert by_chinese["挂牌督办"]["english"] == "listed and supervised"
    assert len({(row["concept"], row["chinese"]) for row in table}) == len(table), "one row per concept"


def test_workbook(out: Path) -> None:
    book = openpyxl.load_workbook(out / "glossary.xlsx")
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref
    values = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert len(values) == len(rows(out))
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
    assert any("认罪认罚从宽制度" in row for row in values)


def test_catalog_is_read_by_gettext(out: Path) -> None:
    translation = gettext.translation(NAME, out / "locales", ["zh_CN"])
    assert translation.gettext("fight against black and evil") == "扫黑除恶"
    catalog = polib.pofile(str(out / "locales/zh_CN/LC_MESSAGES" / f"{NAME}.po"))
    assert catalog.metadata["Language"] == "zh_CN"
    assert catalog.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    entry = catalog.find("fight against black and evil")
    assert entry is not None and entry.occurrences and entry.comment


def test_tmx_pairs(out: Path) -> None:
    tree = etree.parse(str(out / f"{NAME}.tmx"))
    assert tree.getroot().get("version") == "1.4"
    assert tree.find("header").get("srclang") == "en"
    pairs = {tuple(s.text for s in tu.iter("seg")) for tu in tree.iter("tu")}
    assert ("listed and supervised", "挂牌督办") in pairs
    sentences = [tu for tu in tree.iter("tu") if (tu.get("tuid") or "").startswith("sentence.")]
    english, chinese = zip(*[[s.text for s in tu.iter("seg")] for tu in sentences], strict=True)
    assert len(sentences) >= 10
    for en, zh in zip(english, chinese, strict=True):
        numbers = re.findall(r"\d+", en)
        assert [n for n in numbers if n not in zh and len(n) > 1 and "million" not in en] == []
    assert {v.get("{http://www.w3.org/XML/1998/namespace}lang") for v in tree.iter("tuv")} == {"en", "zh-CN"}


def test_report_is_self_contained_and_escaped(out: Path) -> None:
    page = (out / "report.html").read_text(encoding="utf-8")
    document = html.fromstring(page)
    assert not document.xpath("//link | //script[@src] | //img[not(starts-with(@src,'data:'))]")
    assert "http" not in re.sub(
        r"Content-Security-Policy[^>]*", "", page.split("</style>")[1].split("<script>")[0]
    )
    marks = document.xpath("//article//mark")
    assert len(marks) > 40
    assert all(document.get_element_by_id(f"e{mark.get('data-e')}") is not None for mark in marks)


def test_hostile_text_is_shown_as_text(fayi: Run, tmp_path: Path) -> None:
    (tmp_path / "<b>x.txt").write_text(
        'The court</mark><script>alert(1)</script> "heard" & =cmd the plaintiff.', encoding="utf-8"
    )
    assert fayi("build", "<b>x.txt", "-o", "o").returncode == 0
    page = (tmp_path / "o" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    etree.parse(str(next((tmp_path / "o").glob("*.tmx"))))


def test_two_builds_are_byte_identical(fayi: Run, tmp_path: Path) -> None:
    for place in ("a", "b"):
        assert fayi("build", str(TEXT), "-o", place).returncode == 0
    for path in sorted((tmp_path / "a").rglob("*")):
        if path.is_file() and path.suffix != ".xlsx":
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
def test_msgfmt_accepts_the_catalog(out: Path, tmp_path: Path) -> None:
    path = out / "locales/zh_CN/LC_MESSAGES" / f"{NAME}.po"
    done = subprocess.run(
        ["msgfmt", "-c", "-o", str(tmp_path / "x.mo"), str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook(out: Path, tmp_path: Path) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):9,34,76,1", "--outdir", str(tmp_path), str(out / "glossary.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8")
    assert "认罪认罚从宽制度" in text and len(text.splitlines()) >= len(rows(out))
