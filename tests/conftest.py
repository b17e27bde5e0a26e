"""Shared fixtures: the built-in termbase, a small one, a command-line runner, the reference texts if present."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit import termbase
from toolkit.termbase import Termbase

ROOT = Path(__file__).resolve().parent.parent

SMALL = """concept\tlang\tterm\tstatus\tsource\tnote
case-filing\t*\tprocedure\tkind\t\t
case-filing\ten\tcase filing\tpreferred\tnpc-en\t
case-filing\ten\tfile a case\tadmitted\tnpc-en\t
case-filing\ten\tput on record\tdeprecated\t\tmt
case-filing\tzh-Hans-CN\t立案\tpreferred\tcpl-2018:109\t
plea-leniency-system\t*\tArrangement for those who admit guilt.\tdefinition\t\t
plea-leniency-system\t*\tsystem\tkind\t\t
plea-leniency-system\ten\tplea leniency system\tpreferred\tclt\t
plea-leniency-system\ten\tleniency system for confession and punishment\tdeprecated\t\tmt: literal
plea-leniency-system\tzh-Hans-CN\t认罪认罚从宽制度\tpreferred\tspp-rules-2019:11\t
"""


@pytest.fixture(scope="session")
def base() -> Termbase:
    """The built-in termbase."""
    return termbase.load()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A glossary directory with two concepts."""
    directory = tmp_path / "glossary"
    directory.mkdir()
    (directory / "criminal-procedure.tsv").write_text(SMALL, encoding="utf-8")
    (directory / "domains.toml").write_text(
        '[criminal-procedure]\nen = "criminal procedure"\nzh = "刑事诉讼"\n', encoding="utf-8"
    )
    (directory / "sources.toml").write_text(
        '[cpl-2018]\ntitle_zh = "中华人民共和国刑事诉讼法"\nyear = 2018\n\n[spp-rules-2019]\ntitle_zh = "人民检察院刑事诉讼规则"\nyear = 2019\n\n'
        '[npc-en]\ntitle_en = "NPC"\n\n[clt]\ntitle_en = "China Law Translate"\n',
        encoding="utf-8",
    )
    return directory


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def fayi(tmp_path: Path) -> Run:
    """Runs ``python -m toolkit`` as a separate program in ``tmp_path``, in English."""

    def run(
        *arguments: str, input: str | bytes | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LANGUAGE": "en",
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
            **environment,
        }
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", *arguments], input=data, capture_output=True, cwd=tmp_path, env=env, timeout=120,
            stdin=None if data is not None else subprocess.DEVNULL,
        ) if data is None else subprocess.run(
            [sys.executable, "-m", "toolkit", *arguments], input=data, capture_output=True, cwd=tmp_path, env=env, timeout=120
        )  # fmt: skip
        return subprocess.CompletedProcess(
            done.args,
            done.returncode,
            done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"),
        )

    return run


@pytest.fixture(scope="session")
def reference() -> Path:
    """The directory of official texts beside the checkout; tests that need it are skipped without it."""
    for parent in ROOT.parents:
        if (place := parent / "shared" / "reference").is_dir():
            return place
    pytest.skip("the official texts are not on this machine")
