"""Words and punctuation of machine English, fast enough for a megabyte a second.

``toolkit.text.tokenize`` makes an object with offsets per word; here a segment becomes a plain list
of strings, and offsets are worked out only for the few words that turn out to matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

# In the order tried: words of two letters or more, as most tokens are, with inner hyphens, apostrophes (but not
# the possessive), ampersands and the tail of a code (C-465/11, NCAR/NCEP); initials and dotted abbreviations;
# one-letter words with such tails; the possessive; numbers with their units, separators and codes (2004/18/EC);
# any other visible character by itself.
TOKEN = re.compile(
    r"[^\W\d_]\w+(?:[-‐‑&·][^\W_]\w*|['’](?![sS]\b)[^\W\d_]\w*|/(?:\d+|[A-Z]{1,5})\b)*"
    r"|(?:[A-Z]\.){2,}|[A-Z]\.(?=\s?[A-Z(,])|[a-z]\.[a-z]\."
    r"|[^\W\d_](?:[-‐‑&·][^\W_]\w*|['’](?![sS]\b)[^\W\d_]\w*|/(?:\d+|[A-Z]{1,5})\b)*"
    r"|['’][sS]\b"
    r"|\d\w*(?:[.,/:-]\d\w*|-[^\W\d_]\w*|/[A-Z]{2,4}\b)*"
    r"|\S"
)


def split_tokens(text: str) -> list[str]:
    """Words, numbers and punctuation marks in order, as they stand in the text."""
    return TOKEN.findall(text)


@lru_cache(maxsize=256)
def token_spans(text: str) -> tuple[tuple[int, int], ...]:
    """``(start, end)`` of every token of ``split_tokens(text)``, in characters."""
    return tuple(match.span() for match in TOKEN.finditer(text))


def join_lower(words: Sequence[str]) -> str:
    """Lower-case words as one surface form: ``("morison", "'s", "law")`` → ``"morison's law"``."""
    text = " ".join(words)
    return text.replace(" '", "'").replace(" ’", "'") if "'" in text or "’" in text else text


def join_tokens(tokens: Sequence[str]) -> str:
    """Tokens as one lower-cased surface form."""
    return join_lower([token.lower() for token in tokens])
