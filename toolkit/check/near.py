"""The stretch of a translation that looks most like an approved form that is not there."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from toolkit import text as fold

# Share of a form's characters that must stand in order in the stretch; a form of three or four
# characters may lose one. From the prototype of the research: 81 % of truncations, 1.8 % of clean hits.
SHARE = 0.66
# English: similarity of the best window by letters. A form that lost a letter or two scores above 88,
# two different terms of the termbase with a common word mostly below 80.
LETTERS = 86.0


class Near(NamedTuple):
    """``text[start:end]`` of the searched view is nearly ``form``."""

    start: int
    end: int
    form: str
    score: float


def nearest_chinese(forms: list[str], view: str, place: float) -> Near | None:
    """The best near form among ``forms`` (folded) in ``view``, where used stretches are blanked with ``\\0``.

    ``place`` is where in the sentence the term stands, 0 to 1; it decides between single characters.
    """
    best: Near | None = None
    for form in forms:
        found = _pair(form, view, place) if len(form) == 2 else _longer(form, view)
        if found is not None and (best is None or found.score > best.score):
            best = found
    return best


def _longer(form: str, view: str) -> Near | None:
    alignment = fuzz.partial_ratio_alignment(form, view, score_cutoff=50)
    if alignment is None:
        return None
    if len(view) < len(form):
        start, end = 0, len(view)
    else:
        # The window of equal length may cut off an inserted or exchanged character at its edge.
        start, end = max(0, alignment.dest_start - 1), min(len(view), alignment.dest_end + 1)
    common = LCSseq.similarity(form, view[start:end])
    least = len(form) - 1 if len(form) <= 4 else -(-len(form) * 3 // 4)
    if common < least or common / len(form) < SHARE:
        return None
    while start < end and view[start] not in form:
        start += 1
    while end > start and view[end - 1] not in form:
        end -= 1
    if end - start > 1.6 * len(form) or "\0" in view[start:end]:
        return None
    return Near(start, end, form, common / len(form))


def _pair(form: str, view: str, place: float) -> Near | None:
    """One character of a two-character form, standing about where the term should."""
    best: Near | None = None
    for match in re.finditer(f"[{re.escape(form)}]", view):
        distance = abs(match.start() / max(1, len(view)) - place)
        if distance <= 0.2 and (best is None or 0.5 - distance > best.score):
            best = Near(match.start(), match.end(), form, 0.5 - distance)
    return best


def nearest_english(forms: list[str], view: str) -> Near | None:
    """The words of ``view`` that are nearly one of ``forms`` by letters, or all but one word of it."""
    lowered = view.lower()
    best: Near | None = None
    for form in forms:
        found = _by_letters(form.lower(), lowered)
        if found is not None and (best is None or found.score > best.score):
            best = found
    return best


def _by_letters(form: str, view: str) -> Near | None:
    if len(form) < 4:
        return None
    alignment = fuzz.partial_ratio_alignment(form, view, score_cutoff=LETTERS if len(form) > 6 else 80)
    if alignment is None:
        return None
    start, end = alignment.dest_start, alignment.dest_end
    while start > 0 and view[start - 1].isalnum():
        start -= 1
    while end < len(view) and view[end].isalnum():
        end += 1
    while start < end and not view[start].isalnum():
        start += 1
    while end > start and not view[end - 1].isalnum():
        end -= 1
    score = fuzz.ratio(form, view[start:end])
    if score < 75 or "\0" in view[start:end]:
        return None
    return Near(start, end, form, score / 100)


# Characters that may come between the parts of a term without making it another: 国家的勋章 for 国家勋章.
_JOINTS = re.compile("[的之地和与及或、·等]")


def only_joined(form: str, stretch: str) -> bool:
    """Whether ``stretch`` is ``form`` but for a particle or conjunction inside it."""
    return _JOINTS.sub("", form) == _JOINTS.sub("", stretch)


def in_order(form: str, text: str) -> bool:
    """Whether the characters of ``form`` stand in ``text`` in order, others between them or not."""
    rest = iter(text)
    return all(character in rest for character in form)


def apart(form: str, view: str) -> bool:
    """Whether ``form`` stands in ``view`` in two pieces: 婚姻自由 in 结婚、离婚自由 no, in 婚姻和离婚的自由 yes.

    Coordination (言论、出版、集会的自由) and insertion (国家权力机关) take a term apart; a single
    character is a piece only at the end (有继承遗产的权利).
    """
    return any(
        form[:cut] in view and form[cut:] in view
        for cut in range(2, len(form))
        if len(form) - cut > 1 or len(form) == 3
    )


def slipped(form: str, stretch: str) -> bool:
    """Whether ``stretch`` is ``form`` with a slip of one character in four or less, and not its characters in another order."""
    return Levenshtein.distance(form, stretch) <= max(1, len(form) // 4)


def words_rendered(forms: list[str], view: str, known: frozenset[str]) -> float:
    """The largest share of a form's content words that stand in ``view``, derivations included (prosecute: prosecution).

    Forms with fewer than three content words count only as a whole.
    """
    words = {w.lower() for w in fold.WORD.findall(view)}
    stems = {_stem(w) for w in words if w in known}
    keys = set(map(fold.strict_key, words))
    best = 0.0
    for form in forms:
        content = [w.lower() for w in fold.WORD.findall(form) if w.lower() not in _FUNCTION]
        if content:
            share = sum(_stem(w) in stems or fold.strict_key(w) in keys for w in content) / len(content)
            best = max(best, share if share == 1 or len(content) > 2 else 0.0)
    return best


_FUNCTION = frozenset(
    ["the", "a", "an", "of", "for", "in", "on", "to", "and", "or", "by", "with", "at", "from", "against"]
)


def _stem(word: str) -> str:
    return fold.loose_key(word)[: max(4, len(word) - 4)]
