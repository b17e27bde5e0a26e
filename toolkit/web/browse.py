"""Pages to leaf through: subject fields, sources with their articles, pinyin, the English alphabet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from toolkit import pinyin
from toolkit.model import Concept, Source, parse_citations
from toolkit.text import HAN
from toolkit.web.citing import Citer, anchor, article_name, file_name, script_of
from toolkit.web.markup import attributes, name, page, t, zh

ROOT = "../"
Place = tuple[str, list[Concept]]


def heading(title: str, count: int | None = None) -> str:
    number = f' <span class="count">{count:,}</span>' if count is not None else ""
    return f'<h1 class="title">{title}{number}</h1>'


def items(concepts: Iterable[Concept], *, reading: bool = False) -> str:
    """Concepts as a list of two-language lines."""
    rows = []
    for concept in concepts:
        spoken = (
            f"<span class=pinyin lang=zh-Latn-pinyin>{escape(pinyin.marked(concept.zh))}</span>"
            if reading
            else ""
        )
        rows.append(
            f"<li><a href={ROOT}concepts/{concept.id}.html>{zh(concept.zh)}{spoken}"
            f"<span class=en lang=en>{escape(concept.en)}</span></a></li>"
        )
    return f'<ul class="lines">{"".join(rows)}</ul>'


def by_pinyin(concept: Concept) -> tuple[tuple[str, ...], str]:
    return tuple(pinyin.plain(s) for s in pinyin.syllables(concept.zh)), concept.zh


def letter_of_pinyin(concept: Concept) -> str:
    parts = pinyin.syllables(concept.zh)
    return pinyin.plain(parts[0])[:1].upper() if parts else "#"


def letter_of_english(concept: Concept) -> str:
    match = re.search("[A-Za-z]", concept.en)
    return match.group().upper() if match else "#"


def group(concepts: Iterable[Concept], letter: object) -> dict[str, list[Concept]]:
    assert callable(letter)
    table: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        table[letter(concept)].append(concept)
    return dict(sorted(table.items()))


def letters(kind: str, groups: dict[str, list[Concept]], current: str) -> str:
    """One page of the pinyin or alphabet browser: all letters on top, the concepts of ``current`` below."""
    strip = "".join(
        f'<a href="{_letter_file(name, groups)}"{" aria-current=page" if name == current else ""}>{escape(name)}</a>'
        for name in groups
    )
    concepts = groups[current]
    if kind == "Pinyin":
        parts: list[str] = []
        sections: dict[str, list[Concept]] = defaultdict(list)
        for concept in sorted(concepts, key=by_pinyin):
            sections[(pinyin.syllables(concept.zh) or ["#"])[0]].append(concept)
        for syllable, some in sorted(sections.items(), key=lambda item: (pinyin.plain(item[0]), item[0])):
            parts.append(
                f'<h2 class="syllable" lang="zh-Latn-pinyin">{escape(syllable)}</h2>{items(some, reading=True)}'
            )
        body = "".join(parts)
    else:
        body = _english(sorted(concepts, key=lambda c: c.en.lower()))
    content = f'{heading(t(kind))}<nav class="letters" lang="en" {attributes(aria_label=kind)}>{strip}</nav>{heading2(current, len(concepts))}{body}'
    return page(kind, f'<div class="leaf">{content}</div>', root=ROOT, current=kind)


def heading2(text: str, count: int) -> str:
    return f'<p class="letter" lang="en">{escape(text)} <span class="count">{count:,}</span></p>'


def _english(concepts: Sequence[Concept]) -> str:
    rows = "".join(
        f"<li><a href={ROOT}concepts/{c.id}.html><span class=en lang=en>{escape(c.en)}</span>{zh(c.zh)}</a></li>"
        for c in concepts
    )
    return f'<ul class="lines english-first">{rows}</ul>'


def _letter_file(name: str, groups: dict[str, list[Concept]]) -> str:
    first = next(iter(groups))
    return "index.html" if name == first else f"{'other' if name == '#' else name}.html"


def letter_files(groups: dict[str, list[Concept]]) -> dict[str, str]:
    """File name → letter."""
    return {_letter_file(name, groups): name for name in groups}


def field_index(names: dict[str, dict[str, str]], counts: dict[str, int]) -> str:
    cards = "".join(
        f'<li><a href="{code}.html"><b lang="zh-Hans" class="zh">{escape(names.get(code, {}).get("zh", code))}</b>'
        f'<span lang="en">{escape(names.get(code, {}).get("en", code))}</span><span class="count">{count:,}</span></a></li>'
        for code, count in counts.items()
    )
    return page(
        "Fields",
        f'<div class="leaf">{heading(t("Fields"))}<ul class="cards">{cards}</ul></div>',
        root=ROOT,
        current="Fields",
    )


def field_page(code: str, names: dict[str, str], concepts: Sequence[Concept]) -> str:
    content = (
        f'{heading(zh(names.get("zh", code)), len(concepts))}<p class="under" lang="en">{escape(names.get("en", code))}</p>'
        f"{items(sorted(concepts, key=by_pinyin), reading=True)}"
    )
    return page(names.get("en", code), f'<div class="leaf">{content}</div>', root=ROOT, current="Fields")


class SourceIndex:
    """Which concepts cite which place of which source."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.places: dict[str, dict[str, list[Concept]]] = defaultdict(lambda: defaultdict(list))
        for concept in concepts:
            seen = set()
            for citation in [c for term in concept.terms for c in term.citations] + list(
                parse_citations(concept.basis)
            ):
                if citation not in seen:
                    seen.add(citation)
                    self.places[citation.key][citation.pinpoint].append(concept)

    def count(self, key: str) -> int:
        return len({c.id for some in self.places[key].values() for c in some})


