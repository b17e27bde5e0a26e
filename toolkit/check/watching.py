"""Runs the check again whenever a file changes; looks at the times of the files, so it works everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from toolkit.i18n import _

INTERVAL = 0.5
"""Seconds between two looks."""

Watched = Callable[[], tuple[Iterable[Path], Iterable[Path]]]
"""Gives the files that are checked, and those that say how: glossaries, configuration."""


def stamps(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Time and size of each file that is there."""
    result = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            result[path] = (status.st_mtime_ns, status.st_size)
    return result


def watch(
    watched: Watched, run: Callable[[], object], say: Callable[[str], None], forget: Callable[[], None], rounds: int = 0,
) -> None:  # fmt: skip
    """Call ``run`` now and after every change until Ctrl-C (or ``rounds`` times, for tests).

    ``forget`` is called first when it was a file that says how to check.
    """
    # What changes while a run lasts is a change after it: the look goes first.
    texts, rules = map(stamps, watched())
    count = 0
    with suppress(KeyboardInterrupt):
        while True:
            run()
            count += 1
            if rounds and count >= rounds:
                return
            say(_("watching for changes; Ctrl-C ends"))
            while True:
                now, now_rules = map(stamps, watched())
                if now != texts or now_rules != rules:
                    break
                time.sleep(INTERVAL)
            changed = sorted(
                str(path)
                for old, new in ((texts, now), (rules, now_rules))
                for path in old.keys() | new.keys()
                if old.get(path) != new.get(path)
            )
            say(_("changed: {files}").format(files=_(", ").join(changed)))
            if now_rules != rules:
                forget()
            texts, rules = now, now_rules
