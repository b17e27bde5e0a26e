"""PO catalogs, read with the place of every character (GNU gettext manual, "The Format of PO Files").

The grammar is one regular expression per line group, so that a broken line is named and 20 MB take a second.
"""

from __future__ import annotations

import re

from toolkit.check.model import CheckFile, Side, Unit
from toolkit.check.readers.languages import canonical, pair
from toolkit.errors import FayiError

_STRING = r'"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"'
_TOKEN = re.compile(
    rf"(?P<blank>[ \t]*(?:\r?\n|\Z))"
    rf"|(?P<comment>#[^\n]*(?:\n|\Z))"
    rf"|(?P<key>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*"
    rf"(?P<value>{_STRING}(?:[ \t]*\r?\n[ \t]*{_STRING})*)[ \t]*(?:\r?\n|\Z)"
)
_ESCAPE = re.compile(r'\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)|"[ \t]*\r?\n[ \t]*"', re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_LANGUAGE = re.compile(r"^Language:[ \t]*(\S+)", re.MULTILINE)


def unescape(raw: str) -> str:
    """The text of a string value as it stands in the file, outer quotes taken off."""
    return _ESCAPE.sub(_character, raw) if "\\" in raw or "\n" in raw else raw


def _character(match: re.Match[str]) -> str:
    code = match.group(1)
    if code is None:
        return ""
    if code in _NAMED:
        return _NAMED[code]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return chr(int(code, 8)) if code[0] in "01234567" else code


def offsets(raw: str) -> list[int]:
    """Where in ``raw`` each character of ``unescape(raw)`` begins, and where it ends."""
    table: list[int] = []
    position = 0
    for match in _ESCAPE.finditer(raw):
        table.extend(range(position, match.start()))
        if match.group(1) is not None:
            table.append(match.start())
        position = match.end()
    table.extend(range(position, len(raw) + 1))
    return table


def escape(text: str) -> str:
    """``text`` as it may stand between the quotes of a PO string."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def read(path: str, text: str, languages: tuple[str, str]) -> CheckFile:
    """The translated and untranslated entries, plurals as one unit per form; obsolete entries are left out."""
    source, target = languages
    units: list[Unit] = []
    entry: dict[str, tuple[int, str]] = {}
    comments: list[str] = []
    begin = 0
    position, line = 0, 1
    size = len(text)
    last = ""
    match_at = _TOKEN.match

    def finish() -> None:
        nonlocal target
        if "msgid" in entry:
            if not entry["msgid"][1] and "msgctxt" not in entry:
                header = unescape(entry.get("msgstr", (0, ""))[1])
                if not target and (found := _LANGUAGE.search(header)):
                    target = canonical(found[1])
            else:
                units.extend(_units(entry, tuple(comments), begin))
        entry.clear()
        comments.clear()

    while position < size:
        match = match_at(text, position)
        if match is None:
            raise _broken(path, text, position, line)
        kind = match.lastgroup
        if kind == "value":
            key = match["key"]
            if (key in ("msgctxt", "msgid") and ("msgstr" in entry or "msgstr[0]" in entry)) or (
                key == "msgctxt" and "msgid" in entry
            ):
                finish()
            if key in entry:
                raise FayiError(
                    f"{key} twice in one entry", path=path, line=line, hint="separate the entries"
                )
            if key.startswith("msgstr") and "msgid" not in entry:
                raise FayiError(f"{key} without msgid", path=path, line=line)
            if not entry:
                begin = line
            start, end = match.span("value")
            entry[key] = (start + 1, text[start + 1 : end - 1])
            last = key
            line += text.count("\n", position, match.end())
        elif kind == "comment":
            if last.startswith("msgstr"):
                finish()
                last = ""
            comment = match.group()
            if comment[1:2] in (" ", "", "\n", "\r", "."):
                comments.append(comment[1:].lstrip(".").strip())
            line += 1
        else:
            if entry and not last.startswith("msgstr"):
                raise FayiError("an entry without msgstr", path=path, line=begin, hint='add msgstr ""')
            finish()
            last = ""
            line += 1
        position = match.end()
    if entry and not last.startswith("msgstr"):
        raise FayiError("an entry without msgstr", path=path, line=begin, hint="the file seems cut off")
    finish()
    sample = units[:: max(1, len(units) // 300)]
    guessed = pair("".join(u.source.text for u in sample), "".join(u.target.text for u in sample if u.target))
    source, target = source or guessed[0], target or guessed[1]
    # The header is known only after its entry, and languages may be guessed: they are set at the end.
    units = [
        u._replace(source=u.source._replace(lang=source), target=u.target and u.target._replace(lang=target))
        for u in units
    ]
    return CheckFile(path, units, bilingual=True)


def _units(entry: dict[str, tuple[int, str]], notes: tuple[str, ...], line: int) -> list[Unit]:
    single = _side(entry["msgid"])
    context = unescape(entry["msgctxt"][1]) if "msgctxt" in entry else ""
    if "msgid_plural" not in entry:
        return [Unit(single, _side(entry.get("msgstr", (0, ""))), context, notes, line)]
    plural = _side(entry["msgid_plural"])
    forms = [key for key in entry if key.startswith("msgstr[")]
    # The first form translates the singular only where there are several; Chinese has one form for both.
    return [
        Unit(
            single if key == "msgstr[0]" and len(forms) > 1 else plural,
            _side(entry[key]),
            context,
            notes,
            line,
        )
        for key in forms
    ]


def _side(value: tuple[int, str]) -> Side:
    start, raw = value
    if "\\" in raw or "\n" in raw:
        return Side(unescape(raw), "", start, raw, offsets)
    return Side(raw, "", start)


def _broken(path: str, text: str, position: int, line: int) -> FayiError:
    end = text.find("\n", position)
    found = text[position : end if end >= 0 else len(text)]
    hint = (
        'close the quotation mark, or escape it as \\"'
        if found.startswith(("msg", '"'))
        else "comment the line out with #"
    )
    # A string that goes on over several lines may be broken in a later one.
    value = re.compile(rf"msg\w+(?:\[\d+\])?[ \t]*{_STRING}(?:[ \t]*\r?\n[ \t]*{_STRING})*").match(
        text, position
    )
    if value is not None:
        line += text.count("\n", position, value.end())
        rest = text[value.end() :]
        if rest.lstrip(" \t").startswith(("\n", "\r\n")):
            line += 1
        found = rest.lstrip().split("\n", 1)[0]
    return FayiError(
        "not PO syntax",
        path=path,
        line=line,
        found=found,
        allowed='msgid "…", msgstr "…", # comment',
        hint=hint,
    )
