"""``fayi lookup``: consult the termbase in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.model import Term
    from toolkit.search import Hit, Searcher
    from toolkit.termbase import Termbase

COLUMNS = ("chinese", "english", "status", "matched", "why", "source", "field", "concept")


@click.command(
    help=_(
        "Look up QUERY in English (any inflection), Simplified or Traditional Chinese, pinyin with or without "
        "tones, or initials; * stands for any characters, field: status: source: region: filter. A table on a "
        "terminal, TSV in a pipe. Without QUERY: type and see the hits live."
    )
)
@click.argument("query", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help=_("Whole concepts as JSON."))
@click.option(
    "-l", "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help=_("Hits at most.")
)
@GLOSSARIES
def command(query: tuple[str, ...], as_json: bool, limit: int, glossaries: tuple[Path, ...]) -> int:
    import gc

    # The collector would run a hundred times over a termbase that lives until the process ends anyway:
    # half of the time of a lookup.
    gc.disable()
    base, searcher = _opened(glossaries)
    text = " ".join(query)
    if not text.strip() and not as_json:
        from toolkit.cli import terminal

        terminal.run(base, searcher)
        return 0
    hits = searcher.search(text, limit)
    near = [] if hits else searcher.nearest(text)
    if as_json:
        import json

        from toolkit.consult import answer

        click.echo(json.dumps(answer(text, hits, near, base.sources), ensure_ascii=False, indent=2))
    elif not sys.stdout.isatty():
        click.echo("\t".join(COLUMNS))
        for hit in hits:
            click.echo("\t".join(_row(hit)))
    elif hits:
        _show(hits, base)
    if not hits and not as_json:
        _not_found(text, near)
    return 0 if hits else 1


def _opened(glossaries: Sequence[Path]) -> tuple[Termbase, Searcher]:
    if glossaries:
        from toolkit import stacking
        from toolkit.search import Searcher

        base = stacking.load(glossaries)
        return base, Searcher(base)
    from toolkit.search import store

    return store.load()


def _row(hit: Hit) -> tuple[str, ...]:
    concept = hit.concept
    term = _chinese(hit)
    source = term.source if term and term.source else concept.basis
    return (
        concept.zh,
        concept.en,
        hit.term.status.value,
        hit.term.text,
        hit.why,
        source,
        concept.field,
        concept.id,
    )


def _chinese(hit: Hit) -> Term | None:
    from toolkit.model import ZH

    return hit.concept.preferred(ZH)


def _show(hits: list[Hit], base: Termbase) -> None:
    """The first hit in full when it is exact, the others as a table."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    first = hits[0]
    if first.why == "exact":
        show_entry(console, first, base)
        hits = hits[1:]
        if not hits:
            return
        console.print()
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    table.add_column(_("Chinese"), ratio=4, overflow="fold")
    table.add_column(_("English"), ratio=6, overflow="fold")
    table.add_column(_("found by"), ratio=5, overflow="fold", style="dim")
    for hit in hits:
        matched = "" if hit.term.text in (hit.concept.zh, hit.concept.en) else f": {hit.term.text}"
        table.add_row(hit.concept.zh, hit.concept.en, f"{why_name(hit.why)}{matched}")
    console.print(table)


def why_name(why: str) -> str:
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
        "contained": _("part of the query"),
        "sound": _("same sound"),
        "fuzzy": _("similar"),
        "filter": _("filter"),
    }[why]


def show_entry(console: Any, hit: Hit, base: Termbase) -> None:
    """A whole entry on a rich console; the form that the query matched is pointed at."""
    from rich.markup import escape

    from toolkit import pinyin
    from toolkit.citations import readable_all
    from toolkit.model import EN, ZH, Status, parse_citations

    concept = hit.concept
    console.print(f"[bold]{escape(concept.zh)}[/]  [dim]{pinyin.marked(concept.zh)}[/]")
    console.print(f"[bold green]{escape(concept.en)}[/]")
    for name, status in ((_("also"), Status.ADMITTED), (_("search forms"), Status.LOOKUP)):
        terms = [t.text for lang in (EN, ZH) for t in concept.of(lang, status)]
        if terms:
            console.print(f"[dim]{name}:[/] {escape('; '.join(terms))}")
    for lang, name in (
        ("zh-Hant-HK", _("Hong Kong")),
        ("zh-Hant-TW", _("Taiwan")),
        ("zh-Hant-MO", _("Macao")),
    ):
        if terms := [t.text for t in concept.of(lang)]:
            console.print(f"[dim]{name}:[/] {escape('; '.join(terms))}")
    for term in [t for lang in (EN, ZH) for t in concept.of(lang, Status.DEPRECATED)]:
        mark = "→ " if term == hit.term else ""
        console.print(f"[dim]{_('avoid')}:[/] {mark}[red]{escape(term.text)}[/] [dim]{escape(term.note)}[/]")
    if concept.definition:
        console.print(escape(concept.definition))
    standard = concept.preferred(ZH)
    source = readable_all(standard.citations, base.sources) if standard else ""
    if source:
        console.print(f"[dim]{_('source')}:[/] {escape(source)}")
    elif standard and standard.note:
        console.print(f"[dim]{_('no source')}:[/] {escape(standard.note)}")
    if concept.basis:
        console.print(
            f"[dim]{_('basis')}:[/] {escape(readable_all(parse_citations(concept.basis), base.sources))}"
        )
    if concept.related:
        names = [f"{other.zh} {other.en}" for r in concept.related if (other := base.find(r))]
        console.print(f"[dim]{_('compare')}:[/] {escape('; '.join(names))}")


def _not_found(text: str, near: list[Hit]) -> None:
    click.echo(_("not in the glossary: {query}").format(query=text), err=True)
    if near:
        listed = "; ".join(
            f"{h.concept.zh} {h.term.text if h.term.lang == 'en' else h.concept.en}" for h in near
        )
        click.echo(_("nearest: {terms}").format(terms=listed), err=True)
