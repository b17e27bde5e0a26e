"""The table of checks: code → rule. The first line of a rule's docstring is its message.

The rest of the docstring is what ``fayi explain CODE`` shows and ``docs/checks/CODE.md`` says. A rule gets
a case (what was seen, with the counts of the whole document) and says how grave it is, ``None`` for
nothing. Codes are stable and never reused.
"""

from toolkit.check.rules import checking, chinese, document, english, registry, translation
from toolkit.check.rules.case import Case
from toolkit.check.rules.registry import BY_KIND, Rule

RULES: dict[str, Rule] = dict(sorted(registry.RULES.items()))

__all__ = ["BY_KIND", "RULES", "Case", "Rule", "checking", "chinese", "document", "english", "translation"]
