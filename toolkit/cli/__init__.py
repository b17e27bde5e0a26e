"""The ``fayi`` command: one thin module per subcommand, imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress

import click

from toolkit import __version__
from toolkit.errors import FayiError
from toolkit.i18n import _, ngettext

__all__ = ["main", "ngettext", "run"]

# Name → one-line help, grouped as ``fayi --help`` shows them. The module is toolkit/cli/NAME.py with
# "-" as "_", its click command is called ``command``.
COMMANDS: dict[str, dict[str, str]] = {
    _("Work on texts"): {
        "build": _("Build a proved bilingual glossary, catalogs and memories from English texts"),
        "extract": _("List the term candidates of English texts, best first"),
        "map": _("Bring English phrases home to the standard Chinese term"),
        "check": _("Check the terminology of texts and translations"),
        "explain": _("Explain a code of the check"),
        "lsp": _("Run the check as a language server for editors"),
    },
    _("Consult"): {
        "lookup": _("Look up a term from either language, in pinyin or by initials"),
        "site": _("Write the glossary as a static site that works offline"),
        "serve": _("Serve the same pages, a JSON API and the team's proposals"),
        "mcp": _("Answer an AI assistant over the Model Context Protocol"),
    },
    _("Exchange"): {
        "convert": _("Convert between the formats of translation tools"),
        "export": _("Write the glossary in the file a tool loads"),
        "formats": _("List the formats: what each keeps and loses"),
        "validate": _("Check files against the rules of their format"),
        "merge": _("Merge glossaries or memories and list the conflicts"),
    },
    _("Keep the glossary"): {
        "learn": _("Learn English–Chinese pairs from translation memories, for review"),
        "glossary": _("Check, count, prove and extend the termbase"),
        "locales": _("Regenerate the gettext catalogs of the termbase"),
    },
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use, so that ``fayi lookup`` starts in 0.1 s."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for group in COMMANDS.values() for name in group]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if not any(cmd_name in group for group in COMMANDS.values()):
            return None
        module = importlib.import_module(f"toolkit.cli.{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.list_commands(ctx):
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), 1)
            hint = _("did you mean {name}?").format(name=near[0]) if near else _("see fayi --help")
            raise click.UsageError(_("no command {name!r}; {hint}").format(name=name, hint=hint), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, group in COMMANDS.items():
            with formatter.section(_(title)):
                formatter.write_dl([(name, _(help)) for name, help in group.items()])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Fayi (法译) finds the legal terms of an English text about China, maps each to its standard "
        "Chinese term with proof, and feeds glossaries, catalogs and translation memories."
    ),
    epilog=_("Start with: fayi build TEXT -o out    Shell completion: see the README"),
)
@click.version_option(__version__, prog_name="fayi")
def main() -> None:
    pass


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; every expected error becomes one line on standard error and exit code 2."""
    from toolkit import i18n

    i18n.install()
    if sys.stdout is None:
        # Standard output was closed (fayi … >&-): there is nobody to tell.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    try:
        code = main.main(arguments, prog_name="fayi", standalone_mode=False)
        sys.stdout.flush()
        status = code if isinstance(code, int) else 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo(_("interrupted"), err=True)
        status = 130
    except click.ClickException as error:
        error.show()
        status = 2
    except FayiError as error:
        click.echo(f"fayi: {error}", err=True)
        status = 2
    except SystemExit as error:
        # click and rich end with 1 when the reader of a pipe has gone (fayi lookup … | head): not an error.
        closed = type(sys.stdout).__name__.endswith("PacifyFlushWrapper") or isinstance(
            error.__context__, BrokenPipeError
        )
        status = 0 if closed else int(error.code or 0)
    except BrokenPipeError:
        status = 0
        _silence()
    except OSError as error:
        # A full disk or device behind standard output; files of our own raise FayiError.
        click.echo(f"fayi: cannot write: {error.strerror}", err=True)
        status = 2
        _silence()
    sys.exit(status)


def _silence() -> None:
    """Point standard output away, so that the interpreter's own flush at exit stays silent."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
