"""Files that come from others, on this computer's disk: under free names, whole or not at all, marked.

While a file comes it has another name beside the one that it gets. The system is told that it is from another
computer, so it asks before it runs anything of it.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import secrets
import stat
import sys
import time
from contextlib import suppress
from io import FileIO
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.irc.file_names import clean_file_name
from app.security import private_files
from app.security.security_errors import SecurityError

log = logging.getLogger(__name__)

_PART = ".part"
_MOST_NAMES = 1000  # of files of one name in a folder; behind that the name gets letters by chance

if sys.platform == "win32":
    _NAMED_STREAMS = 0x00040000  # FILE_NAMED_STREAMS of GetVolumeInformationW

    def keeps_marks(folder: Path) -> bool:
        """Whether the disk of a folder has streams: elsewhere a mark would be a file of its own."""
        flags, root = ctypes.c_ulong(0), folder.resolve().anchor
        found = ctypes.windll.kernel32.GetVolumeInformationW(
            root, None, 0, None, None, ctypes.byref(flags), None, 0
        )
        return bool(found) and bool(flags.value & _NAMED_STREAMS)

    def _mark(path: Path) -> None:
        """The zone of the internet, in a stream of its own (MS-FSCC 5.6.1)."""
        if keeps_marks(path.parent):
            Path(f"{path}:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")

elif sys.platform == "darwin":

    def _mark(path: Path) -> None:
        """Quarantine, as browsers put downloads into it: flags, time, program, no id."""
        value = f"0081;{int(time.time()):x};Hubbub;".encode()
        library = ctypes.CDLL(None)
        library.setxattr(os.fsencode(path), b"com.apple.quarantine", value, len(value), 0, 0)

else:

    def _mark(path: Path) -> None:
        """Nothing here asks for it, and what it came from is the id that lets others read it."""


def downloads_folder() -> Path:
    """The folder where this person's downloads go."""
    place = QStandardPaths.StandardLocation.DownloadLocation
    found = QStandardPaths.writableLocation(place)
    return Path(found) if found else Path.home()


class PartFiles:
    """Which files this window writes now, kept in a file of its own: by it is known what a kill left."""

    def __init__(self, path: Path) -> None:
        """`path` is there only while something is written, or was left."""
        self._path = path
        self._numbers = self._load()  # of the inodes, by path

    def add(self, part: Path) -> None:
        """A new one. Raises OSError where it is gone already."""
        self._numbers[str(part)] = part.stat().st_ino
        self._save()

    def drop(self, part: Path) -> None:
        """It has its own name now, or is removed."""
        if self._numbers.pop(str(part), None) is not None:
            self._save()

    def remove_left(self) -> None:
        """Remove what an earlier run of the program left; never what is another file by now."""
        for name, number in self._numbers.items():
            with suppress(OSError, ValueError):
                found = Path(name).lstat()
                if stat.S_ISREG(found.st_mode) and found.st_ino == number:
                    Path(name).unlink()
        self._numbers.clear()
        self._save()

    def _load(self) -> dict[str, int]:
        try:
            found = json.loads(private_files.read(self._path) or b"{}")
        except (SecurityError, ValueError, RecursionError) as error:
            log.warning("half downloads that were left are not known: %s", error)
            return {}
        numbers = found.items() if isinstance(found, dict) else ()
        return {name: number for name, number in numbers if name.endswith(_PART) and isinstance(number, int)}

    def _save(self) -> None:
        data = json.dumps(self._numbers).encode() if self._numbers else b""
        try:
            private_files.keep(self._path, data)
        except SecurityError as error:
            log.warning("which downloads are half there is not kept: %s", error)


class ReceivedFile:
    """One file that comes. All its methods may raise OSError; `give_up` never does."""

    def __init__(self, folder: Path, name: str, parts: PartFiles | None = None) -> None:
        """It gets a free name like `name` in `folder`, made if need be; until then `parts` has it."""
        self._parts = parts
        self._folder = folder
        self._name = clean_file_name(name)
        self._target: Path | None = None
        self._part: Path | None = None
        self._file: FileIO | None = None

    @classmethod
    def at(cls, path: Path, parts: PartFiles | None = None) -> ReceivedFile:
        """One that is saved as `path`, over what is there: the person was asked."""
        made = cls(path.parent, path.name, parts)
        made._target = path
        return made

    def start_over(self) -> None:
        """Nothing of it is here: write from its first byte on."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._part, self._file = _new_part(self._folder, self._name)
            if self._parts is not None:
                self._parts.add(self._part)
        self._file.seek(0)
        self._file.truncate()

    def write(self, data: bytes) -> None:
        """Add bytes at its end."""
        assert self._file is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def finish(self) -> Path:
        """All of it is here: give it its name; returns where it lies."""
        assert self._part is not None
        assert self._file is not None
        self._file.close()
        with suppress(OSError):  # a disk without streams or attributes
            _mark(self._part)
        target = self._target or _claim(self._folder, self._name)
        self._part.replace(target)
        self._forget_part()
        return target

    def give_up(self) -> None:
        """Leave nothing of it."""
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
            if self._part is not None:
                self._part.unlink()
        self._forget_part()

    def _forget_part(self) -> None:
        if self._part is not None and self._parts is not None:
            self._parts.drop(self._part)
        self._part = self._file = None


def _new_part(folder: Path, name: str) -> tuple[Path, FileIO]:
    """A new file beside the one that it becomes."""
    for number in range(_MOST_NAMES):
        path = folder / f"{_numbered(name, number)}{_PART}"
        with suppress(FileExistsError):
            return path, FileIO(path, "xb+")
    path = folder / f"{secrets.token_hex(8)}{_PART}"
    return path, FileIO(path, "xb+")


def _claim(folder: Path, name: str) -> Path:
    """Take a free name in a folder, by an empty file: nobody else can have it then."""
    for number in range(_MOST_NAMES):
        path = folder / _numbered(name, number)
        with suppress(FileExistsError):
            FileIO(path, "xb").close()
            return path
    path = folder / f"{secrets.token_hex(8)} {name}"
    FileIO(path, "xb").close()
    return path


def _numbered(name: str, number: int) -> str:
    """`name`, then "name (2)" and so on, before the extension."""
    if not number:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({number + 1}).{extension}" if stem and dot else f"{name} ({number + 1})"
