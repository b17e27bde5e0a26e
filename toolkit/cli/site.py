"""``fayi site``: the glossary as a static site."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from toolkit.cli.options import GLOSSARIES
from toolkit.i18n import _


@click.command(
    help=_(
        "Write the glossary as a static site into DIR: search, one page per concept, browsing, annotation in the "
        "browser, downloads. It works from a disk, on any web server, and offline on a phone."
    )
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Where to write."),
)
@GLOSSARIES
def command(output: Path, glossaries: tuple[Path, ...]) -> None:
    from toolkit import stacking
    from toolkit.web.site import Site, export

    started = time.monotonic()
    with progress() as watched:
        count = export(Site(stacking.load(glossaries)), output, watched)
    click.echo(
        _("{count} files in {seconds:.1f} s; open {path}").format(
            count=count, seconds=time.monotonic() - started, path=output / "index.html"
        ),
        err=True,
    )


@contextmanager
def progress() -> Iterator[Callable[[list[str]], Iterable[str]]]:
    """What passes the paths on, with a progress bar if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield iter
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield partial(bar.track, description=_("writing"))
