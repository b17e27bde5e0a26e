"""No page shows an interface string that the catalogs cannot translate."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from toolkit import termbase
from toolkit.formats import registry
from toolkit.termbase import Termbase
from toolkit.web import team, words
from toolkit.web.site import Site

VOID = {"meta", "link", "input", "br", "img"}
ATTRIBUTES = ("aria-label", "placeholder", "title", "alt")
# A source is cited by its key, the same in every language.
LITERAL = {"cpl-2018:66"}


class Strings(HTMLParser):
    """Texts that stand outside elements with ``data-t`` or a language of their own, and the messages inside."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict[str, str | None]] = []
        self.loose: list[str] = []
        self.messages: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes) | {"": tag}
        for name in ATTRIBUTES:
            value = given.get(name)
            if value and f"data-t-{name}" in given:
                self.messages.add(given[f"data-t-{name}"] or value)
            elif value and value not in LITERAL:
                self.loose.append(f"{name}={value}")
        if given.get("data-t"):
            self.messages.add(given["data-t"] or "")
        if tag not in VOID:
            self.open.append(given)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[""] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if not any(c.isalpha() for c in text):
            return
        parent = self.open[-1] if self.open else {"": ""}
        if "data-t" in parent:
            if not parent["data-t"]:
                self.messages.add(text)
            return
        tags = {given[""] for given in self.open}
        # The root element has the language of the interface; whatever says another one is data.
        if not any("lang" in given for given in self.open[1:]) and not tags & {"code", "script", "title"}:
            self.loose.append(text.strip())


def strings(page: str) -> Strings:
    found = Strings()
    found.feed(page)
    return found


def kinds(site: Site) -> list[str]:
    """One page of each kind, and for concepts and sources several."""
    paths = [p for p in site.paths() if p.endswith(".html")]
    few: dict[str, int] = {}
    chosen = []
    for path in paths:
        section = path.rpartition("/")[0] or path
        few[section] = few.get(section, 0) + 1
        if few[section] <= 60:
            chosen.append(path)
    return chosen


@pytest.fixture(scope="module")
def builtin(base: Termbase) -> Site:
    return Site(base)


@pytest.fixture(scope="module")
def small(glossary: Path) -> Site:
    return Site(termbase.load(glossary))


def test_every_string_of_every_kind_of_page_can_be_translated(builtin: Site) -> None:
    pages = {path: (builtin.read(path) or b"").decode() for path in kinds(builtin)}
    pages["team.html"] = (team.page_of("team.html") or b"").decode()
    assert len(pages) > 150
    for path, page in pages.items():
        found = strings(page)
        assert found.loose == [], path
        assert found.messages <= words.WORDS, path


def test_strings_of_a_foreign_glossary_are_data(small: Site) -> None:
    for path in kinds(small):
        assert strings((small.read(path) or b"").decode()).loose == [], path


def test_words_of_the_glossary_are_listed_for_translation(base: Termbase) -> None:
    assert {c.kind for c in base.concepts} <= words.WORDS
    assert {names["en"] for names in base.domains.values()} <= words.WORDS
    assert {part for s in base.sources.values() if s.issuer for part in s.issuer.split(", ")} <= words.WORDS
    assert {s.kind[:1].lower() + s.kind[1:] for s in base.sources.values() if s.kind} <= words.WORDS


def test_descriptions_of_the_downloads_are_listed_for_translation(builtin: Site) -> None:
    unlisted = {download.what for download in builtin.downloads.listed()} - words.WORDS
    assert not unlisted, "put the description of a new format into toolkit/web/vocabulary.py"
    written = {f.description for f in registry.formats().values() if f.write is not None and f.name != "tsv"}
    assert written <= {download.what for download in builtin.downloads.listed()}
