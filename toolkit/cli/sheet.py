"""One page that stands alone: the entry of a concept and of those compared with it, style included, no dead link."""

from __future__ import annotations

import re
import tempfile
from html import escape
from pathlib import Path

from lxml import html

from toolkit.i18n import _, language
from toolkit.model import Concept
from toolkit.search.store import cache_directory
from toolkit.web.markup import STATIC
from toolkit.web.site import Site

_FRAME = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title} · Fayi 法译</title>
<style>{style}</style></head>
<body><main class="wide">{body}</main></body></html>
"""


def write(site: Site, concept: Concept) -> Path:
    """Write the page where it stays after the program has ended; returns its path."""
    directory = cache_directory() / "pages"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = re.sub(r"[^\w-]", "_", concept.id)[:100]
        path = directory / f"{name}.html"
        path.write_text(render(site, concept), encoding="utf-8")
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="fayi-")) / "entry.html"
        path.write_text(render(site, concept), encoding="utf-8")
    return path


def render(site: Site, concept: Concept) -> str:
    """The page as text."""
    concepts = [concept, *(other for id in concept.related if (other := site.termbase.find(id)))]
    entries = "".join(f'<div class="sheet">{site.entry(one, "")}</div>' for one in concepts)
    body = html.fragment_fromstring(entries, create_parent="div")
    shown = {one.id for one in concepts}
    for article, one in zip(body.iter("article"), concepts, strict=True):
        article.set("id", one.id)
    for element in list(body.iter("button", "a")):
        if element.tag == "button" or element.get("class") == "permalink":
            element.drop_tree()
            continue
        target = re.fullmatch(r"concepts/(.+)\.html", element.get("href", ""))
        if target and target[1] in shown:
            element.set("href", f"#{target[1]}")
        elif not element.get("href", "").startswith(("https:", "http:")):
            element.drop_tag()
    for element in body.iter():
        if "data-t" in element.attrib and element.text and not len(element):
            element.text = _(element.text)
    return _FRAME.format(
        lang={"zh_CN": "zh-Hans", "zh_TW": "zh-Hant"}.get(language(), "en"),
        title=escape(f"{concept.zh} {concept.en}"),
        style=(STATIC / "site.css").read_text(encoding="utf-8"),
        body=html.tostring(body, encoding="unicode"),
    )
