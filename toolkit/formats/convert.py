"""Goes from one format to another: reads, repairs, changes units into entries or back, writes, and says what was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import languages, leftovers, losses, mojibake, registry
from toolkit.formats.format import Change, Format, Settings
from toolkit.formats.headings import status_of
from toolkit.formats.model import BASIS, KIND, Designation, Entry, Extra, Note, Prop, Run, Unit, Variant
from toolkit.formats.pairs import pairs
from toolkit.formats.report import Report
from toolkit.formats.selection import chosen

# Their files have more than records hold; not so the glossary read from one.
_LEAVING = frozenset(("xliff", "xliff2", "xliff2.1"))


@dataclass
class Outcome:
    """What a conversion did."""

    report: Report
    written: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    """Feature → records that had it and lose it."""


def read_items(
    path: Path, source: Format, settings: Settings, report: Report, repair: bool = False
) -> Iterator[Entry | Unit]:
    """The records of ``path``; garbled Chinese is counted, and mended with ``repair``."""
    assert source.read is not None
    for item in source.read(path, report, settings):
        yield (
            checked_entry(item, report, repair)
            if isinstance(item, Entry)
            else checked_unit(item, report, repair)
        )


def checked_entry(entry: Entry, report: Report, repair: bool) -> Entry:
    if not any(mojibake.is_garbled(t.text) for t in entry.terms):
        return entry
    first = next(t.text for t in entry.terms if mojibake.is_garbled(t.text))
    if not repair:
        report.add("garbled", "GBK read as Latin-1; mend it with --repair", entry.line, first)
        return entry
    report.add("repaired", "GBK read as Latin-1", entry.line, first)
    return entry._replace(
        terms=tuple(t._replace(text=mojibake.mend(t.text), note=mojibake.mend(t.note)) for t in entry.terms)
    )


def checked_unit(unit: Unit, report: Report, repair: bool) -> Unit:
    if all(v.text.isascii() or not mojibake.is_garbled(v.text) for v in unit.variants):
        return unit
    first = next(v.text for v in unit.variants if mojibake.is_garbled(v.text))
    where = "" if report.line else f" in unit {unit.id or report.read}"
    if not repair:
        report.add("garbled", f"GBK read as Latin-1{where}; mend it with --repair", report.line, first)
        return unit
    report.add("repaired", f"GBK read as Latin-1{where}", report.line, first)
    return unit._replace(variants=tuple(v._replace(runs=_mended(v)) for v in unit.variants))


def _mending(report: Report) -> Change:
    def change(pieces: Sequence[str], line: int) -> Sequence[str]:
        if not mojibake.is_garbled("".join(pieces)):
            return pieces
        report.add("repaired", "GBK read as Latin-1", line, pieces[0])
        return [mojibake.mend(piece) for piece in pieces]

    return change


def _mended(variant: Variant) -> tuple[Run, ...]:
    if not mojibake.is_garbled(variant.text):
        return variant.runs
    return tuple(mojibake.mend(run) if isinstance(run, str) else run for run in variant.runs)


def convert(
    path: Path,
    source: Format,
    output: Path,
    target: Format,
    settings: Settings,
    *,
    repair: bool = False,
    accept: bool = True,
) -> Outcome:
    """Write what ``path`` has to ``output``; raises ``FayiError`` when nothing came out, or, unless ``accept``,
    at the first thing that ``target`` cannot hold."""
    report = Report(str(path))
    outcome = Outcome(report)
    plain = not (settings.given or settings.encoding or settings.glossary)

    def look(unit: Unit) -> None:
        checked_unit(unit, report, repair=False)

    if source is target and target.copy is not None and plain and not repair:
        target.copy(path, output, report, look)
        outcome.written = report.created
        report.require()
        return outcome
    if source is target and repair and target.edit is not None and plain:
        if target.edit(path, output, report, _mending(report)):
            outcome.written = report.created
            return outcome
        report = outcome.report = Report(str(path))
    if source.name == "po" and target.name == "mo" and accept and not (repair or settings.given):
        from toolkit.formats import mo

        outcome.lost = mo.compile_po(path, output, report, look)
        outcome.written = report.created
        return outcome
    count_leftovers(path, source, outcome, accept)
    if source.name == "tmx" and target.name == "tmx":
        from toolkit.formats import tmx

        document = tmx.document(path, report)
        settings = replace(settings, header=document.header)
        items: Iterable[Entry | Unit] = (checked_unit(unit, report, repair) for unit in document)
    else:
        items = read_items(path, source, settings, report, repair)
    if settings.given:
        items = chosen(items, settings, report)
    elif source.content == "units":
        items, settings = with_languages(items, settings)
    if source.content == "units" and target.content == "entries":
        items = to_entries(items, report)
    write(output, items, target, settings, outcome, accept)
    return outcome


def count_leftovers(path: Path, source: Format, outcome: Outcome, accept: bool = True) -> None:
    """Add to ``outcome.lost`` what ``path`` has beyond records; raises ``FayiError`` where that may not be lost."""
    if source.name in _LEAVING or source.name.startswith("tbx"):
        outcome.lost += leftovers.counted(path, source.name)
        if outcome.lost and not accept:
            raise FayiError(
                f"not carried: {', '.join(sorted(outcome.lost))}",
                path=path,
                hint="accept the loss: leave out --strict",
            )


def with_languages(
    items: Iterable[Entry | Unit], settings: Settings
) -> tuple[Iterable[Entry | Unit], Settings]:
    """The languages of the first unit, where the user named none."""
    iterator = iter(items)
    first = next(iterator, None)
    if first is None:
        return (), settings
    if isinstance(first, Unit) and len(first.variants) > 1:
        langs = [v.lang if languages.is_code(v.lang) else "und" for v in first.variants]
        settings = replace(settings, source=langs[0], targets=tuple(langs[1:]), given=True)
    return chain([first], iterator), settings


def write(
    output: Path,
    items: Iterable[Entry | Unit],
    target: Format,
    settings: Settings,
    outcome: Outcome,
    accept: bool = True,
) -> None:
    """Write ``items``, entries as units where the format carries those; raises ``FayiError`` before ``output`` is touched when nothing was read."""
    assert target.write is not None
    iterator = iter(items)
    first = next(iterator, None)
    if first is None:
        outcome.report.require()
        raise FayiError("nothing to write", path=output)

    def counted() -> Iterator[Entry | Unit]:
        checked = losses.guarded(chain([first], iterator), target, output, outcome.lost, accept)
        for item in (
            to_units(checked, settings) if isinstance(first, Entry) and target.content == "units" else checked
        ):
            outcome.written += 1
            yield item
        if not outcome.written:
            # Raised inside the writer: what stood at the output stays.
            raise nothing(output, settings)

    target.write(output, counted(), settings)
    outcome.report.require()


def nothing(output: Path, settings: Settings) -> FayiError:
    """The error for records of which none has what the format needs."""
    return FayiError(
        f"nothing to write: no record has text in {settings.source} and {settings.target}",
        path=output,
        hint="name the languages with --lang",
    )


def to_units(items: Iterable[Entry | Unit], settings: Settings) -> Iterator[Unit]:
    """A unit for each source term of each entry with the best target term; several entries may share a term.

    Each has an id of its own, also where several rows of a table share the id of their concept.
    """
    numbers: Counter[str] = Counter()
    for entry in items:
        assert isinstance(entry, Entry)
        for pair in pairs([entry], settings.source, settings.target):
            numbers[entry.id] += 1
            number, term, other = numbers[entry.id], pair.source, pair.target
            props = [("x-concept", entry.id), ("x-status", term.status.value if term.status else ""), ("x-source", other.source or term.source),
                     ("x-subject-field", entry.subject), ("x-pos", term.pos), ("x-definition", entry.definition),
                     ("x-kind", entry.extra(KIND)), ("x-basis", entry.extra(BASIS))]  # fmt: skip
            more = tuple(
                Variant(languages.short(t.lang), (t.text,))
                for lang in settings.targets[1:]
                for t in entry.of(lang)[:1]
            )
            notes = tuple(Note(text) for text in (term.note, entry.note) if text)
            yield Unit(
                (Variant(languages.short(term.lang), (term.text,)), Variant(languages.short(other.lang), (other.text,)), *more),
                f"{entry.id}.{number}" if entry.id and number > 1 else entry.id, {},
                tuple(Prop(kind, value) for kind, value in props if value), notes,
            )  # fmt: skip


def to_entries(items: Iterable[Entry | Unit], report: Report) -> Iterator[Entry]:
    """An entry for each unit; units of one concept (property ``x-concept``) that follow each other are joined."""
    pending: Entry | None = None
    for unit in items:
        assert isinstance(unit, Unit)
        entry = _entry(unit)
        if pending is not None and entry.id and entry.id == pending.id and unit.prop("x-concept"):
            known = {(t.lang, t.text) for t in pending.terms}
            pending = pending._replace(
                terms=pending.terms + tuple(t for t in entry.terms if (t.lang, t.text) not in known)
            )
            report.counts["merged"] += 1
            continue
        if pending is not None:
            yield pending
        pending = entry
    if pending is not None:
        yield pending


def _entry(unit: Unit) -> Entry:
    status = status_of(unit.prop("x-status"))
    source = unit.prop("x-source")
    terms = tuple(
        Designation(
            v.text, v.lang, status if n == 0 else None, unit.prop("x-pos"), source=source if n == 1 else ""
        )
        for n, v in enumerate(unit.variants)
        if v.text.strip()
    )
    extras = tuple(Extra("admin", name, unit.prop(name)) for name in (KIND, BASIS) if unit.prop(name))
    definition = unit.prop("x-definition")
    return Entry(
        unit.prop("x-concept") or unit.id, terms, unit.prop("x-subject-field") or unit.prop("x-context"),
        (("", definition),) if definition else (), "\n".join(n.text for n in unit.notes), (), extras,
    )  # fmt: skip


def settings_for(lang: str, **more: object) -> Settings:
    """Settings from ``--lang en,zh-CN`` (source, then targets; ``:`` and ``/`` divide too)."""
    codes = [code for code in lang.replace(":", ",").replace("/", ",").replace(" ", "").split(",") if code]
    for code in codes:
        if not languages.is_code(code):
            raise FayiError("not a language code", found=code, allowed="BCP 47: en, zh-CN, zh-Hant-HK …")
    if not codes:
        return Settings(**more)  # type: ignore[arg-type]
    targets = tuple(codes[1:]) or (("en",) if codes[0].startswith("zh") else ("zh-CN",))
    return Settings(codes[0], targets, given=True, **more)  # type: ignore[arg-type]


def find(path: Path, name: str = "") -> Format:
    """The format of an input; see ``registry.for_input``."""
    return registry.for_input(path, name)
