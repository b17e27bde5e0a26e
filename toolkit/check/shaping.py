"""Puts a preferred English form into the shape of the wrong one: its capital and its plural."""

from __future__ import annotations

import re

from toolkit import text as fold

_COMPLEMENT = re.compile(" (?:of|for|to|in|on|by|from|against) .*")


def shaped(surface: str, listed: str, wanted: str) -> str | None:
    """``wanted`` with the capital and the plural that ``surface`` has over ``listed``."""
    words, own = fold.WORD.findall(surface), fold.WORD.findall(listed)
    plain = [w for w in words if w.lower() not in fold.ARTICLES]
    if len(plain) != len([w for w in own if w.lower() not in fold.ARTICLES]):
        return None
    if surface.isupper() and not listed.isupper():
        return wanted.upper()
    if (
        words
        and own
        and words[-1].lower() != own[-1].lower()
        and fold.singular(words[-1].lower()) == own[-1].lower()
    ):
        wanted = _plural(wanted)
    if surface[:1].isupper() and not listed[:1].isupper():
        wanted = wanted[:1].upper() + wanted[1:]
    return wanted


def _plural(phrase: str) -> str:
    cut = _COMPLEMENT.search(phrase)
    head, complement = (phrase[: cut.start()], cut.group()) if cut else (phrase, "")
    last = fold.WORD.findall(head)[-1].lower()
    if fold.singular(last) != last:
        return phrase
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        head = head[:-1] + "ies"
    elif head.endswith(("s", "x", "ch", "sh")):
        head += "es"
    else:
        head += "s"
    return head + complement
