"""The glossary as the server holds it: built in the background, exchanged whole when a team file changes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

from toolkit import stacking
from toolkit import termbase as termbases
from toolkit.consult import Consultant
from toolkit.errors import FayiError
from toolkit.termbase import Termbase
from toolkit.web.site import Site

log = logging.getLogger("fayi.serve")
PAUSE = 1.0
"""Seconds between two looks at the team glossary: an editor who saves sees it at once."""


@dataclass(frozen=True)
class State:
    """One version of the glossary with everything that answers from it."""

    termbase: Termbase
    files: Termbase
    """The termbase without team glossaries: what proposals change."""
    consultant: Consultant
    site: Site


class Glossary:
    """The current state, and the watch over the files it was read from."""

    def __init__(
        self, directory: Path | None = None, team: tuple[Path, ...] = (), *, proposals: bool = False
    ) -> None:
        self._proposals = proposals
        self._directory = directory
        self._team = team
        self._stamp = self._seen()
        self.state = self._build()

    def _build(self) -> State:
        base = stacking.load(self._team, directory=self._directory)
        consultant = Consultant(base)
        consultant.searcher.warm()
        for text in ("arrest", "逮捕"):
            consultant.annotate(text)
        files = termbases.load(self._directory) if self._team else base
        return State(base, files, consultant, Site(base, team=self._proposals))

    def _seen(self) -> tuple[tuple[int, int], ...]:
        stamps = []
        for path in self._team:
            try:
                stat = path.stat()
            except OSError:
                stamps.append((0, 0))
            else:
                stamps.append((stat.st_mtime_ns, stat.st_size))
        return tuple(stamps)

    def reload_if_changed(self) -> bool:
        """Read the team glossaries again when one of them changed; a broken file leaves the old state."""
        seen = self._seen()
        if seen == self._stamp:
            return False
        self._stamp = seen
        try:
            self.state = self._build()
        except FayiError as error:
            log.warning("the team glossary is not used until it is repaired: %s", error)
            return False
        return True

    async def watch(self) -> None:
        """Look at the team glossaries for ever; readers are answered meanwhile."""
        while True:
            await asyncio.sleep(PAUSE)
            with contextlib.suppress(OSError):
                await asyncio.to_thread(self.reload_if_changed)
