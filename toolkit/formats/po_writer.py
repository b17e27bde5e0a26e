"""Writes catalogs as PO: unchanged messages as they were read, the others without wrapping."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats.po_catalog import Catalog, Message, one_line
from toolkit.formats.sources import open_output


def write(path: Path, file: Catalog) -> None:
    """Write ``file`` to ``path``; messages that still have their raw text are written as they were read."""
    try:
        content = text_of(file).encode(file.encoding)
    except UnicodeEncodeError as error:
        raise FayiError(
            f"{file.encoding} cannot hold a character of the catalog", path=path, found=error.object[error.start : error.start + 20],
            hint="name UTF-8 in the header",
        ) from error  # fmt: skip
    with open_output(path) as out:
        out.write(content)


def text_of(file: Catalog) -> str:
    """The PO text of a catalog."""
    head = file.head
    if not head:
        fields = "".join(f'"{escaped(f"{name}: {value}")}\\n"\n' for name, value in file.header.items())
        head = f'#\nmsgid ""\nmsgstr ""\n{fields}\n'
    parts, end = [head], "\r\n" if "\r\n" in head else "\n"
    for message in file.messages:
        if message.raw:
            parts.append(message.raw)
        else:
            # Raw text ends without a line break only at the end of a file.
            if not parts[-1].endswith(end * 2):
                parts.append(end if parts[-1].endswith(end) else end * 2)
            parts.append(f"{_message(message)}\n".replace("\n", end))
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
        quoted = [f'{mark}"{escaped(piece)}"' for piece in pieces if piece]
        return [f'{mark}{name} ""', *quoted]
    return [f'{mark}{name} "{escaped(text)}"']


_OTHER = {c: f"\\x{c:02x}" for c in (*range(7), *range(14, 32), 127)}
_TABLE = str.maketrans({
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v",
    **{chr(c): text for c, text in _OTHER.items()},
})  # fmt: skip


def escaped(text: str) -> str:
    return text.translate(_TABLE)
