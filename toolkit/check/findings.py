"""Writes a case out as a finding: places in the file, approved forms with their proof, the fix, the message."""

from __future__ import annotations

from toolkit import hant
from toolkit.check.model import Approved, CheckFile, Finding, Level, Side, Span, Unit
from toolkit.check.rules import Case, Rule
from toolkit.check.shaping import shaped
from toolkit.check.standard import Standard
from toolkit.i18n import _
from toolkit.model import EN, ZH, Status


def finding(file: CheckFile, case: Case, rule: Rule, level: Level, standard: Standard) -> Finding:
    """The finding that ``rule`` makes of ``case``, with places, approved forms, fix and message."""
    unit = file.units[case.unit]
    source = _span(file, unit.source, case.source) if case.source else None
    target = _span(file, unit.target, case.target) if unit.target and case.target else None
    if unit.target is not None and target is None:
        target = _span(file, unit.target, (0, len(unit.target.text)))
    speaking = unit.target.lang if unit.target else unit.source.lang
    approved = _approved(case, speaking, standard)
    fix = _fix(case, unit, speaking, standard)
    return Finding(
        rule.code, level, _message(case, rule, approved, standard, source, target), file.path, "|".join(case.concepts),
        case.term or case.found, case.entry.term.text if case.entry else case.found, source, target, approved, fix, case.counts,
        unit.id, index=case.unit,
    )  # fmt: skip


def _span(file: CheckFile, side: Side, span: tuple[int, int]) -> Span:
    start, end = side.locate(*span)
    if start < 0:
        return Span(side.text, *span, side.line, 0, -1, -1, side.cell)
    line, column = file.position(start)
    return Span(side.text, *span, line, column, start, end)


def _approved(case: Case, lang: str, standard: Standard) -> tuple[Approved, ...]:
    terms: dict[str, Approved] = {}
    for concept in case.concepts:
        if concept in standard.by_id:
            for term in standard.approved(concept, lang):
                proof = term.source or standard.by_id[concept].basis
                form = Approved(term.text, term.lang, term.status is Status.PREFERRED, proof)
                terms.setdefault(term.text, form)
    return tuple(terms.values())


def _fix(case: Case, unit: Unit, lang: str, standard: Standard) -> str | None:
    """The preferred form in the shape of the wrong one, when the wrong one is listed and stands unbroken."""
    if (
        case.entry is None
        or case.kind not in ("forbidden", "deprecated-english", "deprecated-chinese")
        or case.inflected
    ):
        return None
    concept = case.entry.concept.id if case.entry.concept.id in standard.by_id else ""
    term = standard.preferred(concept, lang) if concept else None
    side, span = (unit.target, case.target) if unit.target else (unit.source, case.source)
    if term is None or side is None or span is None:
        return None
    surface = side.text[span[0] : span[1]]
    if lang != EN:
        # A Simplified form never goes into a Traditional text by itself.
        if term.lang == ZH and hant.has_traditional(side.text) and not hant.has_simplified(side.text):
            return None
        return term.text
    return shaped(surface, case.entry.term.text, term.text)


def _message(
    case: Case,
    rule: Rule,
    approved: tuple[Approved, ...],
    standard: Standard,
    source: Span | None,
    target: Span | None,
) -> str:
    counterpart = next(
        (c.zh or c.en for c in (standard.by_id.get(id) for id in case.concepts) if c), case.term
    )
    return rule.say(
        term=case.term, found=case.found or (source.excerpt if source else ""), approved=_listed(approved), counterpart=counterpart,
        instead=_instead(case, target), excerpt=target.excerpt if target else "",
        forms=", ".join(f"“{form}” ({n})" for form, n in case.counts),
        note=(case.entry.term.note if case.entry else "") or _("deprecated"), total=str(case.total), good=str(case.good),
        times=_times(case.detail.get("sources", "")), rendered=_times(case.detail.get("targets", "")), **_said(case.detail),
    )  # fmt: skip


def _listed(approved: tuple[Approved, ...]) -> str:
    """The first two approved forms, and how many more there are."""
    if not approved:
        return _("an approved form")
    names = " / ".join(f"“{a.text}”" for a in approved[:2])
    if len(approved) < 3:
        return names
    return _("{forms} ({number} more)").format(forms=names, number=len(approved) - 2)


def _instead(case: Case, target: Span | None) -> str:
    """What stands in the place of the term, to follow the sentence that it is missing."""
    if target is None or not case.target:
        return ""
    if case.evidence == "other":
        return _("; “{excerpt}” stands there instead").format(excerpt=target.excerpt)
    if case.evidence == "near":
        return _("; nearest is “{excerpt}”").format(excerpt=target.excerpt)
    return ""


def _times(number: str) -> str:
    if number in ("1", "2"):
        return _("once") if number == "1" else _("twice")
    return _("{number} times").format(number=number)


def _said(detail: dict[str, str]) -> dict[str, str]:
    """The further words of a case in the user's language."""
    words = {
        "later": _(" further down"),
        "never": _(", nowhere in this text"),
        "Hans": _("Simplified"),
        "Hant": _("Traditional"),
    }
    return {
        key: words.get(value, value) if key in ("where", "script", "other") else value
        for key, value in detail.items()
    }
