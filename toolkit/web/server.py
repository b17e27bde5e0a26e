"""``fayi serve``: the pages of the static site and the JSON API in one Starlette application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from toolkit.web import team
from toolkit.web.api import Api
from toolkit.web.markup import TEAM
from toolkit.web.pages import missing_page
from toolkit.web.proposals import Store
from toolkit.web.replies import Cache, content, json_reply, reply, type_of
from toolkit.web.security import LOOPBACK, Guard
from toolkit.web.state import Glossary


def application(
    directory: Path | None = None,
    *,
    glossaries: tuple[Path, ...] = (),
    store: Path | None = None,
    token: str = "",
    editor_token: str = "",
    hosts: frozenset[str] = LOOPBACK,
) -> Starlette:
    """The ASGI application. An empty ``hosts`` lets every host name in (behind a proxy that checks it)."""
    glossary = Glossary(directory, glossaries, proposals=store is not None)
    api = Api(glossary, Store(store) if store else None, editor_token)
    cache = Cache()

    async def page(request: Request) -> Response:
        path = request.path_params["path"] or "index.html"
        if path.endswith("/"):
            path += "index.html"
        site = glossary.state.site
        found = cache.get(site, path)
        if found is None:
            body = team.page_of(path) if store else None
            if body is None:
                # Rendering takes a millisecond; only the data scripts and downloads take longer, once.
                slow = path.startswith(("assets/", "downloads", "sw.js", "sources/"))
                body = await asyncio.to_thread(site.read, path) if slow else site.read(path)
            if body is None:
                return _missing(request, glossary, path)
            found = content(body, type_of(path))
            cache.put(path, found)
        return reply(request, found)

    async def health(request: Request) -> Response:
        return json_reply(request, {"concepts": len(glossary.state.termbase.concepts)})

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(glossary.watch()) if glossaries else None
        yield
        if watch:
            watch.cancel()

    return Starlette(
        routes=[*api.routes(), Route("/health", health), Route("/{path:path}", page)],
        middleware=[Middleware(Guard, token=token, hosts=hosts)],
        lifespan=lifespan,
    )


def _missing(request: Request, glossary: Glossary, path: str) -> Response:
    """A retired concept leads to its successor; anything else is not found."""
    if path.startswith("api/"):
        return json_reply(request, {"error": "no such address; see /openapi.json"}, 404)
    id = path.removeprefix("concepts/").removesuffix(".html")
    successor = glossary.state.termbase.retired.get(id, ("", ""))[0]
    if path.startswith("concepts/") and successor:
        return RedirectResponse(f"{successor}.html", 301)
    if path.startswith("concepts") and not path.endswith(".html") and id in glossary.state.termbase.by_id:
        return RedirectResponse(f"/concepts/{id}.html", 307)
    mark = TEAM.set(glossary.state.site.team)
    try:
        body = missing_page("../" * path.count("/"))
    finally:
        TEAM.reset(mark)
    return reply(request, content(body.encode(), "text/html; charset=utf-8"), 404)
