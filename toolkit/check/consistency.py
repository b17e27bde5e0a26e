"""How consistently a translation renders each concept: the normalised Herfindahl index, with the minority forms.

The Herfindahl–Hirschman index is the sum of the squared shares of the renderings; normalised,
``(H - 1/k) / (1 - 1/k)`` for k renderings, it is 1 for one rendering throughout and 0 for an even mix.
Source: Gaspar, Seljan & Kučiš (2022), "Measuring Terminology Consistency in Translated Corpora",
Information 13(2):43. Concepts with fewer than three occurrences say nothing and are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from toolkit.check import engine
from toolkit.check.analysis import Analyst
from toolkit.check.model import CheckFile
from toolkit.check.standard import Standard
from toolkit.check.translation import rendering
from toolkit.errors import FayiError
from toolkit.i18n import _

LEAST = 3
OTHER = "(other)"
"""Occurrences without an approved form."""


def normalised(counts: Sequence[int]) -> float:
    """The normalised index of the counts of at least one rendering, 0 to 1."""
    total = sum(counts)
    if len(counts) < 2 or not total:
        return 1.0
    index = sum((count / total) ** 2 for count in counts)
    even = 1 / len(counts)
    return (index - even) / (1 - even)


def report(files: Sequence[CheckFile], standard: Standard, settings: engine.Settings) -> dict[str, Any]:
    """Per bilingual file its concepts, the least consistent first, and the mean index weighted by occurrences."""
    documents = []
    for file in files:
        if not file.bilingual:
            raise FayiError(
                "the consistency report needs a translation",
                path=file.path,
                allowed="PO, XLIFF, TMX, TSV, CSV, XLSX",
            )
        concepts = _concepts(file, standard, settings)
        total = sum(c["occurrences"] for c in concepts)
        mean = sum(c["index"] * c["occurrences"] for c in concepts) / total if total else 1.0
        documents.append(
            {"path": file.path, "concepts": concepts, "occurrences": total, "index": round(mean, 4)}
        )
    return {"version": 1, "documents": documents}


def _concepts(file: CheckFile, standard: Standard, settings: engine.Settings) -> list[dict[str, Any]]:
    source, target = engine.languages_of(file, settings)
    analyst = Analyst(standard, source, target)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, ...], dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    terms: dict[tuple[str, ...], str] = {}
    for unit in file.units:
        if unit.target is None or (pairing := analyst.read(unit)) is None:
            continue
        for group in pairing.groups:
            first = group.sources[0]
            terms.setdefault(group.ids, pairing.source_view.text[first.start : first.end])
            found = [rendering(m, group, target) for m in group.targets[: len(group.sources)]]
            found += [pairing.target_view.text[m.start : m.end] for m, _entry in group.wrong]
            found += [OTHER] * (len(group.sources) - len(found))
            for form in found[: len(group.sources)]:
                forms[group.ids][form or OTHER] += 1
                places[group.ids][form or OTHER].append({"line": unit.line, "unit": unit.id})
    rows = []
    for ids, counter in forms.items():
        total = sum(counter.values())
        if total < LEAST:
            continue
        ranked = counter.most_common()
        rows.append(
            {
                "concepts": list(ids),
                "term": terms[ids],
                "occurrences": total,
                "index": round(normalised(list(counter.values())), 4),
                "renderings": [{"form": form, "count": count} for form, count in ranked],
                "minority": [
                    {"form": form, "count": count, "places": places[ids][form][:20]}
                    for form, count in ranked[1:]
                ],
            }
        )
    return sorted(rows, key=lambda row: (row["index"], -row["occurrences"]))


def text(report: dict[str, Any]) -> str:
    """The report for a reader: the inconsistent concepts of each document with their minority renderings."""
    lines: list[str] = []
    for document in report["documents"]:
        uneven = [c for c in document["concepts"] if len(c["renderings"]) > 1]
        lines.append(
            _(
                "{path}: consistency {index:.3f} over {occurrences} occurrences of {concepts} concepts with"
                " {least} or more, {uneven} of them uneven"
            ).format(
                path=document["path"], index=document["index"], occurrences=document["occurrences"],
                concepts=len(document["concepts"]), least=LEAST, uneven=len(uneven),
            )
        )  # fmt: skip
        for concept in uneven:
            forms = _(", ").join(f"{_form(r['form'])} {r['count']}" for r in concept["renderings"])
            lines.append(f"  {concept['index']:.3f}  {concept['term']}: {forms}")
            for minority in concept["minority"]:
                places = ", ".join(str(p["line"]) for p in minority["places"][:8] if p["line"])
                where = ": " + _("line {number}").format(number=places) if places else ""
                lines.append(f"         {_form(minority['form'])}{where}")
    return "\n".join(lines) + "\n"


def _form(form: str) -> str:
    return _("(other)") if form == OTHER else form
