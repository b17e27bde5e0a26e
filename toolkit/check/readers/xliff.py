"""XLIFF 1.2 and 2.x (OASIS), any tool's dialect: the units with their inline elements passed over."""

from __future__ import annotations

from toolkit.check.model import CheckFile, Side, Unit
from toolkit.check.readers import xml
from toolkit.check.readers.languages import canonical, pair
from toolkit.errors import FayiError


def read(path: str, text: str, languages: tuple[str, str]) -> CheckFile:
    """One unit per ``trans-unit`` (1.2) or ``segment`` (2.x). Raises ``FayiError`` for anything else."""
    xml.prove(path, text)
    source, target = languages
    units: list[Unit] = []
    root = ""
    identity = ""
    line, counted = 1, 0
    notes: list[str] = []
    sides: dict[str, Side] = {}
    opened: dict[str, int] = {}
    inside_alternative = 0
    begin = 1
    for tag in xml.tags(text):
        name = tag.name
        if not root:
            root = name
            if root != "xliff":
                raise FayiError("not XLIFF", path=path, line=1, found=f"<{root}>", allowed="<xliff>")
        if tag.kind == "open" and name in ("xliff", "file"):
            source = source or canonical(tag.get("source-language") or tag.get("srcLang"))
            target = target or canonical(tag.get("target-language") or tag.get("trgLang"))
        elif name == "alt-trans":
            inside_alternative += {"open": 1, "close": -1, "empty": 0}[tag.kind]
        elif name in ("trans-unit", "unit") and tag.kind == "open":
            line += text.count("\n", counted, tag.start)
            counted = tag.start
            begin, identity = line, tag.get("resname") or tag.get("id")
            notes, sides = [], {}
        elif name == "note" and tag.kind in ("open", "close"):
            if tag.kind == "open":
                opened["note"] = tag.end
            else:
                notes.append(xml.plain(text[opened["note"] : tag.start]))
        elif name in ("source", "target") and not inside_alternative:
            if tag.kind == "open":
                opened[name] = tag.end
            elif tag.kind == "close":
                sides[name] = _side(text, opened[name], tag.start)
        elif (name == "trans-unit" or name == "segment") and tag.kind == "close":
            if "source" in sides and "target" in sides:
                units.append(Unit(sides["source"], sides["target"], identity, tuple(notes), begin))
            sides = {}
    guessed = pair(
        "".join(u.source.text for u in units[:200]), "".join(u.target.text for u in units[:200] if u.target)
    )
    source, target = source or guessed[0], target or guessed[1]
    units = [
        u._replace(source=u.source._replace(lang=source), target=u.target and u.target._replace(lang=target))
        for u in units
    ]
    return CheckFile(path, units, bilingual=True)


def _side(text: str, start: int, end: int) -> Side:
    raw = text[start:end]
    if "<" in raw or "&" in raw:
        return Side(xml.plain(raw), "", start, raw, xml.offsets)
    return Side(raw, "", start)
