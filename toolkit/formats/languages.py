"""Language codes compared as BCP 47: ``zh_CN``, ``ZH-CN`` and ``zh-Hans-CN`` are one, Hans and Hant never mix.

Source: RFC 5646 (case and separators mean nothing) and Unicode CLDR likely subtags for Chinese.
"""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.model import EN, ZH
from toolkit.text import HAN

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*$")
# CLDR likelySubtags: the script a Chinese region writes, and the region of a script.
_SCRIPTS = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}
_REGIONS = {"Hans": "CN", "Hant": "TW"}
# Names that tools write where a code belongs (MultiTerm, Excel sheets, ISO 639-2).
_NAMES = {
    "english": "en", "eng": "en", "chinese": "zh", "zho": "zh", "chi": "zh", "simplified chinese": "zh-CN",
    "chinese (simplified)": "zh-CN", "chinese simplified": "zh-CN", "chinese (prc)": "zh-CN",
    "chinese (people's republic of china)": "zh-CN", "chinese-simplified": "zh-CN", "zhs": "zh-CN", "chs": "zh-CN",
    "traditional chinese": "zh-TW", "chinese (traditional)": "zh-TW", "chinese traditional": "zh-TW",
    "chinese (taiwan)": "zh-TW", "cht": "zh-TW", "chinese (hong kong)": "zh-HK", "chinese (hong kong sar)": "zh-HK",
    "chinese (macao)": "zh-MO", "english (united states)": "en-US", "english (united kingdom)": "en-GB",
    "zh-cmn-hans": "zh-Hans", "zh-cmn-hant": "zh-Hant", "中文": "zh", "简体中文": "zh-CN", "繁體中文": "zh-TW",
    "英文": "en", "英语": "en",
}  # fmt: skip


def is_code(text: str) -> bool:
    """Whether ``text`` has the form of a language code (``en``, ``zh_Hans_CN``)."""
    return bool(_CODE.match(text.strip()))


@lru_cache(maxsize=4096)
def canonical(code: str) -> str:
    """``code`` in BCP 47 spelling, Chinese with script and region: ``zh_cn`` → ``zh-Hans-CN``; ``""`` stays."""
    text = code.strip()
    text = _NAMES.get(text.casefold(), text).replace("_", "-").split(".", 1)[0].split("@", 1)[0]
    parts = [part for part in text.split("-") if part]
    if not parts:
        return ""
    language, script, region, rest = parts[0].lower(), "", "", []
    if language in ("cmn", "zho", "chi"):
        language = "zh"
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha() and not script and not region:
            script = part.title()
        elif ((len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())) and not region:
            region = part.upper()
        elif not (language == "zh" and part.lower() == "cmn"):
            rest.append(part.lower())
    if language == "zh":
        script = script or _SCRIPTS.get(region, "Hans")
        region = region or _REGIONS.get(script, "")
    return "-".join(part for part in (language, script, region, *rest) if part)


@lru_cache(maxsize=65536)
def same(one: str, other: str) -> bool:
    """Whether two codes name one language for a glossary: ``en`` and ``en-US`` do, ``zh-TW`` and ``zh-HK`` do not.

    A code without a region covers every region, except in Chinese, where the script and region decide.
    """
    a, b = canonical(one), canonical(other)
    if a == b:
        return True
    first, second = a.split("-"), b.split("-")
    if first[0] != second[0] or first[0] == "zh" or not first[0]:
        return False
    return len(first) == 1 or len(second) == 1


def model_code(code: str) -> str:
    """The code of the termbase: ``en`` for every English, ``zh-Hans-CN`` … for Chinese."""
    text = canonical(code)
    if text.split("-")[0] == "en":
        return EN
    # Singapore and Malaysia write the Simplified script; the termbase keeps one Simplified column.
    return ZH if text.startswith("zh-Hans") else text


def short(code: str) -> str:
    """The code most tools expect: ``zh-Hans-CN`` → ``zh-CN``; others in canonical spelling."""
    parts = canonical(code).split("-")
    if parts[0] == "zh" and len(parts) >= 3 and _SCRIPTS.get(parts[2]) == parts[1]:
        return f"zh-{parts[2]}"
    return "-".join(parts)


def locale(code: str) -> str:
    """The POSIX spelling: ``zh_CN``, ``en``."""
    return short(code).replace("-", "_")


def guess(sample: str) -> str:
    """``en`` or ``zh`` by the share of Chinese characters; ``""`` when there are no letters."""
    han = len(HAN.findall(sample))
    latin = sum(c.isalpha() and c < "\u0250" for c in sample)
    if not han and not latin:
        return ""
    # One Chinese character says as much as three or four Latin letters.
    return "zh" if han * 3 > latin else "en"
