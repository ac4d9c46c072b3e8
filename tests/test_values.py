"""Frozen values are what `dataclass(frozen=True, slots=True)` makes, on every trait that is used of them."""

from __future__ import annotations

import builtins
import copy
import gc
import inspect
import pickle
import weakref
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, asdict, astuple, dataclass, field, fields, replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints

import pytest

from app.values import frozen

T = TypeVar("T")
Made = dict[str, Any]


def _classes(by: Callable[..., Any]) -> Made:
    """One class for each trait, made by the decorator of ours or by the library's, with its options."""

    @by()
    class Plain:
        """What it is."""

        room: str
        lines: tuple[str, ...] = ()
        secret: str = field(default="", repr=False)
        heard: int = field(default=0, compare=False)

    @by()
    class Other:
        room: str
        lines: tuple[str, ...] = ()
        secret: str = field(default="", repr=False)
        heard: int = field(default=0, compare=False)

    @by()
    class Empty:
        pass

    @by()
    class Factory:
        seen: dict[str, int] = field(default_factory=dict, repr=False)
        told: list[str] = field(default_factory=list, compare=False)

    @by()
    class Computed:
        text: str
        size: int = field(init=False)
        cache: str | None = field(init=False, default=None, compare=False, repr=False)
        more: list[str] = field(init=False, default_factory=list)

        def __post_init__(self) -> None:
            object.__setattr__(self, "size", len(self.text))

    @by(kw_only=True)
    class Keywords:
        host: str
        port: int = 6667

    @by()
    class Sentinel:
        first: int
        _: KW_ONLY
        second: int = 2

    @by()
    class KeywordField:
        late: int = field(kw_only=True)
        early: int

    @by(order=True)
    class Ordered:
        major: int
        minor: int = 0
        note: str = field(default="", compare=False)

    @by(eq=False)
    class Identity:
        name: str

    @by()
    class Base:
        kind: ClassVar[str] = "base"

    @by()
    class Middle(Base):
        kind: ClassVar[str] = "middle"
        at: float = 0.0

    @by()
    class Leaf(Middle):
        name: str = ""
        at: float = 1.0

    @by()
    class Shown:
        text: str

        def __str__(self) -> str:
            return f"<{self.text}>"

        def __repr__(self) -> str:
            return "mine"

    @by()
    class Hashed:
        text: str
        aside: int = field(default=0, hash=False)

        @property
        def loud(self) -> str:
            return self.text.upper()

        @classmethod
        def make(cls) -> Any:
            return cls("made")

    @by()
    class OwnHash:
        text: str

        def __hash__(self) -> int:
            return 7

    @by()
    class Box(Generic[T]):
        value: T

        def __call__(self) -> T:
            return self.value

    return {name: made for name, made in locals().items() if isinstance(made, type)}


def _library(**options: bool) -> Callable[[type[T]], type[T]]:
    return dataclass(frozen=True, slots=True, **options)


OURS = _classes(frozen)
OPEN = _classes(partial(frozen, enforced=False))
THEIRS = _classes(_library)

# class, arguments, keywords
CALLS: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
    ("Plain", ("a",), {}),
    ("Plain", ("a", ("b",), "s", 3), {}),
    ("Plain", (), {"room": "a", "heard": 5}),
    ("Other", ("a",), {}),
    ("Empty", (), {}),
    ("Factory", (), {}),
    ("Factory", ({"a": 1}, ["b"]), {}),
    ("Computed", ("text",), {}),
    ("Keywords", (), {"host": "h"}),
    ("Keywords", (), {"host": "h", "port": 1}),
    ("Sentinel", (1,), {}),
    ("Sentinel", (1,), {"second": 5}),
    ("KeywordField", (1,), {"late": 2}),
    ("Ordered", (1,), {}),
    ("Ordered", (1, 2, "x"), {}),
    ("Identity", ("a",), {}),
    ("Base", (), {}),
    ("Middle", (), {}),
    ("Leaf", (), {}),
    ("Leaf", (2.0, "n"), {}),
    ("Shown", ("a",), {}),
    ("Hashed", ("a", 4), {}),
    ("OwnHash", ("a",), {}),
    ("Box", ([1],), {}),
]
WRONG: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
    ("Plain", (), {}),
    ("Plain", ("a", (), "", 0, 1), {}),
    ("Plain", ("a",), {"nothing": 1}),
    ("Keywords", ("h",), {}),
    ("Computed", ("a",), {"size": 1}),
    ("Empty", (1,), {}),
]


