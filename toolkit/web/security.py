"""What stands in front of every request: host, token, size, and the headers of every answer."""

from __future__ import annotations

import asyncio
import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolkit.web.markup import POLICY

MAX_BODY = 1_000_000
"""Bytes of a request: a text of 300 pages."""
MAX_WAIT = 30.0
"""Seconds for the whole body of a request to arrive."""
COOKIE = "fayi"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
HEADERS = (
    (b"content-security-policy", f"{POLICY}; frame-ancestors 'none'".encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), clipboard-write=(self)"),
    (b"x-frame-options", b"DENY"),
)


class Guard:
    """Refuses foreign hosts (DNS rebinding), missing tokens, foreign origins and bodies that are too large."""

    def __init__(self, app: ASGIApp, *, token: str = "", hosts: frozenset[str] = LOOPBACK) -> None:
        self._app = app
        self._token = token
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal:
            await _answer(with_headers, *refusal)
            return
        if self._asks_for_cookie(scope):
            await _answer(with_headers, 303, "", (
                (b"location", scope["path"].encode("latin-1", "replace")),
                (b"set-cookie", f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict".encode()),
            ))  # fmt: skip
            return
        size = 0
        clock = asyncio.get_running_loop()
        deadline = clock.time() + MAX_WAIT

        async def counted() -> Message:
            nonlocal size
            try:
                message = await asyncio.wait_for(receive(), deadline - clock.time())
            except TimeoutError:
                raise TooSlow from None
            size += len(message.get("body", b""))
            if size > MAX_BODY:
                raise TooLarge
            return message

        try:
            await self._app(scope, counted, with_headers)
        except TooLarge:
            await _answer(with_headers, 413, f"at most {MAX_BODY} bytes")
        except TooSlow:
            await _answer(with_headers, 408, f"the request did not arrive within {MAX_WAIT:.0f} seconds")

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> tuple[int, str] | None:
        host = headers.get(b"host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self._hosts and name not in self._hosts:
            return 400, "unknown host name"
        if scope["method"] not in ("GET", "HEAD"):
            origin = headers.get(b"origin")
            if origin and urlsplit(origin).netloc != host:
                return 403, "requests from other sites are not answered"
        length = headers.get(b"content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY:
            return 413, f"at most {MAX_BODY} bytes"
        if self._token and not self._knows(scope, headers):
            return (
                401,
                "a token is needed: Authorization: Bearer TOKEN, or open the page with ?token=TOKEN once",
            )
        return None

    def _knows(self, scope: Scope, headers: dict[bytes, str]) -> bool:
        kind, _, given = headers.get(b"authorization", "").partition(" ")
        if kind.lower() == "bearer" and _same(given, self._token):
            return True
        cookie = SimpleCookie()
        try:
            cookie.load(headers.get(b"cookie", ""))
        except Exception:  # noqa: BLE001  a broken cookie is no cookie
            return False
        if COOKIE in cookie and _same(cookie[COOKIE].value, self._token):
            return True
        return self._asks_for_cookie(scope)

    def _asks_for_cookie(self, scope: Scope) -> bool:
        if not self._token or scope["method"] != "GET":
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return bool(given) and _same(given, self._token)


class TooLarge(Exception):
    """The body grew over ``MAX_BODY`` while it was read."""


class TooSlow(Exception):
    """The body did not arrive within ``MAX_WAIT`` seconds."""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


async def _answer(send: Send, status: int, text: str, extra: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    body = b'{"error": "%s"}' % text.encode() if text else b""
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store"), *extra,
    ]})  # fmt: skip
    await send({"type": "http.response.body", "body": body})
