"""Proposals: nothing is lost, nothing unfit gets in, and what was accepted becomes a patch that applies."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from toolkit import termbase
from toolkit.curation.check import check
from toolkit.errors import FayiError
from toolkit.web import proposals
from toolkit.web.patch import ENDINGS, likely_category, patch, refuse_unfit
from toolkit.web.proposals import Store

EDITOR = {"x-fayi-editor": "editor"}
FORM = {
    "concept": "arrest",
    "lang": "en",
    "term": "apprehension",
    "source": "npc-en",
    "reason": "used by CLT",
}


WRITER = """
import sys
from pathlib import Path
from toolkit.web.proposals import Store
path, who = Path(sys.argv[1]), sys.argv[2]
sys.stdin.readline()
for number in range(40):
    store = Store(path)
    given = {"concept": "arrest", "lang": "en", "term": f"{who} {number}"}
    store.review(store.add(who, "new-form", given), "accepted", who)
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    people = ["Li", "Wang", "Zhao", "Chen"]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), who],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for who in people
    ]
    for writer in writers:
        assert writer.stdin is not None
        # All of them wait for this line: nobody has finished before the last one begins.
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()
    listed = Store(path).listed(limit=1000)
    assert sorted(p["term"] for p in listed) == sorted(f"{who} {n}" for who in people for n in range(40))
    assert sorted(p["number"] for p in listed) == list(range(1, 161))
    assert all([h["action"] for h in p["history"]] == ["proposed", "accepted"] for p in listed)


def test_a_locked_file_is_waited_for_and_then_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "team.db")
    monkeypatch.setattr(proposals, "WAIT", 0.05)
    with sqlite3.connect(tmp_path / "team.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.listed() == []
        with pytest.raises(FayiError, match="busy"):
            store.add("Li", "new-form", FORM)
        other.execute("ROLLBACK")
    assert store.add("Li", "new-form", FORM) == 1


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "team.db").write_text("a letter, not a database " * 100)
    with pytest.raises(FayiError, match="cannot open the proposals"):
        Store(tmp_path / "team.db")


