"""The glossary module of XLIFF 2: read into entries, written beside the units a term occurs in, or one unit per term.

Source: OASIS, XLIFF 2.1 (2018), glossary module 2.0: order of elements, ids unique in a unit, ``ref`` to a marked span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from toolkit.errors import FayiError
from toolkit.formats import languages
from toolkit.formats.format import Settings
from toolkit.formats.model import Designation, Entry, is_usable
from toolkit.formats.report import Report
from toolkit.formats.sources import open_output
from toolkit.formats.xliff_codes import escape_id
from toolkit.formats.xliff_inline import text_12
from toolkit.formats.xliff_units import elements_of
from toolkit.formats.xml import clean, line_of, local, words

GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"


_NS_20 = (
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
    'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
)


def unique(identifier: str, number: int, seen: set[str]) -> str:
    """An id for the unit with this ``number`` that is not in ``seen`` yet."""
    name = base = escape_id(identifier) or f"u{number}"
    serial = 2
    while name in seen:
        name, serial = f"{base}.{serial}", serial + 1
    seen.add(name)
    return name


def head_2(settings: Settings, version: str = "2.0") -> bytes:
    """The beginning of a file of version 2, up to its first unit."""
    source, target = languages.short(settings.source), languages.short(settings.target)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="{version}" {_NS_20} srcLang="{source}" trgLang="{target}">\n'
        f'  <file id="f1" original={quoteattr(clean(settings.title))}>\n'
    ).encode()


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """The entries of the glossary modules in an XLIFF 2.x file."""
    seen: set[tuple[str, ...]] = set()
    for element, source, target in elements_of(path):
        for item in element.iter(f"{{{GLOSSARY}}}glossEntry"):
            report.read += 1
            terms: list[Designation] = []
            definitions: list[tuple[str, str]] = []
            identifier = item.get("id", "")
            for child in item:
                text, origin = words(child), child.get("source", "")
                if local(child) == "term" and text:
                    terms.append(Designation(text, source or settings.source, source=origin))
                elif local(child) == "translation" and text:
                    terms.append(Designation(text, target or settings.target, source=origin))
                elif local(child) == "definition" and text:
                    definitions.append((source or settings.source, text))
            key = tuple(t.text for t in terms)
            if not terms:
                report.add("skipped", "a glossary entry without a term", line_of(item))
            elif key in seen:
                report.add("merged", "the same entry at another unit", line_of(item), terms[0].text)
            else:
                seen.add(key)
                report.created += 1
                yield Entry(identifier, tuple(terms), definitions=tuple(definitions), line=line_of(item))


class Glossary:
    """Finds the entries whose source term stands in a text, by their first word."""

    def __init__(self, entries: Sequence[Entry], settings: Settings) -> None:
        self.settings = settings
        self.by_word: dict[str, list[tuple[str, Entry]]] = {}
        self.count = 0
        for entry in entries:
            for term in entry.of(settings.source):
                text = term.text.casefold()
                words = re.findall(r"\w+", text)
                if is_usable(term) and words:
                    self.by_word.setdefault(words[0], []).append((text, entry))

    def find(self, text: str) -> list[Entry]:
        if not self.by_word:
            return []
        folded = text.casefold()
        found: dict[int, Entry] = {}
        for word in dict.fromkeys(re.findall(r"\w+", folded)):
            for term, entry in self.by_word.get(word, ()):
                if re.search(rf"\b{re.escape(term)}\b", folded):
                    found.setdefault(id(entry), entry)
        return list(found.values())

    def element(self, entries: Sequence[Entry]) -> str:
        if not entries:
            return ""
        return (
            f"      <gls:glossary>\n{''.join(self._entry(entry) for entry in entries)}      </gls:glossary>\n"
        )

    def _entry(self, entry: Entry) -> str:
        self.count += 1
        sources = [t for t in entry.of(self.settings.source) if is_usable(t)]
        targets = [t for t in entry.of(self.settings.target) if is_usable(t)]
        parts = [f"<gls:term{_origin(sources[0].source)}>{text_12(sources[0].text)}</gls:term>"]
        parts += [
            f'<gls:translation id="g{self.count}.{n}"{_origin(t.source)}>{text_12(t.text)}</gls:translation>'
            for n, t in enumerate(targets, 1)
        ]
        if entry.definition:
            parts.append(f"<gls:definition>{text_12(entry.definition)}</gls:definition>")
        return f'        <gls:glossEntry id="g{self.count}">{"".join(parts)}</gls:glossEntry>\n'


def write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    """One unit per source term, with its entry in the glossary module."""
    glossary = Glossary((), settings)
    seen: set[str] = set()
    with open_output(path) as out:
        out.write(head_2(settings))
        number = 0
        for entry in entries:
            sources = [t for t in entry.of(settings.source) if is_usable(t)]
            targets = [t for t in entry.of(settings.target) if is_usable(t)]
            if not sources or not targets:
                continue
            number += 1
            identifier = unique(entry.id, number, seen)
            name = f" name={quoteattr(clean(entry.id))}" if entry.id and entry.id != identifier else ""
            out.write(
                f'    <unit id="{identifier}"{name}>\n{glossary.element([entry])}      <segment>\n        <source>{text_12(sources[0].text)}</source>\n'
                f"        <target>{text_12(targets[0].text)}</target>\n      </segment>\n    </unit>\n".encode()
            )
        if not number:
            raise FayiError(
                f"0 terms in both {settings.source} and {settings.target}",
                path=path,
                hint="name the languages with --lang",
            )
        out.write(b"  </file>\n</xliff>\n")


def _origin(text: str) -> str:
    return f" source={quoteattr(clean(text))}" if text else ""
