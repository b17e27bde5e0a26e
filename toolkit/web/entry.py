"""One concept as a dictionary entry: the fragment that the concept page and the search page show."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from toolkit import pinyin
from toolkit.model import EN, HK, MO, TW, Concept, Status, Term, parse_citations
from toolkit.web.citing import Citer
from toolkit.web.examples import Example, Passage
from toolkit.web.markup import copy_button, name, short_lang, t, unquoted, zh

_REGIONS = {HK: "Hong Kong", MO: "Macao", TW: "Taiwan"}
_STATUS = {Status.PREFERRED: "preferred", Status.ADMITTED: "admitted"}


def render(
    concept: Concept,
    citer: Citer,
    by_id: dict[str, Concept],
    examples: Sequence[Example],
    root: str,
    fields: dict[str, str],
) -> str:
    """The entry as ``<article class="entry">``; ``root`` is put before every link."""
    parts = [
        f'<article class="entry" data-id="{concept.id}" data-zh="{escape(concept.zh)}" data-en="{escape(concept.en)}">',
        _head(concept, root, fields),
        f'<p class="definition" lang="en">{escape(concept.definition)}</p>' if concept.definition else "",
        _section("Chinese", _forms([t for t in concept.terms if t.lang.startswith("zh")], citer, root)),
        _basis(concept, citer, root),
        _section("English", _forms(concept.of(EN), citer, root)),
        _section("Do not write", _avoid(concept)),
        _section("Also found by", _lookup(concept)),
        _section("Compare", _related(concept, by_id, root)),
        _section("In a text", _examples(examples)),
        _foot(concept, root),
        "</article>",
    ]
    return unquoted("".join(parts))


def _head(concept: Concept, root: str, fields: dict[str, str]) -> str:
    kind = f" · {name(concept.kind)}" if concept.kind else ""
    field = escape(fields.get(concept.field, concept.field))
    return (
        f'<header><h1 class="head zh" lang="zh-Hans">{escape(concept.zh)}</h1>{copy_button("Copy the Chinese", "c")}'
        f'<p class="pinyin" lang="zh-Latn-pinyin">{escape(pinyin.marked(concept.zh))}</p>'
        f'<p class="english" lang="en">{escape(concept.en)} {copy_button("Copy the English", "y")}</p>'
        f'<p class="meta"><a href="{root}fields/{concept.field}.html" data-t>{field}</a>{kind}</p></header>'
    )


def _section(title: str, content: str) -> str:
    return f"<section>{t(title, 'h2')}<div>{content}</div></section>" if content else ""


def _forms(terms: Sequence[Term], citer: Citer, root: str) -> str:
    rows = []
    for term in terms:
        if term.status not in _STATUS:
            continue
        status = _STATUS[term.status]
        region = _REGIONS.get(term.lang, "")
        mark = (
            f"<span class=status>{t(status)} {t(region, 'i')}</span>" if region else t(status, cls="status")
        )
        cls = "form zh" if term.lang.startswith("zh") else "form"
        sources = citer.links(term.citations, root)
        if term.note:
            sources += f'<span class="note" lang="en">{escape(term.note)}</span>'
        if sources:
            sources = f'<span class="sources">{sources}</span>'
        rows.append(
            f'<li class="{status}"><span class="{cls}" lang="{short_lang(term.lang)}">{escape(term.text)}</span>'
            f"{mark}{sources}</li>"
        )
    return f'<ul class="forms">{"".join(rows)}</ul>' if rows else ""


def _basis(concept: Concept, citer: Citer, root: str) -> str:
    if not concept.basis:
        return ""
    return _section("Governed by", f"<p>{citer.links(parse_citations(concept.basis), root)}</p>")


def _avoid(concept: Concept) -> str:
    terms = [term for term in concept.terms if term.status is Status.DEPRECATED]
    if not terms:
        return ""
    rows = "".join(
        f'<li><s{_class(term)} lang="{short_lang(term.lang)}">{escape(term.text)}</s> {_reason(term)}</li>'
        for term in terms
    )
    return f'<ul class="avoid">{rows}</ul>'


def _class(term: Term) -> str:
    return ' class="zh"' if term.lang.startswith("zh") else ""


def _reason(term: Term) -> str:
    """Why a form is wrong: the kind that begins its note in words, then the rest of the note."""
    kind, _, detail = term.note.partition(":")
    names = {
        "mt": "machine rendering", "literal": "word for word", "dated": "dated", "news": "news English, misleading",
    }  # fmt: skip
    if kind not in names:
        return _prose(term.note, "note") if term.note else t("misleading", cls="note")
    if not detail.strip():
        return t(names[kind], cls="note")
    return f'<span class="note">{t(names[kind])}: {_prose(detail.strip())}</span>'


def _prose(text: str, cls: str = "") -> str:
    """A sentence of the glossary, which is written in English whatever the language of the interface."""
    return f"<span{f' class={cls}' if cls else ''} lang=en>{escape(text)}</span>"


def _lookup(concept: Concept) -> str:
    terms = [term for term in concept.terms if term.status is Status.LOOKUP]
    return ", ".join(
        f'<span{_class(term)} lang="{short_lang(term.lang)}">{escape(term.text.rstrip(" |"))}</span>'
        for term in terms
    )


def _related(concept: Concept, by_id: dict[str, Concept], root: str) -> str:
    rows = "".join(
        f'<li><a href="{root}concepts/{other.id}.html">{zh(other.zh)} <span lang="en">{escape(other.en)}</span></a>'
        + (f'<span class="note" lang="en">{escape(other.definition)}</span>' if other.definition else "")
        + "</li>"
        for other in (by_id[id] for id in concept.related if id in by_id)
    )
    return f'<ul class="related">{rows}</ul>' if rows else ""


def _examples(examples: Sequence[Example]) -> str:
    rows = "".join(f"<li>{_passage(e.english, 'en')}{_passage(e.chinese, 'zh-Hans')}</li>" for e in examples)
    return f'<ul class="examples">{rows}</ul>' if rows else ""


def _passage(passage: Passage, lang: str) -> str:
    if not passage.text:
        return ""
    parts, at = [], 0
    for start, end, proper in passage.marks:
        tag = "mark" if proper else 'mark class="wrong"'
        parts.append(f"{escape(passage.text[at:start])}<{tag}>{escape(passage.text[start:end])}</mark>")
        at = end
    cls = ' class="zh"' if lang.startswith("zh") else ""
    return f'<p lang="{lang}"{cls}>{"".join(parts)}{escape(passage.text[at:])}</p>'


def _foot(concept: Concept, root: str) -> str:
    return (
        f'<footer class="marks"><a class="permalink" href="{root}concepts/{concept.id}.html" data-t>Permalink</a> '
        f"<code>{concept.id}</code> {copy_button('Copy the entry with its source')}</footer>"
    )
