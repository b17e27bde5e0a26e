"""Damaged copies of good files: a reader gives records or one FayiError, never another exception."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import FayiError
from toolkit.formats import convert, registry
from toolkit.formats.glossaries import as_concepts, load_concepts
from toolkit.formats.model import Entry, from_concepts
from toolkit.formats.report import Report
from toolkit.formats.validate import validate

DATA = Path(__file__).parent / "data"
TOKENS = [b"<", b">", b"&", b'"', b"\\", b"\n", b"\t", b"\0", b"\xff", b"</tu>", b"<seg>", b"<!--", b"]]>", b"&#0;", b"&#x1;", b"xml:lang=''",
          b"msgid ", b"msgstr[9999999999999] \"\"\n", b"#~ ", b"#| ", b"-1", b"99999999999", b"\xef\xbb\xbf", b"\xff\xfe", b"<g>", b"id=''", b"'"]  # fmt: skip


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small good file of every format that has both directions, and the hand-made ones."""
    place = tmp_path_factory.mktemp("samples")
    (place / "g.csv").write_text(
        "id;subject;definition;en;zh-CN;status\na;law;what;court|tribunal;法院;approved\nb;law;;appeal;上诉;\n",
        encoding="utf-8",
    )
    entries = list(from_concepts(load_concepts(place / "g.csv")))
    found = {path.name: path.read_bytes() for path in DATA.iterdir() if path.is_file()}
    for name, chosen in registry.formats().items():
        if chosen.write is None or name == "stardict":
            continue
        outcome = convert.Outcome(Report("g"))
        outcome.report.created = 1
        path = place / f"sample.{name}"
        convert.write(path, entries, chosen, convert.settings_for(""), outcome)
        found[f"{name}:{path.name}"] = path.read_bytes()
    return found


@st.composite
def damage(draw: st.DrawFn) -> list[tuple[float, str, bytes, int]]:
    return draw(
        st.lists(
            st.tuples(
                st.floats(0, 1),
                st.sampled_from(["insert", "delete", "repeat", "flip"]),
                st.sampled_from(TOKENS),
                st.integers(1, 40),
            ),
            min_size=1,
            max_size=4,
        )
    )


def damaged(content: bytes, steps: list[tuple[float, str, bytes, int]]) -> bytes:
    for where, what, token, length in steps:
        at = int(where * len(content))
        if what == "insert":
            content = content[:at] + token + content[at:]
        elif what == "delete":
            content = content[:at] + content[at + length :]
        elif what == "repeat":
            content = content[: at + length] + content[at:]
        elif content:
            at = min(at, len(content) - 1)
            content = content[:at] + bytes([content[at] ^ (1 << length % 8)]) + content[at + 1 :]
    return content


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), steps=damage())
def test_readers_only_raise_fayi_errors(
    tmp_path: Path, samples: dict[str, bytes], data: st.DataObject, steps: list[tuple[float, str, bytes, int]]
) -> None:
    key = data.draw(st.sampled_from(sorted(samples)))
    name, _, file = key.rpartition(":")
    path = tmp_path / file
    path.write_bytes(damaged(samples[key], steps))
    with contextlib.suppress(FayiError):
        chosen = registry.for_input(path, name)
        items = list(convert.read_items(path, chosen, convert.settings_for(""), Report("a"), repair=True))
        entries = [item for item in items if isinstance(item, Entry)]
        list(as_concepts(entries, path))
        outcome = convert.Outcome(Report("a"))
        outcome.report.created = len(items)
        if items:
            for other in ("jsonl", "tmx", "tbx", "po"):
                target = registry.named(other)
                if chosen.content == "units" and target.content == "entries":
                    convert.write(
                        tmp_path / "out",
                        convert.to_entries(items, Report("a")),
                        target,
                        convert.settings_for(""),
                        outcome,
                    )
                else:
                    convert.write(tmp_path / "out", items, target, convert.settings_for(""), outcome)
    with contextlib.suppress(FayiError):
        list(validate(path, name)[1])


@pytest.mark.parametrize("path", sorted((DATA / "found").iterdir()), ids=lambda path: path.name)
def test_what_fuzzing_found(path: Path) -> None:
    """Each file once made a reader fail with another exception; its name says on what."""
    chosen = registry.by_extension(path)
    assert chosen is not None
    with contextlib.suppress(FayiError):
        list(convert.read_items(path, chosen, convert.settings_for(""), Report("a"), repair=True))
    with contextlib.suppress(FayiError):
        list(validate(path, chosen.name)[1])


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "undefined", "unicode_escape", "hex", "rot13", "zlib"]
)
def test_codecs_that_are_no_charsets(tmp_path: Path, charset: str) -> None:
    (tmp_path / "a.po").write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n', encoding="ascii"
    )
    (tmp_path / "a.tmx").write_text(f'<?xml version="1.0" encoding="{charset}"?><tmx/>', encoding="ascii")
    for name in ("po", "tmx"):
        with pytest.raises(FayiError, match="unknown"):
            list(
                convert.read_items(
                    tmp_path / f"a.{name}", registry.named(name), convert.settings_for(""), Report("a")
                )
            )
