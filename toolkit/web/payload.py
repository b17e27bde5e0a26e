"""The data that the browser searches: two scripts of columns, and the entries in shards.

Columns compress half as well again as rows. The first script holds what a first search needs, the
second the deprecated and lookup forms and the sources. Scripts rather than JSON files, because a page
opened from a disk (``file:``) may load scripts but not fetch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from toolkit import pinyin
from toolkit import text as keys
from toolkit.hant import TO_SIMPLIFIED, to_simplified
from toolkit.listed import VERBAL
from toolkit.model import EN, HK, MO, TW, ZH, Concept, Status, Term
from toolkit.ordinary import guarded
from toolkit.search import roots
from toolkit.termbase import Termbase

SHARD = 80
"""Entries per shard: some 25 KB compressed, an instant on a phone, and 62 files for 5,000 concepts."""
_LANGS = {ZH: "c", HK: "h", MO: "m", TW: "t"}


def script(name: str, value: object) -> str:
    """``Fayi.NAME = …;`` as a script of its own."""
    literal = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028")
    return f"(globalThis.Fayi||(globalThis.Fayi={{}})).{name}={literal};\n"


def first(termbase: Termbase) -> dict[str, object]:
    """Everything for a first search: preferred and admitted English, all Chinese, readings, rules."""
    concepts = termbase.concepts
    codes = sorted({c.field for c in concepts})
    names = {code: termbase.domains.get(code, {}) for code in codes}
    used = set("".join(t.text for c in concepts for t in c.terms if t.lang.startswith("zh")))
    used |= set(to_simplified("".join(used)))
    return {
        "fields": [[code, names[code].get("en", code), names[code].get("zh", code)] for code in codes],
        "ids": "\n".join(map(_id, concepts)),
        "field": "".join(chr(48 + codes.index(c.field)) for c in concepts),
        "zh": "\n".join(c.zh for c in concepts),
        "en": "\n".join(c.en for c in concepts),
        "en2": _cells(c.of(EN, Status.ADMITTED) for c in concepts),
        "zh2": _cells(
            (
                [t for t in c.terms if t.lang in _LANGS and not (t.lang == ZH and t.text == c.zh)]
                for c in concepts
            ),
            lambda t: _LANGS[t.lang] + t.status.value[0],
        ),
        "readings": _readings(c for c in pinyin.characters() if c in used),
        "polyphones": "\n".join(
            f"{word}\t{' '.join(reading)}" for word, reading in pinyin.words()[0].items()
        ),
        "hant": _pairs(used),
        "rules": rules(),
    }


def more(termbase: Termbase) -> dict[str, object]:
    """What a search can do without for half a second."""
    concepts = termbase.concepts
    cited = sorted({c.key for concept in concepts for t in concept.terms for c in t.citations})
    number = {key: i for i, key in enumerate(cited)}
    used = set("".join(t.text for c in concepts for t in c.terms if t.lang.startswith("zh")))
    return {
        "en3": _cells((c.of(EN, Status.DEPRECATED, Status.LOOKUP) for c in concepts), lambda t: t.status.value[0]),
        "verbal": "".join("1" if c.kind in VERBAL else "0" for c in concepts),
        "src": "\n".join(
            "\t".join(dict.fromkeys(f"{number[c.key]}:{c.pinpoint}".rstrip(":") for t in concept.terms for c in t.citations))
            for concept in concepts
        ),
        "sources": "\n".join(
            f"{key}\t{source.title_zh}\t{source.title_en}" if (source := termbase.sources.get(key)) else key for key in cited
        ),
        "ordinary": "\n".join(f"{word}\t{'|'.join(cues)}" for word, cues in guarded().items()),
        "readings": _readings(c for c in pinyin.characters() if c not in used),
    }  # fmt: skip


def rules() -> dict[str, object]:
    """The tables of ``toolkit.text`` and ``toolkit.search.roots`` for their copy in the browser."""
    return {
        "irregular": keys._IRREGULAR,
        "unchanged": sorted(keys._UNCHANGED),
        "ise": sorted(keys._ISE_STEMS),
        "british": keys._MAYBE_BRITISH.pattern,
        "families": roots.FAMILIES,
        "endings": roots.ENDINGS,
        "changes": roots.CHANGES,
        "function": sorted(roots.FUNCTION_WORDS),
        "spellings": [[pattern.pattern, to.replace("\\", "$")] for pattern, to in keys._SPELLINGS],
    }


def _id(concept: Concept) -> str:
    """The id by reference to the English it was made from: nothing, or its words by letter and the others in full.

    ``transfer-rights`` of "transfer of rights" is ``AC``; two thirds of the bytes of all ids go away. One that is not
    plain words follows ``=`` as it is.
    """
    known = _words(concept.en)[:26]
    words = concept.id.split("-")
    if words == known:
        return ""
    if not all(re.fullmatch("[a-z0-9]+", word) for word in words):
        return f"={concept.id}"
    return "".join(chr(65 + known.index(word)) if word in known else f"{word}-" for word in words)


def _words(text: str) -> list[str]:
    return re.findall("[a-z0-9]+", text.lower())


def _cells(groups: Iterable[list[Term]], mark: object = None) -> str:
    return "\n".join(
        "\t".join((mark(t) if callable(mark) else "") + t.text for t in terms) for terms in groups
    )


def _readings(characters: Iterable[str]) -> str:
    table: dict[str, list[str]] = {}
    for character in characters:
        table.setdefault(pinyin.characters()[character], []).append(character)
    return "\n".join(f"{reading}\t{''.join(same)}" for reading, same in table.items())


def _pairs(used: set[str]) -> str:
    """Traditional and Simplified characters by turns, as far as a term contains one of the two."""
    pairs = ((chr(code), chr(to)) for code, to in TO_SIMPLIFIED.items())
    return "".join(f"{old}{new}" for old, new in pairs if old in used or new in used)


def shard_of(index: int) -> str:
    return f"{index // SHARD:03d}"


def shards(concepts: tuple[Concept, ...]) -> list[tuple[str, tuple[Concept, ...]]]:
    """(name, concepts) of every shard, in order."""
    return [(shard_of(i), concepts[i : i + SHARD]) for i in range(0, len(concepts), SHARD)]
