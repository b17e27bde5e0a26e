"""Every report of the nastiest findings: valid by the schema of its format, nothing lost, nothing executed."""

from __future__ import annotations

import json
import re
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from lxml import etree

from tests.conftest import Run
from toolkit.check.model import Approved, Finding, Level, Span
from toolkit.check.report import FORMATS, WRITERS, Report
from toolkit.check.report.workbook import workbook
from toolkit.cli.check import FORMATS as OFFERED
from toolkit.errors import FayiError

SCHEMAS = Path(__file__).with_name("schemas")
NASTY = '<b>&"quoted" ]]> \x1b[31m\x07 50% ::error:: a,b\r\n=1+1 😀 立案'


@pytest.fixture
def report() -> Report:
    target = Span(NASTY, 3, 9, 7, 2, 40, 46)
    source = Span("决定立案。", 2, 4, 6, 3, 20, 22)
    common: dict[str, Any] = {
        "source": source,
        "target": target,
        "concept": "case-filing",
        "term": "立案",
        "found": NASTY,
    }
    approved = (Approved("case filing", "en", True, "npc-en"),)
    return Report(
        [
            Finding("FY204", Level.ERROR, NASTY, "a b/文件:1,2.po", **common, approved=approved, fix="case filing", unit=NASTY),
            Finding("FY201", Level.WARNING, NASTY, "/abs/文件.po", **common),
            Finding("FY201", Level.WARNING, "known", "a.po", **common, known=True),
            Finding("FY205", Level.INFO, "quiet", "a.xlsx", source=Span("立案", 0, 2, 12, cell="A12"), target=Span("case", 0, 4, 12, cell="B12")),
            Finding("FY203", Level.ERROR, "excused", "a.po", **common, suppressed=NASTY),
            Finding("FY902", Level.WARNING, "the glossary itself"),
            Finding("FY101", Level.ERROR, "from standard input", "-", source=Span("a text", 0, 6, 1, 1, 0, 6)),
        ],
        files=["a b/文件:1,2.po", "/abs/文件.po", "a.po", "a.xlsx", "-", "clean.po"],
        errors=[FayiError(NASTY, path="broken.po", line=3)],
    )  # fmt: skip


def test_the_command_offers_every_format() -> None:
    assert OFFERED == FORMATS


