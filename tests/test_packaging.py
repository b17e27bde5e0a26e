"""A wheel in an empty environment, outside the checkout, carries everything it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def skip_without_network(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode and re.search(
        "No matching distribution|Could not find a version|Connection|resolve", done.stderr
    ):
        pytest.skip("the package index cannot be reached")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(place), str(ROOT)],
        capture_output=True,
        text=True,
    )
    skip_without_network(done)
    assert done.returncode == 0, done.stderr
    return next(place.glob("*.whl"))


def test_the_wheel_carries_glossary_and_locales(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "toolkit/_data/glossary/criminal-procedure.tsv", "toolkit/_data/glossary/sources.toml", "toolkit/_data/glossary/domains.toml",
        "toolkit/_data/locales/zh_CN/LC_MESSAGES/glossary.po", "toolkit/_data/locales/zh_TW/LC_MESSAGES/fayi.po",
        "toolkit/readings.txt", "toolkit/build/report.html", "toolkit/mapping/ambiguity.tsv",
    ):  # fmt: skip
        assert needed in names


def test_it_runs_in_an_empty_environment_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / "bin" / "python"
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "-q", str(wheel)], capture_output=True, text=True
    )
    skip_without_network(done)
    assert done.returncode == 0, done.stderr
    (tmp_path / "a.txt").write_text("They deepened the fight against black and evil.", encoding="utf-8")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {"LANGUAGE": "en"}
    for command in ([str(environment / "bin" / "fayi")], [str(python), "-m", "toolkit"]):
        run = subprocess.run(
            [*command, "build", "a.txt", "-o", "out"], cwd=tmp_path, env=clean, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
        assert "扫黑除恶" in run.stdout
    shown = subprocess.run(
        [str(environment / "bin" / "fayi"), "--help"],
        cwd=tmp_path,
        env=clean | {"LANGUAGE": "zh_CN"},
        capture_output=True,
        text=True,
    )
    assert "用法" in shown.stdout
