"""Checks XML against content models while it streams by: every problem with its line, in bounded memory.

A grammar says for each element which children in which order (a regular expression over their names), which
attributes it must and may have, and whether it has text. It serves where a published schema may not be
shipped or cannot be run as a stream.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from toolkit.formats.sources import open_binary, xml_chunks
from toolkit.formats.xml import XML_LANG, Stream, line_of, local, namespace, not_xml, refuse_entities

MAX_PROBLEMS = 1000


class Problem(NamedTuple):
    """Something that breaks the rules of a format."""

    line: int
    message: str


@dataclass(frozen=True)
class Rule:
    """The content model and attributes of one element."""

    children: str = ""
    """Regular expression over child names, each followed by a blank: ``"(note |prop )*tuv +"`` → ``tuv`` once or more."""
    text: bool = False
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Attribute → regular expression of its values."""
    any_attributes: bool = False


@dataclass(frozen=True)
class Grammar:
    """Rules by element name; names of other namespaces count as ``*`` unless the grammar is told their prefix."""

    name: str
    rules: Mapping[str, Rule]
    namespaces: frozenset[str] = frozenset(("",))
    unique: tuple[str, ...] = ()
    """Attributes whose values may occur once in a file, as ``element@attribute``."""
    check: Callable[[etree._Element, str], Iterator[str]] | None = None
    """Further rules for a finished element and the name of its parent: yields messages."""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


def problems(path: Path, grammar: Grammar) -> Iterator[Problem]:
    """What in ``path`` breaks ``grammar``, in document order. Raises ``FayiError`` when it is not XML."""
    seen: dict[str, dict[str, int]] = {}
    stack: list[tuple[str, list[str]]] = []
    with open_binary(path) as handle:
        parser = etree.iterparse(
            Stream(xml_chunks(path, handle)), events=("start", "end"), encoding="utf-8", resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        first = True
        try:
            for event, element in parser:
                name = local(element) if namespace(element) in grammar.namespaces else "*"
                if event == "start":
                    if first:
                        refuse_entities(element.getroottree(), path)
                        first = False
                        if name not in grammar.rules:
                            yield Problem(
                                line_of(element), f"<{local(element)}> is not the root of {grammar.name}"
                            )
                            return
                    if stack:
                        stack[-1][1].append(name)
                    stack.append((name, []))
                    yield from _attributes(element, name, grammar, seen)
                    continue
                _name, children = stack.pop()
                parent = stack[-1][0] if stack else ""
                yield from _content(element, name, children, grammar)
                if grammar.check is not None:
                    for message in grammar.check(element, parent):
                        yield Problem(line_of(element), message)
                if (
                    name not in ("descripGrp", "adminGrp", "transacGrp", "termNoteGrp")
                    and parent not in _SMALL
                ):
                    element.clear(keep_tail=True)
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise not_xml(path, error) from None


# Their children are kept until they end: rules look at them.
_SMALL = frozenset(("seg", "originalData", "source", "target", "segment", "unit", "trans-unit", "langSec", "langSet", "termSec", "tig", "ntig", "tuv",
                    "glossEntry", "glossary", "descripGrp", "adminGrp", "transacGrp", "termNoteGrp", "*"))  # fmt: skip


def _attributes(
    element: etree._Element, name: str, grammar: Grammar, seen: dict[str, dict[str, int]]
) -> Iterator[Problem]:
    rule = grammar.rules.get(name)
    line = line_of(element)
    if rule is None:
        if name != "*":
            yield Problem(line, f"<{name}> is not an element of {grammar.name}")
        return
    given = {"xml:lang" if key == XML_LANG else str(key): str(value) for key, value in element.attrib.items()}
    for key in rule.required:
        if key not in given:
            yield Problem(line, f"<{name}> has no {key}")
    for key, value in given.items():
        if (
            not rule.any_attributes
            and key not in rule.required
            and key not in rule.optional
            and not key.startswith("{")
        ):
            yield Problem(line, f"<{name}> cannot have the attribute {key}")
        if key in rule.values and not re.fullmatch(rule.values[key], value):
            yield Problem(
                line, f'<{name}> {key}="{value[:40]}" is not one of {rule.values[key].replace("|", ", ")}'
            )
        if f"{name}@{key}" in grammar.unique:
            known = seen.setdefault(key, {})
            if value in known:
                yield Problem(line, f'{key}="{value[:40]}" stands already in line {known[value]}')
            known.setdefault(value, line)


def _content(element: etree._Element, name: str, children: list[str], grammar: Grammar) -> Iterator[Problem]:
    rule = grammar.rules.get(name)
    if rule is None:
        return
    sequence = "".join(f"{child} " for child in children)
    # A body of a million units is checked by its set of names where the order is free.
    if len(children) > 1000:
        sequence = "".join(f"{child} " for child in dict.fromkeys(children))
    if not _compiled(rule.children).match(sequence):
        shown = ", ".join(children[:8]) + ("…" if len(children) > 8 else "")
        yield Problem(line_of(element), f"<{name}> has the wrong content: {shown or 'nothing'}")
    if not rule.text and (
        (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    ):
        yield Problem(line_of(element), f"<{name}> cannot have text")
