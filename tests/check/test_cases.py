"""Every code has a fixture that shows it (``CODE.bad.*``) and one that does not (``CODE.good.*``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.check import engine, standard
from toolkit.check.model import Finding
from toolkit.check.pages import pages
from toolkit.check.rules import RULES
from toolkit.check.standard import Standard

CASES = Path(__file__).with_name("cases")
LANGUAGES = {"FY123": ("zh-Hant-HK", "")}


@pytest.fixture(scope="session")
def builtin() -> Standard:
    return standard.load()


def findings(path: Path, builtin: Standard, code: str) -> list[Finding]:
    if path.name.endswith(".glossary.tsv"):
        return engine.check_glossary(standard.load(clients=[path], builtin=False), engine.Settings())
    result = engine.check_path(str(path), builtin, engine.Settings(languages=LANGUAGES.get(code, ("", ""))))
    assert result.error is None
    return [f for f in result.findings if not f.suppressed]


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_fixture(code: str, kind: str, builtin: Standard) -> None:
    paths = sorted(CASES.glob(f"{code}.{kind}.*"))
    assert paths, f"no fixture {code}.{kind}"
    for path in paths:
        codes = {f.code for f in findings(path, builtin, code)}
        assert (code in codes) == (kind == "bad"), codes


def test_every_finding_says_where(builtin: Standard) -> None:
    for path in CASES.glob("*.bad.t*"):
        if "glossary" in path.name:
            continue
        text = path.read_text(encoding="utf-8")
        for finding in findings(path, builtin, path.name[:5]):
            place = finding.place
            assert place is not None and place.line >= 1 and place.column >= 1
            assert text[place.offset : place.end_offset] == place.excerpt
            line = text.split("\n")[place.line - 1]
            assert line[place.column - 1 :].startswith(place.excerpt.split("\n")[0])


def test_pages_are_fresh() -> None:
    directory = Path(__file__).resolve().parents[2] / "docs" / "checks"
    for name, content in pages().items():
        assert (directory / name).read_text(encoding="utf-8") == content, (
            f"run python -m toolkit.check.pages ({name})"
        )


def test_messages_are_complete(builtin: Standard) -> None:
    for path in CASES.glob("*.bad.*"):
        for finding in findings(path, builtin, path.name[:5]):
            assert finding.message and "{" not in finding.message and "“”" not in finding.message, finding


def test_a_wrong_form_across_the_words_of_a_rendered_term_is_none(tmp_path: Path, builtin: Standard) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text(
        "source\ttarget\n"
        "Instigating minors to commit crimes comes first, then the criminal suspect.\t"
        "先是教唆未成年人犯罪，然后是人犯。\n",
        encoding="utf-8",
    )
    (found,) = [f for f in findings(file, builtin, "FY204") if f.code == "FY204"]
    assert found.target is not None and found.target.column > len("source\t先是教唆未成年人犯罪")
