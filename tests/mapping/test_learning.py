"""Association over aligned segments."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from toolkit.cli.learn import command
from toolkit.mapping.learning import learn

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
        f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv></tu>' for en, zh in PAIRS
    )
    memory = tmp_path / "m.tmx"
    memory.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header creationtool="t" creationtoolversion="1" '
        'segtype="sentence" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/><body>' + units + "</body></tmx>",
        encoding="utf-8",
    )
    result = CliRunner().invoke(command, [str(memory), "-n", "2"])
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert lines[0][:3] == ["english", "chinese", "score"]
    assert ["people procuratorate", "人民检察院"] in [line[:2] for line in lines]
