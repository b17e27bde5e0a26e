"""Listed wrong forms in a translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.check.standard import Reading, Standard, is_firm
from toolkit.check.verdicts import Group, Verdict
from toolkit.match import Match


def forbidden_verdicts(
    groups: Sequence[Group],
    wrong: Sequence[tuple[Match, Reading]],
    found: Sequence[Match],
    asked: set[str],
    standard: Standard,
) -> Iterator[Verdict]:
    """The verdicts on ``wrong`` among all matches ``found``; those of a group are added to its ``wrong``.

    ``asked`` are all concepts of the source, those inside longer terms included.
    """
    wanted = {id: group for group in groups for id in group.ids}
    done: list[tuple[int, int]] = []
    for match, reading in sorted(wrong, key=lambda w: (w[0].start, -w[0].end)):
        span = (match.start, match.end)
        if any(start <= match.start and match.end <= end for start, end in done):
            continue
        entry = next((e for e in reading.wrong if e.concept.id in wanted), None)
        within = any(_covers(m, match) and standard.read(m).allowed for m in found)
        if entry is None:
            # Nobody asked for the concept: only forms that can mean nothing else, and no good form of another.
            if within or reading.allowed or match.inflected or not is_firm(reading.wrong[0].term):
                continue
            done.append(span)
            inner = next((e for e in reading.wrong if e.concept.id in asked), None)
            evidence = "" if inner else "unasked"
            yield Verdict("forbidden", None, None, span, entry=inner or reading.wrong[0], evidence=evidence)
            continue
        group = wanted[entry.concept.id]
        # 人犯 across the words of 教唆未成年人犯罪, which the source asks for too, says nothing.
        if any(_covers(m, match) for other in groups if other is not group for m in other.targets):
            continue
        # "debt" inside "debt affairs" is no rendering beside it.
        apart = [m for m in group.targets if m.start < match.start or m.end > match.end]
        if len(apart) >= len(group.sources) and (within or not is_firm(entry.term)):
            continue
        if reading.allowed and any(id in wanted for id in reading.allowed):
            continue
        if within and any(m.start <= match.start and match.end <= m.end for m in group.targets):
            continue
        done.append(span)
        occurrence = group.source_of(len(group.wrong))
        group.wrong.append((match, entry))
        yield Verdict("forbidden", group, occurrence, span, entry=entry)


def _covers(longer: Match, match: Match) -> bool:
    """Whether ``match`` is a part, not the whole, of ``longer``."""
    return (
        longer.start <= match.start
        and match.end <= longer.end
        and longer.end - longer.start > match.end - match.start
    )
