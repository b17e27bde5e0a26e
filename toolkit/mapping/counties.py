"""Institutions of counties and districts that the place table lacks: the pattern is known, the characters are not.

"People's Procuratorate of Xiangfu District, Kaifeng" → 开封市Xiangfu区人民检察院, a suggestion in which the
name in Latin letters has to be replaced: which characters a pinyin name has no rule can tell.
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.mapping import places
from toolkit.mapping.model import Grade, Mapping, Step

PATTERN = 0.5
"""Hand-set: the pattern is sure, but the answer is not whole."""
_UNITS = {"district": "区", "county": "县", "banner": "旗", "city": "市"}
_NAME = r"(?P<name>[A-Z][a-z]+(?:['’][a-z]+)?) (?P<unit>(?i:district|county|banner|city))"
_WITHIN = r"(?:,? (?:of |in )?(?P<within>[A-Z][\w'’ ,]+))?"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = [(pattern, chinese) for pattern, chinese, *_ in places.INSTITUTIONS]
    found = []
    for pattern, chinese in rows:
        institution = f"(?i:{pattern})"
        found.append((re.compile(rf"{institution} (?:of|in) (?:the )?{_NAME}{_WITHIN}"), chinese))
        found.append((re.compile(rf"{_NAME} {institution}{_WITHIN}"), chinese))
    return tuple(found)


def suggest(phrase: str) -> Mapping | None:
    """The institution of a county or district whose name is not in the table; ``None`` for anything else."""
    for pattern, chinese in _patterns():
        if not (match := pattern.fullmatch(phrase)):
            continue
        before = ""
        if match["within"] and not (before := places.region(match["within"])):
            return None
        name, unit = match["name"], _UNITS[match["unit"].lower()]
        step = Step(
            "place name", f"{name} {match['unit']} is in no table: look its characters up; {chinese} is sure"
        )
        return Mapping(f"{before}{name}{unit}{chinese}", "", PATTERN, Grade.SUGGESTION, (step,))
    return None
