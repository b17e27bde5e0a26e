"""What convert says, what it refuses to call a success, and what the shell completes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.conftest import Run
from toolkit.cli.options import complete_any, complete_format, complete_output
from toolkit.errors import FayiError
from toolkit.formats import convert, registry, tables
from toolkit.formats.format import Settings
from toolkit.formats.model import Designation, Entry
from toolkit.formats.report import Report
from toolkit.model import Status

GARBLED = "的耳机".encode("gbk").decode("latin-1")


def test_garbled_units_are_in_the_summary_with_their_line(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.csv").write_text(f"en,zh-CN\ncourt,法院\nearphones,{GARBLED}\n", encoding="utf-8")
    done = fayi("convert", "a.csv", "a.tmx")
    assert "failed 0, garbled 1\n" in done.stderr and "a.csv:3: garbled: " in done.stderr
    line = (tmp_path / "a.tmx").read_text(encoding="utf-8").split("\n")
    begins = max(n for n, text in enumerate(line, 1) if "<tu" in text and n < 1 + line.index(f"        <seg>{GARBLED}</seg>")
                 and "<tuv" not in text)  # fmt: skip
    done = fayi("convert", "a.tmx", "a.tbx")
    assert f"a.tmx:{begins}: garbled: " in done.stderr
    done = fayi("convert", "a.tmx", "a.po", "--repair")
    assert f"a.tmx:{begins}: repaired: " in done.stderr and "garbled" not in done.stderr
    (tmp_path / "b.po").write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "{GARBLED}"\n', encoding="utf-8")  # fmt: skip
    assert "b.po:4: garbled: " in fayi("convert", "b.po", "b.tmx").stderr


WRITERS = [name for name, f in registry.formats().items() if f.write is not None]


@pytest.mark.parametrize("name", WRITERS)
def test_never_a_success_with_no_terms(tmp_path: Path, name: str) -> None:
    """What has no term in the languages asked for leaves the old file, or arrives whole in a format that holds it."""
    out = tmp_path / f"out.{name}"
    out.write_text("what stood here")
    entry = Entry("1", (Designation("Gericht", "de"),))
    outcome = convert.Outcome(Report("a", 1, 1))
    target = registry.named(name)
    try:
        convert.write(out, [entry], target, Settings(), outcome)
    except FayiError as error:
        assert "name the languages with --lang" in str(error)
        assert out.read_text() == "what stood here" and [p.name for p in tmp_path.iterdir()] == [out.name]
    else:
        found = [*convert.read_items(out, target, Settings(), Report("b"))]
        assert "Gericht" in str(found)


def test_tables_keep_every_context_and_definition(tmp_path: Path) -> None:
    entries = [
        Entry("a", (
            Designation("court", "en", Status.PREFERRED, "noun", contexts=("One court.", "Two courts.", "Three."), note="n"),
            Designation("法院", "zh-CN", contexts=("人民法院",)),
        ), "law", (("en", "a body"), ("", "another"), ("zh-CN", "机关"), ("en", "fourth")), "remark", ("b",)),
        Entry("b", (Designation("judge", "en"), Designation("法官", "zh-CN")), definitions=(("en", "x"),)),
    ]  # fmt: skip
    for name in ("csv", "tsv", "xlsx"):
        chosen = registry.named(name)
        assert chosen.write and chosen.read
        chosen.write(tmp_path / f"a.{name}", entries, Settings())
        back = chosen.read(tmp_path / f"a.{name}", Report("a"), Settings())
        assert [_without_lines(e) for e in back] == entries


def _without_lines(entry: Entry) -> Entry:
    return entry._replace(line=0, terms=tuple(t._replace(line=0) for t in entry.terms))


def test_two_statuses_of_one_term_both_arrive() -> None:
    rows = [(1, ["concept", "lang", "term", "status"]), (2, ["a", "en", "court", "preferred"]), (3, ["a", "en", "court", "deprecated"]),
            (4, ["a", "zh-CN", "法院", ""])]  # fmt: skip
    (entry,) = tables.entries(rows, Report("a"), Settings())
    assert [t.status for t in entry.terms] == [Status.PREFERRED, Status.DEPRECATED, None]


def test_a_forbidden_translation_spares_the_word() -> None:
    rows = [(1, ["en-US", "zh-CN", "Forbidden"]), (2, ["court", "球场", "True"])]
    (entry,) = tables.entries(rows, Report("a"), Settings())
    assert [t.status for t in entry.terms] == [None, Status.DEPRECATED]


def test_workbooks_can_be_made_safe_for_saving_as_csv(tmp_path: Path) -> None:
    found = [Entry("1", (Designation("=cmd()", "en"), Designation("法院", "zh-CN")))]
    chosen = registry.named("xlsx")
    assert chosen.write and chosen.read
    for safe in (True, False):
        chosen.write(tmp_path / "a.xlsx", found, Settings(spreadsheet_safe=safe))
        from toolkit.formats import xlsx

        cells = [cell for _n, row in xlsx.parse(tmp_path / "a.xlsx") for cell in row]
        assert ("\t=cmd()" in cells) is safe
        (back,) = chosen.read(tmp_path / "a.xlsx", Report("a"), Settings())
        assert back.terms[0].text == "=cmd()"


def test_deepl_never_gets_a_duplicate(tmp_path: Path) -> None:
    entries = [
        Entry("", (Designation(text, "en"), Designation("法院", "zh-CN")))
        for text in ("a b", "a\tb", "\x01", "c")
    ]
    chosen = registry.named("deepl")
    assert chosen.write
    chosen.write(tmp_path / "a.csv", entries, Settings())
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "a b,法院\nc,法院\n"


def test_the_shell_completes_formats() -> None:
    context, parameter = click.Context(click.Command("x")), click.Option(["--to"])
    assert "deepl" in complete_output(context, parameter, "d") and "docx" not in complete_output(
        context, parameter, "d"
    )
    assert "docx" in complete_format(context, parameter, "D")
    assert complete_any(context, parameter, "memo") == ["memoq"]


def test_shell_completion_of_the_command(tmp_path: Path, fayi: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_FAYI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "fayi convert a b --profile mem")
    monkeypatch.setenv("COMP_CWORD", "5")
    assert "plain,memoq" in fayi().stdout


def test_map_reads_other_encodings(tmp_path: Path, fayi: Run) -> None:
    for encoding in ("utf-16", "utf-8-sig", "utf-8"):
        (tmp_path / "phrases.txt").write_text("put on record\nprocuratorate\n", encoding=encoding)
        done = fayi("map", "-f", "phrases.txt")
        assert done.returncode == 0 and "检察院" in done.stdout, (encoding, done.stderr)
    (tmp_path / "phrases.txt").write_text("procuratorate 检察院的\n", encoding="gb18030")
    assert "read as GB18030" in fayi("map", "-f", "phrases.txt").stderr


XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh-CN"><file id="f">
<group id="g"><unit id="u"><my:extra xmlns:my="urn:my"><my:inner/></my:extra><segment state="final"><source>a <ph id="1" canCopy="no" equiv="x"/></source>
<target>甲 <ph id="1" canCopy="no" equiv="x"/></target></segment><ignorable><source> </source></ignorable></unit></group></file></xliff>"""
TBX_3 = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc>
<revisionDesc><change><p>y</p></change></revisionDesc></tbxHeader><text><body><conceptEntry id="c"><langSec xml:lang="en"><termSec><term>H<hi>2</hi>O</term></termSec>
</langSec></conceptEntry></body><back/></text></tbx>"""


def test_what_a_file_written_anew_loses_is_said(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.xlf").write_text(XLIFF_2, encoding="utf-8")
    done = fayi("convert", "a.xlf", "b.xlf", "--lang", "en,zh-CN")
    for name, count in (
        ("<extra>", 1),
        ("<group>", 1),
        ("<ignorable>", 1),
        ("canCopy", 2),
        ("equiv", 2),
        ("state", 1),
    ):
        assert f"{name} ({count})" in done.stderr
    assert "inner" not in done.stderr
    (tmp_path / "a.tbx").write_text(TBX_3, encoding="utf-8")
    done = fayi("convert", "a.tbx", "b.tbx")
    assert "not carried by this format: <back> (1), <hi> (1), <revisionDesc> (1)" in done.stderr
    done = fayi("convert", "a.tbx", "c.tbx", "--strict")
    assert (
        done.returncode == 2
        and "not carried: <back>, <hi>" in done.stderr
        and not (tmp_path / "c.tbx").exists()
    )
    done = fayi("convert", "a.xlf", "c.xlf", "--from", "xliff2", "--to", "xliff2")
    assert (
        "not carried" not in done.stderr
        and (tmp_path / "c.xlf").read_bytes() == (tmp_path / "a.xlf").read_bytes()
    )


TMX = """<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>
<body><mine/>
<tu><tuv xml:lang="en"><seg>earphones</seg></tuv><tuv xml:lang="zh-CN"><seg>GARBLED</seg></tuv></tu></body></tmx>""".replace(
    "GARBLED", GARBLED
)
PO = f'msgid ""\nmsgstr "Language: zh_CN\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "earphones"\nmsgstr "{GARBLED}"\n'
XLIFF_1 = f"""<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" source-language="en" target-language="zh-CN" datatype="plaintext">
<body><trans-unit id="1"><source>earphones</source><target>{GARBLED}</target></trans-unit></body></file></xliff>"""


@pytest.mark.parametrize(("name", "content", "where"), [("a.tmx", TMX, "a.tmx:3"), ("a.po", PO, "a.po:4"), ("a.xlf", XLIFF_1, "a.xlf")])  # fmt: skip
def test_a_file_that_is_copied_is_looked_at(
    tmp_path: Path, fayi: Run, name: str, content: str, where: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = fayi("convert", name, f"b{name}")
    assert f"{where}: garbled: " in done.stderr and "garbled 1" in done.stderr
    assert (tmp_path / f"b{name}").read_bytes() == (tmp_path / name).read_bytes()
    assert ("foreign: <mine> is not TMX" in done.stderr) == (name == "a.tmx")


def test_the_languages_named_are_those_written(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.csv").write_text(
        "en,zh-CN,fr,de\ncontract,合同,contrat,Vertrag\ncourt,法院,,\n", encoding="utf-8"
    )
    done = fayi("convert", "a.csv", "b.csv", "--lang", "fr,de")
    assert "texts in other languages 4" in done.stderr and "skipped: nothing in fr, de" in done.stderr
    rows = (tmp_path / "b.csv").read_text(encoding="utf-8-sig").split()
    assert [row.split(",")[1] for row in rows if row.startswith("c")][1:] == ["fr", "de"]
    fayi("convert", "a.csv", "a.tmx", "--lang", "en,zh-CN,fr")
    done = fayi("convert", "a.tmx", "b.tmx", "--lang", "zh-CN,fr")
    text = (tmp_path / "b.tmx").read_text(encoding="utf-8")
    assert text.index("合同") < text.index("contrat") and "contract" not in text
    done = fayi("export", "-p", "csv", "-g", "a.csv", "--only", "-o", "c.csv", "--lang", "en,zh-TW")
    assert "合同" not in (tmp_path / "c.csv").read_text(encoding="utf-8")


def test_a_binary_table_is_not_told_about_documents(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x00\x01\x02\xff" * 500)
    done = fayi("convert", "a.csv", "a.tmx")
    assert done.returncode == 2 and "a.csv: a binary file" in done.stderr and ".docx" not in done.stderr


def test_merging_says_the_same(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.tbx").write_text(TBX_3, encoding="utf-8")
    (tmp_path / "b.csv").write_text("en,zh-CN,fr\ncourt,法院,cour\n", encoding="utf-8")
    done = fayi("merge", "a.tbx", "b.csv", "-o", "c.csv", "--lang", "en,zh-CN")
    assert (
        "<back> (1), <hi> (1), <revisionDesc> (1)" in done.stderr
        and "texts in other languages 1" in done.stderr
    )
    assert "cour\n" not in (tmp_path / "c.csv").read_text(encoding="utf-8").replace(",", "\n").replace(
        "court", ""
    )
    done = fayi("merge", "a.tbx", "b.csv", "-o", "d.csv", "--strict")
    assert done.returncode == 2 and not (tmp_path / "d.csv").exists()


def test_a_pipe_is_refused_and_no_file_is_called_so(tmp_path: Path, fayi: Run) -> None:
    (tmp_path / "a.csv").write_text("en,zh-CN\ncourt,法院\n", encoding="utf-8")
    for given in (
        ("convert", "a.csv", "-", "--to", "csv"),
        ("convert", "-", "b.tmx"),
        ("export", "-p", "csv", "-o", "-"),
    ):
        done = fayi(*given)
        assert done.returncode == 2 and "pipe; name a file" in done.stderr
    assert [p.name for p in tmp_path.iterdir() if p.name != "a.csv"] == []
