"""The glossary for AI assistants: a server of the Model Context Protocol (MCP SDK 2) over stdio.

Every answer carries status, source and region; what is not there is "not in the glossary", never a guess.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server import MCPServer
from pydantic import Field

from toolkit import __version__
from toolkit.consult import NOT_FOUND, Consultant
from toolkit.errors import FayiError
from toolkit.termbase import Termbase

INSTRUCTIONS = (
    "Fayi is a proved Chinese-English glossary of the law of the People's Republic of China. Look a term up before you "
    "translate it. Use terms of status preferred; admitted ones are acceptable; deprecated ones are wrong or misleading "
    "and must not be written. Terms of Hong Kong, Taiwan and Macao are marked by region: do not use them for mainland law. "
    "Cite the source given. When an answer says that something is not in the glossary, say so; nearest terms are not "
    "translations. A mapping of grade suggestion is composed, not proved."
)
MAX_TEXT = 100_000
"""Characters of a text, as much as an assistant reads at once."""
MAX_LIMIT = 50
MAX_PLACES = 20
"""Places named of one form; its count says how many there are."""

Query = Annotated[
    str,
    Field(
        max_length=200,
        description="English in any inflection, Chinese (Simplified or Traditional), pinyin or initials",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="hits at most")]
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Language = Annotated[str, Field(pattern="^(en|zh-Hans-CN|zh-Hant-HK|zh-Hant-TW|zh-Hant-MO)$")]


Json = str
"""One text block of JSON without blanks: whatever an answer holds costs the assistant attention."""


def server(termbase: Termbase) -> MCPServer[Any]:
    """The MCP server for one termbase; ``run()`` speaks over stdin and stdout."""
    consultant = Consultant(termbase)
    mcp: MCPServer[Any] = MCPServer(
        "fayi", title="Fayi 法译", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )

    @mcp.tool(title="Look up a term", structured_output=False)
    def lookup_term(query: Query, limit: Limit = 5) -> Json:
        """Look up a Chinese or English legal term. Filters: field:, status:, source:, region:hk|tw|mo|cn. Each hit says why it hit; the first comes with all its forms."""
        answer = consultant.search(query, limit)
        if answer["hits"]:
            answer["entry"] = consultant.concept(answer["hits"][0]["concept"])
        return _json(answer)

    @mcp.tool(title="Standard Chinese of an English phrase", structured_output=False)
    def map_phrase(
        phrase: Annotated[
            str,
            Field(
                max_length=1000, description="one English term as found in a text, machine English included"
            ),
        ],
        context: Annotated[str, Field(max_length=MAX_TEXT, description="the sentence around it")] = "",
    ) -> Json:
        """Bring any English rendering of a Chinese legal term home to the standard Chinese, with the steps that led there."""
        return _tried(lambda: _mapped(consultant.map(phrase, context)))

    @mcp.tool(title="Mark the terms of a text", structured_output=False)
    def annotate_text(
        text: Text,
        lang: Annotated[str, Field(pattern="^(en|zh)?$", description="en or zh; empty: detected")] = "",
    ) -> Json:
        """Find the glossary's terms in an English or Chinese text: each form once, with its places (characters from 0), status and standard terms."""
        return _tried(lambda: _gathered(consultant, consultant.annotate(text, lang)))

    @mcp.tool(title="Check a translation", structured_output=False)
    def check_translation(
        source: Text,
        translation: Text = "",
        source_lang: Language = "en",
        target_lang: Language = "zh-Hans-CN",
    ) -> Json:
        """Check a translation against the glossary, or one text alone when translation is empty. One segment per line."""
        return _tried(lambda: consultant.check(source, translation, (source_lang, target_lang)))

    @mcp.tool(title="Subject fields", structured_output=False)
    def list_fields() -> Json:
        """The subject fields of the glossary with their number of concepts."""
        return _json({"fields": consultant.fields()})

    @mcp.resource("fayi://fields", title="Subject fields", mime_type="application/json")
    def fields_resource() -> str:
        return _json(consultant.fields())

    @mcp.resource("fayi://concepts/{id}", title="One concept", mime_type="application/json")
    def concept_resource(id: str) -> str:
        """A concept with all its terms by its id."""
        found = consultant.concept(id)
        return _json(found if found is not None else {"id": id, "message": NOT_FOUND})

    return mcp


def _gathered(consultant: Consultant, annotated: dict[str, Any]) -> dict[str, Any]:
    """The matches of a text with each form once: a word of every sentence would else fill the answer."""
    forms: dict[tuple[str, str], dict[str, Any]] = {}
    for match in annotated["matches"]:
        key = (match["text"], match["concept"])
        if key not in forms:
            concept = consultant.concept(match["concept"]) or {}
            standard: dict[str, Any] = next(
                (t for t in concept.get("terms", ()) if t["term"] == match["chinese"]), {}
            )
            forms[key] = {
                "text": match["text"],
                "status": match["status"],
                "concept": match["concept"],
                "other_concepts": [id for id in match["concepts"] if id != match["concept"]],
                "chinese": match["chinese"],
                "english": match["english"],
                "region": standard.get("region", ""),
                "source": standard.get("citation", ""),
                "count": 0,
                "places": [],
            }
        form = forms[key]
        form["count"] += 1
        if len(form["places"]) < MAX_PLACES:
            form["places"].append([match["start"], match["end"]])
    found = list(forms.values())
    answer = {"lang": annotated["lang"], "terms": found}
    return answer if found else {**answer, "message": NOT_FOUND}


def _mapped(answer: dict[str, Any]) -> dict[str, Any]:
    """Mappings with status and region: the standard is the preferred term of the mainland."""
    for mapping in answer.get("mappings", ()):
        known = bool(mapping["concept"])
        mapping |= {"status": "preferred" if known else "composed, not in the glossary", "region": "mainland"}
    return answer


def _tried(job: Callable[[], dict[str, Any]]) -> Json:
    """The answer of ``job``, or what was wrong as an answer: an assistant reads it and can do better."""
    try:
        return _json(job())
    except FayiError as error:
        return _json({"error": str(error)})


def _json(value: Any) -> Json:
    return json.dumps(_said(value), ensure_ascii=False, separators=(",", ":"))


_ALWAYS = frozenset(("source", "hits", "terms", "findings"))


def _said(value: Any) -> Any:
    """``value`` without members that say nothing; a source that is lacking is news."""
    if isinstance(value, dict):
        return {k: _said(v) for k, v in value.items() if k in _ALWAYS or v not in ("", [], None)}
    return [_said(v) for v in value] if isinstance(value, list) else value
