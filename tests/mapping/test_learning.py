"""Association over aligned segments."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from toolkit.cli.learn import command
from toolkit.errors import FayiError
from toolkit.mapping import Mapper, learning
from toolkit.mapping.learning import COLUMNS, learn, read_reviewed

PAIRS = [
    ("The people's procuratorate approved the arrest.", "人民检察院批准逮捕。"),
    ("The people's procuratorate filed a case.", "人民检察院立案。"),
    ("A court heard the people's procuratorate.", "法院听取人民检察院的意见。"),
    ("The court approved it.", "法院批准了它。"),
    ("A court filed a case.", "法院立案。"),
    ("An arrest warrant from the police.", "公安机关的逮捕证。"),
    ("The police made an arrest.", "公安机关实施逮捕。"),
]


def test_whole_terms_are_found_once() -> None:
    found = {row.english: row for row in learn(PAIRS, minimum=2)}
    assert found["people procuratorate"].chinese == "人民检察院"
    assert found["arrest"].chinese == "逮捕"
    assert found["arrest"].together == 3
    assert "procuratorate" not in found


def test_doubled_segments_count_once() -> None:
    assert learn(PAIRS[:1] * 10, minimum=2) == []


def test_command_writes_reviewable_rows(tmp_path: Path) -> None:
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv></tu>'
        for en, zh in PAIRS
    )
    memory = tmp_path / "m.tmx"
    memory.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header creationtool="t" creationtoolversion="1" '
        'segtype="sentence" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/><body>'
        + units
        + "</body></tmx>",
        encoding="utf-8",
    )
    result = CliRunner().invoke(command, [str(memory), "-n", "2"])
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert lines[0][:3] == ["english", "chinese", "score"]
    assert ["people procuratorate", "人民检察院"] in [line[:2] for line in lines]


def test_only_accepted_rows_are_used(tmp_path: Path) -> None:
    path = tmp_path / "learned.tsv"
    rows = [
        "\t".join(COLUMNS),
        "green court\t绿色法庭\t13.00\t4\t4\t4\ty\tA green court.",
        "blue court\t蓝色法庭\t13.00\t4\t4\t4\t\tA.",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    mapper = Mapper((), learned=read_reviewed(path))
    (found,) = mapper.map("The Green Courts")
    assert (found.chinese, found.steps[0].name) == ("绿色法庭", "aligned")
    assert mapper.map("blue court") == []


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(FayiError, match="not a file of fayi learn"):
        read_reviewed(path)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST", 60)
    sizes = []
    forget = learning._forget_rarest

    def watched(counts: Counter[Any]) -> None:
        forget(counts)
        sizes.append(len(counts))

    monkeypatch.setattr(learning, "_forget_rarest", watched)
    found = {row.english: row.chinese for row in learn(PAIRS, minimum=2)}
    assert max(sizes) <= 60
    assert found["arrest"] == "逮捕"
