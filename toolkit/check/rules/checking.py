"""Rules about the check itself: suppressions and glossaries."""

from __future__ import annotations

from toolkit.check.model import Level
from toolkit.check.rules.case import Case
from toolkit.check.rules.registry import rule


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

    Example: a row 立案, case filing, preferred and a row 立案, case filing, forbidden
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
