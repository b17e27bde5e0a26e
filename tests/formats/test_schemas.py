"""The published schemas judge: our output passes them in xmllint and in ``fayi validate``, mutated files are refused at the right line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.formats.test_judges import RICH
from toolkit.cli.validate import command
from toolkit.errors import FayiError
from toolkit.formats import judges, registry, schematron
from toolkit.formats.format import Settings
from toolkit.formats.glossaries import load_concepts
from toolkit.formats.grammar import TOO_MANY
from toolkit.formats.model import Code, from_concepts, plain_unit
from toolkit.formats.validate import validate

DATA = Path(__file__).parent / "data"
CHOSEN = Settings("en", ("zh-CN",), given=True)
UNITS = {
    "tmx": ("a.tmx", judges.TMX["1.4"]),
    "xliff": ("a.xlf", judges.XLIFF_12),
    "xliff2": ("b.xlf", judges.XLIFF_20),
    "xliff2.1": ("c.xlf", judges.XLIFF_20),
}
ODD = RICH._replace(
    id="u 2",
    variants=tuple(
        v._replace(runs=(Code("ept", {"i": "9"}), Code("bpt", {"i": "a b"}), *v.runs, Code("ph", {"assoc": "p"}, ("<a>", Code("sub", {"type": "t"}, ("x",))))))
        for v in RICH.variants
    ),
)  # fmt: skip


def lint(*arguments: str | Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("xmllint")
    if program is None:
        pytest.skip("xmllint is not installed")
    catalog = tmp_path / "catalog.xml"
    catalog.write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><system systemId="http://www.w3.org/2001/xml.xsd" '
        f'uri="{judges.XML_LANG.as_uri()}"/></catalog>'
    )
    return subprocess.run(
        [program, "--noout", "--nonet", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "XML_CATALOG_FILES": str(catalog)},
    )  # fmt: skip


def written(name: str, path: Path, items: object) -> Path:
    chosen = registry.named(name)
    assert chosen.write is not None
    chosen.write(path, items, CHOSEN)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", UNITS)
def test_units_pass_the_published_schema(tmp_path: Path, name: str) -> None:
    file, judge = UNITS[name]
    odd = [] if name == "tmx" else [ODD]
    path = written(
        name,
        tmp_path / file,
        [RICH, *odd, plain_unit([("en", "a"), ("zh-CN", "甲")], "3", [("odd type", "v")])],
    )
    option = "--dtdvalid" if judge.path.suffix == ".dtd" else "--schema"
    done = lint(option, judge.path, path, tmp_path=tmp_path)
    assert done.returncode == 0, done.stderr
    name, problems = validate(path)
    assert judge.name in name and list(problems) == []


def test_files_with_the_glossary_module_pass_the_core_schema(small: Path, tmp_path: Path) -> None:
    path = written("xliff-glossary", tmp_path / "g.xlf", from_concepts(load_concepts(small)))
    done = lint("--schema", judges.XLIFF_20.path, path, tmp_path=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(validate(path, "xliff2")[1]) == []


MUTATIONS = [
    ("tmx", '<tuv xml:lang="en"', "<tuv", "xml:lang"),
    ("tmx", "<tuv xml:lang", "<tuv lang", "no xml:lang"),
    ("tmx", ' segtype="', ' segtyp="', "segtype"),
    ("tmx", "<note>", "<remark>x</remark><note>", "remark"),
    ("tmx", '<ept i="1"', '<ept i="7"', '<ept i="7"> without <bpt>'),
    ("tmx", 'changedate="2024', 'changedate="Jan 2024', "allowed: YYYYMMDD"),
    ("xliff", ' datatype="plaintext"', "", "datatype"),
    ("xliff", "<note>", "<notes>", "notes"),
    ("xliff", 'pos="open"', 'pos="start"', "pos"),
    ("xliff", "</trans-unit>", '</trans-unit>\n<trans-unit id="u1"><source>b</source></trans-unit>', "u1"),
    ("xliff2", ' srcLang="en"', "", "srcLang"),
    ("xliff2", "<segment>", "<segment><target>x</target>", "source"),
    ("xliff2", 'dataRef="d1"', 'dataRef="d99"', "points to no <data>"),
    (
        "xliff2",
        "</unit>",
        '</unit>\n<unit id="u1"><segment><source>b</source></segment></unit>',
        "stands already",
    ),
    ("xliff2", ' trgLang="zh-CN"', "", "trgLang"),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), MUTATIONS)
def test_mutated_files_are_refused_at_the_line(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    file, _judge = UNITS[name]
    path = written(name, tmp_path / file, [RICH])
    text = path.read_text(encoding="utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    changed = text.replace(old, new, 1)
    if old == "<note>" and name == "xliff":
        changed = changed.replace("</note>", "</notes>", 1)
    path.write_text(changed, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path)], standalone_mode=False)
    assert done.return_value == 1
    hits = [
        int(m.group(1))
        for row in done.output.splitlines()
        if expected in row and (m := re.search(r":(\d+):", row))
    ]
    # Some rules speak of the element around: a few lines up, or of what follows.
    assert any(line - 4 <= hit <= line + 2 for hit in hits), (line, done.output)


def test_a_file_of_any_size_is_judged_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(
        "xliff",
        tmp_path / "a.xlf",
        [plain_unit([("en", f"text {n}"), ("zh-CN", "文")], f"t{n}") for n in range(5000)],
    )
    text = path.read_text(encoding="utf-8").replace("<body>", "<header><note>n</note></header><body>", 1)
    text = text.replace("<source>text 40</source>", "", 1).replace("<source>text 4990</source>", "", 1)
    path.write_text(text, encoding="utf-8")
    whole = list(judges.problems(path, judges.XLIFF_12))
    monkeypatch.setattr(judges, "BATCH", 50_000)
    assert list(judges.problems(path, judges.XLIFF_12)) == whole
    assert [text.splitlines()[p.line - 1].strip()[:7] for p in whole] == ["<target", "<target"]


def test_groups_and_files_are_judged_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, wrong = ['<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'], []
    for file in range(4):
        rows.append(
            f'<file original="f{file}" source-language="en" datatype="plaintext"><header><note>h</note></header><body>'
        )
        for group in range(150):
            rows.append(f'<group id="g{group}"><note>x</note>')
            for unit in range(1 + group % 7):
                if (group + unit) % 40 == 9:
                    wrong.append(len(rows) + 1)
                inner = "<target>x</target>" if (group + unit) % 40 == 9 else "<source>a</source>"
                rows.append(f'<trans-unit id="t{group}.{unit}">{inner}</trans-unit>')
            rows.append("</group>")
        rows.append("</body></file>")
    text = "\n".join([*rows, "</xliff>"])
    path = tmp_path / "a.xlf"
    path.write_text(text)
    whole = list(judges.problems(path, judges.XLIFF_12))
    assert [p.line for p in whole] == wrong
    monkeypatch.setattr(judges, "BATCH_RECORDS", 50)
    assert list(judges.problems(path, judges.XLIFF_12)) == whole


def test_the_elements_of_one_record_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "MAX_ELEMENTS", 100)
    path = tmp_path / "a.tmx"
    path.write_text(f'<tmx version="1.4"><body><tu>{"<note/>" * 200}</tu></body></tmx>')
    with pytest.raises(FayiError, match="too much in one record"):
        list(validate(path)[1])


HEAD_12 = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" datatype="plaintext"><body>'


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.xlf", '<xliff version="1.2"' + "".join(f' a{n}="1"' for n in range(2000)) + "/>", "2,001 attributes"),
    ("a.xlf", HEAD_12 + '<g id="1">' * 3000, "not well-formed"),
    ("a.tmx", '<!DOCTYPE tmx [<!ENTITY a "b">]><tmx version="1.4">&a;</tmx>', "declares an entity"),
    ("a.tmx", '<tmx version="1.4"><header>', "not well-formed"),
    ("a.tmx", "", "unknown|empty|not"),
])  # fmt: skip
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(FayiError, match=message) as caught:
        list(validate(tmp_path / name)[1])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "content"), [
    ("a.xlf", HEAD_12 + "<trans-unit id='1'><source/></trans-unit>\n" * 12_000 + "</body></file></xliff>"),
    ("a.tmx", '<tmx version="1.4"><body>' + "<tu/>\n" * 30_000 + "</body></tmx>"),
    ("a.tmx", '<tmx version="1.4"><body>' + "<tu/>" * 30_000 + "</body></tmx>"),
])  # fmt: skip
def test_what_is_said_of_a_bad_file_is_bounded(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    found = list(validate(tmp_path / name)[1])
    assert 2 <= len(found) <= 2100 and found[-1].message == TOO_MANY


RNG = """<element name="tmx" xmlns="http://relaxng.org/ns/structure/1.0"><attribute name="version"/>
<element name="header"><text/></element><element name="body"><empty/></element></element>"""
SCH = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="t" uri="urn:iso:std:iso:30042:ed-2"/>
<pattern><rule context="t:termSec"><let name="n" value="count(t:term)"/><assert test="$n = 1">One term.</assert>
<report test="t:termNote[@type='partOfSpeech'] = 'noun'">No nouns here.</report></rule></pattern></schema>"""


