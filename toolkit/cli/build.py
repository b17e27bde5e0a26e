"""``fayi build``: the main job."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.build.entries import TextGlossary
    from toolkit.model import Document


@click.command(
    help=_(
        "Recognise the legal terms of English TEXTs (txt, md, html, docx, a directory, - for standard input), map "
        "them to standard Chinese, and write glossary.xlsx, glossary.tsv, a gettext catalog, a TMX, a TBX and "
        "report.html."
    )
)
@click.argument("texts", nargs=-1, required=True)
@click.option("-o", "--output", default="out", show_default=True, metavar="DIR", help=_("Where to write."))
@click.option(
    "-t", "--target", metavar="TEXT", help=_("The Chinese counterpart; its aligned sentences join the TMX.")
)
@click.option("-n", "--name", help=_("Base name of the catalog, TMX and TBX; that of the text by default."))
@GLOSSARIES
@click.option(
    "--no-suggestions", is_flag=True, help=_("Only known terms: no new candidates, no suggestions.")
)
@click.option("--clean", is_flag=True, help=_("Drop control and bidi characters instead of refusing them."))
def command(
    texts: tuple[str, ...],
    output: str,
    target: str | None,
    name: str | None,
    glossaries: tuple[Path, ...],
    no_suggestions: bool,
    clean: bool,
) -> None:
    from toolkit import stacking
    from toolkit.build import outputs
    from toolkit.build.glossing import gloss
    from toolkit.build.suggesting import ExtractAndMap
    from toolkit.documents import find_texts, read_document
    from toolkit.errors import FayiError

    names = find_texts(texts)
    counterpart = read_document(target, clean=clean) if target else None
    if counterpart is not None and counterpart.lang != "zh":
        raise FayiError(
            "the counterpart is not a Chinese text", path=target, hint="-t takes the Chinese version"
        )
    base = stacking.load(glossaries)
    documents = []
    for text in names:
        document = read_document(text, clean=clean)
        if document.lang != "en":
            raise FayiError(
                "a Chinese text; fayi build reads English", path=text, hint="give it with --target"
            )
        for warning in document.warnings:
            click.echo(f"fayi: {text}: {warning}", err=True)
        documents.append(document)
    with _progress(documents) as progress:
        found = gloss(documents, base, None if no_suggestions else ExtractAndMap(base), progress)
    files = outputs.write_all(
        found, base, Path(output), outputs.file_name([name] if name else names), counterpart
    )
    _summary(found, files)


@contextmanager
def _progress(documents: list[Document]) -> Iterator[Callable[[float], None]]:
    """A bar on a terminal when there is enough to wait for; nothing in a pipe."""
    # Characters that take about a second on one core.
    enough = sum(len(s.text) for d in documents for s in d.segments) > 100_000
    if not enough or not sys.stderr.isatty():
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Reading and mapping"), total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _summary(found: TextGlossary, files: list[Path]) -> None:
    from rich.console import Console
    from rich.table import Table

    from toolkit.build.report import status_name

    console = Console(highlight=False)
    counts = found.by_status()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for status in counts:
        table.add_column(status_name(status), justify="right")
    table.add_column(_("concepts"), justify="right")
    table.add_column(_("new candidates"), justify="right")
    table.add_row(*(str(n) for n in counts.values()), str(len(found.entries)), str(len(found.candidates)))
    console.print(table)
    renderings = [(f, e) for e in found.entries for f in e.forms if f.status == "deprecated"]
    if renderings:
        console.print()
        listing = Table(box=None, pad_edge=False, header_style="bold")
        listing.add_column(_("machine rendering"), ratio=5, overflow="fold")
        listing.add_column(_("standard Chinese"), ratio=3, overflow="fold")
        listing.add_column(_("write"), ratio=5, overflow="fold")
        for form, entry in renderings:
            listing.add_row(form.text, entry.chinese, entry.english)
        console.print(listing)
    console.print()
    for path in files:
        click.echo(path)
