"""Rules about a document as a whole."""

from __future__ import annotations

from toolkit.check.model import Level
from toolkit.check.rules.case import Case
from toolkit.check.rules.registry import rule
from toolkit.model import EN


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
