"""Pure text functions: keys under which forms of a word meet, folding of Chinese.

English words get two keys. The *strict* key joins spellings that are always the same word: case,
possessive, plural, British and American spelling. The *loose* key joins verb inflections as well
("filed", "filing", "file"); it is not a lemma, only a meeting point, and it also joins pairs that
differ in law ("case file" 案卷, "case filing" 立案), so the matcher limits where it may be used.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from toolkit.hant import TO_SIMPLIFIED

WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9]+(?:['’][A-Za-z]+)?")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
ARTICLES = frozenset({"the", "a", "an"})
BREAKS = re.compile(r"[.,;:!?()\[\]|•+/]")

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00a0": " ",
        "\u3000": " ",
        "\u00ad": None,
        **dict.fromkeys(
            "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        ),
    }
)

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "criteria": "criterion", "analyses": "analysis",
    "crises": "crisis", "bases": "basis", "theses": "thesis", "hypotheses": "hypothesis", "phenomena": "phenomenon",
    "wives": "wife", "lives": "life", "knives": "knife", "thieves": "thief", "halves": "half", "selves": "self",
    "indices": "index", "appendices": "appendix", "appendixes": "appendix", "syntheses": "synthesis",
    "gases": "gas", "buses": "bus", "feet": "foot", "memoranda": "memorandum", "mothers-in-law": "mother-in-law",
}  # fmt: skip
_UNCHANGED = frozenset(
    "news series species means always perhaps this was is has as us yes gas bus plus thus alias bias"
    " atlas securities damages proceeds goods arms customs minutes remains campus corpus status nexus"
    " surplus apparatus census consensus prospectus virus bonus".split()
)
_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"isation", "ization"),
        (r"(?<=[a-z]{3})ising$", "izing"),
        (r"(?<=[a-z]{3})ised$", "ized"),
        (r"(?<=[a-z]{3})ise$", "ize"),
        (r"(?<=[a-z]{3})iser$", "izer"),
        (r"yse(d?)$", r"yze\1"),
        (r"(labo|behavio|hono|favo|colo|endeavo|neighbo|harbo|rumo|vigo|rigo|armo)ur", r"\1r"),
        (r"fence$", "fense"),
        (r"^licence", "license"),
        (r"^practise", "practice"),
        (r"^cheque$", "check"),
        (r"^programme$", "program"),
        (r"^centre$", "center"),
        (r"^judgement", "judgment"),
        (r"^instalment", "installment"),
        (r"^(fulfil|enrol)$", r"\1l"),
        (r"^(cancel|travel|counsel|label|model|signal|total)l(ed|ing|or|er)$", r"\1\2"),
        (r"^acknowledgement", "acknowledgment"),
        (r"^sceptic", "skeptic"),
        (r"^defenc", "defens"),
        (r"^offenc", "offens"),
    )
)
# What every British spelling above contains: one search spares most words the other twenty.
_MAYBE_BRITISH = re.compile(
    r"is(?:ation|ing$|ed$|e$|er$)|ysed?$|our|fenc|^licence|^practise|^cheque$|^programme$|^centre$|^judgement"
    r"|^instalment|^fulfil$|^enrol$|ll(?:ed|ing|or|er)$|^acknowledgement|^sceptic"
)
# Words in -ise that are never spelled -ize, as far as they occur in legal and news English.
_ISE = frozenset(
    "advise exercise supervise franchise enterprise promise premise expertise compromise disguise"
    " merchandise precise concise surprise revise devise comprise demise televise improvise excise"
    " treatise paradise raise praise cruise arise likewise otherwise practise noise poise".split()
)
_ISE_STEMS = tuple(word[:-1] for word in _ISE)


def normalise(text: str) -> str:
    """NFKC with straight quotes, plain hyphens, single spaces, without invisible characters."""
    if text.isascii():
        return " ".join(text.replace("`", "'").split())
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


def contains_han(text: str) -> bool:
    return HAN.search(text) is not None


# 20 MB of legal English has some 60,000 different tokens; files of nothing but new words must not fill the memory.
WORDS_KEPT = 200_000


@lru_cache(WORDS_KEPT)
def strict_key(word: str) -> str:
    """Case, possessive, plural and British spelling folded: ``Offences`` → ``offense``."""
    key = word.lower()
    if "'" in key or "’" in key:
        key = re.sub(r"['’].*", "", key)
    key = singular(key)
    if _MAYBE_BRITISH.search(key) and not key.startswith(_ISE_STEMS):
        for pattern, american in _SPELLINGS:
            key = pattern.sub(american, key)
    return key


def singular(word: str) -> str:
    """The singular of a lower-case English noun by rule; other words come back nearly unchanged."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _UNCHANGED:
        return word
    if word.endswith(("ss", "us", "is")) and not word.endswith("eaus"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("xes", "ches", "shes", "sses", "zes", "oes")):
        return word[:-2]
    return word[:-1]


