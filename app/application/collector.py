"""Python's search for unreachable cycles, kept out of people's way: a pass over all objects stops the window.

With 100,000 messages in memory such a pass takes 30 to 90 ms, and Python makes one in the middle of whatever
brings new objects. What has just been made is still searched all the time, which takes 2 to 7 ms.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

NEVER = 1_000_000_000
AWAY_MS = 3000  # somebody who only glances at another window is back by then
AT_LATEST_MS = 30 * 60 * 1000  # a window that is always in front: a pause now and then rather than no end


class Collector(QObject):
    """Searches everything while the window is not in front; what start-up has made stays out of it."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        gc.freeze()
        youngest, young, _ = gc.get_threshold()
        gc.set_threshold(youngest, young, NEVER)
        self._soon = QTimer(self, singleShot=True, interval=AWAY_MS)
        self._at_latest = QTimer(self, interval=AT_LATEST_MS)
        for timer in (self._soon, self._at_latest):
            timer.timeout.connect(self.collect)
        self._at_latest.start()
        app.applicationStateChanged.connect(self.follow)

    @Slot(Qt.ApplicationState)
    def follow(self, state: Qt.ApplicationState) -> None:
        """The window came to the front, or somebody turned to something else."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._soon.stop()
        else:
            self._soon.start()

    @property
    def is_due(self) -> bool:
        """Whether it will search as soon as nobody has come back."""
        return self._soon.isActive()

    @Slot()
    def collect(self) -> None:
        """Search everything now."""
        self._at_latest.start()
        gc.collect()
