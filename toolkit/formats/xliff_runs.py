"""Reads the text of a unit with its inline codes, from XLIFF 1.x and 2.x, into the codes of TMX.

g and pc a pair bpt/ept, x and bx/ex and standalone codes ph or it, mrk a hi, sm/em a pair bpt/ept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from toolkit.formats.model import Code, Run
from toolkit.formats.xliff_codes import (
    MARK,
    SPAN,
    annotation,
    from_token,
    name_of_2,
    name_of_12,
    unescape_id,
)
from toolkit.formats.xml import local

_OPENING, _CLOSING = ("bpt", "bx", "sc"), ("ept", "ex", "ec")


def runs(element: etree._Element, data: Mapping[str, str]) -> tuple[Run, ...]:
    """The content of a ``source`` or ``target``; ``data`` is the original data of its unit, by id (2.x)."""
    return _runs(element, data) or ("",)


def original_data(unit: etree._Element) -> dict[str, str]:
    """The native codes a unit of version 2 stores, by id; not those of its match proposals."""
    return {
        d.get("id", ""): "".join(_pieces(d))
        for group in unit
        if local(group) == "originalData"
        for d in group
        if local(d) == "data"
    }


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local(child) == "cp":
            yield _character(child)
        yield child.tail or ""


def _character(element: etree._Element) -> str:
    try:
        return chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _runs(element: etree._Element, data: Mapping[str, str]) -> tuple[Run, ...]:
    found: list[Run] = []

    def add(text: str | None) -> None:
        if text:
            if found and isinstance(found[-1], str):
                found[-1] += text
            else:
                found.append(text)

    add(element.text)
    for child in element:
        name = local(child)
        if name == "cp":
            add(_character(child))
        elif name == "mrk" and child.get("mtype") == "seg":
            # Segmentation marks of 1.2 divide the text, they are no code.
            for run in _runs(child, data):
                if isinstance(run, str):
                    add(run)
                else:
                    found.append(run)
        elif name:
            found.extend(_codes(child, name, data))
        add(child.tail)
    return tuple(found)


def _codes(child: etree._Element, name: str, data: Mapping[str, str]) -> list[Run]:
    kind = _type(child)
    number = str(child.get("rid") or child.get("startRef") or child.get("id", ""))
    if name in ("sc", "ec", "sm", "em") and number.startswith("i."):
        number = unescape_id(number[2:])
    if name in ("g", "pc"):
        first = {"i": number, **({"type": kind} if kind else {})}
        start, end = data.get(child.get("dataRefStart", "")), data.get(child.get("dataRefEnd", ""))
        return [
            Code("bpt", first, (start,) if start else ()),
            *_runs(child, data),
            Code("ept", {"i": number}, (end,) if end else ()),
        ]
    if name == "mrk":
        return [_mark(child, _runs(child, data))]
    if name == "sm":
        return [Code("bpt", {"i": number, "type": annotation(SPAN, _attributes(child))})]
    if name == "em":
        return [Code("ept", {"i": number})]
    original = data.get(child.get("dataRef", ""))
    content: tuple[Run, ...] = (original,) if original else _runs(child, data)
    stored = child.get("subType") or child.get("ctype", "").removeprefix("x-")
    if (kept := from_token(stored, content)) is not None:
        return [kept]
    return [_plain(child, name, kind, number, content)]


def _plain(child: etree._Element, name: str, kind: str, number: str, content: tuple[Run, ...]) -> Code:
    attributes = {"type": kind} if kind else {}
    if name in _OPENING or name in _CLOSING:
        opening = name in _OPENING
        if child.get("isolated") == "yes":
            return Code("it", {**attributes, "pos": "begin" if opening else "end"}, content)
        if opening:
            return Code("bpt", {"i": number, **attributes, **_x(child)}, content)
        return Code("ept", {"i": number}, content)
    if name == "it":
        return Code(
            "it",
            {**attributes, "pos": "begin" if child.get("pos") == "open" else "end", **_x(child)},
            content,
        )
    if name == "sub":
        return Code("sub", attributes, content)
    if child.get("ctype") == "x-tmx-ut":
        return Code("ut", _x(child), content)
    return Code("ph", {**attributes, **_x(child)}, content)


def _mark(child: etree._Element, content: tuple[Run, ...]) -> Code:
    plain = Code("hi", {}, content)
    for name in ("comment", "value"):
        if (kept := from_token(child.get(name, ""), content)) is not None:
            return kept
    if "mtype" in child.attrib:
        kind, comment = name_of_12(child.get("mtype", "")), child.get("comment", "")
        if comment:
            kind = annotation(MARK, {"type": kind, "value": comment})
        return plain._replace(attributes={**({"type": kind} if kind else {}), **_x(child, "mid")})
    given = _attributes(child)
    kind = given.get("type", "generic")
    if any(given.get(name) for name in ("ref", "value", "translate")):
        return plain._replace(attributes={"type": annotation(MARK, given)})
    return plain._replace(attributes={} if kind == "generic" else {"type": kind.removeprefix("fayi:")})


def _attributes(child: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in child.attrib.items()}


def _x(child: etree._Element, name: str = "id") -> dict[str, str]:
    """The TMX number of a code; ids that the writer made up are not one."""
    text = child.get(name, "")
    return {"x": text} if text.isdigit() else {}


def _type(child: etree._Element) -> str:
    if child.get("ctype"):
        return name_of_12(child.get("ctype", ""))
    return name_of_2(child.get("type", ""), child.get("subType", ""))
