"""gettext MO: compiled catalogs, written in linear time and read with every offset checked.

Source: GNU gettext manual, "The Format of GNU MO Files". polib and Babel build the tables by repeated
concatenation: 5 s for 50,000 entries.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import po
from toolkit.formats.format import Format, Look, Settings
from toolkit.formats.model import Unit
from toolkit.formats.po import Catalog, Message
from toolkit.formats.report import Report
from toolkit.formats.sources import MAX_TEXT, open_binary, open_output

MAGIC = 0x950412DE


def write(path: Path, file: Catalog) -> int:
    """Compile ``file`` to ``path``; fuzzy, obsolete and empty messages are left out. Returns how many are in it.

    Raises ``FayiError`` for two messages with one msgid and context: one of them would never be found.
    """
    header = po.header_text(file)
    pairs: dict[bytes, bytes] = {b"": header.encode("utf-8")}
    for message in file.messages:
        if message.fuzzy or message.obsolete or not message.msgstr:
            continue
        key = (f"{message.context}\4" if message.context else "") + message.msgid
        if message.plural:
            key += f"\0{message.plural}"
        encoded = key.encode("utf-8")
        if encoded in pairs:
            raise FayiError(
                "two messages with the same msgid and context",
                path=path,
                line=message.line or None,
                found=message.msgid,
            )
        pairs[encoded] = "\0".join(message.plurals or (message.msgstr,)).encode("utf-8")
    keys = sorted(pairs)
    count = len(keys)
    originals, translations = 28, 28 + 8 * count
    offset = 28 + 16 * count
    tables: list[int] = []
    for texts in (keys, [pairs[key] for key in keys]):
        for text in texts:
            tables += (len(text), offset)
            offset += len(text) + 1
    with open_output(path) as out:
        out.write(struct.pack("<7I", MAGIC, 0, count, originals, translations, 0, 28 + 16 * count))
        out.write(struct.pack(f"<{len(tables)}I", *tables))
        out.write(b"\0".join([*keys, *(pairs[key] for key in keys), b""]))
    return count


def compile_po(path: Path, target: Path, report: Report, look: Look = bool) -> Counter[str]:
    """Compile a PO file to MO as msgfmt does; returns what messages had that MO does not keep."""
    file = po.load(path, report)
    lost: Counter[str] = Counter()
    for message in file.messages:
        if message.obsolete:
            report.add("skipped", "an obsolete message", message.line, message.msgid)
        elif not message.msgstr:
            report.add("skipped", "not translated", message.line, message.msgid)
        elif message.fuzzy:
            report.add("skipped", "a fuzzy message", message.line, message.msgid)
        else:
            report.created += 1
            report.line = message.line
            look(po.to_unit(message, "", file.language))
            if message.notes:
                lost["notes"] += 1
            if message.comments or message.places or message.flags or message.previous:
                lost["properties"] += 1
    report.require()
    write(target, file)
    return lost


def load(path: Path) -> Catalog:
    """The catalog in a MO file; raises ``FayiError`` where an offset or length points outside of it."""
    with open_binary(path) as handle:
        content = handle.read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise FayiError(f"larger than {MAX_TEXT >> 20} MB", path=path)
    order = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}.get(content[:4])
    if order is None or len(content) < 28:
        raise FayiError("not a MO file", path=path, hint="it has no MO number at the beginning")
    _, revision, count, originals, translations = struct.unpack_from(f"{order}5I", content)
    if revision >> 16 > 1 or max(originals, translations) + 8 * count > len(content):
        raise FayiError("a damaged MO file: its tables point outside of it", path=path)

    def texts(table: int) -> Iterator[str]:
        for length, offset in struct.iter_unpack(f"{order}2I", content[table : table + 8 * count]):
            if offset + length > len(content):
                raise FayiError("a damaged MO file: a text lies outside of it", path=path)
            try:
                yield content[offset : offset + length].decode(file.encoding)
            except UnicodeDecodeError as error:
                raise FayiError(f"a text is not valid {file.encoding}", path=path) from error

    file = Catalog()
    # The header is the translation of "", which sorts first.
    if count:
        length, offset = struct.unpack_from(f"{order}2I", content, translations)
        file.header = po.header_of(content[offset : offset + length].decode("utf-8", "replace"))
        file.encoding = po.checked_charset(file.header, path)
    for key, value in zip(texts(originals), texts(translations), strict=True):
        if not key:
            continue
        context, mark, msgid = key.rpartition("\4")
        msgid, _, plural = msgid.partition("\0")
        forms = tuple(value.split("\0"))
        file.messages.append(
            Message(msgid, forms[0], context if mark else "", plural=plural, plurals=forms if plural else ())
        )
    file.encoding = "utf-8"
    return file


def read(path: Path, report: Report, settings: Settings) -> Iterator[Unit]:
    """The messages as units."""
    file = load(path)
    for message in file.messages:
        report.read += 1
        report.created += 1
        yield po.to_unit(message, settings.source, file.language or settings.target)


def _write(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    write(path, po.from_units(units, settings))


FORMAT = Format(
    name="mo",
    extensions=(".mo",),
    description="compiled gettext catalog: programs",
    content="units",
    read=read,
    write=_write,
    keeps=("contexts", "plurals"),
    losses={
        "comments": "comments, places and flags are not compiled",
        "fuzzy": "fuzzy messages are left out",
        "codes": "inline codes are left out, the words stay",
    },
)
