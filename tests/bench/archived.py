"""A room with a long past under a person's hands: how soon each move is painted, how long the window stalls.

    python -m tests.bench.archived [--messages 1000000] [--moves 60] [--keep FILE] [--json FILE]

Fills the archive of a profile, starts the program with it under Xvfb and openbox, and moves keys, wheel,
mouse and window edges as a person does. `--keep` keeps the filled archive for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.clients import Hubbub
from tests.bench.figures import percentile, table
from tests.bench.hands import Hands
from tests.bench.moves import KINDS, Kind, World
from tests.bench.past import LARGE, SECOND, fill, put_in_place
from tests.bench.replay_server import ReplayServer
from tests.bench.screen import Screen
from tests.bench.usage import usage
from tests.bench.watcher import CHANGED_PIXEL_ROWS as LARGE_CHANGE
from tests.bench.watcher import Watched, Watcher
from tests.bench.x11 import XConnection

START_SECONDS = 30.0
SETTLE_SECONDS = 3.0
REST_SECONDS = 0.4  # between two moves; what is painted later belongs to nobody's move
PING_SECONDS, LOOK_SECONDS = 0.012, 0.004


@dataclass(frozen=True, slots=True)
class Result:
    """One kind of move, in milliseconds: until something was painted, until all was, round trips of pings."""

    name: str
    unseen: int  # moves that changed nothing on the screen
    first: list[float]
    last: list[float]
    stalls: list[float]


def result(kind: Kind, moments: list[float], seen: Watched) -> Result:
    """Sort what was seen by the moves that it follows."""
    first, last, unseen = [], [], 0
    for moment in moments:
        until = moment + REST_SECONDS
        changes = [
            (1000 * (change - moment), rows)
            for change, rows in seen.changes
            if moment <= change < until and rows >= kind.least
        ]
        if changes:
            first.append(changes[0][0])
            # later small ones are a cursor that blinks
            last.append(max([changes[0][0], *(after for after, rows in changes if rows >= LARGE_CHANGE)]))
        else:
            unseen += 1
    return Result(kind.name, unseen, first, last, seen.stalls(moments[0], moments[-1] + REST_SECONDS))


def report(results: list[Result]) -> str:
    """The table: a row per kind of move."""
    head = ["milliseconds", "first painted p50", "p99", "max", "all painted p50", "p99", "max"]
    head += ["stall p50", "p99", "max", "unseen"]
    rows = []
    for one in results:
        cells = [one.name]
        for values in (one.first, one.last, one.stalls):
            cells += [f"{percentile(values, share):.0f}" for share in (0.5, 0.99, 1.0)]
        rows.append([*cells, str(one.unseen)])
    return table(head, rows)


def measure(
    screen: Screen, home: Path, filled: Path, kinds: Sequence[Kind], moves: int, pictures: Path | None
) -> list[Result]:
    """Start the program on a filled archive and make every kind of move."""
    server, client = ReplayServer(), Hubbub(home)
    put_in_place(filled, client.places.archive_file, server.port)
    try:
        process = client.start(screen, server.port)
        if not server.joined.wait(START_SECONDS):
            raise TimeoutError("the program has not joined the channel")
        server.let_in(SECOND)
        time.sleep(SETTLE_SECONDS)
        world = _world(screen, server)
        results = []
        for kind in kinds:
            results.append(_measure(kind, world, screen, moves))
            print(report(results[-1:]).splitlines()[-1], flush=True)
            if pictures is not None:
                screen.save(pictures / f"{kind.name.replace(' ', '-')}.png")
        print(f"resident memory after all of it: {usage(process.pid).resident:.0f} MiB")
        return results
    finally:
        client.stop()
        server.close()


def _world(screen: Screen, server: ReplayServer) -> World:
    x = XConnection(screen.display)
    window = x.main_window()
    assert window is not None, "the program shows no window"
    world = World(Hands(x), server, window, x.area(window))
    world.hands.press("alt+down")  # the second room was shown when we got into it
    time.sleep(1)
    return world


def _measure(kind: Kind, world: World, screen: Screen, count: int) -> Result:
    kind.before(world)
    time.sleep(1)
    watcher = Watcher(screen.display, world.window, screen.pixels, ping=PING_SECONDS, look=LOOK_SECONDS)
    moments = []
    for number in range(count):
        moments.append(time.monotonic())
        kind.make(world, number)
        time.sleep(REST_SECONDS)
        if kind.tidy is not None:
            kind.tidy(world)
            time.sleep(REST_SECONDS)
    seen = watcher.stop()
    kind.after(world)
    return result(kind, moments, seen)


def main() -> int:
    """Fill, start, move, report."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--messages", type=int, default=1_000_000)
    asked.add_argument("--moves", type=int, default=60, help="of each kind")
    asked.add_argument("--only", default="", help="the kind of move whose name begins so")
    asked.add_argument("--keep", type=Path, help="the filled archive, made if it is not there")
    asked.add_argument("--pictures", type=Path, help="a folder for a picture after each kind of move")
    asked.add_argument("--json", type=Path, help="all figures")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        filled = options.keep or Path(folder, "filled.sqlite")
        if not filled.exists():
            print(f"filling an archive with {options.messages} messages", flush=True)
            fill(filled, options.messages)
        screen = Screen(Path(folder))
        try:
            kinds = [kind for kind in KINDS if kind.name.startswith(options.only)]
            results = measure(screen, Path(folder, "home"), filled, kinds, options.moves, options.pictures)
        finally:
            screen.close()
        size = filled.stat().st_size / 2**20
    load = os.getloadavg()[0]
    print(
        f"\n{LARGE} and others in an archive of {size:.0f} MiB, {options.moves} moves each, load {load:.1f}\n"
    )
    print(report(results))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
