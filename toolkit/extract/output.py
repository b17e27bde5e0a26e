"""Candidates as rows: with their contexts, by surface form, as JSON, as rows for a glossary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from toolkit.extract.model import Candidate, Sighting

AROUND = 60
"""Characters shown to the left and right of a term."""
TERMBASE_HEADER = "concept\tlang\tterm\tstatus\tsource\tnote"


def table(candidates: Iterable[Candidate], contexts: int = 0) -> Iterator[str]:
    """A row for each candidate, below it up to ``contexts`` lines of its concordance, set in by a tab."""
    yield "term\tscore\tfrequency\ttexts\tconcept\tkind\tvariants"
    for c in candidates:
        yield (
            f"{c.term}\t{c.score:.2f}\t{c.frequency}\t{c.texts}\t{c.concept or ''}\t{c.kind}\t{'; '.join(c.variants)}"
        )
        for sighting in c.sightings[:contexts]:
            left, word, right = in_context(sighting)
            yield f"\t{sighting.document}:{sighting.segment + 1}\t{left}[{word}]{right}"


def in_context(sighting: Sighting) -> tuple[str, str, str]:
    """The words before, the term, the words after, on one line."""
    place = sighting.place()
    before, after = sighting.text[: place.start], sighting.text[place.end :]
    left = ("…" if len(before) > AROUND else "") + before[-AROUND:]
    right = after[:AROUND] + ("…" if len(after) > AROUND else "")
    return flat(left), flat(sighting.text[place.start : place.end]), flat(right)


def flat(text: str) -> str:
    return re.sub(r"\s", " ", text)


def forms_table(candidates: Iterable[Candidate]) -> Iterator[str]:
    """A row for each surface form, lower-cased."""
    yield "form\tscore\tfrequency\tterm"
    for c in candidates:
        for surface in c.forms:
            yield f"{surface.text}\t{c.score:.2f}\t{surface.frequency}\t{c.term}"


def as_json(candidates: Iterable[Candidate]) -> str:
    rows = [
        {
            "term": c.term, "score": round(c.score, 3), "frequency": c.frequency, "texts": c.texts, "kind": c.kind,
            "concept": c.concept, "variants": c.variants, "forms": [f._asdict() for f in c.forms],
            "contexts": [place._asdict() for place in c.contexts],
        }
        for c in candidates
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1)


def termbase_rows(candidates: Iterable[Candidate]) -> Iterator[str]:
    """Rows for a glossary file: the term, preferred, with a sentence; the Chinese is left to the translator."""
    yield TERMBASE_HEADER
    seen: set[str] = set()
    for c in candidates:
        name = re.sub(r"[^a-z0-9]+", "-", c.term.lower()).strip("-")
        if not name or name in seen:
            continue
        seen.add(name)
        note = "".join(in_context(c.sightings[0])) if c.sightings else ""
        yield f"{name}\ten\t{c.term}\tpreferred\t\t{note}"
