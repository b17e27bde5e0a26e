"""Listed forms in which a part stands under another of its names."""

import pytest

from toolkit.mapping import Grade, Mapper
from toolkit.mapping.certain import CertainIndex
from toolkit.mapping.restating import Restater
from toolkit.model import EN, ZH, Concept, Status, Term


def concept(chinese: str, *english: str, kind: str = "concept") -> Concept:
    terms = (Term(chinese, ZH, Status.PREFERRED), *(Term(e, EN, Status.PREFERRED) for e in english))
    return Concept(chinese, "policy", terms, kind=kind)


CONCEPTS = (
    concept("公益诉讼", "public interest litigation", "public welfare litigation"),
    concept("环境公益诉讼", "environmental public interest litigation"),
    concept("动议", "motion", "bill"),
    concept("票据法", "law of bills", kind="law"),
    concept("羁押", "custody", "detention"),
    concept("拘留", "detention"),
    concept("羁押率", "rate of custody"),
    concept("审判", "trial", "hearing"),
    concept("听证", "hearing"),
    concept("听证室", "hearing room"),
    concept("审判室", "trial room"),
)


@pytest.fixture(scope="module")
def restater() -> Restater:
    return Restater(CertainIndex(CONCEPTS))


@pytest.mark.parametrize(
    ("phrase", "chinese", "said"),
    [
        ("environmental public welfare litigation", "环境公益诉讼", "public welfare litigation"),
        ("public welfare litigation for the environmental", "环境公益诉讼", "public welfare litigation"),
        ("detention rate", "羁押率", "detention"),
    ],
)
def test_a_part_under_another_name(restater: Restater, phrase: str, chinese: str, said: str) -> None:
    found = restater.find(phrase)
    assert found is not None
    assert (found.entry.concept.zh, found.said) == (chinese, said)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("public welfare litigation", "a listed form itself, no part of one"),
        ("law of motion", "laws go by their titles"),
        ("rural public welfare litigation", "no listed form has the rest"),
        ("detention", "one word"),
        ("of the and", "no content"),
        ("", "nothing"),
    ],
)
def test_no_answer(restater: Restater, phrase: str, why: str) -> None:
    assert restater.find(phrase) is None, why


def test_two_concepts_answer_nothing() -> None:
    hall = (
        concept("听证大厅", "hearing hall"),
        concept("审判大厅", "trial hall"),
        concept("庭审", "court session", "trial"),
    )
    court = concept("开庭", "court session", "hearing")
    assert Restater(CertainIndex((*hall, court))).find("court session hall") is None


def test_the_mapper_says_what_is_restated() -> None:
    best = Mapper(CONCEPTS).map("environmental public welfare litigation")[0]
    assert (best.chinese, best.grade) == ("环境公益诉讼", Grade.VARIANT)
    assert "listed as “environmental public interest litigation”" in best.steps[0].detail
