"""`frozen`: values as dataclasses are, whose classes are made in a tenth of the time.

`dataclass` writes and compiles up to eight methods for each class, a third of a millisecond, and a window has
hundreds of classes before it stands. Here `dataclass` makes the fields and the slots, and what it would have
compiled is shared by all classes or compiled when a class is first used.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import partial
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_ORDERS = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_MADE_LATER = object()  # the default of a parameter whose field has a factory


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T], /) -> type[T]: ...
@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    *, eq: bool = True, order: bool = False, kw_only: bool = False, enforced: bool = True
) -> Callable[[type[T]], type[T]]: ...
def frozen(
    cls: type[T] | None = None,
    /,
    *,
    eq: bool = True,
    order: bool = False,
    kw_only: bool = False,
    enforced: bool = True,
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class of frozen values with slots, as `dataclass(frozen=True, slots=True)` does.

    Takes annotated fields, `field`, defaults, bases that are such values, and a `__post_init__` that writes
    by `object.__setattr__`. `fields`, `replace`, `asdict`, `match`, `copy` and `pickle` work with what is
    made; `eq`, `order` and `kw_only` are those of `dataclass`. It does not take `InitVar`, nor methods of the
    class in place of those that it makes, other than `__hash__` and `__repr__`.

    Without `enforced`, only who checks types sees that nothing is written into a value. With ten fields it is
    made in a third of the time: for what is made with every message.
    """
    decorate = partial(_made, eq=eq, order=order, kw_only=kw_only, enforced=enforced)
    return decorate if cls is None else decorate(cls)


def _made(cls: type[T], *, eq: bool, order: bool, kw_only: bool, enforced: bool) -> type[T]:
    words = cls.__doc__
    cls.__doc__ = words or cls.__name__  # without one `dataclass` makes a signature of it
    made: Any = dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=True)(cls)
    made.__doc__ = words
    own = made.__dict__
    made.__init__ = _compiled_later(made, "__init__", _init_source if enforced else _plain_init_source)
    if enforced:
        made.__setattr__, made.__delattr__ = _refuse_set, _refuse_delete
    else:  # its base may refuse
        made.__setattr__, made.__delattr__ = object.__setattr__, object.__delattr__
    made.__getstate__, made.__setstate__ = _state, _set_state
    if "__repr__" not in own:
        made.__repr__ = _shown
    if eq:
        made.__eq__ = _compiled_later(made, "__eq__", _comparing_source("__eq__", "=="))
        if own.get("__hash__") is None:
            made.__hash__ = _compiled_later(made, "__hash__", _hash_source)
    if order:
        for name, sign in _ORDERS.items():
            setattr(made, name, _compiled_later(made, name, _comparing_source(name, sign)))
    return made  # type: ignore[no-any-return]  # the class that was given, with slots


# -- compiled with the first use


def _compiled_later(cls: Any, name: str, write: Callable[[Any, dict[str, object]], str]) -> Any:
    """A method that puts the one of `write`'s source into its place with its first call, and calls it."""

    def stand_in(*args: Any, **kwargs: Any) -> Any:
        names: dict[str, object] = {}
        exec(write(cls, names), names)  # of names of fields alone
        method: Any = names[name]
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        method.__module__ = cls.__module__
        setattr(cls, name, method)
        return method(*args, **kwargs)

    return stand_in


def _init_source(cls: Any, names: dict[str, object]) -> str:
    """Writes through the slots: faster than `object.__setattr__`, by which a dataclass does it."""
    names |= {f"_set_{each.name}": getattr(cls, each.name).__set__ for each in fields(cls)}
    return _init_source_by("_set_{0}(self, {1})", cls, names)


def _plain_init_source(cls: Any, names: dict[str, object]) -> str:
    return _init_source_by("self.{0} = {1}", cls, names)


def _init_source_by(writing: str, cls: Any, names: dict[str, object]) -> str:
    """`writing` is the statement that gives a field, 0, its value, 1."""
    positional: list[str] = []
    keywords: list[str] = []
    lines: list[str] = []
    for each in fields(cls):
        name = each.name
        value = name
        has_default = each.default is not MISSING
        if has_default:
            names[f"_default_{name}"] = each.default
        elif each.default_factory is not MISSING:
            names[f"_make_{name}"] = each.default_factory
        if each.init:
            parameter = name
            if has_default:
                parameter = f"{name}=_default_{name}"
            elif each.default_factory is not MISSING:
                names["_later"] = _MADE_LATER
                parameter = f"{name}=_later"
                value = f"_make_{name}() if {name} is _later else {name}"
            (keywords if each.kw_only else positional).append(parameter)
        elif has_default:
            value = f"_default_{name}"
        elif each.default_factory is not MISSING:
            value = f"_make_{name}()"
        else:
            continue  # __post_init__ writes it
        lines.append(f" {writing.format(name, value)}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    parameters = ["self", *positional, *(["*", *keywords] if keywords else [])]
    return "\n".join([f"def __init__({', '.join(parameters)}):", *(lines or [" pass"])])


def _comparing_source(name: str, sign: str) -> Callable[[Any, dict[str, object]], str]:
    def write(cls: Any, names: dict[str, object]) -> str:
        compared = [each for each in fields(cls) if each.compare]
        return (
            f"def {name}(self, other):\n"
            " if other.__class__ is self.__class__:\n"
            f"  return {_tuple_of('self', compared)} {sign} {_tuple_of('other', compared)}\n"
            " return NotImplemented"
        )

    return write


def _hash_source(cls: Any, names: dict[str, object]) -> str:
    hashed = [each for each in fields(cls) if (each.compare if each.hash is None else each.hash)]
    return f"def __hash__(self):\n return hash({_tuple_of('self', hashed)})"


def _tuple_of(owner: str, of_fields: list[Field[Any]]) -> str:
    return f"({''.join(f'{owner}.{each.name}, ' for each in of_fields)})"


# -- shared by all


def _refuse_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


@reprlib.recursive_repr()
def _shown(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _state(self: Any) -> list[object]:
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
