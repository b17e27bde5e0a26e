from __future__ import annotations

import pytest

from toolkit.search import Searcher
from toolkit.termbase import Termbase


@pytest.fixture(scope="module")
def searcher(base: Termbase) -> Searcher:
    return Searcher(base)


@pytest.mark.parametrize(
    ("query", "chinese", "why"),
    [
        ("plea leniency system", "认罪认罚从宽制度", "exact"),
        ("Plea-Leniency Systems", "认罪认罚从宽制度", "exact"),
        ("认罪认罚从宽制度", "认罪认罚从宽制度", "exact"),
        ("認罪認罰從寬制度", "认罪认罚从宽制度", "exact"),
        ("renzuirenfa", "认罪认罚", "pinyin"),
        ("rèn zuì rèn fá", "认罪认罚", "pinyin"),
        ("ren4zui4ren4fa2", "认罪认罚", "pinyin"),
        ("rzrf", "认罪认罚", "initials"),
        ("fight against black and evil", "扫黑除恶", "exact"),
        ("SPP", "最高人民检察院", "exact"),
        ("最高检", "最高人民检察院", "exact"),
    ],
)
def test_the_first_hit_and_why(searcher: Searcher, query: str, chinese: str, why: str) -> None:
    hit = searcher.search(query)[0]
    assert (hit.concept.zh, hit.why) == (chinese, why)


@pytest.mark.parametrize("query", ["起诉", "合同", "仲裁"])
def test_two_character_words_are_found_inside_longer_terms(searcher: Searcher, query: str) -> None:
    assert len(searcher.search(query, 50)) > 10


def test_nearest_terms_for_a_typing_error(searcher: Searcher) -> None:
    assert (
        searcher.search("plea lenincy sistem") == []
        or searcher.search("plea lenincy sistem")[0].why == "fuzzy"
    )
    assert any(h.concept.zh == "认罪认罚从宽制度" for h in searcher.nearest("plea lenincy sistem"))


@pytest.mark.parametrize("query", ["", "   ", "???"])
def test_nothing_asked_nothing_found(searcher: Searcher, query: str) -> None:
    assert searcher.search(query) == []
