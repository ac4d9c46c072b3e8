"""Pictures that are looked at, fetched into memory: the newest wish first, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.application.sharing.download_plan import DownloadPlan, MemoryReceiver
from app.application.sharing.transfer_jobs import Door
from app.application.sharing.transfer_run import TransferRun
from app.irc.file_tag import SharedFile
from app.models.file_progress import FileProgressModel, TransferState
from app.net.transport import delete_disconnected
from app.web.file_download import FileDownload

PICTURE_BYTES = 8 * 1024 * 1024  # of one that is looked at whole
UNASKED_BYTES = 1024 * 1024  # of one without a small picture, as it is scrolled past
_THUMBNAIL_BYTES = 256 * 1024  # six times what our own windows make
AVATAR_BYTES = 64 * 1024  # of what somebody shows in place of their initials, which nobody asked for
_MOST_WAITING = 200  # of whoever scrolls through a room of pictures only what was seen last is wanted


class PreviewFetcher(QObject):
    """Fills the previews of one connection."""

    def __init__(self, files: FileProgressModel, door: Door, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._door = door
        self._waiting: dict[str, FileDownload] = {}
        self._current = ""
        self._run: TransferRun | None = None
        self._receiver = MemoryReceiver()

    def want_preview(self, file: SharedFile) -> None:
        """The small picture of a file, or a small file itself."""
        if file.thumbnail:
            small = SharedFile(file.thumbnail, "thumbnail.jpg", 0, "image/jpeg", "")
            download = FileDownload(small, longest=_THUMBNAIL_BYTES, is_checked=False)
            self._want(file.thumbnail, download)
        elif file.size <= UNASKED_BYTES:
            self._want(file.id, FileDownload(file))

    def want_avatar(self, file_id: str) -> None:
        """What somebody shows in place of their initials, of which only the id is known."""
        file = SharedFile(file_id, "avatar", 0, "", "")
        self._want(file_id, FileDownload(file, longest=AVATAR_BYTES, is_checked=False))

    def want_picture(self, file: SharedFile) -> None:
        """A picture itself."""
        if file.size <= PICTURE_BYTES:
            self._want(file.id, FileDownload(file))

    def wake(self) -> None:
        """There is a connection again."""
        if self._run is not None:
            self._run.go_on()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._waiting.clear()
        self._end_run()

    def _want(self, file_id: str, download: FileDownload) -> None:
        if self._files.preview(file_id) or file_id == self._current:
            return
        self._waiting.pop(file_id, None)
        self._waiting[file_id] = download
        if len(self._waiting) > _MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._start_next()

    def _start_next(self) -> None:
        if self._run is not None or not self._waiting:
            return
        self._current, download = self._waiting.popitem()
        self._receiver = MemoryReceiver()
        self._run = TransferRun(DownloadPlan(download, self._receiver), self._door, self)
        self._run.changed.connect(self._on_changed)
        self._run.start()

    def _on_changed(self) -> None:
        if self._run is None or self._run.state not in (TransferState.DONE, TransferState.FAILED):
            return
        file_id = self._current
        data = self._receiver.data if self._run.state is TransferState.DONE else b""
        self._end_run()
        self._files.put_preview(file_id, data)
        self._start_next()

    def _end_run(self) -> None:
        run, self._run, self._current = self._run, None, ""
        if run is not None:
            run.stop()
            delete_disconnected(run)
