"""Checks a file against the published schema of its format and the rules that no schema says; every problem has a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import po, registry
from toolkit.formats.format import Settings
from toolkit.formats.grammar import MAX_PROBLEMS, TOO_MANY, Problem, problems
from toolkit.formats.report import Report

XML_FORMATS = ("tmx", "xliff", "xliff2", "xliff2.1", "xliff-glossary")


def validate(path: Path, name: str = "", schema: Path | None = None) -> tuple[str, Iterator[Problem]]:
    """Who judged (``TMX 1.4 DTD and the pairing of codes``, ``reader of csv`` …) and what was found wrong.

    ``schema`` is a DTD, RELAX NG grammar, XML Schema or Schematron file that judges instead. Raises ``FayiError`` when
    the file is not even readable.
    """
    if schema is not None:
        return str(schema), _given(path, schema)
    found = registry.for_input(path, name)
    if found.name in XML_FORMATS or found.name.startswith("tbx"):
        return _xml(path, found.name)
    if found.name == "po":
        return "PO as msgfmt -c", _po(path)
    return f"reader of {found.name}", _readable(path, found.name)


def _given(path: Path, schema: Path) -> Iterator[Problem]:
    from toolkit.formats import judges, schematron

    if not path.is_file():
        raise FayiError("no such file", path=path, hint="check the name")
    if schematron.is_schematron(schema):
        return schematron.problems(path, schema)
    return judges.problems(path, judges.Judge(schema.name, schema))


def _xml(path: Path, name: str) -> tuple[str, Iterator[Problem]]:
    from toolkit.formats import judges, judges_tbx, rules_tmx, rules_xliff
    from toolkit.formats.xml import root_attributes

    if name.startswith("tbx"):
        attributes = root_attributes(path)
        if "dialect" in attributes:
            return "reader of TBX-Min 2013", _readable(path, name)
        root = "martif" if name == "tbx2" else "tbx"
        return f"Fayi's schemas of TBX: {judges_tbx.judged_by(attributes, root)}", judges_tbx.problems(
            path, root
        )
    judge: judges.Judge | None = None
    version = root_attributes(path).get("version", "")
    if name == "tmx":
        judge, grammar = judges.TMX["1.1" if version == "1.1" else "1.4"], rules_tmx.TMX
    elif version.startswith("2") or name != "xliff":
        judge, grammar = judges.XLIFF_20, rules_xliff.XLIFF_2
    elif version in ("1.0", "1.1"):
        grammar = rules_xliff.XLIFF_11
    else:
        judge, grammar = judges.XLIFF_12, rules_xliff.XLIFF_12
    if judge is None:
        return f"Fayi's rules of {grammar.name}", problems(path, grammar)
    return f"{judge.name}, {grammar.name}", _both(path, judges.problems(path, judge), problems(path, grammar))


def _both(path: Path, schema: Iterator[Problem], rules: Iterator[Problem]) -> Iterator[Problem]:
    """The verdicts of both in the order of lines; what a schema says of a repeated id is not said twice."""
    found = list(schema)
    if found and found[-1].message == TOO_MANY:
        yield from found
        return
    repeated = {problem.line for problem in found if "Duplicate key" in problem.message}
    new = (p for p in rules if not (p.line in repeated and "stands already" in p.message))
    more = list(islice(new, MAX_PROBLEMS))
    yield from sorted([*found, *more], key=lambda problem: problem.line)
    if len(more) == MAX_PROBLEMS:
        yield Problem(0, TOO_MANY)


def _po(path: Path) -> Iterator[Problem]:
    """What ``msgfmt -c`` would refuse: duplicates, plural forms that are missing, arguments that differ in their line ends."""
    report = Report(str(path))
    catalog = po.load(path, report)
    for event in report.events:
        yield Problem(event.line, event.message)
    if not catalog.header:
        yield Problem(1, "no header entry")
    forms = po.PLURAL_FORMS.match(catalog.header.get("Plural-Forms", ""))
    for message in catalog.messages:
        if message.obsolete or not message.msgstr:
            continue
        if message.plural and forms and len(message.plurals) != int(forms.group(1)):
            yield Problem(
                message.line, f"{len(message.plurals)} plural forms, the header says {forms.group(1)}"
            )
        for end in (str.startswith, str.endswith):
            if end(message.msgid, "\n") != end(message.msgstr, "\n"):
                yield Problem(message.line, "msgid and msgstr do not both begin or end with a line break")


def _readable(path: Path, name: str) -> Iterator[Problem]:
    report = Report(str(path))
    found = registry.named(name)
    if found.read is None:
        raise FayiError(f"{name} can only be written", path=path)
    for _item in found.read(path, report, Settings()):
        pass
    for event in report.events:
        yield Problem(event.line, f"{event.kind}: {event.message}")
    report.require()
