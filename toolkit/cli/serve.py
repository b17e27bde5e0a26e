"""``fayi serve``: the pages and the JSON API on this machine, or for a team."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from toolkit.i18n import _


@click.command(
    help=_(
        "Serve the glossary in the browser with a JSON API (described at /openapi.json). It listens on this "
        "machine only, unless --host says otherwise."
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "-p",
    "--port",
    default=8712,
    show_default=True,
    type=click.IntRange(0, 65535),
    help=_("Port to listen on."),
)
@click.option(
    "-g",
    "--glossary",
    "glossaries",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=_("A team glossary beside the built-in one; read again when it changes."),
)
@click.option(
    "--termbase", metavar="DIR", type=click.Path(path_type=Path), help=_("Another termbase directory.")
)
@click.option(
    "--team",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Keep proposals in this SQLite file."),
)
@click.option("--token", envvar="FAYI_TOKEN", default="", help=_("Ask every visitor for this token."))
@click.option(
    "--editor-token",
    envvar="FAYI_EDITOR_TOKEN",
    default="",
    help=_("Who holds this token reviews proposals."),
)
@click.option(
    "--allow-host", "allowed", multiple=True, metavar="NAME", help=_("A host name that visitors may use.")
)
def command(
    host: str, port: int, glossaries: tuple[Path, ...], termbase: Path | None, team: Path | None, token: str, editor_token: str,
    allowed: tuple[str, ...],
) -> None:  # fmt: skip
    from toolkit.errors import FayiError

    try:
        from toolkit.web.listening import listen, server
        from toolkit.web.security import LOOPBACK
        from toolkit.web.server import application
    except ModuleNotFoundError as error:
        raise FayiError(f"{error.name} is not installed", hint="pip install 'fayi[serve]'") from error
    if not is_loopback(host) and not token:
        raise FayiError(
            "other machines could read and propose without a token",
            hint="give one with --token or FAYI_TOKEN",
        )
    hosts = frozenset({*LOOPBACK - {"testserver"}, *allowed, host if ":" not in host else f"[{host}]"})
    # Before the glossary is read: a port that is taken is news at once.
    with listen(host, port) as listening:
        app = application(
            termbase, glossaries=glossaries, store=team, token=token, editor_token=editor_token, hosts=hosts
        )
        shown, port = f"[{host}]" if ":" in host else host, listening.getsockname()[1]
        click.echo(_("http://{host}:{port}/ (stop with Ctrl-C)").format(host=shown, port=port), err=True)
        server(app).run(sockets=[listening])


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
