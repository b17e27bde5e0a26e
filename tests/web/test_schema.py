"""The OpenAPI document against the server, by schemathesis."""

# ruff: noqa: E402  (what is not installed skips the module before it is imported)
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")
schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.conftest import FIELD
from toolkit.web.server import application


def test_every_operation_answers_as_described(tmp_path: Path) -> None:
    (tmp_path / "criminal-procedure.tsv").write_text(FIELD, encoding="utf-8")
    app = application(tmp_path, store=tmp_path / "team.db", editor_token="editor", hosts=frozenset())
    # 413 is a refusal too: the default list leaves it out.
    refusals = {"negative_data_rejection": {"expected-statuses": [400, 403, 404, 405, 413, 415, 422, "5xx"]}}
    config = schemathesis.Config.from_dict({"checks": refusals})
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 10
    for operation in operations:
        _ask(operation)


def _ask(operation: Any) -> None:
    # Whether a concept, field or proposal exists no schema can say: such requests are refused with 422.
    beyond = (
        [positive_data_acceptance]
        if (operation.method, operation.path[:14]) == ("post", "/api/proposals")
        else []
    )
    wanted = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if operation.body or operation.query or operation.path_parameters:
        wanted = one_of(wanted, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

    @given(case=wanted)
    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def answers(case: Any) -> None:
        case.call_and_validate(excluded_checks=beyond, headers={"X-Fayi-Editor": "editor"})

    answers()