def test_a_given_schema_judges_instead(tmp_path: Path) -> None:
    (tmp_path / "a.rng").write_text(RNG)
    path = tmp_path / "a.tmx"
    path.write_text('<tmx version="1.4">\n<header>a</header>\n<body/></tmx>')
    assert list(validate(path, schema=tmp_path / "a.rng")[1]) == []
    path.write_text('<tmx version="1.4">\n<header>a</header>\n<body>\n<tu/></body></tmx>')
    assert any(p.line in (3, 4) for p in validate(path, schema=tmp_path / "a.rng")[1])
    (tmp_path / "a.sch").write_text(SCH)
    found = list(validate(DATA / "basic-dca.tbx", schema=tmp_path / "a.sch")[1])
    assert found and {p.message for p in found} == {"No nouns here."} and all(p.line for p in found)
    assert list(validate(DATA / "rich.tmx", schema=judges.TMX["1.4"].path)[1]) == []


def test_rules_say_when_they_stop(tmp_path: Path) -> None:
    (tmp_path / "a.sch").write_text(SCH.replace("t:termSec", "tu").replace("$n = 1", "@tuid"))
    path = tmp_path / "a.tmx"
    path.write_text(f'<tmx version="1.4"><header/><body>{"<tu/>" * 1500}</body></tmx>')
    found = list(validate(path, schema=tmp_path / "a.sch")[1])
    assert len(found) == 1001 and found[-1].message == TOO_MANY


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.dtd", '<!ENTITY % x SYSTEM "file:///etc/passwd">%x;', "names other files"),
    ("a.dtd", "<!ELEMENT", "not a usable schema"),
    ("a.xsd", "<xs:schema", "not a usable schema"),
    ("a.xsd", "<nothing/>", "not a schema"),
    ("a.rng", '<!DOCTYPE x [<!ENTITY e "e">]><grammar xmlns="http://relaxng.org/ns/structure/1.0">&e;</grammar>', "entity"),
    ("a.sch", SCH.replace("$n = 1", "matches(., 'x')"), "not XPath 1.0"),
    ("a.sch", "<x/>", "not a Schematron schema"),
])  # fmt: skip
def test_schemas_that_cannot_be_used(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(FayiError, match=message):
        list(validate(DATA / "basic-dca.tbx", schema=tmp_path / name)[1])


def test_a_schema_gets_files_of_its_own_directory_only(tmp_path: Path) -> None:
    (tmp_path / "out.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="tmx"/></xs:schema>'
    )
    inner = tmp_path / "inner"
    inner.mkdir()
    for place in ("../out.xsd", "http://127.0.0.1:9/x.xsd"):
        (inner / "a.xsd").write_text(
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="{place}"/></xs:schema>'
        )
        with pytest.raises(FayiError, match=r"not a usable schema|outside its directory"):
            list(validate(DATA / "rich.tmx", schema=inner / "a.xsd")[1])


SIZES = {
    "tmx11.dtd": 7900, "tmx14.dtd": 10199, "xliff-core-1.2-strict.xsd": 103425, "xliff_core_2.0.xsd": 16748, "xml.xsd": 8848,
}  # fmt: skip


def test_every_schema_is_shipped_unchanged() -> None:
    """Sizes as published (LF): a formatter that touched one would be seen."""
    sizes = {p.name: len(p.read_bytes().replace(b"\r\n", b"\n")) for p in judges.SCHEMAS.rglob("*.[xd][st]d")}
    assert sizes == SIZES


@pytest.fixture
def published() -> Path:
    """A directory with the schemas of TBX that may not be shipped, named by FAYI_SCHEMAS."""
    place = os.environ.get("FAYI_SCHEMAS", "")
    if not place or not (Path(place) / "TBXcoreStructV03.rng").is_file():
        pytest.skip("FAYI_SCHEMAS names no directory with TBXcoreStructV03.rng")
    return Path(place)


@pytest.mark.parametrize("name", ["tbx", "tbx-dct", "tbx-min", "tbx-min-dct", "tbx-core"])
def test_tbx_passes_the_published_schema(published: Path, small: Path, tmp_path: Path, name: str) -> None:
    path = written(name, tmp_path / "a.tbx", from_concepts(load_concepts(small)))
    done = lint("--relaxng", published / "TBXcoreStructV03.rng", path, tmp_path=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(validate(path, schema=published / "TBXcoreStructV03.rng")[1]) == []
    rules = published / {"tbx": "TBX-Basic_DCA.sch"}.get(name, "none.sch")
    if rules.is_file() and 'type="TBX-Basic"' in path.read_text(encoding="utf-8"):
        assert list(schematron.problems(path, rules)) == []
