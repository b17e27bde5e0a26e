"""The page that ``o`` opens: whole, in one file, without a link that leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from toolkit import i18n
from toolkit.cli import sheet
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.termbase import Termbase
from toolkit.web.site import Site


@pytest.fixture(scope="module")
def site(base: Termbase) -> Site:
    return Site(base)


def test_every_link_leads_to_a_place_on_the_page_or_into_the_web(site: Site, base: Termbase) -> None:
    for id in ("arrest", "plea-leniency-system", "crackdown-on-organized-crime"):
        page = html.document_fromstring(sheet.render(site, base.by_id[id]))
        places = {element.get("id") for element in page.iter() if element.get("id")}
        links = [link.get("href", "") for link in page.iter("a")]
        assert all(link.startswith("http") or link[1:] in places for link in links), links
        assert {id, *base.by_id[id].related} <= places
        assert not list(page.iter("script", "button", "link", "img"))
        text = html.tostring(page, method="text", encoding="unicode")
        assert base.by_id[id].zh in text and "@media" in text, "entry and style"


def test_it_speaks_the_language_of_the_interface(site: Site, base: Termbase) -> None:
    i18n.install("zh_CN")
    try:
        assert "首选" in sheet.render(site, base.by_id["arrest"])
    finally:
        i18n.install("en")


def test_it_stays_in_the_cache_or_in_a_temporary_directory(
    site: Site, base: Termbase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = sheet.write(site, base.by_id["arrest"])
    assert path == tmp_path / "fayi" / "pages" / "arrest.html" and "逮捕" in path.read_text(encoding="utf-8")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert sheet.write(site, base.by_id["arrest"]).is_file()


def test_text_of_a_glossary_stays_text(tmp_path: Path) -> None:
    hostile = Concept(
        "x",
        "f",
        (Term("<script>alert(1)</script>", EN, Status.PREFERRED), Term("<b>逮捕</b>", ZH, Status.PREFERRED)),
    )
    page = html.document_fromstring(sheet.render(Site(Termbase((hostile,))), hostile))
    assert not list(page.iter("script", "b")) and "<script>alert(1)</script>" in html.tostring(
        page, method="text", encoding="unicode"
    )
