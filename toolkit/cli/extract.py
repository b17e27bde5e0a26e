"""``fayi extract``: the term candidates of English texts, best first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.extract.known import Known
    from toolkit.model import Document


@click.command(
    help=_(
        "List the term candidates of English texts, best first. TEXT: files, directories, - for standard input."
    )
)
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["tsv", "json", "termbase"]), default="tsv", show_default=True
)
@click.option(
    "--forms", is_flag=True, help=_("One row per surface form as it stands in the text, lower-cased.")
)
@click.option(
    "--contexts", type=click.IntRange(0, 5), default=0, help=_("Lines of concordance below each candidate.")
)
@click.option(
    "--limit",
    "--top",
    type=click.IntRange(min=1),
    help=_("Print this many candidates, whatever they are worth."),
)
@click.option(
    "--min-score", "minimum_score", type=float, help=_("Print the candidates of this score or more.")
)
@click.option("--all", "complete", is_flag=True, help=_("Print every candidate, not only the likely ones."))
@click.option("--minimum-frequency", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--accepted", type=click.Path(path_type=Path), help=_("Terms already accepted, one per line."))
@click.option("--rejected", type=click.Path(path_type=Path), help=_("Terms already rejected, one per line."))
@click.option("--review", is_flag=True, help=_("Decide in the terminal: y accept, n reject, u undo, q quit."))
@click.option("--termbase/--no-termbase", "use_termbase", default=True, show_default=True,
              help=_("Mark the terms that the glossary has."))  # fmt: skip
@GLOSSARIES
def command(
    texts: tuple[str, ...],
    form: str,
    forms: bool,
    contexts: int,
    limit: int | None,
    minimum_score: float | None,
    complete: bool,
    minimum_frequency: int,
    accepted: Path | None,
    rejected: Path | None,
    review: bool,
    use_termbase: bool,
    glossaries: tuple[Path, ...],
) -> None:
    import gc

    from toolkit.extract.collect import Collection
    from toolkit.extract.output import as_json, forms_table, table, termbase_rows
    from toolkit.extract.pipeline import rank
    from toolkit.extract.review import read_terms

    # Millions of small objects without cycles: the collector would take a quarter of the time.
    gc.disable()
    click.get_current_context().call_on_close(gc.enable)
    collection = Collection()
    with progress(texts) as read:
        for document in read:
            for warning in document.warnings:
                click.echo(f"fayi: {document.name}: {warning}", err=True)
            if document.lang != "en":
                click.echo(f"fayi: {document.name}: " + _("a Chinese text, not searched"), err=True)
                continue
            collection.add(document)
    known = known_terms(glossaries, builtin=use_termbase) if use_termbase or glossaries else None
    if review:
        from toolkit.cli.reviewing import review as ask_reviewer

        if not sys.stdin.isatty():
            raise click.UsageError(_("--review asks at a terminal; use --accepted and --rejected in scripts"))
        files = accepted or Path("accepted.txt"), rejected or Path("rejected.txt")
        yes, no = ask_reviewer(collection, *files, known=known)
        click.echo(f"{files[0]}: {yes}\n{files[1]}: {no}", err=True)
        return
    decided = read_terms(accepted), read_terms(rejected)
    if form == "termbase" and decided[0]:
        wanted = {term.lower() for term in decided[0]}
        listed = rank(collection, known=known, complete=True)
        candidates = [c for c in listed if wanted & {c.term.lower(), *(f.text for f in c.forms)}]
    else:
        candidates = rank(
            collection, known=known, limit=limit, complete=complete, minimum_frequency=minimum_frequency,
            minimum_score=minimum_score, accepted=decided[0], rejected=decided[1],
        )  # fmt: skip
    if form == "json":
        click.echo(as_json(candidates))
        return
    if form == "termbase":
        rows = termbase_rows(candidates)
    else:
        rows = forms_table(candidates) if forms else table(candidates, contexts)
    sys.stdout.write("\n".join(rows) + "\n")


@contextmanager
def progress(texts: tuple[str, ...]) -> Iterator[Iterator[Document]]:
    """The documents, one at a time, with a progress bar if standard error is a terminal."""
    from toolkit.documents import find_texts, read_documents

    paths = find_texts(texts)
    if not sys.stderr.isatty():
        yield iter(read_documents(paths))
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield iter(bar.track(read_documents(paths), total=len(paths), description=_("reading")))


def known_terms(glossaries: tuple[Path, ...] = (), *, builtin: bool = True) -> Known:
    from toolkit import stacking
    from toolkit.extract.known import designations

    return designations(stacking.load(glossaries, builtin=builtin).concepts)
