"""The window's side of the archive: hands entries over in batches, asks, and gives answers back.

Nothing here waits for the archive's thread but the end of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.application.archive.archive_worker import ArchiveCall, ArchiveWorker, Batch, Failed, Job
from app.models.timeline_entries import Entry
from app.store.archive import Archive
from app.store.archive_records import KnownRoom, RoomKey
from app.values import frozen

HAND_OVER_MS = 100  # what comes within this time is written together
# Entries that wait to be written, about 300 bytes each and mostly in timelines as well. A server that sends
# faster than any disk writes may lose some of what is kept, never what is seen.
MOST_WAITING = 300_000
FAREWELL_MS = 10_000  # at the end: as long as it takes to write what waits, but a disk may hang


@frozen
class _Asked:
    then: Callable[[Any], None]
    failed: Callable[[str], None] | None
    progress: Callable[[Any], None] | None


class ArchiveClient(QObject):
    """Everything that the window asks of the archive.

    Signals:
        ready(): the file is open and `known` tells what is in it.
        troubled(str): something is wrong with the file, a sentence for people.
    """

    ready = Signal()
    troubled = Signal(str)
    _handed = Signal(object)
    _asked = Signal(object)
    _moved = Signal(object)
    _ending = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_ready = False
        self._known: dict[RoomKey, KnownRoom] = {}
        self._fresh: dict[RoomKey, Batch] = {}
        self._waiting = 0
        self._requests: dict[int, _Asked] = {}
        self._count = 0
        self._thread = QThread(self)
        self._thread.setObjectName("archive")
        self._worker = ArchiveWorker(path)
        self._worker.moveToThread(self._thread)
        self._hand_over_soon = QTimer(self, singleShot=True, interval=HAND_OVER_MS)
        self._hand_over_soon.timeout.connect(self.hand_over)
        self._thread.started.connect(self._worker.open)
        self._handed.connect(self._worker.take)
        self._asked.connect(self._worker.run)
        self._moved.connect(self._worker.use)
        self._ending.connect(self._worker.finish)
        self._worker.opened.connect(self._on_opened)
        self._worker.answered.connect(self._on_answered)
        self._worker.progressed.connect(self._on_progressed)
        self._worker.written.connect(self._on_written)
        self._worker.troubled.connect(self.troubled)

    def begin(self) -> None:
        """Open the file; `ready` follows. Whoever waits for that is to be connected before."""
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the archive's thread has not ended."""
        return self._thread.isRunning()

    def is_idle(self) -> bool:
        """Whether the file is open and everything that was asked is answered."""
        return self.is_ready and not self._requests

    @property
    def waiting(self) -> int:
        """How many entries are not written yet."""
        return self._waiting

    def known(self, network: str) -> Iterable[KnownRoom]:
        """The rooms of a network that something was kept of when the file was looked into last."""
        return [room for key, room in self._known.items() if key.network == network]

    def all_known(self) -> Iterable[KnownRoom]:
        """Every such room, the one with the newest line first."""
        return self._known.values()

    def known_room(self, key: RoomKey) -> KnownRoom | None:
        """A room that something was kept of when the file was looked into last."""
        return self._known.get(key)

    def refresh(self) -> None:
        """Look again which rooms there are."""
        self.ask(Archive.rooms, self._take_known)

    def keep(self, key: RoomKey, entries: Sequence[Entry], places: Sequence[int]) -> bool:
        """Let entries be written within the next moments; False when too many wait already."""
        if self._waiting + len(entries) > MOST_WAITING:
            return False
        self._waiting += len(entries)
        batch = self._fresh.get(key)
        if batch is None:
            self._fresh[key] = Batch(key, list(entries), list(places))
        else:
            batch.entries.extend(entries)
            batch.places.extend(places)
        if not self._hand_over_soon.isActive():
            self._hand_over_soon.start()
        return True

    def ask(
        self,
        work: ArchiveCall,
        then: Callable[[Any], None] | None = None,
        *,
        key: RoomKey | None = None,
        failed: Callable[[str], None] | None = None,
        progress: Callable[[Any], None] | None = None,
        is_search: bool = False,
    ) -> None:
        """Do `work` in the archive's thread, after all that was kept of the room `key`, or of any.

        `then` gets its result; `failed` the reason, a sentence, where there is none; `progress` what work
        that goes step by step yields. `is_search`: it waits until everything that is kept can be found.
        """
        self.hand_over()
        self._count += 1
        self._requests[self._count] = _Asked(then or _ignore, failed, progress)
        self._asked.emit(Job(self._count, key, work, is_search))

    def use(self, path: Path) -> None:
        """Go on with another file, MEMORY for none; `ready` follows."""
        self.hand_over()
        self.is_ready = False
        self._moved.emit(path)

    def close(self) -> None:
        """Write what waits, close the file and end the thread."""
        if self._thread.isRunning():
            self.hand_over()
            self._ending.emit()
            self._thread.wait(FAREWELL_MS)

    @Slot()
    def hand_over(self) -> None:
        """Give what has gathered to the archive's thread."""
        self._hand_over_soon.stop()
        if self._fresh:
            fresh, self._fresh = self._fresh, {}
            self._handed.emit(list(fresh.values()))

    @Slot(object)
    def _on_opened(self, rooms: list[KnownRoom]) -> None:
        self._take_known(rooms)
        self.is_ready = True
        self.ready.emit()

    def _take_known(self, rooms: list[KnownRoom]) -> None:
        self._known = {room.key: room for room in rooms}

    @Slot(int, object)
    def _on_answered(self, number: int, result: object) -> None:
        asked = self._requests.pop(number)
        if not isinstance(result, Failed):
            asked.then(result)
        elif asked.failed is not None:
            asked.failed(result.reason)

    @Slot(int, object)
    def _on_progressed(self, number: int, result: object) -> None:
        progress = self._requests[number].progress
        if progress is not None:
            progress(result)

    @Slot(int)
    def _on_written(self, count: int) -> None:
        self._waiting -= count


def _ignore(_result: object) -> None:
    """Nobody waits for the answer."""
