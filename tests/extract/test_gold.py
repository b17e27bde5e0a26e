"""Quality on the own gold list: a floor that a change must not fall through."""

from pathlib import Path

import pytest

from tests.extract.evaluation import best_f1, f1, precision_at
from toolkit.cli.extract import known_terms
from toolkit.documents import read_documents
from toolkit.extract import Candidate, extract

HERE = Path(__file__).parent / "gold"
GOLD = {line.partition("\t")[0] for line in (HERE / "gold.tsv").read_text(encoding="utf-8").splitlines()}


def surfaces(candidates: list[Candidate]) -> list[str]:
    return [form.text for candidate in candidates for form in candidate.forms]


@pytest.fixture(scope="module")
def ranked() -> list[Candidate]:
    return extract(read_documents([str(HERE / "texts")]))


def test_gold_lists_stand_in_the_texts() -> None:
    text = " ".join(
        path.read_text(encoding="utf-8").lower() for path in sorted((HERE / "texts").glob("*.txt"))
    )
    assert len(GOLD) > 600
    assert not [term for term in GOLD if term not in text]


def test_quality(ranked: list[Candidate]) -> None:
    found = surfaces(ranked)
    assert f1(found, GOLD) > 54
    assert precision_at(found, GOLD, 100) > 70


def test_own_length_is_near_the_best(ranked: list[Candidate]) -> None:
    everything = surfaces(extract(read_documents([str(HERE / "texts")]), complete=True))
    assert f1(surfaces(ranked), GOLD) > best_f1(everything, GOLD) - 2


@pytest.mark.parametrize(("first", "last"), [(0, 20), (0, 4), (8, 12)])
def test_the_termbase_does_not_lengthen_the_list(first: int, last: int) -> None:
    """What it knows rises; that more were terms than without it would be a wrong conclusion."""
    documents = list(read_documents([str(HERE / "texts")]))[first:last]
    text = " ".join(segment.text.lower() for document in documents for segment in document.segments)
    gold = {term for term in GOLD if term in text}
    plain = surfaces(extract(documents))
    helped = surfaces(extract(documents, known=known_terms()))
    assert len(helped) < 1.1 * len(plain)
    assert f1(helped, gold) > f1(plain, gold) + 4


@pytest.mark.parametrize("scorer", ["frequency", "contrast", "c-value"])
def test_combination_beats_single_scorers(ranked: list[Candidate], scorer: str) -> None:
    single = extract(read_documents([str(HERE / "texts")]), scorer=scorer, limit=len(ranked))
    assert f1(surfaces(ranked), GOLD) > f1(surfaces(single), GOLD) + 5


def test_decisions_help(ranked: list[Candidate]) -> None:
    """A reviewer who knows the gold list decides on the first 400 candidates."""
    documents = list(read_documents([str(HERE / "texts")]))
    before = extract(documents, complete=True)

    def right(candidate: Candidate) -> bool:
        return any(form.text in GOLD for form in candidate.forms)

    accepted = [c.term for c in before[:400] if right(c)]
    rejected = [c.term for c in before[:400] if not right(c)]
    after = extract(documents, complete=True, accepted=accepted, rejected=rejected)
    assert not {c.term for c in after} & {*accepted, *rejected}
    assert sum(map(right, after[:200])) >= sum(map(right, before[400:600]))


OTHER = sorted(path for path in (HERE.parent / "other-domains").iterdir() if path.is_dir())


@pytest.mark.parametrize("place", OTHER, ids=[path.name for path in OTHER])
def test_other_domains(place: Path) -> None:
    gold = set((place / "gold.tsv").read_text(encoding="utf-8").split("\n")) - {""}
    own = surfaces(extract(read_documents([str(place / "texts")])))
    everything = surfaces(extract(read_documents([str(place / "texts")]), complete=True))
    assert len(gold & set(everything)) > 0.9 * len(gold)
    assert f1(own, gold) > 60
    assert f1(own, gold) > best_f1(everything, gold) - 2
    assert precision_at(own, gold, 100) > 80
