from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SMALL
from toolkit.curation.check import CODES, check
from toolkit.termbase import Termbase

# Code → (text to replace in the small glossary, replacement): the smallest change that breaks this rule.
BROKEN = {
    "GL102": (
        "case-filing\ten\tput on record\tdeprecated\t\tmt",
        "case-filing\ten\tput on record\tdeprecated\tmt",
    ),
    "GL103": ("\tadmitted\t", "\tgood\t"),
    "GL104": ("put on record", "put on  record"),
    "GL105": (
        "case-filing\ten\tfile a case\tadmitted\tnpc-en\t\ncase-filing\ten\tput on record\tdeprecated\t\tmt\n",
        "case-filing\ten\tput on record\tdeprecated\t\tmt\ncase-filing\ten\tfile a case\tadmitted\tnpc-en\t\n",
    ),
    "GL106": ("plea-leniency-system\t", "plea_Leniency\t"),
    "GL108": ("put on record", "put on re\u0301cord"),
    "GL109": ("\tzh-Hans-CN\t立案", "\tzh-CN\t立案"),
    "GL110": ("put on record", "=put on record"),
    "GL201": ("\tzh-Hans-CN\t立案\tpreferred", "\tzh-Hans-CN\t立案\tlookup"),
    "GL202": ("file a case\tadmitted", "file a case\tpreferred"),
    "GL203": ("put on record", "file a case"),
    "GL204": ("plea leniency system", "case filing"),
    "GL205": ("put on record", "plea leniency system"),
    "GL206": ("认罪认罚从宽制度", "立案"),
    "GL207": ("*\tprocedure\tkind\t\t\n", "*\tprocedure\tkind\t\t\ncase-filing\t*\tnowhere\trelated\t\t\n"),
    "GL301": ("\tclt\t", "\tnobody\t"),
    "GL302": ("\tcpl-2018:109\t", "\t\t"),
    "GL303": ("procedure\tkind", "thing\tkind"),
    "GL401": ("\tcase filing\t", "\tthe case filing\t"),
    "GL402": ("认罪认罚从宽制度", "認罪认罚从宽制度"),
    "GL404": ("认罪认罚从宽制度", "认罪认罚从宽制度Ａ"),
    "GL405": ("put on record", "put on 立案"),
    "GL406": ("plea leniency system\tpreferred", "plea leniency system (pilot)\tpreferred"),
}


def codes(directory: Path) -> set[str]:
    return {problem.code for problem in check(directory)}


def test_the_small_glossary_is_clean(small: Path) -> None:
    assert check(small) == []


def test_the_built_in_glossary_is_clean(base: Termbase) -> None:
    assert base.directory is not None
    assert [str(problem) for problem in check(base.directory)] == []


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_each_code(small: Path, code: str) -> None:
    old, new = BROKEN[code]
    assert old in SMALL
    (small / "criminal-procedure.tsv").write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    found = [problem for problem in check(small) if problem.code == code]
    assert found, codes(small)
    what, cure = CODES[code]
    assert all(what in str(p) and cure in str(p) and f":{p.line}:" in str(p) for p in found)


def test_file_level_codes(small: Path) -> None:
    path = small / "criminal-procedure.tsv"
    path.write_bytes(b"\xff\xfe\xff")
    assert codes(small) == {"GL101"}
    path.write_text(SMALL, encoding="utf-8")
    (small / "other.tsv").write_text(SMALL, encoding="utf-8")
    assert {"GL107", "GL206", "GL304"} <= codes(small)
    (small / "other.tsv").unlink()
    (small / "retired.tsv").write_text(
        "concept\tsuperseded_by\treason\ncase-filing\t\tgone\n", encoding="utf-8"
    )
    assert codes(small) == {"GL208"}


def test_a_simplified_character_in_a_traditional_term(small: Path) -> None:
    extra = "case-filing\tzh-Hant-TW\t立案调查\tpreferred\t\t\n"
    text = SMALL.replace("plea-leniency-system\t*\tArr", extra + "plea-leniency-system\t*\tArr", 1)
    (small / "criminal-procedure.tsv").write_text(text, encoding="utf-8")
    assert "GL403" in codes(small)


def test_every_code_has_a_test() -> None:
    elsewhere = {"GL101", "GL107", "GL208", "GL304", "GL403"}
    assert set(BROKEN) | elsewhere == set(CODES)
