"""Whatever is written obeys the rules of its format."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats import strategies
from toolkit.formats import registry, tmx, xliff_writer
from toolkit.formats.format import Settings
from toolkit.formats.model import Entry, Unit
from toolkit.formats.validate import validate

quick = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(st.lists(strategies.units(rich=False), min_size=1, max_size=3))
def test_units(tmp_path: Path, units: list[Unit]) -> None:
    path = tmp_path / "a"
    chosen = Settings("en", ("zh-CN",), given=True)
    units = [unit._replace(id=f"{unit.id}.{number}") for number, unit in enumerate(units)]
    tmx.write(path, units)
    assert not list(validate(path)[1])
    xliff_writer.write_12(path, units, chosen)
    assert not list(validate(path)[1])
    xliff_writer.write_20(path, units, chosen)
    assert not list(validate(path)[1])


@quick
@given(st.lists(strategies.entries(), min_size=1, max_size=2))
def test_entries(tmp_path: Path, entries: list[Entry]) -> None:
    for name in ("tbx", "tbx-dct", "tbx-min", "tbx-min-dct", "tbx-core", "tbx2"):
        chosen = registry.named(name)
        assert chosen.write is not None
        chosen.write(tmp_path / "a.tbx", entries, Settings())
        assert not list(validate(tmp_path / "a.tbx")[1]), name
