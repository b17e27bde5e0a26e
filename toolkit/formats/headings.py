"""What the headings and words of glossary tables mean: fields, languages, status, and which column is which language.

A heading is a field of the concept, a language (code or name), or a field of the language column before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit import hant
from toolkit.formats import languages
from toolkit.formats.format import Settings
from toolkit.model import Status

_FIELDS = {
    "id": "id", "concept": "id", "conceptid": "id", "cid": "id", "entryid": "id", "entrynumber": "id", "tid": "",
    "subject": "subject", "subjectfield": "subject", "domain": "subject", "conceptdomain": "subject", "field": "subject",
    "entrysubject": "subject", "definition": "definition", "conceptdefinition": "definition", "description": "definition",
    "note": "note", "comment": "note", "comments": "note", "remark": "note", "conceptnote": "note", "entrynote": "note",
    "related": "related", "basis": "basis", "kind": "kind",
    "term": "term", "lang": "lang", "language": "lang", "locale": "lang", "status": "status", "termstatus": "status",
    "usage": "status", "usagestatus": "status", "pos": "pos", "partofspeech": "pos", "type": "type", "termtype": "type",
    "source": "source", "src": "source", "context": "context", "example": "context", "exampleofuse": "context",
    "termexample": "context", "notes": "termnote", "termnote": "termnote", "usagenote": "termnote", "forbidden": "forbidden",
    "preferred": "preferred", "target": "target", "tgt": "target", "translation": "target",
    "terminfo": "", "casesensitive": "", "exactmatch": "", "exact": "", "case": "", "translatable": "",
    "headword": "term", "definitionlang": "definitionlang",
    "状态": "status", "狀態": "status", "备注": "note", "備註": "note", "定义": "definition", "定義": "definition",
    "领域": "subject", "領域": "subject", "来源": "source", "來源": "source", "例句": "context", "术语": "term", "術語": "term",
    "原文": "source", "译文": "target", "譯文": "target",
}  # fmt: skip
_PER_TERM = frozenset(
    ("status", "pos", "type", "source", "context", "termnote", "forbidden", "preferred", "note")
)
_TRUE = frozenset(("true", "1", "yes", "x", "是"))


def columns_of(cells: Sequence[str]) -> list[tuple[str, str]]:
    """What each column holds: ``(field, language)``; language columns are ``("term", code)``, unknown ones ``("?heading", …)``."""
    columns: list[tuple[str, str]] = []
    lang = ""
    for cell in cells:
        heading = cell.strip().lstrip("\ufeff").strip()
        field = _FIELDS.get(re.sub(r"[^\w]|_", "", heading.lstrip("#").lower()), "?")
        name = re.sub(r"(?i)^(term|tgt|src)[:_ ]", "", heading)
        definition = re.match(r"(.+)_def$", heading, re.IGNORECASE)
        if field != "?":
            columns.append((field, lang if field in _PER_TERM else ""))
        elif definition and language(definition.group(1)):
            columns.append(("definition", language(definition.group(1))))
        elif code := language(name):
            lang = code
            columns.append(("term", code))
        else:
            columns.append((f"?{heading}", lang))
    return columns


def language(name: str) -> str:
    """The code that a heading names (``zh_CN``, ``Chinese (PRC)``); ``""`` for other headings."""
    text = name.strip()
    if re.fullmatch(r"chinese[ (]*prc\)?", text.replace("_", " ").casefold()):
        return "zh-CN"
    code = languages.canonical(text)
    if code != text and code.split("-")[0] in ("en", "zh") and not languages.is_code(text):
        return languages.short(code)
    return (
        text
        if re.fullmatch(r"[A-Za-z]{2}(?:[-_](?:[A-Za-z]{4}|[A-Za-z]{2}|\d{3})){0,2}", text)
        and text.lower() not in ("id", "no")
        else ""
    )


def guessed(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Column → language of a table of English and Chinese, by its characters; empty where that cannot be told."""
    width = max(map(len, rows), default=0)
    samples = [" ".join(row[n] for row in rows if n < len(row)) for n in range(width)]
    kinds = [languages.guess(sample) for sample in samples]
    if "en" not in kinds or "zh" not in kinds:
        return {}
    chinese = kinds.index("zh")
    traditional = sum(hant.has_traditional(c) - hant.has_simplified(c) for c in samples[chinese])
    return {kinds.index("en"): "en", chinese: "zh-Hant" if traditional > 0 else "zh-CN"}


def oriented(rows: Sequence[Sequence[str]], settings: Settings) -> tuple[str, str]:
    """The languages of a source and a target column: those of ``settings``, unless the user named none and the
    characters say otherwise (many lists have Chinese first)."""
    found = {} if settings.given else guessed([row[:2] for row in rows])
    return found.get(0, settings.source), found.get(1, settings.target)


_WORDS = {
    "": None, "preferred": Status.PREFERRED, "approved": Status.PREFERRED, "standard": Status.PREFERRED, "admitted": Status.ADMITTED,
    "allowed": Status.ADMITTED, "accepted": Status.ADMITTED, "deprecated": Status.DEPRECATED, "forbidden": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED, "rejected": Status.DEPRECATED, "non-standard": Status.DEPRECATED, "lookup": Status.LOOKUP,
    "not recommended": Status.DEPRECATED, "provisional": None, "new": None, "draft": None, "proposed": None, "首选": Status.PREFERRED, "首選": Status.PREFERRED,
    "推荐": Status.PREFERRED, "推薦": Status.PREFERRED, "允许": Status.ADMITTED, "允許": Status.ADMITTED,
    "禁用": Status.DEPRECATED, "不用": Status.DEPRECATED,
}  # fmt: skip
STATUS_WORDS = ("preferred", "approved", "admitted", "deprecated", "forbidden", "lookup")
"""What messages name as allowed."""


def is_status(word: str) -> bool:
    """Whether a status cell says something known (nothing is known, too)."""
    return word.strip().lower() in _WORDS


def status_of(status: str, forbidden: str = "", preferred: str = "") -> Status | None:
    """The status that a word or the columns *forbidden* and *preferred* say."""
    if forbidden.strip().lower() in _TRUE:
        return Status.DEPRECATED
    if preferred.strip():
        # Phrase: "approved" is the state of the review where another column says what is preferred.
        return Status.PREFERRED if preferred.strip().lower() in _TRUE else None
    return _WORDS.get(status.strip().lower())
