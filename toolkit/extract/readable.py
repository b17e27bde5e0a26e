"""Which forms can be read as language: no codes, addresses, list numbers or places in a text."""

from __future__ import annotations

import re

from toolkit.extract.collect import DIVISIONS

# A form has a word of two letters or more; codes, addresses and list numbers are no terms.
READABLE = re.compile(r"[^\W\d_]{2}")
NOISE = re.compile(
    r"_|\d-?\w*\d{4}|\w{26}|https?|www|^[ivx]+(?:-[ivx]+)?$|^(?:paras?|pp?|nos?|vols?|figs?|eqs?|tel|fax|ibid|[µu]g/l|k?[gmlw]/\w+)$"
    r"|^(?:jan|febr)uary$|^(?:march|april|may|june|july|august)$|^(?:septem|octo|novem|decem)ber$"
    r"|^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^\w\.? \w\.?$|(?:^| )\w\. ?\w\.? ?\w?\.?$"
)
MONTHS = frozenset("january february april june july august september october november december".split())
ACTS = frozenset(
    "act law code convention agreement treaty protocol directive decision regulation decree resolution".split()
)
NUMBER = re.compile(r"\d\S*|[ivx]+|[a-z]")


def is_readable(words: tuple[str, ...], text: str) -> bool:
    """False for codes, addresses, list numbers, single letters and what ends in a year."""
    if len(words) > 1 and words[-1].isdigit() and len(words[-1]) == 4:
        return is_dated_act(words)
    if len(words) > 1:
        if is_reference(words):
            return False
        if len(text) > 9 and "." not in text and "_" not in text:
            return True
    return bool(READABLE.search(text)) and not NOISE.search(text)


def is_dated_act(words: tuple[str, ...]) -> bool:
    """True for laws that are named by their date: "Act of 9 March 2006"."""
    return (
        len(words) > 4 and words[-5] in ACTS and words[-4] == "of" and words[-2] in {*MONTHS, "march", "may"}
    )


def is_reference(words: tuple[str, ...]) -> bool:
    """True for a place in a text and for what is left of a date: "paragraph 2", "Item IV", "Act on December"."""
    return words[-1] in MONTHS or (
        len(words) == 2 and words[0].rstrip("s.") in DIVISIONS and bool(NUMBER.fullmatch(words[1]))
    )
