"""Writes XLIFF 1.2 and 2.0, with the glossary module of 2.0.

Sources: OASIS, XLIFF 1.2 (2008), 2.0 (2014): order of elements, required ids, values of ctype and mtype.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from toolkit.formats import languages
from toolkit.formats.format import Settings
from toolkit.formats.model import Code, Entry, Run, Unit, Variant, is_usable, plain
from toolkit.formats.sources import open_output
from toolkit.formats.xml import NOT_XML, clean

_STANDARD = frozenset(("bold", "italic", "underlined", "link", "lb", "pb", "image"))
_TOKEN = re.compile(r"[A-Za-z0-9_.:-]+$")


def escape_type(kind: str) -> str:
    """A TMX type as a value of ctype: ``bold`` stays, others get ``x-`` in front, reversibly."""
    return kind if kind in _STANDARD else f"x-{kind}"


def unescape_type(kind: str) -> str:
    return kind.removeprefix("x-")


def escape_id(text: str) -> str:
    """``text`` as a name token, reversibly."""
    if text and _TOKEN.match(text) and "_x" not in text:
        return text
    return "".join(c if re.match(r"[A-Za-z0-9.:-]", c) else f"_x{ord(c):04X}_" for c in text)


def unescape_id(text: str) -> str:
    return re.sub("_x([0-9A-F]{4,6})_", lambda m: chr(min(int(m.group(1), 16), 0x10FFFF)), text)


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


def _unique(identifier: str, number: int, seen: set[str]) -> str:
    name = base = escape_id(identifier) or f"u{number}"
    serial = 2
    while name in seen:
        name, serial = f"{base}.{serial}", serial + 1
    seen.add(name)
    return name


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
                out.write(_unit_12(unit, _unique(unit.id, number, seen), settings).encode())
        out.write(b"    </body>\n  </file>\n</xliff>\n")


def _unit_12(unit: Unit, identifier: str, settings: Settings) -> str:
    source, target = _pair(unit, settings)
    parts = [
        f'      <trans-unit id="{identifier}" xml:space="preserve">\n        <source>{_inline_12(source.runs)}</source>\n'
    ]
    if target is not None:
        parts.append(f"        <target>{_inline_12(target.runs)}</target>\n")
    if unit.props:
        contexts = "".join(
            f"<context context-type={quoteattr(clean(p.type))}>{_t(p.value)}</context>" for p in unit.props
        )
        parts.append(f"        <context-group>{contexts}</context-group>\n")
    parts += [f"        <note>{_t(note.text)}</note>\n" for note in unit.notes]
    parts.append("      </trans-unit>\n")
    return "".join(parts)


class _Ids:
    """Ids of the codes of one text: the number TMX gives them where it is free."""

    def __init__(self) -> None:
        self.count, self.used = 0, set[str]()

    def next(self, wanted: str) -> str:
        self.count += 1
        name = wanted if wanted.isdigit() and wanted not in self.used else f"c{self.count}"
        self.used.add(name)
        return name


def _inline_12(runs: Iterable[Run], ids: _Ids | None = None) -> str:
    ids = ids or _Ids()
    parts = []
    for run in runs:
        if isinstance(run, str):
            parts.append(_t(run))
            continue
        name, attributes, content = run
        identifier = ids.next(attributes.get("x", ""))
        inner = _inline_12(content, ids)
        kind = f" ctype={quoteattr(clean(escape_type(attributes['type'])))}" if attributes.get("type") else ""
        if name in ("bpt", "ept"):
            parts.append(
                f'<{name} id="{identifier}" rid={quoteattr(clean(attributes.get("i", "")))}{kind}>{inner}</{name}>'
            )
        elif name == "it":
            position = "open" if attributes.get("pos") == "begin" else "close"
            parts.append(f'<it id="{identifier}" pos="{position}"{kind}>{inner}</it>')
        elif name == "hi":
            mark = (
                f" mtype={quoteattr(clean(escape_type(attributes['type'])))}"
                if attributes.get("type")
                else ' mtype="x-tmx-hi"'
            )
            parts.append(f'<mrk mid="{identifier}"{mark}>{inner}</mrk>')
        elif name == "sub":
            parts.append(f"<sub{kind}>{inner}</sub>")
        else:
            kind = ' ctype="x-tmx-ut"' if name == "ut" else kind
            parts.append(f'<ph id="{identifier}"{kind}>{inner}</ph>')
    return "".join(parts)


_NS_20 = (
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
    'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
)


def write_20(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    """Write version 2.0; entries of ``settings.glossary`` stand in the glossary module of the units they occur in."""
    first, rest, settings = _languages(units, settings)
    glossary = _Glossary([e for e in settings.glossary if isinstance(e, Entry)], settings)
    seen: set[str] = set()
    with open_output(path) as out:
        out.write(_head_20(settings))
        number = 0
        for group in (first, rest):
            for unit in group:
                number += 1
                out.write(_unit_20(unit, _unique(unit.id, number, seen), settings, glossary).encode())
        out.write(b"  </file>\n</xliff>\n")


def _head_20(settings: Settings) -> bytes:
    source, target = languages.short(settings.source), languages.short(settings.target)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="2.0" {_NS_20} srcLang="{source}" trgLang="{target}">\n'
        f'  <file id="f1" original={quoteattr(clean(settings.title))}>\n'
    ).encode()


def _unit_20(unit: Unit, identifier: str, settings: Settings, glossary: _Glossary) -> str:
    source, target = _pair(unit, settings)
    data: dict[str, str] = {}
    one = _inline_20(source.runs, data, _Ids())
    two = _inline_20(target.runs, data, _Ids()) if target is not None else ""
    name = f" name={quoteattr(clean(unit.id))}" if unit.id and unit.id != identifier else ""
    parts = [f'    <unit id="{identifier}"{name}>\n']
    parts.append(glossary.element(glossary.find(plain(source.runs))))
    if unit.props:
        metas = "".join(
            f"<mda:meta type={quoteattr(clean(p.type))}>{_t(p.value)}</mda:meta>" for p in unit.props
        )
        parts.append(f"      <mda:metadata><mda:metaGroup>{metas}</mda:metaGroup></mda:metadata>\n")
    if unit.notes:
        parts.append(f"      <notes>{''.join(f'<note>{_t(n.text)}</note>' for n in unit.notes)}</notes>\n")
    if data:
        # The same native code is stored once, whichever segment it stands in.
        items = "".join(f'<data id="{number}">{text}</data>' for text, number in data.items())
        parts.append(f"      <originalData>{items}</originalData>\n")
    parts.append(f'      <segment>\n        <source xml:space="preserve">{one}</source>\n')
    if target is not None:
        parts.append(f'        <target xml:space="preserve">{two}</target>\n')
    parts.append("      </segment>\n    </unit>\n")
    return "".join(parts)


def _inline_20(
    runs: Iterable[Run], data: dict[str, str], ids: _Ids, starts: dict[str, str] | None = None
) -> str:
    runs = tuple(runs)
    starts = {} if starts is None else starts
    closed = {r.attributes.get("i", "") for r in runs if isinstance(r, Code) and r.name == "ept"}
    parts = []
    for run in runs:
        if isinstance(run, str):
            parts.append(_cp(run))
            continue
        name, attributes, content = run
        number = attributes.get("i", "")
        identifier = ids.next(attributes.get("x", ""))
        # subType needs an authority prefix; type "other" is the one that admits any.
        kind = ""
        reference = ""
        if attributes.get("type"):
            kind = f' type="other" subType={quoteattr("fayi:" + clean(attributes["type"]))}'
        if name == "hi":
            parts.append(
                f'<mrk id="m{ids.count}" type="generic">{_inline_20(content, data, ids, starts)}</mrk>'
            )
            continue
        if text := _cp(_native(content)):
            reference = f' dataRef="{data.setdefault(text, f"d{len(data) + 1}")}"'
        if name == "bpt" and number in closed:
            identifier = f"i.{escape_id(number)}"
            starts[number] = identifier
            parts.append(f'<sc id="{identifier}"{kind}{reference}/>')
        elif name == "ept" and number in starts:
            parts.append(f'<ec startRef="{starts.pop(number)}"{reference}/>')
        elif name in ("bpt", "ept", "it"):
            opening = name == "bpt" or attributes.get("pos") == "begin"
            parts.append(f'<{"sc" if opening else "ec"} id="{identifier}" isolated="yes"{kind}{reference}/>')
        else:
            parts.append(f'<ph id="{identifier}"{kind}{reference}/>')
    return "".join(parts)


def _native(content: Iterable[Run]) -> str:
    return "".join(run if isinstance(run, str) else _native(run.content) for run in content)


class _Glossary:
    """Finds the entries whose source term stands in a text, by their first word."""

    def __init__(self, entries: Sequence[Entry], settings: Settings) -> None:
        self.settings = settings
        self.by_word: dict[str, list[tuple[str, Entry]]] = {}
        self.count = 0
        for entry in entries:
            for term in entry.of(settings.source):
                text = term.text.casefold()
                words = re.findall(r"\w+", text)
                if is_usable(term) and words:
                    self.by_word.setdefault(words[0], []).append((text, entry))

    def find(self, text: str) -> list[Entry]:
        if not self.by_word:
            return []
        folded = text.casefold()
        found: dict[int, Entry] = {}
        for word in dict.fromkeys(re.findall(r"\w+", folded)):
            for term, entry in self.by_word.get(word, ()):
                if re.search(rf"\b{re.escape(term)}\b", folded):
                    found.setdefault(id(entry), entry)
        return list(found.values())

    def element(self, entries: Sequence[Entry]) -> str:
        if not entries:
            return ""
        return (
            f"      <gls:glossary>\n{''.join(self._entry(entry) for entry in entries)}      </gls:glossary>\n"
        )

    def _entry(self, entry: Entry) -> str:
        self.count += 1
        sources = [t for t in entry.of(self.settings.source) if is_usable(t)]
        targets = [t for t in entry.of(self.settings.target) if is_usable(t)]
        parts = [f"<gls:term{_source(sources[0].source)}>{_t(sources[0].text)}</gls:term>"]
        parts += [
            f'<gls:translation id="g{self.count}.{n}"{_source(t.source)}>{_t(t.text)}</gls:translation>'
            for n, t in enumerate(targets, 1)
        ]
        if entry.definition:
            parts.append(f"<gls:definition>{_t(entry.definition)}</gls:definition>")
        return f'        <gls:glossEntry id="g{self.count}">{"".join(parts)}</gls:glossEntry>\n'


def write_glossary(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    """One unit per source term, with its entry in the glossary module."""
    glossary = _Glossary((), settings)
    seen: set[str] = set()
    with open_output(path) as out:
        out.write(_head_20(settings))
        number = 0
        for entry in entries:
            sources = [t for t in entry.of(settings.source) if is_usable(t)]
            targets = [t for t in entry.of(settings.target) if is_usable(t)]
            if not sources or not targets:
                continue
            number += 1
            identifier = _unique(entry.id, number, seen)
            name = f" name={quoteattr(clean(entry.id))}" if entry.id and entry.id != identifier else ""
            out.write(
                f'    <unit id="{identifier}"{name}>\n{glossary.element([entry])}      <segment>\n        <source>{_t(sources[0].text)}</source>\n'
                f"        <target>{_t(targets[0].text)}</target>\n      </segment>\n    </unit>\n".encode()
            )
        out.write(b"  </file>\n</xliff>\n")


def _source(text: str) -> str:
    return f" source={quoteattr(clean(text))}" if text else ""


def _t(text: str) -> str:
    return escape(clean(text), {"\r": "&#13;"})


def _cp(text: str) -> str:
    """Text of version 2.0, where characters that XML cannot hold have an element."""
    return "".join(_cp_parts(text)) if NOT_XML.search(text) else escape(text, {"\r": "&#13;"})


def _cp_parts(text: str) -> Iterator[str]:
    position = 0
    for match in NOT_XML.finditer(text):
        yield escape(text[position : match.start()], {"\r": "&#13;"})
        yield f'<cp hex="{ord(match.group()):04X}"/>'
        position = match.end()
    yield escape(text[position:], {"\r": "&#13;"})
