"""Loading the termbase: CPU seconds for all concepts and for 3,000 of them, beside csv and json of the same rows.

    python benchmarks/termbase.py

Prints the median of eleven runs in one process. The peers read the same cells into plain tuples, without
building concepts: csv.reader (what a naive loader uses) and json.loads (what a compiled cache could use).
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toolkit import termbase


def median(work: Callable[[], object], runs: int = 11) -> float:
    """CPU seconds of ``work``, the median of ``runs``."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def read_csv(paths: list[Path]) -> list[list[str]]:
    rows = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as handle:
            rows += list(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows


def main() -> None:
    base = termbase.load()
    assert base.directory is not None
    paths = termbase.field_files(base.directory)
    cells = read_csv(paths)
    document = json.dumps(cells, ensure_ascii=False)
    print(
        f"{len(base.concepts):,} concepts, {len(cells):,} rows, {sum(p.stat().st_size for p in paths) / 1e6:.1f} MB"
    )
    whole = median(termbase.load)
    print(f"all concepts         {whole:.3f} s")
    with tempfile.TemporaryDirectory() as place:
        part = base.concepts[: len(base.concepts) : max(1, len(base.concepts) // 3000)][:3000]
        for field in {concept.field for concept in part}:
            termbase.write_field(Path(place) / f"{field}.tsv", [c for c in part if c.field == field])
        print(f"{len(part):,} concepts       {median(lambda: termbase.load(Path(place))):.3f} s")
    print(f"csv.reader, rows     {median(lambda: read_csv(paths)):.3f} s")
    print(f"json.loads, rows     {median(lambda: json.loads(document)):.3f} s")


if __name__ == "__main__":
    main()
