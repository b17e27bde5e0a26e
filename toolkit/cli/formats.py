"""``fayi formats``: what each format reads, writes, keeps and loses."""

from __future__ import annotations

import sys

import click

from toolkit.cli.options import complete_any
from toolkit.i18n import _


@click.command(
    help=_("List the formats and tools: what each reads, writes, keeps and loses. Name one for its details.")
)
@click.argument("name", required=False, default="", shell_complete=complete_any)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def command(name: str, as_json: bool) -> int:
    from toolkit.formats import registry

    chosen = [registry.named(name)] if name else list(registry.formats().values())
    if as_json:
        import json

        click.echo(json.dumps([
            {"name": f.name, "extensions": f.extensions, "description": f.description, "content": f.content, "reads": f.read is not None,
             "writes": f.write is not None, "keeps": f.keeps, "losses": dict(f.losses), "judge": f.judge, "limits": f.limits} for f in chosen
        ], ensure_ascii=False, indent=2))  # fmt: skip
    elif name:
        f = chosen[0]
        click.echo(f"{f.name}: {f.description}")
        click.echo(_("extensions: {names}").format(names=" ".join(f.extensions) or "-"))
        click.echo(
            _("reads: {reads}; writes: {writes}; carries: {content}").format(
                reads=_yes(f.read), writes=_yes(f.write), content=f.content
            )
        )
        click.echo(_("keeps: {features}").format(features=", ".join(f.keeps) or "-"))
        for loss, text in f.losses.items():
            click.echo(f"- {loss}: {text}")
        if f.judge:
            click.echo(_("validated by: {judge}").format(judge=f.judge))
        if f.limits:
            click.echo(_("limits: {limits}").format(limits=f.limits))
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in (_("name"), "", _("files"), _("what")):
            table.add_column(title, overflow="fold")
        for f in chosen:
            table.add_row(f.name, _way(f.read, f.write), " ".join(f.extensions), f.description)
        Console(highlight=False).print(table)
    else:
        click.echo("name\trw\textensions\tdescription\tkeeps\tloses")
        for f in chosen:
            click.echo(
                "\t".join(
                    (
                        f.name,
                        _way(f.read, f.write),
                        " ".join(f.extensions),
                        f.description,
                        ", ".join(f.keeps),
                        ", ".join(f.losses),
                    )
                )
            )
    return 0


def _yes(function: object) -> str:
    return _("yes") if function is not None else _("no")


def _way(read: object, write: object) -> str:
    return f"{'r' if read else ''}{'w' if write else ''}"
