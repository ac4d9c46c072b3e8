"""A busy server's 100,000 lines for Hubbub, HexChat and KVIrc in turn: how soon, how smoothly, at what cost.

    python -m tests.bench.replay [--clients hubbub,hexchat,kvirc] [--runs 3] [--lines 100000] [--json FILE]

Needs Xvfb and openbox; a client that is not installed is left out and named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tests.bench.clients import CLIENTS, Client
from tests.bench.figures import percentile, spread, table
from tests.bench.replay_server import ReplayServer
from tests.bench.screen import Screen
from tests.bench.talk import Line, talk
from tests.bench.usage import Usage, usage
from tests.bench.watcher import Watched, Watcher
from tests.bench.x11 import XConnection

START_SECONDS = 30.0
ARCHIVE_SECONDS = 60.0
SETTLE_SECONDS = 3.0  # from having joined to the first line: lists are filled, windows painted
QUIET_SECONDS = 1.5  # so long without a large change of the picture means that all is displayed
DISPLAY_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Run:
    """What one replay to one client has shown. Seconds, milliseconds, MiB."""

    client: str
    absorbed: float
    displayed: float
    longest_stall: float
    stall_p99: float
    idle_stall: float  # the longest before the first line: what machine and harness add by themselves
    resident_before: float
    resident_after: float
    proportional_after: float
    cpu: float
    archived: float | None  # seconds after the last line was taken until all of them are in the archive
    load: float  # of the machine, over the last minute


def measure(client: Client, screen: Screen, lines: list[Line], picture: Path | None) -> Run:
    """Replay `lines` to a client that is launched for the second time, as on every day but the first."""
    server = ReplayServer()
    try:
        _start(client, screen, server)
    finally:
        client.stop()
        server.close()
    server = ReplayServer()
    try:
        process = _start(client, screen, server)
        x = XConnection(screen.display)
        window = x.main_window()
        x.close()
        if window is None:
            raise TimeoutError(f"{client.name} shows no window")
        watcher = Watcher(screen.display, window, screen.pixels)
        time.sleep(SETTLE_SECONDS)
        before, kept = usage(process.pid), client.kept_lines()
        begun, absorbed = server.replay(lines)
        archived = None if kept is None else _archived(client, kept + len(lines), absorbed)
        displayed = _displayed(watcher, absorbed)
        after = usage(process.pid)
        seen = watcher.stop()
        if picture is not None:
            screen.save(picture)
        figures = _figures(client.name, begun, absorbed, displayed, seen, before, after)
        return replace(figures, archived=archived)
    finally:
        client.stop()
        server.close()


def _start(client: Client, screen: Screen, server: ReplayServer) -> subprocess.Popen[bytes]:
    process = client.start(screen, server.port)
    if not server.joined.wait(START_SECONDS):
        raise TimeoutError(f"{client.name} has not joined the channel")
    time.sleep(SETTLE_SECONDS)
    return process


def _archived(client: Client, expected: int, absorbed: float) -> float:
    """How long after `absorbed` the archive holds everything."""
    until = time.monotonic() + ARCHIVE_SECONDS
    while time.monotonic() < until:
        if (client.kept_lines() or 0) >= expected:
            return max(0.0, time.monotonic() - absorbed)
        time.sleep(0.1)
    raise TimeoutError("not everything is in the archive")


def _displayed(watcher: Watcher, absorbed: float) -> float:
    """When the picture came to rest, the last line in it."""
    until = time.monotonic() + DISPLAY_SECONDS
    while time.monotonic() < until:
        time.sleep(QUIET_SECONDS / 5)
        last = watcher.last_change()
        if time.monotonic() - max(last, absorbed) > QUIET_SECONDS:
            return last
    raise TimeoutError("the picture never came to rest")


def _figures(
    name: str,
    begun: float,
    absorbed: float,
    displayed: float,
    seen: Watched,
    before: Usage,
    after: Usage,
) -> Run:
    during = seen.stalls(begun, max(displayed, absorbed))
    return Run(
        client=name,
        absorbed=absorbed - begun,
        displayed=displayed - begun,
        longest_stall=max(during),
        stall_p99=percentile(during, 0.99),
        idle_stall=max(seen.stalls(begun - 1.5, begun - 0.1)),
        resident_before=before.resident,
        resident_after=after.resident,
        proportional_after=after.proportional,
        cpu=after.cpu - before.cpu,
        archived=None,
        load=os.getloadavg()[0],
    )


def report(runs: list[Run]) -> str:
    """The table: a row per client, the median of its runs with their spread."""
    head = ["", "absorbed s", "displayed s", "longest stall ms", "p99 ms", "idle ms"]
    head += ["RSS before", "RSS after MiB", "PSS after", "CPU s", "archive lag s", "load"]
    names = list(dict.fromkeys(run.client for run in runs))
    rows = []
    for name in names:
        own = [run for run in runs if run.client == name]
        rows.append(
            [
                name,
                spread([run.absorbed for run in own], 2),
                spread([run.displayed for run in own], 2),
                spread([run.longest_stall for run in own], 0),
                spread([run.stall_p99 for run in own], 0),
                spread([run.idle_stall for run in own], 0),
                spread([run.resident_before for run in own], 0),
                spread([run.resident_after for run in own], 0),
                spread([run.proportional_after for run in own], 0),
                spread([run.cpu for run in own], 2),
                spread([run.archived for run in own if run.archived is not None], 1),
                spread([run.load for run in own], 1),
            ]
        )
    return table(head, rows)


def main() -> int:
    """Measure all clients in turn, as often as asked."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--clients", default=",".join(CLIENTS))
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--lines", type=int, default=100_000)
    asked.add_argument(
        "--pictures", type=Path, help="a folder for a picture of each client when all is displayed"
    )
    asked.add_argument("--json", type=Path, help="every run's figures")
    options = asked.parse_args()
    kinds = [CLIENTS[name] for name in options.clients.split(",")]
    for kind in [kind for kind in kinds if not kind.is_installed()]:
        print(f"{kind.name} is not installed and is left out.")
        kinds.remove(kind)
    lines = list(talk(options.lines, "#chan", time.time()))
    runs = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)
        for number in range(options.runs):
            for kind in kinds:
                place = Path(folder, f"{kind.name}-{number}")
                place.mkdir()
                screen = Screen(place)
                picture = options.pictures / f"{kind.name}.png" if options.pictures else None
                try:
                    runs.append(measure(kind(place / "home"), screen, lines, picture))
                finally:
                    screen.close()
                print(report(runs[-1:]).splitlines()[-1], flush=True)
    print(f"\n{options.lines} lines, {options.runs} runs: median (smallest–largest)\n\n{report(runs)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(run) for run in runs], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
