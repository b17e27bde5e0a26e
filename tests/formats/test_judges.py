"""What other programs make of our files; each test is skipped where its program is absent."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from toolkit.formats import convert, registry
from toolkit.formats.format import Format, Settings
from toolkit.formats.glossaries import load_concepts
from toolkit.formats.model import Code, Note, Prop, Unit, Variant, from_concepts
from toolkit.formats.report import Report

OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
RICH = Unit(
    (
        Variant("en", ("The ", Code("bpt", {"i": "1", "type": "bold"}, ("<b>",)), "plaintiff", Code("ept", {"i": "1"}, ("</b>",)), " appealed.", Code("ph", {"x": "1"}, ("<br/>",)))),
        Variant("zh-CN", (Code("bpt", {"i": "1", "type": "bold"}, ("<b>",)), "原告", Code("ept", {"i": "1"}, ("</b>",)), "上诉。", Code("it", {"pos": "begin"}, ("<i>",)),
                          Code("hi", {"type": "x-a"}, ("字",)), Code("ut", {}, ("{1}",))), {"changedate": "20240101T000000Z"}),
    ),
    "u1", {"creationid": "a&b"}, (Prop("x-status", "preferred"),), (Note("a note <with> marks"),),
)  # fmt: skip


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(a) for a in arguments], capture_output=True, text=True, timeout=120, check=False, **options
    )  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DTD and schemas that OmegaT carries."""
    if not OMEGAT.is_file():
        pytest.skip("OmegaT is not installed")
    place = tmp_path_factory.mktemp("schemas")
    with zipfile.ZipFile(OMEGAT) as archive:
        for name in ("tmx14.dtd", "tmx14.xsd", "tbx.xsd", "xml.xsd"):
            archive.extract(f"schemas/{name}", place)
    return place / "schemas"


def written(small: Path, path: Path, name: str) -> Path:
    chosen: Format = registry.named(name)
    assert chosen.write is not None
    outcome = convert.Outcome(Report("small"))
    outcome.report.read = outcome.report.created = 1
    convert.write(path, from_concepts(load_concepts(small)), chosen, Settings(), outcome)
    return path


def test_tmx_passes_the_dtd_and_the_schema(schemas: Path, tmp_path: Path) -> None:
    from toolkit.formats import tmx

    path = tmp_path / "a.tmx"
    tmx.write(path, [RICH, RICH._replace(id="u2")])
    lint = program("xmllint")
    assert run(lint, "--noout", "--nonet", "--dtdvalid", schemas / "tmx14.dtd", path).returncode == 0
    done = run(lint, "--noout", "--nonet", "--schema", schemas / "tmx14.xsd", path)
    assert done.returncode == 0, done.stderr


def test_tbx_passes_the_schema(schemas: Path, small: Path, tmp_path: Path) -> None:
    path = written(small, tmp_path / "a.tbx", "tbx2")
    done = run(program("xmllint"), "--noout", "--nonet", "--schema", schemas / "tbx.xsd", path)
    assert done.returncode == 0, done.stderr


def test_our_rules_agree_with_the_dtd(schemas: Path, tmp_path: Path) -> None:
    from toolkit.formats.validate import validate

    head = '<header creationtool="a" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="x"/>'
    tuv = '<tuv xml:lang="en"><seg>a</seg></tuv>'
    cases = [
        f'<tmx version="1.4">{head}<body><tu>{tuv}</tu></body></tmx>',
        f'<tmx version="1.4">{head}<body><tu/></body></tmx>',
        f'<tmx version="1.4">{head}<body><tu>{tuv}<note>x</note></tu></body></tmx>',
        '<tmx version="1.4"><header/><body/></tmx>',
        f'<tmx version="1.4">{head}<body><tu><tuv><seg>a</seg></tuv></tu></body></tmx>',
        f'<tmx version="1.4">{head}<body><tu><tuv xml:lang="en"><seg><g>a</g></seg></tuv></tu></body></tmx>',
        f'<tmx version="1.4">{head}<body><tu><tuv xml:lang="en"><seg><it>a</it></seg></tuv></tu></body></tmx>',
        f'<tmx version="1.4">{head}<body><tu segtype="word">{tuv}</tu></body></tmx>',
        f'<tmx version="1.4">{head}<body><tu><prop>a</prop>{tuv}</tu></body></tmx>',
        f'<tmx version="1.4">{head}<body>text</body></tmx>',
        f'<tmx version="1.4"><body/>{head}</tmx>',
    ]
    lint = program("xmllint")
    for number, case in enumerate(cases):
        path = tmp_path / f"{number}.tmx"
        path.write_text(f"<?xml version='1.0'?>\n{case}", encoding="utf-8")
        judged = run(lint, "--noout", "--nonet", "--dtdvalid", schemas / "tmx14.dtd", path).returncode == 0
        assert judged == (not list(validate(path)[1])), case


