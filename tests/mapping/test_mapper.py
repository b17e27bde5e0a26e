"""Behaviour of the mapper on a small termbase of its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.mapping import Grade, Mapper, Mapping, composing, grading, naming
from toolkit.mapping.certain import unwrapped
from toolkit.mapping.lexicon import Lexicon, builtin
from toolkit.mapping.words import content_words, everyday, head_word, stem
from toolkit.model import EN, ZH, Concept, Status, Term


def concept(id: str, chinese: str, *english: str, mt: tuple[str, ...] = (), kind: str = "") -> Concept:
    terms = [Term(text, EN, Status.ADMITTED if n else Status.PREFERRED) for n, text in enumerate(english)]
    terms += [Term(text, EN, Status.DEPRECATED, note="mt") for text in mt]
    return Concept(id, "test", (*terms, Term(chinese, ZH, Status.PREFERRED)), kind)


CONCEPTS = (
    concept("plea-leniency", "认罪认罚从宽制度", "plea leniency system", mt=("leniency system for confession and punishment",)),
    concept("sentencing-recommendation", "量刑建议", "sentencing recommendation"),
    concept("offence", "盗窃罪", "crime of theft", kind="crime"),
    concept("case-filing", "立案", "case filing"),
    concept("file", "案卷", "case file"),
    concept("defense", "正当防卫", "justifiable defense"),
    concept("pii", "侵犯公民个人信息罪", "crime of infringing on citizens' personal information", kind="crime"),
    concept("principal", "主犯", "principal offender"),
    concept("accessory", "从犯", "accessory offender"),
    concept("spp", "最高人民检察院", "Supreme People's Procuratorate", "SPP"),
)  # fmt: skip


@pytest.fixture(scope="module")
def mapper() -> Mapper:
    return Mapper(CONCEPTS)


@pytest.mark.parametrize(
    ("phrase", "chinese", "grade", "step"),
    [
        ("plea leniency system", "认罪认罚从宽制度", Grade.EXACT, "exact"),
        ("Plea Leniency Systems", "认罪认罚从宽制度", Grade.EXACT, "exact"),
        ("system of plea leniency", "认罪认罚从宽制度", Grade.VARIANT, "of-inversion"),
        ("leniency plea system", "认罪认罚从宽制度", Grade.VARIANT, "word order"),
        (
            "leniency system for confession and punishment",
            "认罪认罚从宽制度",
            Grade.EXACT,
            "known machine rendering",
        ),
        ("the offence of theft", "盗窃罪", Grade.VARIANT, "wrapper"),
        ("theft", "盗窃罪", Grade.VARIANT, "wrapper"),
        ("filing the case", "立案", Grade.VARIANT, "word order"),
        ("case files", "案卷", Grade.EXACT, "exact"),
        ("justifiable defence", "正当防卫", Grade.EXACT, "exact"),
        (
            "principal offenders and accessory offenders",
            "主犯、从犯",
            Grade.SUGGESTION,
            "composed from parts",
        ),
        ("Article 15", "第十五条", Grade.VARIANT, "citation"),
    ],
)
def test_tiers(mapper: Mapper, phrase: str, chinese: str, grade: Grade, step: str) -> None:
    best = mapper.map(phrase)[0]
    assert best.chinese == chinese
    assert best.grade is grade
    assert step in [s.name for s in best.steps]


def test_fuzzy_answers_explain_themselves(mapper: Mapper) -> None:
    evidence, _score = mapper.rank("sentencing suggestions")[0]
    assert mapper.concepts[evidence.concept].zh == "量刑建议"
    assert ("suggestion", "建议") in evidence.links


def test_says_nothing_about_ordinary_english(mapper: Mapper) -> None:
    for phrase in ("the school library", "basketball", "", "   ", "!!!", "中文", "a " * 500):
        assert mapper.map(phrase) == []


def test_composed_phrases_are_suggestions_made_on_request(mapper: Mapper) -> None:
    assert mapper.map("Supreme People's Procuratorate sentencing recommendation reform committee") == []
    guess = mapper.compose("Supreme People's Procuratorate sentencing recommendation")
    assert guess is not None
    assert (guess.chinese, guess.grade) == ("最高人民检察院量刑建议", Grade.SUGGESTION)
    assert mapper.compose("basketball xyzzy") is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_maps_without_error(phrase: str, context: str) -> None:
    found = Mapper(CONCEPTS).map(phrase, context)
    assert all(isinstance(m, Mapping) and 0 <= m.confidence <= 1 for m in found)
    assert len(found) <= 5


def test_words() -> None:
    assert content_words("the filing of two Cases") == ("filing", "2", "case")
    assert head_word("rate of appeals") == "rate"
    assert head_word("plea leniency system") == "system"
    assert stem("prosecution") == stem("prosecute") == stem("prosecuting")
    assert stem("custom") != stem("customs")


def test_lexicon_lends_to_derived_words() -> None:
    lexicon = Lexicon({"supervise": ("监督", "监管")})
    assert lexicon.translations("supervise")["监督"] == 1.0
    assert 0 < lexicon.translations("supervision")["监督"] < 1.0
    assert lexicon.translations("basketball") == {}


def test_lexicon_file_is_sound() -> None:
    assert len(builtin().chinese) > 3000
    assert all(word.isdigit() or not word.isascii() for word in builtin().chinese)


def test_the_name_that_the_phrase_says_comes_first() -> None:
    names = Concept(
        "left-behind", "test",
        (
            Term("left-behind minor", EN, Status.PREFERRED), Term("left-behind children", EN, Status.ADMITTED),
            Term("留守未成年人", ZH, Status.PREFERRED), Term("留守儿童", ZH, Status.ADMITTED),
        ),
    )  # fmt: skip
    mapper = Mapper((*CONCEPTS, names))
    best, *others = mapper.map("left-behind children")
    assert best.chinese == "留守儿童"
    assert "name" in [step.name for step in best.steps]
    assert "留守未成年人" in [m.chinese for m in others]
    assert mapper.map("left-behind minors")[0].chinese == "留守未成年人"


def test_padding_is_no_better_name() -> None:
    words = ("administrative", "procuratorial", "work")
    assert naming.best(words, ["行政检察", "行政检察工作"], builtin()) == "行政检察"
    assert naming.best((), ["重整", "破产重整"], builtin()) == "重整"


def test_everyday_words_are_ordinary_keys() -> None:
    assert {"concert", "kitchen", "basketball"} <= everyday()
    assert not {"court", "sentence", "crime", "evidence"} & everyday()


def test_a_length_or_amount_changes_no_term() -> None:
    kept = {key: next(unwrapped(key), "") for key in (
        "administrative detention for 10 day", "fine of rmb 5 000", "fined 3 million yuan",
        "detention of one year and six month", "10 day of detention", "two and a half year of probation",
    )}  # fmt: skip
    assert list(kept.values()) == [
        "administrative detention", "fine", "fined", "detention", "detention", "probation",
    ]  # fmt: skip
    # A sum in front of a thing says what it is worth, not how much of it there is.
    assert "bill" not in unwrapped("10 dollar bill")


def test_similarity_alone_never_reaches_the_confidence_of_a_listed_form() -> None:
    features = [0.0] * len(grading.FEATURES)
    for first in (-50.0, 0.0, 5.0, 50.0, 500.0):
        assert grading.confidence(features, [first], first - 8.0, (0.0, 0.0, 0.0)) <= 0.9


POSTS = (
    concept("lending", "民间借贷", "private lending", kind="act"),
    concept("bureau-chief", "公安局长", "director of the public security bureau", kind="post"),
    concept("chief-procurator", "检察长", "chief procurator", kind="post"),
    concept("secretary", "党委书记", "secretary of the Party committee", kind="post"),
    concept("lighter", "从轻处罚", "lighter punishment"),
    concept("parole", "假释", "parole"),
    concept("npc-deputy", "全国人民代表大会代表", "deputy to the National People's Congress"),
    concept("state-compensation", "国家赔偿", "state compensation"),
)


@pytest.mark.parametrize(
    ("phrase", "chinese"),
    [
        ("private lending disputes", "民间借贷纠纷"),
        ("dispute over private lending", "民间借贷纠纷"),
        ("deputy director of the public security bureau", "公安局副局长"),
        ("deputy chief procurator", "副检察长"),
        ("deputy secretary of the Party committee", "党委副书记"),
        ("be given a lighter punishment", "从轻处罚"),
        ("released on parole", "假释"),
        ("state compensation work of the procuratorate", "国家赔偿"),
    ],
)
def test_what_is_built_around_a_listed_term(phrase: str, chinese: str) -> None:
    assert Mapper(POSTS).map(phrase)[0].chinese == chinese


@pytest.mark.parametrize("phrase", ["deputy parole", "disputes", "deputy", "dispute over nothing listed"])
def test_nothing_is_derived_from_what_is_not_listed(phrase: str) -> None:
    assert composing.derive(phrase, Mapper(POSTS)._certain.find) is None


def test_an_abbreviation_is_no_rival() -> None:
    assert grading.rival([5.0, 4.0, 1.0], ["全国人民代表大会代表", "人大代表", "公诉人"]) == 1.0
    assert grading.rival([5.0, 4.0], ["公诉人", "辩护人"]) == 4.0


def test_a_machine_rendering_keeps_the_usual_name_where_a_word_of_it_stands_there() -> None:
    usual = concept("dark", "扫黑除恶", "combating organized crime", mt=("fight against black and evil",))
    usual = usual._replace(terms=(*usual.terms, Term("打黑除恶", ZH, Status.LOOKUP)))
    said = naming.said(usual, "fight against black and evil", ["打黑除恶"], builtin())
    assert said == "扫黑除恶"
    statute = concept("rat", "未公开信息", "undisclosed information", mt=("rat warehouse",))
    assert naming.said(statute, "rat warehouse", ["老鼠仓"], builtin()) == "老鼠仓"


TERMS = Mapper((
    concept("mediation", "行政调解", "administrative mediation"),
    concept("mediation-agreement", "行政调解协议", "administrative mediation agreement"),
    concept("imprisonment", "有期徒刑", "fixed-term imprisonment"),
    concept("solar", "太阳", "sun"),
))  # fmt: skip


@pytest.mark.parametrize(
    "phrase",
    [
        "sentenced to three years in prison", "10-year prison term", "jailed for five years",
        "three years and six months' imprisonment", "a jail sentence of 18 months",
    ],
)  # fmt: skip
def test_a_number_of_years_in_prison_is_fixed_term_imprisonment(phrase: str) -> None:
    assert TERMS.map(phrase)[0].chinese == "有期徒刑"


@pytest.mark.parametrize("phrase", ["prison", "ten years", "three years in office", "jailed for theft"])
def test_other_years_and_prisons_are_not(phrase: str) -> None:
    assert "有期徒刑" not in [m.chinese for m in TERMS.map(phrase)[:1]]


def test_a_head_that_only_says_the_kind_is_read_past_last() -> None:
    assert TERMS._certain.of_a_kind("the administrative mediation system") is not None
    assert TERMS._certain.of_a_kind("problem of administrative mediation") is not None
    assert TERMS._certain.of_a_kind("solar system") is None, "one word is too open"
    assert TERMS.map("administrative mediation agreement")[0].chinese == "行政调解协议"
