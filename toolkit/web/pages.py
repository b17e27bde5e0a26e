"""The pages that are not lists: search, annotate, downloads, help, and the shells for offline and not found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from toolkit.web.downloads import Download
from toolkit.web.markup import attributes, name, page, t

ENGINE = ("text.js", "lines.js", "near.js", "query.js", "search.js")
"""The scripts that search, in the order in which they need each other."""
EXAMPLES = ("plea leniency", "認罪認罰", "rzrf", "shencha qisu", "sentncing", "*责任", "field:policy")


def search_page(counts: dict[str, int], names: dict[str, dict[str, str]]) -> str:
    """The first page: one box, hits, and beside them the entry of the chosen one."""
    total = sum(counts.values())
    tries = "".join(
        f'<a href="#q={escape(q)}" lang="{"en" if q.isascii() else "zh"}">{escape(q)}</a>' for q in EXAMPLES
    )
    fields = "".join(
        f'<option value="{code}" data-t>{escape(names.get(code, {}).get("en", code))}</option>'
        for code in counts
    )
    cards = "".join(
        f'<li><a href="fields/{code}.html"><b lang="zh-Hans" class="zh">{escape(names.get(code, {}).get("zh", code))}</b>'
        f'<span lang="en">{escape(names.get(code, {}).get("en", code))}</span><span class="count">{count:,}</span></a></li>'
        for code, count in counts.items()
    )
    body = f"""<div class="search" id="search">
<h1 class="unseen">{t("Chinese–English legal terms")}</h1>
<form role="search" action="index.html" id="form"><label class="unseen" for="q">{t("Search")}</label>
<input id="q" name="q" type="search" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" maxlength="200" {attributes(placeholder="English, 中文, pinyin or initials")}>
<div class="filters"><select id="f-field" {attributes(aria_label="Field")}><option value="" data-t>All fields</option>{fields}</select><select id="f-status" {attributes(aria_label="Status")}><option value="" data-t>Any status</option><option value="preferred" data-t>preferred</option><option value="admitted" data-t>admitted</option><option value="deprecated" data-t>machine rendering</option></select><select id="f-region" {attributes(aria_label="Region")}><option value="" data-t>Any region</option><option value="cn" data-t>Mainland</option><option value="hk" data-t>Hong Kong</option><option value="tw" data-t>Taiwan</option></select></div></form>
<div class="two"><div class="found"><p id="count" class="count" role="status"></p><ol id="hits" class="hits"></ol><button type="button" id="all" hidden data-t>Show more</button></div><aside id="preview" {attributes(aria_label="Entry")}></aside></div>
<div class="welcome" id="welcome">
<p class="lead">{t("{count} legal concepts of China in Chinese and English, each Chinese term proved against the law it stands in.", count=f"{total:,}")}</p>
<p class="tries">{t("Try")} {tries} <button type="button" id="random">{t("open at random")}</button></p>
<h2>{t("Fields")}</h2><ul class="cards">{cards}</ul>
</div></div>"""
    return page("", body, root="", current="Search", scripts=("first.js", *ENGINE, "app.js"))


def annotate_page() -> str:
    body = f"""<div class="leaf annotate"><h1 class="title">{t("Annotate a text")}</h1>
<p class="under">{t("Paste an English or Chinese text: its terms are marked. The text stays in this browser.")}</p>
<label class="unseen" for="text">{t("Text")}</label>
<textarea id="text" rows="8" maxlength="400000" spellcheck="false" {attributes(placeholder="Paste a text here")}></textarea>
<p class="actions"><button type="button" id="mark" class="main" data-t>Mark the terms</button> <button type="button" id="sample" data-t>Fill in an example</button></p>
<div class="legend" id="legend" hidden><span class="preferred">{t("preferred")}</span><span class="admitted">{t("admitted")}</span><span class="deprecated">{t("machine rendering")}</span></div>
<p id="count" class="count" role="status"></p>
<div class="two"><div id="marked" class="marked" hidden></div><aside id="terms" hidden {attributes(aria_label="Terms of this text")}></aside></div></div>"""
    return page(
        "Annotate",
        body,
        root="",
        current="Annotate",
        scripts=("first.js", *ENGINE, "more.js", "annotate-engine.js", "annotate.js"),
    )


def downloads_page(downloads: Sequence[Download]) -> str:
    rows = "".join(
        f'<li><a href="downloads/{escape(d.file)}" download><b lang="en">{escape(d.file)}</b>{name(d.what)}'
        f'<span class="count">{_size(d.size)}</span></a></li>'
        for d in downloads
    )
    body = f"""<div class="leaf"><h1 class="title">{t("Downloads")}</h1>
<p class="under">{t("The whole glossary for other tools. Each format keeps what it can; the TSV files keep everything.")}</p>
<ul class="cards files">{rows}</ul></div>"""
    return page("Downloads", body, root="", current="Downloads")


def help_page() -> str:
    rows = (
        ("plea leniency", "English in any inflection, order and spelling; typing errors are forgiven"),
        ("认罪认罚, 認罪認罰", "Chinese, Simplified or Traditional"),
        ("renzui, rèn zuì, ren4zui4", "Pinyin with or without tones"),
        ("rzrf", "Initials of the syllables"),
        ("*责任, procurator*", "Any characters in place of *"),
        ('"arrest"', "Exactly this form"),
        ("field:policy", "Only this field"),
        ("status:deprecated", "Only forms of this status"),
        ("source:cpl-2018:66, source:刑事诉讼法", "Only concepts that cite this source"),
        ("region:hk", "Only concepts with a term of this region"),
    )
    table = "".join(
        f"<tr><td><code>{escape(query)}</code></td><td>{t(meaning)}</td></tr>" for query, meaning in rows
    )
    body = (
        f'<div class="leaf"><h1 class="title">{t("Help")}</h1><table class="help">{table}</table>'
        f"<p>{t('Keys: / search, ↑ ↓ move, Enter open, c copy Chinese, y copy English, ? help')}</p></div>"
    )
    return page("Help", body, root="")


def offline_shell() -> str:
    """The page that the service worker answers with for an entry that was not visited before."""
    return page(
        "",
        f'<div class="sheet" id="sheet"><p>{t("Opening the entry …")}</p></div>',
        root="../",
        scripts=("first.js", "text.js", "offline.js"),
    )


def missing_page(root: str = "") -> str:
    """The page for an address that does not exist; ``root`` leads from there to the first page."""
    body = f"""<div class="leaf search lost"><h1 class="title">{t("No such page")}</h1>
<p class="under">{t("The address leads nowhere: perhaps the entry was renamed. Search for it:")}</p>
<form role="search" action="{root}index.html"><label class="unseen" for="q">{t("Search")}</label>
<input id="q" name="q" type="search" autocomplete="off" maxlength="200" {attributes(placeholder="English, 中文, pinyin or initials")}></form></div>"""
    return page("No such page", body, root=root)


def _size(size: int) -> str:
    if not size:
        return ""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"
