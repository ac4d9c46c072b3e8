"""A conversation written into a file, on wish with what was shared in it, which is gathered first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.application.archive import pages
from app.application.archive.archive_client import ArchiveClient
from app.application.file_transfers import FileTransfers
from app.application.room_archiving import RoomArchiving
from app.irc.file_tag import SharedFile
from app.models.export import ExportedFile, ExportTarget
from app.models.room import Room
from app.net.transport import delete_disconnected
from app.store.archive_records import RoomKey
from app.ui.window.main_window import MainWindow
from app.words import common_words, history_words
from app.words.file_words import readable_size

if TYPE_CHECKING:
    from app.application.sharing.file_collection import FileCollection
    from app.store.archive import Archive

_TOLD_EVERY_MS = 500

SavedFile = tuple[SharedFile, str]  # and where it was saved, "" for nowhere


class RoomExport(QObject):
    """Writes rooms as the window wishes. Files are gathered for one room at a time."""

    def __init__(
        self,
        archive: ArchiveClient,
        archiving: RoomArchiving,
        window: MainWindow,
        transfers: FileTransfers,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._archiving = archiving
        self._window = window
        self._transfers = transfers
        self._collection: FileCollection | None = None  # until the file that names its files is written
        self._written: Event | None = None  # set when that file is; there once it is being written
        self._title = ""
        self._tell_again = QTimer(self, interval=_TOLD_EVERY_MS)
        self._tell_again.timeout.connect(self._tell)
        window.history.export_requested.connect(self._export)

    def close(self) -> None:
        """The program and the archive's thread have ended: leave nothing of what is half there."""
        if self._written is None or not self._written.is_set():
            self._give_up()

    @Slot(Room, ExportTarget)
    def _export(self, room: Room, target: ExportTarget) -> None:
        key = self._archiving.key_of(room)
        if key is None:
            return
        if not target.with_files:
            self._write(key, room.title, target)
            return
        if self._collection is not None:
            self._tell()  # one at a time: this is the one, which may be cancelled
            return
        files: list[SavedFile] = []
        self._archive.ask(
            partial(pages.shared_files, key),
            lambda _nothing: self._collect(room, key, target, files),
            key=key,
            failed=self._window.show_notice,
            progress=files.extend,
        )

    def _collect(self, room: Room, key: RoomKey, target: ExportTarget, files: list[SavedFile]) -> None:
        if self._collection is not None:
            self._tell()
            return
        if not files:
            self._write(key, room.title, target)
            return
        try:
            self._collection = collection = self._transfers.collect(room, files, target.path, self)
        except OSError as error:
            self._window.show_notice(pages.not_exported(target.path, error))
            return
        self._title = room.title
        title = room.title  # the room may be left meanwhile
        collection.ended.connect(lambda: self._on_collected(key, title, target))
        self._tell_again.start()
        collection.start()

    def _tell(self) -> None:
        if (gathered := self._collection) is not None:
            words = history_words.EXPORTING(
                room=self._title,
                done=gathered.done_files,
                count=gathered.all_files,
                size=readable_size(gathered.done_bytes),
                all=readable_size(gathered.all_bytes),
            )
            self._window.show_progress(words, common_words.CANCEL(), self._cancel)

    def _cancel(self) -> None:
        if self._written is None:  # else it is done within moments
            self._give_up()

    def _give_up(self) -> None:
        if self._collection is not None:
            self._collection.give_up()
        self._let_go()

    def _let_go(self) -> None:
        self._tell_again.stop()
        gathered, self._collection, self._written = self._collection, None, None
        if gathered is not None:
            delete_disconnected(gathered)

    def _on_collected(self, key: RoomKey, title: str, target: ExportTarget) -> None:
        gathered = self._collection
        if gathered is None:
            return
        self._tell_again.stop()
        if gathered.error is not None:
            self._let_go()
            self._window.show_notice(pages.not_exported(target.path, gathered.error))
            return
        self._written = is_written = Event()
        files = gathered.files

        def write(archive: Archive) -> Iterator[int]:
            yield from pages.export(key, title, target, files, archive)
            is_written.set()

        def failed(reason: str) -> None:
            self._give_up()
            self._window.show_notice(reason)

        def written(_nothing: object) -> None:
            self._let_go()
            self._say_exported(title, target.path, files)

        self._archive.ask(write, written, key=key, failed=failed)

    def _write(self, key: RoomKey, title: str, target: ExportTarget) -> None:
        """Without files."""
        self._archive.ask(
            lambda archive: pages.export(key, title, target, {}, archive),
            lambda _nothing: self._say_exported(title, target.path, {}),
            key=key,
            failed=self._window.show_notice,
        )

    def _say_exported(self, title: str, path: Path, files: Mapping[str, ExportedFile]) -> None:
        missing = sum(1 for file in files.values() if file.problem)
        words = history_words.EXPORTED(room=title, path=path)
        if missing:
            words = history_words.EXPORTED_WITHOUT(room=title, path=path, missing=missing, count=len(files))
        self._window.show_offer(words, common_words.OPEN_FOLDER(), partial(self._open_folder, path.parent))

    def _open_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._window.show_notice(history_words.FOLDER_NOT_OPENED(folder=folder))
