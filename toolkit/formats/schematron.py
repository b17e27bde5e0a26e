"""Runs the rules of a Schematron file whose expressions are XPath 1.0, as those of TBX-Basic, TBX-Min and TBX-Core are.

lxml's own Schematron refuses a file that asks for ``xslt2`` before it looks at the expressions. Source: ISO/IEC
19757-3: within a pattern an element answers to the first rule whose context it fits; phases are not supported.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.documents.entities import refuse_entities
from toolkit.errors import FayiError
from toolkit.formats.grammar import MAX_MESSAGE, MAX_PROBLEMS, TOO_MANY, Problem
from toolkit.formats.sources import open_binary, xml_chunks
from toolkit.formats.xml import line_of, local, not_xml

_S = "{http://purl.oclc.org/dsdl/schematron}"
MAX_BYTES = 64 << 20
"""Rules may look at the whole tree, so a document is held whole: some 500 MB at this size."""


def is_schematron(path: Path) -> bool:
    return path.suffix.lower() in (".sch", ".schematron")


def problems(path: Path, rules: Path) -> Iterator[Problem]:
    """What the asserts and reports in ``rules`` say of ``path``, at most ``MAX_PROBLEMS`` and a word that there are more.

    Raises ``FayiError`` for what cannot be evaluated.
    """
    found = list(islice(Rules(rules).said(_tree(path)), MAX_PROBLEMS + 1))
    yield from sorted(found[:MAX_PROBLEMS], key=lambda problem: problem.line)
    if len(found) > MAX_PROBLEMS:
        yield Problem(0, TOO_MANY)


class Rules:
    """A Schematron file ready to judge trees. Raises ``FayiError`` when it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.schema = _tree(path, own=True)
        if self.schema.tag != f"{_S}schema":
            raise FayiError("not a Schematron schema", path=path, found=f"<{local(self.schema)}>")
        self.spaces = {ns.get("prefix", ""): ns.get("uri", "") for ns in self.schema.iter(f"{_S}ns")}
        self.compiled: dict[str, Any] = {}

    def said(self, root: etree._Element) -> Iterator[Problem]:
        """What the rules say of the tree of ``root``, rule by rule."""
        for pattern in self.schema.iter(f"{_S}pattern"):
            before: list[etree._Element] = []
            for rule in pattern.iter(f"{_S}rule"):
                yield from self._judged(root, rule, before)
                before.append(rule)

    def _judged(
        self, root: etree._Element, rule: etree._Element, before: list[etree._Element]
    ) -> Iterator[Problem]:
        """What ``rule`` says of the elements that answer to no rule ``before`` it in its pattern."""
        lets = (*self.schema.findall(f"{_S}let"), *rule.findall(f"{_S}let"))
        answered: set[Any] | None = None
        for test in rule.iterchildren(f"{_S}assert", f"{_S}report"):
            for node in self._suspected(root, rule, test, bool(lets)):
                if answered is None:
                    answered = {n for other in before for n in self._answering(root, other)}
                if not isinstance(node, etree._Element) or not isinstance(node.tag, str) or node in answered:
                    continue
                variables: dict[str, Any] = {}
                for let in lets:
                    variables[let.get("name", "")] = self._value(node, let.get("value", "''"), variables, let)
                holds = bool(self._value(node, f"boolean({test.get('test', '')})", variables, test))
                if holds == (local(test) == "report"):
                    yield Problem(line_of(node), self._message(node, test, variables))

    def _suspected(
        self, root: etree._Element, rule: etree._Element, test: etree._Element, lets: bool
    ) -> list[Any]:
        """The elements of the rule that ``test`` may speak of: those alone that fail it, where one expression tells."""
        expression = test.get("test", "")
        if lets or any(name in expression for name in ("position", "last")):
            return self._answering(root, rule)
        # Nearly all elements keep nearly all rules: 10 MB of TBX take 3.0 s, 6.4 s when each is asked in Python.
        self._compiled(expression, test)
        return self._answering(
            root, rule, f"[boolean({expression}) = {'true' if local(test) == 'report' else 'false'}()]"
        )

    def _answering(self, root: etree._Element, rule: etree._Element, fails: str = "") -> list[Any]:
        """The elements below ``root`` that the context of ``rule``, a pattern of XSLT, fits."""
        found: dict[Any, None] = {}
        # One by one: libxml2 joins two sets of nodes in quadratic time.
        for part in map(str.strip, rule.get("context", "").split("|")):
            anywhere = part if part.startswith("/") else f"//{part}"
            nodes = self._value(root, anywhere + fails, {}, rule)
            found |= dict.fromkeys(nodes if isinstance(nodes, list) else ())
        return list(found)

    def _message(self, node: etree._Element, test: etree._Element, variables: dict[str, Any]) -> str:
        parts = [test.text or ""]
        for child in test:
            if local(child) == "value-of":
                parts.append(str(self._value(node, f"string({child.get('select', '')})", variables, child)))
            elif local(child) == "name":
                parts.append(str(self._value(node, f"name({child.get('path', '.')})", variables, child)))
            else:
                parts.append("".join(map(str, child.itertext())))
            parts.append(child.tail or "")
        message = " ".join("".join(parts).split())
        return message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]}…"

    def _value(
        self, node: etree._Element, expression: str, variables: dict[str, Any], place: etree._Element
    ) -> Any:
        compiled = self._compiled(expression, place)
        try:
            return compiled(node, **variables)
        except etree.XPathError as error:
            raise self._unusable(expression, place, error) from None

    def _compiled(self, expression: str, place: etree._Element) -> Any:
        try:
            if expression not in self.compiled:
                self.compiled[expression] = etree.XPath(expression, namespaces=self.spaces or None)
            return self.compiled[expression]
        except etree.XPathError as error:
            raise self._unusable(expression, place, error) from None

    def _unusable(self, expression: str, place: etree._Element, error: Exception) -> FayiError:
        return FayiError(
            f"an expression that is not XPath 1.0: {error}", path=self.path, line=line_of(place), found=expression,
            hint="judge without --schema: the rules of Fayi are written from the same standard",
        )  # fmt: skip


def _tree(path: Path, own: bool = False) -> etree._Element:
    with open_binary(path) as handle:
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities="internal" if own else False,  # type: ignore[arg-type]
            no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        read = 0
        try:
            for chunk in xml_chunks(path, handle):
                read += len(chunk)
                if read > MAX_BYTES:
                    raise FayiError(
                        f"larger than {MAX_BYTES >> 20} MB",
                        path=path,
                        allowed="a smaller file for Schematron rules",
                    )
                parser.feed(chunk)
            root = parser.close()
        except etree.XMLSyntaxError as error:
            raise not_xml(path, error) from None
    if not own:
        refuse_entities(root.getroottree(), path)
    return root
