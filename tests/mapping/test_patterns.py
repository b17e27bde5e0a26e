"""Citations, places and numbers in running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.mapping import Grade
from toolkit.mapping.numbers import parse
from toolkit.mapping.patterns import Patterns, find
from toolkit.model import EN, ZH, Concept, Status, Term

LAW = Concept(
    "criminal-law", "law-titles",
    (Term("Criminal Law", EN, Status.PREFERRED), Term("中华人民共和国刑法", ZH, Status.PREFERRED), Term("刑法", ZH, Status.ADMITTED)),
    "law",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("15", 15), ("XV", 15), ("ix", 9), ("15th", 15), ("twenty-first", 21), ("Fifteenth", 15), ("ninety nine", 99), ("fifth twenty", None), ("x y", None)],
)  # fmt: skip
def test_numbers(text: str, value: int | None) -> None:
    assert parse(text) == value


def test_spans_in_a_sentence() -> None:
    text = (
        "Under Article 67 of the Criminal Law, the court of Foobar and the Shenzhen Intermediate People's Court "
        "met the People's Procuratorate of Liaoning Province; Article 5 of the lease is nothing."
    )
    found = Patterns((LAW,)).find(text)
    assert [(text[start:end], mapping.chinese) for start, end, mapping in found] == [
        ("Article 67 of the Criminal Law", "《刑法》第六十七条"),
        ("Shenzhen Intermediate People's Court", "深圳市中级人民法院"),
        ("People's Procuratorate of Liaoning Province", "辽宁省人民检察院"),
    ]


def test_a_name_of_two_places_is_not_certain() -> None:
    ((_, _, mapping),) = find("the Taizhou Intermediate People's Court")
    assert mapping.confidence < 0.9
    assert "ambiguous" in [step.name for step in mapping.steps]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(
    ["Article", "Articles", "15", "(2)", "paragraph", "of", "the", "Criminal Law", ",", "Shenzhen", "People's Court", "Chapter",
     "IV", "item", "to", "-1", "bis", "Beijing", "No.", "Intermediate", "20th", "National Congress", "\n", "’"]
), max_size=14))  # fmt: skip
def test_find_never_fails_and_spans_are_ordered(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for start, stop, mapping in Patterns((LAW,)).find(text):
        assert end <= start < stop <= len(text)
        assert mapping.chinese
        end = stop


@pytest.mark.parametrize(
    ("phrase", "chinese"),
    [
        ("People's Procuratorate of Xiangfu District, Kaifeng", "开封市Xiangfu区人民检察院"),
        ("Xiangfu District People's Procuratorate", "Xiangfu区人民检察院"),
        ("People's Court of Lankao County, Henan Province", "河南省Lankao县人民法院"),
        ("Public Security Bureau of Tongxu County", "Tongxu县公安局"),
    ],
)
def test_unlisted_counties_are_suggestions(phrase: str, chinese: str) -> None:
    (found,) = Patterns((LAW,)).map(phrase)
    assert (found.chinese, found.grade) == (chinese, Grade.SUGGESTION)


@pytest.mark.parametrize(
    "phrase",
    ["People's Court of Lankao County, Nowhere", "the county fair", "Tongxu County", "district court"],
)
def test_what_is_no_county_institution(phrase: str) -> None:
    assert Patterns((LAW,)).map(phrase) == []
