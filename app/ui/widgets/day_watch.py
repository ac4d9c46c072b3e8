"""Tells when another day has begun, for whatever says "Today" and is not painted by itself."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.models.timeline_grouping import same_day

LOOK_MS = (
    60_000  # a sleeping computer's timers stand still, and clocks and zones are set: so it is looked again
)


class DayWatch(QObject):
    """Looks at the clock each minute as long as its parent lives.

    Signals:
        changed(): it is another local day than it was.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen = time.time()
        self._timer = QTimer(self, interval=LOOK_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """See which day it is."""
        now = time.time()
        if not same_day(self._seen, now):
            self._seen = now
            self.changed.emit()
