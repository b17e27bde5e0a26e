"""The text of PO files: parsed into messages that remember how they were written, and written back.

Source: GNU gettext manual, "The Format of PO Files". A plural formula is checked, never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import FayiError
from toolkit.formats.report import Report
from toolkit.formats.sources import MAX_LINE, MAX_TEXT, open_binary, open_output

PLURAL_FORMS = re.compile(
    r"\s*nplurals\s*=\s*([1-9][0-9]?)\s*;\s*plural\s*=\s*([n0-9 ?:()%=!<>&|+*/-]{1,500});?\s*$"
)
"""Numbers, n and operators only: some readers hand the formula to eval()."""


class Message(NamedTuple):
    """One entry of a catalog."""

    msgid: str
    msgstr: str
    context: str = ""
    """msgctxt, only where one msgid has several translations."""
    comments: tuple[str, ...] = ()
    """Extracted comments (``#.``)."""
    places: tuple[tuple[str, str], ...] = ()
    """``#:`` references: file and line."""
    fuzzy: bool = False
    plural: str = ""
    """msgid_plural."""
    plurals: tuple[str, ...] = ()
    """msgstr[0] … of a plural entry; ``msgstr`` is the first."""
    notes: tuple[str, ...] = ()
    """Translator's comments (``#``)."""
    flags: tuple[str, ...] = ()
    """Flags other than fuzzy: ``c-format`` …"""
    previous: tuple[str, ...] = ()
    """``#|`` lines without the mark."""
    obsolete: bool = False
    raw: str = ""
    """The entry as written in the file, with the blank lines after it; changed messages have none."""
    line: int = 0

    def changed(self, **values: object) -> Message:
        """A changed message: ``_replace`` that also forgets the old spelling."""
        return self._replace(**values, raw="")  # type: ignore[arg-type]


@dataclass
class Catalog:
    """The header and messages of a PO file."""

    header: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    head: str = ""
    """The header entry as written; ``""`` when it is made anew."""
    encoding: str = "utf-8"
    tail: str = ""
    """What follows the last entry."""

    @property
    def language(self) -> str:
        return self.header.get("Language", "")


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
    first = True
    for block, start in _blocks(text):
        message = _parse(block, start, path, report)
        if message is None:
            # Comments that belong to no entry, usually at the end.
            result.tail += block
            continue
        if result.tail:
            message, result.tail = message._replace(raw=result.tail + message.raw), ""
        if first and not message.msgid and not message.context and not message.obsolete:
            result.head = message.raw
            result.header = header_of(message.msgstr)
            _check_plurals(result.header, path, message.line)
        else:
            report.read += 1
            if not message.obsolete:
                key = (message.context, message.msgid)
                if key in seen:
                    report.add(
                        "failed",
                        f"the same msgid as in line {seen[key]}; msgfmt refuses such a file",
                        start,
                        message.msgid,
                    )
                seen.setdefault(key, start)
            result.messages.append(message)
        first = False
    return result


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
    try:
        text = content.decode(encoding)
    except LookupError:
        raise FayiError(
            "unknown charset in the header", path=path, found=encoding, allowed="UTF-8, GB18030 …"
        ) from None
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


def _blocks(text: str) -> Iterator[tuple[str, int]]:
    """Entries with the blank lines behind them; a new one begins at a comment or msgctxt/msgid after a msgstr."""
    lines: list[str] = []
    start, finished = 1, False
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip("\ufeff \t")
        if bare.startswith("#~") and not bare.startswith("#~|"):
            bare = bare[2:].lstrip()
            begins = bare.startswith(("msgctxt", "msgid ", 'msgid"'))
            comment = False
        else:
            begins = bare.startswith(("msgctxt", "msgid ", 'msgid"'))
            comment = bare.startswith("#")
        if finished and (begins or comment) and lines:
            yield "\n".join(lines) + "\n", start
            lines, start, finished = [], number, False
        if bare.startswith("msgstr"):
            finished = True
        lines.append(line)
    yield "\n".join(lines), start


def _parse(block: str, start: int, path: Path, report: Report) -> Message | None:
    fields: dict[str, list[str]] = {}
    current: list[str] | None = None
    comments: dict[str, list[str]] = {".": [], ":": [], ",": [], "|": [], " ": []}
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
            kind = bare[1:2] if bare[1:2] in ".:,|" and bare[1:2] else " "
            comments[kind].append(bare[2:].strip() if kind != " " else bare[1:].removeprefix(" "))
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
    flags = [flag.strip() for line in comments[","] for flag in line.split(",") if flag.strip()]
    return Message(
        joined["msgid"], forms[0], joined.get("msgctxt", ""), tuple(comments["."]),
        tuple(place_of(place) for line in comments[":"] for place in _places(line)), "fuzzy" in flags,
        joined.get("msgid_plural", ""), forms if "msgid_plural" in joined else (), tuple(comments[" "]),
        tuple(flag for flag in flags if flag != "fuzzy"), tuple(comments["|"]), obsolete, block, first,
    )  # fmt: skip


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
    # Names with blanks stand between the marks U+2068 and U+2069.
    return re.findall("\u2068[^\u2069]*\u2069\\S*|\\S+", line)


def place_of(text: str) -> tuple[str, str]:
    """``"a.c:12"`` → ``("a.c", "12")``."""
    name, colon, line = text.rpartition(":")
    return (name, line) if colon and line.isdigit() else (text, "")


def header_of(text: str) -> dict[str, str]:
    """The fields of a header entry by name."""
    pairs = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


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


def header_text(file: Catalog) -> str:
    """The header as the translation of ``""``; MO is always written in UTF-8."""
    fields = {"Content-Type": "text/plain; charset=UTF-8", **file.header}
    fields["Content-Type"] = "text/plain; charset=UTF-8"
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def checked_charset(header: Mapping[str, str], path: Path) -> str:
    """The charset a header names; raises ``FayiError`` when it is unknown."""
    name = header.get("Content-Type", "").rpartition("charset=")[2].strip() or "utf-8"
    try:
        "".encode(name)
    except LookupError:
        raise FayiError(
            "unknown charset in the header", path=path, found=name, allowed="UTF-8, GB18030 …"
        ) from None
    return name


def write(path: Path, file: Catalog) -> None:
    """Write ``file`` to ``path``; messages that still have their raw text are written as they were read."""
    with open_output(path) as out:
        out.write(text_of(file).encode(file.encoding, "strict"))


def text_of(file: Catalog) -> str:
    """The PO text of a catalog."""
    head = file.head
    if not head:
        fields = "".join(f'"{_escaped(f"{name}: {value}")}\\n"\n' for name, value in file.header.items())
        head = f'#\nmsgid ""\nmsgstr ""\n{fields}\n'
    parts = [head]
    for message in file.messages:
        if message.raw:
            parts.append(message.raw)
        else:
            # Raw text ends without a line break only at the end of a file.
            if not parts[-1].endswith("\n\n"):
                parts.append("\n" if parts[-1].endswith("\n") else "\n\n")
            parts.append(f"{_message(message)}\n")
    return "".join([*parts, file.tail])


def _message(message: Message) -> str:
    lines = [f"# {one_line(note)}".rstrip() for note in message.notes]
    lines += [f"#. {one_line(text)}".rstrip() for text in message.comments]
    if message.places:
        lines.append(
            "#: "
            + " ".join(
                f"{name.replace(' ', '_')}:{line}" if line else name.replace(" ", "_")
                for name, line in message.places
            )
        )
    flags = [*(["fuzzy"] if message.fuzzy else []), *message.flags]
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    mark = "#~ " if message.obsolete else ""
    lines += [f"#{'~' if message.obsolete else ''}| {text}" for text in message.previous]
    if message.context:
        lines += _field("msgctxt", message.context, mark)
    lines += _field("msgid", message.msgid, mark)
    if message.plural:
        lines += _field("msgid_plural", message.plural, mark)
        for index, form in enumerate(message.plurals or (message.msgstr,)):
            lines += _field(f"msgstr[{index}]", form, mark)
    else:
        lines += _field("msgstr", message.msgstr, mark)
    return "\n".join(lines) + "\n"


def _field(name: str, text: str, mark: str) -> list[str]:
    pieces = text.split("\n")
    if len(pieces) > 1:
        pieces = [f"{piece}\n" for piece in pieces[:-1]] + pieces[-1:]
        quoted = [f'{mark}"{_escaped(piece)}"' for piece in pieces if piece]
        return [f'{mark}{name} ""', *quoted]
    return [f'{mark}{name} "{_escaped(text)}"']


_OTHER = {c: f"\\x{c:02x}" for c in (*range(7), *range(14, 32), 127)}
_TABLE = str.maketrans({
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v",
    **{chr(c): text for c, text in _OTHER.items()},
})  # fmt: skip


def _escaped(text: str) -> str:
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """``text`` with every run of white space as one blank."""
    return " ".join(text.split())
