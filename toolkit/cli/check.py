"""``fayi check``: terminology findings of texts and translations, for people and build servers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.check.config import Config
    from toolkit.check.engine import Result
    from toolkit.check.report.model import Report

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "checkstyle", "html", "xlsx")


@click.command(
    help=_(
        "Check the terminology of texts (txt, md, html, docx) and translations (PO, XLIFF, TMX, TSV, CSV, XLSX). "
        "With --against, check FILE as the translation of another text. Exit code 0: clean, 1: findings, 2: unusable input."
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--against", metavar="TEXT", help=_("The source text that FILE translates; they are aligned by sentence.")
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help=_("Report format."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_("Write the report here instead of standard output."),
)
@click.option(
    "-g",
    "--glossary",
    "glossaries",
    multiple=True,
    type=click.Path(path_type=Path),
    help=_("A client glossary; goes before the built-in one. Several: the last goes first."),
)
@click.option(
    "--termbase",
    type=click.Path(path_type=Path),
    help=_("Another termbase directory in place of the built-in one."),
)
@click.option("--no-builtin", is_flag=True, help=_("Only the client glossaries."))
@click.option(
    "--languages",
    metavar="SRC:TGT",
    help=_("Languages where the file does not say them, e.g. en:zh-Hant-HK."),
)
@click.option("--select", metavar="CODES", help=_("Only these codes (FY2 is all that begin so)."))
@click.option("--ignore", metavar="CODES", help=_("Not these codes."))
@click.option(
    "--level",
    type=click.Choice(["error", "warning", "info"]),
    default=None,
    help=_("Least level in text reports; warning by default. Other formats always have all."),
)
@click.option(
    "--fail-level",
    type=click.Choice(["error", "warning", "info", "never"]),
    help=_("Exit with 1 from this level on; warning by default."),
)
@click.option("--fix", is_flag=True, help=_("Put the preferred form in place of listed wrong ones."))
@click.option("--diff", "show_diff", is_flag=True, help=_("Show what --fix would change; changes nothing."))
@click.option("--baseline", type=click.Path(path_type=Path), help=_("Known findings; they do not fail."))
@click.option("--update-baseline", is_flag=True, help=_("Write all present findings into the baseline."))
@click.option("--prune", is_flag=True, help=_("Take entries that are no longer needed out of the baseline."))
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help=_("Configuration file; by default fayi.toml or pyproject.toml here or above."),
)
@click.option("--isolated", is_flag=True, help=_("Read no configuration file."))
@click.option(
    "--consistency", is_flag=True, help=_("Report instead how consistently each concept is rendered.")
)
@click.option(
    "--health",
    is_flag=True,
    help=_("Report instead on the glossary: noisy, unused, contradictory and nested entries."),
)
@click.option("--no-cache", is_flag=True, help=_("Check every file anew."))
@click.option("-j", "--jobs", type=click.IntRange(0, 256), default=0, help=_("Processes; 0: one per core."))
@click.option(
    "--watch", "watching", is_flag=True, help=_("Check again whenever a file changes, until Ctrl-C.")
)
def command(
    files: tuple[str, ...], against: str | None, form: str, output: Path | None, glossaries: tuple[Path, ...], termbase: Path | None,
    no_builtin: bool, languages: str | None, select: str | None, ignore: str | None, level: str | None, fail_level: str | None,
    fix: bool, show_diff: bool, baseline: Path | None, update_baseline: bool, prune: bool, config_path: Path | None, isolated: bool,
    consistency: bool, health: bool, no_cache: bool, jobs: int, watching: bool,
) -> int:  # fmt: skip
    from dataclasses import replace

    from toolkit.check import config as configuration
    from toolkit.check.model import Level
    from toolkit.errors import FayiError

    config = (
        configuration.Config()
        if isolated
        else configuration.load(config_path or configuration.find(Path.cwd()))
    )
    for path in glossaries:
        if not path.exists():
            raise FayiError("no such glossary", path=path, hint="check the name")
    config = _with_options(config, glossaries, no_builtin, languages, select, ignore)
    if baseline or fail_level:
        config = replace(
            config, baseline=baseline or config.baseline, fail_level=fail_level or config.fail_level
        )
    if (update_baseline or prune) and config.baseline is None:
        raise click.UsageError(_("--update-baseline and --prune need --baseline FILE"))
    if form == "xlsx" and output is None:
        raise click.UsageError(_("xlsx needs --output FILE"))
    from toolkit.check import runner

    names = list(files) if against else runner.find_files(files, config)
    if consistency or health:
        return _tables(names, config, termbase, form, output, health)

    def once() -> int:
        results = _results(names, against, config, termbase, no_cache, jobs)
        if fix or show_diff:
            if _fix(results, config, write=fix and not show_diff) and not show_diff:
                results = _results(names, against, config, termbase, True, jobs)
            if show_diff:
                return 2 if any(r.error for r in results) else 0
        report = _report(results, config, termbase)
        report.least = Level(level) if level else Level.WARNING
        _baseline(report, config, update_baseline, prune)
        _write(report, form, output)
        return _status(report, results, config)

    if watching:
        from toolkit.check.watching import watch

        paths = [
            Path(n) for n in (*names, *([against] if against else []), *map(str, glossaries)) if n != "-"
        ]
        watch(paths, once, lambda text: click.echo(text, err=True))
        return 0
    return once()


def _with_options(
    config: Config,
    glossaries: tuple[Path, ...],
    no_builtin: bool,
    languages: str | None,
    select: str | None,
    ignore: str | None,
) -> Config:
    """The configuration with what the command line says laid over every profile."""
    from dataclasses import replace

    from toolkit.check import config as configuration

    def over(profile: configuration.Profile) -> configuration.Profile:
        settings = profile.settings
        if select:
            settings = replace(settings, select=configuration.codes([*select.split(",")]))
        if ignore:
            settings = replace(settings, ignore=(*settings.ignore, *configuration.codes(ignore.split(","))))
        if languages:
            settings = replace(settings, languages=configuration.parse_languages(languages))
        return replace(
            profile,
            settings=settings,
            glossaries=(*profile.glossaries, *glossaries),
            builtin=profile.builtin and not no_builtin,
        )

    return replace(config, base=over(config.base), profiles=tuple(over(p) for p in config.profiles))


def _results(
    names: list[str], against: str | None, config: Config, termbase: Path | None, no_cache: bool, jobs: int
) -> list[Result]:
    from toolkit.check import engine, runner
    from toolkit.errors import FayiError

    if against is not None:
        from toolkit.check.pairs import read_pair

        results = []
        for name in names:
            profile = config.profile(name)
            base = runner.standard_of(profile, config, termbase)
            try:
                file = read_pair(against, name, base, profile.settings.languages)
                results.append(engine.check_file(file, base, profile.settings))
            except FayiError as error:
                results.append(engine.Result(name, error=error))
        return results
    progress = None
    if sys.stderr.isatty() and len(names) > 1:

        def progress(done: int, total: int) -> None:
            click.echo(f"\r{done}/{total}" + ("\r\x1b[K" if done == total else ""), nl=False, err=True)

    return list(
        runner.check_files(
            names, config, directory=termbase, use_cache=not no_cache, jobs=jobs, progress=progress
        )
    )


def _report(results: list[Result], config: Config, termbase: Path | None) -> Report:
    from toolkit.check import engine, runner
    from toolkit.check.report.model import Report

    report = Report([], colour=sys.stdout.isatty() and "NO_COLOR" not in __import__("os").environ)
    for profile in (config.base, *config.profiles):
        base = runner.standard_of(profile, config, termbase)
        for finding in engine.check_glossary(base, profile.settings):
            if finding not in report.findings:
                report.findings.append(finding)
    for result in results:
        report.files.append(result.path)
        report.findings.extend(result.findings)
        report.units += result.units
        if result.error is not None:
            report.errors.append(str(result.error))
            click.echo(f"fayi: {result.error}", err=True)
        for warning in result.warnings:
            click.echo(f"{result.path}: {warning}", err=True)
    return report


def _baseline(report: Report, config: Config, update: bool, prune: bool) -> None:
    from toolkit.check import baseline

    path = config.baseline
    if path is None:
        return
    if update:
        count = baseline.write(path, report.findings)
        click.echo(_("{count} findings written to {path}").format(count=count, path=path), err=True)
    known = baseline.load(path)
    report.findings = baseline.mark(report.findings, known)
    if prune and not update:
        unneeded = baseline.unused(report.findings, known)
        baseline.write(path, [f for f in report.findings if f.known])
        click.echo(_("{count} entries taken out of {path}").format(count=unneeded, path=path), err=True)


def _write(report: Report, form: str, output: Path | None) -> None:
    from toolkit.files import write_atomically

    if form == "xlsx":
        from toolkit.check.report.workbook import workbook

        assert output is not None
        with write_atomically(output, "wb") as handle:
            handle.write(workbook(report))
        return
    from toolkit.check.report import WRITERS

    if output is not None:
        report.colour = False
    content = WRITERS[form](report)
    if output is None:
        click.echo(content, nl=False)
    else:
        with write_atomically(output) as handle:
            handle.write(content)


def _status(report: Report, results: list[Result], config: Config) -> int:
    from toolkit.check.engine import worst
    from toolkit.check.model import Level

    if any(r.error is not None for r in results):
        return 2
    level = worst(report.findings)
    if level is None or config.fail_level == "never":
        return 0
    return 1 if level.rank >= Level(config.fail_level).rank else 0


def _fix(results: list[Result], config: Config, *, write: bool) -> int:
    """Fix (or show) what can be fixed; returns how many findings."""
    from toolkit.check import fixing

    total = 0
    for result in results:
        if result.error is None and result.path != "-":
            count, difference = fixing.apply(
                result.path, result.findings, config.profile(result.path).settings.languages, write=write
            )
            total += count
            if not write:
                click.echo(difference, nl=False)
    if write and total:
        click.echo(_("{count} fixed").format(count=total), err=True)
    return total


def _tables(
    names: list[str], config: Config, termbase: Path | None, form: str, output: Path | None, health: bool
) -> int:
    """The consistency or the term-health report, as text or JSON."""
    import json

    from toolkit.check import consistency as consistent
    from toolkit.check import health as healthy
    from toolkit.check import readers, runner
    from toolkit.files import write_atomically

    if form not in ("text", "json"):
        raise click.UsageError(_("this report is text or json"))
    base = runner.standard_of(config.base, config, termbase)
    files = [readers.read(name, config.profile(name).settings.languages) for name in names]
    module = healthy if health else consistent
    report = module.report(files, base, config.base.settings)
    content = (
        json.dumps(report, ensure_ascii=False, indent=2) + "\n" if form == "json" else module.text(report)
    )
    if output is None:
        click.echo(content, nl=False)
    else:
        with write_atomically(output) as handle:
            handle.write(content)
    return 0
