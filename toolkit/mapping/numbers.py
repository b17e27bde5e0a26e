"""Numbers as English legal texts write them: ``15``, ``XV``, ``15th``, ``fifteen``, ``Fifteenth``, ``twenty-first``."""

from __future__ import annotations

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS.split())},
    **{word: value for value, word in enumerate(_ORDINALS.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
    **{word: 10 * value for value, word in enumerate(_TENTHS.split(), 2)},
}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,4}}(?:st|nd|rd|th)?|[IVXLC]{{1,7}}|(?:{_WORD})(?:[- ](?:{_WORD}))?)\b"
"""Pattern of a number up to 9999; use with ``re.IGNORECASE``."""


def parse(text: str) -> int | None:
    """The value of a number that ``NUMBER`` matches, or ``None``."""
    lowered = text.lower().strip()
    if match := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", lowered):
        return int(match[1])
    words = re.split(r"[- ]", lowered)
    if all(word in _VALUES for word in words):
        if len(words) == 1:
            return _VALUES[words[0]]
        tens, unit = _VALUES[words[0]], _VALUES[words[1]]
        return tens + unit if tens >= 20 and tens % 10 == 0 and 0 < unit < 10 else None
    if re.fullmatch(r"[ivxlc]+", lowered):
        values = [_ROMAN[c] for c in lowered]
        return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
    return None
