"""Answers with an ETag, compressed when the reader can read it, kept for the next reader."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from collections import OrderedDict
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

MIN_COMPRESSED = 600
"""Bytes below which a compressed answer is hardly smaller than a packet."""
KEPT = 2000
"""Answers of one kind kept in memory, pages or searches: some 20 MB."""


class Content(NamedTuple):
    """A body with its type, its tag and its compressed form (empty when not worth it)."""

    body: bytes
    type: str
    tag: str
    packed: bytes


def content(body: bytes, type: str) -> Content:
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    compressible = type.startswith(("text/", "application/json", "application/manifest", "image/svg"))
    packed = gzip.compress(body, 6, mtime=0) if compressible and len(body) >= MIN_COMPRESSED else b""
    return Content(body, type, tag, packed)


def type_of(path: str) -> str:
    if path.endswith(".webmanifest"):
        return "application/manifest+json"
    if path.endswith(".js"):
        return "text/javascript; charset=utf-8"
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def reply(request: Request, found: Content, status: int = 200, cache: str = "no-cache") -> Response:
    """The answer to ``request``: 304 when the reader has it, compressed when the reader accepts that."""
    headers = {"etag": found.tag, "cache-control": cache, "vary": "Accept-Encoding"}
    if status == 200 and found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = found.body
    if found.packed and _accepts_gzip(request.headers.get("accept-encoding", "")):
        body, headers["content-encoding"] = found.packed, "gzip"
    return Response(body, status, headers, media_type=found.type)


def _accepts_gzip(header: str) -> bool:
    return any(
        part.split(";")[0].strip() == "gzip" and "q=0" not in part.replace(" ", "").split(";")[1:]
        for part in header.split(",")
    )


def json_content(data: Any) -> Content:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return content(body, "application/json")


def json_reply(request: Request, data: Any, status: int = 200) -> Response:
    return reply(request, json_content(data), status)


class Cache:
    """The last answers that were asked for, by path or by query."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Content] = OrderedDict()
        self._owner: object = None

    def get(self, owner: object, key: str) -> Content | None:
        """What is kept for ``key``; another ``owner`` (a new version of the glossary) empties the cache."""
        if owner is not self._owner:
            self._kept.clear()
            self._owner = owner
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: str, found: Content) -> None:
        self._kept[key] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
