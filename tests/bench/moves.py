"""What a person does with a room of a long past, one move at a time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

from tests.bench.hands import Hands
from tests.bench.past import SMALL
from tests.bench.replay_server import ReplayServer
from tests.bench.x11 import Area

_SEARCHED = ("sal", "ka", "mondri", "https", "was")
_FROM_RIGHT = 190  # of the window to the scroll bar: the people's pane and half of the bar


@dataclass(slots=True)
class World:
    """What a move may use."""

    hands: Hands
    server: ReplayServer
    window: int
    area: Area
    pick: random.Random = field(default_factory=lambda: random.Random(7))
    rooms: Iterator[str] = field(default_factory=lambda: cycle(SMALL))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of move: `make` does the one of a number. `before` and `after` are done once, `tidy` after each.

    `least`: rows of pixels that change at least when it is painted; a cursor that blinks changes 20.
    """

    name: str
    make: Callable[[World, int], None]
    before: Callable[[World], None] = lambda world: None
    after: Callable[[World], None] = lambda world: None
    tidy: Callable[[World], None] | None = None
    least: int = 60


def point_at_messages(world: World) -> None:
    """Put the mouse over the messages."""
    world.hands.point(world.area.x + world.area.width // 3, world.area.y + world.area.height // 2)


def _to_messages(world: World) -> None:
    point_at_messages(world)
    world.hands.click()


def _ask_for_room(world: World) -> None:
    """Type what joins the next room: those that a server opens unasked wait after a handful."""
    for key in f"/join {next(world.rooms).removeprefix('#')}":
        world.hands.press("space" if key == " " else key)


def _prepare_rooms(world: World) -> None:
    _to_composer(world)
    _ask_for_room(world)


def _open(world: World, _number: int) -> None:
    """Into a room whose past is in the archive."""
    world.hands.press("enter")


def _close(world: World) -> None:
    world.hands.press("ctrl+w")
    _ask_for_room(world)


def _scroll(world: World, number: int) -> None:
    world.hands.click(5 if number % 5 == 4 else 4)


def _page(world: World, number: int) -> None:
    world.hands.press("pagedown" if number % 5 == 4 else "pageup")


def _jump(world: World, number: int) -> None:
    world.hands.press("end" if number % 2 else "home")


def _drag(world: World, _number: int) -> None:
    area = world.area
    y = area.y + world.pick.randrange(100, area.height - 130)
    world.hands.point(area.x + area.width - _FROM_RIGHT, y)
    world.hands.click()


def _search(world: World, number: int) -> None:
    """Words letter by letter, then from hit to hit, then away."""
    word = _SEARCHED[number // 12 % len(_SEARCHED)]
    steps = ["ctrl+f", *word, *["f3"] * (10 - len(word)), "escape"]
    world.hands.press(steps[number % 12].lower())


def _switch(world: World, number: int) -> None:
    world.hands.press("alt+up" if number % 3 == 2 else "alt+down")


def _resize(world: World, number: int) -> None:
    world.hands.resize(world.window, 1100 - number % 8 * 30, 700 - number % 5 * 10)


def _restore(world: World) -> None:
    world.hands.resize(world.window, world.area.width, world.area.height)


def _type(world: World, _number: int) -> None:
    world.hands.press(world.pick.choice("abcdefgh"))


def _to_composer(world: World) -> None:
    _to_messages(world)
    world.hands.press("escape")


KINDS = (
    Kind("scroll by the wheel", _scroll, point_at_messages),
    Kind("scroll by the page", _page, _to_messages),
    Kind("jump to end and beginning", _jump, _to_messages),
    Kind("drag the scroll bar", _drag),
    Kind("search", _search, _to_composer, least=4),
    Kind("switch rooms", _switch, _to_composer),
    Kind("resize the window", _resize, _to_composer, _restore),
    Kind("type", _type, _to_composer, least=4),
    Kind("open a room", _open, _prepare_rooms, tidy=_close),
)
