"""The JSON API: search, concepts, annotate, map, check, proposals. ``openapi.py`` describes it."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.consult import Unavailable
from toolkit.errors import FayiError
from toolkit.model import parse_citations
from toolkit.web import openapi
from toolkit.web.patch import patch, refuse_unfit
from toolkit.web.proposals import FIELDS, Store, changed
from toolkit.web.replies import Cache, content, json_content, json_reply, reply
from toolkit.web.state import Glossary

MAX_QUERY = 200
MAX_TEXT = 200_000
"""Characters of a text to annotate or check: some 60 pages, about a second of work."""
MAX_PHRASE = 1000
TIME_LIMIT = 20.0
"""Seconds for work on a text; the answer is 503 then."""
AT_ONCE = 2
"""Texts worked on at the same time; more would only wait for the processor while holding memory."""
AT_ONCE_TEXT = 10_000
"""Characters that are annotated in a few milliseconds: a thread would wait longer for its turn."""
BAD_REQUEST, NOT_FOUND, TOO_LONG, UNPROCESSABLE, NOT_IMPLEMENTED, BUSY = 400, 404, 413, 422, 501, 503


class Problem(Exception):
    """An answer other than 200, with one sentence for the caller."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Api:
    """Handlers over one glossary and one store of proposals."""

    def __init__(self, glossary: Glossary, store: Store | None, editor_token: str = "") -> None:
        self._glossary = glossary
        self._store = store
        self._editor_token = editor_token
        self._places: asyncio.Semaphore | None = None
        self._searches = Cache()

    def routes(self) -> list[Route]:
        return [
            Route("/api/search", self._safe(self.search)),
            Route("/api/concepts/{id}", self._safe(self.concept)),
            Route("/api/fields", self._safe(self.fields)),
            Route("/api/annotate", self._safe(self.annotate), methods=["POST"]),
            Route("/api/map", self._safe(self.map), methods=["POST"]),
            Route("/api/check", self._safe(self.check), methods=["POST"]),
            Route("/api/proposals", self._safe(self.proposals), methods=["GET"]),
            Route("/api/proposals", self._safe(self.propose), methods=["POST"]),
            Route("/api/proposals/patch", self._safe(self.patch)),
            Route("/api/proposals/{number}/review", self._safe(self.review), methods=["POST"]),
            Route("/openapi.json", self._safe(self.description)),
        ]

    def _safe(self, handler: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            try:
                result = await handler(request)
            except Problem as problem:
                return json_reply(request, {"error": str(problem)}, problem.status)
            except Unavailable as error:
                return json_reply(request, {"error": str(error)}, NOT_IMPLEMENTED)
            except FayiError as error:
                return json_reply(request, {"error": str(error)}, UNPROCESSABLE)
            return result if isinstance(result, Response) else json_reply(request, result)

        return answer

    async def search(self, request: Request) -> Any:
        query = request.query_params.get("q", "")
        if len(query) > MAX_QUERY:
            raise Problem(BAD_REQUEST, f"q has more than {MAX_QUERY} characters")
        limit = request.query_params.get("limit", "10")
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:4]) <= 100 or len(limit) > 3:
            raise Problem(BAD_REQUEST, "limit is a number from 1 to 100")
        # Whoever types sends the same beginnings as everybody else.
        consultant, key = self._glossary.state.consultant, f"{limit} {query}"
        found = self._searches.get(consultant, key)
        if found is None:
            found = json_content(consultant.search(query, int(limit)))
            self._searches.put(key, found)
        return reply(request, found)

    async def concept(self, request: Request) -> Any:
        found = self._glossary.state.consultant.concept(request.path_params["id"])
        if found is None:
            raise Problem(NOT_FOUND, "not in the glossary")
        return found

    async def fields(self, request: Request) -> Any:
        return {"fields": self._glossary.state.consultant.fields()}

    async def annotate(self, request: Request) -> Any:
        given = await self._body(request, ("lang",), text=MAX_TEXT)
        lang = given.get("lang", "")
        if not isinstance(lang, str) or lang not in ("", "en", "zh"):
            raise Problem(UNPROCESSABLE, 'lang is "en", "zh" or left out')
        consultant = self._glossary.state.consultant
        if len(given["text"]) <= AT_ONCE_TEXT:
            return consultant.annotate(given["text"], lang)
        return await self._work(lambda: consultant.annotate(given["text"], lang))

    async def map(self, request: Request) -> Any:
        given = await self._body(request, ("context",), phrase=MAX_PHRASE)
        context = self._text(given, "context", MAX_TEXT)
        return await self._work(lambda: self._glossary.state.consultant.map(given["phrase"], context))

    async def check(self, request: Request) -> Any:
        given = await self._body(request, ("target", "languages"), source=MAX_TEXT)
        target = self._text(given, "target", MAX_TEXT)
        languages = given.get("languages", ["en", "zh-Hans-CN"])
        if languages not in openapi.PAIRS:
            raise Problem(UNPROCESSABLE, f"languages is one of {openapi.PAIRS}")
        return await self._work(
            lambda: self._glossary.state.consultant.check(
                given["source"], target, (languages[0], languages[1])
            )
        )

    async def proposals(self, request: Request) -> Any:
        state = request.query_params.get("state", "")
        listed = await asyncio.to_thread(self._storage().listed, state)
        return {"proposals": listed, "editor": self._is_editor(request)}

    async def propose(self, request: Request) -> Any:
        given = await self._body(request, FIELDS, kind=40, author=80)
        fields = {k: v for k, v in given.items() if k not in ("kind", "author")}
        if (
            given["kind"] in ("new-form", "correction")
            and given.get("concept") not in self._glossary.state.termbase.by_id
        ):
            raise Problem(UNPROCESSABLE, "no such concept")
        if given["kind"] == "new-term" and given.get("field") not in self._glossary.state.site.counts:
            raise Problem(UNPROCESSABLE, "no such field")
        sources = self._glossary.state.files.sources
        for citation in parse_citations(str(fields.get("source", ""))):
            if citation.key not in sources:
                raise Problem(
                    UNPROCESSABLE,
                    f"unknown source {citation.key[:40]!a}: name it in the reason, the editor adds it",
                )
        number = await asyncio.to_thread(self._storage().add, given["author"], given["kind"], fields)
        return json_reply(request, {"number": number}, 201)

    async def review(self, request: Request) -> Any:
        digits = request.path_params["number"]
        if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
            raise Problem(NOT_FOUND, "no such proposal")
        number = int(digits)
        if not self._is_editor(request):
            raise Problem(403, "only the holder of the editor token reviews")
        given = await self._body(request, ("comment", "changes"), decision=20, who=80)
        comment = self._text(given, "comment", 2000)
        changes = given.get("changes", {})
        if not isinstance(changes, dict):
            raise Problem(UNPROCESSABLE, "changes is not an object")
        store = self._storage()
        if given["decision"] == "accepted":
            # An accepted proposal that fits nowhere would only surface in the patch.
            await self._work(lambda: self._fits(store, number, changes))
        return await asyncio.to_thread(
            store.review, number, given["decision"], given["who"], comment, changes
        )

    def _fits(self, store: Store, number: int, changes: dict[str, str]) -> None:
        proposal = store.read(number)
        fields = changed(proposal["kind"], {k: v for k, v in proposal.items() if k in FIELDS}, changes)
        wanted = {"number": number, "kind": proposal["kind"], **fields}
        accepted = [p for p in store.listed("accepted", 100_000) if p["number"] != number]
        refuse_unfit(self._glossary.state.files, accepted, wanted)

    async def patch(self, request: Request) -> Any:
        accepted = await asyncio.to_thread(self._storage().listed, "accepted", 100_000)
        text, problems = await self._work(lambda: patch(self._glossary.state.files, accepted))
        lines = "".join(f"# {problem}\n" for problem in problems)
        return reply(request, content((lines + text).encode(), "text/x-diff; charset=utf-8"))

    async def description(self, request: Request) -> Any:
        return openapi.document()

    def _storage(self) -> Store:
        if self._store is None:
            raise Unavailable("this server keeps no proposals", hint="start it with --team FILE")
        return self._store

    def _is_editor(self, request: Request) -> bool:
        # A header holds no Chinese: the page sends the token as in an address.
        header = request.headers.get("x-fayi-editor", "")
        wanted = self._editor_token.encode()
        return bool(wanted) and any(
            hmac.compare_digest(given.encode(), wanted) for given in (header, unquote(header))
        )

    async def _work(self, job: Callable[[], Any]) -> Any:
        """Run ``job`` in a thread, few at once, each with a time limit."""
        if self._places is None:
            self._places = asyncio.Semaphore(AT_ONCE)
        try:
            async with asyncio.timeout(TIME_LIMIT), self._places:
                return await asyncio.to_thread(job)
        except TimeoutError:
            raise Problem(
                BUSY, f"not done within {TIME_LIMIT:.0f} seconds: send less text or try later"
            ) from None

    async def _body(self, request: Request, optional: tuple[str, ...], **needed: int) -> dict[str, Any]:
        """The JSON object of a request; ``needed`` names its texts and how long each may be."""
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise Problem(415, "send application/json")
        try:
            given = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise Problem(BAD_REQUEST, "the body is not JSON") from None
        if not isinstance(given, dict):
            raise Problem(UNPROCESSABLE, "the body is not a JSON object")
        if unknown := sorted(set(given) - {*optional, *needed}):
            raise Problem(
                UNPROCESSABLE, f"unknown: {unknown[0][:40]!a}; allowed: {', '.join((*needed, *optional))}"
            )
        for name, most in needed.items():
            if not self._text(given, name, most).strip():
                raise Problem(UNPROCESSABLE, f"{name} is missing")
        return given

    @staticmethod
    def _text(given: dict[str, Any], name: str, most: int) -> str:
        value = given.get(name, "")
        if not isinstance(value, str):
            raise Problem(UNPROCESSABLE, f"{name} is not text")
        if len(value) > most:
            raise Problem(TOO_LONG, f"{name} has more than {most} characters")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Problem(UNPROCESSABLE, f"{name} has half a character") from None
        return value
