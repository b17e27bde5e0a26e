"""The query language: words, ``"exact"``, ``*`` and the filters field:, status:, source:, region:."""

from __future__ import annotations

import re
from typing import NamedTuple

REGIONS = {
    "cn": "zh-Hans-CN", "mainland": "zh-Hans-CN", "prc": "zh-Hans-CN", "大陆": "zh-Hans-CN", "内地": "zh-Hans-CN",
    "hk": "zh-Hant-HK", "hongkong": "zh-Hant-HK", "香港": "zh-Hant-HK",
    "tw": "zh-Hant-TW", "taiwan": "zh-Hant-TW", "台湾": "zh-Hant-TW", "臺灣": "zh-Hant-TW",
    "mo": "zh-Hant-MO", "macao": "zh-Hant-MO", "macau": "zh-Hant-MO", "澳门": "zh-Hant-MO", "澳門": "zh-Hant-MO",
}  # fmt: skip
MAX_LENGTH = 200
"""Characters of a query that are read; the longest form of the termbase has fewer."""
_FILTER = re.compile(r'(?<!\S)(field|status|source|region)[:：](?:"([^"]*)"|(\S+))', re.IGNORECASE)
_QUOTED = re.compile(r'["“”](.+)["“”]')


class Query(NamedTuple):
    """A parsed query."""

    text: str
    exact: bool = False
    wildcard: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    """(name, value) pairs, values in lower case; all must hold."""


def parse(text: str) -> Query:
    """The parts of what was typed; nothing typed is an error, an unclosed quote is a letter."""
    text = text[:MAX_LENGTH]
    filters = tuple((m[1].lower(), (m[2] or m[3] or "").lower()) for m in _FILTER.finditer(text))
    rest = " ".join(_FILTER.sub(" ", text).split())
    quoted = _QUOTED.fullmatch(rest)
    if quoted:
        rest = quoted[1].strip()
    return Query(rest, quoted is not None, "*" in rest or "＊" in rest, filters)


def wildcard_pattern(text: str) -> str:
    """A regular expression for a whole key in which ``*`` stands for any run of characters."""
    return "[^\\n]*".join(re.escape(part) for part in re.split(r"[*＊]+", text))
