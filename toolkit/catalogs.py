"""The gettext catalogs of the termbase: ``locales/<locale>/LC_MESSAGES/glossary.po``.

msgid is each preferred and admitted English form, msgstr the standard Chinese term of the region. A
form that names several concepts gets the subject field as context, except where it is the preferred
English of one of them: that one stays without context, so plain ``gettext()`` finds it. Where a region
has no term of its own the entry is absent, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polib

from toolkit.citations import readable_all
from toolkit.files import write_atomically
from toolkit.formats import po
from toolkit.model import EN, HK, TW, ZH, Concept, Status, Term, parse_citations
from toolkit.termbase import Termbase

LOCALES = {"zh_CN": ZH, "zh_HK": HK, "zh_TW": TW}
DOMAIN = "glossary"


def messages(termbase: Termbase, lang: str) -> list[po.Message]:
    """The messages of one region, sorted by msgid and context."""
    naming: dict[str, list[tuple[Concept, Term, Term]]] = defaultdict(list)
    for concept in termbase.concepts:
        target = concept.preferred(lang)
        if target is not None:
            for term in concept.of(EN, Status.PREFERRED, Status.ADMITTED):
                naming[term.text].append((concept, term, target))
    found: dict[tuple[str, str], po.Message] = {}
    for text, uses in naming.items():
        for concept, term, target in uses:
            context = ""
            if len(uses) > 1 and not _owns(term, uses):
                context = concept.field
                if sum(other.field == concept.field for other, _t, _z in uses) > 1:
                    context = f"{concept.field}: {concept.id}"
            comments = _comments(concept, target, termbase, whole=term.status is Status.PREFERRED)
            found[text, context] = po.Message(text, target.text, context, comments)
    return [found[key] for key in sorted(found)]


def _owns(term: Term, uses: list[tuple[Concept, Term, Term]]) -> bool:
    return term.status is Status.PREFERRED and sum(t.status is Status.PREFERRED for _c, t, _z in uses) == 1


def _comments(concept: Concept, target: Term, termbase: Termbase, *, whole: bool) -> tuple[str, ...]:
    """The concept id; with the preferred English also source and definition, said once per concept."""
    if not whole:
        return (concept.id,)
    source = readable_all(target.citations or parse_citations(concept.basis), termbase.sources)
    return tuple(text for text in (concept.id, source, concept.definition) if text)


def write(termbase: Termbase, directory: Path) -> list[tuple[Path, int]]:
    """Write all catalogs below ``directory``; returns each path with its number of entries."""
    written = []
    for locale, lang in LOCALES.items():
        path = directory / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = messages(termbase, lang)
        save(path, with_polib(po.catalog(locale, entries, "Fayi glossary")))
        written.append((path, len(entries)))
    return written


def with_polib(catalog: po.Catalog) -> polib.POFile:
    """The catalog as polib's, unwrapped so that a changed entry is a changed line."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = dict(catalog.header)
    for message in catalog.messages:
        file.append(
            polib.POEntry(
                msgid=message.msgid,
                msgstr=message.msgstr,
                msgctxt=message.context or None,
                # polib splits comments at every kind of line end; a stray one would lose text.
                comment="\n".join(" ".join(text.split()) for text in message.comments),
                occurrences=[(name.replace(" ", "_"), line) for name, line in message.places],
                flags=["fuzzy"] if message.fuzzy else [],
            )
        )
    return file


def save(path: Path, file: polib.POFile) -> None:
    """Write a PO file: UTF-8, LF."""
    with write_atomically(path) as handle:
        handle.write(f"{file}\n")


def save_mo(path: Path, file: polib.POFile) -> None:
    """Compile to MO; fuzzy and empty entries are left out."""
    with write_atomically(path, "wb") as handle:
        handle.write(file.to_binary())
