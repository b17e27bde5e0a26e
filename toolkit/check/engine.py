"""Checks files: reads them, lets the rules judge what was seen, and writes the findings out in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit import text as fold
from toolkit.check import monolingual, readers, rules, translation
from toolkit.check.model import Approved, CheckFile, Finding, Level, Side, Span, Unit
from toolkit.check.readers.languages import script as script_of
from toolkit.check.rules import BY_KIND, Case
from toolkit.check.standard import Standard
from toolkit.errors import FayiError
from toolkit.model import EN, ZH, Term


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
            findings.append(_finding(file, case, rule, level, standard, settings))
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
                "not a translation between English and Chinese", path=file.path, found=f"{source or '?'} → {target or '?'}",
                allowed="en → zh, zh → en", hint="say it with --languages en:zh",
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


def _finding(
    file: CheckFile, case: Case, rule: rules.Rule, level: Level, standard: Standard, settings: Settings
) -> Finding:
    unit = file.units[case.unit]
    source = _span(file, unit.source, case.source) if case.source else None
    target = _span(file, unit.target, case.target) if unit.target and case.target else None
    if unit.target is not None and target is None:
        target = _span(file, unit.target, (0, len(unit.target.text)))
    speaking = unit.target.lang if unit.target else unit.source.lang
    approved = _approved(case, speaking, standard)
    fix = _fix(case, unit, speaking, standard, file)
    return Finding(
        rule.code, level, _message(case, rule, approved, standard, source, target), file.path, "|".join(case.concepts),
        case.term or case.found, case.entry.term.text if case.entry else case.found, source, target, approved, fix, case.counts,
        unit.id, index=case.unit,
    )  # fmt: skip


def _span(file: CheckFile, side: Side, span: tuple[int, int]) -> Span:
    start, end = side.locate(*span)
    if start < 0:
        return Span(side.text, *span, side.line, 0, -1, -1, side.cell)
    line, column = file.position(start)
    return Span(side.text, *span, line, column, start, end)


def _approved(case: Case, lang: str, standard: Standard) -> tuple[Approved, ...]:
    terms: dict[str, Approved] = {}
    for concept in case.concepts:
        if concept in standard.by_id:
            for term in standard.approved(concept, lang):
                terms.setdefault(
                    term.text,
                    Approved(
                        term.text,
                        term.lang,
                        term.status.value == "preferred",
                        _proof(term, concept, standard),
                    ),
                )
    return tuple(terms.values())


def _proof(term: Term, concept: str, standard: Standard) -> str:
    return term.source or standard.by_id[concept].basis


def _fix(case: Case, unit: Unit, lang: str, standard: Standard, file: CheckFile) -> str | None:
    """The preferred form in the shape of the wrong one, when the wrong one is listed and stands unbroken."""
    if (
        case.entry is None
        or case.kind not in ("forbidden", "deprecated-english", "deprecated-chinese")
        or case.inflected
    ):
        return None
    concept = case.entry.concept.id if case.entry.concept.id in standard.by_id else ""
    term = standard.preferred(concept, lang) if concept else None
    side, span = (unit.target, case.target) if unit.target else (unit.source, case.source)
    if term is None or side is None or span is None:
        return None
    surface = side.text[span[0] : span[1]]
    if lang != EN:
        from toolkit import hant

        # A Simplified form never goes into a Traditional text by itself.
        if term.lang == ZH and hant.has_traditional(side.text) and not hant.has_simplified(side.text):
            return None
        return term.text
    return _shaped(surface, case.entry.term.text, term.text)


def _shaped(surface: str, listed: str, wanted: str) -> str | None:
    """``wanted`` with the capital and the plural that ``surface`` has over ``listed``."""
    words, own = fold.WORD.findall(surface), fold.WORD.findall(listed)
    plain = [w for w in words if w.lower() not in fold.ARTICLES]
    if len(plain) != len([w for w in own if w.lower() not in fold.ARTICLES]):
        return None
    if surface.isupper() and not listed.isupper():
        return wanted.upper()
    if (
        words
        and own
        and words[-1].lower() != own[-1].lower()
        and fold.singular(words[-1].lower()) == own[-1].lower()
    ):
        wanted = _plural(wanted)
    if surface[:1].isupper() and not listed[:1].isupper():
        wanted = wanted[:1].upper() + wanted[1:]
    return wanted


def _plural(phrase: str) -> str:
    import re

    head, of, rest = re.match(r"(.*?)( (?:of|for|to|in|on|by|from|against) .*)?$", phrase).group(1, 2, 2)  # type: ignore[union-attr]
    del rest
    last = fold.WORD.findall(head)[-1].lower()
    if fold.singular(last) != last:
        return phrase
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        head = head[:-1] + "ies"
    elif head.endswith(("s", "x", "ch", "sh")):
        head += "es"
    else:
        head += "s"
    return head + (of or "")


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _message(
    case: Case,
    rule: rules.Rule,
    approved: tuple[Approved, ...],
    standard: Standard,
    source: Span | None,
    target: Span | None,
) -> str:
    names = [a.text for a in approved][:2]
    more = f" ({len(approved) - 2} more)" if len(approved) > 2 else ""
    listed = " / ".join(f"“{n}”" for n in names) + more or "an approved form"
    counterpart = next(
        (c.zh or c.en for c in (standard.by_id.get(id) for id in case.concepts) if c), case.term
    )
    instead = ""
    if case.evidence == "other" and target is not None and case.target:
        instead = f"; “{target.excerpt}” stands there instead"
    elif case.evidence == "near" and target is not None and case.target:
        instead = f"; nearest is “{target.excerpt}”"
    words = _Words(
        term=case.term, found=case.found or (source.excerpt if source else ""), approved=listed, counterpart=counterpart, instead=instead,
        excerpt=target.excerpt if target else "", forms=", ".join(f"“{form}” ({n})" for form, n in case.counts), note=_note(case),
        total=str(case.total), good=str(case.good), times=_times(case.detail.get("sources", "")), rendered=_times(case.detail.get("targets", "")),
    )  # fmt: skip
    words.update(case.detail)
    return rule.message.format_map(words)


def _note(case: Case) -> str:
    return (case.entry.term.note if case.entry else "") or "deprecated"


def _times(number: str) -> str:
    return {"1": "once", "2": "twice"}.get(number, f"{number} times")


def check_glossary(standard: Standard, settings: Settings) -> list[Finding]:
    """Findings about the client glossaries themselves."""
    found = []
    for message in standard.contradictions:
        case = Case("contradictory-glossary", found=message)
        rule = BY_KIND[case.kind]
        if (level := settings.level(rule.code, rule.level)) is not None:
            found.append(Finding(rule.code, level, rule.message.format(found=message), found=message))
    return found


def worst(findings: Iterable[Finding]) -> Level | None:
    """The gravest level among findings that are neither suppressed nor in the baseline."""
    levels = [f.level for f in findings if not f.suppressed and not f.known]
    return max(levels, key=lambda level: level.rank) if levels else None
