"""Judges TBX by grammars and rules of ours: RELAX NG for the structure, Schematron for the data categories.

Written from ISO 30042:2008 and 2019 and TBX-Basic 1.2.1: the schemas of ISO and LTAC Global name no licence, so none
is shipped or copied; ``fayi validate --schema`` judges by a copy of the user.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from lxml import etree

from toolkit.errors import FayiError
from toolkit.formats import grammar, judges, relaxng, schematron
from toolkit.formats.grammar import MAX_PROBLEMS, TOO_MANY, Problem
from toolkit.formats.tbx_vocabulary import NAMESPACE
from toolkit.formats.xml import line_of, local, namespace

MAX_CHILDREN = 5_000
"""Elements directly inside one of a record: libxml2 takes quadratic time for a content model, 300,000 take two minutes.
The largest entry of the built-in glossary has some 60."""
MAX_HELD = 100_000
"""Elements of one record: in one that is wrong each is judged alone, 50 µs an element."""
OWN = judges.SCHEMAS / "tbx"
# Rules that hold for every file of a version, then those of a dialect, by the type that the root names.
RULES = {
    "tbx": {"": "tbx3-core.sch", "TBX-Min": "tbx3-min.sch", "TBX-Basic": "tbx3-basic.sch"},
    "martif": {"TBX-Basic": "tbx2-basic.sch"},
}
STRUCTURE = {"tbx": "tbx3-core.rng", "martif": "tbx2-core.rng"}
# An id may stand in another piece of the file than the one it repeats, so no schema is asked.
IDS = grammar.Grammar(
    "unique ids", {}, namespaces=frozenset(("", NAMESPACE)), unique=("conceptEntry@id", "termEntry@id")
)


def judged_by(attributes: dict[str, str], root: str) -> str:
    """The names of the files that judge a file with this root element and these attributes of it."""
    return " + ".join((STRUCTURE[root], *_rules(root, attributes.get("type", ""))))


def problems(path: Path, root: str) -> Iterator[Problem]:
    """What is wrong with ``path``, whose root should be ``root`` (tbx or martif), in document order, at most
    ``MAX_PROBLEMS`` and a word that there are more. Raises ``FayiError`` when it is not XML or not bounded."""
    found: set[Problem] = set()
    for said, problem in enumerate(chain(_said(path, root), grammar.problems(path, IDS)), 1):
        found.add(problem)
        if said >= MAX_PROBLEMS:
            yield from sorted(found)
            yield Problem(0, TOO_MANY)
            return
    yield from sorted(found)


def _said(path: Path, root: str) -> Iterator[Problem]:
    structure = relaxng.load(OWN / STRUCTURE[root])
    for tree, _whole in judges.batches(path):
        if local(tree) != root or namespace(tree) != structure.uri:
            yield Problem(
                line_of(tree),
                f'the root is <{local(tree)} xmlns="{namespace(tree)}"> (allowed: <{root} xmlns="{structure.uri}">); the rest is not judged',
            )
            return
        _bound(tree, path)
        yield from structure.said(tree)
        for name in _rules(root, tree.get("type", "")):
            yield from _loaded(name).said(tree)


def _bound(tree: etree._Element, path: Path) -> None:
    """Raises ``FayiError`` for a record of more elements than can be judged."""
    body = next((element for element in tree.iter() if local(element) == "body"), tree)
    for record in body:
        held = 0
        for element in record.iter():
            held += 1
            if len(element) > MAX_CHILDREN:
                raise FayiError(
                    "too much in one element to be judged", path=path, line=line_of(element), found=f"<{local(element)}>",
                    allowed=f"{MAX_CHILDREN:,} elements in it",
                )  # fmt: skip
        if held > MAX_HELD:
            raise FayiError(
                "too much in one record to be judged", path=path, line=line_of(record), found=f"{held:,} elements",
                allowed=f"{MAX_HELD:,}",
            )  # fmt: skip


def _rules(root: str, dialect: str) -> list[str]:
    return [RULES[root][key] for key in dict.fromkeys(("", dialect)) if key in RULES[root]]


@lru_cache(maxsize=8)
def _loaded(name: str) -> schematron.Rules:
    return schematron.Rules(OWN / name)
