"""Files on their way over one connection, as its window shows them, and the pictures that were fetched.

Written by whoever carries the transfers out; widgets read. Knows nothing of how a file comes.
"""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.irc.file_tag import SharedFile
from app.values import frozen

# What pictures may take in memory: some eight hundred small ones, or a few that are looked at whole.
PREVIEW_BYTES = 32 * 1024 * 1024


class TransferState(Enum):
    """How far a transfer is. BROKEN goes on by itself, FAILED only when the person says so."""

    WAITING = "waiting"  # for the connection, or for its turn
    RUNNING = "running"
    BROKEN = "broken"
    FAILED = "failed"
    DONE = "done"


@frozen
class FileProgress:
    """One transfer: `done` of `size` bytes, `speed` in bytes per second, 0.0 as long as none is known.

    `key` is of a download the file's id, of an upload a number of this window's. `reason`: why it waits or
    failed, a sentence; `path`: where the file lies once it is DONE, "" for an upload.
    """

    key: str
    name: str
    size: int
    done: int = 0
    speed: float = 0.0
    state: TransferState = TransferState.WAITING
    reason: str = ""
    path: str = ""


class FileProgressModel(QObject):
    """The transfers of one connection.

    Signals:
        changed(str): the download of a file, by its id, is further, new or gone.
        uploads_changed(str): what is on its way into a conversation is further, more or less.
        preview_changed(str): the picture of an id is there, or cannot be had.
    """

    changed = Signal(str)
    uploads_changed = Signal(str)
    preview_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._downloads: dict[str, FileProgress] = {}
        self._uploads: dict[str, tuple[str, FileProgress]] = {}  # by key: the conversation and how far
        self._previews: OrderedDict[str, bytes] = OrderedDict()
        self._preview_bytes = 0

    # -- what widgets ask

    def download(self, file_id: str) -> FileProgress | None:
        """How far the download of a file is, None where nobody asked for it or it was given up."""
        return self._downloads.get(file_id)

    def uploads(self, conversation: str) -> tuple[FileProgress, ...]:
        """What is on its way into a conversation, in the order in which it was offered."""
        key = conversation.casefold()
        return tuple(one for where, one in self._uploads.values() if where.casefold() == key)

    @property
    def unfinished(self) -> int:
        """How many files are on their way to or from here, those that wait among them."""
        transfers = [*self._downloads.values(), *(one for _, one in self._uploads.values())]
        return sum(one.state not in (TransferState.DONE, TransferState.FAILED) for one in transfers)

    def preview(self, file_id: str) -> bytes | None:
        """The bytes of a picture by its id: None where they are not here, b"" where they cannot be had."""
        data = self._previews.get(file_id)
        if data is not None:
            self._previews.move_to_end(file_id)
        return data

    def forget_preview(self, file_id: str) -> None:
        """The bytes of a picture are not wanted any more."""
        self._preview_bytes -= len(self._previews.pop(file_id, b""))

    # -- what is told by who carries them out

    def set_download(self, progress: FileProgress) -> None:
        """A download is new or further."""
        self._downloads[progress.key] = progress
        self.changed.emit(progress.key)

    def remember(self, file: SharedFile, path: str) -> None:
        """A file was saved before this program began; what is known of it already counts more."""
        if file.id not in self._downloads:
            done = FileProgress(file.id, file.name, file.size, file.size, state=TransferState.DONE, path=path)
            self.set_download(done)

    def forget_download(self, file_id: str) -> None:
        """A download was given up."""
        if self._downloads.pop(file_id, None) is not None:
            self.changed.emit(file_id)

    def set_upload(self, conversation: str, progress: FileProgress) -> None:
        """An upload into a conversation is new or further."""
        self._uploads[progress.key] = (conversation, progress)
        self.uploads_changed.emit(conversation)

    def forget_upload(self, key: str) -> None:
        """An upload is said, or was given up."""
        known = self._uploads.pop(key, None)
        if known is not None:
            self.uploads_changed.emit(known[0])

    def put_preview(self, file_id: str, data: bytes) -> None:
        """The bytes of a picture are here, b"" where they cannot be had; the longest unused make place."""
        self._preview_bytes += len(data) - len(self._previews.pop(file_id, b""))
        self._previews[file_id] = data
        while self._preview_bytes > PREVIEW_BYTES and len(self._previews) > 1:
            _, dropped = self._previews.popitem(last=False)
            self._preview_bytes -= len(dropped)
        self.preview_changed.emit(file_id)
