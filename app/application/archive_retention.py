"""How long this computer keeps what was seen, as the person chose; and forgetting one room at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application.archive.archive_client import ArchiveClient
from app.application.room_archiving import RoomArchiving
from app.models.room import Room
from app.settings import KEPT_DAYS, Settings
from app.store.archive import Archive
from app.store.database import MEMORY, DamagedError, discard
from app.ui.window.main_window import MainWindow
from app.words import history_words

_DAY_S = 86_400
_SWEEP_MS = 60_000  # so often the archive wants to look at the clock (app.hub.data.clock)


def file_for(settings: Settings, path: Path) -> Path:
    """Where the archive is, in memory alone where nothing is to be kept."""
    return MEMORY if settings.keep_history == "nothing" else path


def _empty(path: Path) -> Iterator[int]:
    """Delete a file that is not in use, step by step: first what can be overwritten, then the file."""
    with suppress(DamagedError):
        archive = Archive(path)
        try:
            for room in archive.rooms():
                yield from archive.forget(room.key)
        finally:
            archive.close()
    discard(path)


class ArchiveRetention(QObject):
    """Lets go of what is older than the person wants, once the clock is believed.

    Signals:
        changed(): the settings are others now and want to be kept.
    """

    changed = Signal()

    def __init__(
        self,
        archive: ArchiveClient,
        archiving: RoomArchiving,
        window: MainWindow,
        settings: Settings,
        path: Path,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._archiving = archiving
        self._window = window
        self._settings = settings
        self._path = path
        self._clock = clock
        self._is_emptying = False  # the file, since nothing is to be kept
        self._every_minute = QTimer(self, interval=_SWEEP_MS)
        self._every_minute.timeout.connect(self.sweep)
        self._every_minute.start()
        window.history.show_kept(settings.keep_history)
        window.history.keep_history_chosen.connect(self._choose)
        window.history.forget_requested.connect(self._forget)
        archive.ready.connect(self.sweep)

    @Slot()
    def sweep(self) -> None:
        """Delete what is too old, as far as the clock is believed; everything where nothing is to be kept."""
        days = KEPT_DAYS[self._settings.keep_history]
        if days != 0:
            age, now = days and days * _DAY_S, self._clock()
            self._archive.ask(lambda archive: archive.expire(age, now))
        elif self._path.exists() and not self._is_emptying:
            # also what a program that ended in the middle of it has left
            self._is_emptying = True
            path = self._path  # and not ourselves, whom the archive's thread might let go of last
            self._archive.ask(lambda _archive: _empty(path), self._emptied, failed=self._emptied)

    def _emptied(self, _outcome: object) -> None:
        """The person may have thought better of it meanwhile."""
        self._is_emptying = False
        if self._settings.keep_history != "nothing":
            self._archive.use(self._path)

    @Slot(str)
    def _choose(self, kept: str) -> None:
        before, self._settings.keep_history = self._settings.keep_history, kept
        self.changed.emit()
        self._window.history.show_kept(kept)
        if kept == "nothing":
            for room in self._archiving.rooms:
                room.timeline.forget()
            if not self._is_emptying:
                self._archive.use(MEMORY)  # before anything is deleted: nothing more reaches the file
        elif before == "nothing" and not self._is_emptying:
            self._archive.use(self._path)
        self.sweep()

    @Slot(Room)
    def _forget(self, room: Room) -> None:
        archived = self._archiving.archived(room)
        if archived is None:
            return
        key, title = archived.key, room.title
        room.timeline.forget()
        done = history_words.HISTORY_DELETED(room=title)
        self._archive.ask(
            lambda archive: archive.forget(key), lambda _nothing: self._forgotten(done), key=key
        )

    def _forgotten(self, done: str) -> None:
        """What a room is called went too; one may be in it still."""
        self._archiving.describe_all()
        self._archive.refresh()
        self._window.show_notice(done)
