"""A language server: the findings of ``fayi check`` while a text or translation is written.

Needs the extra ``lsp`` (pygls). Everything that is not protocol lies in ``diagnose``, ``hover`` and ``fixes``.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from toolkit import __version__
from toolkit.check import config as configuration
from toolkit.check import engine, readers, runner
from toolkit.check.model import CheckFile, Finding, Level
from toolkit.check.rules import RULES
from toolkit.check.standard import Standard
from toolkit.citations import readable_all
from toolkit.errors import FayiError
from toolkit.i18n import _
from toolkit.match import Match
from toolkit.model import EN, ZH, parse_citations
from toolkit.text import contains_han

_SEVERITY = {
    Level.ERROR: lsp.DiagnosticSeverity.Error,
    Level.WARNING: lsp.DiagnosticSeverity.Warning,
    Level.INFO: lsp.DiagnosticSeverity.Information,
}

PAUSE = 0.15
"""Seconds without a key after which a changed document is checked: a large one must not be checked for every key."""


@dataclass
class Checked:
    """A document as it was last checked."""

    file: CheckFile
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Desk:
    """The open documents and the standard of the workspace."""

    config: configuration.Config = field(default_factory=configuration.Config)
    termbase: Path | None = None
    documents: dict[str, Checked] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)

    def standard(self, path: str) -> Standard:
        return runner.standard_of(self.config.profile(path), self.config, self.termbase)

    def check(self, uri: str, text: str) -> list[Finding]:
        """The findings in ``text``; raises ``FayiError`` where the file is malformed."""
        path = path_of(uri)
        profile = self.config.profile(path)
        file = readers.read_text(path, text, profile.settings.languages)
        result = engine.check_file(file, self.standard(path), profile.settings)
        findings = [f for f in result.findings if not f.suppressed and f.place is not None]
        self.documents[uri] = Checked(file, findings)
        return findings


def path_of(uri: str) -> str:
    """The path of a ``file:`` URI; others (an unsaved buffer) keep their last part."""
    parsed = urlparse(uri)
    path = unquote(parsed.path)
    return path if parsed.scheme == "file" else Path(path).name or "untitled.txt"


class Columns:
    """Positions of the protocol (UTF-16 code units) in a text, and back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", text))]

    def position(self, offset: int) -> lsp.Position:
        from bisect import bisect_right

        line = bisect_right(self.lines, offset) - 1
        before = self.text[self.lines[line] : offset]
        return lsp.Position(line, len(before) + sum(c > "\uffff" for c in before))

    def offset(self, position: lsp.Position) -> int:
        if position.line >= len(self.lines):
            return len(self.text)
        at = self.lines[position.line]
        units = 0
        while at < len(self.text) and units < position.character and self.text[at] not in "\r\n":
            units += 2 if self.text[at] > "\uffff" else 1
            at += 1
        return at

    def range(self, start: int, end: int) -> lsp.Range:
        return lsp.Range(self.position(start), self.position(end))


def diagnose(checked: Checked) -> list[lsp.Diagnostic]:
    """The findings as diagnostics; the code leads to the finding again when a fix is asked for."""
    columns = Columns(checked.file.text)
    result = []
    for finding in checked.findings:
        place = finding.place
        assert place is not None
        start, end = (place.offset, place.end_offset) if place.offset >= 0 else (0, 0)
        result.append(
            lsp.Diagnostic(
                range=columns.range(start, end),
                message=finding.message,
                severity=_SEVERITY[finding.level],
                code=finding.code,
                source="fayi",
                data={"fingerprint": finding.fingerprint, "name": RULES[finding.code].name},
            )
        )
    return result


def hover(checked: Checked, standard: Standard, sources: Any, position: lsp.Position) -> lsp.Hover | None:
    """Chinese and English term, source and definition of the term under the cursor; findings there come first."""
    columns = Columns(checked.file.text)
    offset = columns.offset(position)
    parts = [
        f"**{f.code}** {f.message}"
        for f in checked.findings
        if f.place and f.place.offset <= offset <= f.place.end_offset and f.place.offset >= 0
    ]
    span = None
    found = _match_at(checked, standard, offset)
    if found is not None:
        match, start, end = found
        span = columns.range(start, end)
        parts += [_describe(standard, id, sources) for id in standard.read(match).ids[:3]]
    if not parts:
        return None
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n---\n\n".join(parts)), span)


