"""Inline codes as words that XLIFF can carry: what its own elements cannot say of a code of TMX is kept exactly.

A code whose element, id and type say all of it is written plainly. For any other, ctype (1.2), subType (2.x) or the
comment or value of a mark holds a *token*: ``tmx:`` and its name, attributes and inner structure, percent-encoded.
Sources: OASIS, XLIFF 1.2 (2008) and 2.0 (2014): values of ctype, mtype, type and subType.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from toolkit.formats.model import Code, Run

PREFIX = "tmx:"
MAX_TOKEN = 100_000
"""Characters of a token; beyond, the code is read as a plain one."""
_WORD = re.compile(r"[^\s:]+")
_NAME = re.compile(r"[A-Za-z0-9_.:-]+$")

DELIMITERS = frozenset(("bold", "italic", "underlined", "link"))
PLACEHOLDERS = frozenset(("image", "pb", "lb"))
MARKS = frozenset(
    "abbrev abbreviated-form abbreviation acronym appellation collocation common-name datetime equation expanded-form formula "
    "head-term initialism international-scientific-term internationalism logical-expression materials-management-unit name "
    "near-synonym part-number phrase phraseological-unit protected romanized-form set-phrase short-form sku standard-text symbol "
    "synonym synonymous-phrase term transcribed-form transliterated-form truncated-term variant".split()
)
# TMX type → type and subType of 2.x.
_TYPES_2 = {
    "bold": ("fmt", "xlf:b"), "italic": ("fmt", "xlf:i"), "underlined": ("fmt", "xlf:u"), "lb": ("fmt", "xlf:lb"),
    "pb": ("fmt", "xlf:pb"), "link": ("link", ""), "image": ("image", ""), "quote": ("quote", ""), "ui": ("ui", ""),
}  # fmt: skip
_NAMES_2 = {value: name for name, value in _TYPES_2.items()}
MARK, SPAN = "x-mrk-", "x-sm-"
"""Types of a ``hi`` and of a ``bpt`` that stand for an annotation with attributes: an ``mrk``, an ``sm``."""
_MARK_ATTRIBUTES = ("type", "ref", "value", "translate")


def token(code: Code, shaped: bool) -> str:
    """``code`` as one word: name, attributes and, with ``shaped``, how its flattened content divides."""
    parts: list[Any] = [code.name, dict(code.attributes)]
    if shaped:
        parts.append(_shape(code.content))
    return PREFIX + quote(json.dumps(parts, ensure_ascii=False, separators=(",", ":")), safe="")


def from_token(word: str, content: tuple[Run, ...]) -> Code | None:
    """The code that ``word`` stands for; ``None`` where it is none or does not fit the content any more."""
    if not word.startswith(PREFIX) or len(word) > MAX_TOKEN:
        return None
    try:
        parts = json.loads(unquote(word[len(PREFIX) :]))
        name, attributes = parts[0], _strings(parts[1])
        if len(parts) > 2:
            text = native(content)
            content, used = _restored(parts[2], text, 0)
            if used != len(text):
                return None
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None
    return Code(name, attributes, content) if isinstance(name, str) and name else None


def _strings(given: object) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise ValueError
    return given


def _shape(content: Sequence[Run]) -> list[Any]:
    return [
        len(run) if isinstance(run, str) else [run.name, dict(run.attributes), _shape(run.content)]
        for run in content
    ]


def _restored(shape: Any, text: str, position: int) -> tuple[tuple[Run, ...], int]:
    runs: list[Run] = []
    for part in shape:
        if isinstance(part, int):
            if not 0 <= part <= len(text) - position:
                raise ValueError
            runs.append(text[position : position + part])
            position += part
        else:
            inner, position = _restored(part[2], text, position)
            runs.append(Code(str(part[0]), _strings(part[1]), inner))
    return tuple(runs), position


def native(content: Iterable[Run]) -> str:
    """All text inside, that of nested codes too."""
    return "".join(run if isinstance(run, str) else native(run.content) for run in content)


def pairs(runs: Iterable[Run]) -> dict[int, int]:
    """Which bpt and ept belong together: position of each → of its partner, counted through the text and its marks."""
    opened: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for position, code in enumerate(walk(runs)):
        number = code.attributes.get("i", "")
        if code.name == "bpt":
            opened.setdefault(number, []).append(position)
        elif code.name == "ept" and opened.get(number):
            start = opened[number].pop(0)
            found[start], found[position] = position, start
    return found


def walk(runs: Iterable[Run]) -> Iterator[Code]:
    """The codes of a text in order, those inside marks too; not those inside codes."""
    for run in runs:
        if isinstance(run, Code):
            yield run
            if run.name == "hi":
                yield from walk(run.content)


def escape_id(text: str) -> str:
    """``text`` as a name token, reversibly."""
    if text and _NAME.match(text) and "_x" not in text:
        return text
    return "".join(c if re.match(r"[A-Za-z0-9.:-]", c) else f"_x{ord(c):04X}_" for c in text)


def unescape_id(text: str) -> str:
    return re.sub("_x([0-9A-F]{4,6})_", lambda m: chr(min(int(m.group(1), 16), 0x10FFFF)), text)


def type_12(kind: str, name: str) -> str:
    """A TMX type as ctype (or mtype, for ``hi``) of 1.2; ``""`` where it cannot be said."""
    standard = MARKS if name == "hi" else DELIMITERS if name in ("bpt", "ept", "it", "sub") else PLACEHOLDERS
    if kind in standard:
        return kind
    return f"x-{kind}" if _WORD.fullmatch(kind) and not kind.startswith("tmx") else ""


def name_of_12(kind: str) -> str:
    """The TMX type of a ctype or mtype of 1.2."""
    return "" if kind == "x-tmx-hi" else kind.removeprefix("x-")


def type_2(kind: str) -> tuple[str, str]:
    """A TMX type as type and subType of 2.x; two empty strings where it cannot be said."""
    if kind in _TYPES_2:
        return _TYPES_2[kind]
    return ("other", f"fayi:{kind}") if _WORD.fullmatch(kind) else ("", "")


def name_of_2(kind: str, sub: str) -> str:
    """The TMX type of a type and subType of 2.x; a subType of another tool stays as it is."""
    if (kind, sub) in _NAMES_2:
        return _NAMES_2[kind, sub]
    return sub.removeprefix("fayi:") if sub else ("" if kind == "other" else kind)


def annotation(prefix: str, attributes: Mapping[str, str]) -> str:
    """The attributes of an annotation as a TMX type."""
    kept = {name: attributes[name] for name in _MARK_ATTRIBUTES if attributes.get(name)}
    return prefix + quote(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), safe="")


def from_annotation(prefix: str, kind: str) -> dict[str, str] | None:
    """The attributes in a type made by ``annotation``; ``None`` for any other type."""
    if not kind.startswith(prefix):
        return None
    try:
        attributes = _strings(json.loads(unquote(kind[len(prefix) :])))
    except (ValueError, RecursionError):
        return None
    return (
        attributes
        if set(attributes) <= set(_MARK_ATTRIBUTES) and annotation(prefix, attributes) == kind
        else None
    )
