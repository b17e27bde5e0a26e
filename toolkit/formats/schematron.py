"""Runs the rules of a Schematron file whose expressions are XPath 1.0, as those of TBX-Basic, TBX-Min and TBX-Core are.

lxml's own Schematron refuses a file that asks for ``xslt2`` before it looks at the expressions. Source: ISO/IEC
19757-3: within a pattern an element answers to the first rule whose context it fits; phases are not supported.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats.grammar import MAX_PROBLEMS, TOO_MANY, Problem
from toolkit.formats.sources import open_binary, xml_chunks
from toolkit.formats.xml import line_of, local, not_xml, refuse_entities

NAMESPACE = "http://purl.oclc.org/dsdl/schematron"
MAX_BYTES = 64 << 20
"""Rules may look at the whole tree, so a document is held whole: some 500 MB at this size."""


def is_schematron(path: Path) -> bool:
    return path.suffix.lower() in (".sch", ".schematron")


def problems(path: Path, rules: Path) -> Iterator[Problem]:
    """What the asserts and reports in ``rules`` say of ``path``, at most ``MAX_PROBLEMS`` and a word that there are more.

    Raises ``FayiError`` for what cannot be evaluated.
    """
    schema = _tree(rules, own=True)
    if schema.tag != f"{{{NAMESPACE}}}schema":
        raise FayiError("not a Schematron schema", path=rules, found=f"<{local(schema)}>")
    spaces = {ns.get("prefix", ""): ns.get("uri", "") for ns in schema.iter(f"{{{NAMESPACE}}}ns")}
    document = _tree(path)
    found: list[Problem] = []
    for pattern in schema.iter(f"{{{NAMESPACE}}}pattern"):
        answered: set[etree._Element] = set()
        for rule in pattern.iter(f"{{{NAMESPACE}}}rule"):
            context = _from_root(rule.get("context", ""))
            for node in _evaluate(document, context, spaces, {}, rule, rules):
                if isinstance(node, etree._Element) and isinstance(node.tag, str) and node not in answered:
                    answered.add(node)
                    found += _judged(node, rule, schema, spaces, rules)
                    if len(found) >= MAX_PROBLEMS:
                        yield from sorted(found[:MAX_PROBLEMS], key=lambda problem: problem.line)
                        yield Problem(0, TOO_MANY)
                        return
    yield from sorted(found, key=lambda problem: problem.line)


def _judged(
    node: etree._Element, rule: etree._Element, schema: etree._Element, spaces: dict[str, str], rules: Path
) -> Iterator[Problem]:
    variables: dict[str, Any] = {}
    for let in (*schema.findall(f"{{{NAMESPACE}}}let"), *rule.findall(f"{{{NAMESPACE}}}let")):
        variables[let.get("name", "")] = _evaluate(
            node, let.get("value", "''"), spaces, variables, let, rules
        )
    for test in rule:
        name = local(test)
        if name in ("assert", "report"):
            holds = bool(_evaluate(node, f"boolean({test.get('test', '')})", spaces, variables, test, rules))
            if holds == (name == "report"):
                yield Problem(line_of(node), " ".join("".join(map(str, test.itertext())).split()))


def _from_root(context: str) -> str:
    """The elements that a context, a pattern of XSLT, fits: each of its alternatives anywhere below the root."""
    return " | ".join(
        part if part.startswith("/") else f"//{part}" for part in map(str.strip, context.split("|"))
    )


def _evaluate(
    node: etree._Element,
    expression: str,
    spaces: dict[str, str],
    variables: dict[str, Any],
    place: etree._Element,
    rules: Path,
) -> Any:
    try:
        return node.xpath(expression, namespaces=spaces or None, **variables)
    except etree.XPathError as error:
        raise FayiError(
            f"an expression that is not XPath 1.0: {error}", path=rules, line=line_of(place), found=expression,
            hint="judge without --schema: the rules of Fayi are written from the same standard",
        ) from None  # fmt: skip


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
