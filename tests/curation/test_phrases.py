"""Words that official texts use again and again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.curation.phrases import mine
from toolkit.curation.texts import read_texts
from toolkit.mapping import attested
from toolkit.mapping.lexicon import Lexicon, builtin

FUNDS = "# 证券投资基金法\n\n2015年修正\n\n第一条 基金管理人应当公告。\n\n第二条 基金管理人、基金托管人。\n\n第三条 由基金管理人召集基金份额持有人。\n"
TRUST = "# 信托法\n\n2001年\n\n第九条 基金托管人。\n\n第十条 对基金托管人的要求。\n"
LEXICON = Lexicon({"fund": ("基金",), "manager": ("管理人",), "custodian": ("托管人",), "shall": ("应当",)})


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    directory = tmp_path / "texts"
    directory.mkdir()
    (directory / "funds.txt").write_text(FUNDS, encoding="utf-8")
    (directory / "trust.txt").write_text(TRUST, encoding="utf-8")
    return directory


def test_free_words_in_two_articles(texts: Path) -> None:
    rows = {row.chinese: row for row in mine(read_texts([texts]), LEXICON)}
    assert rows["基金管理人"] == attested.Attested("基金管理人", 2, "证券投资基金法", "1"), (
        "not free before 召集"
    )
    assert rows["基金托管人"] == attested.Attested("基金托管人", 3, "信托法", "9")
    assert set(rows) == {"基金管理人", "基金托管人"}, "份额 is no word of the lexicon"


def test_the_command_writes_the_list(texts: Path, tmp_path: Path) -> None:
    output = tmp_path / "list.txt.gz"
    result = CliRunner().invoke(main, ["glossary", "phrases", "--texts", str(texts), "-o", str(output)])
    assert result.exit_code == 0, result.output
    rows = list(attested.read(output))
    assert sorted(rows) == sorted(mine(read_texts([texts]), builtin())) != []
    assert f"{len(rows)} from 2 texts" in result.output
