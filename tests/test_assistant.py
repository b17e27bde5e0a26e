"""The MCP server as an assistant meets it: a process, spoken to by the SDK's own client over stdio."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")
anyio = pytest.importorskip("anyio")


def conversation(*calls: tuple[str, dict[str, Any]]) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
    """Tools of the server, the answers to ``calls`` and the resource of one concept."""
    from mcp import ClientSession, StdioServerParameters, stdio_client

    async def talk() -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
        parameters = StdioServerParameters(command=sys.executable, args=["-m", "toolkit", "mcp"])
        async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = await session.list_tools()
            answers = []
            for name, arguments in calls:
                result = await session.call_tool(name, arguments)
                text = result.content[0].text  # type: ignore[union-attr]
                answers.append({"error": text} if result.is_error else json.loads(text))  # type: ignore[union-attr]
            resource = await session.read_resource("fayi://concepts/arrest")
            return tools, answers, json.loads(resource.contents[0].text)  # type: ignore[union-attr]

    return anyio.run(talk)


def test_tools_answer_with_status_source_and_region_or_say_that_there_is_nothing() -> None:
    tools, answers, resource = conversation(
        ("lookup_term", {"query": "rzrf"}),
        ("lookup_term", {"query": "qqqqzzzz"}),
        ("map_phrase", {"phrase": "sentencing suggestion"}),
        ("annotate_text", {"text": "The procuratorial organs approved the arrest."}),
        (
            "check_translation",
            {
                "source": "The court adopted the sentencing recommendation.",
                "translation": "法院采纳了判刑推荐。",
            },
        ),
        ("list_fields", {}),
        ("lookup_term", {"query": "arrest", "limit": 0}),
    )
    assert {t.name for t in tools.tools} == {
        "lookup_term",
        "map_phrase",
        "annotate_text",
        "check_translation",
        "list_fields",
    }
    found, nothing, mapped, annotated, checked, fields, refused = answers
    assert found["hits"][0]["chinese"] == "认罪认罚"
    assert {"status", "source", "region"} <= set(found["entry"]["terms"][0])
    assert nothing["message"] == "not in the glossary" and not nothing["hits"]
    assert mapped["mappings"][0]["chinese"] == "量刑建议"
    assert [m["concept"] for m in annotated["matches"]] == ["procuratorial-organ", "approval-of-arrest"]
    assert checked["findings"][0]["concept"] == "sentencing-recommendation"
    assert len(fields["fields"]) > 10
    assert "error" in refused
    assert resource["chinese"] == "逮捕"
