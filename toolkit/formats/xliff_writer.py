"""Writes XLIFF 1.2 and 2.0, valid against their published schemas; ``xliff_inline`` writes the texts.

Sources: OASIS, XLIFF 1.2 (2008), 2.0 (2014): order of elements, required ids, values of context-type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from toolkit.errors import FayiError
from toolkit.formats import languages
from toolkit.formats.format import Settings
from toolkit.formats.model import Entry, Unit, Variant, plain
from toolkit.formats.sources import open_output
from toolkit.formats.xliff_codes import PREFIX
from toolkit.formats.xliff_glossary import Glossary, head_2, unique
from toolkit.formats.xliff_inline import Inline2, inline_12, text_12
from toolkit.formats.xml import clean

# Those of the specification; any other type has to begin with x-.
_CONTEXTS = frozenset(
    "database element elementtitle linenumber numparams paramnotes record recordtitle sourcefile".split()
)


def _pair(unit: Unit, settings: Settings) -> tuple[Variant, Variant | None]:
    source = unit.of(settings.source) or unit.variants[0]
    target = unit.of(settings.target) or next((v for v in unit.variants if v is not source), None)
    return source, None if target is source else target


def _languages(units: Iterable[Unit], settings: Settings) -> tuple[list[Unit], Iterable[Unit], Settings]:
    """The first unit, read ahead: it decides the languages of the file when the user named none."""
    iterator = iter(units)
    first = [unit for unit in [next(iterator, None)] if unit is not None]
    if first and not settings.given:
        langs = [v.lang for v in first[0].variants]
        settings = Settings(
            langs[0],
            tuple(langs[1:2]) or settings.targets,
            settings.title,
            given=True,
            glossary=settings.glossary,
        )
    return first, iterator, settings


def write_12(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    """Write version 1.2; units without translation get no target."""
    first, rest, settings = _languages(units, settings)
    source, target = languages.short(settings.source), languages.short(settings.target)
    seen: set[str] = set()
    with open_output(path) as out:
        out.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
            f'  <file original={quoteattr(clean(settings.title))} source-language="{source}" target-language="{target}" '
            f'datatype="plaintext">\n    <body>\n'.encode()
        )
        number = 0
        for group in (first, rest):
            for unit in group:
                number += 1
                out.write(_unit_12(unit, unique(unit.id, number, seen), settings).encode())
        _require(number, path)
        out.write(b"    </body>\n  </file>\n</xliff>\n")


def _require(count: int, path: Path) -> None:
    if not count:
        raise FayiError("0 units to write", path=path, hint="an XLIFF file needs one")


def _unit_12(unit: Unit, identifier: str, settings: Settings) -> str:
    source, target = _pair(unit, settings)
    parts = [
        f'      <trans-unit id="{identifier}" xml:space="preserve">\n        <source>{inline_12(source.runs)}</source>\n'
    ]
    if target is not None:
        parts.append(f"        <target>{inline_12(target.runs)}</target>\n")
    if unit.props:
        contexts = "".join(
            f"<context context-type={quoteattr(_context(p.type))}>{text_12(p.value)}</context>"
            for p in unit.props
        )
        parts.append(f"        <context-group>{contexts}</context-group>\n")
    parts += [f"        <note>{text_12(note.text)}</note>\n" for note in unit.notes]
    parts.append("      </trans-unit>\n")
    return "".join(parts)


def _context(kind: str) -> str:
    if kind in _CONTEXTS or (re.fullmatch(r"x-\S+", kind) and not kind.startswith(f"x-{PREFIX}")):
        return clean(kind)
    return f"x-{PREFIX}{quote(clean(kind), safe='')}"


def write_21(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    """Write version 2.1, which has the core and modules of 2.0."""
    write_20(path, units, settings, "2.1")


def write_20(path: Path, units: Iterable[Unit], settings: Settings, version: str = "2.0") -> None:
    """Write version 2; entries of ``settings.glossary`` stand in the glossary module of the units they occur in."""
    first, rest, settings = _languages(units, settings)
    glossary = Glossary([e for e in settings.glossary if isinstance(e, Entry)], settings)
    seen: set[str] = set()
    with open_output(path) as out:
        out.write(head_2(settings, version))
        number = 0
        for group in (first, rest):
            for unit in group:
                number += 1
                out.write(_unit_20(unit, unique(unit.id, number, seen), settings, glossary).encode())
        _require(number, path)
        out.write(b"  </file>\n</xliff>\n")


def _unit_20(unit: Unit, identifier: str, settings: Settings, glossary: Glossary) -> str:
    source, target = _pair(unit, settings)
    inline = Inline2()
    one = inline.write(source.runs)
    two = inline.write(target.runs, target=True) if target is not None else ""
    name = f" name={quoteattr(clean(unit.id))}" if unit.id and unit.id != identifier else ""
    parts = [f'    <unit id="{identifier}"{name}>\n']
    parts.append(glossary.element(glossary.find(plain(source.runs))))
    if unit.props:
        metas = "".join(
            f"<mda:meta type={quoteattr(clean(p.type))}>{text_12(p.value)}</mda:meta>" for p in unit.props
        )
        parts.append(f"      <mda:metadata><mda:metaGroup>{metas}</mda:metaGroup></mda:metadata>\n")
    if unit.notes:
        parts.append(
            f"      <notes>{''.join(f'<note>{text_12(n.text)}</note>' for n in unit.notes)}</notes>\n"
        )
    if inline.data:
        # The same native code is stored once, whichever segment it stands in.
        items = "".join(f'<data id="{number}">{text}</data>' for text, number in inline.data.items())
        parts.append(f"      <originalData>{items}</originalData>\n")
    parts.append(f'      <segment>\n        <source xml:space="preserve">{one}</source>\n')
    if target is not None:
        parts.append(f'        <target xml:space="preserve">{two}</target>\n')
    parts.append("      </segment>\n    </unit>\n")
    return "".join(parts)
