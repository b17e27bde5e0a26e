from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Procuratorates", "procuratorate"), ("offences", "offense"), ("penalties", "penalty"), ("organised", "organized"),
        ("prosecutor's", "prosecutor"), ("prosecutors’", "prosecutor"), ("licence", "license"), ("judgements", "judgment"),
        ("labour", "labor"), ("criteria", "criterion"), ("defence", "defense"), ("programmes", "program"),
        ("witnesses", "witness"), ("authorisation", "authorization"),
    ],
)  # fmt: skip
def test_strict_keys_join_spellings_of_one_word(first: str, second: str) -> None:
    assert text.strict_key(first) == text.strict_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("securities", "security"), ("damages", "damage"), ("customs", "custom"), ("news", "new"), ("filing", "file"),
     ("supervise", "supervision"), ("promise", "promize")],
)  # fmt: skip
def test_strict_keys_keep_different_words_apart(first: str, second: str) -> None:
    assert text.strict_key(first) != text.strict_key(second)


@pytest.mark.parametrize(
    ("a", "b"), [("filed", "file"), ("filing", "file"), ("committed", "commit"), ("carried", "carry")]
)
def test_loose_keys_join_verb_forms(a: str, b: str) -> None:
    assert text.loose_key(a) == text.loose_key(b)


def test_phrase_key_drops_articles_and_hyphens() -> None:
    assert text.phrase_key("The 14th Five-Year Plans") == text.phrase_key("14th five year plan")


@given(st.text())
def test_fold_zh_offsets_point_into_the_text(value: str) -> None:
    folded, offsets = text.fold_zh_with_offsets(value)
    assert len(offsets) == len(folded) + 1
    assert all(0 <= offset <= len(value) for offset in offsets)
    assert offsets == sorted(offsets)


@given(st.text())
def test_fold_zh_is_idempotent(value: str) -> None:
    assert text.fold_zh(text.fold_zh(value)) == text.fold_zh(value)


def test_fold_zh_joins_scripts_widths_and_quotes() -> None:
    assert text.fold_zh("《刑事訴訟法》 “楓橋經驗”") == "刑事诉讼法枫桥经验"


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ('He said "no". Then he left.', 2),
        ('achieve the goal of "not joining in any evil.". ——We will deepen the crackdown.', 2),
        ("The U.S. court cited art. 5 of the law. It was final.", 2),
        ("No end here", 1),
        ("First. Second! Third?", 3),
    ],
)
def test_sentences_survive_machine_english(value: str, count: int) -> None:
    assert len(text.sentences(value)) == count


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_sentence_spans_cover_all_words(value: str) -> None:
    spans = text.sentences(value)
    assert "".join("".join(value[a:b].split()) for a, b in spans) == "".join(value.split())
