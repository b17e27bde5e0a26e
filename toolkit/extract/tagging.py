"""Word classes from a lexicon, word endings and a few contexts; one letter per token.

A sentence becomes a string of letters, so that context rules and noun-phrase patterns are regular
expressions that run at the speed of the ``re`` module.

====  =======================  ====  =====================  ====  ==========================
N     noun                     G     -ing form              i     preposition, subordinator
S     plural noun              D     past tense             o     "of"
P     name                     E     past participle        t     "to"
F     foreign word             V v   verb, auxiliary        d     determiner, possessive
A     adjective                Z     verb in -s             p     pronoun
J     comparative              R     adverb                 m     modal verb
n     number                   q     possessive 's          c     conjunction
\\.     sentence end             ,     other punctuation      ( )   brackets
====  =======================  ====  =====================  ====  ==========================

Inside the lexicon ``B`` and ``Y`` are nouns (singular, -s) that are verbs too, ``h`` an apostrophe by
itself; ``w`` is a question word or "that", ``x`` an interjection.

References: E. Brill (1992), A simple rule-based part of speech tagger.
"""

from __future__ import annotations

import re

from toolkit.extract.lexicon import frequency_levels, word_classes

PUNCTUATION = {"(": "(", "[": "(", "{": "(", ")": ")", "]": ")", "}": ")"} | dict.fromkeys(".!?;:…•*|", ".")
SPECIAL = {"of": "o", "to": "t", "that": "w", "'s": "q", "’s": "q", "'S": "q", "’S": "q", "&": "c",
           "not": "R", "e.g.": ",", "i.e.": ",", "etc": ",", "per": "i", "via": "i", "is": "v",
           "are": "v", "was": "v", "were": "v", "has": "v", "have": "v", "had": "v", "be": "v",
           "been": "v", "being": "v", "having": "v", "such": "d", "same": "d", "other": "d", "many": "d",
           "more": "d", "most": "d", "less": "d", "several": "d", "few": "d", "own": "d", "various": "d",
           "certain": "d", "following": "d", "including": "i", "concerning": "i", "regarding": "i",
           "according": "i", "due": "i", "than": "i", "so": "R", "very": "R", "well": "R", "like": "i",
           "different": "d", "first": "J", "second": "J", "third": "J", "last": "d", "next": "d",
           "previous": "d", "whole": "d", "using": "v", "used": "v", "based": "v", "given": "v",
           "made": "v", "us": "p", "above": "i", "below": "i", "both": "d", "much": "d", "only": "R",
           "also": "R", "said": "v", "let": "v", "lot": "d", "lots": "d",
           "do": "v", "does": "v", "did": "v", "go": "v", "get": "v", "make": "v", "take": "v", "see": "v",
           "inside": "A", "outside": "A", "upward": "A", "downward": "A", "forward": "A", "inner": "A",
           "side": "N", "lift": "B", "walk": "B", "turn": "B", "yield": "B", "mr": ",", "mrs": ",", "ms": ",", "dr": ",", "prof": ",", "st": "P", "mean": "A",
           "preceding": "d", "foregoing": "d", "aforementioned": "d", "aforesaid": "d", "abovementioned": "d",
           "above-mentioned": "d", "respective": "d", "relevant": "d", "thereof": "R", "thereto": "R",
           "therein": "R", "hereinafter": "R", "hereof": "R", "herein": "R"}  # fmt: skip
APOSTROPHE = re.compile("['’]")
CONTRACTIONS = frozenset({"'t", "’t", "'m", "’m", "'d", "’d", "ll", "re", "ve"})
CLOSED_IN_CAPITALS = frozenset({"US", "IT", "WHO", "AIDS"})

# (ending, class), longest first: for words that the lexicon does not have.
ENDINGS = tuple(
    sorted(
        [(e, "A") for e in ("ous", "ical", "ary", "ive", "able", "ible", "ful", "less", "ic", "al", "ish", "oid",
                            "like", "free", "related", "based", "wide", "specific", "ent", "ant", "ular", "ese")]
        + [(e, "N") for e in ("tion", "ment", "ness", "ity", "ism", "ist", "ance", "ence", "ship", "ure", "or", "er",
                              "ology", "graphy", "ure", "itis", "osis", "icity", "emia", "in", "ine",
                              "ics", "sis", "us", "ss", "ment", "eal")]
        + [("ly", "R"), ("ing", "G"), ("ed", "E"), ("s", "S")],
        key=lambda pair: -len(pair[0]),
    )
)  # fmt: skip

