"""Alignment of a text and its translation."""

from toolkit.align.sentences import Bead, align

__all__ = ["Bead", "align"]
