"""Rules about a translation, unit by unit."""

from __future__ import annotations

from toolkit import hant
from toolkit.check.model import Level
from toolkit.check.rules.case import Case
from toolkit.check.rules.registry import rule


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
    reverse. It does not count as missing. Info where the character is also used in Traditional texts (托, 税).

    Example: 量刑建議 in a Simplified translation
    Cure: 量刑建议
    """
    return Level.INFO if case.evidence == "variant" else Level.WARNING


@rule("FY207", "regional-term", "translation", Level.WARNING, "region")
def regional_term(case: Case) -> Level | None:
    """“{excerpt}” is the term of another jurisdiction; here it is {approved}.

    Warning for a Hong Kong, Macao or Taiwan term in its own characters in a mainland text; info where the form is
    also a mainland word (婚姻登记) or a mainland term stands in a text for another region.

    Example: Prosecutor General → 檢察總長 in a translation for the mainland
    Cure: 检察长
    """
    return Level.WARNING if case.evidence != "mainland" and hant.has_traditional(case.found) else Level.INFO
