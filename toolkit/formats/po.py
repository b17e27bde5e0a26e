"""gettext catalogs, written with polib; the header fields come from Babel."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import polib

from toolkit import __version__


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


def catalog(locale: str, messages: Iterable[Message], project: str) -> polib.POFile:
    """A catalog for ``locale`` (``zh_CN`` …) with a deterministic header (no date of today).

    The header's language and plural forms are Babel's for the locale.
    """
    from babel import Locale
    from babel.messages.plurals import get_plural

    plural = get_plural(Locale.parse(locale))
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": "2024-01-01 00:00+0000",
        "PO-Revision-Date": "2024-01-01 00:00+0000",
        "Last-Translator": f"Fayi {__version__}",
        "Language-Team": Locale.parse(locale).english_name or locale,
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural.plural_forms,
        "X-Generator": f"Fayi {__version__}",
    }
    for message in messages:
        file.append(
            polib.POEntry(
                msgid=message.msgid,
                msgstr=message.msgstr,
                msgctxt=message.context or None,
                comment="\n".join(_line(text) for text in message.comments),
                occurrences=[(name.replace(" ", "_"), line) for name, line in message.places],
                flags=["fuzzy"] if message.fuzzy else [],
            )
        )
    return file


def write(path: Path, file: polib.POFile) -> None:
    path.write_text(f"{file}\n", encoding="utf-8", newline="\n")


def write_mo(path: Path, file: polib.POFile) -> None:
    """Compile to MO; fuzzy and empty entries are left out."""
    path.write_bytes(file.to_binary())


def _line(text: str) -> str:
    # polib splits comments at every kind of line end; a stray one would lose text.
    return " ".join(text.split())
