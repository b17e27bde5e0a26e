"""English words of one family brought to one root, so that a verb finds its noun.

``withdraw``, ``withdrawing``, ``withdrawal`` → ``withdraw``; ``prosecute``, ``prosecution`` → ``prosecut``. A root is
no lemma but a meeting point; it also joins a few words that only look alike, so whatever is found by root alone ranks
behind what is written alike. The browser has the same rules (``toolkit/web/static/text.js``) and these tables.
"""

from __future__ import annotations

from functools import lru_cache

from toolkit.text import WORDS_KEPT, loose_key

# Verb and noun written too differently for the endings below: both are read as the second.
FAMILIES = {
    "detent": "detain", "retent": "retain", "abstent": "abstain", "applic": "apply", "implic": "imply", "trial": "try",
    "tried": "try", "maintenanc": "maintain", "signatur": "sign", "complaint": "complain", "appell": "appeal", "sale": "sell",
    "sold": "sell", "sal": "sell", "theft": "steal", "stole": "steal", "stolen": "steal", "proof": "prov", "proven": "prov",
    "receipt": "receiv", "recept": "receiv", "decept": "deceiv", "injury": "injur", "acquisit": "acquir", "requisit": "requir",
    "inquiry": "inquir", "definit": "defin", "destruct": "destroy", "construct": "construc", "withdrew": "withdraw",
    "withdrawn": "withdraw", "sought": "seek", "brought": "bring", "held": "hold", "paid": "pay", "gave": "giv", "given": "giv",
    "took": "tak", "taken": "tak", "broke": "break", "broken": "break", "found": "find", "made": "mak", "heard": "hear",
    "gift": "giv", "lost": "los", "sued": "sue", "suing": "sue", "suit": "sue", "death": "die", "dead": "die", "dying": "die", "defraud": "fraud",
    "born": "birth", "thiev": "steal", "thief": "steal", "liability": "liabl", "redempt": "redeem",
    "assumpt": "assum", "presumpt": "presum", "consumpt": "consum", "resumpt": "resum", "bought": "buy",
    "judgment": "judgment", "appeal": "appeal", "registr": "register", "resciss": "rescind",
    "fled": "flee", "flight": "flee", "forbidden": "forbid", "forbad": "forbid", "written": "write", "wrote": "write",
}  # fmt: skip
# Endings of persons (-or, -er, -ant, -ee) stay: who looks for 仲裁 does not want 仲裁员 first.
# (ending of a loose key, letters that must stay before it), tried in order, again and again: intentionally →
# intentional → intention → intent.
ENDINGS = (
    ("ification", 3), ("ation", 4), ("ment", 3), ("anc", 4), ("enc", 4), ("abl", 4), ("ibl", 4), ("iv", 4), ("ion", 4),
    ("ical", 4), ("ary", 5), ("ery", 3), ("ity", 4), ("ly", 5), ("ness", 4), ("at", 4), ("al", 4), ("ur", 4),
)  # fmt: skip
# What is left of a stem, as the verb writes it: suspens- suspend, decis- decid-, admiss- admit, revok- revoc-.
CHANGES = (
    ("ens", "end"), ("ans", "and"), ("uls", "el"), ("iss", "it"), ("is", "id"), ("us", "ud"), ("duct", "duc"), ("pt", "b"),
    ("ok", "oc"), ("solut", "solv"), ("mov", "mot"),
)  # fmt: skip
FUNCTION_WORDS = frozenset(
    "a an the of to in on for by with from and or at as how is are be was were been being that this which who whom whose"
    " his her its their my your our under upon into what when where do does did doing done it they them he she we you i".split()
)
"""Words that decide nothing about which concept is meant; ``no``, ``not`` and ``against`` do."""


@lru_cache(WORDS_KEPT)
def root(word: str) -> str:
    """The meeting point of ``word`` (any form, British or American) with the words derived from the same verb."""
    key = loose_key(word)
    while key not in FAMILIES:
        shorter = _without_ending(key)
        if shorter == key:
            break
        key = shorter
    return _ended(FAMILIES.get(key, key))


def _without_ending(key: str) -> str:
    for ending, least in ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= least:
            stem = key[: -len(ending)]
            return f"{stem}ify" if ending == "ification" else stem.removesuffix("e")
    return key


def _ended(key: str) -> str:
    for old, new in CHANGES:
        if key.endswith(old) and len(key) > len(old) + 1:
            key = key[: -len(old)] + new
            break
    if len(key) > 3 and key[-1] == key[-2] and key[-1] in "bdgmnprtls":
        key = key[:-1]
    return key[:-1] if key[-1] in "iey" and len(key) > 3 else key


def content(words: list[str]) -> list[str]:
    """The roots of the words that carry the meaning; of all words when none does."""
    return [root(w) for w in words if w not in FUNCTION_WORDS] or [root(w) for w in words]


def signature(words: list[str]) -> str:
    """The same for every order, inflection and derivation of the same words: their roots, sorted, blanks around each."""
    return f" {' '.join(sorted(set(content(words))))} "
