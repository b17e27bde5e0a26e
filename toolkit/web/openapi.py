"""The OpenAPI document of the JSON API."""

from __future__ import annotations

from typing import Any

from toolkit import __version__
from toolkit.model import Status
from toolkit.search.model import REASONS
from toolkit.web.proposals import CATEGORIES, FIELDS, KINDS, LANGS, MAX_TEXT, STATES

CHINESE = ("zh-Hans-CN", "zh-Hant-HK", "zh-Hant-TW", "zh-Hant-MO")
PAIRS = [*(["en", zh] for zh in CHINESE), *([zh, "en"] for zh in CHINESE)]
"""Source and target languages of a translation that can be checked."""
_TEXT = {"type": "string"}
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": _TEXT}}
_ANY = {"type": "object"}
_PROPOSED: dict[str, Any] = {
    **{name: {**_TEXT, "maxLength": MAX_TEXT} for name in FIELDS},
    "lang": {"enum": list(LANGS)},
    "status": {"enum": [status.value for status in Status]},
    "category": {"enum": list(CATEGORIES)},
}


def document() -> dict[str, Any]:
    """OpenAPI 3.1, as served under ``/openapi.json``."""
    about = {
        **dict.fromkeys(
            ("chinese", "pinyin", "english", "field", "kind", "definition", "source", "basis"), _TEXT
        ),
        "related": _list(_TEXT),
        "terms": _list(_object("term", "lang", "region", "status", "source", "citation", "note")),
    }
    matched = _object("term", "lang", "region", "status", why={"enum": list(REASONS)})
    hit = _object("concept", **about, matched=matched, score={"type": "number", "minimum": 0, "maximum": 1})
    answer = _object("query", found={"type": "boolean"}, hits=_list(hit))
    # Only where nothing was found.
    answer["properties"] |= {"message": _TEXT, "nearest": _list(hit)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fayi", "version": __version__, "description": "Chinese–English legal terms, each with status, source and region."},
        "paths": {
            "/api/search": {"get": _operation(
                "search", "Search in either language, pinyin or initials",
                answer, [400],
                parameters=[
                    _parameter("q", "query", {**_TEXT, "maxLength": 200}, required=False),
                    _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 100}, required=False),
                ])},
            "/api/concepts/{id}": {"get": _operation(
                "concept", "One concept with all its terms", _object("id", **about), [404], parameters=[_parameter("id", "path", _TEXT)])},
            "/api/fields": {"get": _operation("fields", "Subject fields", _object(fields=_list(_ANY)), [])},
            "/api/annotate": {"post": _operation(
                "annotate", "The terms that stand in a text", _object("lang", matches=_list(_ANY)), [400, 413, 415, 422, 503],
                body=_body({"text": {**_TEXT, "minLength": 1, "maxLength": 200_000, "pattern": "\\S"}, "lang": {"enum": ["en", "zh"]}}, "text"))},
            "/api/map": {"post": _operation(
                "map", "The standard Chinese for an English phrase, explained", _object("phrase", found={"type": "boolean"}),
                [400, 413, 415, 422, 501, 503],
                body=_body({"phrase": {**_TEXT, "minLength": 1, "maxLength": 1000, "pattern": "\\S"}, "context": {**_TEXT, "maxLength": 200_000}}, "phrase"))},
            "/api/check": {"post": _operation(
                "check", "Departures of a translation, or of one text, from the terminology", _object(findings=_list(_ANY)),
                [400, 413, 415, 422, 501, 503],
                body=_body({
                    "source": {**_TEXT, "minLength": 1, "maxLength": 200_000, "pattern": "\\S"}, "target": {**_TEXT, "maxLength": 200_000},
                    "languages": {"type": "array", "enum": PAIRS},
                }, "source"))},
            "/api/proposals": {
                "get": _operation("proposals", "Proposals with their history", _object(proposals=_list(_ANY)), [422, 501],
                                  parameters=[_parameter("state", "query", {"enum": ["", *STATES]}, required=False)]),
                "post": _operation("propose", "Propose a term, a form or a correction", _object(number={"type": "integer"}),
                                   [400, 413, 415, 422, 501], status="201", body=_body({
                                       "kind": {"enum": list(KINDS)}, "author": {**_TEXT, "minLength": 1, "maxLength": 80, "pattern": "\\S"},
                                       **_PROPOSED}, "kind", "author")),
            },
            "/api/proposals/{number}/review": {"post": _operation(
                "review", "Accept, reject or reopen a proposal", _ANY, [400, 403, 404, 413, 415, 422, 501],
                parameters=[
                    _parameter("number", "path", {"type": "integer", "minimum": 1, "maximum": 1_000_000}),
                    _parameter("X-Fayi-Editor", "header", _TEXT, required=False),
                ],
                body=_body({"decision": {"enum": list(STATES)}, "who": {**_TEXT, "minLength": 1, "maxLength": 80, "pattern": "\\S"},
                            "comment": {**_TEXT, "maxLength": 2000}, "changes": {
                                "type": "object", "properties": _PROPOSED, "additionalProperties": False}}, "decision", "who"))},
            "/api/proposals/patch": {"get": {
                "operationId": "patch", "summary": "Accepted proposals as a patch to the TSV files",
                "responses": {"200": {"description": "A unified diff", "content": {"text/x-diff": {"schema": _TEXT}}}, **_errors([501, 503])},
            }},
        },
    }  # fmt: skip


def _object(*texts: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [*texts, *properties],
        "properties": {**dict.fromkeys(texts, _TEXT), **properties},
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _body(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, place: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _errors(statuses: list[int]) -> dict[str, Any]:
    # 400: a broken request or a foreign host; 401: the server wants a token.
    codes = sorted({400, 401, *statuses})
    return {
        str(code): {"description": "Refused", "content": {"application/json": {"schema": _ERROR}}}
        for code in codes
    }


def _operation(
    name: str, summary: str, result: dict[str, Any], errors: list[int], *, status: str = "200", **parts: Any
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {
            status: {"description": "The answer", "content": {"application/json": {"schema": result}}},
            **_errors(errors),
        },
    }
    if "body" in parts:
        operation["requestBody"] = parts.pop("body")
    return operation | parts
