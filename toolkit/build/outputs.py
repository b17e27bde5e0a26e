"""Writes all files of a build into a directory: everything is prepared beside it, then moved in whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.align import align
from toolkit.build import report, workbook
from toolkit.build.entries import SUGGESTION, Entry, Form, TextGlossary
from toolkit.build.rows import Row, citations, field_name, place_name, rows, why
from toolkit.catalogs import save, save_mo, with_polib
from toolkit.errors import FayiError
from toolkit.files import publish, staging
from toolkit.formats import po, tbx, tmx, tsv
from toolkit.formats.model import Designation, Unit, from_concept
from toolkit.formats.model import Entry as TermEntry
from toolkit.match import Recogniser
from toolkit.model import EN, ZH, Document, Status
from toolkit.termbase import Termbase
from toolkit.text import sentences

ZH_TMX = "zh-CN"
MAX_PLACES = 20
"""``#:`` references a PO entry lists; PO editors show them all in one column."""


def write_all(
    glossary: TextGlossary, termbase: Termbase, directory: Path, name: str, target: Document | None = None
) -> list[Path]:
    """Write every output of ``fayi build`` below ``directory``; returns the paths written.

    ``target`` is the Chinese counterpart, whose aligned sentences go into the TMX. Raises
    ``FayiError`` when the place cannot be written; what stood there before is then unchanged.
    """
    _prepare(directory)
    table = rows(glossary, termbase)
    with staging(directory) as stage:
        tsv.write(stage / "glossary.tsv", Row._fields, table)
        workbook.write(stage / "glossary.xlsx", table, glossary)
        messages = stage / "locales" / "zh_CN" / "LC_MESSAGES"
        messages.mkdir(parents=True)
        catalog = with_polib(po.catalog("zh_CN", _messages(glossary), name))
        save(messages / f"{name}.po", catalog)
        save_mo(messages / f"{name}.mo", catalog)
        tmx.write(stage / f"{name}.tmx", _units(glossary, termbase, target))
        tbx.write(
            stage / f"{name}.tbx",
            _term_entries(glossary, termbase),
            title=name,
            description="Legal terms found in the text and their standard Chinese, made with Fayi.",
        )
        (stage / "report.html").write_text(
            report.render(glossary, table, name), encoding="utf-8", newline="\n"
        )
        files = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
        publish(stage, directory)
    return [directory / path for path in files]


def file_name(texts: Sequence[str]) -> str:
    """The base name of the outputs: that of the only text, else ``texts``; safe in every file system."""
    stem = Path(texts[0]).stem if len(texts) == 1 and texts[0] != "-" else "texts"
    return re.sub(r"[^\w.-]+", "-", stem).strip(".-")[:80] or "texts"


