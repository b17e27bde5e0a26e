from __future__ import annotations

import gettext
import io
import shutil
import subprocess
from pathlib import Path

import polib
import pytest

from tests.conftest import ROOT
from toolkit import catalogs
from toolkit.model import EN, HK, TW, ZH, Status
from toolkit.termbase import Termbase

LOCALES = ROOT / "locales"


def translation(locale: str) -> gettext.GNUTranslations:
    path = LOCALES / locale / "LC_MESSAGES" / "glossary.po"
    return gettext.GNUTranslations(io.BytesIO(polib.pofile(str(path), encoding="utf-8").to_binary()))


def test_the_catalogs_are_fresh(base: Termbase, tmp_path: Path) -> None:
    for path, _count in catalogs.write(base, tmp_path):
        shipped = LOCALES / path.relative_to(tmp_path)
        assert shipped.read_bytes() == path.read_bytes(), f"run `fayi locales`: {shipped} is stale"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("sentencing recommendation", "量刑建议"),
        ("plea leniency system", "认罪认罚从宽制度"),
        ("public interest litigation", "公益诉讼"),
    ],
)
def test_plain_gettext_finds_a_term(english: str, chinese: str) -> None:
    assert translation("zh_CN").gettext(english) == chinese


@pytest.mark.parametrize(("locale", "lang"), [("zh_CN", ZH), ("zh_HK", HK), ("zh_TW", TW)])
def test_an_entry_is_a_term_of_the_region_or_absent(base: Termbase, locale: str, lang: str) -> None:
    own = {t.text for c in base.concepts for t in c.of(lang, Status.PREFERRED)}
    catalog = polib.pofile(str(LOCALES / locale / "LC_MESSAGES" / "glossary.po"), encoding="utf-8")
    assert {e.msgstr for e in catalog} <= own
    assert len({(e.msgctxt, e.msgid) for e in catalog}) == len(catalog)


def test_deprecated_english_is_never_a_message(base: Termbase) -> None:
    good = {t.text for c in base.concepts for t in c.of(EN, Status.PREFERRED, Status.ADMITTED)}
    assert {m.msgid for m in catalogs.messages(base, ZH)} <= good


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("locale", ["zh_CN", "zh_HK", "zh_TW"])
def test_msgfmt_accepts_them(locale: str, tmp_path: Path) -> None:
    path = LOCALES / locale / "LC_MESSAGES" / "glossary.po"
    done = subprocess.run(
        ["msgfmt", "-c", "-o", str(tmp_path / "x.mo"), str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
