"""Reports, language codes, garbled Chinese, losses, merging, validation and the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit.errors import FayiError
from toolkit.formats import convert, languages, mojibake, po, registry, tbx, tmx
from toolkit.formats.format import Settings
from toolkit.formats.glossaries import load_concepts
from toolkit.formats.model import Code, Designation, Entry
from toolkit.formats.report import Report
from toolkit.formats.validate import validate
from toolkit.model import Status

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    "code",
    ["zh-CN", "ZH-CN", "zh_CN", "zh-Hans-CN", "zh-Hans", "zh", "Chinese (PRC)", "zh_CN.UTF-8", "cmn-Hans-CN"],
)
def test_simplified_chinese_is_one_language(code: str) -> None:
    assert languages.same(code, "zh-CN")
    assert languages.model_code(code) == "zh-Hans-CN"
    for other in ("zh-TW", "zh-Hant", "zh-HK", "zh-Hant-MO"):
        assert not languages.same(code, other)


def test_regions() -> None:
    assert languages.same("en", "eN-uS") and not languages.same("en-GB", "en-US")
    assert languages.same("zh-HK", "zh_Hant_HK") and not languages.same("zh-HK", "zh-TW")
    assert languages.short("zh-Hans-CN") == "zh-CN" and languages.locale("zh-Hant-TW") == "zh_TW"


def test_garbled_chinese_is_found_and_mended() -> None:
    for text in ("的耳机", "人民法院", "请按下按钮，然后继续", "音量"):
        assert mojibake.mend(text.encode("gbk").decode("latin-1")) == text
    for text in (
        "Ünïcödé",
        "naïve café",
        "Müller & Söhne",
        "São João",
        "§ 15 ¶ 3",
        "原告",
        "Ærø, Åland",
        "Œuvre",
        "größer",
    ):
        assert mojibake.mend(text) == text


def test_tmx_keeps_everything(tmp_path: Path) -> None:
    document = tmx.document(DATA / "rich.tmx")
    units = list(document)
    assert document.header.attributes["o-encoding"] == "iso-8859-1"
    assert (
        document.header.notes[0].attributes == {"xml:lang": "en"}
        and document.header.udes[0].maps[0]["unicode"] == "#xF8FF"
    )
    assert [v.lang for v in units[0].variants] == ["en-US", "en-GB", "zh-Hans-CN", "zh-Hant-HK"]
    assert units[0].variants[2].text == "合同无效。"
    code = units[0].variants[0].runs[1]
    assert isinstance(code, Code) and isinstance(code.content[1], Code) and code.content[1].name == "sub"
    tmx.write(tmp_path / "a.tmx", units, header=document.header)
    again = tmx.document(tmp_path / "a.tmx")
    assert list(again) == units and again.header == document.header
    assert not list(validate(tmp_path / "a.tmx")[1])


def test_tmx_11_and_missing_header_attributes() -> None:
    report = Report("old")
    units = list(tmx.document(DATA / "old.tmx", report))
    assert [v.lang for v in units[0].variants] == ["EN", "ZH"]
    assert report.counts["repaired"] == 1


@pytest.mark.parametrize(
    "name", ["basic-dca.tbx", "basic-dct.tbx", "v2.tbx", "min-2013.tbx", "usage-status.tbx"]
)
def test_every_tbx_says_the_same(name: str) -> None:
    entries = list(tbx.read(DATA / name, Report(name)))
    assert len(entries) == 1
    terms = {(t.text, t.lang, t.status) for t in entries[0].terms}
    assert terms == {
        ("consideration", "en", Status.PREFERRED),
        ("quid pro quo", "en", Status.DEPRECATED),
        ("对价", "zh-CN", Status.PREFERRED),
    }
    assert entries[0].subject == "contract law"


@pytest.mark.parametrize("name", ["tbx", "tbx-dct", "tbx2"])
def test_unknown_categories_survive(tmp_path: Path, name: str) -> None:
    entries = list(tbx.read(DATA / "unknown.tbx", Report("a")))
    chosen = registry.named(name)
    assert chosen.write is not None
    chosen.write(tmp_path / "a.tbx", entries, Settings())
    text = (tmp_path / "a.tbx").read_text(encoding="utf-8")
    assert "TBX-Fayi" in text and "Translation needed" in text and "2024-05-01" in text and "ISBN 1" in text
    assert next(iter(tbx.read(tmp_path / "a.tbx", Report("a")))).terms[0].text == "estoppel"


def test_po_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    path = DATA / "full.po"
    catalog = po.load(path)
    assert po.text_of(catalog).encode() == path.read_bytes()
    by_id = {m.msgid: m for m in catalog.messages}
    assert by_id["%d case"].plurals == ("%d件案件",) and by_id["old"].obsolete and by_id["plaintiff"].previous
    assert by_id["plaintiff"].fuzzy
    assert [m.context for m in catalog.messages if m.msgid == "consideration"] == ["contract law", ""]
    catalog.messages[0] = catalog.messages[0].changed(msgstr="改")
    po.write(tmp_path / "b.po", catalog)
    before, after = (
        path.read_text(encoding="utf-8").splitlines(),
        (tmp_path / "b.po").read_text(encoding="utf-8").splitlines(),
    )
    assert len(set(after) - set(before)) <= 2


@pytest.mark.parametrize(("command", "said"), [
    (("convert", "a.csv", "b.tmx", "-g", "a.csv"), "allowed: xliff2, xliff2.1"),
    (("convert", "a.csv", "b.csv", "--encoding", "UTF-16"), "--encoding is for TMX"),
    (("export", "--only", "-o", "b.csv"), "--only without a glossary"),
])  # fmt: skip
def test_an_option_without_effect_is_refused(
    tmp_path: Path, fayi: Run, command: tuple[str, ...], said: str
) -> None:
    (tmp_path / "a.csv").write_text("en,zh-CN\ncourt,法院\n", encoding="utf-8")
    done = fayi(*command)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("b.*"))


def test_a_loss_is_refused_unless_accepted(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    convert.convert(_tsv(small), registry.named("tsv"), path, registry.named("tbx"), Settings())
    out = tmp_path / "b.csv"
    with pytest.raises(FayiError, match=r"deepl cannot hold: .*status"):
        convert.convert(path, registry.named("tbx"), out, registry.named("deepl"), Settings(), accept=False)
    assert not out.exists()
    outcome = convert.convert(path, registry.named("tbx"), out, registry.named("deepl"), Settings())
    assert (
        outcome.lost["status"] == 2 and out.read_text(encoding="utf-8").splitlines()[0] == "case filing,立案"
    )


def _tsv(small: Path) -> Path:
    return small / "criminal-procedure.tsv"


def test_user_glossaries_in_any_format(small: Path, tmp_path: Path, fayi: Run) -> None:
    expected = {c.zh for c in load_concepts(small)}
    for name, file in (("tbx", "a.tbx"), ("tmx", "a.tmx"), ("xlsx", "a.xlsx"), ("csv", "a.csv"), ("omegat", "a.txt"), ("po", "a.po"),
                       ("memoq", "b.csv"), ("multiterm", "a.xml"), ("utx", "a.utx"), ("matecat", "c.csv"), ("phrase", "b.xlsx"), ("xliff", "a.xlf")):  # fmt: skip
        done = fayi("export", "-g", str(small), "--only", "-p", name, "-o", file)
        assert done.returncode == 0, done.stderr
        concepts = load_concepts(tmp_path / file)
        assert {t.text for c in concepts for t in c.of("zh-Hans-CN")} == expected, name
    assert {c.zh for c in load_concepts(_tsv(small))} == expected


def test_synonyms_in_a_cell_and_odd_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Subject field;English;Chinese (PRC);Status;Remark\ncivil;consideration|quid pro quo;对价;approved;see law\n",
        encoding="utf-8-sig",
    )
    (concept,) = load_concepts(path)
    assert (
        [t.text for t in concept.of("en")] == ["consideration", "quid pro quo"]
        and concept.zh == "对价"
        and concept.field == "civil"
    )


def test_spreadsheet_safe_is_reversible(tmp_path: Path) -> None:
    found = [Entry("=1", (Designation("=cmd()", "en"), Designation("-法院", "zh-CN")))]
    chosen = registry.named("csv")
    assert chosen.write and chosen.read
    chosen.write(tmp_path / "a.csv", found, Settings(spreadsheet_safe=True))
    assert "\n\t=1,en,\t=cmd()" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    (back,) = chosen.read(tmp_path / "a.csv", Report("a"), Settings())
    assert (back.id, back.terms[0].text) == ("=1", "=cmd()")


def test_unchanged_files_are_byte_identical(tmp_path: Path, fayi: Run) -> None:
    for name in ("full.po", "tool.xlf", "rich.tmx"):
        done = fayi("convert", str(DATA / name), name)
        assert done.returncode == 0 and (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), (
            done.stderr
        )


def test_convert_reports_and_repairs(tmp_path: Path, fayi: Run) -> None:
    garbled = "的耳机".encode("gbk").decode("latin-1")
    (tmp_path / "a.csv").write_text(
        f"en,zh-CN\nearphones,{garbled}\ncourt,法院\n,\nalone,\n", encoding="utf-8"
    )
    done = fayi("convert", "a.csv", "b.tmx")
    assert (
        done.returncode == 0
        and "read 3, created 3" in done.stderr
        and "garbled" in done.stderr
        and "a.csv:2" in done.stderr
    )
    done = fayi("convert", "a.csv", "b.jsonl", "--repair")
    assert "repaired 1" in done.stderr and "的耳机" in (tmp_path / "b.jsonl").read_text(encoding="utf-8")
    done = fayi("convert", "a.csv", "c.docx")
    assert done.returncode == 2 and "can only be read" in done.stderr and done.stderr.count("\n") == 1
    done = fayi("convert", "a.csv", "b.unknown")
    assert done.returncode == 2 and "fayi formats" in done.stderr


def test_documents_become_units(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.md").write_text(
        "# Case filing\n\nThe court **accepts** `code` the case filing.\n", encoding="utf-8"
    )
    (tmp_path / "g.csv").write_text("en,zh-CN\ncase filing,立案\n", encoding="utf-8")
    done = fayi("convert", "a.md", "a.xlf", "--to", "xliff2", "-g", "g.csv")
    text = (tmp_path / "a.xlf").read_text(encoding="utf-8")
    assert done.returncode == 0 and text.count("gls:glossEntry ") == 2 and "立案" in text, done.stderr
    assert not list(validate(tmp_path / "a.xlf")[1])
    done = fayi("convert", "a.xlf", "g.jsonl", "--from", "xliff-glossary")
    assert "read 2, created 1, merged 1" in done.stderr


def test_commands(tmp_path: Path, small: Path, fayi: Run) -> None:
    assert "deepl" in fayi("formats").stdout and "1,024" in fayi("formats", "deepl").stdout
    (tmp_path / "bad.tmx").write_text('<tmx version="1.4">\n<header/>\n<body/></tmx>', encoding="utf-8")
    done = fayi("validate", "bad.tmx")
    assert (
        done.returncode == 1 and "bad.tmx:2: Element header does not carry attribute segtype" in done.stdout
    )
    assert fayi("export", "-g", str(small), "--only", "-o", "a.tbx").returncode == 0
    assert fayi("validate", "a.tbx").returncode == 0
    done = fayi("merge", "a.tbx", "a.tbx", "-o", "b.tbx")
    assert (
        done.returncode == 0
        and "merged 2" in done.stderr
        and load_concepts(tmp_path / "a.tbx") == load_concepts(tmp_path / "b.tbx")
    )
    assert "did you mean" in fayi("convrt").stderr


@pytest.mark.parametrize(("body", "message"), [
    ('<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>a</term><descrip type="definition">d</descrip></termSec></langSec></conceptEntry>', "definition cannot stand"),
    ('<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>a</term><termNote type="administrativeStatus">preferred</termNote></termSec></langSec></conceptEntry>', "not one of"),
    ('<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>a</term><termNote type="usageStatus">preferred</termNote></termSec></langSec></conceptEntry>', "no category of"),
    ('<conceptEntry id="a"><langSec><termSec><term>a</term></termSec></langSec></conceptEntry>', "no xml:lang"),
    ('<conceptEntry id="a"><langSec xml:lang="en"/></conceptEntry>', "wrong content"),
    ('<conceptEntry><langSec xml:lang="en"><termSec><term>a</term></termSec></langSec></conceptEntry>', "has no id"),
])  # fmt: skip
def test_tbx_rules(tmp_path: Path, body: str, message: str) -> None:
    head = '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>'
    path = tmp_path / "a.tbx"
    path.write_text(f"{head}<text><body>\n{body}</body></text></tbx>", encoding="utf-8")
    found = list(validate(path)[1])
    assert any(message in p.message and p.line == 2 for p in found), found
