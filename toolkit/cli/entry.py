"""A dictionary entry on the terminal, and the names of the reasons of a hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.markup import escape

from toolkit import pinyin
from toolkit.citations import readable_all
from toolkit.i18n import _, language
from toolkit.model import EN, HK, MO, TW, ZH, Concept, Status, Term, parse_citations

if TYPE_CHECKING:
    from toolkit.termbase import Termbase


def why_name(why: str) -> str:
    """A reason (``Hit.why``) in the language of the interface."""
    return {
        "exact": _("exact"),
        "prefix": _("beginning"),
        "words": _("words"),
        "substring": _("part"),
        "pinyin": _("pinyin"),
        "initials": _("initials"),
        "wildcard": _("pattern"),
        "inflected": _("inflected"),
        "derived": _("related word"),
        "contained": _("in the query"),
        "sound": _("same sound"),
        "fuzzy": _("similar"),
        "filter": _("filter"),
    }[why]


def show_entry(console: Any, concept: Concept, base: Termbase, matched: Term | None = None) -> None:
    """A whole entry on a rich console; the form to avoid that the query matched is pointed at."""
    console.print(f"[bold]{escape(concept.zh)}[/]  [dim]{pinyin.marked(concept.zh)}[/]")
    about = " · ".join(filter(None, (_field(concept, base), _(concept.kind) if concept.kind else "")))
    console.print(f"[bold green]{escape(concept.en)}[/]  [dim]{escape(about)}[/]")
    for name, status in ((_("also"), Status.ADMITTED), (_("search forms"), Status.LOOKUP)):
        _line(console, name, [t.text for lang in (EN, ZH) for t in concept.of(lang, status)])
    for name, lang in ((_("Hong Kong"), HK), (_("Taiwan"), TW), (_("Macao"), MO)):
        _line(console, name, [t.text for t in concept.of(lang)])
    for term in [t for lang in (EN, ZH) for t in concept.of(lang, Status.DEPRECATED)]:
        mark = "→ " if term == matched else ""
        console.print(
            "[dim]" + _("avoid") + f":[/] {mark}[red]{escape(term.text)}[/] [dim]{escape(_reason(term))}[/]"
        )
    if concept.definition:
        console.print(escape(concept.definition))
    standard = concept.preferred(ZH)
    source = readable_all(standard.citations, base.sources) if standard else ""
    if source:
        _line(console, _("source"), [source])
    elif standard and standard.note:
        _line(console, _("no source"), [standard.note])
    if concept.basis:
        _line(console, _("basis"), [readable_all(parse_citations(concept.basis), base.sources)])
    _line(
        console,
        _("compare"),
        [f"{other.zh} {other.en}" for id in concept.related if (other := base.find(id))],
    )


def _line(console: Any, name: str, texts: list[str]) -> None:
    if texts:
        console.print(f"[dim]{name}:[/] {escape('; '.join(texts))}")


def _field(concept: Concept, base: Termbase) -> str:
    names = base.domains.get(concept.field, {})
    return names.get("zh" if language().startswith("zh") else "en", concept.field)


def _reason(term: Term) -> str:
    """Why a form is wrong: the kind that begins its note in words, then the rest of the note."""
    kind, _colon, detail = term.note.partition(":")
    name = {
        "mt": _("machine rendering"),
        "literal": _("word for word"),
        "dated": _("dated"),
        "news": _("news English, misleading"),
    }.get(kind)
    if name is None:
        return term.note
    return f"{name}: {detail.strip()}" if detail.strip() else name
