"""Fuzzes one reader with Atheris: ``python tests/formats/fuzz.py FORMAT CORPUS [-max_total_time=120]``.

Not run by pytest: Atheris is installed by whoever fuzzes (``pip install atheris``). CORPUS is a directory; it is filled with a
file of the format when it is empty. What makes a reader raise anything but ``FayiError`` goes into ``cases/``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["toolkit.formats", "toolkit.documents"]):
    from toolkit.errors import FayiError
    from toolkit.formats import convert, registry
    from toolkit.formats.format import Settings
    from toolkit.formats.model import Designation, Entry
    from toolkit.formats.report import Report
    from toolkit.formats.validate import validate

NAME, CORPUS = sys.argv[1], Path(sys.argv[2])
PLACE = Path(tempfile.mkdtemp(prefix="fayi-fuzz-"))
CHOSEN = registry.named(NAME)
SUFFIX = CHOSEN.extensions[0] if CHOSEN.extensions else ".txt"


def seed() -> None:
    CORPUS.mkdir(parents=True, exist_ok=True)
    if any(CORPUS.iterdir()):
        return
    entry = Entry(
        "a",
        (Designation("court", "en", note="n", contexts=("c",)), Designation("法院", "zh-CN")),
        "law",
        (("en", "d"),),
    )
    if CHOSEN.write is None:
        (CORPUS / "seed").write_text("<p>The court.</p>\n", encoding="utf-8")
        return
    out = PLACE / "seed"
    convert.write(out, [entry], CHOSEN, Settings(), convert.Outcome(Report("a", 1, 1)))
    (CORPUS / "seed").write_bytes(out.read_bytes())


def one(data: bytes) -> None:
    path = PLACE / f"input{SUFFIX}"
    path.write_bytes(data)
    try:
        items = list(convert.read_items(path, CHOSEN, Settings(), Report("a"), repair=True))
        if items:
            outcome = convert.Outcome(Report("a", len(items), len(items)))
            target = registry.named("jsonl" if isinstance(items[0], Entry) else "tmx")
            convert.write(PLACE / "out", items, target, Settings(), outcome)
        list(validate(path, NAME)[1])
    except FayiError as error:
        assert "\n" not in str(error), str(error)


seed()
atheris.Setup([sys.argv[0], str(CORPUS), *sys.argv[3:]], one)
atheris.Fuzz()