def source_index(sources: dict[str, Source], index: SourceIndex, citer: Citer) -> str:
    """All cited sources by kind, the most cited kinds of law first."""
    kinds: dict[str, list[Source]] = defaultdict(list)
    for key in index.places:
        if citer.has_page(key):
            kinds[_kind(sources[key])].append(sources[key])
    order = [
        "statute",
        "judicial interpretation",
        "administrative regulation",
        "departmental rule",
        "party regulation",
    ]
    names = sorted(kinds, key=lambda k: (order.index(k) if k in order else len(order), -len(kinds[k]), k))
    parts = []
    for kind in names:
        rows = "".join(
            _source_line(s, index.count(s.key), citer)
            for s in sorted(kinds[kind], key=lambda s: -index.count(s.key))
        )
        parts.append(
            f'<section><h2 class="kind" id="{anchor(kind)}">{name(kind)} <span class="count">{len(kinds[kind])}</span></h2><ul class="lines laws">{rows}</ul></section>'
        )
    jump = "".join(f'<a href="#{anchor(kind)}">{name(kind)}</a>' for kind in names)
    content = f'{heading(t("Laws and other sources"), sum(map(len, kinds.values())))}<nav class="jump" {attributes(aria_label="Kinds of source")}>{jump}</nav>{"".join(parts)}'
    return page("Laws", f'<div class="leaf">{content}</div>', root=ROOT, current="Laws")


def _source_line(source: Source, count: int, citer: Citer) -> str:
    title = source.title_zh or source.title_en or source.key
    english = citer.english_title(source)
    year = f' <span class="year">{source.year}</span>' if source.year else ""
    under = f'<span class="en" lang="en">{escape(english)}</span>' if english and source.title_zh else ""
    return (
        f'<li><a href="{file_name(source.key)}"><span class="zh" lang="{_language(source)}">{escape(title)}</span>{year}'
        f'<span class="count">{count:,}</span>{under}</a></li>'
    )


def _kind(source: Source) -> str:
    """The kind as it begins a heading or stands in a list: sources write it either way."""
    return source.kind[:1].lower() + source.kind[1:] or "other"


def _language(source: Source) -> str:
    """Not every ``title_zh`` is Chinese: foreign sources keep the title under which they are cited."""
    return script_of(source.title_zh) if HAN.search(source.title_zh) else "en"


def source_page(source: Source, places: dict[str, list[Concept]], citer: Citer) -> str:
    """One source: its articles in order, under each the concepts that cite it."""
    total = len({c.id for some in places.values() for c in some})
    numbered = sorted(
        (p for p in places if re.fullmatch(r"\d+(-\d+)?", p)), key=lambda p: tuple(map(int, p.split("-")))
    )
    others = sorted(p for p in places if p not in set(numbered))
    facts = " · ".join(
        [
            *([", ".join(name(part) for part in source.issuer.split(", "))] if source.issuer else []),
            *([f"<span>{source.year}</span>"] if source.year else []),
            *([name(_kind(source))] if source.kind else []),
        ]
    )
    english = citer.english_title(source)
    web = (
        f'<p class="under"><a href="{escape(source.url)}" rel="noreferrer">{escape(source.url)}</a></p>'
        if source.url.startswith(("https://", "http://"))
        else ""
    )
    parts = [
        heading(
            f'<span class="zh" lang="{_language(source)}">{escape(source.title_zh or source.title_en or source.key)}</span>',
            total,
        ),
        f'<p class="under" lang="en">{escape(english)}</p>' if english and source.title_zh else "",
        f'<p class="under">{facts}</p>{web}',
    ]
    language = _language(source)
    for pinpoint in (*numbered, *others):
        shown = article_name(pinpoint)
        if language == "zh-Hant":
            shown = shown.replace("条", "條")
        lang = language if shown != pinpoint else "en"
        title = {
            "": t("The text as a whole"),
            "title": t("Title"),
            "headings": t("Headings"),
            "0": t("The text as a whole"),
        }.get(pinpoint, f'<span lang="{lang}">{escape(shown)}</span>')
        number = f' <span class="number">{escape(pinpoint)}</span>' if shown != pinpoint else ""
        parts.append(
            f'<section class="article"><h2 id="{anchor(pinpoint)}">{title}{number}</h2>{items(sorted(places[pinpoint], key=by_pinyin))}</section>'
        )
    return page(
        source.title_zh or source.title_en or source.key,
        f'<div class="leaf">{"".join(parts)}</div>',
        root=ROOT,
        current="Laws",
    )
