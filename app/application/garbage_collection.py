"""Python's search for unreachable cycles, in the window's thread alone and kept out of people's way.

Left to itself Python searches in whichever thread makes the next object, and lets go there what it finds:
widgets, and what signals lead to, of which PySide keeps a table without a lock.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

AWAY_MS = 3000  # somebody who only glances at another window is back by then
AT_LATEST_MS = 30 * 60 * 1000  # a window that is always in front: a pause now and then rather than no end


class YoungCollector(QObject):
    """Searches what has been made lately, by all threads, between turns of the event loop of this one.

    After as many new objects as Python's own thresholds say. From now on Python itself searches no more.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        youngest, young, *_old = gc.get_threshold()
        self._enough = youngest
        self._much = youngest * young
        self._made = 0  # since the last search of more than the youngest
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self.collect)
        dispatcher.awake.connect(self.collect)  # on Windows a busy loop never blocks

    @Slot()
    def collect(self) -> None:
        """Search if there is enough that is new."""
        made = gc.get_count()[0]
        if made <= self._enough:
            return
        self._made += made
        if self._made <= self._much:
            gc.collect(0)
        else:
            self._made = 0
            gc.collect(1)


class Collector(QObject):
    """Searches everything at times when nobody looks, and what is new all the time.

    A search of everything makes the window stand still for 30 to 90 ms with 100,000 messages in memory. It
    is made while the window is not in front, and what start-up has made is left out; what is new takes 2 to
    7 ms.
    """

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        gc.freeze()
        self._young = YoungCollector(self)
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
        """Whether it will search everything as soon as nobody has come back."""
        return self._soon.isActive()

    @Slot()
    def collect(self) -> None:
        """Search everything now."""
        self._at_latest.start()
        gc.collect()
