"""Checks XML against content models while it streams by: every problem with its line, in bounded memory.

A grammar says for each element which children in which order (a regular expression over their names), which
attributes it must and may have, and whether it has text. It serves where a published schema may not be
shipped, and for the rules that no schema can say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from toolkit.documents.entities import refuse_entities
from toolkit.errors import FayiError
from toolkit.formats.sources import open_binary, xml_chunks
from toolkit.formats.xml import (
    XML_LANG,
    Stream,
    bound_attributes,
    line_of,
    local,
    namespace,
    not_xml,
)

MAX_PROBLEMS = 1000
MAX_MESSAGE = 400
MAX_ELEMENTS = 1_000_000
"""Elements held at once: some 350 MB with an attribute and a text each."""
MAX_NAMES = 10_000
"""Element names remembered; no vocabulary here has 200."""
TOO_MANY = f"more than {MAX_PROBLEMS} problems: the rest is not judged"
RECORDS = frozenset(("tu", "conceptEntry", "termEntry", "trans-unit", "unit"))
"""Elements at which a file can be cut: a file has many, none inside another."""


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
    """Rules by element name; names of other namespaces count as ``*``. Without rules a schema judges the structure."""

    name: str
    rules: Mapping[str, Rule]
    roots: frozenset[str] = frozenset()
    """Names of the root element; none where a schema judges the structure."""
    namespaces: frozenset[str] = frozenset(("",))
    unique: tuple[str, ...] = ()
    """Attributes whose values may occur once, as ``element@attribute``."""
    scope: str = ""
    """The element within which they may; ``""`` is the whole file."""
    checked: frozenset[str] = frozenset()
    """The elements that ``check`` is asked about; empty for all."""
    check: Callable[[etree._Element, str], Iterator[str | Problem]] | None = None
    """Further rules for a finished element and the name of its parent: yields messages, or problems of elements inside."""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


def problems(path: Path, grammar: Grammar) -> Iterator[Problem]:
    """What in ``path`` breaks ``grammar``, in document order. Raises ``FayiError`` when it is not XML."""
    seen: dict[str, dict[str, int]] = {}
    stack: list[tuple[str, list[str]]] = []
    names: dict[object, str] = {}
    told = {key.partition("@")[0] for key in grammar.unique}
    records = held = 0
    with open_binary(path) as handle:
        parser = etree.iterparse(
            Stream(xml_chunks(path, handle)), events=("start", "end"), encoding="utf-8", resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for event, element in parser:
                name = names.get(element.tag) or _named(element, grammar, names)
                if event == "start":
                    bound_attributes(element, path)
                    if not stack:
                        refuse_entities(element.getroottree(), path)
                        if grammar.roots and name not in grammar.roots:
                            yield Problem(
                                line_of(element), f"<{local(element)}> is not the root of {grammar.name}"
                            )
                            return
                    if name == grammar.scope:
                        for key in [key for key in seen if not key.startswith(f"{name}@")]:
                            del seen[key]
                    if stack and grammar.rules:
                        stack[-1][1].append(name)
                    stack.append((name, []))
                    records += name in RECORDS
                    held += 1
                    if held > MAX_ELEMENTS:
                        raise FayiError(
                            "too much in one record to be judged", path=path, line=line_of(element),
                            allowed=f"{MAX_ELEMENTS:,} elements",
                        )  # fmt: skip
                    if grammar.rules or name in told:
                        yield from _attributes(element, name, grammar, seen)
                    continue
                _name, children = stack.pop()
                parent = stack[-1][0] if stack else ""
                if grammar.rules:
                    yield from _content(element, name, children, grammar)
                if grammar.check is not None and (not grammar.checked or name in grammar.checked):
                    for said in grammar.check(element, parent):
                        yield said if isinstance(said, Problem) else Problem(line_of(element), said)
                records -= name in RECORDS
                # Rules look at whole records; outside them nothing is kept.
                if not records:
                    held = len(stack)
                    element.clear(keep_tail=True)
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise not_xml(path, error) from None


def _named(element: etree._Element, grammar: Grammar, names: dict[object, str]) -> str:
    name = local(element) if namespace(element) in grammar.namespaces else "*"
    if len(names) < MAX_NAMES:
        names[element.tag] = name
    return name


def _attributes(
    element: etree._Element, name: str, grammar: Grammar, seen: dict[str, dict[str, int]]
) -> Iterator[Problem]:
    rule = grammar.rules.get(name)
    line = line_of(element)
    given = {"xml:lang" if key == XML_LANG else str(key): str(value) for key, value in element.attrib.items()}
    for key, value in given.items():
        if f"{name}@{key}" in grammar.unique:
            known = seen.setdefault(f"{name}@{key}", {})
            if value in known:
                yield Problem(line, f'{key}="{value[:40]}" stands already in line {known[value]}')
            known.setdefault(value, line)
    if rule is None:
        if grammar.rules and name != "*":
            yield Problem(line, f"<{name}> is not an element of {grammar.name}")
        return
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
