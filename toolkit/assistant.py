"""The glossary for AI assistants: a server of the Model Context Protocol (MCP SDK 2) over stdio.

Every answer carries status, source and region; what is not there is "not in the glossary", never a guess.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from mcp.server import MCPServer
from pydantic import Field

from toolkit import __version__
from toolkit.consult import Consultant
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

Query = Annotated[
    str,
    Field(
        max_length=200,
        description="English in any inflection, Chinese (Simplified or Traditional), pinyin or initials",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="hits at most")]
Text = Annotated[str, Field(max_length=MAX_TEXT)]


def server(termbase: Termbase) -> MCPServer[Any]:
    """The MCP server for one termbase; ``run()`` speaks over stdin and stdout."""
    consultant = Consultant(termbase)
    mcp: MCPServer[Any] = MCPServer("fayi", title="Fayi 法译", version=__version__, instructions=INSTRUCTIONS)

    @mcp.tool(title="Look up a term")
    def lookup_term(query: Query, limit: Limit = 5) -> dict[str, Any]:
        """Look up a Chinese or English legal term. Filters: field:, status:, source:, region:hk|tw|mo|cn. Each hit says why it hit."""
        answer = consultant.search(query, limit)
        # The first hit in full: an assistant needs all forms, also the forbidden ones.
        if answer["hits"]:
            answer["entry"] = consultant.concept(answer["hits"][0]["concept"])
        return answer

    @mcp.tool(title="Standard Chinese of an English phrase")
    def map_phrase(
        phrase: Annotated[
            str,
            Field(
                max_length=1000, description="one English term as found in a text, machine English included"
            ),
        ],
        context: Annotated[str, Field(max_length=MAX_TEXT, description="the sentence around it")] = "",
    ) -> dict[str, Any]:
        """Bring any English rendering of a Chinese legal term home to the standard Chinese, with the steps that led there."""
        return _tried(lambda: consultant.map(phrase, context))

    @mcp.tool(title="Mark the terms of a text")
    def annotate_text(
        text: Text,
        lang: Annotated[str, Field(pattern="^(en|zh)?$", description="en or zh; empty: detected")] = "",
    ) -> dict[str, Any]:
        """Find the glossary's terms in an English or Chinese text, with places (characters from 0), status and standard forms."""
        return consultant.annotate(text, lang)

    @mcp.tool(title="Check a translation")
    def check_translation(
        source: Text,
        translation: Text = "",
        source_lang: Annotated[
            str, Field(pattern="^(en|zh-Hans-CN|zh-Hant-HK|zh-Hant-TW|zh-Hant-MO)$")
        ] = "en",
        target_lang: Annotated[
            str, Field(pattern="^(en|zh-Hans-CN|zh-Hant-HK|zh-Hant-TW|zh-Hant-MO)$")
        ] = "zh-Hans-CN",
    ) -> dict[str, Any]:
        """Check a translation against the glossary, or one text alone when translation is empty. One segment per line."""
        return _tried(lambda: consultant.check(source, translation, (source_lang, target_lang)))

    @mcp.tool(title="Subject fields")
    def list_fields() -> dict[str, Any]:
        """The subject fields of the glossary with their number of concepts."""
        return {"fields": consultant.fields()}

    @mcp.resource("fayi://fields", title="Subject fields", mime_type="application/json")
    def fields_resource() -> str:
        return json.dumps(consultant.fields(), ensure_ascii=False)

    @mcp.resource("fayi://concepts/{id}", title="One concept", mime_type="application/json")
    def concept_resource(id: str) -> str:
        """A concept with all its terms by its id."""
        found = consultant.concept(id)
        return json.dumps(
            found if found is not None else {"id": id, "message": "not in the glossary"}, ensure_ascii=False
        )

    return mcp


def _tried(job: Any) -> dict[str, Any]:
    """The answer of ``job``, or what was wrong as an answer: an assistant reads it and can do better."""
    try:
        result: dict[str, Any] = job()
    except FayiError as error:
        return {"error": str(error)}
    return result
