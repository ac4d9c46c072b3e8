"""Where settings, data and the program's resources live, per operating system and profile, also when frozen.

Makes no folder by itself; knows nothing of what is kept in them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from app.values import frozen

APP = "hubbub"
PORTABLE = "hubbub-data"  # a folder of this name beside the program takes what it keeps
PROFILE_NAME = re.compile(r"[\w-]{1,40}")  # becomes part of a folder's name on every system


@frozen
class Places:
    """The folders of one profile: `config` for settings, `data` for everything else that is kept."""

    config: Path
    data: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def accounts_file(self) -> Path:
        return self.data / "accounts.sqlite"

    @property
    def history_file(self) -> Path:
        """The hub's; what a window has seen of rooms is another file."""
        return self.data / "history.sqlite"

    @property
    def archive_file(self) -> Path:
        """What this person's window has seen."""
        return self.data / "archive.sqlite"

    @property
    def rooms_file(self) -> Path:
        """The rooms that this person's window has hosted; as private as a key."""
        return self.data / "rooms.json"

    @property
    def opened_ports_file(self) -> Path:
        """What this person has let the program open in the firewall, to be taken back."""
        return self.data / "opened_ports.json"

    @property
    def ignored_file(self) -> Path:
        """Of whom this person does not want to hear, by network."""
        return self.data / "ignored.json"

    @property
    def picture_file(self) -> Path:
        """What this person shows in place of their initials."""
        return self.data / "own_picture"

    @property
    def unsent_file(self) -> Path:
        """What this person has written and no server has confirmed."""
        return self.data / "outbox.json"

    @property
    def parts_file(self) -> Path:
        """Which downloads are half there."""
        return self.data / "downloads.json"

    @property
    def log_file(self) -> Path:
        """Of the window; what is in it is no word of anybody's."""
        return self.data / "hubbub.log"

    @property
    def window_file(self) -> Path:
        """How the window of this profile is called by later launches, on Windows."""
        return self.config / "window"


def is_profile_name(name: str) -> bool:
    """Whether `name` may name a profile: letters, digits, `_` and `-`, at most 40."""
    return PROFILE_NAME.fullmatch(name) is not None


def portable_folder(executable: Path | None = None) -> Path | None:
    """The folder beside the program that takes everything it keeps, None where there is no such folder.

    Whoever carries the program on a stick makes it; of a program that runs from its sources there is none.
    """
    if not getattr(sys, "frozen", False) and executable is None:
        return None
    program = (executable or Path(sys.executable)).resolve()
    # an application of macOS is a folder of three levels, and what people see is that
    beside = next((above.parent for above in program.parents if above.suffix == ".app"), program.parent)
    folder = beside / PORTABLE
    return folder if folder.is_dir() else None


def places_for(
    profile: str = "",
    data_dir: Path | None = None,
    *,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Places:
    """The folders of `profile` ("": the ordinary one); `data_dir` puts everything into one given folder."""
    leaf = f"{APP}-{profile}" if profile else APP
    if data_dir is not None:
        folder = data_dir / profile if profile else data_dir
        return Places(folder, folder)
    home = home or Path.home()
    if platform == "win32":
        roaming = environ.get("APPDATA")
        local = environ.get("LOCALAPPDATA")
        return Places(
            Path(roaming) / leaf if roaming else home / "AppData" / "Roaming" / leaf,
            Path(local) / leaf if local else home / "AppData" / "Local" / leaf,
        )
    if platform == "darwin":
        folder = home / "Library" / "Application Support" / leaf
        return Places(folder, folder)
    # XDG Base Directory: relative paths in the variables are to be ignored
    config = Path(environ.get("XDG_CONFIG_HOME", ""))
    data = Path(environ.get("XDG_DATA_HOME", ""))
    return Places(
        (config if config.is_absolute() else home / ".config") / leaf,
        (data if data.is_absolute() else home / ".local" / "share") / leaf,
    )


def resources() -> Path:
    """The folder of icons, themes, emoji: unpacked by PyInstaller, in the installed package or beside it."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def room_page() -> str:
    """The template of the page that browsers get from a hub, "" where it cannot be read."""
    try:
        return (resources() / "web" / "room.html").read_text(encoding="utf-8")
    except OSError:
        return ""
