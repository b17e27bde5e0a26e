"""``fayi map``: its lines, its exit codes, its errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli.map import command
from toolkit.errors import FayiError


def test_tsv_has_one_line_per_phrase() -> None:
    result = CliRunner().invoke(
        command,
        ["-f", "-", "--format", "tsv"],
        input="plea leniency systems\n\nbasketball shoes\n",
        standalone_mode=False,
    )
    lines = result.output.splitlines()
    assert lines[0].startswith("plea leniency systems\t认罪认罚从宽制度")
    assert lines[0].split("\t")[2] == "0.97"
    assert lines[1] == "basketball shoes\t\t"
    assert result.return_value == 0


def test_abstaining_is_exit_code_1() -> None:
    assert CliRunner().invoke(command, ["basketball shoes"], standalone_mode=False).return_value == 1


def test_json_explains(tmp_path: Path) -> None:
    file = tmp_path / "phrases.txt"
    file.write_text("\ufeffreview and arrest\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["-f", str(file), "--format", "json"], standalone_mode=False)
    best = json.loads(result.output)["candidates"][0]
    assert best["chinese"] == "审查逮捕"
    assert best["steps"][0]["name"] == "exact"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00a\xd8"])
def test_unreadable_file(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "x"
    if content is not None:
        file.write_bytes(content)
    result = CliRunner().invoke(command, ["-f", str(file)], standalone_mode=False)
    assert isinstance(result.exception, FayiError)
