from __future__ import annotations

import pytest

from toolkit.citations import article, chinese_number, readable
from toolkit.curation.texts import number
from toolkit.model import Citation, Source


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_chinese_numbers(value: int, text: str) -> None:
    assert chinese_number(value) == text


def test_chinese_numbers_are_read_back() -> None:
    assert all(number(chinese_number(n)) == n for n in range(1, 2000))


def test_articles() -> None:
    assert article("133-1") == "第一百三十三条之一"
    assert article("headings") == "headings"


def test_readable() -> None:
    sources = {"cpl-2018": Source("cpl-2018", "中华人民共和国刑事诉讼法", year=2018)}
    assert readable(Citation("cpl-2018", "66"), sources) == "《刑事诉讼法》（2018）第六十六条"
    assert readable(Citation("unknown", "1"), sources) == "unknown:1"
