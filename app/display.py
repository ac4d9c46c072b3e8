"""Whether a window can be opened at all, found out before Qt would end the process.

Loads no Qt but the binding that is being tested.
"""

from __future__ import annotations

import ctypes
import importlib
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

# Shared library -> Debian package: what Qt needs in any case, for windows, on X11, on Wayland.
BASE_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libX11.so.6": "libx11-6",
    "libfreetype.so.6": "libfreetype6",
}
XCB_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_PACKAGES = BASE_LIBRARIES | LIBRARIES | XCB_LIBRARIES | WAYLAND_LIBRARIES


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def answers(environ: Mapping[str, str]) -> bool:
    """Whether an X server or a Wayland compositor answers where the environment says that there is one."""
    return _wayland_answers(environ) or _x_answers(environ.get("DISPLAY", ""))


def problem(
    environ: Mapping[str, str],
    platform: str = sys.platform,
    has: Callable[[str], bool] = loads,
    is_there: Callable[[Mapping[str, str]], bool] = answers,
) -> str:
    """Why no window can be opened, as one sentence; "" when it can."""
    if platform.startswith("linux"):
        wanted = environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
        if not wanted and not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
            return "There is no display to open a window on; use “host --headless” to host without one."
        needed = LIBRARIES | _platform_libraries(wanted, environ)
        missing = [package for library, package in needed.items() if not has(library)]
        if missing:
            return f"The window needs system libraries that are missing: apt install {' '.join(missing)}"
        if wanted in ("", "xcb", "wayland") and not is_there(environ):  # Qt would end the process
            named = environ.get("WAYLAND_DISPLAY") if wanted == "wayland" else environ.get("DISPLAY")
            named = named or environ.get("WAYLAND_DISPLAY") or "of this computer"
            return f"The display {named} does not answer; use “host --headless” to host without one."
    return _import_problem()


def import_problem(error: ImportError) -> str:
    """Why a part of Qt cannot be loaded, as one sentence; names the package to install where it is known."""
    library = str(error).partition(":")[0]
    if library in _PACKAGES:
        return f"A system library is missing: apt install {_PACKAGES[library]}"
    if (error.name or "").partition(".")[0] == "PySide6" and isinstance(error, ModuleNotFoundError):
        return "PySide6 is not installed here: install Hubbub with pip, as README says."
    return f"A part of the program cannot be loaded ({error}); README lists what to install."


def _x_answers(display: str) -> bool:
    """Asked as Qt asks, with what the person may show to the X server."""
    if not display:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # what is missing is told otherwise
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(errors="surrogateescape"), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    # https://wayland.freedesktop.org/docs/html/apb.html: a name without a folder is one in the person's
    place = Path(environ.get("XDG_RUNTIME_DIR", ""), name)
    if sys.platform == "win32":
        return False
    else:  # and not below: type checkers read one of the two
        try:
            with socket.socket(socket.AF_UNIX) as asking:
                asking.connect(str(place))
        except OSError:
            return False
        return True


def _platform_libraries(wanted: str, environ: Mapping[str, str]) -> dict[str, str]:
    """What the platform that Qt will choose needs besides."""
    on_wayland = wanted == "wayland" or (not wanted and bool(environ.get("WAYLAND_DISPLAY")))
    if on_wayland:
        return WAYLAND_LIBRARIES
    return XCB_LIBRARIES if wanted in ("", "xcb") else {}


def _import_problem() -> str:
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return import_problem(error)
    return ""
