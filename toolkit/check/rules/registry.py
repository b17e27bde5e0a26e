"""The table of rules and how a rule enters it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from toolkit.check.model import Level
from toolkit.check.rules.case import Case
from toolkit.i18n import _


class _Words(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


Judge = Callable[[Case], Level | None]


@dataclass(frozen=True)
class Rule:
    """One check."""

    code: str
    name: str
    group: str
    """``english``, ``chinese``, ``translation``, ``document`` or ``check``."""
    kinds: tuple[str, ...]
    level: Level
    """The level it has at most unless configured otherwise."""
    judge: Judge

    @cached_property
    def message(self) -> str:
        return (inspect.getdoc(self.judge) or "").split("\n", 1)[0]

    def say(self, **words: object) -> str:
        """The message in the user's language; a gap that nothing is given for stays empty."""
        return _(self.message).format_map(_Words(words))

    @cached_property
    def explanation(self) -> str:
        return (inspect.getdoc(self.judge) or "").partition("\n")[2].strip()


RULES: dict[str, Rule] = {}
BY_KIND: dict[str, Rule] = {}


def rule(code: str, name: str, group: str, level: Level, *kinds: str) -> Callable[[Judge], Judge]:
    def register(judge: Judge) -> Judge:
        assert code not in RULES
        RULES[code] = Rule(code, name, group, kinds or (name,), level, judge)
        for kind in kinds or (name,):
            BY_KIND[kind] = RULES[code]
        return judge

    return register
