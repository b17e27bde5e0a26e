"""From any English rendering of a term to the standard Chinese one, explained, or nothing at all."""

from toolkit.mapping.model import Grade, Mapping, Step

__all__ = ["Grade", "Mapping", "Step"]
