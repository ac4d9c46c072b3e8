"""The disk's part of a turn: nobody is told of the turn before it is done.

In a thread, one turn at a time. What is said meanwhile is the next one, and so shares a transaction, a sync
and a write. Where the disk has been quick, the event loop itself waits for it: to hand a turn to a thread and
back costs as much, and the thread takes Python's lock from who goes on.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal

from app.hub.data.storage import Sync
from app.hub.data.storage_errors import KeepingError
from app.hub.hub import Turn

# A disk is quick after so many syncs of less than so much, and while one of so many takes longer: an SSD
# takes 0.1 to 0.5 ms, a hard disk 10 to 20. To write to two hundred members takes as long.
QUICK_S = 1e-3
QUICK_SYNCS = 8

# Why the disk has not kept a turn, None when it has, and how many seconds it took.
_Result = tuple[KeepingError | None, float]


class TurnSync(QObject):
    """Has a turn synced. Its thread is made with the first one, in whichever thread that is asked for.

    Signals:
        done: a sync is over; `take` has what came of it, unless somebody has waited for it there. Never told
            while a turn is begun.
    """

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn: Turn | None = None
        self._thread: threading.Thread | None = None
        self._asked: SimpleQueue[Sync | None] = SimpleQueue()
        self._results: SimpleQueue[_Result] = SimpleQueue()
        self._quick = 0  # syncs, less what slow ones count
        self._failed_here = QTimer(self, singleShot=True, interval=0)
        self._failed_here.timeout.connect(self.done)

    @property
    def is_busy(self) -> bool:
        """Whether a turn was begun and not taken."""
        return self._turn is not None

    @property
    def is_done(self) -> bool:
        """Whether a turn can be taken at once."""
        return not self._results.empty()

    def begin(self, turn: Turn, *, is_next: bool = False) -> bool:
        """Have a turn synced, when no other is; returns whether it has to be taken before it is told.

        `is_next`: nothing else is to be told before it, so it may be synced before this returns.
        """
        if turn.sync is None:
            return False
        if is_next and self._quick >= QUICK_SYNCS:
            error, seconds = _timed(turn.sync)
            if error is None:
                self._note(seconds)
                return False
            # taken like one of the thread
            self._turn = turn
            self._results.put((error, seconds))
            self._failed_here.start()
            return True
        self._turn = turn
        if self._thread is None:
            work = (self._asked, self._results, self.done.emit)
            self._thread = threading.Thread(target=_serve, args=work, name="sync", daemon=True)
            self._thread.start()
        self._asked.put(turn.sync)
        return True

    def take(self) -> tuple[Turn, KeepingError | None]:
        """The turn that was begun and why the disk has not kept it, None when it has; waits for that."""
        turn, self._turn = self._turn, None
        assert turn is not None
        error, seconds = self._results.get()
        self._note(seconds)
        return turn, error

    def close(self) -> None:
        """End the thread, once it has synced what was begun: that is told to nobody any more."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._asked.put(None)
            thread.join()
        if self.is_busy:
            self.take()

    def _note(self, seconds: float) -> None:
        change = 1 if seconds < QUICK_S else -QUICK_SYNCS
        self._quick = max(0, min(self._quick + change, 2 * QUICK_SYNCS))


def _serve(asked: SimpleQueue[Sync | None], results: SimpleQueue[_Result], tell: Callable[[], None]) -> None:
    while (sync := asked.get()) is not None:
        results.put(_timed(sync))
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile, and who waits with it
            tell()


def _timed(sync: Sync) -> _Result:
    began = time.perf_counter()
    error = None
    try:
        sync()
    except KeepingError as failed:
        error = failed
    return error, time.perf_counter() - began
