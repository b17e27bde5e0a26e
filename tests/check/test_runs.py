"""Runs over many files: cache, processes, files that change while they are read, malformed ones among good ones."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit import i18n
from toolkit.check import cache, engine, readers, runner
from toolkit.check.config import Config, Profile
from toolkit.errors import FayiError

BAD = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "决定立案。"\nmsgstr "It was put on record."\n'


class Counted:
    """How often a file was really checked."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def taken(self) -> int:
        number, self.paths = len(self.paths), []
        return number


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counted:
    monkeypatch.setenv("FAYI_CACHE", str(tmp_path / "cache"))
    counter = Counted()
    real = engine.check_path

    def check_path(path: str, *rest: object) -> engine.Result:
        counter.paths.append(path)
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "check_path", check_path)
    runner.forget_glossaries()
    return counter


def test_the_cache_knows_file_glossary_settings_language_and_version(
    counted: Counted, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.po"
    path.write_text(BAD, encoding="utf-8")
    config = Config()

    def codes(given: Config) -> list[str]:
        (result,) = runner.check_files([str(path)], given, directory=small, jobs=1)
        return [f.code for f in result.findings]

    assert codes(config) == ["FY204"] and counted.taken() == 1
    assert codes(config) == ["FY204"] and counted.taken() == 0
    # Another time of the file is no change, other content is.
    path.touch()
    assert codes(config) == ["FY204"] and counted.taken() == 0
    path.write_text(BAD.replace("put on record", "a case filing"), encoding="utf-8")
    assert codes(config) == [] and counted.taken() == 1
    path.write_text(BAD, encoding="utf-8")
    assert codes(config) == ["FY204"] and counted.taken() == 0
    # The settings.
    quiet = replace(config, base=Profile(engine.Settings(ignore=("FY2",))))
    assert codes(quiet) == [] and counted.taken() == 1
    assert codes(quiet) == [] and counted.taken() == 0
    # A client glossary, and a change in it.
    client = tmp_path / "client.tsv"
    client.write_text(
        "concept\tlang\tterm\tstatus\tsource\tnote\nx\ten\tput on record\tpreferred\t\t\nx\tzh\t立案\tpreferred\t\t\n",
        encoding="utf-8",
    )
    own = replace(config, base=Profile(glossaries=(client,)))
    assert codes(own) == [] and counted.taken() == 1
    assert codes(own) == [] and counted.taken() == 0
    client.write_text(
        client.read_text(encoding="utf-8").replace("put on record", "commencement"), encoding="utf-8"
    )
    runner.forget_glossaries()
    assert codes(own) == ["FY204"] and counted.taken() == 1
    # The language of the messages, and the version.
    monkeypatch.setattr(i18n, "language", lambda: "zh_CN")
    assert codes(config) == ["FY204"] and counted.taken() == 1
    monkeypatch.setattr(cache, "__version__", "99.0")
    assert codes(config) == ["FY204"] and counted.taken() == 1
    assert codes(config) == ["FY204"] and counted.taken() == 0


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x80\x04cos\nsystem\n(S'touch pwned'\ntR."])
def test_a_broken_or_hostile_cache_is_passed_over(
    content: bytes, counted: Counted, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.po").write_text(BAD, encoding="utf-8")
    list(runner.check_files(["a.po"], Config(), directory=small))
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(content)
    (result,) = runner.check_files(["a.po"], Config(), directory=small)
    assert [f.code for f in result.findings] == ["FY204"] and counted.taken() == 2
    assert not Path("pwned").exists()


def test_a_file_that_changed_after_it_was_hashed_is_not_kept(
    counted: Counted, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.po"
    path.write_text(BAD, encoding="utf-8")
    real = engine.check_path

    def changing(name: str, *rest: object) -> engine.Result:
        path.write_text(BAD.replace("put on record", "a case filing"), encoding="utf-8")
        return real(name, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(engine, "check_path", changing)
        list(runner.check_files([str(path)], Config(), directory=small))
    path.write_text(BAD, encoding="utf-8")
    (result,) = runner.check_files([str(path)], Config(), directory=small)
    assert [f.code for f in result.findings] == ["FY204"]


@pytest.mark.parametrize("name", ["a.po", "a.txt", "a.xlsx", "a.docx", "a.html"])
def test_a_file_that_changes_while_it_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    import docx
    import openpyxl

    path = tmp_path / name
    if name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        book.active.append(["en", "zh"])
        book.active.append(["court", "法院"])
        book.save(path)
    elif name.endswith(".docx"):
        document = docx.Document()
        document.add_paragraph("A court.")
        document.save(str(path))
    else:
        path.write_text(BAD if name == "a.po" else "<p>A court.</p>", encoding="utf-8")
    readers.read(str(path))
    # Somebody saves the file between the first look and the last one.
    real, looks = Path.stat, []

    def stat(self: Path, **options: bool) -> os.stat_result:
        if self == path:
            looks.append(1)
            os.utime(path, ns=(len(looks) * 10**9, len(looks) * 10**9))
        return real(self, **options)

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(FayiError, match="changed while it was read") as caught:
        readers.read(str(path))
    assert caught.value.path == str(path) and "\n" not in str(caught.value)


BROKEN = {
    "b.po": ('msgid "a"\nmsgstr "b"\n\nmsgid "c\nmsgstr "d"\n', "b.po:4"),
    "b.xlf": ('<xliff version="1.2"><file>\n</fle></xliff>', "b.xlf:2"),
    "c.xliff": ('<xliff version="2.0"\n', "c.xliff:"),
    "b.tmx": ("<tmx>\n<body></tmx>", "b.tmx:2"),
    "b.tsv": ("source\ttarget\na\t一\nb\n", "b.tsv:3"),
    "b.csv": ('source,target\na,"一\n', "b.csv:2"),
    "b.xlsx": ("PK\x03\x04 nothing", "b.xlsx"),
    "b.docx": ("PK\x03\x04 nothing", "b.docx"),
    "b.txt": ("\x00\x01\x02\x00\x00", "b.txt"),
    "b.exe": ("MZ", "b.exe"),
    "empty.po": ("", "empty.po"),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_malformed_files_among_good_ones(jobs: str, tmp_path: Path, small: Path, fayi: Run) -> None:
    padding = "# x\n" * 120_000 if jobs == "2" else ""
    for name in ("a.po", "z.po"):
        (tmp_path / name).write_text(BAD + padding, encoding="utf-8")
    for name, (content, _where) in BROKEN.items():
        (tmp_path / name).write_bytes(
            content.encode("latin-1" if "\x03" in content or "\x00" in content else "utf-8")
        )
    done = fayi(
        "check",
        "a.po",
        *BROKEN,
        "missing.po",
        "z.po",
        "-j",
        jobs,
        "--termbase",
        "glossary",
        "--no-cache",
        "-f",
        "json",
    )
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert report["files"] == ["a.po", "z.po"] and [f["code"] for f in report["findings"]] == [
        "FY204",
        "FY204",
    ]
    lines = [line for line in done.stderr.splitlines() if line.startswith("fayi: ")]
    assert len(lines) == len(BROKEN) + 1 and "Traceback" not in done.stderr
    for name, (_content, where) in BROKEN.items():
        assert any(line.startswith(f"fayi: {where}") for line in lines), (name, lines)


def test_a_translation_from_chinese_is_aligned_too(tmp_path: Path, small: Path, fayi: Run) -> None:
    chinese = [
        "法院决定立案。",
        "被告人到庭。",
        "检察院提出量刑建议，法院予以采纳。",
        "适用认罪认罚从宽制度。",
    ]
    english = ["The court put the matter on the list.", "The defendant came.", "The procuratorate made a sentencing recommendation, which the court adopted.", "The new system was applied."]  # fmt: skip
    (tmp_path / "zh.txt").write_text("".join(chinese), encoding="utf-8")
    (tmp_path / "en.txt").write_text(" ".join(english), encoding="utf-8")
    done = fayi(
        "check", "en.txt", "--against", "zh.txt", "-f", "json", "--termbase", "glossary", "--select", "FY201"
    )
    found = {f["source"]["text"]: f["target"]["text"] for f in json.loads(done.stdout)["findings"]}
    assert found == {chinese[0]: english[0], chinese[3]: english[3]}


def test_the_tables_name_unreadable_files_and_go_on(tmp_path: Path, small: Path, fayi: Run) -> None:
    (tmp_path / "a.po").write_text(BAD, encoding="utf-8")
    (tmp_path / "b.po").write_text("garbage\n", encoding="utf-8")
    for option in ("--health", "--consistency"):
        done = fayi("check", "b.po", "a.po", option, "--termbase", "glossary", "-f", "json")
        assert (
            done.returncode == 2
            and "b.po:1: not PO syntax" in done.stderr
            and json.loads(done.stdout)["version"] == 1
        )


def test_the_hook_offers_every_kind_of_file() -> None:
    import re

    text = (Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    patterns = re.findall(r"^  files: (.*)$", text, re.MULTILINE)
    assert len(patterns) == 2
    for suffix in readers.SUFFIXES:
        assert re.search(patterns[0], f"a{suffix}"), suffix
    assert re.search(patterns[1], "a.sdlxliff") and not re.search(patterns[1], "a.txt")
    assert not re.search(patterns[0], "a.py")


def test_health_tells_contradictions_from_regions(small: Path) -> None:
    from toolkit.check import health, standard

    table = small / "criminal-procedure.tsv"
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    rows[5:5] = [
        "case-filing\ten\tthe filing of the case\tadmitted\t\t\n",
        "case-filing\ten\tfilings of case\tdeprecated\t\t\n",
        "case-filing\tzh-Hant-HK\t認罪認罰從寬制度\tdeprecated\t\t\n",
    ]
    rows.append("plea-leniency-system\ten\tcase filing\tdeprecated\t\t\n")
    table.write_text("".join(rows), encoding="utf-8")
    report = health.report([], standard.load(small), engine.Settings())
    assert report["contradictory"] == [
        "“filings of case”, deprecated for case-filing, is matched like “the filing of the case”, approved for case-filing",
        "“case filing” is deprecated for plea-leniency-system and approved for case-filing",
    ]
