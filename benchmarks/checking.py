"""Quality and speed of ``fayi check``.

    python benchmarks/checking.py quality [--seed 2]             mutations, rivals beside ours; exit 1 when a bar is missed
    python benchmarks/checking.py clean FILE…                    alarms on professional translations: TSV with columns en and zh
    python benchmarks/checking.py speed                          20 MB PO, plain text, pofilter when installed

Seed 1 is for tuning; report on others. Rules of other tools are in ``rival_rules.py``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from toolkit.model import EN, HK, TW, ZH

DIRECTIONS = {"en-zh": (EN, ZH), "zh-en": (ZH, EN), "en-tw": (EN, TW), "en-hk": (EN, HK), "tw-en": (TW, EN)}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["quality", "clean", "speed"])
    parser.add_argument("files", nargs="*", help="for clean")
    parser.add_argument(
        "--to", default="zh", choices=["zh", "en"], help="for clean: the language of the translation"
    )
    parser.add_argument("--lang", default=ZH, help="for clean: the tag of the Chinese side")
    parser.add_argument("--seed", type=int, nargs="+", default=[2])
    parser.add_argument("--share", type=float, default=0.34, help="share of the segments that are changed")
    parser.add_argument("--only", choices=list(DIRECTIONS), nargs="+", default=list(DIRECTIONS))
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each operator")
    options = parser.parse_intermixed_args()
    if options.what == "speed":
        from checking_speed import speed

        speed()
    elif options.what == "clean":
        from checking_clean import clean

        clean(options.files, options.to, options.lang)
    else:
        from checking_quality import run

        missed = [
            line
            for seed in options.seed
            for name in options.only
            for line in run(seed, *DIRECTIONS[name], options.share, options.misses)
        ]
        print("\nevery bar is kept" if not missed else "\nmissed:\n  " + "\n  ".join(missed))
        return int(bool(missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
