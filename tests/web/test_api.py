"""The server: pages, API, headers, limits, tokens, team glossary."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")

from starlette.testclient import TestClient

from tests.web.conftest import HOSTILE
from toolkit.web.server import application
from toolkit.web.state import Glossary


def test_search_answers_with_status_source_and_region(client: Any) -> None:
    answer = client.get("/api/search", params={"q": "arrest"}).json()
    hit = answer["hits"][0]
    assert hit["chinese"] == "逮捕" and hit["matched"] == {
        "term": "arrest", "lang": "en", "region": "English", "status": "preferred", "why": "exact"
    }  # fmt: skip
    assert "第六十六条" in hit["source"]
    assert client.get("/api/search", params={"q": "zzz"}).json()["message"] == "not in the glossary"


@pytest.mark.parametrize("limit", ["0", "-1", "x", "101", "²", "99999999999999"])
def test_a_bad_limit_is_refused(client: Any, limit: str) -> None:
    assert client.get("/api/search", params={"q": "a", "limit": limit}).status_code == 400


def test_a_concept_a_retired_one_and_none(client: Any) -> None:
    assert client.get("/api/concepts/arrest").json()["terms"][0]["status"] == "preferred"
    assert client.get("/api/concepts/old-arrest").json()["superseded_by"] == "arrest"
    assert client.get("/api/concepts/none").status_code == 404
    moved = client.get("/concepts/old-arrest.html", follow_redirects=False)
    assert moved.status_code == 301 and moved.headers["location"] == "arrest.html"


def test_texts_are_annotated_mapped_and_checked(client: Any) -> None:
    found = client.post("/api/annotate", json={"text": "He was under criminal detention."}).json()["matches"]
    assert [(m["text"], m["concept"]) for m in found] == [("criminal detention", "detention")]
    assert (
        client.post("/api/annotate", json={"text": "决定逮捕。"}).json()["matches"][0]["concept"] == "arrest"
    )
    assert client.post("/api/map", json={"phrase": "arrest"}).json()["mappings"][0]["chinese"] == "逮捕"
    findings = client.post("/api/check", json={"source": "criminal detention", "target": "逮捕"}).json()[
        "findings"
    ]
    assert findings and findings[0]["concept"] == "detention"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[1]", 422), (b"{}", 422), (b'{"text": 1}', 422), (b'{"text": "  "}', 422), (b"[" * 100_000, 400),
     (b'{"text": "\\ud800"}', 422), (json.dumps({"text": "x" * 200_001}).encode(), 413), (b"x" * 1_000_001, 413)],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_refused(client: Any, body: bytes, status: int) -> None:
    answer = client.post("/api/annotate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status and "error" in answer.json()


def test_a_form_is_not_json(client: Any) -> None:
    assert client.post("/api/annotate", data={"text": "x"}).status_code == 415


def test_a_stream_without_a_length_is_counted(client: Any) -> None:
    def endless() -> Any:
        for _ in range(2000):
            yield b"x" * 1000

    assert (
        client.post(
            "/api/annotate", content=endless(), headers={"content-type": "application/json"}
        ).status_code
        == 413
    )


def test_every_answer_has_the_security_headers(client: Any) -> None:
    for path in ("/", "/concepts/arrest.html", "/api/search?q=x", "/none", "/team.html", "/assets/first.js"):
        headers = client.get(path).headers
        assert (
            "frame-ancestors 'none'" in headers["content-security-policy"]
            and "unsafe" not in headers["content-security-policy"]
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


def test_an_answer_that_the_reader_has_is_not_sent_again(client: Any) -> None:
    for path in ("/", "/api/concepts/arrest", "/assets/first.js"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304 and again.content == b""


def test_answers_are_compressed_for_readers_that_can_read_it(client: Any) -> None:
    assert client.get("/", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/", headers={"accept-encoding": "identity"}).headers
    assert "content-encoding" not in client.get("/", headers={"accept-encoding": "gzip;q=0"}).headers


def test_other_hosts_and_other_sites_are_refused(client: Any) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert (
        client.post(
            "/api/annotate", json={"text": "x"}, headers={"origin": "https://evil.example"}
        ).status_code
        == 403
    )
    assert (
        client.post("/api/annotate", json={"text": "x"}, headers={"origin": "http://testserver"}).status_code
        == 200
    )


def test_a_token_is_asked_for_everywhere(glossary: Path) -> None:
    with TestClient(application(glossary, token="secret")) as client:
        assert client.get("/api/search?q=arrest").status_code == 401
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/", headers={"authorization": "Bearer secret"}).status_code == 200
        assert client.get("/", headers={"cookie": 'fayi="'}).status_code == 401
        moved = client.get("/?token=secret", follow_redirects=False)
        assert moved.status_code == 303 and "secret" not in moved.headers["location"]
        assert "HttpOnly" in moved.headers["set-cookie"]
        assert client.get("/").status_code == 200


def test_hostile_queries_and_content_are_data(client: Any) -> None:
    answer = client.get("/api/search", params={"q": "<script>alert(1)</script>"})
    assert answer.headers["content-type"].startswith("application/json")
    assert client.get("/api/concepts/hostile").json()["definition"] == HOSTILE
    assert "<img" not in client.get("/concepts/hostile.html").text


def test_the_team_glossary_is_read_again_when_it_changes(glossary: Path, tmp_path: Path) -> None:
    team = tmp_path / "team.tsv"
    team.write_text("English\tChinese\nwidget order\t部件令\n", encoding="utf-8")
    held = Glossary(glossary, (team,))
    assert held.state.consultant.search("widget order")["hits"][0]["chinese"] == "部件令"
    assert not held.reload_if_changed()
    team.write_text("English\tChinese\nwidget order\t零件令\n", encoding="utf-8")
    os.utime(team, ns=(1, 1))
    assert held.reload_if_changed()
    assert held.state.consultant.search("widget order")["hits"][0]["chinese"] == "零件令"
    team.write_text("English\tChinese\nwidget\t\n", encoding="utf-8")
    os.utime(team, ns=(2, 2))
    assert not held.reload_if_changed()
    assert held.state.consultant.search("widget order")["hits"][0]["chinese"] == "零件令"


def test_a_server_without_proposals_says_so(glossary: Path) -> None:
    with TestClient(application(glossary)) as client:
        assert client.get("/api/proposals").status_code == 501
        assert client.get("/team.html").status_code == 404
        assert "team.html" not in client.get("/").text
