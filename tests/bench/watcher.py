"""A process of its own that watches a window: how long it takes to answer, and when what is seen changes."""

from __future__ import annotations

import multiprocessing
import select
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from tests.bench.screen import HEIGHT, Pixels
from tests.bench.x11 import XConnection

PING_SECONDS = 0.035
LOOK_SECONDS = 0.02
ROW_STEP = 4
# A blinking cursor or a counter changes fewer rows than this; a line that arrives moves the whole text.
CHANGED_PIXEL_ROWS = 60


@dataclass(slots=True)
class Watched:
    """Pings as (sent, seconds until answered), changes of the picture as (seen, rows of pixels that differ).

    Moments are of the monotonic clock.
    """

    pings: list[tuple[float, float]] = field(default_factory=list)
    changes: list[tuple[float, int]] = field(default_factory=list)

    def stalls(self, since: float, until: float) -> list[float]:
        """Round trips of the pings that were sent or answered between two moments, in milliseconds."""
        return [1000 * took for sent, took in self.pings if sent + took >= since and sent <= until]

    def last_change(self, least: int = CHANGED_PIXEL_ROWS) -> float:
        """When at least so many rows changed last; 0 for never."""
        return max((moment for moment, rows in self.changes if rows >= least), default=0.0)


class Watcher:
    """Watches from its making until `stop`."""

    def __init__(
        self,
        display: int,
        window: int,
        pixels: Path,
        *,
        ping: float = PING_SECONDS,
        look: float = LOOK_SECONDS,
    ) -> None:
        """`ping`, `look`: how often, in seconds."""
        here, there = multiprocessing.Pipe()
        self._pipe = here
        self._process = multiprocessing.get_context("spawn").Process(
            target=_watch, args=(there, display, window, pixels, ping, look), daemon=True
        )
        self._process.start()
        there.close()
        self._pipe.recv()  # it has begun

    def last_change(self) -> float:
        """When the picture changed much last, as far as seen now."""
        self._pipe.send("when")
        return float(self._pipe.recv())

    def stop(self) -> Watched:
        """End; a ping that was never answered counts until now."""
        self._pipe.send("stop")
        seen = self._pipe.recv()
        self._process.join()
        assert isinstance(seen, Watched)
        return seen


def _watch(pipe: Connection, display: int, window: int, file: Path, ping: float, look: float) -> None:
    x, pixels, seen = XConnection(display), Pixels(file), Watched()
    x.listen_for_pongs()
    waiting: dict[int, float] = {}
    number = 0
    picture = pixels.rows(0, HEIGHT, ROW_STEP)
    next_ping = next_look = time.monotonic()
    pipe.send("begun")
    while True:
        until = max(0.0, min(next_ping, next_look) - time.monotonic())
        ready = select.select([x.socket, pipe], [], [], until)[0]
        now = time.monotonic()
        if x.socket in ready:
            for pong in x.pongs():
                sent = waiting.pop(pong, None)
                if sent is not None:
                    seen.pings.append((sent, now - sent))
        if pipe in ready:
            if pipe.recv() == "stop":
                break
            pipe.send(seen.last_change())
        if now >= next_ping:
            number += 1
            waiting[number] = time.monotonic()
            x.ping(window, number)
            next_ping = max(next_ping + ping, now)
        if now >= next_look:
            fresh = pixels.rows(0, HEIGHT, ROW_STEP)
            changed = sum(old != new for old, new in zip(picture, fresh, strict=True))
            if changed:
                seen.changes.append((now, changed * ROW_STEP))
            picture = fresh
            next_look = max(next_look + look, now)
    now = time.monotonic()
    seen.pings += [(sent, now - sent) for sent in waiting.values()]
    pipe.send(seen)
