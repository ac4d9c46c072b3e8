"""A screen of our own: Xvfb, whose pixels lie in a file, with openbox. Read without asking the X server."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
from pathlib import Path

WIDTH, HEIGHT = 1280, 900


class Screen:
    """Runs while it is open; `environment` is for programs that are to be shown on it."""

    def __init__(self, folder: Path, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.folder = folder
        read, write = os.pipe()
        size = f"{width}x{height}x24"
        # -displayfd: the server picks a free number and tells it
        self._server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(write),
                "-screen",
                "0",
                size,
                "-nolisten",
                "tcp",
                "-ac",
                "-fbdir",
                folder,
            ],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as numbers:
            self.display = int(numbers.readline())
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
        }
        self.environment |= {"DISPLAY": f":{self.display}", "QT_QPA_PLATFORM": "xcb"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._manager = subprocess.Popen(["openbox"], env=self.environment, **quiet)

    def close(self) -> None:
        """End both."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)

    def save(self, picture: Path) -> None:
        """Keep a picture of the screen, where ImageMagick is installed."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", picture], env=self.environment, check=False)

    @property
    def pixels(self) -> Path:
        """The file in which Xvfb keeps what is seen."""
        return self.folder / "Xvfb_screen0"


class Pixels:
    """The rows of a screen as they are now (XWD: https://www.x.org/releases/X11R7.7/doc/man/man1/xwud.1.xhtml)."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._map[:100])
        self._begin = head[0] + 12 * head[19]  # the header and its colours come first
        self._stride = head[12]

    def rows(self, top: int, bottom: int, step: int) -> list[bytes]:
        """Every `step`-th row between `top` and `bottom`."""
        begin, stride = self._begin, self._stride
        return [self._map[begin + y * stride : begin + (y + 1) * stride] for y in range(top, bottom, step)]
