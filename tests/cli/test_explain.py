"""``fayi explain``, completion in the shell, and the check in the language of the reader."""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from tests.conftest import Run
from toolkit import i18n
from toolkit.check import explanation
from toolkit.check.rules import RULES
from toolkit.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("code", RULES)
def test_every_code_has_meaning_example_cure_page_and_fixtures(code: str) -> None:
    rule = RULES[code]
    parts = explanation.parse(rule.explanation)
    assert rule.message.endswith(".") or rule.message.endswith("?")
    assert parts.example and parts.cure
    page = (ROOT / "docs" / "checks" / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code} {rule.name}\n") and parts.cure in page and parts.example in page
    cases = ROOT / "tests" / "check" / "cases"
    assert list(cases.glob(f"{code}.bad.*")) and list(cases.glob(f"{code}.good.*"))


def test_no_page_or_fixture_of_a_code_that_is_not() -> None:
    pages = {p.stem for p in (ROOT / "docs" / "checks").glob("FY*.md")}
    fixtures = {p.name[:5] for p in (ROOT / "tests" / "check" / "cases").iterdir()}
    assert pages == fixtures == set(RULES)


@pytest.mark.parametrize("given", ["FY201", "fy201", "missing-term", "Missing-Term"])
def test_one_code(given: str, fayi: Run) -> None:
    done = fayi("explain", given)
    assert done.returncode == 0 and done.stdout.startswith("FY201 missing-term (A translation, segment by segment; at most error)")  # fmt: skip
    assert "\nExample: " in done.stdout and "\nCure: 量刑建议\n" in done.stdout


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("FY2O1", "FY201"), ("FY20l", "FY201"), ("201", "FY201"), ("fy-101", "FY101"), ("FY999", "FY903"), ("mising-term", "FY201"), ("forbiden", "FY204")],
)  # fmt: skip
def test_a_wrong_code_suggests_the_nearest(given: str, nearest: str, fayi: Run) -> None:
    done = fayi("explain", given)
    assert (
        done.returncode == 2
        and done.stderr == f'fayi: unknown code, found "{given}"; did you mean {nearest}?\n'
    )


def test_a_code_like_none(fayi: Run) -> None:
    assert fayi("explain", "banana").stderr == 'fayi: unknown code, found "banana"; fayi explain lists all\n'


def test_json_and_the_whole_table(fayi: Run) -> None:
    records = json.loads(fayi("explain", "--json").stdout)
    assert [r["code"] for r in records] == list(RULES)
    assert all(r["message"] and r["example"] and r["cure"] for r in records)
    assert len(fayi("explain", "FY3").stdout.splitlines()) == sum(c.startswith("FY3") for c in RULES)


@pytest.mark.parametrize("columns", [40, 60])
def test_narrow_terminals(columns: int, fayi: Run) -> None:
    done = fayi("explain", "FY201", COLUMNS=str(columns))
    assert max(map(len, done.stdout.splitlines())) <= columns


def completed(*words: str) -> list[str]:
    complete = ShellComplete(main, {}, "fayi", "_FAYI_COMPLETE")
    return [item.value for item in complete.get_completions(list(words[:-1]), words[-1])]


def test_the_shell_completes_codes_names_and_formats() -> None:
    assert completed("explain", "FY30") == [c for c in RULES if c.startswith("FY30")]
    assert completed("explain", "fy204") == ["FY204"]
    assert completed("explain", "missing") == ["missing-term"]
    assert completed("check", "--format", "s") == ["sarif"]
    assert completed("check", "--select", "FY101,FY90") == ["FY101,FY901", "FY101,FY902", "FY101,FY903"]
    assert "explain" in completed("exp")


class Marking(gettext.NullTranslations):
    """A catalog that puts every message between marks: what has none was never looked up."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"«{one if count == 1 else many}»"


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(i18n, "_translations", Marking())
    monkeypatch.setattr(i18n, "_installed", True)
    yield


def test_the_reports_speak_the_readers_language(marking: None, small: Path, tmp_path: Path) -> None:
    from toolkit.check import consistency, engine, health, readers, standard
    from toolkit.check.report import WRITERS, Report

    (tmp_path / "a.tsv").write_text(
        "zh\ten\n" + "立案\tcase filing\n" * 3 + "立案\tfile a case\n立案\tput on record\n", encoding="utf-8"
    )
    base = standard.load(small)
    settings = engine.Settings()
    file = readers.read(str(tmp_path / "a.tsv"))
    result = engine.check_file(file, base, settings)
    lines = WRITERS["text"](Report(result.findings, [file.path], width=200)).splitlines()
    assert any("«error» FY204" in line for line in lines)
    assert any(line.startswith("  «source»") for line in lines) and any(
        line.startswith("  «target»") for line in lines
    )
    assert any(line.startswith("  «help: write “case filing” (--fix)»") for line in lines)
    assert lines[-1].startswith("««1 file checked") or lines[-1].startswith("«1 file checked")
    page = WRITERS["html"](Report(result.findings, [file.path]))
    assert "«Terminology check»" in page and "{{" not in page and "«All codes»" in page
    for report, module in ((health.report([file], base, settings), health), (consistency.report([file], base, settings), consistency)):  # fmt: skip
        for line in module.text(report).splitlines():
            assert "«" in line or line.startswith("  "), line
    for line in explanation.text(RULES["FY201"], None).splitlines():
        assert not line or "«" in line, line


def test_every_message_of_the_rules_can_be_extracted() -> None:
    import inspect

    modules = {inspect.getsourcefile(rule.judge) for rule in RULES.values()}
    found: list[str] = []
    for name in sorted(str(m) for m in modules):
        with BytesIO(Path(name).read_bytes()) as handle:
            found += [
                message for _line, _function, message, _comments in explanation.messages(handle, (), (), {})
            ]
    assert sorted(found) == sorted(explanation.translatable())
