"""Place names in institution names: "People's Procuratorate of Liaoning Province" → 辽宁省人民检察院."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from toolkit.citations import chinese_number
from toolkit.mapping.model import Grade, Mapping, Step
from toolkit.mapping.numbers import NUMBER, parse

_TABLE = Path(__file__).with_name("places.tsv")
_TOP = {"province", "municipality", "autonomous region", "special administrative region"}
_MIDDLE = {"city", "autonomous prefecture", "prefecture", "league"}
# English pattern → Chinese, levels at which it exists ("" = any), whether the place loses its 市 (上海海事法院).
INSTITUTIONS: tuple[tuple[str, str, frozenset[str], bool], ...] = (
    (r"(?:people's congress standing committee|standing committee of)", "人民代表大会常务委员会", frozenset(), False),
    (r"people's congress", "人民代表大会", frozenset(), False),
    (r"people's government|government", "人民政府", frozenset(), False),
    (r"(?:people's )?procuratorate|procuracy|people's procuracy", "人民检察院", frozenset(), False),
    (r"(?:higher|high) (?:people's )?court|superior people's court", "高级人民法院", frozenset(_TOP), False),
    (r"intermediate (?:people's )?court", "中级人民法院", frozenset(_MIDDLE | {"municipality"}), False),
    (r"maritime court", "海事法院", frozenset(), True),
    (r"internet court", "互联网法院", frozenset(), True),
    (r"intellectual property court", "知识产权法院", frozenset(), True),
    (r"financial court", "金融法院", frozenset(), True),
    (r"railway transport(?:ation)? intermediate court", "铁路运输中级法院", frozenset(), True),
    (r"railway transport(?:ation)? court", "铁路运输法院", frozenset(), True),
    (r"(?:basic )?people's court|district court", "人民法院", frozenset({"district", "county-level city", "city"}), False),
    (r"public security department|department of public security", "公安厅", frozenset({"province", "autonomous region"}), False),
    (r"public security bureau|bureau of public security|police bureau", "公安局", frozenset(_MIDDLE | {"municipality", "county-level city"}), False),
    (r"department of justice|justice department|judicial department", "司法厅", frozenset({"province", "autonomous region"}), False),
    (r"(?:bureau of justice|justice bureau|judicial bureau)", "司法局", frozenset(_MIDDLE | {"municipality", "district", "county-level city"}), False),
    (r"supervis(?:ory|ion) (?:commission|committee)|commission of supervision", "监察委员会", frozenset(), False),
    (r"commission for discipline inspection|discipline inspection (?:commission|committee)", "纪律检查委员会", frozenset(), False),
    (r"(?:commission for political and legal affairs|political and legal (?:affairs )?(?:commission|committee))", "委政法委员会", frozenset(), False),
    (r"(?:cpc|party) committee|committee of the (?:cpc|communist party of china)", "委", frozenset(), False),
    (r"ecolog(?:y|ical) and environment(?:al)? department|department of ecology and environment", "生态环境厅", frozenset({"province", "autonomous region"}), False),
    (r"(?:ecological environment|ecology and environment) bureau|bureau of ecology and environment", "生态环境局", frozenset(), False),
    (r"lawyers'? association|bar association", "律师协会", frozenset(), False),
)  # fmt: skip
_SUFFIX = (
    r"(?:autonomous region|special administrative region|autonomous prefecture|prefecture|province|provincial"
    r"|municipality|municipal|city|league|new area|district|county)"
)


_HINT = "procura|court|bureau|department|commission|committee|congress|government|association"


class Place(NamedTuple):
    english: str
    chinese: str
    level: str
    within: str


@cache
def _places() -> dict[str, list[Place]]:
    table: dict[str, list[Place]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        place = Place(*line.split("\t"))
        table.setdefault(_key(place.english), []).append(place)
    return table


@cache
def _first_words() -> frozenset[str]:
    return frozenset(p.english.lower().split()[0].split("-")[0] for ps in _places().values() for p in ps)


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower().replace("ü", "u"))


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str, frozenset[str], bool], ...]]:
    names = {
        re.escape(p.english).replace("'", "['’]?").replace(r"\ ", "[ -]")
        for ps in _places().values()
        for p in ps
    }
    name = "|".join(sorted(names, key=len, reverse=True))
    place = rf"(?:the )?(?:(?:{name})(?:[ ,]+{_SUFFIX})?)"
    several = rf"{place}(?:,? (?:of )?{place}){{0,2}}"
    number = rf"(?:no\.? ?{NUMBER} |number {NUMBER} |{NUMBER} )?"
    institution = "|".join(f"(?:{p})" for p, *_ in INSTITUTIONS[1:]) + "|people's congress standing committee"
    whole = re.compile(
        rf"\b(?:(?P<a>{several}) (?P<n>{number})(?P<i>{institution})(?:(?: of|,) (?P<c>{place}))?"
        rf"|(?P<n2>{number})(?P<i2>{institution})(?: of|,)? (?:the )?(?P<b>{several})"
        rf"|(?P<i3>standing committee of) (?P<d>{several}) people's congress)(?!\w)",
        re.IGNORECASE,
    )
    kinds = tuple((re.compile(p, re.IGNORECASE), zh, levels, short) for p, zh, levels, short in INSTITUTIONS)
    return whole, kinds


def find(text: str) -> Iterator[tuple[int, int, Mapping]]:
    """Institutions named with a Chinese place in ``text``, as ``(start, end, mapping)``."""
    # The long pattern is slow, and hardly any line names both a place and an institution.
    words = set(re.findall(r"[a-zü'-]+", text.lower()))
    if words.isdisjoint(_first_words()) or not re.search(_HINT, text, re.IGNORECASE):
        return
    straight = text.replace("’", "'")
    whole, kinds = _patterns()
    for match in whole.finditer(straight):
        institution = match["i"] or match["i2"] or match["i3"]
        places = ", ".join(match[group] for group in "abcd" if match[group])
        for pattern, chinese, levels, short in kinds:
            if pattern.fullmatch(institution):
                number = match["n"] or match["n2"] or ""
                if mapping := _mapping(places, number, chinese, levels, short):
                    yield match.start(), match.end(), mapping
                break


def _mapping(
    places: str, number: str, institution: str, levels: frozenset[str], short: bool
) -> Mapping | None:
    chosen, certain = _resolve(places, levels)
    if not chosen:
        return None
    prefix = "".join(p.chinese for p in chosen)
    if len(chosen) == 1 and chosen[0].level == "district":
        prefix = chosen[0].within + prefix
    if short:
        prefix = re.sub("[省市]$", "", chosen[-1].chinese)
    if number:
        value = parse(re.sub(r"(?i)no\.?|number", "", number).strip())
        if not value:
            return None
        prefix += f"第{chinese_number(value)}"
    listed = ", ".join(f"{p.english} → {p.chinese}" for p in chosen)
    steps = [Step("place name", f"{listed}; the institution is {institution}")]
    if not certain:
        steps.append(Step("ambiguous", "another place of China has the same English name"))
    return Mapping(f"{prefix}{institution}", "", 0.97 if certain else 0.6, Grade.VARIANT, tuple(steps), None)


def region(text: str) -> str:
    """The Chinese of the places that ``text`` names, the largest first, ``""`` for others: "Kaifeng, Henan"."""
    rest = re.sub(r"[\s,]|\b(?:of|in)\b", "", _one_place().sub("", text))
    return "" if rest else "".join(place.chinese for place in _resolve(text, frozenset())[0])


def _resolve(places: str, levels: frozenset[str]) -> tuple[list[Place], bool]:
    """The places named in ``places``, largest first, and whether no other reading was possible."""
    found: list[tuple[list[Place], str]] = []
    for piece in re.finditer(_one_place(), places):
        candidates = _places()[_key(piece["name"])]
        found.append((candidates, (piece["suffix"] or "").lower()))
    if not found:
        return [], False
    chosen: list[Place] = []
    certain = True
    tops = {p.chinese for candidates, _ in found for p in candidates if p.level in _TOP}
    for position, (candidates, suffix) in enumerate(found):
        fitting = [p for p in candidates if _fits(p, suffix)]
        if len(found) == 1 and levels:
            fitting = [p for p in fitting if p.level in levels]
        if len(fitting) > 1 and len(found) > 1:
            fitting = [
                p for p in fitting if p.within in tops or (p.level in _TOP and position == 0)
            ] or fitting
        if not fitting:
            return [], False
        # The name of a province stands for the province unless something says city.
        fitting.sort(key=lambda p: p.level not in _TOP)
        certain = certain and (len(fitting) == 1 or fitting[0].level in _TOP)
        chosen.append(fitting[0])
    rank = {"province": 0, "autonomous region": 0, "municipality": 0, "special administrative region": 0,
            "city": 1, "autonomous prefecture": 1, "prefecture": 1, "league": 1}  # fmt: skip
    unique = list(dict.fromkeys(sorted(chosen, key=lambda p: rank.get(p.level, 2))))
    if levels and unique[-1].level not in levels:
        return [], False
    return unique, certain


def _fits(place: Place, suffix: str) -> bool:
    if not suffix:
        return place.level != "district" or place.english.endswith("New Area")
    if suffix in {"city", "municipal", "municipality"}:
        return place.level in {"city", "municipality", "county-level city"}
    if suffix in {"province", "provincial"}:
        return place.level == "province"
    if suffix in {"district", "new area"}:
        return place.level == "district"
    if suffix == "autonomous prefecture":
        return place.level == "autonomous prefecture"
    return place.level == suffix or (suffix == "prefecture" and place.level in _MIDDLE)


@cache
def _one_place() -> re.Pattern[str]:
    names = {
        re.escape(p.english).replace("'", "['’]?").replace(r"\ ", "[ -]")
        for ps in _places().values()
        for p in ps
    }
    name = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?P<name>{name})(?:[ ,]+(?P<suffix>{_SUFFIX}))?\b", re.IGNORECASE)
