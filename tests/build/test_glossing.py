from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.build.glossing import gloss
from toolkit.build.suggesting import ExtractAndMap
from toolkit.documents import read_documents
from toolkit.model import Document, Segment
from toolkit.termbase import Termbase


def chinese(base: Termbase, text: str) -> dict[str, str]:
    """Form found → Chinese."""
    glossary = gloss([Document("x", (Segment(text, 1),))], base)
    return {form.text: entry.chinese for entry in glossary.entries for form in entry.forms}


@pytest.mark.parametrize(
    ("text", "form", "term"),
    [
        ("Social security and economic security depend on network security.", "social security", "社会安全"),
        ("Police patrols improve prevention and control and social security.", "social security", "社会治安"),
    ],
)
def test_the_sentence_decides_between_readings(base: Termbase, text: str, form: str, term: str) -> None:
    glossary = gloss([Document("x", (Segment(text, 1),))], base)
    entry = next(e for e in glossary.entries if e.main.text.lower() == form)
    assert entry.chinese == term
    step = next(s for s in entry.main.steps if s.name == "cue words")
    assert "other readings" in step.detail


def test_furniture_yields_no_terms(base: Termbase) -> None:
    segments = (
        Segment("The court heard the case.", 1),
        Segment("Special statement: infringe legitimate rights", 2, True),
    )
    glossary = gloss([Document("x", segments)], base)
    assert all(
        place.segment == 0 for entry in glossary.entries for form in entry.forms for place in form.places
    )


def test_forms_are_counted_and_the_commonest_leads(base: Termbase) -> None:
    text = "The procuratorate protested. Procuratorates act. The people's procuratorate decided. People's procuratorates won."
    found = gloss([Document("x", (Segment(text, 1),))], base)
    for entry in found.entries:
        assert [f.count for f in entry.forms] == sorted((f.count for f in entry.forms), reverse=True)


def test_a_machine_rendering_is_explained(base: Termbase) -> None:
    glossary = gloss([Document("x", (Segment("They deepened the fight against black and evil.", 1),))], base)
    entry = next(e for e in glossary.entries if "扫黑除恶" in e.chinese)
    assert entry.status == "deprecated"
    assert any(step.name.endswith("rendering") for step in entry.main.steps)


# Article terms that must come out, by reading the article: Chinese → status does not matter here.
ARTICLE = (
    "检察机关 检察工作 中国式现代化 全国检察长会议 社会治理检察建议 国家安全 社会稳定 严重暴力犯罪 毒品犯罪 经济犯罪 安全感 扫黑除恶"
    " 电信网络诈骗犯罪 专项行动 公安机关 挂牌督办 遣返 组织者、领导者 幕后金主 时时放心不下 国内国际两个大局 网络安全 政治安全 社会安全"
    " 经济安全 网络法治 网络谣言 网络暴力 网络侵权 典型案例 网络空间 宽严相济刑事政策 认罪认罚从宽制度 量刑建议 庭审实质化 律师辩护全覆盖"
    " 社会治安防控体系 检察长 人民检察院 党中央决策部署 最高人民检察院 省委 法律监督 高质效办好每一个案件 精准监督 监督质效 高质量发展 “十四五”规划"
).split()


def test_the_article(base: Termbase, reference: Path) -> None:
    article = reference.parent / "article"
    found = " ".join(e.chinese for e in gloss(list(read_documents([str(article)])), base).entries)
    assert [term for term in ARTICLE if term not in found] == []


def test_an_everyday_phrase_is_no_suggestion(base: Termbase) -> None:
    text = "The students finished a huge amount of work in the school library."
    glossary = gloss([Document("x", (Segment(text, 1),))], base, ExtractAndMap(base))
    assert [entry.chinese for entry in glossary.entries] == []
