"""Rules about one Chinese text."""

from __future__ import annotations

from toolkit.check.model import Level
from toolkit.check.rules.case import Case
from toolkit.check.rules.registry import rule


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
