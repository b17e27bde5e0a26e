"""Citations as people read them: 《刑事诉讼法》第十五条, Criminal Procedure Law, art. 15."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from toolkit.model import Citation, Source

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1–9999 in Chinese: 15 → 十五, 105 → 一百零五, 1260 → 一千二百六十."""
    if number < 10:
        return _DIGITS[number]
    result = ""
    zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            result += ("零" if zero and result else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return result.removeprefix("一") if result.startswith("一十") else result


def article(pinpoint: str) -> str:
    """``66`` → 第六十六条, ``133-1`` → 第一百三十三条之一; anything else is returned as it is."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", pinpoint)
    if match is None or len(match[1]) > 4 or int(match[1]) == 0:
        return pinpoint
    suffix = f"之{chinese_number(int(match[2]))}" if match[2] else ""
    return f"第{chinese_number(int(match[1]))}条{suffix}"


def short_title(source: Source) -> str:
    """The Chinese title without 中华人民共和国, as lawyers cite it."""
    return source.title_zh.removeprefix("中华人民共和国") or source.title_en or source.key


def readable(citation: Citation, sources: Mapping[str, Source]) -> str:
    """One citation for a reader; an unknown key is shown as written."""
    source = sources.get(citation.key)
    if source is None:
        return str(citation)
    title = short_title(source)
    name = f"《{title}》" if re.search("[\u4e00-\u9fff]", title) else title
    year = f"（{source.year}）" if source.year and str(source.year) not in title else ""
    pinpoint = citation.pinpoint
    if re.fullmatch(r"\d+(-\d+)?", pinpoint) and pinpoint != "0":
        return f"{name}{year}{article(pinpoint)}"
    if pinpoint in {"title", "headings", "0", ""}:
        return f"{name}{year}"
    return f"{name}{year} {pinpoint}"


def readable_all(citations: Iterable[Citation], sources: Mapping[str, Source]) -> str:
    return "; ".join(readable(c, sources) for c in citations)
