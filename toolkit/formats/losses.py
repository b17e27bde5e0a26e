"""What an entry or unit has that a format cannot hold: found before writing, reported, refused unless accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.formats import languages
from toolkit.formats.format import Format
from toolkit.formats.model import BASIS, KIND, Code, Entry, Unit, is_usable
from toolkit.model import Status

ENTRY_FEATURES = (
    "id", "several languages", "synonyms", "status", "part of speech", "term type", "definition", "context", "source",
    "note", "related", "subject", "basis", "kind", "search forms", "other categories",
)  # fmt: skip
# What ``convert.to_units`` puts into properties.
_AS_PROPERTIES = frozenset(("status", "part of speech", "definition", "source", "subject", "basis", "kind"))
UNIT_FEATURES = ("id", "attributes", "inline codes", "properties", "notes", "several languages")


def of_entry(entry: Entry) -> set[str]:
    """The features an entry uses."""
    found = set()
    terms = [t for t in entry.terms if t.status is not Status.LOOKUP]
    if entry.id:
        found.add("id")
    langs = [languages.canonical(t.lang) for t in terms if is_usable(t)]
    if len(set(langs)) > 2:
        found.add("several languages")
    if len(langs) > len(set(langs)):
        found.add("synonyms")
    if any(t.status in (Status.DEPRECATED, Status.ADMITTED) for t in terms):
        found.add("status")
    if len(terms) < len(entry.terms):
        found.add("search forms")
    for name, values in (
        ("part of speech", (t.pos for t in terms)), ("term type", (t.kind for t in terms)),
        ("context", (t.contexts for t in terms)), ("source", (t.source for t in terms)),
        ("note", (entry.note, *(t.note for t in terms))), ("definition", entry.definitions),
        ("related", entry.related), ("subject", (entry.subject,)),
    ):  # fmt: skip
        if any(values):
            found.add(name)
    for extra in (*entry.extras, *(e for t in entry.terms for e in t.extras)):
        found.add({KIND: "kind", BASIS: "basis"}.get(extra.name, "other categories"))
    return found


def of_unit(unit: Unit) -> set[str]:
    """The features a unit uses."""
    found = set()
    if unit.id:
        found.add("id")
    if unit.attributes or any(v.attributes for v in unit.variants):
        found.add("attributes")
    if unit.props or any(v.props for v in unit.variants):
        found.add("properties")
    if unit.notes or any(v.notes for v in unit.variants):
        found.add("notes")
    if len(unit.variants) > 2:
        found.add("several languages")
    if any(isinstance(run, Code) for v in unit.variants for run in v.runs):
        found.add("inline codes")
    return found


def guarded(
    items: Iterable[Entry | Unit], target: Format, path: Path, tally: Counter[str], accept: bool
) -> Iterator[Entry | Unit]:
    """``items`` with every loss counted in ``tally``; raises ``FayiError`` at the first unless ``accept``.

    Entries on their way into a format of units keep what units and their properties can say.
    """
    keeps = set(target.keeps)
    if target.content == "units":
        keeps |= {"synonyms"} | ({"note"} if "notes" in keeps else set())
        keeps |= _AS_PROPERTIES if "properties" in keeps else set()
    for item in items:
        lost = (of_entry(item) if isinstance(item, Entry) else of_unit(item)) - keeps
        if lost:
            if not accept:
                raise FayiError(
                    f"{target.name} cannot hold: {', '.join(sorted(lost))} (record {item.id or '?'})", path=path,
                    hint="accept the loss, or choose another format with fayi formats",
                )  # fmt: skip
            tally.update(lost)
        yield item
