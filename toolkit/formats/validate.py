"""Checks a file against the rules of its format; every problem has a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import po, registry
from toolkit.formats.format import Settings
from toolkit.formats.grammar import Problem, problems
from toolkit.formats.report import Report


def validate(path: Path, name: str = "") -> tuple[str, Iterator[Problem]]:
    """The rules used (``TMX 1.4``, ``reader`` …) and what breaks them. Raises ``FayiError`` when it is not even readable."""
    found = registry.for_input(path, name)
    if found.name in ("tmx", "xliff", "xliff2", "xliff-glossary") or found.name.startswith("tbx"):
        from toolkit.formats import rules

        grammar = {"tmx": rules.TMX, "xliff": rules.XLIFF12, "tbx2": rules.TBX2}.get(found.name)
        if found.name.startswith("xliff") and grammar is None:
            grammar = rules.XLIFF2
        return (grammar or rules.TBX3).name, problems(path, grammar or rules.TBX3)
    if found.name == "po":
        return "PO", _po(path)
    return f"reader of {found.name}", _readable(path, found.name)


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
