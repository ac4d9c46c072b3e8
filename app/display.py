"""Whether a window can be opened at all, found out before Qt would end the process.

Loads no Qt but the binding that is being tested.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Callable, Mapping

# Shared library -> Debian package: what QtGui, QtWidgets and the xcb plugin need from the system.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WITHOUT_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "minimalegl", "vkkhrdisplay")


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def problem(
    environ: Mapping[str, str], platform: str = sys.platform, has: Callable[[str], bool] = loads
) -> str:
    """Why no window can be opened, as one sentence; "" when it can."""
    if platform.startswith("linux"):
        wanted = environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
        if not wanted and not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
            return "There is no display to open a window on; use “host --headless” to host without one."
        missing = [package for library, package in LIBRARIES.items() if not has(library)]
        uses_xcb = wanted == "xcb" or (not wanted and not environ.get("WAYLAND_DISPLAY"))
        if uses_xcb:
            missing += [package for library, package in XCB_LIBRARIES.items() if not has(library)]
        if missing:
            return f"The window needs system libraries that are missing: apt install {' '.join(missing)}"
    return _import_problem()


def _import_problem() -> str:
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return f"The window cannot be opened, a library is missing ({error}); README lists what to install."
    return ""
