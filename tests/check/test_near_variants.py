"""Phrases that are nearly a known term: what is found, what is left alone."""

from __future__ import annotations

import pytest

from toolkit.check import engine, standard
from toolkit.check.model import CheckFile, Side, Unit
from toolkit.check.standard import Standard


@pytest.fixture(scope="module")
def builtin() -> Standard:
    return standard.load()


def near(builtin: Standard, *paragraphs: str) -> list[tuple[str, str]]:
    file = CheckFile("a.txt", [Unit(Side(text, "en", 0)) for text in paragraphs], "\n".join(paragraphs))
    found = engine.check_file(file, builtin, engine.Settings()).findings
    return [(f.found, f.level.value) for f in found if f.code == "FY104"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The sentencing recomendation was adopted.", [("sentencing recomendation", "warning")]),
        ("The crime suspect was questioned.", [("crime suspect", "info")]),
        (
            "The court heard the supplement civil action.",
            [("supplement civil action", "warning")],
        ),
    ],
)
def test_found(builtin: Standard, text: str, expected: list[tuple[str, str]]) -> None:
    assert near(builtin, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The criminal suspect was questioned.",
        "He suspects a crime.",
        "The crime. Suspect nobody.",
        "They supplement the civil action.",
        "A crime suspected by nobody.",
    ],
)
def test_left_alone(builtin: Standard, text: str) -> None:
    assert near(builtin, text) == []


def test_a_phrase_of_the_whole_document_is_no_slip(builtin: Standard) -> None:
    text = "The court heard the supplement civil action."
    assert near(builtin, *[text] * 3) == [("supplement civil action", "info")] * 3


def test_places_lead_back_to_the_text(builtin: Standard) -> None:
    text = "First  words.\nThen (crime suspect) and a sentencing recomendation."
    file = CheckFile("a.txt", [Unit(Side(text, "en", 0))], text)
    found = engine.check_file(file, builtin, engine.Settings()).findings
    places = [f.source for f in found if f.code == "FY104"]
    assert [text[p.offset : p.end_offset] for p in places if p] == [
        "crime suspect",
        "sentencing recomendation",
    ]
