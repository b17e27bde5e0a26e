"""The commands as a translator runs them: real processes, real files, exit codes, one line per error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from toolkit.cli import COMMANDS

TEXT = "The procuratorate filed a case and approved the arrest. They deepened the fight against black and evil.\n"


def error(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on standard error of a refused call."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1, lines
    return lines[0]


def test_help_lists_every_command(fayi: Run) -> None:
    done = fayi("--help")
    assert done.returncode == 0
    for group in COMMANDS.values():
        for name in group:
            assert name in done.stdout
            assert fayi(name, "--help").returncode == 0


def test_an_unknown_command_suggests_the_nearest(fayi: Run) -> None:
    done = fayi("lokup", "x")
    assert done.returncode == 2
    assert "lookup" in done.stderr


def test_lookup_prints_tsv_in_a_pipe(fayi: Run) -> None:
    done = fayi("lookup", "审查逮捕")
    header, first = (line.split("\t") for line in done.stdout.splitlines()[:2])
    row = dict(zip(header, first, strict=True))
    assert done.returncode == 0
    assert (row["chinese"], row["why"], row["status"]) == ("审查逮捕", "exact", "preferred")


def test_lookup_json_and_nothing_found(fayi: Run) -> None:
    data = json.loads(fayi("lookup", "--json", "plea leniency system").stdout)
    assert data["hits"][0]["chinese"] == "认罪认罚从宽制度"
    done = fayi("lookup", "zzzzqqqq")
    assert done.returncode == 1
    assert "not in the glossary" in done.stderr


def test_a_pipe_closed_early_is_silent() -> None:
    command = f"{sys.executable} -m toolkit lookup 起诉 --limit 500 | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("chinese\t")


def test_build_from_standard_input(fayi: Run, tmp_path: Path) -> None:
    done = fayi("build", "-", "-o", "out", input=TEXT)
    assert done.returncode == 0, done.stderr
    assert "扫黑除恶" in done.stdout
    assert (tmp_path / "out" / "texts.tmx").is_file()


def test_build_a_directory(fayi: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "sub" / "b.html").write_text(
        "<p>The people's court heard the case.</p>", encoding="utf-8"
    )
    assert fayi("build", "in", "-o", "out").returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 8, "binary"),
        (
            "mixed.txt",
            "检察机关依法办案\n".encode() + "检察机关依法办案\n".encode("gb18030"),
            "mixed encoding",
        ),
        ("control.txt", b"The court \x07 rang.", "control character"),
        ("chinese.txt", "检察机关依法办案。".encode(), "Chinese text"),
        ("corrupt.docx", b"PK\x03\x04" + bytes(100), "Word document"),
    ],
)
def test_unusable_texts(fayi: Run, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert says in error(fayi("build", name, "-o", "out"))
    assert not list((tmp_path / "out").rglob("*")) if (tmp_path / "out").exists() else True


def test_missing_text_and_empty_directory(fayi: Run, tmp_path: Path) -> None:
    assert "no such file" in error(fayi("build", "nothing.txt"))
    (tmp_path / "d").mkdir()
    assert "no texts" in error(fayi("build", "d"))


def test_a_64_mb_line_is_refused(fayi: Run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"court " * (64 * 2**20 // 6))
    started = time.monotonic()
    assert "a line of" in error(fayi("build", "long.txt", "-o", "out"))
    assert time.monotonic() - started < 20


def test_the_output_place_is_a_file(fayi: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out").write_text("mine")
    assert "is a file" in error(fayi("build", "a.txt", "-o", "out"))
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_the_output_place_is_not_writable(fayi: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out").mkdir(mode=0o500)
    assert "cannot write" in error(fayi("build", "a.txt", "-o", "out"))


def test_a_full_disk_leaves_the_old_outputs(fayi: Run, tmp_path: Path) -> None:
    """A small file-size limit stands in for the full disk: writes fail in the middle."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert fayi("build", "a.txt", "-o", "out").returncode == 0
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000)); sys.argv = ['fayi', 'build', 'a.txt', '-o', 'out'];"
        "from toolkit.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_ctrl_c_leaves_nothing_half_written(fayi: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(300):
        (tmp_path / "in" / f"{number}.txt").write_text(TEXT * 200, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "build", "in", "-o", "out"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}, text=True,
    )  # fmt: skip
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.skip("the build was faster than the interruption")
    assert process.returncode == 130 and "Traceback" not in err
    assert (
        not [p for p in (tmp_path / "out").rglob("*") if p.is_file()] if (tmp_path / "out").exists() else True
    )


def test_a_broken_glossary_row_is_named(fayi: Run, small: Path) -> None:
    path = small / "criminal-procedure.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("\tadmitted\t", "\tgood\t", 1), encoding="utf-8")
    line = error(fayi("lookup", "立案", "-g", str(small)))
    assert "criminal-procedure.tsv:4:4" in line and "preferred, admitted, deprecated, lookup" in line


@pytest.mark.parametrize(("locale", "word"), [("zh_CN.UTF-8", "查"), ("zh_TW.UTF-8", "查"), ("C", "Look up")])
def test_the_tool_speaks_the_language_of_the_locale(fayi: Run, locale: str, word: str) -> None:
    done = fayi("--help", LANGUAGE="", LC_ALL=locale)
    assert word in done.stdout


def test_shell_completion(fayi: Run) -> None:
    done = fayi(_FAYI_COMPLETE="bash_source")
    assert "_fayi_completion" in done.stdout
    done = fayi(_FAYI_COMPLETE="bash_complete", COMP_WORDS="fayi loo", COMP_CWORD="1")
    assert "lookup" in done.stdout


@pytest.mark.parametrize("command", ["lookup 起诉", "glossary stats", "build a.txt -o out"])
def test_standard_output_that_cannot_be_written(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    for target, codes in (("> /dev/full", {2}), (">&-", {0})):
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m toolkit {command} {target}"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=env,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode in codes
        assert len(done.stderr.splitlines()) <= 1