# In this order. Replacing pairs of letters is a hundred times faster than a regular expression, so that
# these run only where the letter that they change occurs.
PLAIN_VERBS = re.compile(r"B(?:(?<=[mtp]B)(?![NSBYPG])|(?<=[mtp]RB)|(?<=[mt]B)(?=d))")
NOUNS_AFTER = re.compile(r"V(?:(?<=[dAqo]V)|(?<=[NB]V)(?![dp])|(?<=[i(]V)(?=[NS]))")
PAIRS = (
    ("dZ", "dS"),
    ("AZ", "AS"),
    ("qZ", "qS"),
    ("dD", "dE"),
    ("AD", "AE"),
    ("NYd", "NZd"),
    ("BYd", "BZd"),
    ("SYd", "SZd"),
    ("Gd", "vd"),
    ("Gp", "vp"),
    ("Gt", "vt"),
)
# "creditors' meeting"; "trade secret", "river chief" where no noun follows.
PLURAL_POSSESSIVE = re.compile(r"h(?<=[SY]h)(?=[AEGNSPFB])")
NOUNS_LAST = re.compile(r"A(?<=[NB]A)(?=[vmoZ.,)]|$)")
PAST_VERBS = re.compile(r"D(?<=[NSBYP)]D)|E(?<=[SY]E)(?=[NSBYPdAi])")
SETTLED = str.maketrans("BYDh", "NSE,")


class TagTable(dict[str, str]):
    """Token → class letter, filled as words are met."""

    def __init__(self) -> None:
        super().__init__(SPECIAL)
        self.lexicon = word_classes()
        self.known = frequency_levels()

    def __missing__(self, token: str) -> str:
        tag = self.classify(token)
        # Numbers and misprints never stop coming: a bound on what is remembered.
        if len(self) < 500_000:
            self[token] = tag
        return tag

    def classify(self, token: str) -> str:
        first = token[0]
        if not first.isalnum():
            return PUNCTUATION.get(first, "h" if first in "'’" else ",") if len(token) == 1 else ","
        if first.isdigit():
            return "A" if re.search(r"-[a-z]{3,}$", token) else "n"
        lower = token.lower()
        if token in CLOSED_IN_CAPITALS:
            return "P"
        if lower in SPECIAL:
            return SPECIAL[lower]
        tag = self.lexicon.get(lower)
        if tag:
            return tag
        if first.isupper() and (lower.capitalize() in self.lexicon or lower not in self.known):
            return "P"
        if APOSTROPHE.search(token):
            return "v" if token[-2:] in CONTRACTIONS or lower.endswith(("'s", "’s")) else "N"
        if token.endswith("."):
            return "P" if first.isupper() else ","
        return self.by_ending(lower)

    def by_ending(self, word: str) -> str:
        _, hyphen, last = word.rpartition("-")
        if hyphen:
            tag = self.lexicon.get(last) or self.by_ending(last)
            tag = {"B": "N", "Y": "S", "V": "N", "D": "A", "E": "A", "G": "A", "Z": "S", "J": "A"}.get(
                tag, tag
            )
            return tag if tag in "NSAP" else "A"
        for ending, tag in ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return tag
        return "N"


def tag_tokens(tokens: list[str], table: TagTable) -> str:
    """One letter per token, contexts applied: ``["the", "turn", "of"]`` → ``"dNo"``."""
    tags = "".join(map(table.__getitem__, tokens))
    if "B" in tags:
        tags = PLAIN_VERBS.sub("V", tags)
    tags = tags.replace("pY", "pZ")
    if "V" in tags:
        tags = NOUNS_AFTER.sub("N", tags)
    for pair, new in PAIRS:
        tags = tags.replace(pair, new)
    if "D" in tags or "E" in tags:
        tags = PAST_VERBS.sub("V", tags)
    if "h" in tags:
        tags = PLURAL_POSSESSIVE.sub("q", tags)
    if "NA" in tags or "BA" in tags:
        tags = NOUNS_LAST.sub("N", tags)
    return tags.translate(SETTLED)
