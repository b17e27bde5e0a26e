"""One run of ``fayi check`` from the options to the exit code, and the same again and again under ``--watch``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from toolkit.check import baseline, consistency, engine, fixing, health, pairs, readers, runner
from toolkit.check import config as configuration
from toolkit.check.config import Config
from toolkit.check.engine import Result
from toolkit.check.model import Level
from toolkit.check.report import WRITERS, Report
from toolkit.errors import FayiError
from toolkit.files import write_atomically
from toolkit.i18n import _


@dataclass(frozen=True)
class Request:
    """The options of the command line, by the names of its parameters."""

    files: tuple[str, ...]
    against: str | None
    form: str
    output: Path | None
    glossaries: tuple[Path, ...]
    termbase: Path | None
    no_builtin: bool
    languages: str | None
    select: str | None
    ignore: str | None
    level: str
    fail_level: str | None
    fix: bool
    show_diff: bool
    baseline: Path | None
    update_baseline: bool
    prune: bool
    config_path: Path | None
    isolated: bool
    consistency: bool
    health: bool
    no_cache: bool
    jobs: int
    watch: bool


def run(request: Request) -> int:
    """Check once; the exit code. Raises ``FayiError`` and ``click.UsageError`` before anything is written."""
    config = configured(request)
    names = list(request.files) if request.against else runner.find_files(request.files, config)
    if request.consistency or request.health:
        return _tables(request, names, config)
    if (request.update_baseline or request.prune) and config.baseline is None:
        raise click.UsageError(_("--update-baseline and --prune need --baseline FILE"))
    if request.form == "xlsx" and request.output is None:
        raise click.UsageError(_("xlsx needs --output FILE"))
    if config.baseline is not None and not request.update_baseline:
        # A broken baseline must be known before a file is mended.
        baseline.load(config.baseline)
    if (request.fix or request.show_diff) and "-" in names:
        raise FayiError("--fix and --diff need a file", found="-", hint="save the text, then name its file")
    results = _results(request, names, config)
    if request.show_diff:
        _report_errors(results)
        for _count, difference in _fixes(results, config, write=False):
            click.echo(difference, nl=False)
        return 2 if any(r.error for r in results) else 0
    if request.fix and (fixed := sum(count for count, _text in _fixes(results, config, write=True))):
        click.echo(_("{count} fixed").format(count=fixed), err=True)
        results = _results(request, names, config)
    report = _report(request, results, config)
    if config.baseline is not None:
        _compare(report, request, config.baseline, [r.path for r in results if r.error is None])
    _write(report, request)
    return _status(report, results, config)


def watch(request: Request) -> int:
    """Check now and after every change of a file, a glossary or the configuration, until Ctrl-C."""
    from toolkit.check.watching import watch as until_interrupted

    def say(text: str) -> None:
        click.echo(text, err=True)

    def once() -> None:
        try:
            run(request)
        except FayiError as error:
            say(f"fayi: {error}")

    known: list[Path] = []

    def watched() -> tuple[list[Path], list[Path]]:
        texts, rules = _watched(request, known)
        known[:] = texts
        return texts, rules

    until_interrupted(watched, once, say, runner.forget_glossaries)
    return 0


def _watched(request: Request, known: list[Path]) -> tuple[list[Path], list[Path]]:
    """The files that are checked, and those that say how; the ``known`` ones while the configuration is broken."""
    rules = [*request.glossaries, *([request.baseline] if request.baseline else [])]
    if request.termbase is not None:
        rules += sorted(request.termbase.rglob("*.t*"))
    path = None if request.isolated else request.config_path or configuration.find(Path.cwd())
    if path is not None:
        rules.append(path)
    given = [name for name in (*request.files, request.against) if name is not None and name != "-"]
    try:
        config = configured(request)
        texts = [Path(name) for name in runner.find_files(given, config)]
    except FayiError:
        # The run itself says what is wrong.
        return known or [Path(name) for name in given], rules
    rules += [glossary for profile in (config.base, *config.profiles) for glossary in profile.glossaries]
    return texts, rules


def configured(request: Request) -> Config:
    """The configuration file with the options of the command line laid over every profile."""
    config = (
        Config()
        if request.isolated
        else configuration.load(request.config_path or configuration.find(Path.cwd()))
    )
    for path in request.glossaries:
        if not path.exists():
            raise FayiError("no such glossary", path=path, hint="check the name")
    select = configuration.codes(request.select.split(",")) if request.select else ()
    ignore = configuration.codes(request.ignore.split(",")) if request.ignore else ()

    def over(profile: configuration.Profile) -> configuration.Profile:
        settings = replace(
            profile.settings,
            select=select or profile.settings.select,
            ignore=(*profile.settings.ignore, *ignore),
            languages=configuration.parse_languages(request.languages)
            if request.languages
            else profile.settings.languages,
        )
        return replace(
            profile,
            settings=settings,
            glossaries=(*profile.glossaries, *request.glossaries),
            builtin=profile.builtin and not request.no_builtin,
        )

    return replace(
        config,
        base=over(config.base),
        profiles=tuple(over(p) for p in config.profiles),
        baseline=request.baseline or config.baseline,
        fail_level=request.fail_level or config.fail_level,
    )


def _results(request: Request, names: list[str], config: Config) -> list[Result]:
    if request.against is not None:
        return [pairs.check_pair(request.against, name, config, request.termbase) for name in names]
    return list(
        runner.check_files(
            names, config, directory=request.termbase, use_cache=not request.no_cache, jobs=request.jobs,
            progress=_progress(len(names)),
        )
    )  # fmt: skip


def _progress(total: int) -> Callable[[int, int], None] | None:
    """A counter on the terminal; ``None`` where nobody watches."""
    if total < 2 or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        click.echo(f"\r{done}/{total}" + ("\r\x1b[K" if done == total else ""), nl=False, err=True)

    return show


def _fixes(results: Iterable[Result], config: Config, *, write: bool) -> Iterable[tuple[int, str]]:
    """How many findings of each file were fixed, and the diff."""
    for result in results:
        if result.error is None and result.path != "-":
            languages = config.profile(result.path).settings.languages
            yield fixing.apply(result.path, result.findings, languages, write=write)


def _report(request: Request, results: list[Result], config: Config) -> Report:
    _report_errors(results)
    report = Report(
        [],
        files=[r.path for r in results if r.error is None],
        errors=[r.error for r in results if r.error is not None],
        colour=request.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        least=Level(request.level),
        units=sum(r.units for r in results),
        width=shutil.get_terminal_size((100, 24)).columns if request.output is None else 100,
    )
    for profile in (config.base, *config.profiles):
        base = runner.standard_of(profile, config, request.termbase)
        for finding in engine.check_glossary(base, profile.settings):
            if finding not in report.findings:
                report.findings.append(finding)
    for result in results:
        report.findings.extend(result.findings)
    return report


def _compare(report: Report, request: Request, path: Path, checked: list[str]) -> None:
    """Mark the findings that the baseline knows; write it anew where that is asked for."""
    if request.update_baseline:
        count = baseline.update(path, report.findings, checked)
        click.echo(_("{count} findings written to {path}").format(count=count, path=path), err=True)
    report.findings = baseline.mark(report.findings, baseline.load(path))
    if request.prune and not request.update_baseline:
        count = baseline.prune(path, report.findings, checked)
        click.echo(_("{count} entries taken out of {path}").format(count=count, path=path), err=True)


def _report_errors(results: list[Result]) -> None:
    for result in results:
        if result.error is not None:
            click.echo(f"fayi: {result.error}", err=True)
        for warning in result.warnings:
            click.echo(f"{result.path}: {warning}", err=True)


def _write(report: Report, request: Request) -> None:
    if request.form == "xlsx":
        from toolkit.check.report.workbook import workbook

        assert request.output is not None
        with write_atomically(request.output, "wb") as handle:
            handle.write(workbook(report))
        return
    _put(WRITERS[request.form](report), request.output)


def _put(content: str, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
    else:
        with write_atomically(output) as handle:
            handle.write(content)


def _status(report: Report, results: list[Result], config: Config) -> int:
    if any(r.error is not None for r in results):
        return 2
    level = engine.worst(report.findings)
    if level is None or config.fail_level == "never":
        return 0
    return 1 if level.rank >= Level(config.fail_level).rank else 0


def _tables(request: Request, names: list[str], config: Config) -> int:
    """The consistency or the term-health report, as text or JSON."""
    import json

    if request.form not in ("text", "json"):
        raise click.UsageError(_("this report is text or json"))
    base = runner.standard_of(config.base, config, request.termbase)
    files = []
    status = 0
    for name in names:
        languages = config.profile(name).settings.languages
        try:
            if request.against is None:
                files.append(readers.read(name, languages))
            else:
                files.append(pairs.read_pair(request.against, name, base, languages))
        except FayiError as error:
            click.echo(f"fayi: {error}", err=True)
            status = 2
    module = health if request.health else consistency
    report = module.report(files, base, config.base.settings)
    text = module.text(report) if request.form == "text" else json.dumps(report, ensure_ascii=False, indent=2)
    _put(text.rstrip("\n") + "\n", request.output)
    return status
