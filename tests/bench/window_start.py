"""How long it takes from the command to the window: the X server tells it, nobody asks by turns.

On a screen of its own with openbox (Xvfb and openbox installed), the second start in a home folder, with the
bytecode that the first has left.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.clients import KVIrc
from tests.bench.irc_servers import find
from tests.bench.screen import Screen
from tests.bench.x11 import XConnection, XError
from tests.headless_hub import ROOT, free_port

WINDOW, KVIRC, EMPTY = "Hubbub, start page", "KVIrc", "empty PySide6 window"
_TREE = "Hubbub in "  # and the folder of another checkout
_LEAST = 200  # pixels each way: no hint, no tray icon
_PATIENCE = 60.0  # seconds
_EMPTY = (
    "from PySide6.QtWidgets import QApplication, QWidget; a = QApplication([]); w = QWidget(); "
    "w.resize(800, 600); w.show(); a.exec()"
)


def programs(trees: Sequence[Path] = ()) -> list[str]:
    """Those that can be measured here, with Hubbub of other checkouts."""
    if not (find("Xvfb") and find("openbox")):
        return []
    return [*hubbubs(trees), *([KVIRC] if KVIrc.is_installed() else []), EMPTY]


def hubbubs(trees: Sequence[Path] = ()) -> list[str]:
    """This one and those of other checkouts."""
    return [WINDOW, *(f"{_TREE}{tree.absolute()}" for tree in trees)]


def seconds_to_window(program: str) -> float:
    """From the command to the map of the window. Raises XError, or OSError where none comes."""
    with tempfile.TemporaryDirectory(prefix="window-") as kept:
        folder = Path(kept)
        screen = Screen(folder)
        try:
            command = command_of(program, folder)
            for _ in range(2):
                with started(command, screen, folder) as launch:
                    taken = launch.wait_for_window()
                    # what it does once its window is there is not of the next start
                    time.sleep(1.0)
            return taken
        finally:
            screen.close()


def command_of(program: str, home: Path) -> list[str]:
    """How one of `programs` is started; KVIrc with its settings in `home`."""
    if program == KVIRC:
        return KVIrc(home).prepare(free_port())
    if program == EMPTY:
        return [sys.executable, "-c", _EMPTY]
    tree = ROOT if program == WINDOW else Path(program.removeprefix(_TREE))
    return [sys.executable, str(tree / "main.py")]


@dataclass(slots=True)
class Launch:
    """A program that starts on a screen. `x` is told of what is mapped."""

    x: XConnection
    command: list[str]
    home: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def wait_for_window(self) -> float:
        """Start it; returns the seconds until its window is mapped. Raises XError or OSError."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            self.command,
            cwd=self.home,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while True:
            window, taken = self.x.next_mapped(), time.perf_counter() - began
            with contextlib.suppress(XError):  # a short-lived one that is gone already
                area = self.x.area(window)
                if min(area.width, area.height) >= _LEAST:
                    return taken


@contextlib.contextmanager
def started(command: list[str], screen: Screen, home: Path) -> Iterator[Launch]:
    """A launch that ends with the block. Its bytecode is kept in `home`."""
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    kept = {"HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    environment = screen.environment | folders | kept
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    x = XConnection(screen.display)
    x.socket.settimeout(_PATIENCE)
    launch = Launch(x, command, home, environment)
    try:
        while not x.has_manager():
            time.sleep(0.05)
        x.listen_for_pongs()
        yield launch
    finally:
        x.close()
        if launch.process is not None:
            launch.process.terminate()
            try:
                launch.process.wait(10)
            except subprocess.TimeoutExpired:
                launch.process.kill()
                launch.process.wait()


if __name__ == "__main__":
    for each in programs():
        print(f"{each}: {seconds_to_window(each):.3f} s, load {os.getloadavg()[0]:.1f}")
