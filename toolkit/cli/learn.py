"""``fayi learn``: word links and term pairs from a translation memory, for review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from toolkit.i18n import _


@click.command(
    help=_(
        "Learn English–Chinese pairs from the aligned segments of translation memories (TMX): association scores "
        "as TSV, surest first, with an empty column to accept them in. Nothing enters the glossary by itself."
    )
)
@click.argument("memories", nargs=-1, required=True, metavar="TMX...", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Write there; default: standard output."),
)
@click.option(
    "-n",
    "--minimum",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help=_("Segments a pair must share."),
)
@click.option(
    "-l", "--limit", type=click.IntRange(1), default=2000, show_default=True, help=_("Pairs at most.")
)
def command(memories: tuple[Path, ...], output: Path | None, minimum: int, limit: int) -> None:
    from toolkit.files import write_atomically
    from toolkit.mapping.learning import COLUMNS, learn

    rows = learn((pair for path in memories for pair in _segments(path)), minimum, limit)
    lines = ["\t".join(COLUMNS)]
    lines += [
        "\t".join((
            row.english, row.chinese, f"{row.score:.2f}", str(row.together), str(row.english_count),
            str(row.chinese_count), "", " ".join(row.example.split()),
        ))
        for row in rows
    ]  # fmt: skip
    if output is None:
        click.echo("\n".join(lines))
        return
    with write_atomically(output) as handle:
        handle.write("\n".join(lines) + "\n")
    click.echo(_("{count} pairs in {path}").format(count=len(rows), path=output), err=True)


def _segments(path: Path) -> Iterator[tuple[str, str]]:
    from toolkit.errors import FayiError
    from toolkit.formats import tmx

    count = 0
    for unit in tmx.document(path):
        english = next((v for v in unit.variants if v.lang.lower().startswith("en")), None)
        chinese = next((v for v in unit.variants if v.lang.lower().startswith("zh")), None)
        if english is not None and chinese is not None:
            count += 1
            yield english.text, chinese.text
    if not count:
        raise FayiError(
            "no segment in both English and Chinese", path=path, hint="languages en… and zh… are read"
        )
