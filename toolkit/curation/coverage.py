"""``fayi glossary coverage``: legal words of official texts that the termbase does not have yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.curation.texts import OfficialText
from toolkit.match import Recogniser
from toolkit.model import ZH
from toolkit.termbase import Termbase
from toolkit.text import fold_zh

_HEADING = re.compile(r"^#+\s*第[零一二三四五六七八九十百]+[编章节]\s*(.+)$")
_DEFINED = re.compile(
    r"(?:本法|本条例|本规则|本规定|本解释)?(?:所称|所指)的?([\u4e00-\u9fff、]{2,12})[，,]?\s*是指"
)
_EDGE = re.compile(
    r"^(?:的|和|与|及|或|其|该|本|在|对|由|向|以|为|被|将|应|可|并|不)|(?:的|和|与|及|或|在|对|由|向|以|为|等)$"
)
_GENERAL = frozenset(
    "总则 附则 一般规定 其他规定 通则 法律责任 监督管理 原则 目的 定义 罚则 基本原则".split()
)


@dataclass
class Coverage:
    """What is covered and what is missing, most frequent first."""

    headings: tuple[int, int] = (0, 0)
    """Headings whose words are a term or contain one, of all."""
    defined: tuple[int, int] = (0, 0)
    """Defined terms in the termbase, of all."""
    characters: tuple[int, int] = (0, 0)
    """Chinese characters of the texts inside known terms, of all."""
    missing_headings: Counter[str] = field(default_factory=Counter)
    missing_defined: Counter[str] = field(default_factory=Counter)
    missing_frequent: Counter[str] = field(default_factory=Counter)
    """Frequent character sequences outside known terms that stand in several documents."""


def coverage(termbase: Termbase, texts: Sequence[OfficialText], frequent: int = 200) -> Coverage:
    """Compare the headings, definitions and frequent words of ``texts`` with the termbase."""
    known = {fold_zh(t.text) for c in termbase.concepts for t in c.terms if t.lang == ZH}
    recogniser = Recogniser(termbase.concepts, ZH)
    result = Coverage()
    headings: Counter[str] = Counter()
    defined: Counter[str] = Counter()
    grams: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    inside = total = 0
    for text in texts:
        seen: set[str] = set()
        for part in text.articles.values():
            for line in part.splitlines():
                if match := _HEADING.match(line):
                    headings[re.sub(r"[\s　]", "", match[1])] += 1
            defined.update(match[1] for match in _DEFINED.finditer(part))
            rest = part
            for hit in reversed(recogniser.find(part)):
                inside += hit.end - hit.start
                rest = rest[: hit.start] + "|" + rest[hit.end :]
            total += len(re.findall("[\u4e00-\u9fff]", part))
            for run in re.findall("[\u4e00-\u9fff]{4,}", rest):
                for size in (4, 5, 6):
                    for start in range(len(run) - size + 1):
                        gram = run[start : start + size]
                        grams[gram] += 1
                        seen.add(gram)
        documents.update(seen)
    result.characters = (inside, total)
    covered = [h for h in headings if h in _GENERAL or h in known or recogniser.find(h)]
    result.headings = (len(covered), len(headings))
    result.missing_headings = Counter({h: n for h, n in headings.items() if h not in covered})
    found = [d for d in defined if fold_zh(d) in known]
    result.defined = (len(found), len(defined))
    result.missing_defined = Counter({d: n for d, n in defined.items() if d not in found})
    result.missing_frequent = _maximal(grams, documents, frequent)
    return result


def _maximal(grams: Counter[str], documents: Counter[str], limit: int) -> Counter[str]:
    """Frequent sequences in at least three documents that do not begin or end in a function word."""
    kept: Counter[str] = Counter()
    for gram, count in grams.most_common(limit * 60):
        if len(kept) >= limit:
            break
        if documents[gram] < 3 or _EDGE.search(gram):
            continue
        if any(gram in other and count <= kept[other] * 1.5 for other in kept):
            continue
        kept[gram] = count
    return kept
