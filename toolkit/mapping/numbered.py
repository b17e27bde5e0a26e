"""Set phrases with a number: "14th Five-Year Plan" → “十四五”规划, "20th National Congress of the CPC"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from toolkit.citations import chinese_number
from toolkit.mapping.model import Grade, Mapping, Step
from toolkit.mapping.numbers import NUMBER, parse

_CPC = r"(?:CPC|Communist Party of China|Chinese Communist Party|CCP|Party)"
_NPC = r"(?:National People's Congress|NPC)"


def _plan(numbers: list[int]) -> tuple[str, ...]:
    name = chinese_number(numbers[0])
    # The eleventh and later are 规划, the first ten were 计划.
    return (f"“{name}五”{'规划' if numbers[0] > 10 else '计划'}", f"第{name}个五年规划")


def _congress(numbers: list[int]) -> tuple[str, ...]:
    name = chinese_number(numbers[0])
    return (f"中国共产党第{name}次全国代表大会", f"党的{name}大")


def _plenum(numbers: list[int]) -> tuple[str, ...]:
    session, term = map(chinese_number, numbers)
    return (f"中国共产党第{term}届中央委员会第{session}次全体会议", f"党的{term}届{session}中全会")


_PHRASES: tuple[tuple[str, Callable[[list[int]], tuple[str, ...]]], ...] = (
    (rf"({NUMBER}) Five[- ]Year Plan", _plan),
    (rf"({NUMBER}) (?:CPC |Party )?(?:National Congress|Party Congress)(?: of the {_CPC})?", _congress),
    (rf"({NUMBER}) Plen(?:ary Session|um|ary Meeting) of the ({NUMBER}) (?:{_CPC} )?Central Committee(?: of the {_CPC})?", _plenum),
    (rf"({NUMBER}) Session of the ({NUMBER}) {_NPC}", lambda n: (f"第{chinese_number(n[1])}届全国人民代表大会第{chinese_number(n[0])}次会议",)),
    (rf"({NUMBER}) {_NPC}", lambda n: (f"第{chinese_number(n[0])}届全国人民代表大会",)),
    (rf"({NUMBER}) (?:CPPCC National Committee|National Committee of the CPPCC)", lambda n: (f"中国人民政治协商会议第{chinese_number(n[0])}届全国委员会",)),
    (rf"(?:Amendment \(?({NUMBER})\)? to the Criminal Law|Criminal Law Amendment \(?(?:No\.? ?)?({NUMBER})\)?|({NUMBER}) Amendment to the Criminal Law)(?: of the People's Republic of China)?", lambda n: (f"刑法修正案（{chinese_number(n[0])}）", f"中华人民共和国刑法修正案（{chinese_number(n[0])}）")),
    (rf"({NUMBER}) (?:batch|group) of guiding cases", lambda n: (f"第{chinese_number(n[0])}批指导性案例",)),
    (rf"({NUMBER}) (?:batch|group) of typical cases", lambda n: (f"第{chinese_number(n[0])}批典型案例",)),
    (r"Guiding Case (?:No\.? ?)?(\d{1,3})", lambda n: (f"指导案例{n[0]}号", f"指导性案例{n[0]}号")),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"\b(?:the )?{p}(?!\w)", re.IGNORECASE), make) for p, make in _PHRASES)
_HINT = re.compile(r"five|congress|plen|session|NPC|CPPCC|amendment|batch|group|guiding", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int, tuple[Mapping, ...]]]:
    """Numbered set phrases in ``text`` with their Chinese, the full form first."""
    if not _HINT.search(text):
        return
    straight = text.replace("’", "'")
    for pattern, make in _COMPILED:
        for match in pattern.finditer(straight):
            numbers = [value for group in match.groups() if group and (value := parse(group))]
            if not numbers or len(numbers) < pattern.pattern.count(") Plen") + 1:
                continue
            steps = (Step("numbered phrase", f"the number is {', '.join(map(str, numbers))}"),)
            yield (
                match.start(), match.end(),
                tuple(
                    Mapping(chinese, "", 0.97 if position == 0 else 0.02, Grade.VARIANT, steps, None)
                    for position, chinese in enumerate(make(numbers))
                ),
            )  # fmt: skip
