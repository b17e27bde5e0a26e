"""The table of checks: code → rule. The first line of a rule's docstring is its message.

The rest of the docstring is what ``fayi explain CODE`` shows and ``docs/checks/CODE.md`` says. A rule gets
a case (what was seen, with the counts of the whole document) and says how grave it is, ``None`` for
nothing. Codes are stable and never reused.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.check.model import Level
from toolkit.match import Entry
from toolkit.model import EN


@dataclass(slots=True)
class Case:
    """Something seen in a file, before a rule has judged it."""

    kind: str
    term: str = ""
    """The form in the source, or in the only text."""
    found: str = ""
    """The wrong, nearest or other form."""
    concepts: tuple[str, ...] = ()
    unit: int = 0
    """Index of the unit in the file."""
    source: tuple[int, int] | None = None
    target: tuple[int, int] | None = None
    entry: Entry | None = None
    """The listed wrong form that was found."""
    evidence: str = ""
    words: int = 1
    """English words or Chinese characters of the term."""
    lang: str = EN
    """Language of the term."""
    inflected: bool = False
    total: int = 1
    """Occurrences of the concept in the sources of the document."""
    good: int = 0
    """How many of them are rendered by an approved form."""
    counts: tuple[tuple[str, int], ...] = ()
    nominal: bool = True
    """Whether the term names a thing: principles, rights and acts are rendered by whole clauses."""
    firm: bool = True
    """Whether a listed wrong form can mean nothing else."""
    detail: dict[str, str] = field(default_factory=dict)
    """Further words of the message."""

    @property
    def strong(self) -> bool:
        """Whether the term is long enough to be nothing but the term."""
        return not self.inflected and self.nominal and self.words >= (2 if self.lang == EN else 4)


Judge = Callable[[Case], Level | None]


@dataclass(frozen=True)
class Rule:
    """One check."""

    code: str
    name: str
    group: str
    """``english``, ``chinese``, ``translation``, ``document`` or ``check``."""
    kinds: tuple[str, ...]
    level: Level
    """The level it has at most unless configured otherwise."""
    judge: Judge

    @cached_property
    def message(self) -> str:
        return (inspect.getdoc(self.judge) or "").split("\n", 1)[0]

    @cached_property
    def explanation(self) -> str:
        return (inspect.getdoc(self.judge) or "").partition("\n")[2].strip()


RULES: dict[str, Rule] = {}
BY_KIND: dict[str, Rule] = {}


def rule(code: str, name: str, group: str, level: Level, *kinds: str) -> Callable[[Judge], Judge]:
    def register(judge: Judge) -> Judge:
        assert code not in RULES
        RULES[code] = Rule(code, name, group, kinds or (name,), level, judge)
        for kind in kinds or (name,):
            BY_KIND[kind] = RULES[code]
        return judge

    return register


# -- one English text -------------------------------------------------------------------------


@rule("FY101", "deprecated-english", "english", Level.ERROR)
def deprecated_english(case: Case) -> Level | None:
    """“{found}” is not the English for {counterpart}; write {approved}.

    The phrase is listed as deprecated: mostly a machine rendering, word for word, that a reader cannot trace
    back to the Chinese term. Single words and phrases that are also everyday English are never reported
    by this check; phrases of two words are warnings.

    Example: The drive is called the fight against black and evil.
    Cure: special campaign to crack down on organized crime (扫黑除恶). `--fix` puts the preferred form in.
    """
    if case.entry is None or not case.firm:
        return None
    note = case.entry.term.note
    if case.inflected:
        return Level.INFO
    # Two words may meet by chance; three hardly do.
    sure = case.words >= 3 or note == "client"
    return Level.ERROR if sure and not note.startswith(("dated", "news", "outdated")) else Level.WARNING


@rule("FY102", "two-english-forms", "english", Level.WARNING)
def two_english_forms(case: Case) -> Level | None:
    """{counterpart} is called {forms} in this document.

    Two approved English forms of one concept in one document make the reader look for a difference that
    is not there. Abbreviations and shortened forms do not count.

    Example: … the plea leniency system … (ten lines below) … the system of leniency for those who plead guilty …
    Cure: choose one form, the preferred one if nothing speaks against it.
    """
    return Level.WARNING if min(n for _form, n in case.counts) >= 2 else Level.INFO


@rule("FY103", "abbreviation-before-introduction", "english", Level.WARNING)
def abbreviation_before_introduction(case: Case) -> Level | None:
    """“{found}” is used before it is introduced{where}.

    An abbreviation stands in the text before the place that explains it, or no place does.

    Example: The SPP met on Monday. The Supreme People's Procuratorate (SPP) decided …
    Cure: write the full form with the abbreviation in brackets at its first occurrence.
    """
    return Level.WARNING if case.evidence == "later" else Level.INFO


@rule("FY104", "near-variant", "english", Level.WARNING)
def near_variant(case: Case) -> Level | None:
    """“{found}” is very near the known term “{near}”; a slip?

    A word that no dictionary has stands where a known term has a similar one.

    Example: the sentencing recomendation was adopted
    Cure: sentencing recommendation
    """
    return Level.WARNING


# -- one Chinese text -------------------------------------------------------------------------


@rule("FY121", "deprecated-chinese", "chinese", Level.ERROR)
def deprecated_chinese(case: Case) -> Level | None:
    """“{found}” is no longer the Chinese term ({note}); write {approved}.

    The form is listed as deprecated: the name of an abolished institution, a term that a law has replaced.
    In texts about former law it may be right: suppress it there with a reason.

    Example: 当事人申请重新作出鉴定结论。
    Cure: 鉴定意见 (2012 amendment of the Criminal Procedure Law)
    """
    if case.entry is None:
        return None
    if not case.firm:
        return Level.INFO if case.evidence == "boundary" else None
    return Level.ERROR if case.words >= 4 and not case.entry.term.note else Level.WARNING


@rule("FY122", "mixed-script", "chinese", Level.WARNING)
def mixed_script(case: Case) -> Level | None:
    """“{found}” is written in {script} characters in a {other} text.

    Example: 依法適用认罪认罚从宽制度。
    Cure: keep to one script; names and quotations may be suppressed with a reason.
    """
    return Level.WARNING


@rule("FY123", "other-jurisdiction", "chinese", Level.WARNING)
def other_jurisdiction(case: Case) -> Level | None:
    """“{found}” is the term of {region}; here it is {approved}.

    Mainland China, Hong Kong, Macao and Taiwan have different words for one concept, and sometimes one word
    for different concepts. Checked where the text says its region (`--languages`, profile).

    Example: 檢察總長 in a text for Hong Kong.
    Cure: use the term of the jurisdiction that the text is about.
    """
    return Level.WARNING


@rule("FY124", "two-chinese-forms", "chinese", Level.INFO)
def two_chinese_forms(case: Case) -> Level | None:
    """{counterpart} is called {forms} in this document.

    Example: 社区矫正对象 … 社区矫正人员
    Cure: choose one form.
    """
    return Level.INFO


# -- a translation ----------------------------------------------------------------------------


@rule("FY201", "missing-term", "translation", Level.ERROR, "missing")
def missing_term(case: Case) -> Level | None:
    """“{term}” is not rendered as {approved}{instead}.

    No approved form of the concept, and no admitted or defined short form, stands in the translation. Error
    where the term has several words and the document renders it by an approved form elsewhere; warning for
    other terms of several words; info for single words and verb forms, which translators render freely.

    Example: The procuratorate makes a sentencing recommendation. → 检察院提出意见。
    Cure: 量刑建议
    """
    if case.evidence in ("nested", "words") or case.inflected:
        return Level.INFO
    share = case.good / max(1, case.total)
    if case.total >= 3 and share < 0.5:
        return Level.INFO
    if case.strong:
        return Level.ERROR if case.good >= 2 and share >= 0.6 else Level.WARNING
    return Level.WARNING if case.total >= 5 and share >= 0.8 and case.evidence == "other" else Level.INFO


@rule("FY202", "partial-term", "translation", Level.WARNING, "partial")
def partial_term(case: Case) -> Level | None:
    """“{term}” is rendered only in part as “{excerpt}”; the term is {approved}.

    Most characters of an approved form stand in the translation in order, but not all.

    Example: supervisory commission → 监察委员
    Cure: 监察委员会
    """
    if case.inflected or (case.total >= 3 and case.good / case.total < 0.5):
        return Level.INFO
    return Level.WARNING if case.strong and case.evidence == "near" else Level.INFO


@rule("FY203", "untranslated-term", "translation", Level.ERROR, "untranslated")
def untranslated_term(case: Case) -> Level | None:
    """“{excerpt}” is left untranslated; the term is {approved}.

    The words of the source stand in the translation where an approved form is missing.

    Example: 检察院提出 sentencing recommendation。
    Cure: 量刑建议
    """
    return Level.ERROR if case.strong else Level.WARNING


@rule("FY204", "forbidden-term", "translation", Level.ERROR, "forbidden")
def forbidden_term(case: Case) -> Level | None:
    """“{excerpt}” is not to be used for {counterpart}; write {approved}.

    The translation uses a form that is listed as deprecated for the concept in the source (error), or one
    that can hardly mean anything else although the source does not name the concept (warning).

    Example: 扫黑除恶 → the fight against black and evil
    Cure: `--fix` puts the preferred form in its place.
    """
    if case.evidence == "unasked":
        return Level.WARNING if case.firm else None
    return Level.ERROR


@rule("FY205", "inconsistent-occurrence", "translation", Level.WARNING, "fewer")
def inconsistent_occurrence(case: Case) -> Level | None:
    """“{term}” stands {times} in the source, only {rendered} as {approved}{instead}.

    One of several occurrences is rendered differently. Warning when something else that looks like a
    rendering stands there; info when the translation merely has fewer, as Chinese often does.

    Example: … the defendant … the defendant … → ……被告人……当事人……
    Cure: render every occurrence alike, or suppress the finding where the repetition is left out on purpose.
    """
    return Level.WARNING if case.strong and case.evidence in ("near", "english") else Level.INFO


@rule("FY206", "script-variant", "translation", Level.WARNING, "script")
def script_variant(case: Case) -> Level | None:
    """“{excerpt}” has characters of the other script; the term is {approved}.

    The term itself is right, but one or more of its characters are Traditional in a Simplified text, or the
    reverse. It does not count as missing.

    Example: 量刑建議 in a Simplified translation
    Cure: 量刑建议
    """
    return Level.WARNING


@rule("FY207", "regional-term", "translation", Level.WARNING, "region")
def regional_term(case: Case) -> Level | None:
    """“{excerpt}” is the term of another jurisdiction; here it is {approved}.

    Warning for a Hong Kong, Macao or Taiwan term in its own characters in a mainland text; info where the form is
    also a mainland word (婚姻登记) or a mainland term stands in a text for another region.

    Example: Prosecutor General → 檢察總長 in a translation for the mainland
    Cure: 检察长
    """
    from toolkit import hant

    return Level.WARNING if case.evidence != "mainland" and hant.has_traditional(case.found) else Level.INFO


# -- the whole document -----------------------------------------------------------------------


@rule("FY301", "several-renderings", "document", Level.WARNING, "drift")
def several_renderings(case: Case) -> Level | None:
    """“{term}” is rendered as {forms} in this document.

    One term of the source has several approved renderings in the document. Reported once per document and
    concept, at the first occurrence of the rarer form, with the counts.

    Example: non-prosecution → 不起诉 (7), 不予起诉 (3)
    Cure: choose one; if the difference is meant, suppress the finding with the reason.
    """
    return (
        Level.WARNING
        if min(n for _form, n in case.counts) >= 3 and case.evidence != "short" and case.strong
        else Level.INFO
    )


@rule("FY302", "several-terms-one-rendering", "document", Level.WARNING, "merge")
def several_terms_one_rendering(case: Case) -> Level | None:
    """“{found}” renders both “{term}” and “{second}” in this document.

    Two different concepts fall together in the translation; the reader can no longer tell them apart.

    Example: arrest and detention, both rendered as 拘留
    Cure: give each its own term.
    """
    return (
        Level.WARNING if case.strong and case.counts[0][1] >= 3 and case.good * 5 < case.total else Level.INFO
    )


@rule("FY303", "same-source-different-translation", "document", Level.INFO)
def same_source_different_translation(case: Case) -> Level | None:
    """The same source segment has {number} different translations in this document.

    Example: “Approved” → 批准 (3), 已批准 (1)
    Cure: make them alike unless the context asks for the difference.
    """
    return Level.INFO


@rule("FY304", "different-source-same-translation", "document", Level.INFO)
def different_source_same_translation(case: Case) -> Level | None:
    """{number} different source segments have this translation.

    Example: “Arrest” and “Detention”, both translated as 拘留
    Cure: check whether a difference was lost.
    """
    return Level.INFO


@rule("FY305", "rendered-otherwise-throughout", "document", Level.WARNING, "elsewhere")
def rendered_otherwise_throughout(case: Case) -> Level | None:
    """“{term}” is rendered as {approved} in only {good} of {total} places of this document.

    The translator uses another word throughout, or the source word has another meaning here. Reported once;
    the single places are listed as info.

    Example: party (a political party), never 当事人
    Cure: if the document is right, put its term into a client glossary, or the code into `ignore`.
    """
    # A short term that is never rendered is another sense of the word more often than a mistake.
    return Level.WARNING if case.strong and case.words >= (3 if case.lang == EN else 5) else Level.INFO


# -- the check itself -------------------------------------------------------------------------


@rule("FY901", "unused-suppression", "check", Level.WARNING)
def unused_suppression(case: Case) -> Level | None:
    """This suppression of {found} suppresses nothing.

    Example: # fayi: ignore FY201 house style
    Cure: delete it.
    """
    return Level.WARNING


@rule("FY902", "contradictory-glossary", "check", Level.WARNING)
def contradictory_glossary(case: Case) -> Level | None:
    """The glossary contradicts itself: {found}.

    One form is both approved and forbidden for the same counterpart. It is used neither way.

    Cure: decide, and delete one of the two entries.
    """
    return Level.WARNING


@rule("FY903", "suppression-without-reason", "check", Level.WARNING)
def suppression_without_reason(case: Case) -> Level | None:
    """This suppression of {found} gives no reason.

    Example: # fayi: ignore FY201
    Cure: # fayi: ignore FY201 the statute of 1989 says so
    """
    return Level.WARNING
