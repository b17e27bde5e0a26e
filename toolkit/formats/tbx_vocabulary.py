"""The names and values of TBX: namespaces, data categories of TBX-Min and TBX-Basic, their picklists.

Sources: ISO 30042:2019; TBX-Basic 1.2.1.
"""

from __future__ import annotations

from toolkit.model import Status

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
CORE_NAMESPACES = frozenset(("", NAMESPACE, "urn:iso:std:iso:30042:ed:3.0"))
TBXINFO = "http://www.tbxinfo.net/ns/"
PRIVATE = "urn:x-fayi:categories"
STATUS_VALUES = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
}
POS = frozenset(("noun", "verb", "adjective", "adverb", "other"))
TERM_TYPES = frozenset(("fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"))
OWN_POS = "x-partOfSpeech"
"""Category of a part of speech that TBX-Basic does not have; beside it stands "other"."""
PICKLISTS = {
    "termType": TERM_TYPES, "partOfSpeech": POS,
    "administrativeStatus": frozenset((*STATUS_VALUES.values(), "supersededTerm-admn-sts")),
}  # fmt: skip
# Category → DCA element; those of the Min module, then those Basic adds.
MIN = {
    "administrativeStatus": "termNote",
    "partOfSpeech": "termNote",
    "subjectField": "descrip",
    "customerSubset": "admin",
}
BASIC = {
    "context": "descrip", "definition": "descrip", "source": "admin", "projectSubset": "admin",
    "grammaticalGender": "termNote", "geographicalUsage": "termNote", "termLocation": "termNote",
    "termType": "termNote", "crossReference": "ref", "externalCrossReference": "xref", "xGraphic": "xref",
    "transactionType": "transac", "responsibility": "transacNote",
}  # fmt: skip
ELEMENT_OF = {
    **MIN, **BASIC, "usageStatus": "termNote", "termStatus": "termNote", "normativeAuthorization": "termNote", "register": "termNote",
    "grammaticalNumber": "termNote", "reliabilityCode": "descrip", "example": "descrip", "explanation": "descrip",
}  # fmt: skip