@lru_cache(WORDS_KEPT)
def loose_key(word: str) -> str:
    """``strict_key`` with verb endings folded as well: ``filed``, ``filing``, ``file`` → ``fil``."""
    key = strict_key(word)
    for ending in ("ing", "ed"):
        stem = key[: -len(ending)]
        if key.endswith(ending) and len(stem) > 2 and re.search("[aeiouy]", stem):
            if stem.endswith("i") and ending == "ed":
                stem = stem[:-1] + "y"
            elif stem[-1] == stem[-2] and stem[-1] in "bdgmnprt":
                stem = stem[:-1]
            key = stem
            break
    return key[:-1] if key.endswith("e") and len(key) > 3 else key


class _StrictKeys(dict[str, str]):
    """The strict key of each word met so far; articles have none."""

    def __missing__(self, word: str) -> str:
        key = self[word] = "" if word.lower() in ARTICLES else strict_key(word)
        return key


_STRICT = _StrictKeys()


def phrase_key(phrase: str) -> str:
    """The strict keys of a phrase joined by spaces, articles left out: equal for equal terms."""
    return " ".join(filter(None, map(_STRICT.__getitem__, WORD.findall(phrase))))


_ZH_PUNCTUATION = str.maketrans(
    {**dict.fromkeys("“”„〝〞「」『』\"'‘’《》〈〉"), "﹑": "、", "․": "·", "•": "·"}
)
_WIDTH = str.maketrans({chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)} | {"\u3000": " "})
_INVISIBLE = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFEFF, 0xFEFF), (0xAD, 0xAD))
_ZH_TABLE: dict[int, int | str] = {**TO_SIMPLIFIED, **_WIDTH}


@cache
def _fold_table() -> list[int | str | None]:
    """What each character of the basic plane folds to; a list, which ``str.translate`` reads twice as fast."""
    table: list[int | str | None] = list(range(0x10000))
    for code in range(0x10000):
        character = chr(code)
        if code in _ZH_TABLE or code in _ZH_PUNCTUATION or character.isupper() or character.isspace():
            table[code] = _fold_character(character)
    for first, last in _INVISIBLE:
        table[first : last + 1] = [None] * (last + 1 - first)
    return table


def _fold_character(character: str) -> str | None:
    folded = "".join(
        character.translate(_WIDTH).translate(_ZH_TABLE).translate(_ZH_PUNCTUATION).split()
    ).lower()
    # One character, one key: one that grows when folded (İ) stays as it is.
    return (folded if len(folded) == 1 else character) if folded else None


def fold_zh(text: str) -> str:
    """The key of a Chinese string: Simplified, half-width, lower case, without blanks, quotes and 《》."""
    return text.translate(_fold_table())


def fold_zh_with_offsets(text: str) -> tuple[str, list[int]]:
    """``fold_zh(text)`` and for each of its characters the index in ``text`` (plus the end)."""
    folded = fold_zh(text)
    if len(folded) == len(text):
        return folded, list(range(len(text) + 1))
    table = _fold_table()
    offsets = [i for i, c in enumerate(text) if c > "\uffff" or table[ord(c)] is not None]
    offsets.append(len(text))
    return folded, offsets


_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos art arts para paras sec v vs e.g i.e etc inc ltd co corp jr sr u.s"
    " p.r.c cf fig vol jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
# A sentence ends at . ! ? (also doubled, quoted) before a blank and something that can begin one;
# machine English often leaves the full stop inside and outside the quotation (`cases.".`).
_END_EN = re.compile(
    r"[.!?]+[\"'”’)\]]*[.!?]*(?=\s+[\"'“‘(\[—–-]*[A-Z0-9\u4e00-\u9fff]|\s*$)|(?<=[.!?])\s*(?=——)"
)
_END_ZH = re.compile(r"[。！？；…]+[”’』」）)]*")


def sentences(text: str, lang: str = "en") -> list[tuple[int, int]]:
    """Spans ``(start, end)`` of the sentences of a segment, without the blanks around them."""
    ends = [m.end() for m in (_END_EN if lang.startswith("en") else _END_ZH).finditer(text)]
    spans = []
    start = 0
    for end in [*ends, len(text)]:
        if lang.startswith("en") and end != len(text) and _is_abbreviation(text, end):
            continue
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(stripped)))
        start = end
    return spans


def _is_abbreviation(text: str, end: int) -> bool:
    word = re.search(r"([A-Za-z.]+)\.$", text[max(0, end - 12) : end])
    if word is None:
        return False
    return word.group(1).lower() in _ABBREVIATIONS or bool(re.fullmatch("[A-Z]", word.group(1)))
