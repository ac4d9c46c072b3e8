"""A data folder outside of the person's own on Windows, where modes mean nothing: its access list is set."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# SYSTEM and the administrators, as in the folders of people there; by their numbers, as names are translated.
_ALSO = ("*S-1-5-18", "*S-1-5-32-544")
_INHERITED = "(OI)(CI)F"  # by files and folders inside; everything may be done
OURS = ("hub.key", "me.key", "accounts.sqlite")  # one of these makes a folder one of ours

Run = Callable[[Sequence[str]], int]


def keep_to_owner(
    folder: Path,
    *,
    platform: str = sys.platform,
    home: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    run: Run | None = None,
) -> bool:
    """Let nobody but its owner into a data folder; False when others may be able to read what is in it.

    Elsewhere than on Windows, and in the person's own folders, that is so already. A folder is changed only
    if it is new, empty or one of ours: others keep things for others in theirs.
    """
    if platform != "win32" or folder.absolute().is_relative_to((home or Path.home()).absolute()):
        return True
    try:
        folder.mkdir(parents=True, exist_ok=True)
        inside = {path.name for path in folder.iterdir()}
    except OSError:
        return True  # which what is kept there will say
    if inside and not inside.intersection(OURS):
        return False
    domain, login = environ.get("USERDOMAIN", ""), environ.get("USERNAME") or getpass.getuser()
    owner = f"{domain}\\{login}" if domain else login
    grants = [word for who in (owner, *_ALSO) for word in ("/grant:r", f"{who}:{_INHERITED}")]
    return (run or _run)([_program(environ), str(folder), "/inheritance:r", *grants, "/q"]) == 0


def _program(environ: Mapping[str, str]) -> str:
    """The one of Windows, wherever the process was started: by its name alone it might be another."""
    return environ.get("SystemRoot", r"C:\Windows") + r"\System32\icacls.exe"


def _run(command: Sequence[str]) -> int:
    import subprocess  # which a start without this need not load

    try:
        # without a console window that flashes up
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        return subprocess.run(
            command, capture_output=True, check=False, timeout=10, creationflags=flags
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return 1