@pytest.mark.parametrize(
    ("kind", "content"),
    [("x", FORM), ("new-form", {}), ("new-form", {**FORM, "lang": "fr"}), ("new-form", {**FORM, "term": "a\tb"}),
     ("new-form", {**FORM, "term": "x" * 501}), ("new-form", {**FORM, "other": "x"}), ("new-form", {**FORM, "status": "best"}),
     ("new-form", {**FORM, "term": 5}), ("correction", {"concept": "arrest"}), ("new-term", {"english": "x"}), ("new-term", {"english": "x", "chinese": "甲", "field": "f"}),
     ("new-term", {"english": "x", "chinese": "甲", "field": "f", "source": "s", "category": "thing"})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(tmp_path: Path, kind: str, content: Any) -> None:
    with pytest.raises(FayiError):
        Store(tmp_path / "team.db").add("Li", kind, content)


def test_review_needs_the_token_and_leaves_history(client: Any) -> None:
    number = client.post("/api/proposals", json={"kind": "new-form", "author": "Li", **FORM}).json()["number"]
    path = f"/api/proposals/{number}/review"
    decision = {"decision": "accepted", "who": "Wang", "comment": "good"}
    assert client.post(path, json=decision).status_code == 403
    assert client.post(path, json=decision, headers={"x-fayi-editor": "x"}).status_code == 403
    answer = client.post(path, json=decision, headers=EDITOR).json()
    assert answer["state"] == "accepted"
    assert [(h["who"], h["action"], h["comment"]) for h in answer["history"]] == [
        ("Li", "proposed", ""),
        ("Wang", "accepted", "good"),
    ]
    assert client.get("/api/proposals?state=accepted").json()["editor"] is False
    assert client.get("/api/proposals?state=nonsense").status_code == 422
    assert client.post("/api/proposals/99/review", json=decision, headers=EDITOR).status_code == 422


def test_a_proposal_that_fits_nowhere_is_not_accepted(client: Any) -> None:
    gone = {
        "kind": "correction",
        "author": "Li",
        "concept": "arrest",
        "replaces": "no such form",
        "reason": "x",
    }
    number = client.post("/api/proposals", json=gone).json()["number"]
    answer = client.post(
        f"/api/proposals/{number}/review", json={"decision": "accepted", "who": "W"}, headers=EDITOR
    )
    assert answer.status_code == 422
    assert client.post("/api/proposals", json={**gone, "concept": "none"}).status_code == 422


def test_accepted_proposals_become_a_patch_that_applies(client: Any, glossary: Path, tmp_path: Path) -> None:
    for proposal in (
        {"kind": "new-form", **FORM},
        {
            "kind": "new-term",
            "english": "bail bond",
            "chinese": "保证金",
            "field": "criminal-procedure",
            "source": "cpl-2018:68",
        },
        {
            "kind": "correction",
            "concept": "arrest",
            "replaces": "catch person",
            "term": "catch the person",
            "reason": "grammar",
        },
        {
            "kind": "correction",
            "concept": "detention",
            "definition": "Short custody in an emergency.",
            "reason": "missing",
        },
    ):
        number = client.post("/api/proposals", json={"author": "Li", **proposal}).json()["number"]
        assert (
            client.post(
                f"/api/proposals/{number}/review", json={"decision": "accepted", "who": "W"}, headers=EDITOR
            ).status_code
            == 200
        )
    text = client.get("/api/proposals/patch").text
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    shutil.copytree(glossary, tmp_path / "glossary")
    result = subprocess.run(
        ["git", "apply", "-"], cwd=tmp_path, input=text, text=True, encoding="utf-8", capture_output=True
    )
    assert result.returncode == 0, result.stderr
    after = termbase.load(tmp_path / "glossary").by_id
    assert "apprehension" in [t.text for t in after["arrest"].terms]
    assert "catch the person" in [t.text for t in after["arrest"].terms]
    assert after["bail-bond"].zh == "保证金"
    assert after["detention"].definition == "Short custody in an emergency."


def test_what_no_longer_fits_is_named_in_the_patch(glossary: Path) -> None:
    proposal = {"number": 7, "kind": "new-form", "concept": "gone", "lang": "en", "term": "x"}
    text, problems = patch(termbase.load(glossary), [proposal])
    assert text == "" and problems and problems[0].startswith("proposal 7")


def proposed(number: int, kind: str, **fields: str) -> dict[str, Any]:
    return {"number": number, "kind": kind, **fields}


def test_a_patch_to_the_built_in_glossary_applies_and_passes_its_check(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    shutil.copytree(ROOT / "glossary", tmp_path / "glossary")
    files = termbase.load(tmp_path / "glossary")
    accepted: list[dict[str, Any]] = []
    for proposal in (
        proposed(1, "new-term", english="moon rock smuggling", chinese="走私月球岩石罪", field="criminal-offences", reason="a test"),
        proposed(2, "new-term", english="aardvark register", chinese="土豚登记簿", field="policy", source="cpl-2018:1", category="document"),
        proposed(3, "new-form", concept="arrest", lang="en", term="taking into arrest", status="admitted", source="editor"),
        proposed(4, "correction", concept="arrest", definition="A new definition.", reason="clearer"),
        proposed(5, "correction", concept="moon-rock-smuggling", category="act", reason="no offence of the code"),
    ):  # fmt: skip
        refuse_unfit(files, accepted, proposal)
        accepted.append(proposal)
    text, problems = patch(files, accepted)
    assert problems == []
    result = subprocess.run(
        ["git", "apply", "-"], cwd=tmp_path, input=text.encode(), capture_output=True, check=False
    )
    assert result.returncode == 0, result.stderr.decode()
    after = termbase.load(tmp_path / "glossary").by_id
    assert after["moon-rock-smuggling"].kind == "act" and after["aardvark-register"].kind == "document"
    assert after["arrest"].definition == "A new definition."
    assert check(tmp_path / "glossary") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"english": "the Moon Rocks"}, "citation form"), ({"chinese": "认罪认罚"}, "two concepts"), ({"source": "nonsense:1"}, "unknown source"),
     ({"field": "nonsense"}, "domains.toml"), ({"english": "arrest"}, "taken"), ({"chinese": "月球巖石"}, "Traditional")],
)  # fmt: skip
def test_what_would_fail_the_check_of_the_glossary_is_not_accepted(
    base: Any, fields: dict[str, str], said: str
) -> None:
    given = {
        "english": "moon rock",
        "chinese": "月球岩石",
        "field": "policy",
        "source": "cpl-2018:1",
        **fields,
    }
    with pytest.raises(FayiError, match=said):
        refuse_unfit(base, [], proposed(1, "new-term", **given))


def test_a_patch_fits_files_that_are_not_in_order(glossary: Path, tmp_path: Path) -> None:
    shutil.copytree(glossary, tmp_path / "glossary")
    path = tmp_path / "glossary" / "criminal-procedure.tsv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + "".join(reversed(rows)), encoding="utf-8")
    text, problems = patch(
        termbase.load(tmp_path / "glossary"),
        [proposed(1, "correction", concept="detention", definition="Short.", reason="x")],
    )
    changed = [line for line in text.splitlines() if line.startswith(("+", "-")) and "hostile" in line]
    assert problems == [] and changed == []


def test_an_editor_changes_a_proposal_and_the_history_says_so(client: Any) -> None:
    given = {
        "kind": "new-term",
        "author": "Li",
        "english": "bail bond",
        "chinese": "保证金",
        "field": "criminal-procedure",
        "reason": "seen",
    }
    number = client.post("/api/proposals", json=given).json()["number"]
    review = {
        "decision": "accepted",
        "who": "Wang",
        "changes": {"category": "property", "english": "bail money"},
    }
    answer = client.post(f"/api/proposals/{number}/review", json=review, headers=EDITOR).json()
    assert (answer["category"], answer["english"], answer["chinese"]) == ("property", "bail money", "保证金")
    assert answer["history"][-1]["comment"] == "category:  → property; english: bail bond → bail money"
    patched = client.get("/api/proposals/patch").text
    assert "+bail-money\t*\tproperty\tkind" in patched and "bail bond" not in patched
    wrong = {**review, "changes": {"category": "thing"}}
    assert client.post(f"/api/proposals/{number}/review", json=wrong, headers=EDITOR).status_code == 422


def test_the_offered_kind_is_that_of_most_concepts_with_the_ending(base: Any) -> None:
    assert likely_category("走私月球岩石罪") == "crime" and likely_category("月球") == "concept"
    for ending, kind in ENDINGS:
        found = [c.kind for c in base.concepts if c.zh.endswith(ending)]
        assert found.count(kind) >= 0.6 * len(found), ending
