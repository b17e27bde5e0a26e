"""Citations as links to the pages of sources, in the language of the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from toolkit.citations import article, readable, short_title
from toolkit.hant import to_simplified
from toolkit.model import Citation, Source
from toolkit.termbase import Termbase
from toolkit.text import HAN
from toolkit.web.addresses import is_address


class Citer:
    """Writes citations of one termbase as HTML."""

    def __init__(self, termbase: Termbase) -> None:
        self.sources = termbase.sources
        self.english_titles = {c.zh: c.en for c in termbase.concepts if c.kind == "law"}
        # A source is cited thousands of times, an article some ten times.
        self._links: dict[Citation, tuple[str, str, str]] = {}

    def link(self, citation: Citation, root: str) -> str:
        """``《刑事诉讼法》（2018）第六十六条`` linked to its place on the page of the source."""
        source = self.sources.get(citation.key)
        if source is None or not is_address(citation.key):
            return escape(readable(citation, self.sources))
        if citation not in self._links:
            place = f"#{anchor(citation.pinpoint)}" if citation.pinpoint else ""
            text, lang = self._readable(citation, source)
            self._links[citation] = (lang, f"sources/{file_name(citation.key)}{place}", escape(text))
        lang, address, text = self._links[citation]
        return f'<a lang="{lang}" href="{root}{address}">{text}</a>'

    def has_page(self, key: str) -> bool:
        return key in self.sources and is_address(key)

    def links(self, citations: Iterable[Citation], root: str) -> str:
        return "<br>".join(self.link(c, root) for c in citations)

    def plain(self, citations: Iterable[Citation]) -> str:
        return "; ".join(readable(c, self.sources) for c in citations)

    def english_title(self, source: Source) -> str:
        """The English title of a source; a statute's comes from the concept that names it."""
        return (
            source.title_en
            or self.english_titles.get(source.title_zh, "")
            or self.english_titles.get(short_title(source), "")
        )

    def _readable(self, citation: Citation, source: Source) -> tuple[str, str]:
        if HAN.search(source.title_zh) and "translation" not in source.kind and not _english(source):
            text = readable(citation, self.sources)
            lang = script_of(source.title_zh)
            return (text.replace("条", "條") if lang == "zh-Hant" else text), lang
        # Only the name: what follows a colon explains it and would be repeated on every line.
        title = source.title_en.partition(": ")[0] or short_title(source)
        pinpoint = citation.pinpoint
        if pinpoint in ("", "title", "headings", "0"):
            return title, "en"
        if re.fullmatch(r"\d+(-\d+)?", pinpoint):
            return f"{title}, art. {pinpoint}", "en"
        if law := self._law(pinpoint):
            return f"{law}, {source.kind}", "en"
        return f"{title}, {pinpoint}", "en"

    def _law(self, name: str) -> str:
        """The English title of the statute that ``name`` begins the key of: ``cpl`` → Criminal Procedure Law."""
        found = [s for key, s in self.sources.items() if re.fullmatch(rf"{re.escape(name)}-\d{{4}}", key)]
        return self.english_title(found[-1]) if found else ""


def script_of(title: str) -> str:
    """``zh-Hant`` for a title with Traditional characters, else ``zh-Hans``: browsers choose the font by it."""
    return "zh-Hans" if to_simplified(title) == title else "zh-Hant"


def _english(source: Source) -> bool:
    """Whether the source is a text in English (official usage, translations)."""
    return (
        bool(source.title_en)
        and source.kind not in {"statute", "statute (Taiwan)", "judicial interpretation"}
        and (
            source.key.endswith("-en")
            or "-en-" in source.key
            or source.kind in {"editor", "respected translation"}
        )
    )


def file_name(key: str) -> str:
    return f"{key}.html"


def anchor(pinpoint: str) -> str:
    """An id for a place in a source: ``a66``, ``a133-1``, ``cap-19``."""
    if re.fullmatch(r"\d+(-\d+)?", pinpoint):
        return f"a{pinpoint}"
    return "p-" + (re.sub(r"[^\w-]+", "-", pinpoint.lower()).strip("-") or "whole")


def article_name(pinpoint: str) -> str:
    return article(pinpoint) if re.fullmatch(r"\d+(-\d+)?", pinpoint) and pinpoint != "0" else pinpoint
