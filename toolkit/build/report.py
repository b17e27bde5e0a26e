"""``report.html``: the text with its terms marked, the glossary beside it, a summary and a chart.

One self-contained file: no request leaves the page. Everything from outside is escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from toolkit import __version__
from toolkit.build.entries import DEPRECATED, STATUSES, Entry, Form, TextGlossary
from toolkit.build.rows import Row, why
from toolkit.i18n import _, language, ngettext

_TEMPLATE = Path(__file__).with_name("report.html")
MAX_TEXT = 3_000_000
"""Characters of text shown; browsers become sluggish with more. The glossary is always whole."""


def status_name(status: str) -> str:
    """What a reader calls a status."""
    return {
        "standard": _("standard"),
        "admitted": _("admitted"),
        "deprecated": _("machine rendering"),
        "suggestion": _("suggestion"),
    }[status]


def render(glossary: TextGlossary, rows: Sequence[Row], title: str) -> str:
    """The whole page. ``rows`` are those of ``glossary.entries``, in the same order."""
    counts = glossary.by_status()
    places = sum(entry.count for entry in glossary.entries)
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(
        lang={"zh_CN": "zh-Hans", "zh_TW": "zh-Hant"}.get(language(), "en"),
        title=escape(title),
        subtitle=escape(
            ngettext("{count} text", "{count} texts", len(glossary.documents)).format(
                count=len(glossary.documents)
            )
            + " · "
            + _("{places} places where a term stands").format(places=f"{places:,}")
        ),
        tiles=_tiles(len(glossary.entries), counts),
        renderings=_renderings(glossary),
        chart=_chart(glossary, rows),
        text=_text(glossary),
        text_label=escape(_("Text")),
        glossary_label=escape(_("Glossary")),
        filter_label=escape(_("Filter: English, Chinese, field")),
        filters="".join(
            f'<button type="button" class="{s}" data-s="{s}" aria-pressed="true">{escape(status_name(s))}</button>'
            for s in STATUSES
            if counts[s]
        ),
        items="".join(_item(n, e, r) for n, (e, r) in enumerate(zip(glossary.entries, rows, strict=True))),
        footer=escape(
            _(
                "Made with Fayi {version}. The source of each Chinese term is cited; suggestions are not proved."
            ).format(version=__version__)
        ),
    )


def _tiles(concepts: int, counts: dict[str, int]) -> str:
    word = ngettext("concept", "concepts", concepts)
    cells = [f"<li><b>{concepts}</b><span>{escape(word)}</span></li>"]
    cells += [
        f'<li class="{status}"><b>{counts[status]}</b><span>{escape(status_name(status))}</span></li>'
        for status in STATUSES
    ]
    return "".join(cells)


def _renderings(glossary: TextGlossary) -> str:
    """The table of machine renderings found: what the reader came for."""
    found = [
        (form, entry) for entry in glossary.entries for form in entry.forms if form.status == DEPRECATED
    ]  # fmt: skip
    if not found:
        return ""
    head = "".join(f"<th scope=col>{escape(t)}</th>" for t in (_("Found"), _("Standard Chinese"), _("Write")))
    body = "".join(
        f'<tr><td>{escape(form.text)}</td><td class="zh" lang="zh-Hans">{escape(entry.chinese)}</td>'
        f"<td>{escape(entry.english)}</td></tr>"
        for form, entry in found
    )
    title = escape(_("Machine renderings in this text"))
    return f'<section class="renderings"><h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>'


def _chart(glossary: TextGlossary, rows: Sequence[Row]) -> str:
    """Concepts by subject field, each bar divided by status."""
    fields: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for entry, row in zip(glossary.entries, rows, strict=True):
        fields[row.field or _("composed")][entry.status] += 1
    if not fields:
        return ""
    most = max(sum(counts.values()) for counts in fields.values())
    bars = []
    for name, counts in sorted(fields.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        total = sum(counts.values())
        parts = "".join(
            f'<i class="{status}" style="width:{100 * counts[status] / most:.2f}%" title="{escape(status_name(status))}: {counts[status]}"></i>'
            for status in STATUSES
            if counts[status]
        )
        bars.append(
            f'<div class="bar"><span class="name">{escape(name)}</span><span class="track">{parts}</span>'
            f'<span class="n">{total}</span></div>'
        )
    legend = "".join(f'<span><i class="{s}"></i>{escape(status_name(s))}</span>' for s in STATUSES)
    title = escape(_("Concepts by subject field"))
    return (
        f'<section class="chart"><h2>{title}</h2>{"".join(bars)}<div class="legend">{legend}</div></section>'
    )


def _text(glossary: TextGlossary) -> str:
    marks: dict[tuple[int, int], list[tuple[int, int, int, int, str]]] = defaultdict(list)
    for number, entry in enumerate(glossary.entries):
        for index, form in enumerate(entry.forms):
            for place in form.places:
                marks[place.document, place.segment].append(
                    (place.start, place.end, number, index, form.status)
                )
    parts: list[str] = []
    shown = 0
    for d, document in enumerate(glossary.documents):
        if len(glossary.documents) > 1:
            parts.append(f"<h2>{escape(document.name)}</h2>")
        for s, segment in enumerate(document.segments):
            shown += len(segment.text)
            if shown > MAX_TEXT:
                rest = _("The text goes on; the glossary beside it is whole.")
                parts.append(f"<p><em>{escape(rest)}</em></p>")
                return "".join(parts)
            kind = ' class="furniture"' if segment.furniture else ""
            parts.append(f"<p{kind}>{_marked(segment.text, sorted(marks[d, s]))}</p>\n")
    return "".join(parts)


def _marked(text: str, marks: Sequence[tuple[int, int, int, int, str]]) -> str:
    parts = []
    position = 0
    for start, end, number, index, status in marks:
        if start < position:
            continue
        parts.append(escape(text[position:start]))
        parts.append(
            f'<mark class="{status}" data-e="{number}" data-f="{index}" tabindex="0">{escape(text[start:end])}</mark>'
        )
        position = end
    parts.append(escape(text[position:]))
    return "".join(parts)


def _item(number: int, entry: Entry, row: Row) -> str:
    forms = ", ".join(
        (f"<s>{escape(f.text)}</s>" if f.status == DEPRECATED else escape(f.text))
        + (f" ×{f.count}" if f.count > 1 else "")
        for f in entry.forms
    )
    search = " ".join((row.forms, row.chinese, row.preferred_english, row.field)).lower()
    templates = "".join(
        f'<template data-f="{index}">{_card(entry, form, row)}</template>'
        for index, form in enumerate(entry.forms)
    )
    return (
        f'<li id="e{number}" class="{entry.status}" tabindex="0" data-t="{escape(search)}">'
        f'<div class="zh" lang="zh-Hans">{escape(entry.chinese)}</div><div class="en">{escape(entry.english)}</div>'
        f'<div class="meta forms">{forms}</div><div class="meta">{escape(row.citation or row.field)}</div>{templates}</li>'
    )


def _card(entry: Entry, form: Form, row: Row) -> str:
    facts = [
        (_("Source"), row.citation),
        (_("Field"), row.field),
        (_("Why"), why(form)),
        (_("Confidence"), f"{form.confidence:.2f}"),
        (_("Meaning"), row.definition),
    ]
    listed = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts if v)
    return (
        f'<span class="tag">{escape(status_name(form.status))}</span>'
        f'<div class="zh" lang="zh-Hans">{escape(entry.chinese)}</div><div class="en">{escape(entry.english)}</div><dl>{listed}</dl>'
    )
