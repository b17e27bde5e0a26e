"""Keeps of each record the languages that the user named, the source first; what is left out is counted, never silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.formats import languages
from toolkit.formats.format import Settings
from toolkit.formats.model import Designation, Entry, Unit, Variant
from toolkit.formats.report import Report

LEFT_OUT = "texts in other languages"


def chosen(items: Iterable[Entry | Unit], settings: Settings, report: Report) -> Iterator[Entry | Unit]:
    """``items`` in ``settings.source`` and ``settings.targets`` only; a record with nothing in them is skipped with a word."""
    wanted = (settings.source, *settings.targets)
    for item in items:
        before: Sequence[Designation | Variant] = item.terms if isinstance(item, Entry) else item.variants
        ranked = sorted(
            (rank, n) for n, t in enumerate(before) if (rank := _rank(t.lang, wanted)) is not None
        )
        if out := len(before) - len(ranked):
            report.counts[LEFT_OUT] += out
        if not ranked:
            line = item.line if isinstance(item, Entry) else report.line
            report.add("skipped", f"nothing in {', '.join(wanted)}", line, item.id)
        elif isinstance(item, Entry):
            yield item._replace(
                terms=tuple(item.terms[n] for _place, n in ranked),
                definitions=tuple(d for d in item.definitions if not d[0] or _rank(d[0], wanted) is not None),
            )
        else:
            yield item._replace(variants=tuple(item.variants[n] for _place, n in ranked))


def _rank(lang: str, wanted: tuple[str, ...]) -> int | None:
    return next((n for n, code in enumerate(wanted) if languages.same(lang, code)), None)
