"""XLIFF 1.2 and 2.0/2.1, read into units with inline codes; ``xliff_writer`` writes them.

Sources: OASIS, XLIFF 1.2 (2008) and 2.1 (2018), glossary module 1.0. ``xliff_runs`` reads
the texts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from toolkit.formats import xliff_glossary, xliff_writer, xml_edit
from toolkit.formats.format import Change, Format, Look, Settings
from toolkit.formats.model import Note, Prop, Unit, Variant
from toolkit.formats.report import Report
from toolkit.formats.sources import open_binary, open_output
from toolkit.formats.xliff_codes import PREFIX, unescape_id
from toolkit.formats.xliff_runs import original_data, runs
from toolkit.formats.xliff_units import elements_of
from toolkit.formats.xml import XML_LANG, line_of, local, namespace


def read(path: Path, report: Report, settings: Settings) -> Iterator[Unit]:
    """The units of ``path``; a unit of several segments in 2.x gives one unit per segment."""
    for element, source, target in elements_of(path):
        report.read += 1
        found = list(
            _old(element, source, target) if local(element) == "trans-unit" else _new(element, source, target)
        )
        if not found:
            report.add("skipped", "a unit without source text", line_of(element))
        report.created += bool(found)
        yield from found


def _old(element: etree._Element, source: str, target: str) -> Iterator[Unit]:
    """A trans-unit of version 1.x."""
    variants: list[Variant] = []
    notes: list[Note] = []
    props: list[Prop] = []
    for child in element:
        name = local(child)
        if name == "source":
            variants.insert(0, Variant(child.get(XML_LANG) or source, runs(child, {})))
        elif name == "target" and (len(child) or child.text):
            variants.append(Variant(child.get(XML_LANG) or target, runs(child, {})))
        elif name == "note":
            notes.append(Note(child.text or ""))
        elif name == "context-group":
            props += [
                Prop(_kind(c.get("context-type", "")), c.text or "") for c in child if local(c) == "context"
            ]
        elif name == "prop-group":
            props += [Prop(c.get("prop-type", ""), c.text or "") for c in child if local(c) == "prop"]
    if variants and any(variants[0].runs):
        props += [
            Prop(f"x-{name}", element.get(name, "")) for name in ("resname", "approved") if element.get(name)
        ]
        yield Unit(tuple(variants), unescape_id(element.get("id", "")), {}, tuple(props), tuple(notes))


def _kind(context: str) -> str:
    return unquote(context.removeprefix(f"x-{PREFIX}")) if context.startswith(f"x-{PREFIX}") else context


def _new(element: etree._Element, source: str, target: str) -> Iterator[Unit]:
    """The segments of a unit of version 2.x; ignorable text is kept with the segment before it."""
    data = original_data(element)
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
                found = runs(child, data)
                if local(child) == "source":
                    variants.insert(0, Variant(child.get(XML_LANG) or source, found))
                elif any(found):
                    variants.append(Variant(child.get(XML_LANG) or target, found))
        if variants and any(variants[0].runs):
            yield Unit(
                tuple(variants),
                name if len(segments) == 1 else f"{name}/{number}",
                {},
                props if number == 1 else (),
                notes if number == 1 else (),
            )


def _copy(path: Path, target: Path, report: Report, look: Look) -> None:
    """An unchanged file is written back byte for byte, after it has been read whole."""
    for unit in read(path, report, Settings()):
        look(unit)
    report.require()
    with open_binary(path) as handle, open_output(target) as out:
        shutil.copyfileobj(handle, out)


def _edit(path: Path, target: Path, report: Report, change: Change) -> bool:
    for _unit in read(path, report, Settings()):
        pass
    report.require()
    xml_edit.rewrite(path, target, {"source", "seg-source", "target"}, change)
    return True


_KEEPS = ("id", "inline codes", "properties", "notes")
_LOSSES = {
    "several languages": "one pair of languages per file",
    "attributes": "dates and users of units and variants",
}
FORMATS = (
    Format("xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"), "XLIFF 1.2 written, every version read; Trados, memoQ, OmegaT, Phrase", "units", read,
           xliff_writer.write_12, _KEEPS, _LOSSES, copy=_copy, edit=_edit, judge="the strict XML Schema of OASIS and unique ids"),
    Format("xliff2", (".xlf2",), "XLIFF 2.0 with originalData and, with -g, the glossary module", "units", read,
           xliff_writer.write_20, _KEEPS, _LOSSES, copy=_copy, edit=_edit, judge="the core XML Schema of OASIS and the constraints of 2.1"),
    Format("xliff2.1", (), "XLIFF 2.1; otherwise as xliff2", "units", read,
           xliff_writer.write_21, _KEEPS, _LOSSES, judge="the core XML Schema of OASIS and the constraints of 2.1"),
    Format("xliff-glossary", (), "glossary module of XLIFF 2.0: one unit per term with its entry", "entries", xliff_glossary.read,
           xliff_glossary.write, ("id", "definition", "source", "synonyms"), {"several languages": "one pair of languages per file"}),
)  # fmt: skip
