"""What an XLIFF or TBX file has that Fayi's records do not carry: counted, so that a file written anew says what it lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lxml import etree

from toolkit.documents.entities import refuse_entities
from toolkit.formats.sources import open_binary, xml_chunks
from toolkit.formats.xml import Stream, local, namespace, not_xml

_INLINE = "g x bx ex bpt ept ph it sub mrk cp pc sc ec sm em"
_XLIFF = frozenset(
    f"xliff file body header trans-unit source target note notes context-group context prop-group prop unit segment originalData data "
    f"metadata metaGroup meta {_INLINE}".split()
)  # fmt: skip
_MODULES = ("urn:oasis:names:tc:xliff:document:", "urn:oasis:names:tc:xliff:metadata:")
# Hints to editors and states of the work; what only repeats a default is no loss.
_HINTS = {
    name: frozenset(names.split())
    for names, elements in (
        ("canCopy canDelete canReorder canOverlap copyOf equiv equivStart equivEnd disp dispStart dispEnd equiv-text", _INLINE),
        ("state state-qualifier subState phase-name", "target segment"),
        ("translate approved-by maxwidth minwidth restype", "trans-unit unit"),
        ("from priority annotates appliesTo category", "note"),
    )
    for name in elements.split()
}  # fmt: skip
_TEXTS = frozenset(("term", "note", "descrip", "admin", "termNote"))
_GROUPS = frozenset(("descripGrp", "adminGrp", "transacGrp", "termNoteGrp"))


def counted(path: Path, kind: str) -> Counter[str]:
    """Elements (``<alt-trans>``) and attributes (``canCopy``) of ``path`` that are not carried → how many there are.

    ``kind`` is the name of the format. Raises ``FayiError`` for what is not XML.
    """
    found: Counter[str] = Counter()
    left = _of_tbx if kind.startswith("tbx") else _of_xliff
    within = 0
    with open_binary(path) as handle:
        events = etree.iterparse(
            Stream(xml_chunks(path, handle)), events=("start", "end"), encoding="utf-8", resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        first = True
        try:
            for event, element in events:
                if first:
                    refuse_entities(element.getroottree(), path)
                    first = False
                if event == "end":
                    within -= bool(within)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                elif within:
                    within += 1
                elif left(element, found):
                    within = 1
        except etree.XMLSyntaxError as error:
            raise not_xml(path, error) from None
    return found


def _of_xliff(element: etree._Element, found: Counter[str]) -> bool:
    """Whether ``element`` is not carried at all, itself and what is in it."""
    name, space = local(element), namespace(element)
    if (space and not space.startswith(_MODULES)) or name not in _XLIFF:
        found[f"<{name}>"] += 1
        # The units of a group are carried, the group is not.
        return name != "group"
    found.update(key for key in _HINTS.get(name, ()) if element.get(key) is not None)
    return False


def _of_tbx(element: etree._Element, found: Counter[str]) -> bool:
    name, parent = local(element), element.getparent()
    above = {local(outer) for outer in element.iterancestors()} if name in ("hi", "foreign") else set()
    if name in ("encodingDesc", "revisionDesc", "publicationStmt", "back") or (
        above and parent is not None and local(parent) in _TEXTS and not above & _GROUPS
    ):
        found[f"<{name}>"] += 1
        return True
    return False
