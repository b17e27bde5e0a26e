"""Proposals: nothing is lost, nothing unfit gets in, and what was accepted becomes a patch that applies."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from toolkit import termbase
from toolkit.errors import FayiError
from toolkit.web.patch import patch
from toolkit.web.proposals import Store

EDITOR = {"x-fayi-editor": "editor"}
FORM = {"concept": "arrest", "lang": "en", "term": "apprehension", "source": "clt", "reason": "used by CLT"}


def test_many_people_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    stores = [Store(path) for _ in range(8)]

    def write(number: int) -> int:
        return stores[number % 8].add(f"person {number}", "new-form", {**FORM, "term": f"term {number}"})

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(120)))
    assert sorted(numbers) == list(range(1, 121))
    listed = stores[0].listed()
    assert {p["term"] for p in listed} == {f"term {n}" for n in range(120)}
    assert all(p["history"][0]["action"] == "proposed" for p in listed)


@pytest.mark.parametrize(
    ("kind", "content"),
    [("x", FORM), ("new-form", {}), ("new-form", {**FORM, "lang": "fr"}), ("new-form", {**FORM, "term": "a\tb"}),
     ("new-form", {**FORM, "term": "x" * 501}), ("new-form", {**FORM, "other": "x"}), ("new-form", {**FORM, "status": "best"}),
     ("new-form", {**FORM, "term": 5}), ("correction", {"concept": "arrest"}), ("new-term", {"english": "x"})],
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
