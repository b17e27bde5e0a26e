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
    assert [m["concept"] for m in annotated["terms"]] == ["procuratorial-organ", "approval-of-arrest"]
    assert {"status", "source", "region"} <= set(annotated["terms"][0]) & set(mapped["mappings"][0])
    assert checked["findings"][0]["concept"] == "sentencing-recommendation"
    assert len(fields["fields"]) > 10
    assert "error" in refused
    assert resource["chinese"] == "逮捕"


def test_wrong_arguments_are_named_and_the_server_goes_on() -> None:
    long = "检察机关批准逮捕。" * 9000
    _tools, answers, _resource = conversation(
        ("lookup_term", {}),
        ("lookup_term", {"query": 5}),
        ("lookup_term", {"query": "x" * 500}),
        ("lookup_term", {"query": "arrest", "limit": "many"}),
        ("no_such_tool", {}),
        ("annotate_text", {"text": "x" * 100_001}),
        ("annotate_text", {"text": "x", "lang": "fr"}),
        ("check_translation", {"source": "逮捕", "translation": "拘留", "source_lang": "zh-Hans-CN"}),
        ("annotate_text", {"text": long}),
        ("annotate_text", {"text": "今天天气很好。"}),
        ("map_phrase", {"phrase": "zzz qqq"}),
        ("lookup_term", {"query": "認罪認罰"}),
        ("lookup_term", {"query": "<script>alert(1)</script>"}),
    )
    assert all("error" in answer for answer in answers[:8])
    assert "query" in answers[0]["error"] and "no_such_tool" in answers[4]["error"]
    gathered = answers[8]["terms"]
    assert gathered[0]["count"] == 9000 and len(gathered[0]["places"]) == 20
    assert len(json.dumps(answers[8], ensure_ascii=False)) < 4000
    assert answers[9]["message"] == answers[10]["message"] == "not in the glossary"
    assert answers[11]["hits"][0]["chinese"] == "认罪认罚"
    assert answers[12]["hits"] == []


def test_resources_are_concepts_and_fields() -> None:
    from mcp import ClientSession, StdioServerParameters, stdio_client

    async def talk() -> tuple[list[str], list[str], Any, Any]:
        parameters = StdioServerParameters(command=sys.executable, args=["-m", "toolkit", "mcp"])
        async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            templates = await session.list_resource_templates()
            resources = await session.list_resources()
            texts = [
                json.loads((await session.read_resource(address)).contents[0].text)  # type: ignore[union-attr]
                for address in ("fayi://concepts/no-such-thing", "fayi://fields")
            ]
            return (
                [t.uri_template for t in templates.resource_templates],
                [str(r.uri) for r in resources.resources],
                *texts,
            )

    templates, resources, nothing, fields = anyio.run(talk)
    assert templates == ["fayi://concepts/{id}"] and resources == ["fayi://fields"]
    assert nothing["message"] == "not in the glossary"
    assert {"field", "english", "chinese", "concepts"} <= set(fields[0])
