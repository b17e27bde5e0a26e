"""One engine for all surfaces: the same cases in Python and in the browser's copy, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from toolkit.match import Recogniser
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.ordinary import only_terms
from toolkit.search import Searcher
from toolkit.search.english import word_key
from toolkit.search.model import STAGES
from toolkit.termbase import Termbase
from toolkit.text import WORD, sentences, strict_key
from toolkit.web import pages, payload
from toolkit.web.markup import STATIC

CASES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
QUERIES = [
    line.split("\t")
    for line in Path(__file__).with_name("queries.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
KNOWN_FAILURES = {
    "retrying a case",
    "人民检察院依法提起公诉",
    "appeal against a judgment",
    "liquidate a company",
    "defraud",
}
"""The first hit is a neighbour of the concept wanted; one that is found again has to leave this set."""
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def searcher(base: Termbase) -> Searcher:
    return Searcher(base).warm()


@pytest.mark.parametrize(("query", "chinese", "why"), CASES)
def test_the_expected_concept_is_among_the_first_and_says_why(
    searcher: Searcher, query: str, chinese: str, why: str
) -> None:
    hits = searcher.search(query, 60 if why == "wildcard" else 3)
    if not chinese:
        assert hits == []
    else:
        assert (chinese, why) in [(hit.concept.zh, hit.why) for hit in hits]


@pytest.mark.parametrize(("kind", "query", "wanted"), QUERIES, ids=lambda value: value[:30])
def test_what_translators_type_finds_the_concept_first(
    searcher: Searcher, kind: str, query: str, wanted: str
) -> None:
    hits = searcher.search(query, 5)
    first = hits[0].concept.id if hits else "none"
    assert (first in wanted.split("|")) is (query not in KNOWN_FAILURES), (kind, [h.concept.zh for h in hits])


def test_a_full_list_is_the_beginning_of_a_longer_one(searcher: Searcher) -> None:
    for _, query, _ in QUERIES:
        assert searcher.search(query, 3) == searcher.search(query, 30)[:3]


def test_hits_come_stage_by_stage(searcher: Searcher) -> None:
    for _, query, _ in QUERIES:
        stages = [STAGES.index(hit.stage) for hit in searcher.search(query, 100)]
        assert stages == sorted(stages), query


def test_large_and_small_indexes_find_the_same(
    base: Termbase, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.search.lines.SMALL", 0)
    monkeypatch.setattr("toolkit.search.lines.MANY", 50)
    indexed = Searcher(base)
    for _, query, _ in QUERIES:
        assert indexed.search(query, 30) == searcher.search(query, 30), query


def test_every_term_finds_its_concept_first_by_its_own_form(base: Termbase, searcher: Searcher) -> None:
    lost = []
    for concept in base.concepts[::23]:
        for term in concept.terms:
            hits = searcher.search(term.text.rstrip(" |"), 12)
            if concept.id not in [hit.concept.id for hit in hits if hit.why == "exact"]:
                lost.append((concept.id, term.text))
    assert lost == []


def test_the_short_cut_of_word_keys_changes_no_key(base: Termbase) -> None:
    words = {w for c in base.concepts for t in c.terms if t.lang == EN for w in WORD.findall(t.text.lower())}
    assert [w for w in words if word_key(w) != strict_key(w)] == []


def test_preferred_before_admitted_before_deprecated(searcher: Searcher) -> None:
    for query in ("arrest", "evidence", "合同"):
        hits = [hit for hit in searcher.search(query, 40) if hit.why == "prefix"]
        ranks = [["preferred", "admitted", "lookup", "deprecated"].index(hit.term.status) for hit in hits]
        assert ranks == sorted(ranks)


def run_in_node(base: Termbase, tmp_path: Path, program: str, data: object) -> object:
    """What ``program`` prints as JSON, with the browser's scripts and the termbase loaded; ``data`` is ``given``."""
    if NODE is None:
        pytest.skip("node is not installed")
    parts = [payload.script("first", payload.first(base)), payload.script("more", payload.more(base))]
    parts += [(STATIC / name).read_text(encoding="utf-8") for name in (*pages.ENGINE, "annotate-engine.js")]
    parts.append(
        f"const given = {json.dumps(data)};\nconst searcher = new Fayi.Searcher(Fayi.first, Fayi.more);\n{program}"
    )
    script = tmp_path / "run.js"
    script.write_text("\n".join(parts), encoding="utf-8")
    result = subprocess.run(
        [NODE, str(script)], capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return json.loads(result.stdout)


def test_the_browser_finds_what_python_finds(base: Termbase, searcher: Searcher, tmp_path: Path) -> None:
    queries = [case[0] for case in CASES] + [query for _, query, _ in QUERIES]
    for number, concept in enumerate(base.concepts[::37]):
        term = concept.terms[number % len(concept.terms)].text.rstrip(" |")
        queries += [
            term,
            term[: max(2, len(term) // 2)],
            " ".join(reversed(term.split())),
            term.replace("e", "", 1),
            concept.zh[1:],
        ]
    program = """console.log(JSON.stringify(given.map((q) => searcher.search(q, 20).map((h) => [h.concept.id, h.row.text, h.why, h.stage]))));"""
    browser = run_in_node(base, tmp_path, program, queries)
    differing = []
    for query, theirs in zip(queries, browser, strict=True):  # type: ignore[call-overload]
        ours = [[hit.concept.id, hit.term.text, hit.why, hit.stage] for hit in searcher.search(query, 20)]
        if ours != theirs:
            differing.append((query, ours[:3], theirs[:3]))
    assert differing == []


def test_the_browser_marks_the_terms_that_python_marks(base: Termbase, tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "examples"
    texts = [
        (p.read_text(encoding="utf-8"), ZH if ".zh." in p.name else EN)
        for p in sorted(examples.glob("*.txt"))
    ]
    program = """const r = new Fayi.Recogniser(searcher, Fayi.more.ordinary);
console.log(JSON.stringify(given.map((text) => r.find(text).map((m) => text.slice(m.start, m.end)))));"""
    browser = run_in_node(base, tmp_path, program, [text for text, _ in texts])
    for (text, lang), theirs in zip(texts, browser, strict=True):  # type: ignore[call-overload]
        recogniser = Recogniser(base.concepts, lang)
        ours = []
        for line in text.split("\n"):
            for start, end in sentences(line, lang):
                sentence = line[start:end]
                matches = recogniser.find(sentence)
                ours += [
                    sentence[m.start : m.end]
                    for m in (only_terms(matches, sentence) if lang == EN else matches)
                ]
        assert theirs == ours


def test_ids_travel_in_short(base: Termbase, tmp_path: Path) -> None:
    ids = run_in_node(base, tmp_path, "console.log(JSON.stringify(Fayi.ids(Fayi.first)));", [])
    assert ids == [concept.id for concept in base.concepts]
    odd = Termbase(
        (
            Concept("Odd_Id", "f", (Term("two words", EN, Status.PREFERRED),)),
            Concept("words-2-two", "f", (Term("two words", EN, Status.PREFERRED),)),
            Concept("none", "f", ()),
        )
    )
    assert run_in_node(odd, tmp_path, "console.log(JSON.stringify(Fayi.ids(Fayi.first)));", []) == [
        "Odd_Id",
        "words-2-two",
        "none",
    ]
