"""The command and what lies around the rules: reports, fixes, suppressions, baseline, configuration, cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

PO = """msgid ""
msgstr "Language: en\\n"

#. keep me
msgid "决定立案。"
msgstr "It was "
"put on record by the court."

# fayi: ignore FY204 quoted
msgid "又立案了。"
msgstr "Put on record again."

msgid "立案和立案"
msgstr "Case filing and 立案"
"""


@pytest.fixture
def place(tmp_path: Path, small: Path) -> Path:
    (tmp_path / "a.po").write_bytes(PO.replace("\n", "\r\n").encode())
    (tmp_path / "clean.txt").write_text("A fine day.\n", encoding="utf-8")
    return tmp_path


ARGUMENTS = ("--termbase", "glossary", "--no-cache")


def test_exit_codes(place: Path, fayi: Run) -> None:
    assert fayi("check", "clean.txt", *ARGUMENTS).returncode == 0
    assert fayi("check", "a.po", *ARGUMENTS).returncode == 1
    assert fayi("check", "a.po", "--fail-level", "never", *ARGUMENTS).returncode == 0
    done = fayi("check", "missing.po", "a.po", *ARGUMENTS)
    assert done.returncode == 2 and "missing.po: no such file" in done.stderr and "FY204" in done.stdout


def test_text_report(place: Path, fayi: Run) -> None:
    done = fayi("check", "a.po", "--level", "info", *ARGUMENTS)
    assert (
        "a.po:7:2: error FY204 “put on record” is not to be used for 立案; write “case filing”" in done.stdout
    )
    assert "  target | It was put on record by the court." in done.stdout
    assert "^^^^^^^^^^^^^" in done.stdout and "1 suppressed" in done.stdout


def test_fix_leaves_the_rest_alone(place: Path, fayi: Run) -> None:
    before = (place / "a.po").read_bytes()
    diff = fayi("check", "a.po", "--diff", *ARGUMENTS)
    assert diff.returncode == 0 and "+" + '"case filing by the court."' in diff.stdout
    assert (place / "a.po").read_bytes() == before
    fayi("check", "a.po", "--fix", *ARGUMENTS)
    assert (place / "a.po").read_bytes() == before.replace(b'"put on record by', b'"case filing by')


@pytest.mark.parametrize("name", ["json", "jsonl", "sarif", "junit", "github", "checkstyle", "html"])
def test_reports(name: str, place: Path, fayi: Run) -> None:
    done = fayi("check", "a.po", "-f", name, *ARGUMENTS)
    assert done.returncode == 1 and "FY204" in done.stdout
    if name == "json":
        report = json.loads(done.stdout)
        finding = report["findings"][0]
        assert finding["target"]["excerpt"] == "put on record"
        text = (place / "a.po").read_bytes().decode()
        assert text[finding["target"]["offset"] : finding["target"]["end_offset"]] == "put on record"
        assert finding["concept"] == "case-filing" and finding["approved"][0]["text"] == "case filing"
    if name in ("junit", "checkstyle"):
        from lxml import etree

        etree.fromstring(done.stdout.encode())
    if name == "sarif":
        results = json.loads(done.stdout)["runs"][0]["results"]
        assert [r["suppressions"][0]["justification"] for r in results if "suppressions" in r] == ["quoted"]


def test_workbook(place: Path, fayi: Run) -> None:
    import openpyxl

    assert fayi("check", "a.po", "-f", "xlsx", *ARGUMENTS).returncode == 2
    fayi("check", "a.po", "-f", "xlsx", "-o", "out.xlsx", *ARGUMENTS)
    rows = list(openpyxl.load_workbook(place / "out.xlsx").active.iter_rows(values_only=True))
    assert rows[1][1] == "FY204"


def test_baseline(place: Path, fayi: Run) -> None:
    fayi("check", "a.po", "--baseline", "base.json", "--update-baseline", *ARGUMENTS)
    # Lines move, the findings stay known.
    (place / "a.po").write_bytes(b"# moved\r\n\r\n" + (place / "a.po").read_bytes())
    assert fayi("check", "a.po", "--baseline", "base.json", *ARGUMENTS).returncode == 0
    (place / "a.po").write_text('msgid "立案"\nmsgstr "Case filing"\n', encoding="utf-8")
    done = fayi("check", "a.po", "--baseline", "base.json", "--prune", *ARGUMENTS)
    assert "entries taken out" in done.stderr
    assert json.loads((place / "base.json").read_text())["files"] == {}
    (place / "base.json").write_text('{"version": 1, "findings": ["abc"]}')
    assert fayi("check", "a.po", "--baseline", "base.json", *ARGUMENTS).returncode == 0
    (place / "base.json").write_text('{"version": 99}')
    assert fayi("check", "a.po", "--baseline", "base.json", *ARGUMENTS).returncode == 2


def test_configuration(place: Path, fayi: Run) -> None:
    (place / "fayi.toml").write_text(
        '[levels]\nFY204 = "info"\nFY203 = "off"\nFY205 = "off"\n', encoding="utf-8"
    )
    assert fayi("check", "a.po", *ARGUMENTS).returncode == 0
    (place / "fayi.toml").write_text('ignore = ["FY2O4"]\n', encoding="utf-8")
    done = fayi("check", "a.po", *ARGUMENTS)
    assert done.returncode == 2 and "did you mean FY204?" in done.stderr
    (place / "fayi.toml").write_text('ignor = ["FY204"]\n', encoding="utf-8")
    assert "did you mean ignore?" in fayi("check", "a.po", *ARGUMENTS).stderr
    (place / "fayi.toml").write_text(
        '[profiles.news]\npaths = ["*.po"]\nignore = ["FY2"]\n', encoding="utf-8"
    )
    assert fayi("check", "a.po", *ARGUMENTS).returncode == 0


def test_client_glossary_goes_first(place: Path, fayi: Run) -> None:
    (place / "client.tsv").write_text("en\tzh\tstatus\nput on record\t立案\tpreferred\n", encoding="utf-8")
    done = fayi("check", "a.po", "-g", "client.tsv", "-f", "json", *ARGUMENTS)
    assert [f["code"] for f in json.loads(done.stdout)["findings"] if f["code"] == "FY204"] == []


def test_two_texts(place: Path, fayi: Run) -> None:
    (place / "en.txt").write_text(
        "The police filed a case on Monday. The plea leniency system was used.\n", encoding="utf-8"
    )
    (place / "zh.txt").write_text("警方星期一立案。适用了新的制度。\n", encoding="utf-8")
    report = json.loads(fayi("check", "zh.txt", "--against", "en.txt", "-f", "json", *ARGUMENTS).stdout)
    assert [f["code"] for f in report["findings"]] == ["FY201"]


def test_cache_and_processes_give_the_same(place: Path, fayi: Run) -> None:
    for number in range(3):
        (place / f"{number}.po").write_bytes((place / "a.po").read_bytes() + b"# x\r\n" * 60_000)
    names = ["0.po", "1.po", "2.po"]
    cache = {"FAYI_CACHE": str(place / "cache")}
    runs = [
        fayi("check", *names, "-f", "json", "--termbase", "glossary", *extra, **cache).stdout
        for extra in (("--no-cache", "-j", "1"), ("-j", "2"), ())
    ]
    assert runs[0] == runs[1] == runs[2] and '"FY204"' in runs[0]
    assert any((place / "cache").iterdir())


def test_explain(fayi: Run) -> None:
    assert "Cure:" in fayi("explain", "FY201").stdout
    assert "FY201" in fayi("explain", "missing-term").stdout
    assert fayi("explain", "FY999").returncode == 2
    assert fayi("explain").stdout.count("FY") >= 20


def test_consistency_and_health(place: Path, fayi: Run) -> None:
    rows = "\n".join(["立案\tcase filing"] * 3 + ["立案\tfile a case"])
    (place / "a.tsv").write_text("source\ttarget\n" + rows + "\n", encoding="utf-8")
    report = json.loads(fayi("check", "a.tsv", "--consistency", "-f", "json", *ARGUMENTS).stdout)
    (concept,) = report["documents"][0]["concepts"]
    assert (
        concept["index"] == pytest.approx((0.625 - 0.5) / 0.5)
        and concept["minority"][0]["places"][0]["line"] == 5
    )
    health = json.loads(fayi("check", "a.tsv", "--health", "-f", "json", *ARGUMENTS).stdout)
    assert health["unused"] == ["plea-leniency-system"]


@pytest.mark.parametrize(
    ("listed", "wrong", "wanted", "expected"),
    [
        ("four awareness", "four awarenesses", "Four Consciousnesses", "Four Consciousnesses"),
        ("innocent sentence", "innocent sentences", "judgment of acquittal", "judgments of acquittal"),
        ("innocent sentence", "Innocent sentence", "judgment of acquittal", "Judgment of acquittal"),
        ("innocent sentence", "INNOCENT SENTENCE", "acquittal", "ACQUITTAL"),
    ],
)
def test_a_fix_keeps_number_and_case(listed: str, wrong: str, wanted: str, expected: str) -> None:
    from toolkit.check.shaping import shaped

    assert shaped(wrong, listed, wanted) == expected


@pytest.mark.parametrize(("counts", "expected"), [([10], 1.0), ([9, 1], 0.64), ([7, 3], 0.16), ([5, 5], 0.0)])
def test_planted_mixes(counts: list[int], expected: float) -> None:
    from toolkit.check.consistency import normalised

    assert normalised(counts) == pytest.approx(expected)
