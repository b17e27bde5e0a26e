"""Merging glossaries, and their entries as units: the rule, its report, and ids of their own."""

from __future__ import annotations

from toolkit.formats import convert
from toolkit.formats.format import Settings
from toolkit.formats.merge import merge_entries
from toolkit.formats.model import Designation, Entry
from toolkit.formats.report import Report
from toolkit.model import Status


def entry(identifier: str, *terms: tuple[str, str, Status | None], **more: str) -> Entry:
    return Entry(identifier, tuple(Designation(text, lang, status) for text, lang, status in terms), **more)  # type: ignore[arg-type]


def test_merge_rule() -> None:
    one = [
        entry("a", ("court", "en", Status.PREFERRED), ("法院", "zh-CN", Status.PREFERRED)),
        entry("b", ("x", "en", None)),
    ]
    two = [
        entry(
            "",
            ("court", "en-US", Status.DEPRECATED),
            ("法院", "zh_CN", None),
            ("tribunal", "en", Status.PREFERRED),
            note="n",
        )
    ]
    merged = merge_entries([one, two])
    assert len(merged.entries) == 2 and merged.joined == 1
    terms = {t.text: t.status for t in merged.entries[0].terms}
    assert terms == {"court": Status.PREFERRED, "法院": Status.PREFERRED, "tribunal": Status.ADMITTED}
    assert [c.rule.split(";")[0] for c in merged.conflicts] == ["status", "first file"]
    apart = merge_entries(
        [
            [entry("1", ("consideration", "en", None), ("对价", "zh", None))],
            [entry("2", ("consideration", "en", None), ("考虑", "zh", None))],
        ]
    )
    assert len(apart.entries) == 2


def test_a_definition_without_language_is_the_same_definition() -> None:
    one, two, three = (
        entry("a", ("court", "en", None), ("法院", "zh-CN", None))._replace(definitions=((lang, text),))
        for lang, text in (
            ("", "A body that tries cases."),
            ("en", "A body that tries cases."),
            ("en", "Another."),
        )
    )
    merged = merge_entries([[one], [two]])
    assert merged.entries[0].definitions == one.definitions and merged.conflicts == []
    merged = merge_entries([[one], [three]])
    assert merged.entries[0].definitions == one.definitions + three.definitions
    assert [(c.kept, c.other) for c in merged.conflicts] == [("A body that tries cases.", "Another.")]


def test_rows_of_one_concept_become_units_with_ids_of_their_own() -> None:
    rows = [
        entry("a", (english, "en", None), ("法院", "zh-CN", None))
        for english in ("court", "tribunal", "bench")
    ]
    units = list(convert.to_units(rows, Settings()))
    assert [u.id for u in units] == ["a", "a.2", "a.3"]
    assert len(list(convert.to_entries(units, Report("a")))) == 1