def _match_at(checked: Checked, standard: Standard, offset: int) -> tuple[Match, int, int] | None:
    for unit in checked.file.units:
        for side in (unit.source, unit.target):
            if (
                side is None
                or side.start < 0
                or not side.start <= offset <= side.start + max(len(side.raw), len(side.text))
            ):
                continue
            lang = "zh" if contains_han(side.text) and side.lang != EN else EN
            for match in standard.find(side.text, lang):
                start, end = side.locate(match.start, match.end)
                if start <= offset < end:
                    return match, start, end
    return None


def _describe(standard: Standard, id: str, sources: Any) -> str:
    concept = standard.by_id[id]
    chinese = concept.preferred(ZH) or next((t for t in concept.terms if t.lang.startswith("zh")), None)
    lines = [f"**{chinese.text if chinese else ''}** · {concept.en}"]
    if concept.definition:
        lines.append(concept.definition)
    if chinese is not None and chinese.source:
        lines.append(f"*{readable_all(chinese.citations, sources)}*")
    elif concept.basis:
        lines.append(f"*{readable_all(parse_citations(concept.basis), sources)}*")
    return "  \n".join(lines)


def fixes(checked: Checked, uri: str, wanted: lsp.Range) -> list[lsp.CodeAction]:
    """A quick fix for each finding in the range that has one."""
    columns = Columns(checked.file.text)
    first, last = columns.offset(wanted.start), columns.offset(wanted.end)
    from toolkit.check import fixing

    actions = []
    for finding in fixing.fixable(checked.findings):
        place = finding.place
        assert place is not None and finding.fix is not None
        if place.offset > last or place.end_offset < first:
            continue
        new = fixing.escaped(checked.file.path, finding.fix)
        if checked.file.text[place.offset : place.end_offset] != fixing.escaped(
            checked.file.path, place.excerpt
        ):
            continue
        edit = lsp.TextEdit(columns.range(place.offset, place.end_offset), new)
        diagnostics = [
            d
            for d in diagnose(checked)
            if isinstance(d.data, dict) and d.data["fingerprint"] == finding.fingerprint
        ]
        actions.append(
            lsp.CodeAction(
                title=_("Write “{form}”").format(form=finding.fix),
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=diagnostics,
                edit=lsp.WorkspaceEdit(changes={uri: [edit]}),
                is_preferred=True,
            )
        )
    return actions


def create(config: configuration.Config | None = None, termbase: Path | None = None) -> LanguageServer:
    """A server ready for ``start_io``."""
    server = LanguageServer("fayi", __version__)
    desk = Desk(config or configuration.Config(), termbase)

    def publish(uri: str) -> None:
        document = server.workspace.get_text_document(uri)
        try:
            desk.check(uri, document.source)
            diagnostics = diagnose(desk.documents[uri])
        except FayiError as error:
            desk.documents.pop(uri, None)
            line = max(0, (error.line or 1) - 1)
            place = lsp.Range(lsp.Position(line, 0), lsp.Position(line, 1000))
            diagnostics = [
                lsp.Diagnostic(place, str(error), severity=lsp.DiagnosticSeverity.Error, source="fayi")
            ]
        server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, diagnostics, document.version)
        )

    waiting: dict[str, asyncio.TimerHandle] = {}

    def settle(uri: str) -> None:
        """Check what was typed, now."""
        if (timer := waiting.pop(uri, None)) is not None:
            timer.cancel()
            publish(uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if (timer := waiting.pop(uri, None)) is not None:
            timer.cancel()
        waiting[uri] = asyncio.get_running_loop().call_later(PAUSE, settle, uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        if (timer := waiting.pop(params.text_document.uri, None)) is not None:
            timer.cancel()
        desk.documents.pop(params.text_document.uri, None)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        settle(params.text_document.uri)
        checked = desk.documents.get(params.text_document.uri)
        if checked is None:
            return None
        return hover(checked, desk.standard(checked.file.path), _sources(desk), params.position)

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    )
    def acted(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        settle(params.text_document.uri)
        checked = desk.documents.get(params.text_document.uri)
        return fixes(checked, params.text_document.uri, params.range) if checked else []

    _kept: tuple[Callable[..., object], ...] = (opened, changed, closed, hovered, acted)
    del _kept
    return server


def _sources(desk: Desk) -> Any:
    if not desk.sources:
        from toolkit import data, termbase

        desk.sources = termbase.read_sources((desk.termbase or data.directory("glossary")) / "sources.toml")
    return desk.sources
