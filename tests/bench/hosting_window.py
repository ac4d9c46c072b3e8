"""How late a window that hosts a room is for others than the room: pings of the window manager every 5 ms.

A round trip is what the window's event loop is late by and what the X server takes, a fraction of a
millisecond. The members are in the room that the window shows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import percentile
from tests.bench.irc_load import Load, Outcome, run
from tests.bench.irc_servers import Running, wait_for
from tests.bench.screen import Screen
from tests.bench.watcher import Watcher
from tests.bench.x11 import XConnection
from tests.headless_hub import ROOT, free_port

_EVERY_S = 0.005
_SETTLE_S = 0.5  # the generator ends so long after the last word, at most
_START_S = 3.0  # a window is built behind its first picture


def lateness(load: Load, build: Path) -> Outcome:
    """The 99th percentile, in ms, while a load is on. Raises RuntimeError, XError or OSError."""
    with tempfile.TemporaryDirectory(prefix="hosting-") as kept:
        folder = Path(kept)
        screen = Screen(folder)
        port = free_port()
        command = [sys.executable, str(ROOT / "main.py"), "host", "--listen", f"127.0.0.1:{port}"]
        command += ["--web", "none", "--no-announce", "--name", "host", "--data-dir", str(folder / "data")]
        log = folder / "log"
        with log.open("wb") as out:
            environment = screen.environment | {"HOME": str(folder)}
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
        try:
            wait_for(process, port, log)
            time.sleep(_START_S)
            return _watched(screen, Running(process.pid, port, port, 0.0), load, build)
        finally:
            process.kill()  # it would ask whether the room is to be closed
            process.wait()
            screen.close()


def _watched(screen: Screen, host: Running, load: Load, build: Path) -> Outcome:
    x = XConnection(screen.display)
    try:
        window = x.main_window()
    finally:
        x.close()
    if window is None:
        raise RuntimeError("there is no window")
    watcher = Watcher(screen.display, window, screen.pixels, ping=_EVERY_S, look=1.0)
    outcome = run(load, host, build)
    ended = time.monotonic()
    seen = watcher.stop()
    if outcome.fault:
        return outcome
    waits = seen.stalls(ended - _SETTLE_S - load.seconds, ended - _SETTLE_S)
    if not waits:
        return Outcome(fault="the window answered no ping")
    return Outcome(p99=percentile(waits, 0.99))
