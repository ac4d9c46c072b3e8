"""Frozen values that compare, hash and show themselves by their fields, whose classes are made quickly.

`dataclass` writes and compiles such methods anew for each class, a tenth of a millisecond, and more than a
hundred classes of wishes and events are made before the window stands. Derive from Value and use
`@dataclass(frozen=True, slots=True, eq=False, repr=False)`.
"""

from __future__ import annotations

from dataclasses import fields


class Value:
    """Base of dataclasses that have all this from here. Its fields are as `dataclass` has them."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _compared(self) == _compared(other)

    def __hash__(self) -> int:
        return hash(_compared(self))

    def __repr__(self) -> str:
        shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)  # type: ignore[arg-type]  # of a dataclass
        return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _compared(value: object) -> tuple[object, ...]:
    return tuple(getattr(value, each.name) for each in fields(value) if each.compare)  # type: ignore[arg-type]  # of a dataclass
