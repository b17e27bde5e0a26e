"""The content words of an English phrase and the keys under which related words meet."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from toolkit.text import WORD, WORDS_KEPT, loose_key, normalise, strict_key

_EVERYDAY = Path(__file__).with_name("everyday.txt")

# Words that never tell two terms apart. Negation, numerals and prepositions that change the meaning
# ("without", "against", "between") are not among them.
STOP = frozenset(
    "the a an of for in on to by with and or from at as upon that which who whom whose s be is are was were been"
    " being its their his her this these those it they such all any each other others do does did has have had"
    " into within through per via regarding concerning relating related one's itself himself themselves".split()
)
NEGATIVE = frozenset(
    "not non no without never neither nor cannot un refuse refusing refusal free less lack lacking".split()
)
_NUMERALS = {
    word: str(value)
    for value, words in enumerate(
        (
            "zero",
            "one first once single",
            "two second twice dual double both",
            "three third thrice triple",
            "four fourth",
            "five fifth",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
            "eleven eleventh",
            "twelve twelfth",
        )
    )
    for word in words.split()
}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
# Derivational endings, longest first: what is left must keep four letters.
_ENDINGS = tuple(
    sorted(
        "ization izational ational ation ition tion sion ion ment mental ness ity ility ive ative itive al ial ical"
        " ly or er ator atory ance ence able ible ant ent ism ist ary ory orate orial ate ize ure ous ious"
        " ship hood ful less y ic".split(),
        key=len,
        reverse=True,
    )
)
_IRREGULAR_STEMS = {
    "judiciary": "judici", "judicial": "judici", "judge": "judge", "judgment": "judgment", "arrest": "arrest",
    "crime": "crimin", "criminal": "crimin", "people": "people", "person": "person", "personal": "personal",
    "personality": "personality", "state": "state", "statement": "statement", "party": "party",
    "public": "public", "publication": "publication", "social": "soci", "society": "soci", "socialist": "socialist",
    "general": "general", "commission": "commission", "committee": "committee", "commitment": "commitment",
    "legal": "legal", "legality": "legal", "theft": "theft", "thief": "theft", "steal": "theft", "stealing": "theft",
    "stolen": "theft", "proof": "prov", "prove": "prov", "loss": "los", "lost": "los", "lose": "los",
    "sold": "sel", "sale": "sel", "sell": "sel", "selling": "sel", "bought": "buy", "taken": "tak", "held": "hold",
    "kept": "keep", "paid": "pay", "led": "lead", "heard": "hear", "hidden": "hid", "concealment": "conceal",
    "freedom": "free", "free": "free", "safety": "safe", "safe": "safe", "death": "death", "dead": "death",
    "life": "life", "living": "life", "truth": "true", "truthful": "true", "truthfully": "true", "true": "true",
    "width": "wide", "strength": "strong", "strengthen": "strong", "strong": "strong", "punish": "punish",
    "punishment": "punish", "punitive": "punish", "penal": "penal", "penalty": "penal", "suit": "su", "sue": "su",
    "defence": "defen", "defense": "defen", "defend": "defen", "defensive": "defen", "defendant": "defendant",
    "defender": "defender", "office": "office", "officer": "officer", "official": "official", "parole": "parole",
    "party's": "party", "act": "act", "action": "action", "activity": "activity", "operate": "operat",
    "operator": "operator", "operation": "operat", "contract": "contract", "contractor": "contractor",
    "contracting": "contract", "notice": "notice", "notary": "notar", "notarial": "notar", "notarization": "notar",
    "organ": "organ", "organization": "organiz", "organize": "organiz", "organizational": "organiz",
    "register": "registr", "registration": "registr", "register's": "registr", "registry": "registr",
    "consumer": "consum", "custom": "custom", "customs": "customs", "import": "import", "important": "important",
    "report": "report", "reporter": "reporter", "minor": "minor", "minority": "minority", "major": "major",
    "majority": "majority", "partner": "partner", "native": "native", "nation": "nation", "national": "nation",
    "international": "international", "right": "right", "righteous": "righteous", "rights": "right",
    "possible": "possible", "possess": "possess", "possession": "possess", "illegal": "illegal",
    "unlawful": "illegal", "unlawfully": "illegal", "illegally": "illegal", "illegality": "illegal",
}  # fmt: skip


def content_words(phrase: str) -> tuple[str, ...]:
    """Strict keys of the content words in order: ``"filing of the two cases"`` → ``("filing", "2", "case")``."""
    return tuple(filter(None, map(_content_key, WORD.findall(normalise(phrase)))))


@lru_cache(WORDS_KEPT)
def _content_key(word: str) -> str:
    key = word_key(word)
    return "" if key in STOP else key


@cache
def word_key(word: str) -> str:
    """The strict key of a word; numerals and ordinals become digits."""
    key = strict_key(word)
    if key in _NUMERALS:
        return _NUMERALS[key]
    if ordinal := _ORDINAL.match(key):
        return ordinal[1]
    return key


@lru_cache(maxsize=50_000)
def stem(key: str) -> str:
    """A meeting point for derived words: ``prosecute``, ``prosecution`` → ``prosecu``."""
    if key in _IRREGULAR_STEMS:
        return _IRREGULAR_STEMS[key]
    root = loose_key(key)
    if root in _IRREGULAR_STEMS:
        return _IRREGULAR_STEMS[root]
    for ending in _ENDINGS:
        if root.endswith(ending) and len(root) - len(ending) >= 4:
            root = root[: -len(ending)]
            break
    trimmed = root.rstrip("tsieyc") if len(root) > 5 else root
    return trimmed if len(trimmed) >= 4 else root


# Words after which nothing is the head of an English noun phrase any more.
_AFTER_HEAD = frozenset(
    "of for in on to by with from against between under who which that whose where through among without concerning"
    " involving regarding relating committed issued held handled".split()
)


@cache
def everyday() -> frozenset[str]:
    """Keys of the words of everyday life (``everyday.txt``)."""
    lines = _EVERYDAY.read_text(encoding="utf-8").splitlines()
    return frozenset(word_key(word) for line in lines if not line.startswith("#") for word in line.split())


def head_word(phrase: str) -> str:
    """Key of the head: ``"rate of appeals"`` → ``rate``, ``"plea leniency system"`` → ``system``; ``""`` if none."""
    head = ""
    for word in WORD.findall(normalise(phrase)):
        lowered = word.lower()
        if lowered in _AFTER_HEAD and head:
            break
        key = word_key(word)
        if key and key not in STOP:
            head = key
    return head
