import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.cli.extract import command
from toolkit.cli.reviewing import review
from toolkit.extract import extract
from toolkit.extract.abbreviations import long_form
from toolkit.extract.candidates import inner_names
from toolkit.extract.collect import Collection, Phrase
from toolkit.extract.cutoff import chosen_length
from toolkit.extract.pipeline import rank
from toolkit.extract.tagging import TagTable, tag_tokens
from toolkit.extract.tokens import split_tokens, token_spans
from toolkit.model import Document, Segment

TEXT = (
    "The anti-corruption office of the Ministry of Justice reviewed the sentencing recommendation. "
    "Sentencing recommendations help the people's court. The European Arrest Warrant (EAW) applies. "
    "An EAW needs no sentencing recommendation. The duty lawyer saw the case file in France."
)


def document(*texts: str, name: str = "a.txt") -> Document:
    return Document(name, tuple(Segment(text) for text in texts))


def terms(*texts: str, **options: object) -> dict[str, object]:
    return {c.term: c for c in extract([document(*texts)], complete=True, **options)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Morison's law", ["Morison", "'s", "law"]),
        ("anti-corruption", ["anti-corruption"]),
        ("drugs——found", ["drugs", "—", "—", "found"]),
        ('join in any evil.".', ["join", "in", "any", "evil", ".", '"', "."]),
        ("U.S. law", ["U.S.", "law"]),
        ("1,502 people", ["1,502", "people"]),
        ("don’t", ["don’t"]),
        ("Case C-465/11 on Directive 2004/18/EC", ["Case", "C-465/11", "on", "Directive", "2004/18/EC"]),
        ("drag/lift and/or", ["drag", "/", "lift", "and", "/", "or"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert split_tokens(text) == tokens


@given(st.text(max_size=200))
def test_spans_are_the_tokens(text: str) -> None:
    assert [text[a:b] for a, b in token_spans(text)] == split_tokens(text)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for candidate in extract([document(text, TEXT)], complete=True):
        assert candidate.forms
        for place in candidate.contexts:
            assert 0 <= place.start < place.end <= len((text, TEXT)[place.segment])


@pytest.mark.parametrize(
    ("sentence", "tags"),
    [
        ("the turn of events", "dNoS"),
        ("to turn the page", "tVdN"),
        ("criminal proceedings", "AS"),
        ("it works", "pZ"),
        ("the creditors' meeting", "dSqN"),
        ("a trade secret.", "dNN."),
        ("a secret ballot", "dAN"),
    ],
)
def test_tags(sentence: str, tags: str) -> None:
    assert tag_tokens(split_tokens(sentence), TagTable()) == tags


@pytest.mark.parametrize(
    ("words", "short", "span"),
    [
        ("the European Arrest Warrant", "EAW", (1, 4)),
        ("under the Convention on the Rights of the Child", "CRC", (2, 9)),
        ("a blade-element momentum theory", "BEMT", (1, 4)),
        ("the court", "EAW", None),
    ],
)
def test_long_forms(words: str, short: str, span: tuple[int, int] | None) -> None:
    assert long_form(words.split(), short) == span


def test_forms_and_citation_form() -> None:
    candidate = terms(TEXT)["sentencing recommendation"]
    assert {(f.text, f.frequency) for f in candidate.forms} == {  # type: ignore[attr-defined]
        ("sentencing recommendation", 2),
        ("sentencing recommendations", 1),
    }


def test_contexts_point_at_the_form() -> None:
    for candidate in extract([document("A line.", TEXT)], complete=True):
        for place in candidate.contexts:
            found = TEXT[place.start : place.end].lower() if place.segment else "a line"
            assert found in {form.text for form in candidate.forms} or found == "a line"


@pytest.mark.parametrize(
    ("text", "half", "place"),
    [
        (
            "He teaches civil and administrative litigation.",
            "civil litigation",
            "civil and administrative litigation",
        ),
        (
            "He hears civil, administrative and criminal cases.",
            "civil case",
            "civil, administrative and criminal cases",
        ),
        (
            "Arrest and prosecution rates fell. An arrest warrant.",
            "arrest rate",
            "Arrest and prosecution rates",
        ),
        ("The arrested and convicted officials.", "arrested official", "arrested and convicted officials"),
    ],
)
def test_halves_with_a_shared_head(text: str, half: str, place: str) -> None:
    found = terms(text)
    assert [text[at.start : at.end] for at in found[half].contexts] == [place]  # type: ignore[attr-defined]
    assert not any(sighting.whole for sighting in found[half].sightings)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("Anaemia and iron deficiency.", "anaemia deficiency"),
        ("He was arrested and convicted officials fled.", "arrested official"),
        ("New civil and administrative litigation.", "new litigation"),
    ],
)
def test_conjunctions_that_share_nothing(text: str, half: str) -> None:
    assert half not in terms(text)


def test_halves_add_to_phrases_in_one_piece() -> None:
    found = terms("Active and passive bribery. Active bribery is punished.")
    assert found["active bribery"].frequency == 2  # type: ignore[attr-defined]


def test_names_and_abbreviations() -> None:
    found = terms(TEXT)
    assert found["Ministry of Justice"].kind == "name"  # type: ignore[attr-defined]
    assert found["EAW"].kind == "abbreviation"  # type: ignore[attr-defined]
    assert "European Arrest Warrant" in found["EAW"].variants  # type: ignore[attr-defined]


def test_references_are_no_terms() -> None:
    text = "Under Article 5, Paragraph 2 of the Arrest Act and Item IV, the Act of 9 March 2006 applies. The preceding paragraph applies."
    found = terms(text)
    assert "Arrest Act" in found
    assert not {"Article 5", "Paragraph 2", "Item IV", "Act of 9 March", "preceding paragraph"} & found.keys()


def test_names_inside_names() -> None:
    found = terms(
        "He heads the Anti-Corruption Unit of the Ministry of the Interior of the Kingdom of Denmark."
    )
    assert {"Ministry of the Interior of the Kingdom of Denmark", "Kingdom of Denmark"} <= found.keys()


def test_names_inside_names_of_closed_words_only() -> None:
    """Word classes and capitals may disagree: a name can end in words that look like function words."""
    phrase = Phrase(("Office", "of", "Light", "for", "The", "And"), "NoNidc", 0, ((0, 0, ""), 0))
    assert list(inner_names(phrase, 0)) == [2]
    closed = Phrase(("Office", "of", "The", "And", "for", "Us"), "Nodcip", 0, ((0, 0, ""), 0))
    assert list(inner_names(closed, 0)) == []


def test_half_of_a_fixed_pair_ranks_below_the_pair() -> None:
    text = "Heart failure is common. Heart failure kills. Chronic heart failure hospitalization was rare."
    found = terms(text)
    assert found["heart failure hospitalization"].score > found["failure hospitalization"].score  # type: ignore[attr-defined]


def test_the_termbase_counts_in_its_own_field_only() -> None:
    from toolkit.extract.known import known_lift

    legal = known_lift(["arrest warrant", "duty lawyer"], {"arrest warrant": "arrest-warrant"})
    horses = known_lift([f"gait {n}" for n in range(99)] + ["right"], {"right": "right"})
    assert legal("arrest warrant") > legal("search warrant") > legal("half halt") == 0
    assert horses("right") < 0.2 * legal("arrest warrant")


def test_furniture_is_not_searched() -> None:
    texts = (Segment("The duty lawyer came."), Segment("The secret gadget", furniture=True))
    assert "secret gadget" not in {c.term for c in extract([Document("a", texts)], complete=True)}


def test_foreign_segments_are_not_searched() -> None:
    assert not extract(
        [document("Yatay eksenli rüzgar türbin palalarının tasarımı öncelikle bilinmesini gerektirir")]
    )


def test_nothing_in_nothing_out() -> None:
    assert extract([]) == []
    assert extract([document("", " . ")]) == []


def test_order_does_not_depend_on_the_order_of_texts() -> None:
    one, two = document(TEXT), document("The court heard the appeal against the judgment.", name="b.txt")
    assert [c.term for c in extract([one, two], complete=True)] == [
        c.term for c in extract([two, one], complete=True)
    ]


def test_limit_and_minimum_frequency() -> None:
    assert len(extract([document(TEXT)], limit=3)) == 3
    assert all(c.frequency > 1 for c in extract([document(TEXT)], complete=True, minimum_frequency=2))


def test_known_terms_carry_their_concept() -> None:
    found = terms(TEXT, known={"duty lawyer": "duty-lawyer"}.get)
    assert found["duty lawyer"].concept == "duty-lawyer"  # type: ignore[attr-defined]


def test_rare_phrases_are_forgotten_within_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.extract.collect.MAXIMUM_PHRASES", 50)
    collection = Collection()
    words = [
        f"{a}{b}"
        for a in ("court", "judge", "police", "prison", "penal")
        for b in ("board", "house", "law", "man")
    ]
    for first in words:
        collection.add(
            document(". ".join(f"the {first} {second}" for second in words) + ". The duty lawyer.")
        )
    assert collection.forgotten
    assert len(collection.phrases) <= 500
    assert collection.phrases["duty lawyer"].count >= 10
    # What is as rare as what was forgotten is no candidate.
    assert all(phrase.count > collection.forgotten for phrase in collection.dependable(collection.phrases))
    assert {"duty lawyer"} <= {c.term for c in rank(collection, complete=True)}


def test_chosen_length_takes_all_of_certain_rows() -> None:
    assert chosen_length([(9.0, 1)] * 5 + [(-9.0, 1)] * 50) == 5
    assert chosen_length([]) == 0


def test_review_writes_and_resumes(tmp_path: Path) -> None:
    collection = Collection()
    collection.add(document(TEXT))
    yes, no = tmp_path / "yes.txt", tmp_path / "no.txt"
    keys = iter("ynuxyq")
    assert review(collection, yes, no, read_key=lambda: next(keys)) == (2, 0)
    first = yes.read_text(encoding="utf-8").splitlines()
    keys = iter("nq")
    assert review(collection, yes, no, read_key=lambda: next(keys)) == (2, 1)
    assert no.read_text(encoding="utf-8").strip() not in first


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_command(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    rows = run(str(text), "--all", "--no-termbase").splitlines()
    assert rows[0].split("\t")[:5] == ["term", "score", "frequency", "texts", "concept"]
    forms = [
        row.split("\t")[0] for row in run(str(text), "--all", "--forms", "--no-termbase").splitlines()[1:]
    ]
    assert len(forms) == len(set(forms))
    assert "sentencing recommendations" in forms
    data = json.loads(run(str(text), "--format", "json", "--limit", "2", "--no-termbase"))
    assert len(data) == 2
    assert {"term", "forms", "contexts", "variants"} <= data[0].keys()
    rejected = tmp_path / "no.txt"
    rejected.write_text(data[0]["term"] + "\n", encoding="utf-8")
    left = run(str(text), "--all", "--no-termbase", "--rejected", str(rejected))
    assert not any(row.startswith(data[0]["term"] + "\t") for row in left.splitlines())


def test_contexts_top_and_minimum_score(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    rows = run(str(text), "--no-termbase", "--top", "2", "--contexts", "1").splitlines()[1:]
    assert [row.startswith("\t") for row in rows] == [False, True, False, True]
    assert f"[{rows[0].partition(chr(9))[0]}" in rows[1]
    scores = [float(row.split("\t")[1]) for row in run(str(text), "--no-termbase", "--all").splitlines()[1:]]
    middle = sorted(scores)[len(scores) // 2]
    kept = run(str(text), "--no-termbase", "--min-score", str(middle)).splitlines()[1:]
    assert 0 < len(kept) < len(scores)
    assert all(float(row.split("\t")[1]) >= middle - 0.01 for row in kept)


def test_accepted_terms_become_glossary_rows(tmp_path: Path) -> None:
    from toolkit.termbase import read_field

    text, yes, glossary = tmp_path / "a.txt", tmp_path / "yes.txt", tmp_path / "mine.tsv"
    text.write_text(TEXT, encoding="utf-8")
    yes.write_text("sentencing recommendations\nduty lawyer\n", encoding="utf-8")
    glossary.write_text(
        run(str(text), "--accepted", str(yes), "--format", "termbase", "--no-termbase"), encoding="utf-8"
    )
    concepts = {concept.id: concept.terms[0] for concept in read_field(glossary)}
    assert concepts.keys() == {"sentencing-recommendation", "duty-lawyer"}
    assert "case file" in concepts["duty-lawyer"].note


@given(st.lists(st.floats(-6, 8), max_size=80), st.floats(-1, 3), st.floats(0, 2))
def test_a_stricter_even_score_never_lengthens_the_list(
    scores: list[float], even: float, more: float
) -> None:
    rows = [(score, 1) for score in sorted(scores, reverse=True)]
    length = chosen_length(rows, even)
    assert 0 <= length <= len(rows)
    assert chosen_length(rows, even + more) <= length + 1
    assert not rows or length


@pytest.mark.parametrize("texts", ["gold", "other-domains/cardiology"])
def test_the_list_grows_with_the_text(texts: str) -> None:
    from toolkit.documents import read_documents

    place = Path(__file__).parent / texts / "texts"
    documents = list(read_documents([str(place)]))
    lengths = [len(extract(documents[:count])) for count in (2, 4, 8)]
    assert lengths[0] < lengths[1] < lengths[2]
    # The gold lists themselves grow up to 4.7 times.
    assert lengths[2] < 5 * lengths[0]
    # The same texts over again say nothing new.
    assert 0.6 < len(extract(documents * 3)) / len(extract(documents)) < 1.2
