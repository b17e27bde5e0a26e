"""Suppressions with a reason in every kind of file; unused ones are said; the baseline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit.check import engine, standard

NOTE = "fayi: ignore FY204[case-filing] the judgment says so"
FILES = {
    "a.po": f'msgid ""\nmsgstr "Language: en\\n"\n\n# {NOTE}\nmsgid "立案。"\nmsgstr "put on record"\n',
    "a.xlf": f'<xliff version="1.2"><file source-language="zh" target-language="en" original="x" datatype="x"><body><trans-unit id="1"><source>立案</source><target>put on record</target><note>{NOTE}</note></trans-unit></body></file></xliff>',
    "b.xlf": f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh" trgLang="en"><file id="f"><unit id="1"><notes><note>{NOTE}</note></notes><segment><source>立案</source><target>put on record</target></segment></unit></file></xliff>',
    "a.tmx": f'<tmx version="1.4"><header srclang="zh"/><body><tu><note>{NOTE}</note><tuv xml:lang="zh"><seg>立案</seg></tuv><tuv xml:lang="en"><seg>put on record</seg></tuv></tu></body></tmx>',
    "a.tsv": f"zh\ten\tnote\n立案\tput on record\t{NOTE}\n",
    "a.txt": f"<!-- {NOTE.replace('FY204', 'FY101').replace('case-filing', 'plea-leniency-system')} -->\nA leniency system for confession and punishment.\n",
    "a.md": f"Intro.\n\n<!-- {NOTE.replace('FY204', 'FY1').replace('[case-filing]', '')} -->\n\nA leniency system for confession and punishment.\n",
}


def check(path: Path, small: Path) -> engine.Result:
    result = engine.check_path(str(path), standard.load(small), engine.Settings())
    assert result.error is None
    return result


@pytest.mark.parametrize("name", FILES)
def test_a_reason_in_the_file_is_kept_with_the_finding(name: str, tmp_path: Path, small: Path) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    (finding,) = check(path, small).findings
    assert finding.code in ("FY204", "FY101") and finding.suppressed == "the judgment says so"


@pytest.mark.parametrize("name", FILES)
def test_one_that_suppresses_nothing_is_said_with_its_place(name: str, tmp_path: Path, small: Path) -> None:
    path = tmp_path / name
    content = FILES[name].replace("put on record", "case filing").replace("leniency system for confession and punishment", "plea leniency system")  # fmt: skip
    path.write_text(content, encoding="utf-8")
    (finding,) = check(path, small).findings
    assert finding.code == "FY901" and finding.place is not None and finding.place.line >= 1


@pytest.mark.parametrize("name", FILES)
def test_one_for_another_concept_or_without_a_reason(name: str, tmp_path: Path, small: Path) -> None:
    path = tmp_path / name
    path.write_text(FILES[name].replace(" the judgment says so", ""), encoding="utf-8")
    assert sorted(f.code for f in check(path, small).findings)[-1] == "FY903"
    if "[" in FILES[name]:
        path.write_text(FILES[name].replace("[case-filing]", "[other]").replace("[plea-leniency-system]", "[other]"), encoding="utf-8")  # fmt: skip
        codes = {f.code for f in check(path, small).findings if not f.suppressed}
        assert "FY901" in codes and len(codes) == 2


BAD = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "{0}立案。"\nmsgstr "{0} put on record"\n'
BASELINE = ("--termbase", "glossary", "--no-cache", "--baseline", "known.json", "--select", "FY204")


@pytest.fixture
def place(tmp_path: Path, small: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / f"{name}.po").write_text(BAD.replace("{0}", name), encoding="utf-8")
    return tmp_path


def known(place: Path) -> dict[str, int]:
    files = json.loads((place / "known.json").read_text(encoding="utf-8"))["files"]
    return {name: sum(entry["count"] for entry in entries) for name, entries in files.items()}


def test_a_run_over_some_files_keeps_the_entries_of_the_others(place: Path, fayi: Run) -> None:
    assert fayi("check", "a.po", "b.po", "--update-baseline", *BASELINE).returncode == 0
    assert known(place) == {"a.po": 1, "b.po": 1}
    # As a hook calls it: with the changed files only, and by whichever path.
    assert fayi("check", str(place / "a.po"), "--prune", *BASELINE).returncode == 0
    assert fayi("check", "./a.po", "--update-baseline", *BASELINE).returncode == 0
    assert known(place) == {"a.po": 1, "b.po": 1}
    (place / "a.po").write_text(BAD.replace("put on record", "case filing"), encoding="utf-8")
    done = fayi("check", "a.po", "--prune", *BASELINE)
    assert "1 entries taken out" in done.stderr and known(place) == {"b.po": 1}
    # The entries of a file that is gone are of no use; those of one that cannot be read may be.
    (place / "b.po").write_text("garbage", encoding="utf-8")
    assert fayi("check", "a.po", "b.po", "--prune", *BASELINE).returncode == 2
    assert known(place) == {"b.po": 1}
    (place / "b.po").unlink()
    fayi("check", "a.po", "--prune", *BASELINE)
    assert known(place) == {}


def test_a_second_finding_of_the_kind_is_new(place: Path, fayi: Run) -> None:
    fayi("check", "a.po", "--update-baseline", *BASELINE)
    content = (place / "a.po").read_text(encoding="utf-8")
    (place / "a.po").write_text(
        content + content.split("\n\n")[1].replace("a立案", "a再立案"), encoding="utf-8"
    )
    done = fayi("check", "a.po", *BASELINE)
    assert done.returncode == 1 and "1 error" in done.stdout and "1 in the baseline" in done.stdout


def test_an_older_version_is_read_and_written_anew(place: Path, fayi: Run) -> None:
    report = json.loads(fayi("check", "a.po", "-f", "json", *BASELINE[:3], "--select", "FY204").stdout)
    prints = [f["fingerprint"] for f in report["findings"]]
    (place / "known.json").write_text(
        json.dumps({"version": 1, "findings": [*prints, "0123"]}), encoding="utf-8"
    )
    assert fayi("check", "a.po", *BASELINE).returncode == 0
    done = fayi("check", "a.po", "--prune", *BASELINE)
    assert "1 entries taken out" in done.stderr and known(place) == {"a.po": 1}


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"version": 2, "files": []}', '{"version": 2, "files": {"a": [{}]}}', '{"version": "x"}'],
)
def test_a_broken_baseline_changes_nothing(content: str, place: Path, fayi: Run) -> None:
    (place / "known.json").write_text(content, encoding="utf-8")
    before = (place / "a.po").read_bytes()
    done = fayi("check", "a.po", "--fix", *BASELINE)
    assert done.returncode == 2 and "known.json: " in done.stderr and len(done.stderr.splitlines()) == 1
    assert (place / "a.po").read_bytes() == before and (place / "known.json").read_text(
        encoding="utf-8"
    ) == content
