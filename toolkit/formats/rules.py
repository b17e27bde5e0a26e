"""The rules of TMX 1.4, TBX 2 and 3 and XLIFF 1.2 and 2.x as grammars.

Written from the specifications: LISA TMX 1.4b; ISO 30042:2008 and 2019 with TBX-Basic 1.2.1; OASIS XLIFF 1.2, 2.0
and 2.1 with the glossary module. No published schema is copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from toolkit.formats.grammar import Grammar, Rule
from toolkit.formats.tbx_writer import CORE_NAMESPACES, ELEMENT_OF, POS, TERM_TYPES
from toolkit.formats.xml import local, namespace, words

_DATES = dict.fromkeys(("creationdate", "changedate", "lastusagedate"), r"\d{8}T\d{6}Z")
_TU = ("tuid", "o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "creationtoolversion", "creationdate",
       "creationid", "changedate", "segtype", "changeid", "o-tmf", "srclang")  # fmt: skip
_SEGTYPE = {"segtype": "block|paragraph|sentence|phrase"}
_INLINE = "(bpt |ept |ph |it |hi |ut )*"


def _tmx(element: etree._Element, parent: str) -> Iterator[str]:
    """Pairs: every ept closes a bpt before it, and each i is used once per segment."""
    if local(element) != "seg":
        return
    opened: list[str] = []
    used: set[str] = set()
    for code in element.iter("bpt", "ept"):
        number = code.get("i", "")
        if code.tag == "bpt":
            if number in used:
                yield f'two <bpt i="{number}"> in one segment'
            used.add(number)
            opened.append(number)
        elif number in opened:
            opened.remove(number)
        else:
            yield f'<ept i="{number}"> without <bpt> before it'
    for number in opened:
        yield f'<bpt i="{number}"> is never closed'


TMX = Grammar(
    "TMX 1.4",
    {
        "tmx": Rule("header body ", required=("version",), values={"version": r"1\.4"}),
        "header": Rule(
            "(note |prop |ude )*",
            required=("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"),
            optional=("o-encoding", "creationdate", "creationid", "changedate", "changeid"), values={**_DATES, **_SEGTYPE},
        ),
        "body": Rule("(tu )*"),
        "note": Rule(text=True, optional=("o-encoding", "xml:lang", "lang")),
        "prop": Rule(text=True, required=("type",), optional=("xml:lang", "o-encoding", "lang")),
        "ude": Rule("(map )+", required=("name",), optional=("base",)),
        "map": Rule(required=("unicode",), optional=("code", "ent", "subst"), values={"unicode": "#x[0-9A-Fa-f]{1,6}"}),
        "tu": Rule("(note |prop )*(tuv )+", optional=_TU, values={**_DATES, **_SEGTYPE}),
        "tuv": Rule("(note |prop )*seg ", required=("xml:lang",),
                    optional=("lang", *(n for n in _TU if n not in ("tuid", "segtype", "srclang"))), values=_DATES),
        "seg": Rule(_INLINE, text=True),
        "bpt": Rule("(sub )*", text=True, required=("i",), optional=("x", "type")),
        "ept": Rule("(sub )*", text=True, required=("i",)),
        "sub": Rule(_INLINE, text=True, optional=("datatype", "type")),
        "it": Rule("(sub )*", text=True, required=("pos",), optional=("x", "type"), values={"pos": "begin|end"}),
        "ph": Rule("(sub )*", text=True, optional=("x", "assoc", "type")),
        "hi": Rule(_INLINE, text=True, optional=("x", "type")),
        "ut": Rule("(sub )*", text=True, optional=("x",)),
    },
    unique=("tu@tuid",),
    check=_tmx,
)  # fmt: skip

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
    known = set(_MIN_CATEGORIES if dialect == "TBX-Min" else _BASIC_CATEGORIES)
    if category not in known:
        yield f"{category} is no category of {dialect}"
    if category in _PLACES and place not in _PLACES[category]:
        yield f"{category} cannot stand at <{place}>, only at {', '.join(_PLACES[category])}"
    value = words(element)
    if category in _VALUES and value not in _VALUES[category]:
        yield f'{category} "{value[:40]}" is not one of {", ".join(sorted(_VALUES[category]))}'


_MIN_CATEGORIES = ("administrativeStatus", "partOfSpeech", "subjectField", "customerSubset")
_BASIC_CATEGORIES = (
    *_MIN_CATEGORIES, "context", "definition", "source", "projectSubset", "grammaticalGender", "geographicalUsage", "termLocation",
    "termType", "crossReference", "externalCrossReference", "xGraphic", "transactionType", "responsibility",
)  # fmt: skip

TBX3 = Grammar(
    "TBX v3",
    {
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
    {
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

_I12 = "(g |x |bx |ex |bpt |ept |ph |it |mrk |\\* )*"
_CODE12 = Rule("(sub )*", text=True, required=("id",), any_attributes=True)
XLIFF12 = Grammar(
    "XLIFF 1.2",
    {
        "xliff": Rule("(file |\\* )+", required=("version",), optional=("xml:lang",), values={"version": r"1\.[0-2]"}, any_attributes=True),
        "file": Rule("(header )?body ", required=("original", "source-language", "datatype"), any_attributes=True),
        "header": Rule("(skl )?(phase-group |glossary |reference |count-group |prop-group |note |tool |\\* )*"),
        **dict.fromkeys(("skl", "phase-group", "glossary", "reference", "count-group", "prop-group", "tool", "note", "prop", "phase",
                         "internal-file", "external-file", "count", "alt-trans", "bin-unit", "bin-source", "bin-target"),
                        Rule(".*", text=True, any_attributes=True)),
        "body": Rule("(group |trans-unit |bin-unit )*"),
        "group": Rule("(context-group |count-group |prop-group |note |\\* )*(group |trans-unit |bin-unit )*", any_attributes=True),
        "trans-unit": Rule("source (seg-source )?(target )?(context-group |count-group |prop-group |note |alt-trans |\\* )*",
                           required=("id",), any_attributes=True),
        "source": Rule(_I12, text=True, any_attributes=True),
        "seg-source": Rule(_I12, text=True, any_attributes=True),
        "target": Rule(_I12, text=True, any_attributes=True),
        "context-group": Rule("(context )+", any_attributes=True),
        "context": Rule(text=True, required=("context-type",), any_attributes=True),
        "g": Rule(_I12, text=True, required=("id",), any_attributes=True),
        "x": Rule(required=("id",), any_attributes=True), "bx": Rule(required=("id",), any_attributes=True),
        "ex": Rule(required=("id",), any_attributes=True), "bpt": _CODE12, "ept": _CODE12, "ph": _CODE12,
        "it": Rule("(sub )*", text=True, required=("id", "pos"), any_attributes=True, values={"pos": "open|close"}),
        "mrk": Rule(_I12, text=True, required=("mtype",), any_attributes=True),
        "sub": Rule(_I12, text=True, any_attributes=True),
    },
    namespaces=frozenset(("urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:1.1", "")),
    check=lambda element, parent: _ids12(element),
)  # fmt: skip


def _ids12(element: etree._Element) -> Iterator[str]:
    if local(element) in ("source", "target"):
        seen = set()
        for code in element.iter():
            number = code.get("id")
            if number and local(code) in ("g", "x", "bx", "ex", "ph", "it"):
                if number in seen:
                    yield f'two codes with id="{number}" in one text'
                seen.add(number)


_I20 = "(cp |ph |pc |sc |ec |mrk |sm |em )*"
_ANY = Rule(".*", text=True, any_attributes=True)


def _xliff2(element: etree._Element, parent: str) -> Iterator[str]:
    """Rules of 2.x beyond its content models: codes, references, and those of the glossary module."""
    name = local(element)
    if name == "ec" and "document:2" in namespace(element):
        if element.get("isolated", "no") == "no" and not element.get("startRef"):
            yield "<ec> needs startRef unless it is isolated"
        if element.get("isolated") == "yes" and not element.get("id"):
            yield "an isolated <ec> needs an id"
    elif name == "glossEntry" and "glossary" in namespace(element):
        parts = [local(child) for child in element]
        if parts.count("term") != 1 or parts[:1] != ["term"]:
            yield "<glossEntry> needs one <term> first"
        if "translation" not in parts and "definition" not in parts:
            yield "<glossEntry> needs a <translation> or <definition>"
    elif name == "glossary" and "glossary" in namespace(element):
        seen = set()
        for item in element.iter():
            number = item.get("id")
            if number and number in seen:
                yield f'id="{number}" stands twice in one <glossary>'
            seen.add(number)
        unit = element.getparent()
        spans = (
            {mark.get("id") for mark in unit.iter() if local(mark) in ("mrk", "sm")}
            if unit is not None
            else set()
        )
        for item in element.iter():
            if (
                (ref := item.get("ref"))
                and "#" in ref
                and ref.rpartition("=")[2].lstrip("#t=") not in {s and s.lstrip("t=") for s in spans}
                and spans
            ):
                yield f'ref="{ref}" points to no marked span of the unit'
    elif name == "unit" and "document:2" in namespace(element):
        data = {d.get("id") for d in element.iter() if local(d) == "data"}
        for code in element.iter():
            for attribute in ("dataRef", "dataRefStart", "dataRefEnd"):
                if code.get(attribute) and code.get(attribute) not in data:
                    yield f'{attribute}="{code.get(attribute)}" points to no <data>'


XLIFF2 = Grammar(
    "XLIFF 2",
    {
        "xliff": Rule("(file )+", required=("version", "srcLang"), values={"version": r"2\.[0-2]"}, any_attributes=True),
        "file": Rule("(skeleton )?(\\* )*(notes )?(unit |group )+", required=("id",), any_attributes=True),
        "skeleton": _ANY,
        "group": Rule("(\\* )*(notes )?(unit |group )*", required=("id",), any_attributes=True),
        "unit": Rule("(\\* )*(notes )?(originalData )?(segment |ignorable )+", required=("id",), any_attributes=True,
                     values={"id": r"[\w.:·-]+"}),
        "notes": Rule("(note )+"), "note": Rule(text=True, any_attributes=True),
        "originalData": Rule("(data )+"), "data": Rule("(cp )*", text=True, required=("id",), any_attributes=True),
        "segment": Rule("source (target )?", any_attributes=True), "ignorable": Rule("source (target )?", any_attributes=True),
        "source": Rule(_I20, text=True, any_attributes=True), "target": Rule(_I20, text=True, any_attributes=True),
        "cp": Rule(required=("hex",), values={"hex": "[0-9A-Fa-f]{4,6}"}), "ph": Rule(required=("id",), any_attributes=True),
        "pc": Rule(_I20, text=True, required=("id",), any_attributes=True), "sc": Rule(required=("id",), any_attributes=True),
        "ec": Rule(any_attributes=True), "mrk": Rule(_I20, text=True, required=("id",), any_attributes=True),
        "sm": Rule(required=("id",), any_attributes=True), "em": Rule(required=("startRef",)), "*": _ANY,
    },
    namespaces=frozenset(f"urn:oasis:names:tc:xliff:document:2.{n}" for n in range(3)),
    unique=("unit@id",),
    check=_xliff2,
)  # fmt: skip
