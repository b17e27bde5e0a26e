"""What stands in a text without being language: addresses, mark-up, references, labels of abstracts.

It is overwritten with as many blanks and a mark that ends phrases, so that all places stay as they are.
"""

from __future__ import annotations

import re

ADDRESS = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}|\bdoi:\s?\S+"
    r"|\b[\w-]{2,64}(?:\.[\w-]{2,64}){0,4}\.(?:com|org|gov|edu|int|net)\b(?:/\S*)?"
)
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&(?:[a-zA-Z]{2,8}|#\d{2,6});")
# Official Journal, documents of the Commission, cited authors.
CITED = re.compile(
    r"\bOJ\s(?:No\.?\s)?[CL]\s?\d+|\b(?:COM|SEC)\(\d{2,4}\)\s?\d+(?:\sfinal)?"
    r"|\b[A-Z][\w'’-]{1,40}(?:(?:,|\sand)?\s[A-Z][\w'’.-]{0,40}){0,3},?\set\sal\b\.?"
)
# Before a colon, at the start of a text or sentence.
LABEL = re.compile(
    r"(?:background|introduction|rationale|purpose|(?:study )?(?:aims?|objectives?|design)|setting|patients|materials"
    r"|subjects|methods?|participants|interventions?|measurements|(?:main )?results?|findings|discussion"
    r"|interpretation|conclusions?|summary|key ?words|funding|(?:clinical )?trial registration|abstract|,| and|/| &| )+",
    re.IGNORECASE,
)
LONGEST_LABEL = 60
SENTENCE_END = re.compile(r".*[.!?)\]•]\s+", re.DOTALL)
END = "•"


def blank(match: re.Match[str]) -> str:
    return END + " " * (len(match[0]) - 1)


def has_address(text: str) -> bool:
    # Looking for ten strings one by one is five times as fast as one pattern.
    return (
        "://" in text or "@" in text or "www." in text or "doi:" in text or ".com" in text or ".org" in text
        or ".gov" in text or ".edu" in text or ".int" in text or ".net" in text
    )  # fmt: skip


def without_residue(text: str) -> str:
    """``text`` at the same length: ``"at www.x.org: a"`` → ``"at •           a"``."""
    if has_address(text):
        text = ADDRESS.sub(blank, text)
    if "<" in text or "&" in text:
        text = MARKUP.sub(blank, text)
    if " et al" in text or "OJ " in text or "COM(" in text or "SEC(" in text:
        text = CITED.sub(blank, text)
    return without_labels(text) if ":" in text else text


def without_labels(text: str) -> str:
    pieces: list[str] = []
    done = 0
    colon = text.find(":")
    while colon > 0:
        start = max(done, colon - LONGEST_LABEL)
        end = SENTENCE_END.match(text, start, colon)
        if end:
            start = end.end()
        if (end or start == done) and colon - start > 2 and LABEL.fullmatch(text, start, colon):
            pieces += (text[done:start], END, " " * (colon - start))
            done = colon + 1
        colon = text.find(":", colon + 1)
    pieces.append(text[done:])
    return "".join(pieces)
