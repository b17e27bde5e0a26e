"""The query language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.search import Query, parse
from toolkit.search.query import wildcard_pattern


def test_filters_quotes_and_wildcards_are_taken_apart() -> None:
    assert parse("arrest") == Query("arrest")
    assert parse('"arrest"') == Query("arrest", exact=True)
    assert parse("“逮捕”") == Query("逮捕", exact=True)
    assert parse("*责任").wildcard
    assert parse("field:policy  black evil") == Query("black evil", filters=(("field", "policy"),))
    assert parse('black field:"civil law" region:hk').filters == (("field", "civil law"), ("region", "hk"))
    assert parse("source:cpl-2018:66").filters == (("source", "cpl-2018:66"),)


def test_what_only_looks_like_a_filter_is_text() -> None:
    assert parse("my-field:x").filters == ()
    assert parse('"unclosed').text == '"unclosed'
    assert parse("").text == ""


def test_a_pattern_stands_for_a_whole_key() -> None:
    assert wildcard_pattern("a.b*") == r"a\.b[^\n]*"


@given(st.text(max_size=300))
def test_any_input_parses(text: str) -> None:
    query = parse(text)
    assert len(query.text) <= 200
