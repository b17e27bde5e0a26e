"""XLIFF 1.2 and 2.0/2.1, read into units with inline codes; ``xliff_writer`` writes them.

Sources: OASIS, XLIFF 1.2 (2008) and 2.1 (2018), glossary module 1.0. Codes of both versions become those of TMX:
g and pc a pair bpt/ept, x and bx/ex and standalone codes ph or it, mrk hi.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats import xliff_writer
from toolkit.formats.format import Format, Settings
from toolkit.formats.model import Code, Designation, Entry, Note, Prop, Run, Unit, Variant
from toolkit.formats.report import Report
from toolkit.formats.sources import open_binary, open_output
from toolkit.formats.xml import XML_LANG, elements, line_of, local, namespace, words

GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
_MAX_DEPTH = 100


def read(path: Path, report: Report, settings: Settings) -> Iterator[Unit]:
    """The units of ``path``; a unit of several segments in 2.x gives one unit per segment."""
    for element, source, target in _units(path):
        report.read += 1
        found = list(
            _old(element, source, target) if local(element) == "trans-unit" else _new(element, source, target)
        )
        if not found:
            report.add("skipped", "a unit without source text", line_of(element))
        report.created += bool(found)
        yield from found


def _units(path: Path) -> Iterator[tuple[etree._Element, str, str]]:
    source = target = ""
    seen = False
    for element in elements(path, {"trans-unit", "unit"}, {"xliff", "file"}):
        name = local(element)
        if name == "xliff":
            seen = True
            source, target = element.get("srcLang", ""), element.get("trgLang", "")
        elif name == "file":
            source, target = element.get("source-language", source), element.get("target-language", target)
        elif not seen:
            raise FayiError("not an XLIFF file", path=path, line=line_of(element), allowed="<xliff>")
        else:
            yield element, source, target
    if not seen:
        raise FayiError("not an XLIFF file: no <xliff> element", path=path, line=1)


def read_glossary(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """The entries of the glossary modules in an XLIFF 2.x file."""
    seen: set[tuple[str, ...]] = set()
    for element, source, target in _units(path):
        for item in element.iter(f"{{{GLOSSARY}}}glossEntry"):
            report.read += 1
            terms: list[Designation] = []
            definitions: list[tuple[str, str]] = []
            identifier = item.get("id", "")
            for child in item:
                text, origin = words(child), child.get("source", "")
                if local(child) == "term" and text:
                    terms.append(Designation(text, source or settings.source, source=origin))
                elif local(child) == "translation" and text:
                    terms.append(Designation(text, target or settings.target, source=origin))
                elif local(child) == "definition" and text:
                    definitions.append((source or settings.source, text))
            key = tuple(t.text for t in terms)
            if not terms:
                report.add("skipped", "a glossary entry without a term", line_of(item))
            elif key in seen:
                report.add("merged", "the same entry at another unit", line_of(item), terms[0].text)
            else:
                seen.add(key)
                report.created += 1
                yield Entry(identifier, tuple(terms), definitions=tuple(definitions), line=line_of(item))


def _old(element: etree._Element, source: str, target: str) -> Iterator[Unit]:
    """A trans-unit of version 1.x."""
    variants: list[Variant] = []
    notes: list[Note] = []
    props: list[Prop] = []
    for child in element:
        name = local(child)
        if name == "source":
            variants.insert(0, Variant(child.get(XML_LANG) or source, _runs(child)))
        elif name == "target" and (len(child) or child.text):
            variants.append(Variant(child.get(XML_LANG) or target, _runs(child)))
        elif name == "note":
            notes.append(Note(child.text or ""))
        elif name == "context-group":
            props += [Prop(c.get("context-type", ""), c.text or "") for c in child if local(c) == "context"]
        elif name == "prop-group":
            props += [Prop(c.get("prop-type", ""), c.text or "") for c in child if local(c) == "prop"]
    if variants and any(variants[0].runs):
        props += [
            Prop(f"x-{name}", element.get(name, "")) for name in ("resname", "approved") if element.get(name)
        ]
        yield Unit(
            tuple(variants), xliff_writer.unescape_id(element.get("id", "")), {}, tuple(props), tuple(notes)
        )


def _new(element: etree._Element, source: str, target: str) -> Iterator[Unit]:
    """The segments of a unit of version 2.x; ignorable text is kept with the segment before it."""
    data = {d.get("id", ""): "".join(_pieces(d)) for d in element.iter() if local(d) == "data"}
    notes = tuple(Note(n.text or "") for group in element if local(group) == "notes" for n in group)
    props = tuple(
        Prop(m.get("type", ""), m.text or "")
        for m in element.iter()
        if local(m) == "meta" and "metadata" in namespace(m)
    )
    segments = [child for child in element if local(child) == "segment"]
    name = str(element.get("name") or element.get("id", ""))
    for number, segment in enumerate(segments, 1):
        variants: list[Variant] = []
        for child in segment:
            if local(child) in ("source", "target"):
                runs = _runs(child, data)
                if local(child) == "source":
                    variants.insert(0, Variant(child.get(XML_LANG) or source, runs))
                elif any(runs):
                    variants.append(Variant(child.get(XML_LANG) or target, runs))
        if variants and any(variants[0].runs):
            yield Unit(
                tuple(variants),
                name if len(segments) == 1 else f"{name}/{number}",
                {},
                props if number == 1 else (),
                notes if number == 1 else (),
            )


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local(child) == "cp":
            yield _character(child)
        yield child.tail or ""


def _character(element: etree._Element) -> str:
    try:
        return chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _runs(element: etree._Element, data: dict[str, str] | None = None, depth: int = 0) -> tuple[Run, ...]:
    runs: list[Run] = []

    def add(text: str | None) -> None:
        if text:
            if runs and isinstance(runs[-1], str):
                runs[-1] += text
            else:
                runs.append(text)

    add(element.text)
    for child in element:
        name = local(child)
        if not name:
            pass
        elif name == "cp":
            add(_character(child))
        elif name == "mrk" and child.get("mtype") == "seg":
            # Segmentation marks of 1.2 divide the text, they are no code.
            for run in _runs(child, data, depth + 1):
                if isinstance(run, str):
                    add(run)
                else:
                    runs.append(run)
        else:
            runs.extend(_codes(child, name, data or {}, depth))
        add(child.tail)
    return tuple(runs) or (("",) if depth == 0 else ())


def _codes(child: etree._Element, name: str, data: dict[str, str], depth: int) -> list[Run]:
    kind = _type(child)
    number = str(child.get("rid") or child.get("startRef") or child.get("id", ""))
    if name in ("sc", "ec") and number.startswith("i."):
        number = xliff_writer.unescape_id(number[2:])
    if name in ("g", "pc"):
        first = {"i": number, **({"type": kind} if kind else {})}
        start, end = data.get(child.get("dataRefStart", "")), data.get(child.get("dataRefEnd", ""))
        inner = _runs(child, data, depth + 1)
        return [
            Code("bpt", first, (start,) if start else ()),
            *inner,
            Code("ept", {"i": number}, (end,) if end else ()),
        ]
    attributes = {"type": kind} if kind else {}
    original = data.get(child.get("dataRef", ""))
    content: tuple[Run, ...] = (original,) if original else _runs(child, data, depth + 1)
    if name in ("bpt", "bx", "sc", "ept", "ex", "ec"):
        if child.get("isolated") == "yes":
            attributes["pos"] = "begin" if name == "sc" else "end"
            return [Code("it", attributes, content)]
        opening = name in ("bpt", "bx", "sc")
        return [
            Code(
                "bpt" if opening else "ept",
                {"i": number, **(attributes if opening else {}), **_x(child, opening)},
                content,
            )
        ]
    if name == "it":
        return [
            Code(
                "it",
                {**attributes, "pos": "begin" if child.get("pos") == "open" else "end", **_x(child)},
                content,
            )
        ]
    if name in ("mrk", "sub", "sm", "em"):
        if name in ("sm", "em"):
            return []
        return [
            Code(
                "hi" if name == "mrk" else "sub",
                {**attributes, **(_x(child) if name == "mrk" else {})},
                content,
            )
        ]
    if name == "ph" and child.get("ctype") == "x-tmx-ut":
        return [Code("ut", _x(child), content)]
    return [Code("ph", {**attributes, **_x(child)}, content)]


def _x(child: etree._Element, wanted: bool = True) -> dict[str, str]:
    """The TMX number of a code; ids that the writer made up are not one."""
    text = child.get("id", "") if local(child) != "mrk" else child.get("mid", child.get("id", ""))
    return {"x": text} if wanted and text.isdigit() else {}


def _type(child: etree._Element) -> str:
    kind = child.get("ctype") or child.get("mtype") or child.get("subType", "").removeprefix("fayi:") or ""
    if child.get("subType"):
        return kind
    return "" if kind == "x-tmx-hi" else xliff_writer.unescape_type(kind)


def _copy(path: Path, target: Path, report: Report) -> None:
    """An unchanged file is written back byte for byte, after it has been read whole."""
    for _unit in read(path, report, Settings()):
        pass
    with open_binary(path) as handle, open_output(target) as out:
        shutil.copyfileobj(handle, out)


_KEEPS = ("id", "inline codes", "properties", "notes")
_LOSSES = {
    "several languages": "one pair of languages per file",
    "attributes": "dates and users of units and variants",
}
FORMATS = (
    Format("xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"), "XLIFF 1.2 written, every version read; Trados, memoQ, OmegaT, Phrase", "units", read,
           xliff_writer.write_12, _KEEPS, _LOSSES, copy=_copy),
    Format("xliff2", (".xlf2",), "XLIFF 2.0 with originalData and, with -g, the glossary module", "units", read,
           xliff_writer.write_20, _KEEPS, {**_LOSSES, "subflows": "text flows inside a code become part of it"}, copy=_copy),
    Format("xliff-glossary", (), "glossary module of XLIFF 2.0: one unit per term with its entry", "entries", read_glossary,
           xliff_writer.write_glossary, ("id", "definition", "source", "synonyms"), {"several languages": "one pair of languages per file"}),
)  # fmt: skip
