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
from pathlib import Path

from tests.bench.clients import KVIrc
from tests.bench.irc_servers import find
from tests.bench.screen import Screen
from tests.bench.x11 import XConnection, XError
from tests.headless_hub import ROOT, free_port

WINDOW, KVIRC, EMPTY = "Hubbub, start page", "KVIrc", "empty PySide6 window"
_LEAST = 200  # pixels each way: no hint, no tray icon
_PATIENCE = 60.0  # seconds
_EMPTY = (
    "from PySide6.QtWidgets import QApplication, QWidget; a = QApplication([]); w = QWidget(); "
    "w.resize(800, 600); w.show(); a.exec()"
)


def programs() -> list[str]:
    """Those that can be measured here."""
    if not (find("Xvfb") and find("openbox")):
        return []
    return [WINDOW, *([KVIRC] if KVIrc.is_installed() else []), EMPTY]


def seconds_to_window(program: str) -> float:
    """From the command to the map of the window. Raises XError, or OSError where none comes."""
    with tempfile.TemporaryDirectory(prefix="window-") as kept:
        folder = Path(kept)
        screen = Screen(folder)
        try:
            command = _command(program, folder)
            _start(command, screen, folder)
            return _start(command, screen, folder)
        finally:
            screen.close()


def _command(program: str, home: Path) -> list[str]:
    if program == KVIRC:
        return KVIrc(home).prepare(free_port())
    return [sys.executable, str(ROOT / "main.py")] if program == WINDOW else [sys.executable, "-c", _EMPTY]


def _start(command: list[str], screen: Screen, home: Path) -> float:
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = screen.environment | folders | {"HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    x = XConnection(screen.display)
    x.socket.settimeout(_PATIENCE)
    try:
        while not x.has_manager():
            time.sleep(0.05)
        x.listen_for_pongs()
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while True:
                window, taken = x.next_mapped(), time.perf_counter() - began
                with contextlib.suppress(XError):  # a short-lived one that is gone already
                    area = x.area(window)
                    if min(area.width, area.height) >= _LEAST:
                        return taken
        finally:
            # what it does once its window is there is not of the next start
            time.sleep(1.0)
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        x.close()


if __name__ == "__main__":
    for each in programs():
        print(f"{each}: {seconds_to_window(each):.3f} s, load {os.getloadavg()[0]:.1f}")
