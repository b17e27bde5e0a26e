"""What a reviewer's decisions teach about the candidates that are left."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import FayiError


def read_terms(path: Path | None) -> list[str]:
    """The terms of a decision file, one per line, anything after a tab ignored; ``[]`` for ``None``."""
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FayiError("cannot read the decisions", path=path, hint=str(error)) from error
    return [term for line in text.splitlines() if (term := line.partition("\t")[0].strip())]
