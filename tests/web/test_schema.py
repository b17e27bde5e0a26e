"""The OpenAPI document against the server, by schemathesis."""

# ruff: noqa: E402  (what is not installed skips the module before it is imported)
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")
schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.conftest import FIELD
from toolkit.web.server import application


def test_every_operation_answers_as_described(tmp_path: Path) -> None:
    (tmp_path / "criminal-procedure.tsv").write_text(FIELD, encoding="utf-8")
    app = application(tmp_path, store=tmp_path / "team.db", editor_token="editor", hosts=frozenset())
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 10
    for operation in operations:
        _ask(operation)


def _ask(operation: Any) -> None:
    # Whether a concept, field or proposal exists no schema can say: such requests are refused with 422.
    beyond = [positive_data_acceptance] if operation.path.startswith("/api/proposals") else []

    @given(case=operation.as_strategy())
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answers(case: Any) -> None:
        case.call_and_validate(excluded_checks=beyond)

    answers()
