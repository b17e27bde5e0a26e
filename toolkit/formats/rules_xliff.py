"""The rules of XLIFF 1.2 and 2.x that their schemas cannot say, and the structure of XLIFF 1.0 and 1.1.

Sources: OASIS, XLIFF 1.2 (2008); XLIFF 2.0 (2014) and 2.1 (2018) with the constraints that 2.1 states as Schematron
rules: unique ids, references, pairs of codes and annotations, and those of the glossary and match modules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from toolkit.formats.grammar import Grammar, Problem, Rule
from toolkit.formats.xml import XML_LANG, line_of, local, namespace

CORE_2 = frozenset(f"urn:oasis:names:tc:xliff:document:2.{n}" for n in range(3))

_I12 = "(g |x |bx |ex |bpt |ept |ph |it |mrk |\\* )*"
_CODE12 = Rule("(sub )*", text=True, required=("id",), any_attributes=True)
XLIFF_11 = Grammar(
    "XLIFF 1.0 and 1.1",
    roots=frozenset(("xliff",)),
    rules=    {
        "xliff": Rule("(file |\\* )+", required=("version",), optional=("xml:lang",), values={"version": r"1\.[01]"}, any_attributes=True),
        "file": Rule("(header )?body ", required=("original", "source-language", "datatype"), any_attributes=True),
        "header": Rule("(skl )?(phase-group |glossary |reference |count-group |prop-group |note |tool |\\* )*"),
        **dict.fromkeys(("skl", "phase-group", "glossary", "reference", "count-group", "prop-group", "tool", "note", "prop", "phase",
                         "internal-file", "external-file", "count", "alt-trans", "bin-unit", "bin-source", "bin-target"),
                        Rule(".*", text=True, any_attributes=True)),
        "body": Rule("(group |trans-unit |bin-unit )*"),
        "group": Rule("(context-group |count-group |prop-group |note |\\* )*(group |trans-unit |bin-unit )*", any_attributes=True),
        "trans-unit": Rule("source (seg-source )?(target )?(context-group |count-group |prop-group |note |alt-trans |\\* )*",
                           required=("id",), any_attributes=True),
        "source": Rule(_I12, text=True, any_attributes=True),
        "seg-source": Rule(_I12, text=True, any_attributes=True),
        "target": Rule(_I12, text=True, any_attributes=True),
        "context-group": Rule("(context )+", any_attributes=True),
        "context": Rule(text=True, required=("context-type",), any_attributes=True),
        "g": Rule(_I12, text=True, required=("id",), any_attributes=True),
        "x": Rule(required=("id",), any_attributes=True), "bx": Rule(required=("id",), any_attributes=True),
        "ex": Rule(required=("id",), any_attributes=True), "bpt": _CODE12, "ept": _CODE12, "ph": _CODE12,
        "it": Rule("(sub )*", text=True, required=("id", "pos"), any_attributes=True, values={"pos": "open|close"}),
        "mrk": Rule(_I12, text=True, required=("mtype",), any_attributes=True),
        "sub": Rule(_I12, text=True, any_attributes=True),
    },
    namespaces=frozenset(("urn:oasis:names:tc:xliff:document:1.1", "")),
    check=lambda element, parent: _ids(element),
)  # fmt: skip


def _ids(element: etree._Element) -> Iterator[str]:
    """An id names one code of a text, in versions 1.x."""
    if local(element) in ("source", "target", "seg-source"):
        counts = Counter(
            code.get("id")
            for code in element.iter()
            if local(code) in ("g", "x", "bx", "ex", "bpt", "ept", "ph", "it")
        )
        for number, count in counts.items():
            if number and count > 1:
                yield f'{count} codes with id="{number}" in one <{local(element)}>'


XLIFF_12 = Grammar(
    "unique ids", {}, namespaces=frozenset(("urn:oasis:names:tc:xliff:document:1.2",)), unique=("trans-unit@id",), scope="file",
    checked=frozenset(("source", "target", "seg-source")),
    check=lambda element, parent: _ids(element),
)  # fmt: skip


def _check_2(element: etree._Element, parent: str) -> Iterator[str | Problem]:
    space, name = namespace(element), local(element)
    if space not in CORE_2:
        return
    if name == "skeleton" and bool(element.get("href")) == bool(len(element) or (element.text or "").strip()):
        yield "<skeleton> needs either href or content"
    elif name == "notes":
        yield from _twice((note.get("id") for note in element), "<notes>")
    elif name == "unit":
        yield from _unit(element)


def _twice(ids: Iterator[str | None], place: str) -> Iterator[str]:
    for identifier, count in Counter(ids).items():
        if identifier and count > 1:
            yield f'id="{identifier}" stands {count} times in one {place}'


def _unit(unit: etree._Element) -> Iterator[str | Problem]:
    root = unit.getroottree().getroot()
    parts = [part for part in unit if local(part) in ("segment", "ignorable") and namespace(part) in CORE_2]
    if not any(local(part) == "segment" for part in parts):
        yield "<unit> has no <segment>"
    data = [d for group in unit if local(group) == "originalData" for d in group]
    yield from _twice((d.get("id") for d in data), "<originalData>")
    stored = {d.get("id") for d in data}
    sources, targets = _texts(parts, "source"), _texts(parts, "target")
    yield from _twice((e.get("id") for e in [*parts, *sources]), "<unit>")
    yield from _target_ids(parts)
    if targets and not root.get("trgLang"):
        yield "a <target>, but <xliff> has no trgLang"
    for code in [*sources, *targets]:
        for attribute in ("dataRef", "dataRefStart", "dataRefEnd"):
            if code.get(attribute) and code.get(attribute) not in stored:
                yield Problem(line_of(code), f'{attribute}="{code.get(attribute)}" points to no <data>')
        if code.get("subType") and not code.get("type"):
            yield Problem(line_of(code), f"<{local(code)}> has subType without type")
    yield from _spans(sources)
    yield from _spans(targets)
    for part in parts:
        if part.get("subState") and not part.get("state"):
            yield Problem(line_of(part), "<segment> has subState without state")
        for child in part:
            wanted = root.get("srcLang" if local(child) == "source" else "trgLang", "")
            lang = child.get(XML_LANG)
            if lang and wanted and not lang.lower().startswith(wanted.lower()):
                yield f'<{local(child)} xml:lang="{lang}">, but the document says {wanted}'
    orders = [child.get("order") for part in parts for child in part if child.get("order")]
    for order, count in Counter(orders).items():
        if count > 1:
            yield f'order="{order}" stands {count} times in one <unit>'
    named = {e.get("id") for e in [*parts, *sources, *targets]}
    for module in unit:
        if "glossary" in namespace(module):
            yield from _glossary(module, named)
        elif "matches" in namespace(module):
            for match in module:
                yield from _reference(match, named)


def _texts(parts: list[etree._Element], name: str) -> list[etree._Element]:
    """The inline elements of all sources or targets of a unit, those texts themselves first."""
    return [
        e
        for part in parts
        for child in part
        if local(child) == name
        for e in child.iter()
        if namespace(e) in CORE_2
    ]


def _target_ids(parts: list[etree._Element]) -> Iterator[str | Problem]:
    """A code of a target has the id of the same kind of code in its source, or one of its own."""
    for part in parts:
        source = {e.get("id"): local(e) for e in _texts([part], "source") if e.get("id")}
        target = [e for e in _texts([part], "target") if e.get("id")]
        yield from _twice((e.get("id") for e in target), "<target>")
        for code in target:
            other = source.get(code.get("id"))
            if other is not None and other != local(code):
                yield Problem(
                    line_of(code),
                    f'<{local(code)} id="{code.get("id")}"> in the target, <{other}> in the source',
                )


def _spans(texts: list[etree._Element]) -> Iterator[str | Problem]:
    """ec closes an sc and em an sm that stand before it, unless they are isolated."""
    codes, marks = [], []
    for code in texts:
        name, start = local(code), code.get("startRef", "")
        isolated = code.get("isolated") == "yes"
        if name == "sc" and not isolated:
            codes.append(code.get("id"))
        elif name == "sm":
            marks.append(code.get("id"))
        elif name == "ec" and isolated:
            if not code.get("id"):
                yield Problem(line_of(code), "an isolated <ec> needs an id")
        elif name == "ec" and not start:
            yield Problem(line_of(code), "<ec> needs startRef unless it is isolated")
        elif name in ("ec", "em"):
            known = codes if name == "ec" else marks
            if start in known:
                known.remove(start)
            else:
                yield Problem(
                    line_of(code),
                    f'<{name} startRef="{start}"> without <{"sc" if name == "ec" else "sm"}> before it',
                )
    for identifier in codes:
        yield f'<sc id="{identifier}"> without <ec>, and not isolated'
    for identifier in marks:
        yield f'<sm id="{identifier}"> without <em>'


def _glossary(module: etree._Element, named: set[str | None]) -> Iterator[str | Problem]:
    entries = [entry for entry in module.iter() if local(entry) in ("glossEntry", "translation")]
    yield from _twice((entry.get("id") for entry in entries), "<glossary>")
    for entry in entries:
        parts = {local(child) for child in entry}
        if local(entry) == "glossEntry" and "term" not in parts:
            yield Problem(line_of(entry), "<glossEntry> needs a <term>")
        if local(entry) == "glossEntry" and not parts & {"translation", "definition"}:
            yield Problem(line_of(entry), "<glossEntry> needs a <translation> or <definition>")
        yield from _reference(entry, named)


def _reference(element: etree._Element, named: set[str | None]) -> Iterator[str | Problem]:
    reference = element.get("ref", "")
    # "#t=m1" is the fragment identifier of the standard for a span of the target.
    if reference and reference.rpartition("#")[2].rpartition("=")[2] not in named:
        yield Problem(line_of(element), f'ref="{reference}" points to no marked span of the unit')


XLIFF_2 = Grammar(
    "the constraints of XLIFF 2.1",
    {},
    namespaces=CORE_2,
    unique=("file@id", "group@id", "unit@id"),
    scope="file",
    checked=frozenset(("skeleton", "notes", "unit")),
    check=_check_2,
)
