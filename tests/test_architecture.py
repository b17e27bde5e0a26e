"""Dependencies point one way, as CONTRIBUTING says; nothing in the tree names a machine of ours."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "toolkit"
# Who may import whom: the layer of a module may use its own and lower ones.
LAYERS = [
    {"errors", "hant"},
    {"model", "text", "i18n", "pinyin", "data"},
    {"files", "citations", "furniture", "documents"},
    {"termbase", "formats"},
    {"listed"},
    {"match", "ordinary", "catalogs", "stacking"},
    {"align", "mapping", "search", "extract"},
    {"build", "check", "curation"},
    {"consult"},
    {"web", "assistant"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports() -> list[tuple[str, str]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        own = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if own in ("__init__", "__main__"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toolkit"):
                names = (
                    [node.module] if node.module != "toolkit" else [f"toolkit.{a.name}" for a in node.names]
                )
                found += [(f"{path.relative_to(ROOT)}:{node.lineno} {own}", name or "") for name in names]
            elif isinstance(node, ast.Import):
                found += [
                    (f"{path.relative_to(ROOT)}:{node.lineno} {own}", a.name)
                    for a in node.names
                    if a.name.startswith("toolkit.")
                ]
    return found


def test_every_module_has_a_layer() -> None:
    names = {
        p.stem
        for p in PACKAGE.iterdir()
        if (p.suffix == ".py" or (p / "__init__.py").is_file()) and not p.name.startswith("_")
    }
    assert names <= set(RANK), "add new modules to LAYERS"


def test_dependencies_point_one_way() -> None:
    wrong = []
    for place, target in imports():
        own, used = place.split(" ")[1], part(target)
        if used in RANK and own in RANK and RANK[used] > RANK[own]:
            wrong.append(f"{place.split(' ')[0]}: {own} uses {used}")
    assert wrong == []


def test_no_path_of_a_machine_stands_in_the_tree() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    pattern = re.compile(r"/(?:home|root|Users)/\w+|/work/|/tmp/w/")
    wrong = []
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if (
            path.suffix
            in (".py", ".md", ".toml", ".tsv", ".txt", ".html", ".js", ".css", ".sh", ".yaml", ".yml")
            and path.is_file()
        ):
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if pattern.search(line) and name != "tests/test_architecture.py":
                    wrong.append(f"{name}:{number}: {line.strip()[:80]}")
    assert wrong == []
