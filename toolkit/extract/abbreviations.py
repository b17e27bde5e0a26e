"""Abbreviations introduced in brackets, and their long forms.

References: Schwartz & Hearst (2003), A simple algorithm for identifying abbreviation definitions in
biomedical text: matching from the right, here word by word.
"""

from __future__ import annotations

import re

# In class and shape letters: an opening bracket, one token in capitals, a closing bracket.
IN_BRACKETS = re.compile(r"\([KC]\)")
SKIPPED = frozenset(["of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "&"])


def long_form(tokens: list[str], short: str) -> tuple[int, int] | None:
    """``(start, end)`` of the words at the end of ``tokens`` that ``short`` abbreviates, or ``None``.

    Each letter of ``short`` begins a word or stands inside one, in order, and the first letter begins
    the first word: ``["the", "blade", "element", "theory"]``, ``"BET"`` → ``(1, 4)``.
    """
    letters = [c for c in short.lower() if c.isalnum()]
    if short.endswith("s") and len(letters) > 2 and short[:-1].isupper():
        letters.pop()
    if not 2 <= len(letters) <= 8 or not any(c.isupper() for c in short):
        return None
    limit = max(0, len(tokens) - 2 * len(letters) - 2)
    initials: list[tuple[int, str]] = []
    for index in range(limit, len(tokens)):
        for piece in re.split("[-‐‑]", tokens[index].lower()):
            if piece:
                initials.append((index, piece))
    at = len(initials) - 1
    for position in range(len(letters) - 1, -1, -1):
        letter = letters[position]
        # Small words may be passed over; any other word must give its letter.
        while at >= 0 and not initials[at][1].startswith(letter) and initials[at][1] in SKIPPED:
            at -= 1
        if at < 0:
            return None
        piece = initials[at][1]
        if piece.startswith(letter):
            at -= 1
        elif position == 0 or letter not in piece[1:]:
            return None
    start = initials[at + 1][0]
    return (start, len(tokens)) if start < len(tokens) - 1 or "-" in tokens[start] else None
