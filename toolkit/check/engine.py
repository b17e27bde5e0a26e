"""Checks files: reads them, lets the rules judge what was seen, and writes the findings out in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.check import monolingual, readers, translation
from toolkit.check.findings import finding
from toolkit.check.model import CheckFile, Finding, Level
from toolkit.check.readers.languages import script as script_of
from toolkit.check.rules import BY_KIND, Case
from toolkit.check.standard import Standard
from toolkit.errors import FayiError
from toolkit.i18n import _
from toolkit.model import EN


@dataclass(frozen=True)
class Settings:
    """What is reported, and how gravely; the codes may be shortened (``FY2`` is all of them)."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    """Code → ``error``, ``warning``, ``info`` or ``off``."""
    languages: tuple[str, str] = ("", "")
    """Source and target; ``""`` where the file says it."""

    def level(self, code: str, level: Level) -> Level | None:
        """The level of a finding after configuration; ``None`` when it is not to be reported."""
        if self.select and not any(code.startswith(s) for s in self.select):
            return None
        if any(code.startswith(s) for s in self.ignore):
            return None
        for prefix, value in self.levels:
            if code.startswith(prefix):
                return None if value == "off" else Level(value)
        return level


@dataclass
class Result:
    """What the check of one file gave."""

    path: str
    findings: list[Finding] = field(default_factory=list)
    error: FayiError | None = None
    warnings: list[str] = field(default_factory=list)
    units: int = 0
    size: int = 0
    """Characters read."""


def check_path(path: str, standard: Standard, settings: Settings) -> Result:
    """Check one file; an unreadable one gives a result with ``error``, so that others are still checked."""
    try:
        file = readers.read(path, settings.languages)
        return check_file(file, standard, settings)
    except FayiError as error:
        return Result(path, error=error)


def check_file(file: CheckFile, standard: Standard, settings: Settings) -> Result:
    """All findings of a file, in the order of their places, suppressed ones marked."""
    from toolkit.check import suppression

    findings: list[Finding] = []
    for case in _cases(file, standard, settings):
        rule = BY_KIND[case.kind]
        judged = rule.judge(case)
        if judged is None:
            continue
        judged = _by_options(judged, case, standard)
        level = settings.level(rule.code, judged) if judged else None
        if level is not None:
            findings.append(finding(file, case, rule, level, standard))
    findings = suppression.apply(file, findings, settings)
    findings.sort(key=_order)
    return Result(file.path, findings, None, file.warnings, len(file.units), len(file.text))


def _by_options(level: Level, case: Case, standard: Standard) -> Level | None:
    if not standard.options:
        return level
    for concept in case.concepts:
        options = standard.options.get(concept)
        if options is not None and options.level:
            return None if options.level == "off" else Level(options.level)
    return level


def _order(finding: Finding) -> tuple[int, int, str]:
    place = finding.place
    if place is None:
        return (0, 0, finding.code)
    return (place.offset if place.offset >= 0 else place.line, place.start, finding.code)


def languages_of(file: CheckFile, settings: Settings) -> tuple[str, str]:
    """Source and target language of a file (``""`` for the target of one text)."""
    if not file.units:
        return settings.languages
    first = file.units[0]
    return (
        settings.languages[0] or first.source.lang,
        (settings.languages[1] or first.target.lang) if first.target else "",
    )


def _cases(file: CheckFile, standard: Standard, settings: Settings) -> Iterator[Case]:
    source, target = languages_of(file, settings)
    if not file.units:
        return
    if file.bilingual:
        if source[:2] == target[:2] or not source or not target:
            raise FayiError(
                _("not a translation between English and Chinese"), path=file.path, found=f"{source or '?'} → {target or '?'}",
                allowed="en → zh, zh → en", hint=_("say it with --languages en:zh"),
            )  # fmt: skip
        yield from translation.check_translation(file.units, standard, source, target)
    elif source == EN:
        yield from monolingual.check_english(file.units, standard)
    else:
        script = (
            "Hant"
            if "Hant" in source
            else "Hans"
            if "Hans" in source
            else script_of(u.source.text[:400] for u in file.units[:200])
        )
        yield from monolingual.check_chinese(file.units, standard, source, script)


def check_glossary(standard: Standard, settings: Settings) -> list[Finding]:
    """Findings about the client glossaries themselves."""
    found = []
    for message in standard.contradictions:
        case = Case("contradictory-glossary", found=message)
        rule = BY_KIND[case.kind]
        if (level := settings.level(rule.code, rule.level)) is not None:
            found.append(Finding(rule.code, level, rule.say(found=message), found=message))
    return found


def worst(findings: Iterable[Finding]) -> Level | None:
    """The gravest level among findings that are neither suppressed nor in the baseline."""
    levels = [f.level for f in findings if not f.suppressed and not f.known]
    return max(levels, key=lambda level: level.rank) if levels else None
