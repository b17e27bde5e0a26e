"""``fayi serve`` and ``fayi site`` as commands."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
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


def test_it_serves_and_stops(glossary: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "serve", "-p", str(port), "--termbase", str(glossary)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    try:
        end = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/api/search?q=arrest", timeout=2
                ) as answer:
                    assert "逮捕" in answer.read().decode()
                    assert answer.headers["server"] is None
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.1)
    finally:
        server.terminate()
        assert server.wait(15) in (0, -15)


def test_a_site_is_written_and_a_file_in_its_place_is_kept(fayi: Run, glossary: Path, tmp_path: Path) -> None:
    result = fayi("site", "-o", "site", "-g", str(glossary))
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "site" / "index.html").is_file() and (
        tmp_path / "site" / "concepts" / "arrest.html"
    ).is_file()
    (tmp_path / "other").write_text("mine", encoding="utf-8")
    assert fayi("site", "-o", "other", "-g", str(glossary)).returncode == 2
    assert (tmp_path / "other").read_text(encoding="utf-8") == "mine"
