"""Citations as links to the pages of sources, in the language of the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from toolkit.citations import article, readable, short_title
from toolkit.model import Citation, Source
from toolkit.termbase import Termbase


class Citer:
    """Writes citations of one termbase as HTML."""

    def __init__(self, termbase: Termbase) -> None:
        self.sources = termbase.sources
        self.english_titles = {c.zh: c.en for c in termbase.concepts if c.kind == "law"}

    def link(self, citation: Citation, root: str) -> str:
        """``《刑事诉讼法》（2018）第六十六条`` linked to its place on the page of the source."""
        source = self.sources.get(citation.key)
        if source is None:
            return escape(str(citation))
        place = f"#{anchor(citation.pinpoint)}" if citation.pinpoint else ""
        text, lang = self._readable(citation, source)
        return f'<a class="cite" lang="{lang}" href="{root}sources/{file_name(citation.key)}{place}">{escape(text)}</a>'

    def links(self, citations: Iterable[Citation], root: str) -> str:
        return "<br>".join(self.link(c, root) for c in citations)

    def plain(self, citations: Iterable[Citation]) -> str:
        return "; ".join(readable(c, self.sources) for c in citations)

    def english_title(self, source: Source) -> str:
        """The English title of a source; a statute's comes from the concept that names it."""
        return source.title_en or self.english_titles.get(source.title_zh, "")

    def _readable(self, citation: Citation, source: Source) -> tuple[str, str]:
        if (
            re.search("[\u4e00-\u9fff]", source.title_zh)
            and "translation" not in source.kind
            and not _english(source)
        ):
            return readable(citation, self.sources), "zh-Hans"
        # Only the name: what follows a colon explains it and would be repeated on every line.
        title = source.title_en.partition(": ")[0] or short_title(source)
        pinpoint = citation.pinpoint
        if re.fullmatch(r"\d+(-\d+)?", pinpoint):
            pinpoint = f"art. {pinpoint}"
        return (
            f"{title}{f', {pinpoint}' if pinpoint not in ('', 'title', 'headings', 'art. 0') else ''}",
            "en",
        )


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
