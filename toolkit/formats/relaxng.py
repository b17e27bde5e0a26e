"""Judges by a RELAX NG grammar of ours so that every element that breaks it has its line, not only the first.

libxml2 leaves a content model at the first element that does not fit, and says little. So where a tree fails, each of
its elements is judged alone: its attributes one by one, its content with its children emptied. That needs a grammar
in which each element has a definition of its own name, those of other namespaces the definition ``category``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.formats.grammar import RECORDS, Problem
from toolkit.formats.xml import XML_LANG, line_of, local, namespace

_R = "{http://relaxng.org/ns/structure/1.0}"
_FOREIGN = "category"


class Grammar:
    """A grammar ready to judge trees."""

    def __init__(self, path: Path) -> None:
        self.root = etree.parse(str(path)).getroot()
        self.uri = self.root.get("ns", "")
        self.whole = etree.RelaxNG(self.root)
        defines = {define.get("name", ""): define for define in self.root.findall(f"{_R}define")}
        self.bodies = {
            name: body
            for name, define in defines.items()
            if (body := define.find(f"{_R}element")) is not None
        }
        # Definitions of attributes only, such as those that all elements share.
        self.of_attributes: dict[str, etree._Element] = {}
        rest = {name: define for name, define in defines.items() if name not in self.bodies}
        while found := {n: d for n, d in rest.items() if _is_of_attributes(d, self.of_attributes)}:
            self.of_attributes |= found
            rest = {name: define for name, define in rest.items() if name not in found}
        self._records: dict[str, Any] = {}
        self._alone: dict[str, _Alone] = {}

    def said(self, root: etree._Element) -> Iterator[Problem]:
        """What the grammar says of the tree of ``root``, in document order."""
        if self.whole.validate(root):
            return
        said = False
        waiting = [root]
        while waiting:
            element = waiting.pop()
            if local(element) in RECORDS and self._record(local(element)).validate(element):
                continue
            for message in self._own(element):
                said = True
                yield Problem(line_of(element), message)
            waiting.extend(reversed(element))
        if not said:
            yield Problem(line_of(root), f"<{local(root)}> has the wrong content")

    def _record(self, name: str) -> Any:
        """The grammar that begins at the record ``name``."""
        if name not in self._records:
            made = deepcopy(self.root)
            _start(made, name)
            self._records[name] = etree.RelaxNG(made)
        return self._records[name]

    def _own(self, element: etree._Element) -> Iterator[str]:
        """What is wrong with ``element`` itself, whatever stands in its children."""
        space = namespace(element)
        name = local(element) if space == self.uri else _FOREIGN if space else ""
        if name not in self.bodies or (name == _FOREIGN and space == self.uri):
            yield f"<{local(element)}> is not an element of this format"
            return
        if name not in self._alone:
            self._alone[name] = _Alone(self, name)
        yield from self._alone[name].said(element)


class _Alone:
    """Judges an element without what stands in its children."""

    def __init__(self, grammar: Grammar, name: str) -> None:
        body = grammar.bodies[name]
        shared = [
            grammar.of_attributes[ref]
            for r in body.findall(f"{_R}ref")
            if (ref := r.get("name", "")) in grammar.of_attributes
        ]
        asked = [
            part
            for part in (*body, *(p for define in shared for p in define))
            if part.tag == f"{_R}attribute"
        ]
        self.required = {
            part.get("name", "").replace("xml:lang", XML_LANG): part for part in asked if part.get("name")
        }
        self.values = {
            key: [str(v.text) for v in part.iter(f"{_R}value")] for key, part in self.required.items()
        }
        self.attributes = etree.RelaxNG(self._grammar(grammar, name, attributes=True))
        self.content = etree.RelaxNG(self._grammar(grammar, name, attributes=False))

    @staticmethod
    def _grammar(grammar: Grammar, name: str, attributes: bool) -> etree._Element:
        """The grammar of ``name`` alone: of its attributes, or of its content with all other elements empty."""
        made = deepcopy(grammar.root)
        _start(made, name)
        for define in made.findall(f"{_R}define"):
            body = define.find(f"{_R}element")
            if body is None:
                continue
            named = list(body)[:1] if body.get("name") is None else []
            own = define.get("name") == name
            kept = [
                part
                for part in body
                if own and part not in named and attributes == _is_of_attributes(part, grammar.of_attributes)
            ]
            for part in list(body):
                body.remove(part)
            body.extend([*named, *kept] if kept else [*named, etree.Element(f"{_R}empty")])
        return made

    def said(self, element: etree._Element) -> Iterator[str]:
        shown = f"<{element.tag.rpartition('}')[2]}>"
        good: dict[str, str] = {key: (self.values[key] or [""])[0] for key in self.required}
        for key in good:
            value = element.get(key)
            if value is None:
                yield f"{shown} has no {_short(key)}"
            elif self.values[key] and value not in self.values[key]:
                yield f'{shown} {_short(key)}="{value[:40]}" is not one of {", ".join(self.values[key])}'
        if not self.attributes.validate(
            _bare(element, {**good, **{k: v for k, v in element.attrib.items() if k not in good}})
        ):
            for key, value in ((str(k), str(v)) for k, v in element.attrib.items()):
                if key not in good and not self.attributes.validate(_bare(element, {**good, key: value})):
                    yield f"{shown} cannot have the attribute {_short(key)}"
        content = _bare(element, {})
        for child in element:
            etree.SubElement(content, child.tag)
        if not self.content.validate(content):
            names = [local(child) for child in element]
            listed = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
            yield f"{shown} has the wrong content: {listed or 'nothing'}"
        elif any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
            content.text = "text"
            if not self.content.validate(content):
                yield f"{shown} cannot have text"


def _is_of_attributes(part: etree._Element, known: Collection[str]) -> bool:
    """Whether all that ``part`` says is of attributes; ``known`` are the definitions of which that is so."""
    return all(ref.get("name", "") in known for ref in part.iter(f"{_R}ref")) and (
        next(part.iter(f"{_R}attribute", f"{_R}ref"), None) is not None
    )


def _start(grammar: etree._Element, name: str) -> None:
    start = grammar.find(f"{_R}start/{_R}ref")
    assert start is not None
    start.set("name", name)


def _bare(element: etree._Element, attributes: dict[Any, Any]) -> etree._Element:
    return etree.Element(element.tag, attributes)


def _short(key: str) -> str:
    return "xml:lang" if key == XML_LANG else key


@lru_cache(maxsize=8)
def load(path: Path) -> Grammar:
    """The grammar at ``path``, one of ours."""
    return Grammar(path)
