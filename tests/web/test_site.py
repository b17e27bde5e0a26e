"""The static site: complete, safe, small, and every link leads somewhere."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from tests.web.conftest import HOSTILE
from toolkit import termbase
from toolkit.errors import FayiError
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.termbase import Termbase
from toolkit.web import pages, words
from toolkit.web.markup import STATIC, t
from toolkit.web.site import Site, export

FIRST_LOAD = ("index.html", "assets/site.css", "assets/theme.js", "assets/i18n.js", "assets/ui.js", "assets/first.js",
              *(f"assets/{name}" for name in pages.ENGINE), "assets/app.js", "assets/icon.svg")  # fmt: skip


class Links(HTMLParser):
    """Addresses and ids of a page, and whatever a policy without inline code forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        table = dict(attributes)
        self.inline += [f"{tag} {name}" for name in table if name.startswith("on") or name == "style"]
        if (tag == "script" and "src" not in table) or tag == "style":
            self.inline.append(tag)
        self.targets += [value for name in ("href", "src") if (value := table.get(name))]
        if table.get("id"):
            assert table["id"] not in self.ids, f"id {table['id']} stands twice"
            self.ids.add(table["id"] or "")


def parsed(text: str) -> Links:
    links = Links()
    links.feed(text)
    return links


@pytest.fixture(scope="module")
def site(glossary: Path) -> Site:
    return Site(termbase.load(glossary))


def test_every_path_has_content_and_every_link_a_target(site: Site) -> None:
    pages = {
        path: content.decode()
        for path in site.paths()
        if (content := site.read(path)) is not None and path.endswith(".html")
    }
    known = set(site.paths())
    found = {path: parsed(text) for path, text in pages.items()}
    for path, links in found.items():
        assert links.inline == [], path
        for target in links.targets:
            if target.startswith(("http", "#", "mailto:")):
                assert not target.startswith("http"), f"{path} loads {target}"
                continue
            address, _, place = target.partition("#")
            whole = normpath(join(dirname(path), unescape(address))) if address else path
            assert whole in known, f"{path} leads to {target}"
            if place and whole in found and not place.startswith("q="):
                assert place in found[whole].ids, f"{path} leads to {target}"


def test_glossary_content_is_text_everywhere(site: Site) -> None:
    for path in site.paths():
        content = site.read(path) or b""
        if path.endswith((".html", ".js")) and not path.startswith("assets/"):
            assert b"<img" not in content, path
    assert b"javascript:" not in (site.read("sources/npc-en.html") or b"")
    assert HOSTILE in unescape((site.read("concepts/hostile.html") or b"").decode())


def test_a_page_has_a_policy_and_a_language(site: Site) -> None:
    page = (site.read("concepts/arrest.html") or b"").decode()
    assert "Content-Security-Policy" in page and "unsafe-inline" not in page
    assert "<html lang=en>" in page and "lang=zh-Hans" in page
    assert (
        "第六十六条" in page
        and "machine rendering" in page
        and "criminal detention" in page
        and "dài bǔ" in page
    )


def test_laws_list_their_articles_in_order(site: Site) -> None:
    page = (site.read("sources/cpl-2018.html") or b"").decode()
    places = re.findall(r'<h2 id="([^"]+)"', page)
    assert places == ["a1", "a66", "a80", "a133-1"]


EVIL = (
    "../../escaped",
    "/etc/evil",
    "a/b",
    "..",
    "index",
    "<img src=x>",
    "con trol\u202e",
    "x" * 300,
    "逮捕",
    "",
)


def test_names_of_a_glossary_cannot_leave_the_site(tmp_path: Path) -> None:
    concepts = tuple(
        Concept(
            name,
            name,
            (
                Term(f"term {number}", EN, Status.PREFERRED, f"{name}:1"),
                Term(f"词{number}", ZH, Status.PREFERRED),
            ),
            related=EVIL,
        )
        for number, name in enumerate(EVIL)
    )
    sources = "".join(f"[{json.dumps(name)}]\ntitle_en = {json.dumps(name)}\n" for name in EVIL)
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "sources.toml").write_text(sources, encoding="utf-8")
    (tmp_path / "glossary" / "domains.toml").write_text("", encoding="utf-8")
    site = Site(Termbase(concepts, tmp_path / "glossary"))
    paths = list(site.paths())
    assert len(paths) == len(set(paths))
    for path in paths:
        assert re.fullmatch(r"([a-z]+/)?\w[\w.-]*", path) and len(path) < 200, path
    pages = [(site.read(path) or b"").decode() for path in paths if path.endswith(".html")]
    assert not any("<img" in page for page in pages)
    assert sum("词0" in page for page in pages) >= 4
    export(site, tmp_path / "out" / "site")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["glossary", "out"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["site"]


def test_unknown_paths_have_no_content(site: Site) -> None:
    for path in (
        "concepts/none.html",
        "x",
        "assets/../site.py",
        "assets/none.js",
        "fields/x.html",
        "sources/x.html",
        "entries/9.js",
        "",
        "a/b/c",
    ):
        assert site.read(path) is None


def test_the_site_is_written_whole(site: Site, tmp_path: Path) -> None:
    assert export(site, tmp_path / "site") == len(list(site.paths()))
    assert (tmp_path / "site" / "concepts" / "arrest.html").is_file()
    (tmp_path / "file").write_text("")
    with pytest.raises(FayiError, match="stands where"):
        export(site, tmp_path / "file")


def test_every_export_format_can_be_downloaded(site: Site) -> None:
    from toolkit.formats import registry

    names = site.downloads.names()
    for name, form in registry.formats().items():
        assert form.write is None or name == "tsv" or any(n.startswith(f"fayi-{name}.") for n in names), name
    assert {"fayi-stardict.zip", "fayi-yomitan.zip", "fayi-glossary.zip"} <= set(names)


def test_the_same_termbase_gives_the_same_bytes(glossary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    one, two = (Site(termbase.load(glossary)) for _ in range(2))
    assert [path for path in one.paths() if one.read(path) != two.read(path)] == []


def test_first_load_is_within_300_kilobytes_for_3000_concepts(base: Termbase) -> None:
    site = Site(Termbase(base.concepts[:3000], base.directory))
    assert sum(len(gzip.compress(site.read(path) or b"", 9)) for path in FIRST_LOAD) <= 300_000


def test_every_message_of_the_scripts_is_listed_for_translation() -> None:
    used = set()
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'F\.word\("((?:[^"\\]|\\.)*)"', text)) | set(
            re.findall(r'dataset\.t = "([^"]*)"', text)
        )
        for table in re.findall(r"const (?:WHY|NAMES) = \{([^}]*)\}", text):
            used |= set(re.findall(r': "([^"]*)"', table))
    assert used and used <= words.WORDS
    with pytest.raises(KeyError):
        t("no such message")


def test_catalogs_hold_only_messages_and_fields(base: Termbase) -> None:
    names = {d["en"] for d in base.domains.values()}
    for lang, catalog in words.catalogs(base.domains).items():
        assert lang in ("zh-Hans", "zh-Hant")
        assert set(catalog) <= words.WORDS | names
