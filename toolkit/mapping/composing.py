"""New phrases put together from known parts: suggestions with their evidence, never more.

Three kinds. Listed terms joined by "and" are joined by 、 in Chinese, and disputes and deputies are named after
their matter and post: that is offered by default. A phrase cut into listed terms and lexicon words, with "X of Y" turned round, is a
guess for a person to check, and only made when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from toolkit.mapping.certain import Hit
from toolkit.mapping.lexicon import Lexicon
from toolkit.mapping.model import Grade, Mapping, Step
from toolkit.mapping.words import STOP, word_key
from toolkit.match import Entry
from toolkit.text import WORD, normalise

Find = Callable[[str], Hit | None]

JOINED = 0.7
"""Hand-set: the case files have three such phrases, too few to measure."""
DERIVED = 0.85
"""Hand-set: both patterns are regular in Chinese; the case files have fewer than twenty."""
COMPOSED = 0.3
"""Hand-set, not measured; low enough never to pass for an answer."""
LONGEST = 8
"""Words; longer phrases cut into so many parts that nothing right comes out."""
_JOINT = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|as well as)\s+", re.IGNORECASE)
_TURNED = frozenset({"of", "for", "in", "on", "against", "over", "to"})


_DISPUTE = re.compile(
    r"^disputes? (?:over|about|on|concerning|regarding|involving|arising (?:from|out of)) (?:an? |the )?(?P<over>.+)$"
    r"|^(?P<of>.+?)s? disputes?(?: cases?)?$",
    re.IGNORECASE,
)
_DEPUTY = re.compile(r"^(?:deputy|vice)[ -](?P<post>.+)$", re.IGNORECASE)
_MATTERS = frozenset({"act", "right", "duty", "document", "property", "concept", "status", "event"})
"""Kinds of concepts that people go to law about."""
_CHIEF = re.compile(r"(?:检察长|秘书长|主任|书记|主席|[局部厅处科庭所队市省县区镇乡院校会]长)$")


class Part(NamedTuple):
    english: str
    chinese: str
    source: str
    """``termbase``, ``word lexicon`` or ``pattern``."""


def join(phrase: str, find: Find) -> Mapping | None:
    """ "A and B" as 甲、乙 when A and B are both listed, each as one thing."""
    pieces = [piece for piece in _JOINT.split(normalise(phrase)) if piece]
    if not 2 <= len(pieces) <= 5:
        return None
    # "food and drug administration" is one administration: a single word before a longer last piece shares its head.
    if " " in pieces[-1] and not all(" " in piece for piece in pieces):
        return None
    parts = []
    for piece in pieces:
        entry = _listed(piece, find)
        if entry is None:
            return None
        parts.append(Part(piece, entry.concept.zh, "termbase"))
    if len({part.chinese for part in parts}) < len(parts):
        return None
    return _mapping("、".join(part.chinese for part in parts), parts, JOINED)


def derive(phrase: str, find: Find) -> Mapping | None:
    """The dispute over a listed matter (买卖合同 → 买卖合同纠纷: the causes of action of the Provisions on the Causes
    of Action of Civil Cases are made so), the deputy of a listed post (公安局长 → 公安局副局长), or ``None``.
    """
    text = normalise(phrase)
    if match := _DISPUTE.match(text):
        matter = _listed(match["over"] or match["of"], find)
        if matter and matter.concept.kind in _MATTERS and not matter.concept.zh.endswith("纠纷"):
            return _mapping(
                f"{matter.concept.zh}纠纷", [_part(matter), Part("dispute", "纠纷", "pattern")], DERIVED
            )
    if match := _DEPUTY.match(text):
        post = _listed(match["post"], find)
        if post and (chief := _CHIEF.search(post.concept.zh)):
            body, unit = post.concept.zh[: chief.start()], chief[0][0]
            # 公安局长 is the 局长 of the 公安局.
            merged = re.fullmatch(".长", chief[0]) and body and not body.endswith(unit)
            shared = unit if merged else ""
            chinese = f"{body}{shared}副{chief[0]}"
            return _mapping(chinese, [Part("deputy", "副", "pattern"), _part(post)], DERIVED)
    return None


def _listed(phrase: str, find: Find) -> Entry | None:
    """The one listed concept that ``phrase`` names."""
    hit = find(phrase)
    return hit.entries[0] if hit and len({e.concept.id for e in hit.entries}) == 1 else None


def _part(entry: Entry) -> Part:
    return Part(entry.term.text, entry.concept.zh, "termbase")


def compose(phrase: str, find: Find, lexicon: Lexicon) -> Mapping | None:
    """A guess from parts, each a listed term or a head word of the lexicon; ``None`` when a word has none."""
    words = WORD.findall(normalise(phrase))
    if not 2 <= len(words) <= LONGEST:
        return None
    groups: list[list[str]] = [[]]
    for word in words:
        if word.lower() in _TURNED:
            groups.append([])
        elif word_key(word) not in STOP:
            groups[-1].append(word)
    parts: list[Part] = []
    for group in reversed(groups):
        made = _cut(group, find, lexicon)
        if not made:
            return None
        parts += made
    # Two lexicon words side by side are translation word by word, not a term.
    if sum(part.source == "termbase" for part in parts) * 2 < len(parts) or len(parts) < 2:
        return None
    return _mapping("".join(part.chinese for part in parts), parts, COMPOSED)


def _cut(words: list[str], find: Find, lexicon: Lexicon) -> list[Part]:
    """``words`` as the longest listed terms from the left, single words from the lexicon; empty if one fails."""
    parts = []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            piece = " ".join(words[start:end])
            hit = find(piece)
            if hit is not None and hit.how in {"exact", "inflected", "spelling"}:
                parts.append(Part(piece, hit.entries[0].concept.zh, "termbase"))
                break
        else:
            end = start + 1
            found = lexicon.translations(word_key(words[start]))
            if not found:
                return []
            parts.append(Part(words[start], max(found, key=lambda w: found[w]), "word lexicon"))
        start = end
    return parts


def _mapping(chinese: str, parts: list[Part], confidence: float) -> Mapping:
    evidence = ", ".join(f"{p.english} → {p.chinese} ({p.source})" for p in parts)
    return Mapping(
        chinese, "", confidence, Grade.SUGGESTION, (Step("composed from parts", f"not listed as a whole: {evidence}"),)
    )  # fmt: skip
