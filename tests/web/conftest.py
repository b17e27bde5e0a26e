"""A small glossary with hostile content, its site, and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HOSTILE = "<img src=x onerror=alert(1)>\"&'"

FIELD = f"""concept\tlang\tterm\tstatus\tsource\tnote
arrest\t*\tcpl-2018:80\tbasis\t\t
arrest\t*\tTaking a suspect into custody with approval.\tdefinition\t\t
arrest\t*\tmeasure\tkind\t\t
arrest\t*\tdetention\trelated\t\t
arrest\ten\tarrest\tpreferred\tnpc-en\t
arrest\ten\tcatch person\tdeprecated\t\tmt
arrest\tzh-Hans-CN\t逮捕\tpreferred\tcpl-2018:66\t
arrest\tzh-Hant-HK\t逮捕\tpreferred\t\tCap. 1
detention\t*\tmeasure\tkind\t\t
detention\ten\tcriminal detention\tpreferred\tnpc-en\t
detention\tzh-Hans-CN\t拘留\tpreferred\tcpl-2018:133-1\t
hostile\t*\t{HOSTILE}\tdefinition\t\t
hostile\ten\t{HOSTILE} english\tpreferred\teditor\t{HOSTILE}
hostile\ten\t{HOSTILE} wrong\tdeprecated\t\tmt: {HOSTILE}
hostile\tzh-Hans-CN\t敌意{HOSTILE}\tpreferred\tcpl-2018:1\t{HOSTILE}
"""


@pytest.fixture(scope="session")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A glossary directory with three concepts, one of them hostile."""
    directory = tmp_path_factory.mktemp("glossary")
    (directory / "criminal-procedure.tsv").write_text(FIELD, encoding="utf-8")
    (directory / "domains.toml").write_text(
        '[criminal-procedure]\nen = "criminal procedure"\nzh = "刑事诉讼"\n', encoding="utf-8"
    )
    (directory / "sources.toml").write_text(
        '[cpl-2018]\ntitle_zh = "中华人民共和国刑事诉讼法"\nyear = 2018\nkind = "statute"\n'
        '[npc-en]\ntitle_en = "NPC translation"\nkind = "official translation"\nurl = "javascript:alert(1)"\n'
        f"[editor]\ntitle_en = '''{HOSTILE}'''\nkind = \"editor\"\n",
        encoding="utf-8",
    )
    (directory / "retired.tsv").write_text(
        "concept\tsuperseded_by\treason\nold-arrest\tarrest\tmerged\n", encoding="utf-8"
    )
    return directory


@pytest.fixture
def client(glossary: Path, tmp_path: Path) -> Iterator[Any]:
    """A client of the application with a store of proposals and the editor token ``editor``."""
    pytest.importorskip("starlette", reason="the extra serve is not installed")
    testclient = pytest.importorskip("starlette.testclient", reason="httpx is not installed")
    from toolkit.web.server import application

    with testclient.TestClient(
        application(glossary, store=tmp_path / "team.db", editor_token="editor")
    ) as found:
        yield found
