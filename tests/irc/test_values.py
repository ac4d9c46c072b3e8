"""Values that compare, hash and show themselves as dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from app.irc.values import Value


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Said(Value):
    room: str
    lines: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    heard: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Heard(Value):
    room: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordinary:
    """As `dataclass` would have made it."""

    room: str
    lines: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    heard: int = field(default=0, compare=False)


def test_they_compare_by_class_and_fields() -> None:
    assert Said("a", ("b",)) == Said("a", ("b",), heard=7)
    assert Said("a") != Said("b")
    assert Said("a") != Said("a", secret="s")
    assert Said("a") != Heard("a")
    assert Said("a") != Ordinary("a")


def test_equal_ones_are_one_key() -> None:
    assert {Said("a"): 1}[Said("a", heard=1)] == 1
    assert len({Said("a"), Said("a"), Said("b")}) == 2


def test_they_show_what_a_dataclass_shows() -> None:
    made = ("a", ("b",), "secret", 3)
    assert repr(Said(*made)) == repr(Ordinary(*made)).replace("Ordinary", "Said")
    assert "secret" not in repr(Said(*made))


def test_they_are_values() -> None:
    said = Said("a", heard=3)
    with pytest.raises(FrozenInstanceError):
        said.room = "b"  # type: ignore[misc]  # which is what is tried
    assert not hasattr(said, "__dict__")
    assert replace(said, room="b") == Said("b")
    assert copy.deepcopy(said) == pickle.loads(pickle.dumps(said)) == said
