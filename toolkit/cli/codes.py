"""Completion of the codes of the check in the shell."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes, or names of checks, that begin with what is typed."""
    from toolkit.check.rules import RULES

    codes = [r for r in RULES.values() if r.code.startswith(incomplete.upper())]
    if codes:
        return [CompletionItem(r.code, help=r.name) for r in codes]
    return [CompletionItem(r.name) for r in RULES.values() if r.name.startswith(incomplete.lower())]


def complete_codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The last of several codes with commas between them."""
    from toolkit.check.rules import RULES

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{r.code}", help=r.name)
        for r in RULES.values()
        if r.code.startswith(last.upper())
    ]
