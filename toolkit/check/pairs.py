"""Two texts that are translations of each other, aligned into units by ``toolkit.align``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.align import align
from toolkit.check import engine, readers, runner
from toolkit.check.config import Config
from toolkit.check.model import CheckFile, Side, Unit
from toolkit.check.standard import Standard
from toolkit.errors import FayiError
from toolkit.match import longest
from toolkit.model import EN
from toolkit.text import sentences


def read_pair(
    source: str, target: str, standard: Standard, languages: tuple[str, str] = ("", "")
) -> CheckFile:
    """The units of two texts; places are those of the translation. Raises ``FayiError``."""
    first, second = readers.read(source, (languages[0], "")), readers.read(target, (languages[1], ""))
    for file in (first, second):
        if file.bilingual:
            raise FayiError(
                "not a text in one language", path=file.path, hint="check a bilingual file by itself"
            )
    left, right = _sentences(first), _sentences(second)
    if not left or not right:
        raise FayiError("no text to align", path=source if not left else target)
    units = []
    for one, two in _aligned(left, right, standard):
        if one and two:
            units.append(
                Unit(
                    _joined(first, one),
                    _joined(second, two),
                    line=second.position(two[0].start)[0] if two[0].start >= 0 else two[0].line,
                )
            )
    return CheckFile(
        target,
        units,
        second.text,
        second.encoding,
        second.bom,
        [*first.warnings, *second.warnings],
        bilingual=True,
    )


def check_pair(source: str, target: str, config: Config, directory: Path | None = None) -> engine.Result:
    """The findings in ``target`` as the translation of ``source``; an unreadable file gives a result with ``error``."""
    profile = config.profile(target)
    base = runner.standard_of(profile, config, directory)
    try:
        file = read_pair(source, target, base, profile.settings.languages)
        return engine.check_file(file, base, profile.settings)
    except FayiError as error:
        return engine.Result(target, error=error)


def _aligned(
    left: list[Side], right: list[Side], standard: Standard
) -> Iterator[tuple[list[Side], list[Side]]]:
    """Groups of sentences that correspond, in the order of the texts."""
    # The aligner's model of lengths is that of English on its left.
    turned = left[0].lang != EN and right[0].lang == EN
    sides = (right, left) if turned else (left, right)
    texts = [[s.text for s in side] for side in sides]
    anchors = [[_anchors(s, standard) for s in side] for side in sides]
    for bead in align(texts[0], texts[1], anchors[0], anchors[1]):
        one, two = sides[0][slice(*bead.source)], sides[1][slice(*bead.target)]
        yield (two, one) if turned else (one, two)


def _sentences(file: CheckFile) -> list[Side]:
    sides = []
    for unit in file.units:
        side = unit.source
        for start, end in sentences(side.text, side.lang):
            sides.append(
                side._replace(text=side.text[start:end], start=side.start + start if side.start >= 0 else -1)
            )
    return sides


def _joined(file: CheckFile, sides: list[Side]) -> Side:
    """One side from sentences that follow each other in the file, what stands between them included."""
    first, last = sides[0], sides[-1]
    if len(sides) == 1:
        return first
    if first.start < 0:
        return first._replace(text=" ".join(s.text for s in sides))
    return first._replace(text=file.text[first.start : last.start + len(last.text)])


def _anchors(side: Side, standard: Standard) -> list[str]:
    import re

    ids = [id for m in longest(standard.find_all(side.text, side.lang)) for id in standard.read(m).ids]
    return [*ids, *re.findall(r"\d+", side.text)]
