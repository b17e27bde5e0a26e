"""New terms of a text: what extraction finds beyond the termbase, and what mapping makes of it."""

from __future__ import annotations

from toolkit.build.glossing import Extract, MapPhrase
from toolkit.termbase import Termbase


def suggester(termbase: Termbase) -> tuple[Extract | None, MapPhrase | None]:
    """The extractor and mapper that ``gloss`` uses for new candidates."""
    return None, None
