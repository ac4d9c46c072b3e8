"""An X screen of our own, for what only real windows show."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.foreign.programs import PATIENCE, require, turn_idle, wait_for

# Without a notification area Wine shows its icons in a window, as soon as there is one: the keys that are
# pressed just then are for another.
_RULES = """<openbox_config xmlns="http://openbox.org/3.4/rc">
<focus><focusNew>yes</focusNew></focus>
<applications><application title="Wine System Tray"><focus>no</focus></application></applications>
</openbox_config>
"""


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Xvfb with a window manager; gives the environment for programs that are to show themselves there."""
    xvfb, openbox = require("Xvfb"), require("openbox")
    read, write = os.pipe()
    # -displayfd: the server picks a free number and tells it
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    environment = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
    environment |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    folder = tempfile.TemporaryDirectory()
    rules = Path(folder.name, "rc.xml")
    rules.write_text(_RULES)
    manager = subprocess.Popen([openbox, "--config-file", rules], env=environment, stderr=subprocess.DEVNULL)
    # https://specifications.freedesktop.org/wm-spec: by this the window manager says that it is there
    ask = [require("xprop"), "-root", "_NET_SUPPORTING_WM_CHECK"]
    try:
        wait_for(
            lambda: (
                "window id" in subprocess.run(ask, env=environment, capture_output=True, text=True).stdout
            ),
            lambda: "no window manager came",
            turn_idle,
        )
        yield environment
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(PATIENCE)
        folder.cleanup()


def titles(environment: dict[str, str]) -> list[str]:
    """The titles of all visible windows of ours."""
    found = subprocess.run(
        [require("xdotool"), "search", "--onlyvisible", "--name", "Hubbub", "getwindowname", "%@"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.splitlines()


def shows(environment: dict[str, str], title: str) -> None:
    """Wait until a window has this title."""
    wait_for(
        lambda: title in titles(environment),
        lambda: f"no window is called {title!r}: {titles(environment)}",
        turn_idle,
    )


def press(environment: dict[str, str], title: str, *keys: str) -> None:
    """Press keys in the window of that title, such as "ctrl+q", one after the other."""
    _to_window(environment, title)
    _call(environment, "key", *keys)


def types(environment: dict[str, str], title: str, text: str) -> None:
    """Type a line into the window of that title, and Enter."""
    _to_window(environment, title)
    _call(environment, "type", "--delay", "20", text)
    _call(environment, "key", "Return")


def _to_window(environment: dict[str, str], title: str) -> None:
    # and then as from a keyboard: what is sent to a window fails where it is gone before the key is up again
    _call(environment, "search", "--onlyvisible", "--name", f"^{title}$", "windowactivate", "--sync")


def _call(environment: dict[str, str], *words: str) -> None:
    subprocess.run([require("xdotool"), *words], env=environment, check=True, timeout=PATIENCE)
