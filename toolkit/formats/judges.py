"""Published schemas as judges: which one a file answers to and what it says, with lines, in bounded memory.

The DTDs of TMX and the XML Schemas of XLIFF are shipped in ``schemas/``; any other DTD, RELAX NG grammar or XML
Schema can be given. A file is cut at its records, so one of any size can be judged; nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.documents.entities import refuse_entities
from toolkit.errors import FayiError
from toolkit.formats.grammar import MAX_ELEMENTS, MAX_MESSAGE, MAX_PROBLEMS, RECORDS, TOO_MANY, Problem
from toolkit.formats.sources import open_binary, xml_chunks
from toolkit.formats.xml import bound_attributes, line_of, local, not_xml

SCHEMAS = Path(__file__).parent / "schemas"
BATCH = 4 << 20
"""Bytes after which the records read so far are judged and forgotten."""
BATCH_RECORDS = 5_000
"""Records after which they are judged: libxml2 takes quadratic time for repeated ids, 60,000 of them half a minute."""
MAX_SCHEMA = 4 << 20
"""Bytes of a schema file; the largest published one here has 103 kB."""


@dataclass(frozen=True)
class Judge:
    """A schema and what to call it in a message."""

    name: str
    path: Path


TMX = {
    version: Judge(f"TMX {version} DTD", SCHEMAS / f"tmx{version.replace('.', '')}.dtd")
    for version in ("1.1", "1.4")
}
XML_LANG = SCHEMAS / "xliff-2.0/informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"
XLIFF_12 = Judge("XLIFF 1.2 strict XML Schema", SCHEMAS / "xliff-core-1.2-strict.xsd")
XLIFF_20 = Judge("XLIFF 2.0 core XML Schema", SCHEMAS / "xliff-2.0" / "xliff_core_2.0.xsd")


def problems(path: Path, judge: Judge) -> Iterator[Problem]:
    """What ``judge`` says of ``path``, in document order, at most ``MAX_PROBLEMS`` and a word that there are more.

    Raises ``FayiError`` when the file is not XML, declares entities or holds too many elements in one record.
    """
    schema = load(judge.path)
    found: set[Problem] = set()
    for said, (message, line) in enumerate(_said(path, schema), 1):
        found.add(Problem(line, message))
        if len(found) >= MAX_PROBLEMS or said >= 10 * MAX_PROBLEMS:
            yield from sorted(found)
            yield Problem(0, TOO_MANY)
            return
    yield from sorted(found)


def _said(path: Path, schema: Any) -> Iterator[tuple[str, int]]:
    for batch, whole in batches(path):
        if schema.validate(batch):
            continue
        for entry in schema.error_log:
            message = _readable(entry.message)
            # Foreign elements need no declaration of ours; an id may stand in another batch.
            if "strict wildcard" not in message and (whole or "unknown ID" not in message):
                yield message, entry.line


def load(path: Path) -> Any:
    """The schema at ``path`` ready to validate: ``etree.DTD``, ``RelaxNG`` or ``XMLSchema``. Raises ``FayiError``."""
    try:
        if path.stat().st_size > MAX_SCHEMA:
            raise FayiError(f"larger than {MAX_SCHEMA >> 20} MB", path=path, allowed="a schema")
        return _loaded(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    except (
        etree.XMLSyntaxError,
        etree.DTDParseError,
        etree.XMLSchemaParseError,
        etree.RelaxNGParseError,
    ) as error:
        raise FayiError(f"not a usable schema: {_readable(str(error))}", path=path) from error


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int) -> Any:
    if path.suffix.lower() == ".dtd":
        text = path.read_bytes()
        if re.search(rb"<!ENTITY\s+%\s+\S+\s+(SYSTEM|PUBLIC)", text):
            raise FayiError("names other files", path=path, allowed="a DTD in one file")
        with path.open("rb") as handle:
            return etree.DTD(handle)
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Beside(path.parent))
    root = etree.fromstring(path.read_bytes(), parser, base_url=str(path))
    refuse_entities(root.getroottree(), path)
    kinds: dict[str, Callable[[Any], Any]] = {
        "grammar": etree.RelaxNG,
        "element": etree.RelaxNG,
        "schema": etree.XMLSchema,
    }
    if "schematron" in root.tag or local(root) not in kinds:
        raise FayiError(
            "not a schema",
            path=path,
            found=f"<{local(root)}>",
            allowed="DTD, RELAX NG (XML), XML Schema, Schematron",
        )
    return kinds[local(root)](root.getroottree())


class _Beside(etree.Resolver):
    """Gives a schema the files it names only from its own directory, and the schema of ``xml:lang`` from ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def resolve(self, url: str, public: str, context: Any) -> Any:  # type: ignore[override]
        give: Any = self
        if url.endswith("xml.xsd"):
            return give.resolve_filename(str(XML_LANG), context)
        wanted = (self.folder / url.removeprefix("file://")).resolve()
        if "://" not in url and wanted.is_relative_to(self.folder) and wanted.is_file():
            return give.resolve_filename(str(wanted), context)
        raise FayiError("a schema names a file outside its directory", path=self.folder, found=url)


