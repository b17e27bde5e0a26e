"""What was seen in a file, before a rule has judged it."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.match import Entry
from toolkit.model import EN


@dataclass(slots=True)
class Case:
    """Something seen in a file, before a rule has judged it."""

    kind: str
    term: str = ""
    """The form in the source, or in the only text."""
    found: str = ""
    """The wrong, nearest or other form."""
    concepts: tuple[str, ...] = ()
    unit: int = 0
    """Index of the unit in the file."""
    source: tuple[int, int] | None = None
    target: tuple[int, int] | None = None
    entry: Entry | None = None
    """The listed wrong form that was found."""
    evidence: str = ""
    words: int = 1
    """English words or Chinese characters of the term."""
    lang: str = EN
    """Language of the term."""
    inflected: bool = False
    total: int = 1
    """Occurrences of the concept in the sources of the document."""
    good: int = 0
    """How many of them are rendered by an approved form."""
    counts: tuple[tuple[str, int], ...] = ()
    nominal: bool = True
    """Whether the term names a thing: principles, rights and acts are rendered by whole clauses."""
    firm: bool = True
    """Whether a listed wrong form can mean nothing else."""
    detail: dict[str, str] = field(default_factory=dict)
    """Further words of the message."""

    @property
    def strong(self) -> bool:
        """Whether the term is long enough to be nothing but the term."""
        return not self.inflected and self.nominal and self.words >= (2 if self.lang == EN else 4)
