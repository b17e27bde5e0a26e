"""gettext PO: catalogs made, read as units and written from them; ``po_reader`` and ``po_writer`` have the text itself.

polib and Babel are not used: both take quadratic time for MO, and Babel merges equal msgids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit import __version__
from toolkit.errors import FayiError
from toolkit.formats import languages
from toolkit.formats.format import Change, Format, Look, Settings
from toolkit.formats.model import Note, Prop, Unit, Variant
from toolkit.formats.po_catalog import (
    PLURAL_FORMS,
    Catalog,
    Message,
    checked_charset,
    header_of,
    header_text,
    one_line,
    place_of,
)
from toolkit.formats.po_reader import load
from toolkit.formats.po_writer import escaped, text_of, write
from toolkit.formats.report import Report

__all__ = ["FORMAT", "PLURAL_FORMS", "Catalog", "Message", "catalog", "checked_charset", "header_of", "header_text", "load", "read",
           "text_of", "write", "write_mo"]  # fmt: skip


def catalog(locale: str, messages: Iterable[Message], project: str) -> Catalog:
    """A catalog for ``locale`` (``zh_CN`` …) with a deterministic header (no date of today).

    The header's language and plural forms are Babel's for the locale.
    """
    from babel import Locale, UnknownLocaleError
    from babel.messages.plurals import get_plural

    try:
        name, plural = Locale.parse(locale), get_plural(Locale.parse(locale)).plural_forms
        team = name.english_name or locale
    except (ValueError, UnknownLocaleError):
        team, plural = locale, "nplurals=1; plural=0"
    header = {
        "Project-Id-Version": " ".join(project.split()),
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": "2024-01-01 00:00+0000",
        "PO-Revision-Date": "2024-01-01 00:00+0000",
        "Last-Translator": f"Fayi {__version__}",
        "Language-Team": team,
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"{plural.rstrip('; ')};",
        "X-Generator": f"Fayi {__version__}",
    }
    return Catalog(header, list(messages))


def read(path: Path, report: Report, settings: Settings) -> Iterator[Unit]:
    """The translated messages as units; what PO has beyond a unit is kept in properties ``x-po-…``."""
    file = load(path, report)
    target = file.language or settings.target
    for message in file.messages:
        if message.obsolete:
            report.add("skipped", "an obsolete message", message.line, message.msgid)
        elif not message.msgstr:
            report.add("skipped", "not translated", message.line, message.msgid)
        else:
            report.created += 1
            report.line = message.line
            yield to_unit(message, settings.source, target)


def to_unit(message: Message, source: str, target: str) -> Unit:
    props = [Prop("x-po-flag", "fuzzy")] if message.fuzzy else []
    props += [Prop("x-po-flag", flag) for flag in message.flags]
    if message.context:
        props.append(Prop("x-context", message.context))
    props += [Prop("x-po-place", f"{name}:{line}" if line else name) for name, line in message.places]
    if message.plural:
        props.append(Prop("x-po-plural", message.plural))
        props += [Prop("x-po-form", form) for form in message.plurals]
    props += [Prop("x-po-previous", text) for text in message.previous]
    props += [Prop("x-po-comment", text) for text in message.comments]
    return Unit(
        (Variant(source, (message.msgid,)), Variant(target, (message.msgstr,))), "", {}, tuple(props),
        tuple(Note(note) for note in message.notes),
    )  # fmt: skip


def from_unit(unit: Unit, target: str) -> Message | None:
    """The message of a unit: its first variant and the one in ``target``; ``None`` where one is missing."""
    translation = unit.of(target) or (unit.variants[1] if len(unit.variants) > 1 else None)
    if translation is None or not unit.variants[0].text:
        return None
    props: dict[str, list[str]] = {}
    for prop in unit.props:
        props.setdefault(prop.type, []).append(prop.value)
    flags = props.get("x-po-flag", [])
    return Message(
        unit.variants[0].text, translation.text, props.get("x-context", [""])[0],
        tuple(props.get("x-po-comment", ())), tuple(place_of(p) for p in props.get("x-po-place", ())), "fuzzy" in flags,
        props.get("x-po-plural", [""])[0], tuple(props.get("x-po-form", ())), tuple(one_line(n.text) for n in unit.notes),
        tuple(f for f in flags if f != "fuzzy"), tuple(props.get("x-po-previous", ())),
    )  # fmt: skip


def from_units(units: Iterable[Unit], settings: Settings) -> Catalog:
    """A catalog of ``units``. A msgid with several translations gets the subject field or unit id as context."""
    groups: dict[tuple[str, str], list[tuple[Message, Unit]]] = {}
    for unit in units:
        if message := from_unit(unit, settings.target):
            groups.setdefault((message.msgid, message.context), []).append((message, unit))
    messages: list[Message] = []
    for same in groups.values():
        kept: dict[str, Message] = {}
        for message, unit in same:
            if any(message.msgstr == other.msgstr for other in kept.values()):
                continue
            context = message.context
            if len(same) > 1 and not context and kept:
                context = unit.prop("x-subject-field") or unit.id or str(len(kept) + 1)
            while context in kept:
                context += "+"
            kept[context] = message._replace(context=context)
        messages.extend(kept.values())
    if not messages:
        raise FayiError(
            f"nothing to write: no unit has text in {settings.source} and {settings.target}",
            hint="name the languages with --lang",
        )
    return catalog(languages.locale(settings.target), messages, settings.title)


def _write(path: Path, units: Iterable[Unit], settings: Settings) -> None:
    write(path, from_units(units, settings))


def _copy(path: Path, target: Path, report: Report, look: Look) -> None:
    """Read and write back, byte for byte."""
    file = load(path, report)
    for message in file.messages:
        report.line = message.line
        look(to_unit(message, "", file.language))
    report.created = len(file.messages)
    report.require()
    write(target, file)


def _edit(path: Path, target: Path, report: Report, change: Change) -> bool:
    """Only entries that change are written anew."""
    file = load(path, report)
    report.created = len(file.messages)
    report.require()
    file.messages = [_changed(message, change) for message in file.messages]
    write(target, file)
    return True


def _changed(message: Message, change: Change) -> Message:
    """``message`` with its texts changed; where they stand on one line each, in its old spelling too."""
    raw = message.raw

    def new(text: str) -> str:
        nonlocal raw
        made = change([text], message.line)[0] if text else text
        if made != text:
            old = f'"{escaped(text)}"'
            raw = raw.replace(old, f'"{escaped(made)}"') if old in raw else ""
        return made

    made = message._replace(
        msgid=new(message.msgid), msgstr=message.msgstr if message.plural else new(message.msgstr), plural=new(message.plural),
        plurals=tuple(map(new, message.plurals)), context=new(message.context),
    )  # fmt: skip
    return made._replace(msgstr=made.plurals[0] if made.plurals else made.msgstr, raw=raw)


def write_mo(path: Path, file: Catalog) -> None:
    """Compile to MO; fuzzy, obsolete and empty entries are left out."""
    from toolkit.formats import mo

    mo.write(path, file)


FORMAT = Format(
    name="po",
    extensions=(".po", ".pot"),
    description="gettext catalog: Weblate, Poedit, Pontoon, most CAT tools",
    content="units",
    read=read,
    write=_write,
    keeps=("properties", "notes", "contexts", "plurals"),
    losses={
        "codes": "inline codes are left out, the words stay",
        "other languages": "one language pair per file",
        "untranslated": "untranslated and obsolete messages go only from PO to PO",
    },
    copy=_copy,
    edit=_edit,
    judge="what msgfmt -c refuses",
)
