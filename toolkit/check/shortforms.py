"""Short forms that a document defines in brackets and may use afterwards: …（以下简称“…”）, … (hereinafter "…")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit import text as fold
from toolkit.check.verdicts import Group
from toolkit.model import EN

_NAME_ZH = "([\u3400-\u9fffA-Za-z0-9·]{2,12})"
_CALLED = "(?:简称|簡稱|统称|統稱|合称|合稱|称|稱)"
_ZH = (
    re.compile(
        f'[（(](?:以下|下称|下稱|下文|以后|以後)?{_CALLED}?(?:为|為|作)?[:：]?[“”"「『《]?{_NAME_ZH}[”"」』》]?[)）]'
    ),
    re.compile(f'[，,](?:以下|下文){_CALLED}(?:为|為)?[:：]?[“”"「『]{_NAME_ZH}[”"」』]'),
)
_EN = re.compile(
    r"\(\s*(?:here(?:in)?after(?:\s+(?:simply\s+|collectively\s+)?referred\s+to\s+as|\s+called)?|(?:collectively\s+)?referred\s+to\s+(?:below\s+)?as"
    r"|abbreviated\s+(?:as|to)|in\s+short|or)?\s*[,:]?\s*"
    r"(?:the\s+)?[\"“'‘]?(?:the\s+)?([A-Za-z][A-Za-z0-9 &'’.-]{1,50}?)[\"”'’]?\s*\)"
)


def definitions(text: str) -> Iterator[tuple[int, str]]:
    """Short forms that a text defines in brackets, and where the long form before the bracket ends."""
    for pattern in (*_ZH, _EN):
        for match in pattern.finditer(text):
            end = match.start()
            while end > 0 and text[end - 1].isspace():
                end -= 1
            yield end, match[1].strip()


class ShortForms:
    """The short forms that a document has defined so far."""

    def __init__(self, lang: str) -> None:
        self.english = lang == EN
        self.by_concept: dict[str, list[str]] = {}

    def learn(self, groups: Sequence[Group], text: str) -> None:
        """Take up what ``text`` defines for the renderings of ``groups``."""
        if "简称" not in text and "簡稱" not in text and "(" not in text and "（" not in text:
            return
        for end, short in definitions(text):
            for group in groups:
                if any(0 <= end - m.end <= 2 for m in group.targets):
                    for id in group.ids:
                        self.by_concept.setdefault(id, []).append(self._key(short))

    def stand_for(self, group: Group, text: str) -> bool:
        """Whether a short form of the group's concepts stands in ``text``."""
        keys = [key for id in group.ids for key in self.by_concept.get(id, ())]
        if not keys:
            return False
        view = self._key(text)
        return any(key.strip() and key in view for key in keys)

    def _key(self, text: str) -> str:
        return f" {fold.phrase_key(text)} " if self.english else fold.fold_zh(text)
