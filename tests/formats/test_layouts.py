"""The exact files that each tool gets: columns, order, header, byte order mark, line ends, duplicates."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from toolkit.formats import registry, xlsx
from toolkit.formats.format import Settings
from toolkit.formats.model import Designation, Entry
from toolkit.model import Status

ENTRIES = [
    Entry("a", (
        Designation("court", "en", Status.PREFERRED, "noun", note="N", contexts=("One court.",)), Designation("tribunal", "en", Status.ADMITTED),
        Designation("法院", "zh-CN", Status.PREFERRED), Designation("法庭", "zh-CN", Status.ADMITTED), Designation("球场", "zh-CN", Status.DEPRECATED),
    ), "law", (("en", "D; d"),), "R"),
    Entry("b", (Designation("court", "en"), Designation("宫廷", "zh-CN")), "history"),
]  # fmt: skip
BOM = "\ufeff"
WANTED = {
    "omegat": "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
    "court\t法院\tN; R; law; D; d\ntribunal\t法院\tR; law; D; d\ncourt\t宫廷\thistory\n",
    "matecat": "Forbidden,Domain,Subdomain,Definition,en-US,Notes,Example of use,zh-CN,Notes,Example of use\n"
    ",law,,D; d,court,N,One court.,法院,,\n,law,,D; d,tribunal,R,,法院,,\nTrue,law,,D; d,court,N,One court.,球场,,\n,history,,,court,,,宫廷,,\n",
    "memoq": BOM + "Entry_ID;Entry_Subject;Entry_Domain;Entry_ClientID;Entry_ProjectID;Entry_Created;Entry_Creator;Entry_LastModified;"
    "Entry_Modifier;Entry_Note;English_Def;English;Term_Info;Term_Example;Chinese_PRC_Def;Chinese_PRC;Term_Info;Term_Example\r\n"
    'a;law;;;;;;;;R;"D; d";court|tribunal;;One court.;;法院|法庭;;\r\nb;history;;;;;;;;;;court;;;;宫廷;;\r\n',
    "multiterm-csv": BOM + "ID,Subject,Definition,Note,English,Chinese (PRC)\r\na,law,D; d,R,court|tribunal,法院|法庭\r\nb,history,,,court,宫廷\r\n",
    "phrase-strings": "term,description,case sensitive,translatable,zh-CN\n"
    "court,N; R; law; D; d,false,true,法院\ntribunal,R; law; D; d,false,true,法院\n",
    "weblate": "location,source,target,ID,fuzzy,context,translator_comments,developer_comments\n"
    ",court,法院,a,,law,R,D; d\n,tribunal,法院,a,,law,R,D; d\n,court,宫廷,b,,history,,\n",
    "deepl": "court,法院\ntribunal,法院\n",
    "google": "court,法院\ntribunal,法院\n",
    "google-set": "en,zh-CN\ncourt,法院\ncourt,宫廷\n",
    "azure": "court\t法院\ntribunal\t法院\n",
    "utx": "#UTX 1.11; en/zh-CN; 1970-01-01T00:00:00Z; copyright: see the source; license: see the source; bidirectional; Dictionary ID: Fayi glossary\r\n"
    "#src\ttgt\tsrc:pos\tterm status\tconcept ID\tcomment\r\ncourt\t法院\tnoun\tapproved\ta\tR\r\ntribunal\t法院\tnoun\tprovisional\ta\tR\r\n"
    "court\t宫廷\tnoun\t\tb\t\r\n",
}  # fmt: skip


def written(tmp_path: Path, name: str, file: str = "out") -> Path:
    chosen = registry.named(name)
    assert chosen.write is not None
    chosen.write(tmp_path / file, ENTRIES, Settings())
    return tmp_path / file


@pytest.mark.parametrize("name", WANTED)
def test_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert written(tmp_path, name).read_bytes().decode("utf-8") == WANTED[name]


def test_wordfast_is_utf_16_with_a_mark(tmp_path: Path) -> None:
    content = written(tmp_path, "wordfast-glossary").read_bytes()
    assert content.startswith(b"\xff\xfe") and content.decode("utf-16").startswith(
        "court\t法院\tN; R; law; D; d\r\n"
    )


def test_phrase_and_custom_translator_workbooks(tmp_path: Path) -> None:
    rows = [row for _n, row in xlsx.parse(written(tmp_path, "phrase"))]
    assert rows[0][:6] == [
        "CID",
        "concept_domain",
        "concept_subdomain",
        "concept_url",
        "concept_definition",
        "concept_note",
    ]
    assert rows[0][6:] == [
        "TID",
        "en",
        "status",
        "forbidden",
        "preferred",
        "note",
        "TID",
        "zh_cn",
        "status",
        "forbidden",
        "preferred",
        "note",
    ]
    assert rows[1][7:11] == ["court", "approved", "FALSE", "TRUE"] and rows[3][13:17] == [
        "球场",
        "approved",
        "TRUE",
        "FALSE",
    ]
    rows = [row for _n, row in xlsx.parse(written(tmp_path, "custom-translator"))]
    assert rows == [["en", "zh-CN"], ["court", "法院"], ["tribunal", "法院"]]


def test_yomitan_has_the_fields_of_format_3(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, "yomitan")) as archive:
        index, bank, tags = (
            json.loads(archive.read(f"{name}.json")) for name in ("index", "term_bank_1", "tag_bank_1")
        )
    assert index["format"] == 3 and all(
        isinstance(index[name], str) and index[name] for name in ("title", "revision")
    )
    for text, reading, definition_tags, rules, score, meanings, sequence, term_tags in bank:
        assert (
            all(
                isinstance(value, str)
                for value in (text, reading, definition_tags, rules, term_tags, *meanings)
            )
            and text
            and meanings
        )
        assert isinstance(score, int) and isinstance(sequence, int)
        assert set(definition_tags.split()) <= {tag[0] for tag in tags}
    assert all([type(value) for value in tag] == [str, str, int, str, int] for tag in tags)
    assert ["法院", "fǎ yuàn"] in [row[:2] for row in bank]


def judge(code: str, place: Path) -> str:
    """What a program prints in the environment of the judges (FAYI_JUDGES names its Python)."""
    python = os.environ.get("FAYI_JUDGES", "")
    if not python:
        pytest.skip("FAYI_JUDGES names no Python with translate-toolkit and pystardict")
    done = subprocess.run([python, "-c", code], cwd=place, capture_output=True, text=True, encoding="utf-8")
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip(done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0, done.stderr[-1000:]
    return done.stdout


@pytest.mark.parametrize(
    ("name", "reader", "expected"),
    [
        ("tbx2", "tbx.tbxfile", "court=法院 court=宫廷"),
        ("omegat", "omegat.OmegaTFile", "court=法院 tribunal=法院 court=宫廷"),
        ("weblate", "csvl10n.csvfile", "court=法院 tribunal=法院 court=宫廷"),
    ],
)
def test_translate_toolkit_reads_our_glossaries(
    tmp_path: Path, name: str, reader: str, expected: str
) -> None:
    written(tmp_path, name)
    module = reader.partition(".")[0]
    found = judge(
        f"from translate.storage import {module}\n"
        f"print(*(f'{{u.source}}={{u.target}}' for u in {reader}.parsefile('out').units if u.target))",
        tmp_path,
    )
    assert found.strip() == expected


@pytest.mark.parametrize(
    ("name", "reader"), [("tmx", "tmx.tmxfile"), ("po", "pypo.pofile"), ("xliff", "xliff.xlifffile")]
)
def test_translate_toolkit_reads_our_units(tmp_path: Path, name: str, reader: str) -> None:
    from toolkit.formats import convert

    chosen = registry.named(name)
    assert chosen.write is not None
    chosen.write(tmp_path / "out", convert.to_units(ENTRIES, Settings()), Settings())
    module = reader.partition(".")[0]
    found = judge(
        f"from translate.storage import {module}\n"
        f"print(*(f'{{u.source}}={{u.target}}' for u in {reader}.parsefile('out').units if str(u.source)))",
        tmp_path,
    )
    assert sorted(found.split()) == sorted("court=法院 tribunal=法院 court=宫廷".split())


def test_pystardict_reads_our_dictionary(tmp_path: Path) -> None:
    written(tmp_path, "stardict", "law.ifo")
    found = judge(
        "from pystardict import Dictionary\nd = Dictionary('law')\nprint(len(d), sorted(d.idx.keys()))\nprint(d['court'], d['法院'])",
        tmp_path,
    )
    assert "法院" in found and "宫廷" in found and "<b>court</b>; tribunal" in found


def test_pyglossary_reads_our_dictionary(tmp_path: Path) -> None:
    written(tmp_path, "stardict", "law.ifo")
    found = judge(
        "import sys\nif sys.version_info < (3, 12): raise ModuleNotFoundError('pyglossary needs Python 3.12')\n"
        "from pyglossary.glossary_v2 import Glossary\nGlossary.init()\ng = Glossary()\ng.directRead('law.ifo', formatName='Stardict')\n"
        "for e in g: print(e.s_term if hasattr(e, 's_term') else e.s_word, e.defi)",
        tmp_path,
    )
    assert "court" in found and "宫廷" in found and "<b>court</b>; tribunal" in found
