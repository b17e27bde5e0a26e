"""The language server, asked by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

WAIT = 30
ROCKET = "\U0001f680"
"""A character outside the basic plane: two UTF-16 units, one character."""

XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file source-language="zh-CN" target-language="en" original="a.txt" datatype="plaintext"><body>
    <trans-unit id="1"><source>🚀决定<g id="1">立案</g>。</source><target>🚀 <g id="1">It</g> was put on record.</target></trans-unit>
  </body></file>
</xliff>
"""
XLIFF_2 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh-CN" trgLang="en"><file id="f"><unit id="1">
<segment><source>🚀决定立案 &amp; 结案。</source><target>🚀 It &amp; that was put on record.</target></segment>
</unit></file></xliff>
"""
PO = (
    'msgid ""\nmsgstr "Language: en\\n"\n\n#. 🚀\nmsgid "决定立案。"\nmsgstr "🚀 It was "\n"put on record."\n'
)


class Editor:
    """An editor with documents open, as the server sees it."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.received: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.texts: dict[str, str] = {}

    async def diagnostics(self, uri: str) -> list[lsp.Diagnostic]:
        while True:
            published = await asyncio.wait_for(self.received.get(), WAIT)
            if published.uri == uri:
                return list(published.diagnostics)

    async def open(self, uri: str, text: str) -> list[lsp.Diagnostic]:
        self.texts[uri] = text
        self.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "", 1, text))
        )
        return await self.diagnostics(uri)

    def change(self, uri: str, version: int, *changes: lsp.TextDocumentContentChangeEvent) -> None:
        identity = lsp.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identity, list(changes)))

    async def hover(self, uri: str, place: lsp.Position) -> str:
        found = await self.client.text_document_hover_async(
            lsp.HoverParams(lsp.TextDocumentIdentifier(uri), place)
        )
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    async def fix(self, uri: str, found: lsp.Diagnostic) -> str:
        """The text after the quick fix for ``found``."""
        actions = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), found.range, lsp.CodeActionContext([found]))
        )
        assert actions and len(actions) == 1
        (action,) = actions
        assert isinstance(action, lsp.CodeAction) and action.edit and action.edit.changes
        assert (
            action.kind == lsp.CodeActionKind.QuickFix
            and action.diagnostics
            and action.diagnostics[0].code == found.code
        )
        (edit,) = action.edit.changes[uri]
        assert isinstance(edit, lsp.TextEdit)
        text = self.texts[uri]
        start, end = (offset(text, p) for p in (edit.range.start, edit.range.end))
        return text[:start] + edit.new_text + text[end:]


def offset(text: str, place: lsp.Position) -> int:
    """The character at a position, counted the way editors do: in bytes of UTF-16, not with the server's own code."""
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: place.line])
    return before + len(lines[place.line].encode("utf-16-le")[: place.character * 2].decode("utf-16-le"))


def marked(text: str, found: lsp.Diagnostic) -> str:
    return text[offset(text, found.range.start) : offset(text, found.range.end)]


@asynccontextmanager
async def editor(small: Path) -> AsyncIterator[Editor]:
    client = LanguageClient("test", "1")
    desk = Editor(client)

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: lsp.PublishDiagnosticsParams) -> None:
        desk.received.put_nowait(params)

    env = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    await client.start_io(
        sys.executable, "-m", "toolkit", "lsp", "--termbase", str(small), env=env, cwd=str(small.parent)
    )
    try:
        await client.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=None)
        )
        client.initialized(lsp.InitializedParams())
        yield desk
    finally:
        await asyncio.wait_for(client.shutdown_async(None), WAIT)
        client.exit(None)
        await asyncio.wait_for(client.stop(), WAIT)


def with_editor(small: Path, script: Callable[[Editor], Awaitable[None]]) -> None:
    async def run() -> None:
        async with editor(small) as desk:
            await script(desk)

    asyncio.run(run())


def test_english_text(small: Path) -> None:
    uri = "file:///tmp/a%20b.txt"
    text = f"First line here.\r\n\r\n{ROCKET}{ROCKET} A leniency system for confession and punishment exists.\r\n"

    async def script(desk: Editor) -> None:
        (found,) = await desk.open(uri, text)
        assert found.code == "FY101" and found.severity == lsp.DiagnosticSeverity.Error
        # Two rockets of two units each, a blank, an article.
        assert (found.range.start.line, found.range.start.character, found.range.end.character) == (2, 7, 52)
        assert marked(text, found) == "leniency system for confession and punishment"
        hover = await desk.hover(uri, found.range.start)
        assert "**FY101**" in hover and "认罪认罚从宽制度" in hover and "plea leniency system" in hover
        assert "Arrangement for those who admit guilt." in hover and "人民检察院刑事诉讼规则" in hover
        assert await desk.hover(uri, lsp.Position(0, 1)) == ""
        assert await desk.fix(uri, found) == text.replace(marked(text, found), "plea leniency system")

    with_editor(small, script)


