"""The socket that ``fayi serve`` listens on, and how long it waits for a visitor to say what is wanted."""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from toolkit.errors import FayiError

PATIENCE = 10.0
"""Seconds for the first request of a connection to arrive: without a limit, silent connections fill the server."""
CONNECTIONS = 500
"""Open at the same time; beyond that a visitor is told to come back (503)."""


class Impatient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Closes a connection that has not brought a whole request head after ``PATIENCE`` seconds."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self.loop.call_later(PATIENCE, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises ``FayiError`` when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise FayiError(
                f"port {port} is in use", hint="choose another with -p, or -p 0 for any"
            ) from error
        raise FayiError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}", hint="see --host and -p"
        ) from error


def server(app: ASGIApp, **more: Any) -> uvicorn.Server:
    return uvicorn.Server(uvicorn.Config(
        app, http=Impatient, ws="none", log_level="warning", server_header=False, timeout_keep_alive=15,
        timeout_graceful_shutdown=5, limit_concurrency=CONNECTIONS, **more,
    ))  # fmt: skip
