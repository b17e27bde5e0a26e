"""``fayi lookup`` in one go: the same JSON as the server and the assistant, completion of filters."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner

from toolkit import i18n
from toolkit.cli.entry import why_name
from toolkit.cli.lookup import command
from toolkit.consult import Consultant
from toolkit.search.model import REASONS
from toolkit.termbase import Termbase


@pytest.mark.parametrize(
    "query", ["arrest", "认罪认罚", "withdrawing a prosecution", "sentncing recomendaton xq"]
)
def test_json_is_what_the_server_and_the_assistant_answer(base: Termbase, query: str) -> None:
    done = CliRunner().invoke(command, ["--json", query], standalone_mode=False)
    assert json.loads(done.stdout) == Consultant(base).search(query, 10)


def test_every_reason_has_a_name() -> None:
    i18n.install("en")
    assert all(why_name(why) for why in REASONS)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("fie", "field:"), ("field:crim", "field:criminal-procedure"), ("status:pre", "status:preferred"),
     ("region:h", "region:hk"), ("source:cpl-2018", "source:cpl-2018")],
)  # fmt: skip
def test_the_shell_is_offered_filters(typed: str, offered: str) -> None:
    argument = next(p for p in command.params if p.name == "query")
    items = argument.shell_complete(click.Context(command), typed)
    assert offered in [item.value for item in items]
    assert argument.shell_complete(click.Context(command), "other:x") == []
