"""The archive in its thread: takes entries in batches, answers questions in between, ends tidily.

Everything here runs in the archive's thread; the client is its only caller.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.application.archive.entries import line_of
from app.application.archive.pages import ExportError
from app.models.timeline_entries import Entry
from app.store.archive import Archive
from app.store.archive_records import RoomKey
from app.store.database import MEMORY, DamagedError, StoreError, set_aside
from app.values import frozen
from app.words import history_words
from app.words.system_words import storage_words

log = logging.getLogger(__name__)

# Lines per transaction: some 10 ms, so that a question waits no longer behind a long backlog.
BATCH = 500
# While a server sends faster than that: a transaction costs little less for a quarter of the lines, and what
# waits fills memory.
LARGE_BATCH = 4 * BATCH
RETRY_MS = 5000  # a full disk or a locked file is tried again after this
# Lines handed over at once by which a server's flood is known. Both threads share Python's lock, so what
# floods in is written when it is over, or when so many wait: 12 MB.
FLOOD = 1_000
FLOOD_OVER_MS = 300
MOST_HELD = 30_000
# Between two steps of indexing what an earlier version has kept: it can wait, the window's thread cannot.
INDEX_PAUSE_MS = 10

ArchiveCall = Callable[[Archive], object]


@frozen
class Batch:
    """Entries of one room to be kept, with their places."""

    key: RoomKey
    entries: list[Entry]
    places: list[int]


@frozen
class Job:
    """A question or a change. It sees all that was handed over for the room `key` before, None: for any.

    Work that gives an iterator is done step by step; each value that it yields is told as progress. A search
    waits until everything can be found.
    """

    id: int
    key: RoomKey | None
    work: ArchiveCall
    is_search: bool = False


@frozen
class Failed:
    """In place of a result: why the archive could not do it, a sentence for people."""

    reason: str


class ArchiveWorker(QObject):
    """Owns the Archive.

    `is_holding`: what waits is left until a flood is over.

    Signals:
        opened(object): the file is open; the list of KnownRoom.
        answered(int, object): a job is done; its id, and its result or Failed.
        progressed(int, object): a job that goes step by step has come so far.
        written(int): so many entries of batches are on the disk.
        troubled(str): something went wrong with the file, a sentence for people.
    """

    opened = Signal(object)
    answered = Signal(int, object)
    progressed = Signal(int, object)
    written = Signal(int)
    troubled = Signal(str)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._archive: Archive | None = None
        self._backlog: dict[RoomKey, deque[Batch]] = {}
        self._waiting = 0  # lines in the backlog
        self.is_holding = False
        self._steps: deque[tuple[Job, Iterator[object]]] = deque()
        self._indexing: Iterator[int] | None = None  # what is to be found goes on being written
        self._searches: list[Job] = []  # wait for that
        self._told = ""
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)

    # -- what the client asks

    @Slot()
    def open(self) -> None:
        """Open the file; without it the archive lasts as long as the program."""
        self._archive = self._opened()
        rooms = self._tried(Archive.rooms)
        if self._tried(lambda archive: archive.is_indexed) is False:
            self._indexing = self._archive.index_rest()
            self._wake()
        self.opened.emit([] if isinstance(rooms, Failed) else rooms)

    @Slot(object)
    def take(self, batches: list[Batch]) -> None:
        """Keep these, soon."""
        came = 0
        for batch in batches:
            self._backlog.setdefault(batch.key, deque()).append(batch)
            came += len(batch.entries)
        self._waiting += came
        if came >= FLOOD and self._waiting < MOST_HELD:
            self.is_holding = True
            self._next.start(FLOOD_OVER_MS)
        else:
            self._wake()

    @Slot(object)
    def run(self, job: Job) -> None:
        """Do a job now, after what its room has to be kept before."""
        if job.is_search and self._indexing is not None:
            self._searches.append(job)
            return
        for key in [job.key] if job.key is not None else list(self._backlog):
            while key in self._backlog and self._write(key):
                pass
        result = self._tried(job.work)
        if isinstance(result, Iterator):
            self._steps.append((job, result))
            self._wake()
        else:
            self.answered.emit(job.id, result)

    @Slot(object)
    def use(self, path: Path) -> None:
        """Go on with another file; what waits goes into the one that is open, what takes long is given up."""
        self._write_all()
        self._give_up(history_words.FILE_CHANGED())
        if self._archive is not None:
            self._tried(Archive.close)
        self._path = path
        self.open()

    @Slot()
    def finish(self) -> None:
        """Write what is left, close the file and end the thread."""
        self._write_all()
        self._give_up(history_words.CLOSING())
        if self._archive is not None:
            self._tried(Archive.close)
            self._archive = None
        self._next.stop()
        QThread.currentThread().quit()

    def _write_all(self) -> None:
        for key in list(self._backlog):
            while key in self._backlog and self._write(key):
                pass

    # -- one thing at a time

    def _wake(self) -> None:
        if self.is_holding or not self._next.isActive():
            self.is_holding = False
            self._next.start(0)

    @Slot()
    def _go_on(self) -> None:
        """One batch and one step of what takes long; then others get their turn."""
        wait = 0
        if self._backlog and not self._write(next(iter(self._backlog))):
            wait = RETRY_MS
        if self._steps:
            self._step()
            wait = 0
        if self._indexing is not None:
            self._index()
            wait = max(wait, INDEX_PAUSE_MS) if not self._steps else wait
        if self._backlog or self._steps or self._indexing is not None:
            self._next.start(wait)

    def _index(self) -> None:
        """Let some more lines be found; then, or if that fails, searches go on."""
        indexing = self._indexing
        assert indexing is not None, "only while there is something to do"
        done = self._tried(lambda _archive: next(indexing, None), again=False)
        if done is None or isinstance(done, Failed):
            self._end_indexing()

    def _end_indexing(self) -> None:
        self._indexing = None
        waiting, self._searches = self._searches, []
        for job in waiting:
            self.run(job)

    def _step(self) -> None:
        job, steps = self._steps.popleft()
        result = self._tried(lambda _archive: next(steps, None), again=False)
        if result is None or isinstance(result, Failed):
            self.answered.emit(job.id, result)
        else:
            self._steps.append((job, steps))
            self.progressed.emit(job.id, result)

    def _write(self, key: RoomKey) -> bool:
        """Keep the next lines of a room; False when the archive fails."""
        waiting = self._backlog[key]
        entries: list[Entry] = []
        places: list[int] = []
        taken = 0
        size = LARGE_BATCH if sum(len(batch.entries) for batch in waiting) > LARGE_BATCH else BATCH
        while taken < len(waiting) and len(entries) < size:
            entries += waiting[taken].entries
            places += waiting[taken].places
            taken += 1
        rest = Batch(key, entries[size:], places[size:])
        lines = [line_of(entry, place) for entry, place in zip(entries[:size], places, strict=False)]
        if isinstance(self._tried(lambda archive: archive.append(key, lines)), Failed):
            return False
        for _ in range(taken):
            waiting.popleft()
        if rest.entries:
            waiting.appendleft(rest)
        if not waiting:
            del self._backlog[key]
        self._waiting -= len(lines)
        self.written.emit(len(lines))
        return True

    # -- failures

    def _tried(self, work: ArchiveCall, *, again: bool = True) -> object:
        """Work with the archive. A damaged file gives way to a new one, in which it is tried `again`."""
        if self._archive is None:
            return Failed(history_words.CLOSED())
        try:
            return work(self._archive)
        except DamagedError as error:
            self._begin_anew()
            return self._tried(work, again=False) if again else Failed(storage_words(error.failure))
        except ExportError as error:
            return Failed(str(error))
        except StoreError as error:
            return self._failed(error)

    def _begin_anew(self) -> None:
        """The file turned out to be damaged; what takes long in it is given up."""
        assert self._archive is not None
        with suppress(StoreError):
            self._archive.close()
        self._archive = self._opened(damaged=True)
        self._give_up(self._told)

    def _give_up(self, reason: str) -> None:
        """End what takes long, tidily: the file that it works on goes."""
        indexing, self._indexing = self._indexing, None
        searches, self._searches = self._searches, []
        jobs = [*((job.id, steps) for job, steps in self._steps), *((job.id, None) for job in searches)]
        self._steps.clear()
        for steps in (indexing, *(steps for _, steps in jobs)):
            if isinstance(steps, Generator):
                with suppress(OSError, StoreError):
                    steps.close()
        for number, _ in jobs:
            self.answered.emit(number, Failed(reason))

    def _opened(self, *, damaged: bool = False) -> Archive:
        """The archive in its file, in a new one in place of a damaged one, or without a file."""
        try:
            try:
                if not damaged:
                    return Archive(self._path)
            except DamagedError as error:
                log.warning("%s", storage_words(error.failure))
            aside = set_aside(self._path)
            self._tell(history_words.BEGUN_ANEW(path=aside))
            return Archive(self._path)
        except StoreError as error:
            self._tell(history_words.KEPT_UNTIL_CLOSED(why=storage_words(error.failure)))
            self._path = MEMORY
            return Archive(MEMORY)

    def _failed(self, error: StoreError) -> Failed:
        sentence = storage_words(error.failure)
        self._tell(sentence)
        return Failed(sentence)

    def _tell(self, sentence: str) -> None:
        """Say what is wrong, once as long as it stays the same."""
        if sentence != self._told:
            self._told = sentence
            log.warning("%s", sentence)
            self.troubled.emit(sentence)