def _readable(message: str) -> str:
    text = " ".join(re.sub(r"\{[^{}\s]*:[^{}\s]*\}", "", message).split())
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…"


def batches(path: Path) -> Iterator[tuple[Any, bool]]:
    """``path`` as trees that each repeat what stands around their records, and whether the tree is the whole file.

    Lines stay those of the file. What stands between two records is judged as if it stood before the first.
    """
    finished: list[etree._Element] = []
    opened: list[etree._Element] = []
    alive = fed = 0
    whole = True
    parser: Any = etree.XMLPullParser(
        events=("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        with open_binary(path) as handle:
            for chunk in xml_chunks(path, handle):
                parser.feed(chunk)
                fed += len(chunk)
                for event, element in parser.read_events():
                    if event == "start":
                        if not opened:
                            refuse_entities(element.getroottree(), path)
                        bound_attributes(element, path)
                        opened.append(element)
                        alive += 1
                    else:
                        opened.pop()
                        if local(element) in RECORDS:
                            finished.append(element)
                if alive > MAX_ELEMENTS:
                    raise FayiError(
                        "too much in one record to be judged", path=path, line=line_of(opened[-1]) if opened else None,
                        allowed=f"{MAX_ELEMENTS:,} elements",
                    )  # fmt: skip
                if len(finished) > 1 and (fed > BATCH or len(finished) > BATCH_RECORDS):
                    moved = _movable(finished)
                    if not moved:
                        continue
                    whole = False
                    alive -= sum(sum(1 for _ in record.iter()) for record in moved)
                    yield _cut(moved, set(opened)), False
                    gone = set(moved)
                    finished = [record for record in finished if record not in gone]
                    fed = 0
        yield parser.close(), whole
    except etree.XMLSyntaxError as error:
        raise not_xml(path, error) from None


def _movable(finished: list[etree._Element]) -> list[etree._Element]:
    """All records but the last of each parent, which its content model may need."""
    last = {record.getparent(): record for record in finished}
    return [record for record in finished if last[record.getparent()] is not record]


def _cut(records: list[etree._Element], opened: set[Any]) -> Any:
    """A tree of ``records``, taken out of theirs, with copies of what stands around them."""
    copies: dict[Any, Any] = {}
    taken = set(records)

    def copy_of(element: Any) -> Any:
        if element in copies:
            return copies[element]
        parent = element.getparent()
        made = (
            etree.Element(element.tag, element.attrib, element.nsmap)
            if parent is None
            else etree.SubElement(copy_of(parent), element.tag, element.attrib, element.nsmap)
        )
        made.sourceline = element.sourceline
        copies[element] = made
        for child in element:
            if (
                child not in taken
                and child not in opened
                and local(child) not in RECORDS
                and not _holds_records(child)
            ):
                made.append(deepcopy(child))
        return made

    pairs = [(copy_of(record.getparent()), record) for record in records]
    for parent, record in pairs:
        parent.append(record)
    return next(iter(copies.values())).getroottree().getroot()


def _holds_records(element: etree._Element) -> bool:
    return any(local(child) in RECORDS for child in element.iter())
