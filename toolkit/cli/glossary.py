"""``fayi glossary``: check, count and prove the termbase, and find what it lacks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from toolkit.i18n import _

_DIRECTORY = click.option(
    "-g",
    "--glossary",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=_("The termbase; the built-in one by default."),
)
_TEXTS = click.option(
    "--texts", metavar="DIR", multiple=True, required=True, type=click.Path(path_type=Path),
    help=_("Official texts: *.txt with 第…条 articles or *.tsv; see docs/verify.md. May be repeated."),
)  # fmt: skip


@click.group(help=_("Check, count, prove and extend the termbase."))
def command() -> None:
    pass


@command.command(
    help=_("Check format, sorting, duplicates, contradictions and sources. Exit code 1 on findings.")
)
@_DIRECTORY
def check(glossary: Path | None) -> int:
    from toolkit import data
    from toolkit.curation.check import check as run

    place = glossary or data.directory("glossary")
    problems = run(place)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(_("{count} problems").format(count=len(problems)), err=True)
        return 2 if any(p.code in ("GL101", "GL102", "GL103") for p in problems) else 1
    click.echo(_("{directory}: no problems").format(directory=place))
    return 0


@command.command(help=_("Count concepts, forms, definitions and sources by subject field."))
@_DIRECTORY
def stats(glossary: Path | None) -> None:
    from toolkit import termbase
    from toolkit.curation.stats import FieldCount, count

    rows = count(termbase.load(glossary))
    _table(FieldCount._fields, [tuple(map(str, row)) for row in rows])


@command.command(
    help=_("Prove from official texts that each cited Chinese term stands verbatim in its article.")
)
@_DIRECTORY
@_TEXTS
@click.option("--all", "show_all", is_flag=True, help=_("List every failure, not the first 50."))
def verify(glossary: Path | None, texts: tuple[Path, ...], show_all: bool) -> int:
    from toolkit import termbase
    from toolkit.curation.texts import read_texts
    from toolkit.curation.verify import verify as run

    base = termbase.load(glossary)
    documents = read_texts(texts)
    proof = run(base, documents)
    for failure in proof.failures if show_all else proof.failures[:50]:
        click.echo(
            f"{failure.concept.field}.tsv:{failure.term.line}: {failure.term.text} {failure.citation}: {failure.reason}"
        )
    states = ("proved", "cited", "explained", "uncited")
    _table(
        ("field", *states, "concepts"),
        [
            (name, *(str(counts[s]) for s in states), str(sum(counts.values())))
            for name, counts in sorted(proof.by_field.items())
        ],
    )
    checked = proof.citations["proved"] + proof.citations["failed"]
    lines = [
        _("texts read: {n}").format(n=len(documents)),
        _("citations of Chinese terms checked: {n}, proved: {p} ({share:.2%})").format(
            n=checked, p=proof.citations["proved"], share=proof.citations["proved"] / max(1, checked)
        ),
        _("citations whose text is not at hand: {n}").format(n=proof.citations["text not at hand"]),
        _("basis articles that exist: {n}; basis not at hand: {m}").format(
            n=proof.citations["basis exists"], m=proof.citations["basis not at hand"]
        ),
        _(
            "concepts proved verbatim: {n} of {all} ({share:.1%}); cited, not machine-checked: {c}; reason in the note: {e}"
        ).format(
            n=proof.proved_concepts,
            all=proof.concepts,
            share=proof.proved_concepts / max(1, proof.concepts),
            c=proof.cited_concepts,
            e=proof.explained_concepts,
        ),
    ]
    for line in lines:
        click.echo(line)
    return 1 if proof.failures else 0


@command.command(
    help=_("List statute headings, defined terms and frequent words that the termbase does not have.")
)
@_DIRECTORY
@_TEXTS
@click.option("--frequent", default=60, show_default=True, help=_("How many frequent words to list."))
def coverage(glossary: Path | None, texts: tuple[Path, ...], frequent: int) -> None:
    from toolkit import termbase
    from toolkit.curation.coverage import coverage as run
    from toolkit.curation.texts import read_texts

    result = run(termbase.load(glossary), read_texts(texts), frequent)
    for title, missing in (
        (_("headings without a term"), result.missing_headings),
        (_("defined terms missing"), result.missing_defined),
        (_("frequent sequences missing"), result.missing_frequent),
    ):
        click.echo(f"# {title}")
        for word, count in missing.most_common(frequent if missing is result.missing_frequent else None):
            click.echo(f"{count}\t{word}")
    for title, (part, whole) in (
        (_("headings covered"), result.headings),
        (_("defined terms covered"), result.defined),
        (_("characters inside known terms"), result.characters),
    ):
        click.echo(f"{title}: {part:,} / {whole:,} ({part / max(1, whole):.1%})", err=True)


@command.command(
    help=_(
        "List the words that official texts use freely in several articles, for the mapping to suggest where no entry "
        "fits; writes the packed list that toolkit/mapping reads."
    )
)
@_TEXTS
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help=_("The list (.txt.gz)."),
)
def phrases(texts: tuple[Path, ...], output: Path) -> None:
    from toolkit.curation.phrases import mine
    from toolkit.curation.texts import read_texts
    from toolkit.mapping import attested
    from toolkit.mapping.lexicon import builtin

    documents = read_texts(texts)
    found = mine(documents, builtin())
    attested.write(output, found)
    click.echo(
        _("{output}: {n} from {texts} texts").format(output=output, n=len(found), texts=len(documents))
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with aligned columns on a terminal, TSV in a pipe."""
    if not sys.stdout.isatty():
        for row in (header, *rows):
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(header):
        table.add_column(
            name,
            justify="left" if index == 0 else "right",
            no_wrap=index == 0,
            min_width=20 if index == 0 else None,
        )
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)
