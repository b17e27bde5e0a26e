"""Writes ``docs/checks``: one page per code and an index, from the table of rules.

python -m toolkit.check.pages docs/checks
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

from toolkit.check.explanation import parse
from toolkit.check.rules import RULES, Rule
from toolkit.files import write_atomically

GROUPS = {
    "english": "One English text",
    "chinese": "One Chinese text",
    "translation": "A translation, segment by segment",
    "document": "A translation as a whole",
    "check": "The check itself",
}
_WIDTH = 110
"""Characters of a line, as in the other pages."""


def page(rule: Rule) -> str:
    """The Markdown page of one code."""
    parts = parse(rule.explanation)
    paragraphs = [
        textwrap.fill(p, _WIDTH, break_long_words=False, break_on_hyphens=False) for p in parts.paragraphs
    ]
    labelled = [
        f"**{label}.** {value}"
        for label, value in (("Example", parts.example), ("Cure", parts.cure))
        if value
    ]
    paragraphs.append("  \n".join(labelled))
    return (
        f"# {rule.code} {rule.name}\n\n{GROUPS[rule.group]} · at most **{rule.level}**\n\n> {_gaps(rule.message)}\n\n"
        + "\n\n".join(paragraphs)
        + f"\n\nSilence it for one segment with a comment `fayi: ignore {rule.code} REASON`, for a project with\n"
        + f'`ignore = ["{rule.code}"]`; change its level with `levels.{rule.code} = "info"`. See [all checks](index.md).\n'
    )


def _gaps(message: str) -> str:
    # A gap right behind another would make ** of two *.
    return re.sub(r"\{(\w+)\}", r"‹\1›", message)


def index() -> str:
    """The list of all codes by group."""
    parts = [
        "# Checks\n\n`fayi explain CODE` shows the same pages in the terminal. Codes are stable and never reused.\n"
    ]
    for group, title in GROUPS.items():
        parts.append(f"\n## {title}\n\n| code | name | at most | message |\n|---|---|---|---|\n")
        for rule in RULES.values():
            if rule.group == group:
                message = _gaps(rule.message).replace("|", "\\|")
                parts.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.level} | {message} |\n")
    return "".join(parts)


def pages() -> dict[str, str]:
    """File name → content."""
    return {"index.md": index()} | {f"{code}.md": page(rule) for code, rule in RULES.items()}


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        with write_atomically(directory / name) as handle:
            handle.write(content)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/checks"))
