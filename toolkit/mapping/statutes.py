"""Citations of statutes: "Article 15 of the Criminal Procedure Law" → 《刑事诉讼法》第十五条."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toolkit.citations import article, chinese_number
from toolkit.mapping.model import Grade, Mapping, Step
from toolkit.mapping.numbers import NUMBER, parse
from toolkit.model import EN, ZH, Concept
from toolkit.text import phrase_key

_ARTICLE_NUMBER = rf"(?:\d{{1,4}}(?:\s?-\s?\d{{1,2}}|\s+bis)?(?!\d)|{NUMBER})"
_PART = re.compile(
    rf"""
      (?P<kind>articles?|arts?\.?|paragraphs?|paras?\.?|items?|sub-?paragraphs?|sub-?items?|chapters?|sections?|parts?)
        \s*\(?(?P<number>{_ARTICLE_NUMBER})\)?(?P<inner>(?:\s?\(\d{{1,2}}\)){{0,2}})
        (?:\s*(?P<link>to|-|through|and|,|or)\s*(?P<second>\d{{1,4}}(?:-\d{{1,2}})?)(?!\s?\w*\s*(?:paragraph|item|yuan|year)))?
    | (?:the\s+)?(?P<before>{NUMBER})\s+(?P<beforekind>paragraph|item|subparagraph|clause)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_JOIN = re.compile(
    r"\s*(?:,\s*(?:of\s+)?|of\s+)(?:the\s+)?(?:PRC\s+|China's\s+|Chinese\s+)?|\s+", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")
_UNITS = {
    "article": "条", "art": "条", "paragraph": "款", "para": "款", "clause": "款", "item": "项",
    "subparagraph": "项", "subitem": "目", "chapter": "章", "section": "节", "part": "编",
}  # fmt: skip
_ORDER = "编章节条款项目"
LONGEST_TITLE = 40
"""Words; the longest title form in the termbase has 28."""


class Title(NamedTuple):
    concept: Concept
    form: str


class Titles:
    """Titles of laws by the key of each of their English forms."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_key: dict[str, Title] = {}
        self._longest = 1
        for concept in concepts:
            if concept.kind == "law":
                for term in concept.terms:
                    if term.lang == EN:
                        key = phrase_key(term.text)
                        self._by_key.setdefault(key, Title(concept, term.text))
                        self._longest = max(self._longest, min(LONGEST_TITLE, len(key.split()) + 6))

    def at(self, text: str, start: int) -> tuple[int, Title] | None:
        """The longest title that begins at ``start``: its end and the title."""
        ends: list[int] = []
        for match in _WORD.finditer(text, start):
            if (
                re.search(r"[.;:!?()]", text[ends[-1] if ends else start : match.start()])
                or len(ends) >= self._longest
            ):
                break
            ends.append(match.end())
        for position in range(len(ends) - 1, -1, -1):
            key = phrase_key(text[start : ends[position]])
            if title := self._by_key.get(key):
                # "the Criminal Law, the court": articles after the title leave the key as it is.
                while position and phrase_key(text[start : ends[position - 1]]) == key:
                    position -= 1
                return ends[position], title
        return None

    def before(self, text: str, end: int) -> tuple[int, Title] | None:
        """The longest title that ends at ``end``: its start and the title."""
        starts = [m.start() for m in _WORD.finditer(text, max(0, end - 300), end)]
        for start in starts[-self._longest :]:
            if title := self._by_key.get(phrase_key(text[start:end])):
                return start, title
        return None


def find(text: str, titles: Titles) -> Iterator[tuple[int, int, Mapping]]:
    """Citations in ``text`` whose statute is known, as ``(start, end, mapping)``."""
    position = 0
    while first := _PART.search(text, position):
        start, end, parts = first.start(), first.end(), [first]
        while True:
            join = _JOIN.match(text, end)
            following = _PART.match(text, join.end()) if join else None
            if following is None:
                break
            parts.append(following)
            end = following.end()
        position = end
        if (where := _chinese(parts)) is None:
            continue
        join = _JOIN.match(text, end)
        if join and (found := titles.at(text, join.end())):
            end, title = found
        else:
            stripped = text[:start].rstrip()
            found = titles.before(text, len(stripped.rstrip(",")))
            if found is None:
                continue
            start, title = found
        position = end
        yield start, end, _mapping(text[start:end], title, where)


def bare(phrase: str) -> str | None:
    """The Chinese of a citation without a statute, ``"Article 15, paragraph 2"`` → 第十五条第二款."""
    text = phrase.strip()
    parts, end = [], 0
    while match := _PART.match(text, end):
        parts.append(match)
        end = match.end()
        join = _JOIN.match(text, end)
        if join is None:
            break
        end = join.end()
    return _chinese(parts) if parts and parts[-1].end() == len(text) else None


def _chinese(parts: list[re.Match[str]]) -> str | None:
    """第十五条第二款第（三）项, in Chinese order whatever the English order; ``None`` for an impossible one."""
    pieces: dict[str, str] = {}
    for part in parts:
        kind = (part["kind"] or part["beforekind"]).lower().rstrip(".").replace("-", "")
        unit = _UNITS.get(kind) or _UNITS.get(kind.rstrip("s"))
        if unit is None or unit in pieces:
            return None
        written = _numbered(part["number"] or part["before"], unit)
        if written is None:
            return None
        if second := part["second"]:
            other = _numbered(second, unit)
            if other is None:
                return None
            written += ("至" if part["link"].lower() in {"to", "-", "through"} else "、") + other
        pieces[unit] = written
        for number, inner in zip(re.findall(r"\d+", part["inner"] or ""), "款项", strict=False):
            if unit == "条" and inner not in pieces and (below := _numbered(number, inner)):
                pieces[inner] = below
    if not set(pieces) & set("条章编节"):
        return None
    return "".join(pieces[unit] for unit in _ORDER if unit in pieces)


def _numbered(text: str, unit: str) -> str | None:
    compact = re.sub(r"\s+", "", re.sub(r"\s+bis", "-1", text.lower()))
    if unit == "条" and re.fullmatch(r"\d{1,4}-\d{1,2}", compact):
        return article(compact)
    value = parse(text)
    if not value:
        return None
    number = chinese_number(value)
    return f"第（{number}）项" if unit == "项" else f"第{number}{unit}"


def _mapping(surface: str, title: Title, where: str) -> Mapping:
    concept = title.concept
    names = [t.text for t in concept.terms if t.lang == ZH and t.status != "deprecated"]
    # Lawyers cite the short title; the full one stands where the English has the full one.
    full = "people's republic of china" in surface.lower().replace("’", "'")
    short = [n for n in names if not n.startswith("中华人民共和国")]
    whole = [n for n in names if n.startswith("中华人民共和国")]
    name = (
        whole[0] if full and whole else concept.zh.removeprefix("中华人民共和国") if not short else short[0]
    )
    return Mapping(
        f"《{name}》{where}", "", 0.98, Grade.VARIANT,
        (Step("citation", f"“{surface}” cites {where} of {concept.zh} (“{title.form}”)"),), None,
    )  # fmt: skip
