"""How long the first click on Host, made as soon as the window is mapped, waits for an answer in pixels.

Three starts in one home folder. The first shows where the button is, the second all that its rows show
without a click (first frames, hover), the third is measured: what else is painted then is the answer.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.hands import Hands
from tests.bench.screen import HEIGHT, Pixels, Screen
from tests.bench.window_start import WINDOW, command_of, started
from tests.bench.x11 import Area

CLICK = "first click on Host"
_SETTLED = 3.0  # seconds: all that comes behind the first frame is there
_LOOK = 0.002  # seconds between two looks; a frame that is half copied is gone at the next
_PATIENCE = 20.0  # seconds
_STEP = 2  # rows
_SATURATED = 90  # between the largest and the smallest part of a colour: no grey
_LEAST = 40  # pixels wide: no icon's part

Rows = list[bytes]


def milliseconds_to_answer(program: str = WINDOW) -> float:
    """From a click on Host at the map of the window until something is painted for it. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix="click-") as kept:
        folder = Path(kept)
        screen = Screen(folder)
        try:
            return _measure(command_of(program, folder), screen, folder)
        finally:
            screen.close()


def _measure(command: list[str], screen: Screen, folder: Path) -> float:
    pixels = Pixels(screen.pixels)
    with _window(command, screen, folder):
        time.sleep(_SETTLED)
        button = find_button(pixels.rows(0, HEIGHT, _STEP))
    top, bottom = button.y, button.y + button.height + 1
    known = set()
    with _window(command, screen, folder, button) as hands:
        ends = time.perf_counter() + _SETTLED
        for at in itertools.cycle(range(2)):  # the mouse is over it, also where it was told so only now
            known.add(b"".join(pixels.rows(top, bottom, _STEP)))
            if (now := time.perf_counter()) > ends:
                break
            if ends - now < _SETTLED / 2:
                hands.point(button.x + _LEAST + at, button.y)
            time.sleep(_LOOK)
    with _window(command, screen, folder, button) as hands:
        hands.click()
        began = time.perf_counter()
        return 1000 * (_answered(pixels, top, bottom, known, began + _PATIENCE) - began)


@contextmanager
def _window(command: list[str], screen: Screen, folder: Path, pointer: Area | None = None) -> Iterator[Hands]:
    """The program, just mapped; the mouse waits where its button will be."""
    with started(command, screen, folder) as launch:
        hands = Hands(launch.x)
        if pointer is not None:
            hands.point(pointer.x + pointer.width // 2, pointer.y + pointer.height // 2)
        launch.wait_for_window()
        yield hands


def _answered(pixels: Pixels, top: int, bottom: int, known: Collection[bytes], ends: float) -> float:
    """When something was seen for the first time that is not known and still there at the next look."""
    since: float | None = None
    while (now := time.perf_counter()) < ends:
        if b"".join(pixels.rows(top, bottom, _STEP)) in known:
            since = None
        elif since is not None:
            return since
        else:
            since = now
        time.sleep(_LOOK)
    raise TimeoutError("nothing was painted for the click")


def find_button(rows: Rows) -> Area:
    """The widest part of the screen that has one colour, no grey, in two of these rows at least."""
    runs = [_runs(row) for row in rows]
    found = [
        (end - begin, at, begin)
        for at in range(len(rows) - 1)
        for begin, end in runs[at].keys() & runs[at + 1].keys()
        if runs[at][begin, end] == runs[at + 1][begin, end]
    ]
    if not found:
        raise OSError("no button is seen")
    width, at, begin = max(found, key=lambda run: (run[0], -run[1]))
    return Area(begin, at * _STEP, width, 2 * _STEP)


def _runs(row: bytes) -> dict[tuple[int, int], int]:
    """Where a row has one saturated colour for a while, and which."""
    values = memoryview(row).cast("I")
    found = {}
    begin = 0
    for x in range(1, len(values) + 1):
        if x == len(values) or values[x] != values[begin]:
            parts = values[begin].to_bytes(4, "little")[:3]
            if x - begin >= _LEAST and max(parts) - min(parts) >= _SATURATED:
                found[begin, x] = values[begin]
            begin = x
    return found


if __name__ == "__main__":
    print(f"{CLICK}: {milliseconds_to_answer():.1f} ms")