def _both(name: str, args: tuple[object, ...], words: dict[str, object]) -> tuple[Any, Any]:
    return OURS[name](*args, **words), THEIRS[name](*args, **words)


def _said(call: Callable[[], object]) -> str:
    """What a call gives, or how it fails."""
    try:
        return repr(call())
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace(_library.__name__, "")


@pytest.mark.parametrize(("name", "args", "words"), CALLS)
def test_what_is_made_is_what_a_dataclass_makes(
    name: str, args: tuple[object, ...], words: dict[str, object]
) -> None:
    ours, theirs = _both(name, args, words)
    assert (repr(ours), str(ours) == repr(ours)) == (repr(theirs), str(theirs) == repr(theirs))
    assert [(each.name, each.type, each.init, each.repr, each.kw_only) for each in fields(ours)] == [
        (each.name, each.type, each.init, each.repr, each.kw_only) for each in fields(theirs)
    ]
    assert asdict(ours) == asdict(theirs)
    assert astuple(ours) == astuple(theirs)
    assert _said(lambda: hash(ours)) == _said(lambda: hash(theirs)) or name == "Identity"
    assert type(ours).__slots__ == type(theirs).__slots__
    assert type(ours).__match_args__ == type(theirs).__match_args__
    assert type(ours).__qualname__ == type(theirs).__qualname__
    assert type(ours).__module__ == type(theirs).__module__
    assert get_type_hints(type(ours)) == get_type_hints(type(theirs))
    assert not hasattr(ours, "__dict__")
    again = OURS[name](*args, **words)
    assert (ours == again) is (theirs == THEIRS[name](*args, **words))
    assert ours != theirs
    assert _said(lambda: ours < again) == _said(lambda: theirs < THEIRS[name](*args, **words))


@pytest.mark.parametrize(("name", "args", "words"), CALLS)
def test_nothing_is_written_into_them(name: str, args: tuple[object, ...], words: dict[str, object]) -> None:
    ours, theirs = _both(name, args, words)
    for each in fields(ours):
        for one in (ours, theirs):
            with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{each.name}'"):
                setattr(one, each.name, 1)
            with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{each.name}'"):
                delattr(one, each.name)
    with pytest.raises((AttributeError, TypeError)):
        ours.another = 1


@pytest.mark.parametrize(("name", "args", "words"), CALLS)
def test_what_is_not_enforced_is_the_same_but_for_that(
    name: str, args: tuple[object, ...], words: dict[str, object]
) -> None:
    one, other = OPEN[name](*args, **words), OURS[name](*args, **words)
    assert repr(one) == repr(other)
    assert asdict(one) == asdict(other)
    assert _said(lambda: hash(one)) == _said(lambda: hash(other)) or name == "Identity"
    assert (one == OPEN[name](*args, **words)) is (other == OURS[name](*args, **words))
    assert type(one).__slots__ == type(other).__slots__
    for each in fields(one):
        setattr(one, each.name, 1)
        delattr(one, each.name)


def test_a_base_that_is_enforced_does_not_refuse_for_who_is_not() -> None:
    @frozen(enforced=False)
    class Open(Pinned):
        more: str = ""

    value = Open("a", 1, "b")
    object.__setattr__(value, "more", "c")
    setattr(value, "name", "d")  # noqa: B010  # a checker refuses the plain statement
    assert repr(value) == repr(Open("d", 1, "c"))
    with pytest.raises(FrozenInstanceError):
        setattr(Pinned("a"), "name", "d")  # noqa: B010


@pytest.mark.parametrize(("name", "args", "words"), WRONG)
def test_a_wrong_call_is_refused_in_the_same_words(
    name: str, args: tuple[object, ...], words: dict[str, object]
) -> None:
    said = _said(lambda: OURS[name](*args, **words))
    assert said.startswith("TypeError")
    assert said == _said(lambda: THEIRS[name](*args, **words))


def test_the_parameters_are_those_of_a_dataclass() -> None:
    for name, args, words in CALLS:
        ours, theirs = _both(name, args, words)  # with the first, the stand-in goes
        parameters = [
            [
                (one.name, one.kind, one.default is inspect.Parameter.empty)
                for one in signature.parameters.values()
            ]
            for signature in (inspect.signature(type(ours)), inspect.signature(type(theirs)))
        ]
        assert parameters[0] == parameters[1], name


