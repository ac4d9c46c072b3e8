"""The end of a wait for another computer, which is not its fault where it was this one that stood still."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

# Later than its time by more than this, the event loop stood still: the answer may lie in a socket unread.
LATE_SECONDS = 0.1
GRACE_MS = 250


class Deadline(QObject):
    """A timer that fires once, `interval` milliseconds after its start.

    Where the event loop stood still meanwhile, as on a computer that is busy or wakes up, what arrived is
    read first: it fires a moment later, unless it is stopped or started anew by that.

    Signals:
        passed: the time is over.
    """

    passed = Signal()

    def __init__(self, interval: int, parent: QObject) -> None:
        super().__init__(parent)
        self._interval = interval
        self._due = 0.0  # by time.monotonic(); 0 when it has been put off once
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, interval: int | None = None) -> None:
        """Begin, or begin anew; `interval` in place of the usual one, for this time."""
        wait = self._interval if interval is None else interval
        self._due = time.monotonic() + wait / 1000
        self._timer.start(wait)

    def stop(self) -> None:
        """It will not fire."""
        self._timer.stop()

    @Slot()
    def _on_timeout(self) -> None:
        if self._due and time.monotonic() - self._due > LATE_SECONDS:
            self._due = 0.0
            self._timer.start(GRACE_MS)
        else:
            self.passed.emit()
