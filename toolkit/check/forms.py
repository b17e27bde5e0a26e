"""Counts the forms that a text in one language uses for each concept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.check.rules import Case
from toolkit.check.standard import Reading, form_key

Place = tuple[int, int, int]
"""Unit, start, end."""


@dataclass(slots=True)
class Usage:
    """What a document does with one form."""

    reading: Reading
    form: str
    count: int = 0
    place: Place = (0, 0, 0)
    """Of the first occurrence."""

    sole: bool = field(init=False)
    """Whether it is a good form of exactly one concept."""
    wrong: bool = field(init=False)
    """Whether it is a wrong form and nothing else."""
    foreign: bool = False
    """Whether it belongs to another jurisdiction than the text's."""

    def __post_init__(self) -> None:
        self.sole = self.reading.good and len(self.reading.ids) == 1
        self.wrong = bool(self.reading.wrong) and not self.reading.allowed


def two_forms(kind: str, usages: Iterable[Usage]) -> Iterator[Case]:
    """A case for each concept that has two forms or more among ``usages``; shortened forms do not count."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, str], Place] = {}
    for usage in usages:
        if usage.count and usage.sole:
            id = usage.reading.ids[0]
            forms[id][usage.form] += usage.count
            places[id, usage.form] = min(usage.place, places.get((id, usage.form), usage.place))
    for id, counter in forms.items():
        distinct = _without_shortened(counter) if len(counter) > 1 else counter
        if len(distinct) < 2:
            continue
        rarest = min(distinct, key=lambda f: (distinct[f], f))
        number, start, end = places[id, rarest]
        counts = tuple(distinct.most_common())
        yield Case(kind, found=rarest, concepts=(id,), unit=number, source=(start, end), counts=counts)


def _without_shortened(counter: Counter[str]) -> Counter[str]:
    """The forms that are not parts of a longer one of them: the long form in full, then its short form, is good style."""
    keys = {form: set(form_key(form).split()) if form.isascii() else set(form) for form in counter}
    return Counter(
        {form: n for form, n in counter.items() if not any(keys[form] < keys[other] for other in counter)}
    )
