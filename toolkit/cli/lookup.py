"""``fayi lookup``: consult the termbase in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.model import Term
    from toolkit.search import Hit, Searcher
    from toolkit.termbase import Termbase

COLUMNS = ("chinese", "english", "status", "matched", "why", "source", "field", "concept")


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The filters and their values, for the shell."""
    from toolkit.search import store
    from toolkit.search.query import REGIONS

    name, colon, value = incomplete.partition(":")
    if not colon:
        return [f"{name}:" for name in ("field", "status", "source", "region") if name.startswith(incomplete)]
    base, _searcher = store.load()
    values = {
        "field": list(base.domains),
        "status": ["preferred", "admitted", "deprecated", "lookup"],
        "source": list(base.sources),
        "region": [region for region in REGIONS if region.isascii()],
    }.get(name, [])
    return [f"{name}:{one}" for one in values if one.startswith(value)]


@click.command(
    help=_(
        "Look up QUERY in English (any inflection), Simplified or Traditional Chinese, pinyin with or without "
        "tones, or initials; * stands for any characters, field: status: source: region: filter. A table on a "
        "terminal, TSV in a pipe. Without QUERY: type and see the hits live."
    )
)
@click.argument("query", nargs=-1, shell_complete=_complete)
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
    from rich.text import Text

    from toolkit.cli.entry import show_entry, why_name
    from toolkit.model import Status

    console = Console(highlight=False)
    first = hits[0]
    if first.why == "exact":
        show_entry(console, first.concept, base, first.term)
        hits = hits[1:]
        if not hits:
            return
        console.print()
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    table.add_column(_("Chinese"), ratio=4, overflow="fold")
    table.add_column(_("English"), ratio=6, overflow="fold")
    table.add_column(_("found by"), ratio=5, overflow="fold", style="dim")
    for hit in hits:
        why = Text(why_name(hit.why))
        if hit.term.text not in (hit.concept.zh, hit.concept.en):
            why.append(": ").append(
                hit.term.text, "red strike" if hit.term.status is Status.DEPRECATED else ""
            )
        table.add_row(Text(hit.concept.zh), Text(hit.concept.en), why)
    console.print(table)


def _not_found(text: str, near: list[Hit]) -> None:
    click.echo(_("not in the glossary: {query}").format(query=text), err=True)
    if near:
        listed = "; ".join(
            f"{h.concept.zh} {h.term.text if h.term.lang == 'en' else h.concept.en}" for h in near
        )
        click.echo(_("nearest: {terms}").format(terms=listed), err=True)
