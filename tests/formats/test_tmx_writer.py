"""What XML cannot hold is left out wherever it stands, in every encoding; the rest of the batch is not touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.formats import tmx
from toolkit.formats.model import Code, Note, Prop, Unit, Variant
from toolkit.formats.tmx_writer import BATCH

ODD = "a\x00\x0b\ufffe\uffff\ud800b\r\tc\n&<>\"'法院𠀀\x7f\u2028"
KEPT = "ab\r\tc\n&<>\"'法院𠀀\x7f\u2028"


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "US-ASCII"])
@pytest.mark.parametrize("place", ["segment", "code", "attribute", "prop", "note", "id", "language"])
def test_odd_characters(tmp_path: Path, encoding: str, place: str) -> None:
    text = {
        name: ODD if name == place else "plain"
        for name in ("segment", "code", "attribute", "prop", "note", "id")
    }
    lang = "en\x01" if place == "language" else "en"
    unit = Unit(
        (
            Variant(lang, (text["segment"], Code("ph", {"type": text["attribute"]}, (text["code"],)))),
            Variant("zh-CN", ("法院",)),
        ),
        text["id"],
        {"creationid": text["attribute"]},
        (Prop("x-a", text["prop"]),),
        (Note(text["note"]),),
    )
    others = [tmx.plain_unit([("en", f"court {n}"), ("zh-CN", "法院")], str(n)) for n in range(BATCH + 3)]
    path = tmp_path / "a.tmx"
    assert tmx.write(path, [*others, unit], encoding=encoding) == BATCH + 4
    *same, back = tmx.document(path)
    assert same == others
    expected = {name: KEPT if name == place else "plain" for name in text}
    assert back == Unit(
        (
            Variant(
                "en", (expected["segment"], Code("ph", {"type": expected["attribute"]}, (expected["code"],)))
            ),
            Variant("zh-CN", ("法院",)),
        ),
        expected["id"],
        {"creationid": expected["attribute"]},
        (Prop("x-a", expected["prop"]),),
        (Note(expected["note"]),),
    )
