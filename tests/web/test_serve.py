"""``fayi serve`` and ``fayi site`` as commands."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

pytest.importorskip("uvicorn", reason="the extra serve is not installed")


def test_other_machines_are_not_served_without_a_token(fayi: Run) -> None:
    result = fayi("serve", "--host", "0.0.0.0")
    assert result.returncode == 2 and "--token" in result.stderr


def test_a_missing_glossary_is_one_line(fayi: Run) -> None:
    result = fayi("serve", "-g", "nowhere.tsv")
    assert result.returncode == 2 and "nowhere.tsv" in result.stderr and "Traceback" not in result.stderr


class Process:
    """``fayi serve`` on a free port; its messages are read as they come."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "serve", "-p", "0", *arguments],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stderr is not None
        self.messages = self.process.stderr
        self.address = self.messages.readline().split()[0]

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:
            assert answer.headers["server"] is None
            return str(answer.read().decode())

    def wait_for(self, path: str, text: str) -> None:
        end = time.monotonic() + 30
        while text not in self.get(path):
            assert time.monotonic() < end, f"{text} did not come"
            time.sleep(0.1)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


@pytest.fixture
def serve() -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        one.messages.close()


def test_it_serves_and_stops_although_a_visitor_lingers(
    glossary: Path, serve: Callable[..., Process]
) -> None:
    server = serve("--termbase", str(glossary))
    assert "逮捕" in server.get("api/search?q=arrest")
    host, port = server.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.sendall(b"POST /api/annotate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{")
        assert server.stop() in (0, -15)


def test_a_port_in_use_is_one_line(glossary: Path, fayi: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = fayi("serve", "-p", str(port), "--termbase", str(glossary))
    assert result.returncode == 2
    assert f"port {port} is in use" in result.stderr and len(result.stderr.splitlines()) <= 2


def test_an_address_of_another_machine_is_one_line(fayi: Run) -> None:
    result = fayi("serve", "--host", "192.0.2.1", "--token", "x")
    assert result.returncode == 2 and "cannot listen on 192.0.2.1" in result.stderr


def test_a_team_glossary_is_read_again_and_a_broken_one_is_reported(
    glossary: Path, tmp_path: Path, serve: Callable[..., Process]
) -> None:
    team = tmp_path / "team.csv"
    team.write_text("English,Chinese\nwidget order,部件令\n", encoding="utf-8")
    server = serve("--termbase", str(glossary), "-g", str(team))
    assert "部件令" in server.get("api/search?q=widget")
    team.write_text("English,Chinese\nwidget order,零件命令\n", encoding="utf-8")
    server.wait_for("api/search?q=widget", "零件命令")
    # Beside it and over it, as editors save.
    (tmp_path / "new").write_bytes(b"\xff\xfe\x00broken")
    (tmp_path / "new").replace(team)
    message = server.messages.readline()
    assert "not used until it is repaired" in message and "team.csv" in message
    assert "零件命令" in server.get("api/search?q=widget")
    team.unlink()
    assert "not used until it is repaired" in server.messages.readline()
    assert "零件命令" in server.get("api/search?q=widget")
    team.write_text("English,Chinese\nwidget order,新令\n", encoding="utf-8")
    server.wait_for("api/search?q=widget", "新令")


def test_a_silent_connection_is_closed(glossary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.web import listening
    from toolkit.web.server import application

    monkeypatch.setattr(listening, "PATIENCE", 0.2)
    with listening.listen("127.0.0.1", 0) as bound:
        address = bound.getsockname()
        running = listening.server(application(glossary))
        thread = threading.Thread(target=running.run, args=([bound],), daemon=True)
        thread.start()
        with socket.create_connection(address, timeout=20) as visitor:
            visitor.sendall(b"GET / HTTP/1.1\r\nHost: ")
            assert visitor.recv(100) == b""
        running.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def test_a_body_that_does_not_come_is_not_waited_for(glossary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from toolkit.web import security

    monkeypatch.setattr(security, "MAX_WAIT", 0.1)
    sent: list[dict[str, object]] = []

    async def app(scope: object, receive: Callable[[], Awaitable[object]], send: object) -> None:
        await receive()

    async def silence() -> object:
        return await asyncio.Event().wait()

    async def note(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    asyncio.run(security.Guard(app)(scope, silence, note))  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


def test_a_site_is_written_and_a_file_in_its_place_is_kept(fayi: Run, glossary: Path, tmp_path: Path) -> None:
    result = fayi("site", "-o", "site", "-g", str(glossary))
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "site" / "index.html").is_file() and (
        tmp_path / "site" / "concepts" / "arrest.html"
    ).is_file()
    (tmp_path / "other").write_text("mine", encoding="utf-8")
    assert fayi("site", "-o", "other", "-g", str(glossary)).returncode == 2
    assert (tmp_path / "other").read_text(encoding="utf-8") == "mine"
