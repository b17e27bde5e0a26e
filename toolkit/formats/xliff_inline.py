"""Writes the text of a unit with its inline codes, as XLIFF 1.2 and as XLIFF 2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from toolkit.formats.model import Code, Run
from toolkit.formats.xliff_codes import (
    MARK,
    SPAN,
    annotation,
    escape_id,
    from_annotation,
    name_of_12,
    native,
    pairs,
    token,
    type_2,
    type_12,
    walk,
)
from toolkit.formats.xml import NOT_XML, clean


def attributes_of(given: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(clean(value))}" for name, value in given.items() if value)


def text_12(text: str) -> str:
    return escape(clean(text), {"\r": "&#13;"})


class _Ids:
    """Ids of the codes of one text: the number TMX gives them where it is free."""

    def __init__(self) -> None:
        self.count, self.used = 0, set[str]()

    def next(self, wanted: str) -> str:
        self.count += 1
        name = wanted if wanted.isdigit() and wanted not in self.used else f"c{self.count}"
        self.used.add(name)
        return name


def inline_12(runs: Iterable[Run], ids: _Ids | None = None) -> str:
    """The content of a ``source``, ``target`` or ``sub`` of version 1.2."""
    return _Text12(tuple(runs), ids or _Ids()).written()


class _Text12:
    def __init__(self, runs: tuple[Run, ...], ids: _Ids) -> None:
        self.runs, self.ids = runs, ids
        self.position = -1
        self.links: dict[int, str] = {}
        codes = list(walk(runs))
        # An ept has no ctype, so a pair whose ept needs a token is written as two codes that stand alone.
        self.partners = {
            position: partner
            for position, partner in pairs(runs).items()
            if _is_plain_end(codes[max(position, partner)]) and self._link(position, partner, codes[position])
        }

    def written(self) -> str:
        return self._text(self.runs)

    def _text(self, runs: Iterable[Run]) -> str:
        return "".join(text_12(run) if isinstance(run, str) else self._code(run) for run in runs)

    def _code(self, code: Code) -> str:
        self.position += 1
        if code.name == "hi":
            return self._mark(code)
        name, attributes, content = code
        given = attributes.get("type", "")
        ctype = type_12(given, name) if given else ""
        natural = {"type": given} if ctype else {}
        element, more, plain = "ph", {}, name
        if name == "sub":
            element = "sub"
        else:
            more["id"] = self.ids.next(attributes.get("x", ""))
            if more["id"].isdigit():
                natural["x"] = more["id"]
        if name in ("bpt", "ept") and self.position in self.partners:
            element = name
            more["rid"] = natural["i"] = attributes["i"]
            if name == "ept":
                natural, ctype = {"i": more["rid"]}, ""
        elif name in ("bpt", "ept", "it"):
            element, plain = "it", "it"
            begins = name == "bpt" or attributes.get("pos") == "begin"
            more["pos"], natural["pos"] = ("open", "begin") if begins else ("close", "end")
        elif name == "ut":
            ctype = "x-tmx-ut"
            natural.pop("type", None)
        elif name != "sub":
            plain = "ph"
        shaped = any(isinstance(run, Code) and run.name != "sub" for run in content)
        if shaped or (plain, natural) != (name, dict(attributes)):
            ctype = f"x-{token(code, shaped)}"
        inner = text_12(native(content)) if shaped else self._inside(content)
        return f"<{element}{attributes_of({**more, 'ctype': ctype})}>{inner}</{element}>"

    def _inside(self, content: Iterable[Run]) -> str:
        """The native text of a code, with the subflows in it."""
        return "".join(
            text_12(run) if isinstance(run, str) else _Text12((run,), self.ids)._code(run) for run in content
        )

    def _link(self, position: int, partner: int, code: Code) -> bool:
        """Gives a pair its number as rid; false where that is no name or taken by an earlier pair."""
        start, number = min(position, partner), code.attributes.get("i", "")
        if (
            start not in self.links
            and number == escape_id(number)
            and number
            and number not in self.links.values()
        ):
            self.links[start] = number
        return start in self.links

    def _mark(self, code: Code) -> str:
        given = code.attributes.get("type", "")
        kept = from_annotation(MARK, given)
        mtype = type_12(kept.get("type", "") if kept else given, "hi") or "x-tmx-hi"
        comment = kept.get("value", "") if kept else ""
        kind = (
            annotation(MARK, {"type": name_of_12(mtype), "value": comment}) if comment else name_of_12(mtype)
        )
        if ({"type": kind} if kind else {}) != dict(code.attributes):
            comment = token(code._replace(content=()), False)
        return f"<mrk{attributes_of({'mtype': mtype, 'comment': comment})}>{self._text(code.content)}</mrk>"


def _is_plain_end(code: Code) -> bool:
    return set(code.attributes) == {"i"} and all(
        isinstance(run, str) or run.name == "sub" for run in code.content
    )


class Inline2:
    """The texts of one unit of version 2: ids are unique in it, and native codes are stored once in ``data``."""

    def __init__(self) -> None:
        self.data: dict[str, str] = {}
        self.source: dict[str, str] = {}
        self._known: dict[tuple[str, str], list[str]] = {}
        self._used: dict[str, str] = {}
        self._in_target = False
        self._count = 0

    def write(self, runs: Sequence[Run], target: bool = False) -> str:
        """The content of the ``source``, then with ``target`` of the ``target``: like codes there get the ids of the source."""
        self._in_target, self._used = target, {}
        self.partners = pairs(runs)
        self.position = -1
        self.starts: dict[int, tuple[str, str]] = {}
        return self._text(runs)

    def _text(self, runs: Iterable[Run]) -> str:
        return "".join(text_2(run) if isinstance(run, str) else self._code(run) for run in runs)

    def _identifier(self, wanted: str, element: str, code: Code) -> str:
        name = ""
        if self._in_target:
            same = self._known.get((element, _key(code)), [])
            name = next((i for i in same if i not in self._used), "")
        if not name and wanted and wanted not in self._used and self.source.get(wanted, element) == element:
            name = wanted
        while (
            not name
            or name in self._used
            or (self._in_target and name in self.source and self.source[name] != element)
        ):
            self._count += 1
            name = f"{element[0]}{self._count}"
            if name in self.source:
                name = ""
        self._used[name] = element
        if not self._in_target:
            self.source[name] = element
            self._known.setdefault((element, _key(code)), []).append(name)
        return name

    def _code(self, code: Code) -> str:
        self.position += 1
        if code.name == "hi":
            return self._mark(code)
        name, attributes, content = code
        partner = self.partners.get(self.position)
        if name == "ept" and partner in self.starts:
            return self._end(code, *self.starts[partner])
        span = from_annotation(SPAN, attributes.get("type", "")) if name == "bpt" and not content else None
        if span is not None and partner is not None and set(attributes) == {"i", "type"}:
            return self._span(code, span)
        given = attributes.get("type", "")
        kind, sub = type_2(given)
        natural = {"type": given} if kind else {}
        if name == "bpt" and partner is not None:
            element, plain, isolated = "sc", "bpt", ""
            identifier = self._identifier(f"i.{escape_id(attributes.get('i', ''))}", element, code)
            self.starts[self.position] = (identifier, "ec")
            if identifier == f"i.{escape_id(attributes.get('i', ''))}":
                natural["i"] = attributes.get("i", "")
        elif name in ("bpt", "ept", "it"):
            begins = name == "bpt" or attributes.get("pos") == "begin"
            element, plain, isolated = ("sc" if begins else "ec"), "it", "yes"
            identifier = self._identifier("", element, code)
            natural["pos"] = "begin" if begins else "end"
        else:
            element, plain, isolated = "ph", "ph", ""
            wanted = attributes.get("x", "")
            identifier = self._identifier(wanted if wanted.isdigit() else "", element, code)
            if identifier.isdigit():
                natural["x"] = identifier
        shaped = any(isinstance(run, Code) for run in content)
        if shaped or (plain, natural) != (name, dict(attributes)):
            kind, sub = "other", token(code, shaped)
        more = {
            "id": identifier,
            "isolated": isolated,
            "type": kind,
            "subType": sub,
            "dataRef": self._reference(content),
        }
        return f"<{element}{attributes_of(more)}/>"

    def _end(self, code: Code, start: str, element: str) -> str:
        shaped = any(isinstance(run, Code) for run in code.content)
        if element == "em":
            return f'<em startRef="{start}"/>'
        plain = (
            dict(code.attributes) == {"i": code.attributes.get("i")}
            and start == f"i.{escape_id(code.attributes['i'])}"
        )
        kind, sub = ("", "") if plain and not shaped else ("other", token(code, shaped))
        return f"<ec{attributes_of({'startRef': start, 'type': kind, 'subType': sub, 'dataRef': self._reference(code.content)})}/>"

    def _span(self, code: Code, span: Mapping[str, str]) -> str:
        identifier = self._identifier(f"i.{escape_id(code.attributes['i'])}", "sm", code)
        self.starts[self.position] = (identifier, "em")
        return f"<sm{attributes_of({'id': identifier, **span})}/>"

    def _mark(self, code: Code) -> str:
        given = code.attributes.get("type", "")
        more = from_annotation(MARK, given)
        if more is None:
            plain = not code.attributes or (set(code.attributes) == {"type"} and given)
            kind = given if given in ("comment", "term") else f"fayi:{given}" if type_2(given)[0] else ""
            if plain and (kind or not given):
                more = {"type": kind or "generic"}
            else:
                more = {"type": "generic", "value": token(code._replace(content=()), False)}
        elif set(code.attributes) != {"type"}:
            more = {"type": "generic", "value": token(code._replace(content=()), False)}
        identifier = self._identifier("", "mrk", code._replace(content=()))
        return f"<mrk{attributes_of({'id': identifier, **more})}>{self._text(code.content)}</mrk>"

    def _reference(self, content: Iterable[Run]) -> str:
        text = text_2(native(content))
        return self.data.setdefault(text, f"d{len(self.data) + 1}") if text else ""


def _key(code: Code) -> str:
    """``code`` as a key: two codes with one key say the same."""
    inner = [_key(run) if isinstance(run, Code) else run for run in code.content]
    return repr((code.name, sorted(code.attributes.items()), inner))


def text_2(text: str) -> str:
    """Text of version 2, where characters that XML cannot hold have an element."""
    return "".join(_pieces(text)) if NOT_XML.search(text) else escape(text, {"\r": "&#13;"})


def _pieces(text: str) -> Iterator[str]:
    position = 0
    for match in NOT_XML.finditer(text):
        yield escape(text[position : match.start()], {"\r": "&#13;"})
        yield f'<cp hex="{ord(match.group()):04X}"/>'
        position = match.end()
    yield escape(text[position:], {"\r": "&#13;"})
