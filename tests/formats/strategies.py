"""Random units and entries, with the characters that break formats."""

from __future__ import annotations

from hypothesis import strategies as st

from toolkit.formats.model import Code, Designation, Entry, Extra, Note, Prop, Unit, Variant
from toolkit.model import Status

# Letters, Chinese of the basic plane and extension B, zero-width and bidi marks, all that needs escaping.
ALPHABET = "abcXYZ 019 éß原告诉讼法院𠀀😀<>&\"'\\|;,#%=+-@\u200b\u202e\u2028\u0085{}[]()/"
text = st.text(ALPHABET, min_size=1, max_size=12)
words = text.map(lambda t: " ".join(t.split())).filter(bool)
token = st.text("abcdefgh0123-", min_size=1, max_size=8)
kinds = st.sampled_from(["bold", "x-own", "link", "fnote"])


def codes(content: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[Code]:
    return st.one_of(
        st.builds(lambda c, x: Code("ph", {"x": x}, c), content, st.sampled_from(["1", "2", "77"])),
        st.builds(lambda c, t: Code("hi", {"type": t}, c), content, kinds),
        st.builds(lambda c, p: Code("it", {"pos": p}, c), content, st.sampled_from(["begin", "end"])),
        st.builds(lambda c: Code("ut", {}, c), content),
    )


def joined(runs: list[object]) -> tuple[object, ...]:
    """Runs as a reader gives them: neighbouring texts are one, an empty segment is one empty text."""
    result: list[object] = []
    for run in runs:
        if isinstance(run, str) and result and isinstance(result[-1], str):
            result[-1] += run
        elif run != "":
            result.append(run)
    return tuple(result) or ("",)


native = st.one_of(st.just(()), words.map(lambda t: (t,)))


@st.composite
def runs(draw: st.DrawFn, tmx: bool = True) -> tuple[object, ...]:
    parts: list[object] = draw(st.lists(st.one_of(text, codes(native)), min_size=1, max_size=4))
    # A number names one code of a segment.
    parts = [
        p._replace(attributes={"x": str(n)}) if isinstance(p, Code) and p.name == "ph" else p
        for n, p in enumerate(parts, 1)
    ]
    if draw(st.booleans()):
        parts = [
            Code("bpt", {"i": "1", "type": "bold"}, draw(native)),
            *parts,
            Code("ept", {"i": "1"}, draw(native)),
        ]
    return joined(parts)


@st.composite
def units(draw: st.DrawFn, plain: bool = False, rich: bool = True) -> Unit:
    """``plain`` without codes, ``rich`` with what only TMX has."""
    content = text.map(lambda t: (t,)) if plain else runs()
    props = tuple(Prop(f"x-{k}", v) for k, v in draw(st.lists(st.tuples(token, text), max_size=2)))
    notes = tuple(Note(t) for t in draw(st.lists(words, max_size=2)))
    variants = [Variant("en", draw(content)), Variant("zh-CN", draw(content))]
    attributes = {}
    if rich:
        variants = [
            v._replace(attributes={"changedate": "20240101T000000Z"}, notes=notes[:1]) for v in variants
        ]
        attributes = draw(
            st.fixed_dictionaries({}, optional={"creationid": text, "usagecount": st.just("3")})
        )
    return Unit(tuple(variants), draw(token), attributes, props, notes)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    seen: set[tuple[str, str]] = set()
    terms = []
    for lang in ("en", "zh-Hans-CN", "zh-Hant-HK"):
        for term in draw(st.lists(words, min_size=1, max_size=3, unique=True)):
            seen.add((lang, term))
            terms.append(Designation(
                term, lang, draw(st.sampled_from([None, Status.PREFERRED, Status.ADMITTED, Status.DEPRECATED])),
                draw(st.sampled_from(["", "noun", "verb"])), draw(st.sampled_from(["", "acronym", "fullForm"])),
                draw(st.one_of(st.just(""), words)), tuple(draw(st.lists(words, max_size=1))), draw(st.one_of(st.just(""), words)),
            ))  # fmt: skip
    extras = (Extra("admin", "x-basis", draw(words)),) if draw(st.booleans()) else ()
    definitions = (("en", draw(words)),) if draw(st.booleans()) else ()
    return Entry(
        draw(token),
        tuple(terms),
        draw(st.one_of(st.just(""), words)),
        definitions,
        draw(st.one_of(st.just(""), words)),
        (),
        extras,
    )
