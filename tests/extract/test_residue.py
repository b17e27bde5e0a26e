import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.extract import extract
from toolkit.extract.residue import without_residue
from toolkit.model import Document, Segment


def terms(*texts: str) -> set[str]:
    document = Document("a.txt", tuple(Segment(text) for text in texts))
    return {form.text for c in extract([document], complete=True) for form in c.forms}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see https://www.europa.eu/a_b.html on fraud", ["see", "on", "fraud"]),
        ("write to info@olaf.eu.int now", ["write", "to", "now"]),
        ("listed at ClinicalTrials.gov today", ["listed", "at", "today"]),
        ("<p>Tax</p>&nbsp;law", ["Tax", "law"]),
        ("Johnson & Johnson, R&D costs", ["Johnson", "&", "Johnson,", "R&D", "costs"]),
        ("under OJ C 313, 1996 and COM(2003) 317 final", ["under", ",", "1996", "and"]),
        ("Smith and Van Hecke et al. found", ["found"]),
        ("METHODS AND RESULTS: we measured", ["we", "measured"]),
        ("It fell. Conclusions: iron helps", ["It", "fell.", "iron", "helps"]),
        ("the results: iron helps", ["the", "results:", "iron", "helps"]),
    ],
)
def test_residue(text: str, left: list[str]) -> None:
    result = without_residue(text)
    assert len(result) == len(text)
    assert result.replace("•", " ").split() == left


@given(st.text(alphabet="aA.:/@<>&; -OJCet", max_size=120))
def test_places_stay(text: str) -> None:
    assert len(without_residue(text)) == len(text)


def test_addresses_and_labels_are_no_terms() -> None:
    found = terms(
        "BACKGROUND: Iron deficiency is common. Smith et al. wrote to info@olaf.eu about it.",
        "The ferric dose of www.example.org and &nbsp; was low.",
    )
    assert "iron deficiency" in found
    assert not {"background", "smith", "info", "olaf", "nbsp", "example", "org"} & found


def test_words_before_numbers_only_are_no_terms() -> None:
    found = terms("Under Article 5 and Figure 3 the court ruled.", "Figure 4 shows the rotor.")
    assert "rotor" in found
    assert not {"article", "figure"} & found
    assert "figure" in terms("The figure was carved. Figure 4 shows the figure.")


def test_verbs_after_nouns() -> None:
    found = terms("Conflicts of interest undermine the rule of law. The inmate escapes the prison.")
    assert not {"interest undermine", "inmate escapes"} & found


def test_laws_named_by_their_date() -> None:
    found = terms("The Act of 10 February 1999 and the Convention of 29 May 2000 apply from 9 March 2006.")
    assert {"act of 10 february 1999", "convention of 29 may 2000"} <= found
    assert not {"10 february 1999", "9 march 2006"} & found
