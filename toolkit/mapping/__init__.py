"""From any English rendering of a term to the standard Chinese one, explained, or nothing at all.

``Mapper`` is in ``toolkit.mapping.mapper`` (imported on first use, so that reading the models stays cheap).
"""

from typing import TYPE_CHECKING, Any

from toolkit.mapping.model import Grade, Mapping, Step

if TYPE_CHECKING:
    from toolkit.mapping.mapper import Mapper

__all__ = ["Grade", "Mapper", "Mapping", "Step"]


def __getattr__(name: str) -> Any:
    if name == "Mapper":
        from toolkit.mapping.mapper import Mapper

        return Mapper
    raise AttributeError(name)
