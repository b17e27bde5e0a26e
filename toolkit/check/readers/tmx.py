"""TMX 1.x (LISA): one unit per pair of variants in the languages that are checked."""

from __future__ import annotations

from toolkit.check.model import CheckFile, Side, Unit
from toolkit.check.readers import xml
from toolkit.check.readers.languages import canonical
from toolkit.check.readers.xliff import _side
from toolkit.errors import FayiError


def read(path: str, text: str, languages: tuple[str, str]) -> CheckFile:
    """The English–Chinese units; the source is the header's ``srclang``. Raises ``FayiError``."""
    xml.prove(path, text)
    source, target = languages
    units: list[Unit] = []
    root = identity = language = ""
    line, counted, begin = 1, 0, 1
    notes: list[str] = []
    variants: list[Side] = []
    opened: dict[str, int] = {}
    skipped = 0
    for tag in xml.tags(text):
        name = tag.name
        if not root:
            root = name
            if root != "tmx":
                raise FayiError("not TMX", path=path, line=1, found=f"<{root}>", allowed="<tmx>")
        if name == "header":
            source = source or canonical(tag.get("srclang"))
        elif name == "tu" and tag.kind == "open":
            line += text.count("\n", counted, tag.start)
            counted = tag.start
            begin, identity = line, tag.get("tuid")
            notes, variants = [], []
        elif name == "tuv" and tag.kind == "open":
            language = canonical(tag.get("lang"))
        elif name in ("note", "prop", "seg") and tag.kind == "open":
            opened[name] = tag.end
        elif name in ("note", "prop") and tag.kind == "close":
            notes.append(xml.plain(text[opened[name] : tag.start]))
        elif name == "seg" and tag.kind == "close" and language:
            variants.append(_side(text, opened["seg"], tag.start)._replace(lang=language))
        elif name == "tu" and tag.kind == "close":
            pairs = _pairs(variants, source, target)
            skipped += not pairs
            units.extend(Unit(first, second, identity, tuple(notes), begin) for first, second in pairs)
    warnings = [f"{skipped} units without an English–Chinese pair passed over"] if skipped else []
    return CheckFile(path, units, bilingual=True, warnings=warnings)


def _pairs(variants: list[Side], source: str, target: str) -> list[tuple[Side, Side]]:
    family = source[:2] or (variants[0].lang[:2] if variants else "en")
    firsts = [v for v in variants if v.lang[:2] == family]
    seconds = [
        v for v in variants if v.lang[:2] != family and (not target or v.lang == target or len(target) == 2)
    ]
    return [(firsts[0], second) for second in seconds] if firsts else []
