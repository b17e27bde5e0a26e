"""Small pieces of HTML shared by all pages. Everything from outside is escaped here.

A message of the interface is written in English in an element with ``data-t``; the script ``ui.js``
replaces it with the reader's language, so that one permalink serves three languages.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from toolkit import __version__
from toolkit.web.words import WORDS

STATIC = Path(__file__).with_name("static")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
)
"""Content security policy of every page: no inline script or style, nothing from elsewhere."""


def t(message: str, tag: str = "span", cls: str = "", **values: object) -> str:
    """An interface message as an element that ``ui.js`` can translate; ``{name}`` takes ``values``.

    An empty ``data-t`` stands for the text of the element, which every page would else hold twice.
    """
    _known(message)
    if not values:
        return f"<{tag}{f' class={cls}' if cls else ''} data-t>{escape(message)}</{tag}>"
    data = "".join(f' data-v-{name}="{escape(str(value))}"' for name, value in values.items())
    return f'<{tag} data-t="{escape(message)}"{data}>{escape(message.format(**values))}</{tag}>'


def name(message: str) -> str:
    """The English name of a datum (field, kind, issuer): translated where the catalogs know it."""
    return f"<span data-t>{escape(message)}</span>"


def attributes(**messages: str) -> str:
    """Translatable attributes: ``placeholder="…" data-t-placeholder``; ``_`` in a name is ``-``."""
    parts = []
    for name, message in messages.items():
        _known(message)
        attribute = name.replace("_", "-")
        parts.append(f'{attribute}="{escape(message)}" data-t-{attribute}')
    return " ".join(parts)


def _known(message: str) -> None:
    if message not in WORDS:
        raise KeyError(f"not in toolkit.web.words: {message}")


def zh(text: str) -> str:
    return f"<span class=zh lang=zh-Hans>{escape(text)}</span>"


def unquoted(html: str) -> str:
    """``html`` without the quotation marks that values of attributes can do without: a tenth of an entry.

    Between tags every quotation mark is escaped, so that none of a text is meant.
    """
    return _QUOTED.sub(r"=\1", html)


_QUOTED = re.compile(r'="([\w./\0#-]+)"')


def short_lang(lang: str) -> str:
    """``zh-Hans-CN`` → ``zh-Hans``, ``zh-Hant-HK`` → ``zh-HK``: what browsers choose fonts by."""
    return {"zh-Hans-CN": "zh-Hans", "zh-Hant-HK": "zh-HK", "zh-Hant-TW": "zh-TW", "zh-Hant-MO": "zh-MO"}.get(
        lang, lang
    )


def copy_button(what: str, key: str = "") -> str:
    """A button that copies from its entry; ``key`` is its shortcut: ``c`` the Chinese, ``y`` the English, else all."""
    shortcut = f" data-key={key}" if key else ""
    return f'<button class="copy"{shortcut} {attributes(aria_label=what)}></button>'


def page(
    title: str,
    body: str,
    *,
    root: str,
    current: str = "",
    scripts: tuple[str, ...] = (),
    description: str = "",
) -> str:
    """A whole page. ``title`` is plain text, ``body`` HTML, ``root`` the way to the first page (``""``, ``"../"``)."""
    before, after = _frame(root, current, scripts, TEAM.get())
    # Only the names of pages are messages; the others have the title of what they show.
    mark = f' data-t="{escape(title)}"' if title in WORDS else ""
    head = (
        f'<meta name="description" content="{escape(description or SUBJECT)}">\n'
        f"<title{mark}>{escape(f'{title} · Fayi 法译' if title else 'Fayi 法译')}</title>\n"
    )
    return f"{before}{head}{after[0]}{body}{after[1]}"


@cache
def _frame(root: str, current: str, scripts: tuple[str, ...], team: bool) -> tuple[str, tuple[str, str]]:
    """What stands before the title, between title and body, and after the body: the same on thousands of pages."""
    loaded = "".join(
        f'<script src="{root}assets/{name}" defer></script>\n' for name in ("i18n.js", "ui.js", *scripts)
    )
    whole = Template((STATIC / "layout.html").read_text(encoding="utf-8")).substitute(
        title="\0",
        policy=POLICY,
        root=root,
        body="\0",
        scripts=loaded,
        nav=_navigation(root, current, team),
        label_language=attributes(aria_label="Language of the interface"),
        label_theme=attributes(aria_label="Light or dark", title="Light or dark"),
        label_nav=attributes(aria_label="Pages"),
        version=__version__,
        footer=t("Every Chinese term cites the law it stands in. Nothing you type leaves this machine."),
        keys="Keys: / search, ↑ ↓ move, Enter open, c copy Chinese, y copy English, ? help",
    )
    before, between, after = unquoted(whole).split("\0")
    return before, (between, after)


SUBJECT = "Chinese–English legal terms, proved against the law."
TEAM: ContextVar[bool] = ContextVar("team", default=False)
"""Whether the pages belong to a server that keeps the proposals of a team."""


def _navigation(root: str, current: str, team: bool) -> str:
    pages: tuple[tuple[str, str], ...] = (
        ("index.html", "Search"), ("fields/index.html", "Fields"), ("sources/index.html", "Laws"),
        ("pinyin/index.html", "Pinyin"), ("alphabet/index.html", "A–Z"), ("annotate.html", "Annotate"),
        ("downloads.html", "Downloads"),
    )  # fmt: skip
    if team:
        pages = (*pages, ("team.html", "Proposals"))
    return "".join(
        f'<a href="{root}{path}"{" aria-current=page" if name == current else ""} data-t>{escape(name)}</a>'
        for path, name in pages
    )
