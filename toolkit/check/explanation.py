"""What a rule says about itself in its docstring: message, paragraphs, example and cure, in the reader's language."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple

from toolkit.check.report.model import level_name
from toolkit.check.rules import RULES, Rule
from toolkit.i18n import _

_LABELS = ("Example:", "Cure:")


class Explanation(NamedTuple):
    """The parts of a rule's docstring after its first line; English."""

    paragraphs: tuple[str, ...]
    """Each on one line."""
    example: str
    cure: str


def parse(explanation: str) -> Explanation:
    """The parts of ``Rule.explanation``; a label may be missing."""
    labelled = dict.fromkeys(_LABELS, "")
    paragraphs = []
    for block in explanation.split("\n\n"):
        prose: list[str] = []
        label = ""
        for line in block.split("\n"):
            label = next((name for name in _LABELS if line.startswith(name)), label)
            if label:
                labelled[label] = f"{labelled[label]} {line.removeprefix(label).strip()}".strip()
            else:
                prose.append(line.strip())
        if any(prose):
            paragraphs.append(" ".join(prose))
    return Explanation(tuple(paragraphs), labelled["Example:"], labelled["Cure:"])


def group_name(group: str) -> str:
    """What the checks of a group look at."""
    return {
        "english": _("One English text"),
        "chinese": _("One Chinese text"),
        "translation": _("A translation, segment by segment"),
        "document": _("A translation as a whole"),
        "check": _("The check itself"),
    }[group]


def message(rule: Rule) -> str:
    """The message of a rule with its gaps between ‹ and ›."""
    return _(rule.message).replace("{", "‹").replace("}", "›")


def text(rule: Rule, width: int | None) -> str:
    """A rule to be read, wrapped to ``width`` columns unless that is ``None``."""
    parts = parse(rule.explanation)
    most = _("at most {level}").format(level=level_name(rule.level))
    lines = [f"{rule.code} {rule.name} ({group_name(rule.group)}; {most})", "", message(rule), ""]
    for paragraph in parts.paragraphs:
        lines += [_(paragraph), ""]
    if parts.example:
        lines.append(_("Example:") + f" {parts.example}")
    if parts.cure:
        lines.append(_("Cure:") + " " + _(parts.cure))
    return "\n".join(lines if width is None else _wrapped(lines, width)) + "\n"


def table(rules: Iterable[Rule]) -> str:
    """One line per rule."""
    return "".join(f"{r.code}  {level_name(r.level):7}  {r.name:34}  {message(r)}\n" for r in rules)


def record(rule: Rule) -> dict[str, Any]:
    """A rule as plain data."""
    parts = parse(rule.explanation)
    return {
        "code": rule.code,
        "name": rule.name,
        "group": rule.group,
        "level": rule.level.value,
        "message": _(rule.message),
        "explanation": "\n\n".join(_(paragraph) for paragraph in parts.paragraphs),
        "example": parts.example,
        "cure": _(parts.cure) if parts.cure else "",
    }


def messages(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """The messages in a module of rules, for Babel (its interface of an extraction method): docstrings and calls."""
    from babel.messages.extract import extract_python

    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.parse(file.read()).body:
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id == "rule"
            for d in node.decorator_list
        ):
            first, _blank, rest = (ast.get_docstring(node) or "").partition("\n")
            parts = parse(rest.strip())
            for value in (first, *parts.paragraphs, parts.cure):
                if value:
                    yield node.lineno, "_", value, []


def translatable() -> list[str]:
    """Every message of every rule that a catalog may translate."""
    return [
        value
        for rule in RULES.values()
        for parts in [parse(rule.explanation)]
        for value in (rule.message, *parts.paragraphs, parts.cure)
        if value
    ]


def _wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """The lines cut at blanks; wide characters count as two columns."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    console = Console(width=width, color_system=None)
    for line in lines:
        if cell_len(line) <= width:
            yield line
        else:
            yield from (piece.plain.rstrip() for piece in Text(line).wrap(console, width))