def test_sarif_is_valid(report: Report) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    log = json.loads(WRITERS["sarif"](report))
    assert [error.message for error in validator.iter_errors(log)] == []
    # The judge can say no.
    assert list(validator.iter_errors({**log, "version": "2.0.0"}))
    (run,) = log["runs"]
    results = run["results"]
    assert len(results) == len(report.findings)
    for result in results:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(file:///)?[A-Za-z0-9%._/~-]+", uri), uri
    assert {r["baselineState"] for r in results} == {"new", "unchanged"}
    assert not run["invocations"][0]["executionSuccessful"]


def test_sarif_of_every_fixture_is_valid(fayi: Run) -> None:
    cases = sorted(
        str(p) for p in Path(__file__).with_name("cases").glob("*.bad.t*") if "glossary" not in p.name
    )
    done = fayi("check", *cases, "-f", "sarif", "--isolated", "--no-cache")
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    log = json.loads(done.stdout)
    jsonschema.Draft4Validator(schema).validate(log)
    assert len({r["ruleId"] for r in log["runs"][0]["results"]}) >= 15


def test_junit_is_valid(report: Report) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    tree = etree.fromstring(WRITERS["junit"](report).encode())
    schema.assertValid(tree)
    for suite in [tree, *tree]:
        cases = suite.findall(".//testcase")
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == len(suite.findall(".//failure"))
        assert int(suite.get("errors")) == len(suite.findall(".//error"))
    assert "50% ::error::" in tree.find(".//failure").get("message")
    assert not schema.validate(etree.fromstring("<testsuites><testsuite/></testsuites>"))


def test_checkstyle_is_read_back(report: Report) -> None:
    tree = etree.fromstring(WRITERS["checkstyle"](report).encode())
    assert tree.tag == "checkstyle" and {child.tag for child in tree} == {"file"}
    rows = [(file.get("name"), dict(error.attrib)) for file in tree for error in file]
    assert len(rows) == len(report.shown) + len(report.errors)
    for _name, row in rows:
        assert set(row) == {"line", "column", "severity", "message", "source"}
        assert int(row["line"]) >= 1 and int(row["column"]) >= 1
        assert row["severity"] in ("error", "warning", "info")
    assert rows[0][0] == "a b/文件:1,2.po" and rows[0][1]["source"] == "fayi.FY204"


def test_github_annotations_come_back_as_they_were(report: Report) -> None:
    lines = WRITERS["github"](report).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(report.shown) + len(report.errors)
    read = []
    for line in lines:
        # As the runner reads a command: ::name key=value,key=value::message
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        plain = {k: _unescaped(v, property=True) for k, v in properties.items()}
        read.append((match[1], plain, _unescaped(match[3])))
    assert read[0][0] == "error" and "broken.po:3:" in read[0][2]
    assert read[1] == (
        "error",
        {"file": "a b/文件:1,2.po", "line": "7", "col": "2", "title": "FY204 forbidden-term"},
        NASTY,
    )
    glossary = next(p for _n, p, message in read if message == "the glossary itself")
    assert "file" not in glossary


def _unescaped(value: str, *, property: bool = False) -> str:
    if property:
        value = value.replace("%3A", ":").replace("%2C", ",")
    return value.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_json_and_jsonl_say_the_same(report: Report) -> None:
    whole = json.loads(WRITERS["json"](report))
    lines = [json.loads(line) for line in WRITERS["jsonl"](report).splitlines()]
    assert whole["findings"] == lines and len(lines) == len(report.findings)
    assert whole["summary"] == {"error": 2, "warning": 2, "info": 1, "suppressed": 1, "baseline": 1}
    assert lines[0]["message"] == NASTY and lines[0]["approved"][0]["source"] == "npc-en"


def test_html_stands_alone(report: Report) -> None:
    from lxml import html

    page = WRITERS["html"](report)
    tree = html.fromstring(page)
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", page)
    assert len(tree.xpath("//tbody/tr")) == len(report.shown)
    assert not tree.xpath("//tbody//b[starts-with(., '&')]") and "\x1b" not in page and "\x07" not in page
    assert "case filing" in tree.xpath("//tbody/tr[1]/td[last()]")[0].text_content()


def test_workbook_has_no_formula(report: Report) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(report))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(report.shown)
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert rows[2][3].value == "B12" or any(row[3].value == "B12" for row in rows)


def test_text_has_no_escapes_of_others(report: Report) -> None:
    report.colour = False
    text = WRITERS["text"](report)
    assert "\x1b" not in text and "\x07" not in text and "\r" not in text
    report.colour = True
    coloured = WRITERS["text"](report)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text


@pytest.mark.parametrize("width", [20, 40, 60, 100])
@pytest.mark.parametrize("filler", ["word ", "汉字", "a汉", "é́ "])
@pytest.mark.parametrize("size", [4, 30, 400])
def test_excerpts_fit_the_terminal(width: int, filler: str, size: int) -> None:
    content = filler * 60 + "HERE" + "x" * size + filler * 60
    start = content.index("HERE")
    span = Span(content, start, start + 4 + size, 1, 1, 0, 9)
    report = Report([Finding("FY101", Level.ERROR, "m", "a.txt", source=span)], ["a.txt"], width=width)
    _head, excerpt, marks, *_rest = WRITERS["text"](report).split("\n")
    assert _cells(excerpt) <= max(width, 28) and _cells(marks) <= max(width, 28)
    assert "HERE" in excerpt
    # The marks stand under the place.
    assert _cells(excerpt[: excerpt.index("HERE")]) == _cells(marks[: marks.index("^")])


def _cells(value: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in value
    )