def _prepare(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise FayiError("the output place is a file", path=directory, hint="name a directory with -o")
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FayiError(f"cannot make the output directory: {error.strerror}", path=directory) from error


def _forms(glossary: TextGlossary) -> Iterator[tuple[Entry, Form]]:
    for entry in glossary.entries:
        for form in entry.forms:
            yield entry, form


def _messages(glossary: TextGlossary) -> list[po.Message]:
    """One message per English form; a context (the subject field) only where a form has two translations."""
    translations: dict[str, set[str]] = defaultdict(set)
    for entry, form in _forms(glossary):
        translations[form.text].add(entry.chinese)
    messages: dict[tuple[str, str], po.Message] = {}
    for entry, form in _forms(glossary):
        context = ""
        if len(translations[form.text]) > 1:
            context = entry.concept.field if entry.concept else "suggestion"
            if (form.text, context) in messages:
                context = entry.key
        comments = [
            f"{form.status}; {entry.key}; {citations(entry)}".rstrip("; "),
            glossary.sentence(form.places[0]),
        ]
        if form.text != entry.english and entry.english:
            comments.insert(1, f"preferred: {entry.english}")
        places = tuple(
            (glossary.documents[p.document].name, str(glossary.line(p) or ""))
            for p in form.places[:MAX_PLACES]
        )
        message = po.Message(
            form.text, entry.chinese, context, tuple(comments), places, fuzzy=form.status == SUGGESTION
        )
        messages.setdefault((form.text, context), message)
    return [messages[key] for key in sorted(messages)]


def _units(glossary: TextGlossary, termbase: Termbase, target: Document | None) -> Iterator[Unit]:
    used: set[str] = set()
    for entry, form in _forms(glossary):
        number = 1
        while (identifier := f"{entry.key}.{number}") in used:
            number += 1
        used.add(identifier)
        props = [("x-concept", entry.concept.id if entry.concept else ""), ("x-status", form.status),
                 ("x-source", citations(entry)), ("x-subject-field", field_name(entry, termbase)),
                 ("x-preferred-english", entry.english), ("x-confidence", f"{form.confidence:.2f}")]  # fmt: skip
        yield tmx.plain_unit(
            (("en", form.text), (ZH_TMX, entry.chinese)),
            identifier,
            tuple((kind, value) for kind, value in props if value),
            (f"{place_name(glossary, form.places[0])}: {glossary.sentence(form.places[0])}",),
        )
    if target is not None:
        for number, (english, chinese) in enumerate(aligned(glossary.documents, target, termbase), 1):
            yield tmx.plain_unit(
                (("en", english), (ZH_TMX, chinese)), f"sentence.{number}", (("x-type", "sentence"),)
            )


def _term_entries(glossary: TextGlossary, termbase: Termbase) -> Iterator[TermEntry]:
    """Concept entries with all forms of the termbase and those of the text; contexts where found."""
    for entry in glossary.entries:
        contexts = {form.text.casefold(): (glossary.sentence(form.places[0]),) for form in entry.forms}
        if entry.concept is None:
            kind = "suggestion" if entry.status == SUGGESTION else "composed"
            english = [
                Designation(f.text, EN, contexts=contexts[f.text.casefold()], note=f"{kind}: {why(f)}")
                for f in entry.forms
            ]
            yield TermEntry(entry.key, (*english, Designation(entry.chinese, ZH, note=kind)))
            continue
        known = from_concept(entry.concept, field_name(entry, termbase))
        terms = [
            t._replace(contexts=contexts.get(t.text.casefold(), ()))
            for t in known.terms
            if t.status is not Status.LOOKUP
        ]
        listed = {t.text.casefold() for t in terms}
        terms += [
            Designation(
                form.text,
                EN,
                None
                if form.status == SUGGESTION
                else Status.ADMITTED
                if form.status != "deprecated"
                else Status.DEPRECATED,
                note=f"found in the text; {why(form)}",
                contexts=contexts[form.text.casefold()],
            )
            for form in entry.forms
            if form.text.casefold() not in listed
        ]
        yield known._replace(terms=tuple(terms))


def aligned(documents: Iterable[Document], target: Document, termbase: Termbase) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the English documents and their Chinese counterpart; skipped ones are left out."""
    english = list(_sentences(documents, "en"))
    chinese = list(_sentences([target], "zh"))
    en, zh = Recogniser(termbase.concepts), Recogniser(termbase.concepts, ZH)
    beads = align(english, chinese, [_anchors(s, en) for s in english], [_anchors(s, zh) for s in chinese])
    for bead in beads:
        if bead.source[0] < bead.source[1] and bead.target[0] < bead.target[1]:
            yield " ".join(english[slice(*bead.source)]), "".join(chinese[slice(*bead.target)])


def _sentences(documents: Iterable[Document], lang: str) -> Iterator[str]:
    for document in documents:
        for segment in document.segments:
            if not segment.furniture:
                for start, end in sentences(segment.text, lang):
                    yield segment.text[start:end]


def _anchors(sentence: str, recogniser: Recogniser) -> set[str]:
    concepts = {entry.concept.id for match in recogniser.find(sentence) for entry in match.entries}
    return concepts | {f"#{number}" for number in re.findall(r"\d{2,}", sentence)}
