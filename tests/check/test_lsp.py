"""The language server, asked by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient


async def converse(small: Path, uri: str, text: str, language: str) -> dict[str, Any]:
    client = LanguageClient("test", "1")
    received: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: lsp.PublishDiagnosticsParams) -> None:
        received.put_nowait(params)

    env = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    await client.start_io(
        sys.executable, "-m", "toolkit", "lsp", "--termbase", str(small), env=env, cwd=str(small.parent)
    )
    result: dict[str, Any] = {}
    try:
        await client.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=None)
        )
        client.initialized(lsp.InitializedParams())
        document = lsp.TextDocumentItem(uri, language, 1, text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        first = await asyncio.wait_for(received.get(), 30)
        result["diagnostics"] = first.diagnostics
        if first.diagnostics:
            place = first.diagnostics[0].range
            identity = lsp.TextDocumentIdentifier(uri)
            result["actions"] = await client.text_document_code_action_async(
                lsp.CodeActionParams(identity, place, lsp.CodeActionContext(first.diagnostics))
            )
            result["hover"] = await client.text_document_hover_async(lsp.HoverParams(identity, place.start))
        changed = lsp.TextDocumentContentChangeWholeDocument(
            "Nothing to see here.\n" if uri.endswith(".txt") else ""
        )
        version = lsp.VersionedTextDocumentIdentifier(2, uri)
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(version, [changed]))
        result["after"] = (await asyncio.wait_for(received.get(), 30)).diagnostics
        await client.shutdown_async(None)
        client.exit(None)
    finally:
        await client.stop()
    return result


def test_english_text(small: Path) -> None:
    text = "First line 😀 here.\n\nA leniency system for confession and punishment exists.\n"
    result = asyncio.run(converse(small, "file:///tmp/a.txt", text, "plaintext"))
    (found,) = result["diagnostics"]
    assert found.code == "FY101"
    assert (found.range.start.line, found.range.start.character, found.range.end.character) == (2, 2, 47)
    (action,) = result["actions"]
    (edit,) = action.edit.changes["file:///tmp/a.txt"]
    assert edit.new_text == "plea leniency system"
    assert "认罪认罚从宽制度" in result["hover"].contents.value
    assert "Arrangement for those who admit guilt." in result["hover"].contents.value
    assert not result["after"]


def test_po(small: Path) -> None:
    text = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "决定立案。"\nmsgstr "It was put on record."\n'
    result = asyncio.run(converse(small, "file:///tmp/a.po", text, "po"))
    assert [d.code for d in result["diagnostics"]] == ["FY204"]
    assert result["actions"][0].edit.changes["file:///tmp/a.po"][0].new_text == "case filing"


def test_a_malformed_file_is_a_diagnostic(small: Path) -> None:
    result = asyncio.run(converse(small, "file:///tmp/a.xlf", "<xliff version='1.2'><file>", "xml"))
    assert "not well-formed" in result["diagnostics"][0].message
