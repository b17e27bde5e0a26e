"""Parses PO files.

Source: GNU gettext manual, "The Format of PO Files". A plural formula is checked, never run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats.po_catalog import PLURAL_FORMS, Catalog, Message, header_of, place_of
from toolkit.formats.report import Report
from toolkit.formats.sources import MAX_LINE, MAX_TEXT, is_charset, open_binary

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(".*")\s*$', re.DOTALL)
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CHARSET = re.compile(rb"charset=([\w.:-]+)")


def load(path: Path, report: Report | None = None) -> Catalog:
    """The catalog in ``path``. Raises ``FayiError`` with the line of the first syntax error."""
    report = report or Report(str(path))
    text, encoding = _decoded(path)
    result = Catalog(encoding=encoding)
    seen: dict[tuple[str, str], int] = {}
    first, at, line = True, 0, 1
    while at < len(text):
        # Most entries have one line each for msgid and msgstr and nothing to unescape: a quarter of the time.
        match = _SIMPLE.match(text, at)
        if match is not None and match.end() - at < MAX_LINE:
            message, end = _simple(match, line), match.end()
        else:
            end = _end(text, at)
            found = _parse(text[at:end], line, path, report)
            if found is None:
                # Comments that belong to no entry, usually at the end.
                result.tail += text[at:end]
                line += text.count("\n", at, end)
                at = end
                continue
            message = found
        if result.tail:
            message, result.tail = message._replace(raw=result.tail + message.raw), ""
        if first and not message.msgid and not message.context and not message.obsolete:
            result.head = message.raw
            result.header = header_of(message.msgstr)
            _check_plurals(result.header, path, message.line)
        else:
            report.read += 1
            if not message.obsolete:
                known = seen.setdefault((message.context, message.msgid), line)
                if known != line:
                    report.add(
                        "failed",
                        f"the same msgid as in line {known}; msgfmt refuses such a file",
                        line,
                        message.msgid,
                    )
            result.messages.append(message)
        first = False
        line += text.count("\n", at, end)
        at = end
    return result


_SIMPLE = re.compile(
    r'((?:#(?:[^~|\n][^\n]*)?\n)*)msgid "([^"\\\n]*)"\nmsgstr "([^"\\\n]*)"\n+(?=#|msgid[ "]|msgctxt|\Z)'
)


def _simple(match: re.Match[str], start: int) -> Message:
    remarks, msgid, msgstr = match.groups()
    if not remarks:
        return Message(msgid, msgstr, raw=match.group(), line=start)
    comments = _no_comments()
    lines = remarks.split("\n")[:-1]
    for line in lines:
        _comment(line.strip("\ufeff \t\r"), comments)
    return _with_comments(comments, msgid, (msgstr,), raw=match.group(), line=start + len(lines))


def _end(text: str, at: int) -> int:
    """Where the entry that begins at ``at`` ends, blank lines behind it included: the next begins at a comment or
    msgctxt or msgid after a msgstr."""
    finished, place = False, at
    while place < len(text):
        newline = text.find("\n", place)
        newline = len(text) if newline < 0 else newline
        bare = text[place:newline].lstrip("\ufeff \t")
        comment = bare.startswith("#")
        if bare.startswith("#~") and not bare.startswith("#~|"):
            bare, comment = bare[2:].lstrip(), False
        if finished and (comment or bare.startswith(("msgctxt", "msgid ", 'msgid"'))):
            return place
        finished = finished or bare.startswith("msgstr")
        place = newline + 1
    return len(text)


def _no_comments() -> dict[str, list[str]]:
    return {".": [], ":": [], ",": [], "|": [], " ": []}


def _comment(bare: str, comments: dict[str, list[str]]) -> None:
    kind = bare[1:2] if bare[1:2] in ".:,|" and bare[1:2] else " "
    comments[kind].append(bare[2:].strip() if kind != " " else bare[1:].removeprefix(" "))


def _with_comments(
    comments: dict[str, list[str]], msgid: str, forms: tuple[str, ...], context: str = "", plural: str | None = None,
    obsolete: bool = False, raw: str = "", line: int = 0,
) -> Message:  # fmt: skip
    flags = [flag.strip() for row in comments[","] for flag in row.split(",") if flag.strip()]
    return Message(
        msgid, forms[0], context, tuple(comments["."]),
        tuple(place_of(place) for row in comments[":"] for place in _places(row)), "fuzzy" in flags,
        plural or "", forms if plural is not None else (), tuple(comments[" "]),
        tuple(flag for flag in flags if flag != "fuzzy"), tuple(comments["|"]), obsolete, raw, line,
    )  # fmt: skip


def _decoded(path: Path) -> tuple[str, str]:
    with open_binary(path) as handle:
        content = handle.read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise FayiError(f"larger than {MAX_TEXT >> 20} MB", path=path, hint="split the file")
    if content.startswith((b"\xde\x12\x04\x95", b"\x95\x04\x12\xde")):
        raise FayiError("a compiled MO file", path=path, hint="name it .mo or read it with --from mo")
    name = _CHARSET.search(content[:20_000])
    encoding = name.group(1).decode("ascii") if name else "utf-8"
    if encoding == "CHARSET" or content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if not is_charset(encoding):
        raise FayiError(
            "unknown charset in the header", path=path, found=encoding, allowed="UTF-8, GB18030 …"
        )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FayiError(
            f"not valid {encoding} as the header says: byte 0x{content[error.start]:02x}", path=path, line=line,
            hint="correct the charset or save the file as UTF-8",
        ) from error  # fmt: skip
    if "\0" in text:
        raise FayiError("a NUL character", path=path, line=text.count("\n", 0, text.index("\0")) + 1)
    if not text.strip():
        raise FayiError("the file is empty", path=path)
    return text, encoding


def _parse(block: str, start: int, path: Path, report: Report) -> Message | None:
    fields: dict[str, list[str]] = {}
    current: list[str] | None = None
    comments = _no_comments()
    obsolete, first = False, 0
    for number, line in enumerate(block.split("\n"), start):
        bare = line.strip("\ufeff \t\r")
        if not bare:
            continue
        if len(bare) > MAX_LINE:
            raise FayiError(
                f"a line of {len(bare):,} characters", path=path, line=number, allowed=f"at most {MAX_LINE:,}"
            )
        if bare.startswith("#~"):
            obsolete, bare = True, bare[2:].strip()
            if bare.startswith("|"):
                comments["|"].append(bare[1:].strip())
                continue
            if not bare:
                continue
        elif bare.startswith("#"):
            _comment(bare, comments)
            continue
        first = first or number
        match = _KEYWORD.match(bare)
        if match:
            name, index, quoted = match.groups()
            key = f"msgstr{index or '0'}" if name == "msgstr" else name
            if key in fields:
                raise FayiError(f"{name} stands twice in one entry", path=path, line=number)
            current = fields[key] = []
        elif bare.startswith('"') and bare.endswith('"') and len(bare) > 1 and current is not None:
            quoted = bare
        else:
            hint = "a merge conflict" if bare[:7] in ("<<<<<<<", "=======", ">>>>>>>") else None
            raise FayiError(
                "not PO syntax",
                path=path,
                line=number,
                found=bare,
                allowed='msgid "…", msgstr "…", # …',
                hint=hint,
            )
        current.append(_unquoted(quoted[1:-1], path, number, report))
    if not fields:
        return None
    if "msgid" not in fields or not any(key.startswith("msgstr") for key in fields):
        raise FayiError("an entry without msgid or msgstr", path=path, line=first)
    joined = {key: "".join(parts) for key, parts in fields.items()}
    forms = tuple(
        joined[key] for key in sorted((k for k in joined if k.startswith("msgstr")), key=lambda k: int(k[6:]))
    )
    return _with_comments(
        comments,
        joined["msgid"],
        forms,
        joined.get("msgctxt", ""),
        joined.get("msgid_plural"),
        obsolete,
        block,
        first,
    )


def _unquoted(text: str, path: Path, line: int, report: Report) -> str:
    if '"' in text and re.search(r'(?<!\\)(?:\\\\)*"', text):
        raise FayiError(
            "a quotation mark inside the text has to be escaped",
            path=path,
            line=line,
            found=text,
            allowed='\\"',
        )
    if "\\" not in text:
        return text
    if re.search(r"(?<!\\)(?:\\\\)*\\$", text):
        raise FayiError("the line ends in a backslash", path=path, line=line, found=text[-20:])

    def character(match: re.Match[str]) -> str:
        code = match.group(1)
        if code in _ESCAPES:
            return _ESCAPES[code]
        if code[0] == "x" and len(code) > 1:
            return chr(int(code[1:], 16))
        if code[0] in "01234567":
            return chr(int(code, 8))
        report.add("repaired", "unknown escape, kept as it stands", line, match.group())
        return match.group()

    return _ESCAPE.sub(character, text)


def _places(line: str) -> list[str]:
    if "\u2068" not in line:
        return line.split()
    # Names with blanks stand between the marks U+2068 and U+2069.
    return re.findall("\u2068[^\u2068\u2069]*\u2069\\S*|\\S+", line)


def _check_plurals(header: Mapping[str, str], path: Path, line: int) -> None:
    forms = header.get("Plural-Forms", "")
    if forms and not PLURAL_FORMS.match(forms) and "EXPRESSION" not in forms:
        raise FayiError(
            "Plural-Forms is not a formula",
            path=path,
            line=line,
            found=forms,
            allowed="nplurals=N; plural=EXPRESSION;",
        )
