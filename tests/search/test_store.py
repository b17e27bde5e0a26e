"""The index kept for the next lookup: the same answers, never a stale or a foreign one, no complaint."""

from __future__ import annotations

import marshal
import os
import shutil
from pathlib import Path

import pytest

from toolkit import data
from toolkit.search import Searcher, store
from toolkit.search.store import StoredTermbase
from toolkit.termbase import Termbase

QUERIES = (
    "arrest",
    "认罪认罚",
    "rzrf",
    "sentncing recomendation",
    "field:policy black",
    "*责任",
    "how to arrest a suspect",
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "fayi"


def kept(cache: Path) -> Path:
    (path,) = cache.glob("lookup-*.bin")
    return path


def test_the_second_lookup_answers_like_the_first(base: Termbase, cache: Path) -> None:
    first, fresh = store.load()
    assert not isinstance(first, StoredTermbase) and kept(cache).stat().st_mode & 0o777 == 0o600
    second, searcher = store.load()
    assert isinstance(second, StoredTermbase)
    for query in QUERIES:
        assert searcher.search(query) == fresh.search(query) == Searcher(base).search(query), query
    assert searcher.nearest("sentencng") == fresh.nearest("sentencng")
    assert tuple(second.concepts) == base.concepts and second.concepts[3:5] == base.concepts[3:5]
    assert (second.sources, second.domains, second.retired) == (base.sources, base.domains, base.retired)
    assert second.find("arrest") == base.by_id["arrest"] and second.find("no-such-id") is None


def test_a_changed_glossary_is_read_again(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    glossary = tmp_path / "glossary"
    shutil.copytree(data.directory("glossary"), glossary)
    monkeypatch.setattr(data, "directory", lambda name: glossary)
    store.load()
    assert store.load()[1].search("zzqqxx") == []
    path = glossary / "policy.tsv"
    text = path.read_text(encoding="utf-8")
    term = text.split("\ten\t", 1)[1].split("\t")[0]
    other = "zzqqxx".ljust(len(term), "q")
    facts = path.stat()
    path.write_text(text.replace(f"\ten\t{term}\t", f"\ten\t{other}\t", 1), encoding="utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert path.stat().st_size == facts.st_size
    assert store.load()[1].search("zzqqxx")


@pytest.mark.parametrize("damage", ["cut", "empty", "noise", "writable", "directory"])
def test_a_damaged_or_foreign_file_is_passed_over(cache: Path, damage: str) -> None:
    store.load()
    path = kept(cache)
    content = path.read_bytes()
    if damage == "directory":
        path.unlink()
        path.mkdir()
    elif damage == "writable":
        path.chmod(0o666)
    else:
        path.write_bytes({"cut": content[:-1], "empty": b"", "noise": marshal.dumps("x" * 99)}[damage])
    base, searcher = store.load()
    assert not isinstance(base, StoredTermbase) and searcher.search("arrest")[0].concept.zh == "逮捕"
    assert list(cache.glob(".lookup*")) == []


def test_where_nothing_can_be_kept_lookup_works_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        assert store.load()[1].search("rzrf")[0].concept.zh == "认罪认罚"
