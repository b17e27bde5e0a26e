"""The tool's own messages: what is marked can be extracted, and what is extracted is translated."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.conftest import ROOT

PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What the command in CONTRIBUTING.md extracts."""
    target = tmp_path_factory.mktemp("pot") / "fayi.pot"
    command = "-q extract -F babel.cfg -k _ -k N_ -k ngettext:1,2 --no-location -o".split()
    frontend = [sys.executable, "-m", "babel.messages.frontend"]
    done = subprocess.run(
        [*frontend, *command, str(target), "toolkit"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return polib.pofile(str(target), encoding="utf-8")


def test_no_message_hides_in_an_f_string() -> None:
    """Babel does not look into f-strings, so such a message would never be translated."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "toolkit").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "ngettext"}
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW"])
def test_every_message_is_translated(messages: polib.POFile, locale: str) -> None:
    path: Path = ROOT / "locales" / locale / "LC_MESSAGES" / "fayi.po"
    done = {
        e.msgid: e.msgstr or e.msgstr_plural.get(0, "") for e in polib.pofile(str(path), encoding="utf-8")
    }
    assert len(messages) > 500
    assert [e.msgid for e in messages if not done.get(e.msgid)] == []
    for entry in messages:
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        assert set(PLACEHOLDER.findall(done[entry.msgid])) <= wanted | set(
            PLACEHOLDER.findall(entry.msgid)
        ), entry.msgid
