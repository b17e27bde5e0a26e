"""The rules of TBX 2 and 3: core structure, and the data categories of TBX-Basic and TBX-Min.

Written from ISO 30042:2008 and 2019 and TBX-Basic 1.2.1: the schemas of ISO and LTAC Global name no licence, so none
is shipped or copied; ``fayi validate --schema`` judges by a copy of the user.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from toolkit.formats.grammar import Grammar, Rule
from toolkit.formats.tbx_vocabulary import BASIC, CORE_NAMESPACES, ELEMENT_OF, MIN, POS, TERM_TYPES
from toolkit.formats.xml import local, namespace, words

_AUX = "descrip |descripGrp |admin |adminGrp |transacGrp |note |ref |xref "
_NOTE_TEXT = "(hi |foreign |bpt |ept |ph |sc |ec )*"
_ID = ("id", "xml:lang", "target", "datatype", "type")


def _tbx_rules(entry: str, lang: str, term: str) -> dict[str, Rule]:
    category = Rule(_NOTE_TEXT, text=True, required=("type",), optional=_ID)
    return {
        "body": Rule(f"({entry} )+", optional=("id",)),
        entry: Rule(
            f"({_AUX}|\\* )*({lang} )+", required=("id",) if entry == "conceptEntry" else (), optional=("id",)
        ),
        lang: Rule(f"({_AUX}|\\* )*({term} )+", required=("xml:lang",), optional=("id",)),
        **dict.fromkeys(
            (
                "descrip",
                "admin",
                "termNote",
                "transac",
                "transacNote",
                "adminNote",
                "descripNote",
                "ref",
                "xref",
            ),
            category,
        ),
        "descripGrp": Rule(
            "(descrip |\\* )(descripNote |admin |adminGrp |transacGrp |note |ref |xref |\\* )*",
            optional=("id",),
        ),
        "adminGrp": Rule("(admin |\\* )(adminNote |note |ref |xref |\\* )*", optional=("id",)),
        "termNoteGrp": Rule(f"(termNote |\\* )({_AUX}|\\* )*", optional=("id",)),
        "transacGrp": Rule("(transac |\\* )(transacNote |date |note |ref |xref |\\* )*", optional=("id",)),
        "date": Rule(text=True, optional=("id",)),
        "note": Rule(_NOTE_TEXT, text=True, optional=("id", "xml:lang")),
        "term": Rule("(hi )*", text=True, optional=("id",)),
        "hi": Rule(_NOTE_TEXT, text=True, any_attributes=True),
        "foreign": Rule(_NOTE_TEXT, text=True, any_attributes=True),
        **dict.fromkeys(("bpt", "ept", "ph", "sc", "ec"), Rule(text=True, any_attributes=True)),
        "p": Rule(_NOTE_TEXT, text=True, optional=("id", "xml:lang", "type")),
        "fileDesc": Rule("(titleStmt |publicationStmt |sourceDesc )*", optional=("id",)),
        "titleStmt": Rule("title (note )*", any_attributes=True),
        "title": Rule(text=True, any_attributes=True),
        "publicationStmt": Rule("(p )+", any_attributes=True),
        "sourceDesc": Rule("(p )+", any_attributes=True),
        "encodingDesc": Rule("(p )+", any_attributes=True),
        "revisionDesc": Rule("(change )+", any_attributes=True),
        "change": Rule("(p )+", any_attributes=True),
        "back": Rule("(refObjectSec |refObjectList )*", any_attributes=True),
        "refObjectSec": Rule("(refObject )+", any_attributes=True),
        "refObjectList": Rule("(refObject )+", any_attributes=True),
        "refObject": Rule("(itemSet |itemGrp |item )+", any_attributes=True),
        "itemSet": Rule("(itemGrp |item )+", any_attributes=True),
        "itemGrp": Rule("item (note |ref |xref )*", any_attributes=True),
        "item": Rule(_NOTE_TEXT, text=True, any_attributes=True),
        "text": Rule("body (back )?", any_attributes=True),
    }


_STATUSES = frozenset(
    f"{name}Term-admn-sts" for name in ("preferred", "admitted", "deprecated", "superseded")
)
_VALUES = {
    "administrativeStatus": _STATUSES, "partOfSpeech": POS, "termType": TERM_TYPES,
    "grammaticalGender": frozenset(("masculine", "feminine", "neuter", "other")),
    "transactionType": frozenset(("origination", "modification")),
}  # fmt: skip
_PLACES = {
    "subjectField": ("conceptEntry",), "customerSubset": ("termSec",), "projectSubset": ("termSec",), "context": ("termSec",),
    "definition": ("conceptEntry", "langSec"), "crossReference": ("conceptEntry", "termSec"),
    "externalCrossReference": ("conceptEntry", "termSec"), "xGraphic": ("conceptEntry",),
}  # fmt: skip
_GROUPS = frozenset(("descripGrp", "adminGrp", "termNoteGrp", "transacGrp"))


def _dialect(element: etree._Element, parent: str) -> Iterator[str]:
    """Rules of Min and Basic: where a category may stand and its values; and that the style is kept."""
    name = local(element)
    in_core = namespace(element) in CORE_NAMESPACES
    category = element.get("type", "") if in_core else name
    own = name in ELEMENT_OF.values()
    if in_core and not own:
        return
    root = element.getroottree().getroot()
    dialect, style = root.get("type", ""), root.get("style", "")
    if in_core and own and not category:
        yield f"<{name}> has an empty type"
    if style == "dct" and in_core and own:
        yield f'<{name} type="{category}"> is DCA style in a DCT file'
    if style == "dca" and not in_core:
        yield f"<{name}> is DCT style in a DCA file"
    above = element.getparent()
    while above is not None and local(above) in _GROUPS:
        above = above.getparent()
    place = local(above) if above is not None else ""
    if (ELEMENT_OF.get(category) == "termNote" or name == "termNote") and place not in ("termSec",):
        yield f"{category} may only stand at a term"
    if dialect not in ("TBX-Basic", "TBX-Min"):
        return
    known = set(MIN) if dialect == "TBX-Min" else {*MIN, *BASIC}
    if category not in known:
        yield f"{category} is no category of {dialect}"
    if category in _PLACES and place not in _PLACES[category]:
        yield f"{category} cannot stand at <{place}>, only at {', '.join(_PLACES[category])}"
    value = words(element)
    if category in _VALUES and value not in _VALUES[category]:
        yield f'{category} "{value[:40]}" is not one of {", ".join(sorted(_VALUES[category]))}'


TBX3 = Grammar(
    "TBX v3",
    roots=frozenset(("tbx",)),
    rules={
        **_tbx_rules("conceptEntry", "langSec", "termSec"),
        "tbx": Rule(
            "tbxHeader text ",
            required=("type", "style", "xml:lang"),
            optional=("id",),
            values={"style": "dca|dct"},
        ),
        "tbxHeader": Rule("fileDesc (encodingDesc )?(revisionDesc )?", any_attributes=True),
        "termSec": Rule(f"term (termNote |termNoteGrp |\\* )*({_AUX}|\\* )*", optional=("id",)),
        "*": Rule(f"({_AUX}|\\* )*", text=True, any_attributes=True),
    },
    namespaces=CORE_NAMESPACES - {""},
    unique=("conceptEntry@id",),
    check=_dialect,
)
TBX2 = Grammar(
    "TBX v2",
    roots=frozenset(("martif",)),
    rules={
        **_tbx_rules("termEntry", "langSet", "(tig |ntig )".strip()),
        "langSet": Rule(f"({_AUX})*(tig |ntig )+", required=("xml:lang",), optional=("id",)),
        "martif": Rule("martifHeader text ", required=("type", "xml:lang"), any_attributes=True),
        "martifHeader": Rule("fileDesc (encodingDesc )?(revisionDesc )?", any_attributes=True),
        "tig": Rule(f"term (termNote |termNoteGrp )*({_AUX})*", optional=("id",)),
        "ntig": Rule(f"termGrp ({_AUX})*", optional=("id",)),
        "termGrp": Rule("term (termNote |termNoteGrp )*(termCompList )*", optional=("id",)),
        "termCompList": Rule(f"({_AUX})*(termComp |termCompGrp )+", any_attributes=True),
        "termCompGrp": Rule(
            "termComp (termNote |termNoteGrp |admin |adminGrp |transacGrp |note |ref |xref )*",
            any_attributes=True,
        ),
        "termComp": Rule(text=True, any_attributes=True),
    },
    unique=("termEntry@id",),
)
