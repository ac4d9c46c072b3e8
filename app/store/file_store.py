"""The contents of a hub's files on the disk: `files/AB/ID`, for their owner alone, without names.

Beside a content that is not whole lies `ID.note`. Fits `app.files.file_storage.FileStorage`.
"""

from __future__ import annotations

import os
import shutil
from io import FileIO
from pathlib import Path

_MODE = 0o600
_FOLDER_MODE = 0o700
_NOTE = ".note"
_PREFIX = 2  # characters of an id: 4,096 folders, as long lists of names are slow on some systems


class FileStore:
    """A folder of contents, made with the first of them. What fails raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, file_id: str) -> FileIO:
        """Begin an empty content, to be written and read; FileExistsError if there is one."""
        path = self._path(file_id)
        for folder in (self._folder, path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
                folder.chmod(_FOLDER_MODE)  # the umask may have taken the owner's rights as well
        return FileIO(path, "x+", opener=_open_private)

    def reopen(self, file_id: str) -> FileIO:
        """Go on with a content, at its beginning; FileNotFoundError if there is none."""
        return FileIO(self._path(file_id), "r+")

    def open(self, file_id: str) -> FileIO:
        """A content, to be read; FileNotFoundError if there is none."""
        return FileIO(self._path(file_id), "r")

    def settle(self, file_id: str) -> None:
        """Have a content and its name safely on the disk."""
        path = self._path(file_id)
        with path.open("r+b") as file:
            os.fsync(file.fileno())
        if os.name == "posix":  # Windows opens no folders
            for folder in (path.parent, self._folder):
                descriptor = os.open(folder, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)

    def remove(self, file_id: str) -> None:
        """Remove a content and its note, if there are some."""
        self.remove_note(file_id)
        self._path(file_id).unlink(missing_ok=True)

    def write_note(self, file_id: str, text: str) -> None:
        """Keep a text beside a content; what was there before goes."""
        path = self._note(file_id)
        with FileIO(path, "w", opener=_open_private) as file:
            file.write(text.encode())

    def remove_note(self, file_id: str) -> None:
        """The content is whole."""
        self._note(file_id).unlink(missing_ok=True)

    def notes(self) -> dict[str, str]:
        """All notes by ids."""
        found = self._folder.glob(f"*/*{_NOTE}")
        return {path.name.removesuffix(_NOTE): path.read_text("utf-8", "replace") for path in found}

    def is_begun(self) -> bool:
        """Whether there ever was a content."""
        return self._folder.is_dir()

    def ids(self) -> list[str]:
        """All contents."""
        return [path.name for path in self._folder.glob("*/*") if path.suffix != _NOTE]

    def free(self) -> int:
        """The bytes that are free on the disk."""
        folder = self._folder
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        return shutil.disk_usage(folder).free

    def _path(self, file_id: str) -> Path:
        return self._folder / file_id[:_PREFIX] / file_id

    def _note(self, file_id: str) -> Path:
        path = self._path(file_id)
        return path.with_name(f"{path.name}{_NOTE}")


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, _MODE)
