"""The disk's part of a turn, in a thread: nobody is told of the turn before it is done.

One turn at a time. What is said meanwhile is the next one, and so shares a transaction, a sync and a write.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal

from app.hub.data.storage import Sync
from app.hub.data.storage_errors import KeepingError
from app.hub.hub import Turn


class TurnSync(QObject):
    """Has a turn synced. Its thread is made with the first one, in whichever thread that is asked for.

    Signals:
        done: a sync is over; `take` has what came of it, unless somebody has waited for it there.
    """

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn: Turn | None = None
        self._thread: threading.Thread | None = None
        self._asked: SimpleQueue[Sync | None] = SimpleQueue()
        self._results: SimpleQueue[KeepingError | None] = SimpleQueue()

    @property
    def is_busy(self) -> bool:
        """Whether a turn was begun and not taken."""
        return self._turn is not None

    @property
    def is_done(self) -> bool:
        """Whether a turn can be taken at once."""
        return not self._results.empty()

    def begin(self, turn: Turn) -> bool:
        """Have a turn synced, when no other is; returns whether it must be."""
        if turn.sync is None:
            return False
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
        return turn, self._results.get()

    def close(self) -> None:
        """End the thread, once it has synced what was begun: that is told to nobody any more."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._asked.put(None)
            thread.join()
        if self.is_busy:
            self.take()


def _serve(
    asked: SimpleQueue[Sync | None], results: SimpleQueue[KeepingError | None], tell: Callable[[], None]
) -> None:
    while (sync := asked.get()) is not None:
        try:
            sync()
        except KeepingError as error:
            results.put(error)
        else:
            results.put(None)
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile, and who waits with it
            tell()
