"""The files of an exported conversation, gathered in a folder: from this disk, else from the hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from io import FileIO
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application.sharing.download_plan import DiskReceiver, DownloadPlan
from app.application.sharing.received_files import PartFiles, ReceivedFile
from app.application.sharing.transfer_jobs import Door
from app.application.sharing.transfer_run import TransferRun
from app.irc.file_tag import SharedFile
from app.models.export import ExportedFile
from app.models.file_progress import TransferState
from app.net.transport import delete_disconnected
from app.web.file_download import FileDownload
from app.words import history_words

_SLICE = 1024 * 1024  # bytes copied in one turn of the event loop: some milliseconds with their hash
_LOOK_MS = 1000
# Seconds without a connection after which a file counts as one that cannot be had: a network that comes back
# does so within that, and nobody waits all night for a host that is gone.
_LONGEST_WITHOUT = 30


class FileCollection(QObject):
    """Gathers files one after another. `files`: what became of each, by id, complete once it has ended.

    `done_files` and `done_bytes` of `all_files` and `all_bytes` are over; `error`: why the folder cannot be
    written, None for all is well.

    Signals:
        ended(): all of them are over, or the folder cannot be written; then nothing is left of it.
    """

    ended = Signal()

    def __init__(
        self,
        files: Sequence[SharedFile],
        folder: Path,
        copy_of: Callable[[SharedFile], Path | None],
        door: Door,
        parent: QObject | None = None,
        parts: PartFiles | None = None,
    ) -> None:
        """`folder`: a new one; `copy_of`: where a file lies on this disk; `door`: where the hub is asked."""
        super().__init__(parent)
        self._parts = parts
        self.files: dict[str, ExportedFile] = {}
        self.error: OSError | None = None
        self.all_files = len(files)
        self.all_bytes = sum(file.size for file in files)
        self.done_files = 0
        self._over_bytes = 0  # of files that are over
        self._waiting = list(reversed(files))
        self._folder = folder
        self._copy_of = copy_of
        self._door = door
        self._written: list[Path] = []
        self._file: SharedFile | None = None
        self._receiver: DiskReceiver | None = None
        self._download: FileDownload | None = None
        self._source: FileIO | None = None
        self._run: TransferRun | None = None
        self._plan: DownloadPlan | None = None
        self._without = 0  # seconds without a connection
        # not by a call, of which a thousand files without a connection would be in each other
        self._next_file = QTimer(self, singleShot=True, interval=0)
        self._next_file.timeout.connect(self._begin_next)
        self._next_slice = QTimer(self, singleShot=True, interval=0)
        self._next_slice.timeout.connect(self._copy)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def done_bytes(self) -> int:
        """How many bytes are over, or here."""
        return self._over_bytes + (self._download.done if self._download is not None else 0)

    def start(self) -> None:
        """Begin with the first."""
        self._begin_next()

    def give_up(self) -> None:
        """End, and leave nothing of what was gathered."""
        self._let_go()
        self._waiting.clear()
        for path in self._written:
            with suppress(OSError):
                path.unlink()
        self._written.clear()
        self._remove_empty()

    # -- one after another

    @Slot()
    def _begin_next(self) -> None:
        if not self._waiting:
            self._remove_empty()
            self.ended.emit()
            return
        self._file = file = self._waiting.pop()
        self._receiver = DiskReceiver(ReceivedFile(self._folder, file.name, self._parts))
        self._download = FileDownload(file)
        path = self._copy_of(file)
        if path is not None and self._opens(path):
            self._next_slice.start()
        else:
            self._fetch()

    def _end_file(self, problem: str = "") -> None:
        file, receiver = self._file, self._receiver
        if file is None or receiver is None:
            return
        if not problem:
            path = Path(receiver.path)
            self._written.append(path)
            self.files[file.id] = ExportedFile(f"{self._folder.name}/{path.name}")
        else:
            self.files[file.id] = ExportedFile(problem=problem)
        self._let_go()
        self.done_files += 1
        self._over_bytes += file.size
        if self._waiting:
            self._next_file.start()
        else:
            self._begin_next()

    def _fail(self, error: OSError) -> None:
        """The folder cannot be written: what else comes would not be either."""
        self.give_up()
        self.error = error
        self.ended.emit()

    def _let_go(self) -> None:
        """Of what is at hand nothing is left."""
        self._next_file.stop()
        self._next_slice.stop()
        self._look.stop()
        self._close_source()
        run, self._run, self._plan = self._run, None, None
        if run is not None:
            run.stop()
            delete_disconnected(run)
        if self._receiver is not None:
            self._receiver.give_up()
        self._file = self._receiver = self._download = None

    def _remove_empty(self) -> None:
        with suppress(OSError):  # there is something in it
            self._folder.rmdir()

    # -- from this disk

    def _opens(self, path: Path) -> bool:
        with suppress(OSError):
            self._source = FileIO(path)
            return True
        return False

    def _close_source(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()

    @Slot()
    def _copy(self) -> None:
        """The next slice. What is another content now, or cannot be read, is fetched."""
        source, receiver, download = self._source, self._receiver, self._download
        if source is None or receiver is None or download is None:
            return
        try:
            data = source.read(_SLICE) or b""
        except OSError:
            self._fetch()
            return
        if not download.take(data) or (not data and not download.is_right):
            self._fetch()
            return
        try:
            if download.done == len(data):
                receiver.start_over()
            receiver.write(data)
            if data:
                self._next_slice.start()
                return
            receiver.finish()
        except OSError as error:
            self._fail(error)
            return
        self._end_file()

    # -- from the hub

    def _fetch(self) -> None:
        self._close_source()
        receiver, download = self._receiver, self._download
        if receiver is None or download is None:
            return
        receiver.give_up()
        download.start_over()
        if self._door() is None:
            self._end_file(history_words.NOT_CONNECTED_FOR_FILE())
            return
        self._plan = DownloadPlan(download, receiver)
        self._run = TransferRun(self._plan, self._door, self)
        self._run.changed.connect(self._on_changed)
        self._without = 0
        self._look.start()
        self._run.start()

    def _on_changed(self) -> None:
        run, plan = self._run, self._plan
        if run is None or plan is None:
            return
        if run.state is TransferState.DONE:
            self._end_file()
        elif run.state is TransferState.FAILED:
            if plan.error is not None:
                self._fail(plan.error)
            else:
                self._end_file(history_words.FILE_GONE() if plan.is_gone else run.reason)

    @Slot()
    def _on_look(self) -> None:
        """Whether there is a connection, and again one."""
        if self._door() is None:
            self._without += 1
            if self._without >= _LONGEST_WITHOUT:
                self._end_file(history_words.NOT_CONNECTED_FOR_FILE())
        elif self._without:
            self._without = 0
            if self._run is not None:
                self._run.go_on()


def make_folder(export: Path) -> Path:
    """A new folder for the files beside an export, under a free name. Raises OSError."""
    name = history_words.FILES_FOLDER(name=export.stem)
    for number in count(1):
        folder = export.with_name(name if number == 1 else f"{name} ({number})")
        with suppress(FileExistsError):
            folder.mkdir()
            break
    return folder
