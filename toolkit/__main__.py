"""``fayi`` and ``python -m toolkit``."""

from __future__ import annotations

import sys


def main() -> None:
    try:
        from toolkit.cli import run

        run()
    except KeyboardInterrupt:
        # Before the command line is even imported.
        sys.exit(130)


if __name__ == "__main__":
    main()
