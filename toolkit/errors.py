"""The one error that users see: what was found, where, what is allowed, what to do next."""

from __future__ import annotations

from os import PathLike


class FayiError(Exception):
    """Unusable input or a failed operation; printed as one line, exit code 2.

    ``path``, ``line`` and ``column`` (both counted from 1) say where; ``found`` quotes the
    offending text, ``allowed`` says what would be accepted, ``hint`` what to do next.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | PathLike[str] | None = None,
        line: int | None = None,
        column: int | None = None,
        found: str | None = None,
        allowed: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        self.column = column
        self.found = found
        self.allowed = allowed
        self.hint = hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        text = f"{place}: {self.message}" if place else self.message
        if self.found is not None:
            text += f", found {quote(self.found)}"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.hint:
            text += f"; {self.hint}"
        return text


def quote(text: str, limit: int = 60) -> str:
    """``text`` in quotes on one line, control characters escaped, cut to ``limit`` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut) + '"'
