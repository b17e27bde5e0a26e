"""What no XML from outside may declare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import FayiError

if TYPE_CHECKING:
    from lxml import etree


def refuse_entities(document: etree._ElementTree, path: Path | str) -> None:
    """Raises ``FayiError`` where ``document``, read as far as its first element, declares an entity.

    ``resolve_entities=False`` alone drops the text of entities silently, and lxml up to 6.0.2 resolved them in
    ``iterparse`` by default.
    """
    dtd = document.docinfo.internalDTD
    if dtd is not None and (entity := next(dtd.iterentities(), None)) is not None:  # type: ignore[attr-defined]
        raise FayiError(
            "declares an entity", path=path, line=1, found=entity.name,
            hint="refused: entities can hide bombs and other files",
        )  # fmt: skip
