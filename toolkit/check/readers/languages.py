"""Language tags of files, brought to those of the termbase."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit import hant
from toolkit.formats.languages import guess
from toolkit.text import HAN

_REGIONS = {
    "hk": "zh-Hant-HK",
    "tw": "zh-Hant-TW",
    "mo": "zh-Hant-MO",
    "cn": "zh-Hans-CN",
    "sg": "zh-Hans-CN",
}


def canonical(tag: str) -> str:
    """``en``, ``zh-Hans-CN``, ``zh-Hant-HK`` … or ``zh`` when script and region are not said; ``""`` for others."""
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] in ("en", "eng", "english"):
        return "en"
    if parts[0] in ("zh", "zho", "chi", "cmn", "yue", "chinese", "zhs", "zht"):
        for part in parts[1:]:
            if part in _REGIONS:
                return _REGIONS[part]
        if "hant" in parts or "cht" in parts or parts[0] == "zht":
            return "zh-Hant"
        return "zh-Hans-CN" if "hans" in parts or "chs" in parts or parts[0] == "zhs" else "zh"
    return ""


def pair(source: str, target: str) -> tuple[str, str]:
    """The languages of two samples that are translations of each other; the one with more Chinese is Chinese."""
    first, second = guess(source), guess(target)
    if first and second and first != second:
        return first, second
    shares = [len(HAN.findall(sample)) / max(1, len(sample)) for sample in (source, target)]
    if shares[0] == shares[1]:
        return first or "en", "en" if first == "zh" else "zh"
    return ("zh", "en") if shares[0] > shares[1] else ("en", "zh")


def script(texts: Iterable[str]) -> str:
    """``Hans`` or ``Hant``, whichever characters are more; ``""`` when there is no telling."""
    simplified = traditional = 0
    for text in texts:
        for character in text:
            traditional += hant.has_traditional(character)
            simplified += hant.has_simplified(character)
    if simplified == traditional:
        return ""
    return "Hans" if simplified > traditional else "Hant"
