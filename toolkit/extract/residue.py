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
    r"\bOJ\s(?:No\.?\s)?[CL]\s?\d+|\b(?:COM|SEC)\s?\(\d{2,4}\)\s?\d+(?:\sfinal)?"
    r"|\b[A-Z][\w'’-]{1,40}(?:(?:,|\sand)?\s[A-Z][\w'’.-]{0,40}){0,3},?\set\sal\b\.?"
)
LABEL = re.compile(
    r"(?:^|(?<=[.!?)\]]\s))(?:background|introduction|rationale|purpose|(?:study )?(?:aims?|objectives?|design)|setting"
    r"|(?:patients|materials|subjects)(?= and)|methods?|participants|interventions?|measurements|(?:main )?results?|findings"
    r"|discussion|interpretation|conclusions?|summary|key ?words|funding|(?:clinical )?trial registration|abstract)"
    r"(?:(?:,| and|/| &) ?(?:aims?|objectives?|purpose|methods?|results?|conclusions?|design|findings|setting))*\s?:",
    re.IGNORECASE,
)  # fmt: skip
SIGNS_OF_ADDRESSES = ("://", "@", "www.", "doi:", ".com", ".org", ".gov", ".edu", ".int", ".net")
END = "•"


def blank(match: re.Match[str]) -> str:
    return END + " " * (len(match[0]) - 1)


def without_residue(text: str) -> str:
    """``text`` at the same length: ``"at www.x.org: a"`` → ``"at •           a"``."""
    if any(sign in text for sign in SIGNS_OF_ADDRESSES):
        text = ADDRESS.sub(blank, text)
    if "<" in text or "&" in text:
        text = MARKUP.sub(blank, text)
    if " et al" in text or "OJ " in text or "COM" in text or "SEC" in text:
        text = CITED.sub(blank, text)
    if ":" in text:
        text = LABEL.sub(blank, text)
    return text
