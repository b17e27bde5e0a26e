"""What a row of a client table with the status ``forbidden`` forbids, and what is said of contradictions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

ARGUMENTS = ("--termbase", "glossary", "--no-cache", "--level", "info", "-g", "client.csv")
ENGLISH = "zh,en,status\n斑马合同,zebra contract,\n斑马合同,zebra agreement,forbidden\n"
CHINESE = "en,zh,status\nzebra contract,斑马合同,\nzebra contract,斑马合约,forbidden\n"


@pytest.fixture
def place(tmp_path: Path, small: Path) -> Path:
    write(tmp_path / "zh-en.tsv", "zh\ten\n本斑马合同终止。\tThis zebra agreement is terminated.\n")
    write(tmp_path / "en-zh.tsv", "en\tzh\nThis zebra contract is terminated.\t本斑马合约终止。\n")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "forbidding", "other", "wrong", "wanted"),
    [
        (ENGLISH, "zh-en.tsv", "en-zh.tsv", "zebra agreement", "zebra contract"),
        (CHINESE, "en-zh.tsv", "zh-en.tsv", "斑马合约", "斑马合同"),
    ],
)
def test_the_second_language_of_a_row_is_forbidden(
    table: str, forbidding: str, other: str, wrong: str, wanted: str, place: Path, fayi: Run
) -> None:
    write(place / "client.csv", table)
    done = fayi("check", forbidding, *ARGUMENTS)
    assert (
        f"FY204 “{wrong}” is not to be used for 斑马合同; write “{wanted}”" in done.stdout
        and "(--fix)" in done.stdout
    )
    assert "FY204" not in fayi("check", other, *ARGUMENTS).stdout
    assert fayi("check", forbidding, "--fix", *ARGUMENTS).returncode == 0
    assert wanted in (place / forbidding).read_text(encoding="utf-8")


@pytest.mark.parametrize("header", ["en,zh,status\n{},\n{},\n", "zh,en,status\n{},\n{},\n"])
def test_a_contradiction_is_said_with_its_two_lines(header: str, place: Path, fayi: Run) -> None:
    row = "zebra contract,斑马合同" if header.startswith("en") else "斑马合同,zebra contract"
    write(place / "client.csv", header.format(f"{row},approved", f"{row},forbidden").replace(",\n", "\n"))
    done = fayi("check", "zh-en.tsv", *ARGUMENTS)
    assert "client.csv:3: " in done.stdout and "(lines 2 and 3): it is used for neither" in done.stdout


def test_a_search_form_that_is_a_clause_leaves_other_renderings_alone(place: Path, fayi: Run) -> None:
    rows = (
        "concept,lang,term,status\n"
        "a,en,modernization of zebras,preferred\na,zh,斑马现代化,preferred\na,zh,以斑马现代化服务长颈鹿式工作,lookup\n"
        "b,en,giraffe-style work,preferred\nb,zh,长颈鹿式工作,preferred\n"
    )
    write(place / "client.csv", rows)
    write(
        place / "a.tsv",
        "en\tzh\nIt serves giraffe-style work with the modernization of zebras.\t以斑马现代化服务长颈鹿式工作。\n",
    )
    done = fayi("check", "a.tsv", *ARGUMENTS)
    assert done.returncode == 0 and "FY201" not in done.stdout
