"""What a text may be: suffixes, sizes, characters."""

from __future__ import annotations

import re

SUFFIXES = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
            ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx"}  # fmt: skip
MAX_BYTES = 256 * 2**20
"""Larger files are refused; the largest text a person hands in is a book of some MB."""
MAX_LINE = 2**20
"""Characters in a line or paragraph; a longer one is a dump, not a text, and no reader could show it."""
MAX_UNPACKED = 64 * 2**20
"""Bytes the body of a Word file may unpack to. A 1,000-page document has about 20 MB."""
MAX_PARAGRAPHS = 1_000_000
"""Paragraphs of a Word file; 1,000 pages have some 20,000."""

# Zero-width and direction marks that web pages carry along; dropped with a warning.
STRAY = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def visible(text: str) -> str:
    """The text without the invisible characters that entities and Word files carry, blanks made single."""
    return " ".join(STRAY.sub("", FORBIDDEN.sub("", text)).split())
