"""Rules about one English text."""

from __future__ import annotations

from toolkit.check.model import Level
from toolkit.check.rules.case import Case
from toolkit.check.rules.registry import rule


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

    A word that no dictionary has stands where a known term has a similar one, or another word of the same
    family (supervision authority for supervisory authority), or one that machines put there. Info where the
    word exists and the term has only two, or the document has the phrase three times or more.

    Example: the sentencing recomendation was adopted
    Cure: sentencing recommendation
    """
    if case.evidence == "settled":
        return Level.INFO
    return Level.INFO if case.evidence == "variant" and case.words < 3 else Level.WARNING