def test_chinese_text(small: Path) -> None:
    table = small / "criminal-procedure.tsv"
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    rows.insert(6, "case-filing\tzh-Hans-CN\t立案登记备案制\tdeprecated\t\tabolished\n")
    table.write_text("".join(rows), encoding="utf-8")
    uri = "file:///tmp/中文.md"
    text = f"# 标题\n\n{ROCKET}法院实行立案登记备案制，{ROCKET}然后认罪认罚从宽制度。\n"

    async def script(desk: Editor) -> None:
        (found,) = await desk.open(uri, text)
        assert found.code == "FY121" and marked(text, found) == "立案登记备案制"
        assert found.range.start == lsp.Position(2, 6)
        assert await desk.fix(uri, found) == text.replace("立案登记备案制", "立案")
        hover = await desk.hover(uri, lsp.Position(2, 20))
        assert (
            "plea leniency system" in hover
            and "Arrangement for those who admit guilt." in hover
            and "FY1" not in hover
        )

    with_editor(small, script)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.po", PO), ("a.xlf", XLIFF_1), ("a.xliff", XLIFF_2)],
    ids=["po", "xliff-1.2", "xliff-2.0"],
)
def test_translations(name: str, text: str, small: Path) -> None:
    uri = f"file:///tmp/{name}"

    async def script(desk: Editor) -> None:
        (found,) = await desk.open(uri, text)
        assert found.code == "FY204" and marked(text, found) == "put on record"
        assert await desk.fix(uri, found) == text.replace("put on record", "case filing")
        hover = await desk.hover(uri, found.range.start)
        assert (
            "**FY204**" in hover and "**立案** · case filing" in hover and "《刑事诉讼法》（2018）" in hover
        )
        # The term of the source has its hover too.
        line = next(n for n, row in enumerate(text.split("\n")) if "立案" in row)
        column = len(text.split("\n")[line].split("立案")[0].encode("utf-16-le")) // 2
        assert "**立案** · case filing" in await desk.hover(uri, lsp.Position(line, column))

    with_editor(small, script)


def test_edits_while_open(small: Path) -> None:
    uri = "untitled:Untitled-1"
    text = f"{ROCKET} fine\nand calm\n"

    async def script(desk: Editor) -> None:
        assert await desk.open(uri, text) == []
        # Key by key, as an editor sends them; positions after the rocket count its two units.
        wrong = "A leniency system for confession and punishment"
        for number, character in enumerate(wrong):
            place = lsp.Position(0, 3 + number)
            desk.change(
                uri, number + 2, lsp.TextDocumentContentChangePartial(lsp.Range(place, place), character)
            )
        desk.texts[uri] = f"{ROCKET} {wrong}fine\nand calm\n"
        blank = lsp.Position(0, 3 + len(wrong))
        desk.change(uri, 100, lsp.TextDocumentContentChangePartial(lsp.Range(blank, blank), " "))
        desk.texts[uri] = f"{ROCKET} {wrong} fine\nand calm\n"
        # A fix asked for at once is made for the text as it is now.
        found = []
        while not found:
            found = await desk.diagnostics(uri)
        assert [d.code for d in found] == ["FY101"]
        assert await desk.fix(uri, found[0]) == f"{ROCKET} A plea leniency system fine\nand calm\n"
        desk.change(uri, 101, lsp.TextDocumentContentChangeWholeDocument("Nothing to see here.\n"))
        assert await desk.diagnostics(uri) == []

    with_editor(small, script)


def test_closing_clears_and_opening_again_checks_again(small: Path) -> None:
    uri = "file:///tmp/a.po"

    async def script(desk: Editor) -> None:
        (found,) = await desk.open(uri, PO)
        desk.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
        assert await desk.diagnostics(uri) == []
        assert await desk.hover(uri, found.range.start) == ""
        assert len(await desk.open(uri, PO)) == 1

    with_editor(small, script)


def test_a_malformed_file_is_a_diagnostic_until_it_is_mended(small: Path) -> None:
    uri = "file:///tmp/a.xlf"

    async def script(desk: Editor) -> None:
        (found,) = await desk.open(uri, XLIFF_1.replace("</target>", "</tarjet>"))
        assert "not well-formed" in found.message and found.range.start.line == 3
        assert await desk.hover(uri, found.range.start) == ""
        desk.change(uri, 2, lsp.TextDocumentContentChangeWholeDocument(XLIFF_1))
        assert [d.code for d in await desk.diagnostics(uri)] == ["FY204"]

    with_editor(small, script)


def test_a_suppressed_finding_is_not_shown(small: Path) -> None:
    async def script(desk: Editor) -> None:
        assert await desk.open("file:///tmp/a.po", PO.replace("#. 🚀", "# fayi: ignore FY204 quoted")) == []

    with_editor(small, script)
