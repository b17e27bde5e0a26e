"""``fayi map``: bring English phrases home to the standard Chinese term."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.mapping import Mapping
    from toolkit.termbase import Termbase


WORTH_READING = 0.05
"""Confidence below which a runner-up is only named: a reader has nothing to weigh."""


@click.command(
    help=_(
        "Map PHRASE, any English rendering of a Chinese legal term, to the standard Chinese; or every line of a FILE. "
        "Exit code 1 when nothing is good enough to say."
    )
)
@click.argument("phrase", nargs=-1)
@click.option("-f", "--file", metavar="FILE", help=_("Map each line of FILE (- for standard input)."))
@click.option("-e", "--explain", is_flag=True, help=_("Show the steps that led to each candidate."))
@click.option(
    "-c",
    "--context",
    default="",
    metavar="SENTENCE",
    help=_("The sentence around the phrase; decides between readings."),
)
@click.option("--format", "layout", type=click.Choice(["text", "tsv", "json"]), help=_("tsv: phrase, candidates joined by |, confidence of the best. Default: text on a terminal, else tsv."))  # fmt: skip
@click.option(
    "-l", "--limit", type=click.IntRange(1, 20), default=5, show_default=True, help=_("Candidates at most.")
)
@click.option(
    "--compose",
    is_flag=True,
    help=_("For phrases that map to nothing, also guess from known parts (suggestions)."),
)
@click.option(
    "--learned", metavar="FILE", type=click.Path(path_type=Path), help=_("Accepted pairs of fayi learn.")
)
@GLOSSARIES
def command(
    phrase: tuple[str, ...],
    file: str | None,
    explain: bool,
    context: str,
    layout: str | None,
    limit: int,
    compose: bool,
    learned: Path | None,
    glossaries: tuple[Path, ...],
) -> int:
    from toolkit import stacking
    from toolkit.mapping import Mapper

    if bool(phrase) == bool(file):
        raise click.UsageError(_("give either a PHRASE or --file"))
    if phrase:
        import gc

        # One answer and the process ends: the collector would go through the termbase for nothing, a third of the time.
        gc.disable()
    layout = layout or ("text" if explain or (phrase and sys.stdout.isatty()) else "tsv")
    base = stacking.load(glossaries)
    pairs = []
    if learned:
        from toolkit.mapping.learning import read_reviewed

        pairs = read_reviewed(learned)
    mapper = Mapper(base.concepts, learned=pairs)
    answered = False
    for text in _lines(file) if file else [" ".join(phrase)]:
        mappings = mapper.map(text, context, limit)
        if compose and not mappings and (guess := mapper.compose(text)):
            mappings = [guess]
        answered = answered or bool(mappings)
        if layout == "tsv":
            confidence = f"{mappings[0].confidence:.2f}" if mappings else ""
            click.echo(f"{text}\t{'|'.join(m.chinese for m in mappings)}\t{confidence}")
        elif layout == "json":
            import json

            row = {"phrase": text, "candidates": [as_dict(m, base) for m in mappings]}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            _show(text, mappings, explain, base)
    return 0 if answered or file else 1


def _lines(file: str) -> Iterator[str]:
    """The lines of ``file`` that are not blank, tabs and outer blanks removed."""
    from toolkit.documents import decode
    from toolkit.errors import FayiError

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror}", path=file) from error
    text, encoding = decode(data, file)
    if encoding != "UTF-8":
        click.echo(f"fayi: {file}: read as {encoding}", err=True)
    for line in text.splitlines():
        if phrase := " ".join(line.split()):
            yield phrase


def as_dict(mapping: Mapping, base: Termbase) -> dict[str, Any]:
    """A mapping for JSON."""
    concept = mapping.concept
    return {
        "chinese": mapping.chinese,
        "english": mapping.english,
        "confidence": round(mapping.confidence, 3),
        "grade": mapping.grade.value,
        "concept": concept.id if concept else None,
        "source": _source(mapping),
        "steps": [{"name": step.name, "detail": step.detail} for step in mapping.steps],
    }


def _source(mapping: Mapping) -> str:
    from toolkit.model import ZH

    concept = mapping.concept
    term = concept.preferred(ZH) if concept else None
    return term.source or concept.basis if term and concept else ""


def _show(text: str, mappings: list[Mapping], explain: bool, base: Termbase) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    if not mappings:
        click.echo(_("not in the glossary: {query}").format(query=text), err=True)
        return
    best, *others = mappings
    shown = [best, *(m for m in others if m.confidence >= WORTH_READING)]
    for mapping in shown:
        style = "bold" if mapping is best else "dim"
        console.print(
            f"[{style}]{escape(mapping.chinese)}[/]  {escape(mapping.english)}  "
            f"[dim]{grade_name(mapping.grade.value)} {mapping.confidence:.2f}[/]"
        )
        if explain:
            for step in mapping.steps:
                console.print(f"  [cyan]{escape(step.name)}[/]: {escape(step.detail)}")
            if mapping is best and (source := _readable_source(mapping, base)):
                console.print("  [cyan]" + _("source") + f"[/]: {escape(source)}")
    if rest := "; ".join(m.chinese for m in others if m not in shown):
        console.print("[dim]" + _("far behind") + f": {escape(rest)}[/]")


def _readable_source(mapping: Mapping, base: Termbase) -> str:
    from toolkit.citations import readable_all
    from toolkit.model import parse_citations

    return readable_all(parse_citations(_source(mapping)), base.sources)


def grade_name(grade: str) -> str:
    return {
        "exact": _("exact"),
        "variant": _("variant"),
        "likely": _("likely"),
        "suggestion": _("suggestion"),
    }[grade]