def test_they_compare_by_class_and_fields() -> None:
    plain, other, ordered = OURS["Plain"], OURS["Other"], OURS["Ordered"]
    assert plain("a", ("b",)) == plain("a", ("b",), heard=7)
    assert plain("a") != plain("b")
    assert plain("a") != plain("a", secret="s")
    assert plain("a") != other("a")
    assert plain("a") != THEIRS["Plain"]("a")
    assert plain("a") != "a"
    assert {plain("a"): 1}[plain("a", heard=1)] == 1
    assert len({plain("a"), plain("a"), plain("b")}) == 2
    assert OURS["Leaf"]() != OURS["Middle"](1.0)
    assert OURS["Hashed"]("a", 1) != OURS["Hashed"]("a", 2)
    assert hash(OURS["Hashed"]("a", 1)) == hash(OURS["Hashed"]("a", 2))
    assert OURS["Identity"]("a") != OURS["Identity"]("a")
    nan = float("nan")
    assert OURS["Middle"](nan) == OURS["Middle"](nan)
    assert ordered(1) < ordered(1, 1) <= ordered(1, 1, "x") < ordered(2) > ordered(1)
    assert sorted([ordered(2), ordered(1, 5), ordered(1)]) == [ordered(1), ordered(1, 5), ordered(2)]
    with pytest.raises(TypeError):
        assert ordered(1) < plain("a")


def test_each_has_its_own_of_what_a_factory_makes() -> None:
    first, second = OURS["Factory"](), OURS["Factory"]()
    first.told.append("a")
    assert second.told == []
    assert OURS["Computed"]("a").more is not OURS["Computed"]("a").more


@pytest.mark.parametrize("name", ["Plain", "Computed", "Keywords", "Leaf"])
def test_replace_makes_another(name: str) -> None:
    args, words = next((args, words) for known, args, words in CALLS if known == name)
    ours, theirs = _both(name, args, words)
    changed = {"Plain": "lines", "Computed": "text", "Keywords": "port", "Leaf": "name"}[name]
    assert repr(replace(ours, **{changed: "b"})) == repr(replace(theirs, **{changed: "b"}))
    assert repr(ours) == repr(theirs)
    if name == "Computed":
        with pytest.raises((TypeError, ValueError)):
            replace(ours, size=1)


def test_they_match_by_position() -> None:
    match OURS["Plain"]("a", ("b",)):
        case Pinned():
            pytest.fail("of another class")
    match Pinned("a", 3):
        case Pinned(name, 3):
            assert name == "a"


@frozen
class Pinned:
    """At the top, as pickle needs it."""

    name: str
    count: int = field(default=0, repr=False)


@frozen
class PinnedLater(Pinned):
    later: tuple[str, ...] = ()


def test_they_are_copied_and_pickled() -> None:
    for value in (Pinned("a", 3), PinnedLater("a", 3, ("b",))):
        copies = [copy.copy(value), copy.deepcopy(value)]
        copies += [pickle.loads(pickle.dumps(value, kind)) for kind in range(2, pickle.HIGHEST_PROTOCOL + 1)]
        assert copies == [value] * len(copies)
        assert all(type(one) is type(value) for one in copies)


def test_what_is_asked_first_does_not_matter() -> None:
    """Each method is compiled with its first call; one that is inherited is not taken for one's own."""

    @frozen
    class First:
        a: int

    @frozen
    class Second(First):
        b: int = 2

    assert Second(1) == Second(1)
    assert hash(Second(1)) == hash((1, 2))
    assert First(1) == First(1)
    assert hash(First(1)) == hash((1,))
    assert First.__init__.__qualname__.endswith("First.__init__")
    assert Second.__init__.__qualname__.endswith("Second.__init__")


def test_what_holds_itself_can_be_shown() -> None:
    holder = OURS["Factory"]()
    holder.told.append(holder)
    assert "..." in repr(holder)


def test_the_class_that_was_decorated_is_let_go_of() -> None:
    def make() -> weakref.ref[type]:
        class Given:
            a: int

        given: weakref.ref[type] = weakref.ref(Given)
        assert frozen(Given)(1).a == 1
        return given

    given = make()
    gc.collect()
    assert given() is None


def test_words_of_a_class_are_its_own_or_none() -> None:
    assert OURS["Plain"].__doc__ == "What it is."
    assert OURS["Other"].__doc__ is None


def test_nothing_is_compiled_before_a_class_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is for: such a class is made in a tenth of the time of a dataclass."""
    compiled = []

    def run(source: object, *names: Any) -> None:
        compiled.append(source)
        _exec(source, *names)

    _exec = builtins.exec
    monkeypatch.setattr(builtins, "exec", run)
    made = _classes(frozen)
    assert compiled == []
    assert made["Plain"]("a") == made["Plain"]("a")
    assert made["Plain"]("a") == made["Plain"]("a")
    assert len(compiled) == 2
