"""Runs the check again whenever a file changes; looks at the times of the files, so it works everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

INTERVAL = 0.5
"""Seconds between two looks."""


def stamps(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Time and size of each file that is there."""
    result = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            result[path] = (status.st_mtime_ns, status.st_size)
    return result


def watch(paths: Sequence[Path], run: Callable[[], int], say: Callable[[str], None], rounds: int = 0) -> None:
    """Call ``run`` now and after every change until Ctrl-C (or ``rounds`` times, for tests)."""
    from toolkit.check import runner
    from toolkit.errors import FayiError

    seen = stamps(paths)
    count = 0
    with suppress(KeyboardInterrupt):
        while True:
            try:
                run()
            except FayiError as error:
                say(f"fayi: {error}")
            count += 1
            if rounds and count >= rounds:
                return
            say("watching for changes; Ctrl-C ends")
            while (now := stamps(paths)) == seen:
                time.sleep(INTERVAL)
            seen = now
            runner._STANDARDS.clear()
