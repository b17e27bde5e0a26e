"""Official texts to prove citations with: one file a document, articles numbered 第…条.

Layout: any directory with ``*.txt`` files (UTF-8; first line ``# title``; articles begin a line with
``第六十六条``; chapter headings begin with ``#``), or ``*.tsv`` files with the columns ``article`` and
``zh``. A ``MANIFEST.tsv`` beside them may give ``file``, ``title`` (or ``title_zh``) and ``version_year``,
``year`` or ``date``; without one the title is the first line and the year the latest in the preamble.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from toolkit.errors import FayiError
from toolkit.text import fold_zh

_ARTICLE = re.compile(
    r"^第([零〇一二两三四五六七八九十百千]+)[条條](?:之([一二三四五六七八九十]+))?(?=[\s　]|$)"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> int:
    """``一百三十三`` → 133."""
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


@dataclass(frozen=True)
class OfficialText:
    """One official document."""

    path: Path
    title: str
    year: str
    """Of the version; ``""`` when unknown."""
    date: str = ""

    @cached_property
    def articles(self) -> dict[str, str]:
        """Article (``66``, ``133-1``; ``headings``; ``0`` what stands before the first) → its text."""
        if self.path.suffix == ".tsv":
            return _tsv_articles(self.path)
        parts: dict[str, list[str]] = {}
        current = "0"
        for line in self.path.read_text(encoding="utf-8").splitlines():
            if match := _ARTICLE.match(line):
                current = str(number(match[1])) + (f"-{number(match[2])}" if match[2] else "")
            parts.setdefault("headings" if line.startswith("#") and current != "0" else current, []).append(
                line
            )
        return {article: "\n".join(lines) for article, lines in parts.items()}

    def has(self, term: str, pinpoint: str) -> bool | None:
        """Whether ``term`` stands verbatim at ``pinpoint`` (anywhere for ``""``); ``None``: no such article.

        Quotation marks and the width of characters do not count.
        """
        key = fold_zh(term) if not _traditional(self.path) else term
        if pinpoint == "title":
            return key in (self.title if _traditional(self.path) else fold_zh(self.title))
        if pinpoint:
            text = self.articles.get(pinpoint)
            return None if text is None else key in self._folded(pinpoint, text)
        return any(key in self._folded(article, text) for article, text in self.articles.items())

    def _folded(self, article: str, text: str) -> str:
        cache = self.__dict__.setdefault("_cache", {})
        if article not in cache:
            cache[article] = text if _traditional(self.path) else fold_zh(text)
        folded: str = cache[article]
        return folded


def _traditional(path: Path) -> bool:
    # Taiwan and Hong Kong texts are proved in their own script.
    return path.suffix == ".tsv"


def _tsv_articles(path: Path) -> dict[str, str]:
    articles: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            article = re.sub(r"[\s第条條]", "", row.get("article") or "")
            articles[article] = articles.get(article, "") + (row.get("zh") or "")
    return articles


def read_texts(directories: Iterable[Path]) -> list[OfficialText]:
    """The official texts of all ``directories``; raises ``FayiError`` when there are none."""
    texts = [text for directory in directories for text in _read_directory(directory)]
    if not texts:
        raise FayiError("no official texts here", hint="see `fayi glossary verify --help` for the layout")
    return texts


def _read_directory(directory: Path) -> Iterator[OfficialText]:
    if not directory.is_dir():
        raise FayiError("no such directory", path=directory)
    manifest = _manifest(directory / "MANIFEST.tsv")
    for path in sorted([*directory.glob("*.txt"), *directory.glob("*.tsv")]):
        if path.name == "MANIFEST.tsv":
            continue
        listed = manifest.get(path.name, {})
        title = listed.get("title_zh") or listed.get("title") or _first_line(path)
        date = listed.get("date") or ""
        year = listed.get("version_year") or listed.get("year") or date[:4] or _latest_year(path)
        yield OfficialText(path, _tidy(title), year[:4], date)


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["file"]: {k: v or "" for k, v in row.items() if k} for row in rows if row.get("file")}


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as handle:
        return handle.readline().lstrip("# ").strip()


def _latest_year(path: Path) -> str:
    with path.open(encoding="utf-8") as handle:
        years = re.findall(r"((?:19|20)\d\d)年", handle.read(3000))
    return max(years, default="")


def _tidy(title: str) -> str:
    return re.sub(r"[\s、]+", "", title)


def same_title(first: str, second: str) -> bool:
    return _tidy(first) == _tidy(second)