def test_omegat_translates_from_our_memory(tmp_path: Path) -> None:
    """A project whose only translations are in our TMX comes out translated; the memory has codes and notes."""
    from toolkit.formats import tmx

    if not OMEGAT.is_file():
        pytest.skip("OmegaT is not installed")
    java = program("java")
    project = tmp_path / "project"
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    folders = "".join(
        f"<{n}_dir>__DEFAULT__</{n}_dir>" for n in ("source", "target", "tm", "glossary", "dictionary")
    )
    (project / "omegat.project").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">{folders}<source_lang>EN-US</source_lang>'
        "<target_lang>ZH-CN</target_lang><sentence_seg>true</sentence_seg></project></omegat>", encoding="utf-8",
    )  # fmt: skip
    (project / "source" / "a.txt").write_text(
        "The court accepted the case.\n\nThe plaintiff appealed.\n", encoding="utf-8"
    )
    units = [
        tmx.plain_unit(
            [("en-US", "The court accepted the case."), ("zh-Hans-CN", "法院受理了案件。")],
            "1",
            [("x-a", "b")],
            ["note"],
        ),
        tmx.plain_unit([("en-US", "The plaintiff appealed."), ("zh-Hans-CN", "原告上诉。")], "2"),
        RICH,
    ]
    tmx.write(project / "tm" / "auto" / "ours.tmx", units, source_language="en-US", segtype="sentence")
    done = run(
        java,
        "-Djava.awt.headless=true",
        "-jar",
        OMEGAT,
        "--mode=console-translate",
        f"--config-dir={tmp_path / 'config'}",
        project,
    )
    text = (project / "target" / "a.txt").read_text(encoding="utf-8")
    assert "法院受理了案件。" in text and "原告上诉。" in text, done.stdout + done.stderr


PROBE = """
import java.io.File;
import java.util.List;
import org.omegat.core.Core;
import org.omegat.core.data.*;
import org.omegat.gui.glossary.*;
import org.omegat.util.*;
public class Probe {
  public static void main(String[] a) throws Exception {
    RuntimePreferences.setConfigDir(a[2]);
    final ProjectProperties p = new ProjectProperties(new File(a[2])) {};
    p.setSourceLanguage("en");
    p.setTargetLanguage("zh-CN");
    Core.setProject(new NotLoadedProject() { public ProjectProperties getProjectProperties() { return p; } });
    java.lang.reflect.Method m = Class.forName("org.omegat.gui.glossary." + a[0]).getMethod("read", File.class, boolean.class);
    for (Object o : (List<?>) m.invoke(null, new File(a[1]), true)) {
      GlossaryEntry e = (GlossaryEntry) o;
      for (String s : e.getLocTerms(false)) System.out.println(e.getSrcText() + "=" + s);
    }
  }
}
"""


@pytest.mark.parametrize(
    ("reader", "name", "file"),
    [("GlossaryReaderTSV", "omegat", "glossary.txt"), ("GlossaryReaderTBX", "tbx2", "a.tbx")],
)
def test_omegat_reads_our_glossary(small: Path, tmp_path: Path, reader: str, name: str, file: str) -> None:
    if not OMEGAT.is_file():
        pytest.skip("OmegaT is not installed")
    javac, java = program("javac"), program("java")
    path = written(small, tmp_path / file, name)
    (tmp_path / "Probe.java").write_text(PROBE, encoding="utf-8")
    classes = os.pathsep.join([str(OMEGAT), *map(str, Path("/usr/share/java").glob("*.jar")), str(tmp_path)])
    built = run(javac, "-encoding", "UTF-8", "-cp", classes, "-d", tmp_path, tmp_path / "Probe.java")
    assert built.returncode == 0, built.stderr
    done = run(
        java,
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
        "-cp",
        classes,
        "Probe",
        reader,
        path,
        tmp_path,
    )
    found = set(done.stdout.splitlines())
    assert {"case filing=立案", "file a case=立案", "plea leniency system=认罪认罚从宽制度"} <= found, (
        done.stderr[-2000:]
    )


def test_msgfmt_accepts_our_catalog(small: Path, tmp_path: Path) -> None:
    msgfmt = program("msgfmt")
    path = written(small, tmp_path / "a.po", "po")
    done = run(msgfmt, "-c", "-o", tmp_path / "b.mo", path)
    assert done.returncode == 0, done.stderr
    ours = written(small, tmp_path / "a.mo", "mo")
    done = run(program("msgunfmt"), ours)
    assert "立案" in done.stdout and done.returncode == 0


def test_libreoffice_opens_our_workbook(small: Path, tmp_path: Path) -> None:
    office = program("soffice")
    path = written(small, tmp_path / "a.xlsx", "xlsx")
    done = run(office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
               "--outdir", tmp_path / "out", path)  # fmt: skip
    text = (tmp_path / "out" / "a.csv").read_text(encoding="utf-8")
    assert "认罪认罚从宽制度" in text and text.splitlines()[0].startswith("concept,lang,term"), done.stderr


@pytest.mark.parametrize(
    ("name", "suffix"), [("tmx", ".tmx"), ("tbx2", ".tbx"), ("xliff", ".xlf"), ("po", ".po")]
)
def test_translate_toolkit_counts_our_units(small: Path, tmp_path: Path, name: str, suffix: str) -> None:
    count = program("pocount")
    path = written(small, tmp_path / f"a{suffix}", name)
    done = run(count, "--csv", path)
    assert done.returncode == 0 and path.name in done.stdout and "error" not in done.stderr.lower(), (
        done.stderr
    )
