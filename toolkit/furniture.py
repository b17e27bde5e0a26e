"""Marks site furniture: what stands around a news article on a page and is not part of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.model import Segment

# Openings of furniture lines, as Chinese news sites and their machine translations write them.
_OPENING = re.compile(
    r"""^\W*(?:
      (?:responsible|duty|executive|chief|managing|web|picture|photo|copy)?\s*editors?(?:-in-chief)?\s*[:：]
    | edit(?:ed\s+by)?\s*[:：] | author\s*[:：] | (?:corre)?reporter\s*[:：] | proofread(?:ing|er)?\s*[:：]
    | source\s*[:：]\s*(?:https?:|www\.|\S+$|[\w\s.,'-]{1,60}$) | (?:article|information)\s+source\s*[:：]
    | (?:special|copyright|legal|disclaimer)\s+(?:statement|notice)\b | disclaimer\b | copyright\b | ©
    | (?:return|back)\s+to\s+(?:the\s+)?(?:list|top|home|previous) | (?:recommended|related|further|hot)\s+(?:reading|news|articles?|links?)\b.{0,30}$
    | (?:friendly\s+)?links?$ | (?:previous|next)(?:\s+(?:article|page|post))?\s*[:：] | share\s+(?:to|this|on)\b.{0,60}$ | print(?:\s+this\s+page)?$
    | close\s+(?:the\s+)?window | (?:submission|contact|e-?mail|mailbox|tel(?:ephone)?|phone|fax|address|hotline|wechat|weibo|postcode|zip\s+code)\b[^.]{0,40}[:：]
    | all\s+rights\s+reserved | (?:home|front)\s*(?:page)?\s*[>»|] | click(?:s|\s+times|\s+volume)?\s*[:：]\s*\d | views?\s*[:：]\s*\d
    | (?:release|publication|publish(?:ing)?|update)\s*(?:d\s+on|d|time|date)?\s*[:：]\s*\d | font\s*(?:size)?\s*[:：] | (?:scan|long\s+press)\s+the\s+(?:qr|code)
    | (?:责任编辑|编辑|责编|来源|作者|记者|供稿|校对|审核|特别声明|免责声明|版权|返回|上一篇|下一篇|推荐阅读|相关阅读|友情链接|投稿|联系电话|地址|邮箱)\s*[:：]?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ANYWHERE = re.compile(
    r"ICP\s*备|ICP\s*(?:filing|No)|公网安备|all\s+rights\s+reserved|copyright\s*©", re.IGNORECASE
)
_DATE = re.compile(
    r"^\W*(?:\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2})\W*$"
)
# A full sentence that opens like furniture is text, unless it is a label or formula only sites write.
_FULL_STOP = re.compile(r"[.!?。！？…]['\"”’)]*$")
_LABEL = re.compile(
    r"^\W*(?:(?:special|copyright|legal|disclaimer)\s+(?:statement|notice)|disclaimer|特别声明|免责声明|版权声明)\s*[:：]",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"""©|\(c\)\s*\d{4}|all\s+rights\s+reserved|copyright\s+\d{4}|https?:|www\.|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w
    | \b0\d{2,3}[-\s]\d{7,} | \+86 | \b1[3-9]\d{9}\b | \b(?:tel|fax|phone|telephone|hotline)\b[^.\d]{0,20}\d{5}
    | \b(?:this|our)\s+(?:web\s?)?site\b | ICP\W*备?\W*(?:No\W*)?\d | 备\s*\d{5} | 版权所有 | 本[站网]""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_WORDS = 12
"""Lines of furniture that end in a full stop have fewer words: "Editor: Ying Ying, of the law office."."""
_SENTENCE_END = re.compile(r"[.!?。！？…;；:：]['\"”’)]*$")
# A short line below the first furniture of the tail is furniture too ("Links", "Change it").
_SHORT = 60


def _is_sentence(text: str) -> bool:
    """Whether a line is a full sentence of its own (two Chinese characters count as a word)."""
    if not _FULL_STOP.search(text) or _LABEL.match(text) or _FORMULA.search(text):
        return False
    words = len(re.findall(r"[^\W\d_\u3400-\u9fff]+", text)) + len(re.findall(r"[\u3400-\u9fff]", text)) / 2
    return words > _SENTENCE_WORDS


def mark_furniture(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with ``furniture`` set on those that are not part of the article.

    A line that opens like furniture is furniture, unless it is a long sentence. Once one has come in the second half of the
    text, so are short lines without a sentence end that follow it.
    """
    total = sum(len(s.text) for s in segments)
    seen = 0
    tail = False
    result = []
    for segment in segments:
        text = segment.text.strip()
        opening = len(text) < 600 and bool(_OPENING.match(text))
        anywhere = bool(_ANYWHERE.search(text[:300]))
        if (opening or anywhere) and _is_sentence(text):
            opening = anywhere = False
        furniture = segment.furniture or opening or anywhere or bool(_DATE.match(text))
        if furniture and opening and seen * 2 > total:
            tail = True
        elif tail and len(text) < _SHORT and not _SENTENCE_END.search(text):
            furniture = True
        seen += len(text)
        result.append(segment._replace(furniture=furniture) if furniture else segment)
    return result
