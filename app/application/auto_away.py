"""Away by itself: whoever has touched nothing for ten minutes is shown as away, and back with the next touch.

Qt tells of keys and clicks in this window, and where the pointer is on the whole screen (not under Wayland):
whoever works in another program and touches no mouse is taken for away. What is chosen by hand counts first.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QCursor

from app.application.joined_servers import JoinedServers
from app.guard import guarded
from app.settings import Settings
from app.ui.window.main_window import MainWindow

AWAY_AFTER = 600.0  # seconds without a touch, as in programs that people know
_LOOK_MS = 5_000  # at the pointer: one that is back is seen soon enough
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


@guarded()
class AutoAway(QObject):
    """Watches one window; `clock` gives seconds that only grow, `pointer` where the pointer is."""

    def __init__(
        self,
        window: MainWindow,
        servers: JoinedServers,
        settings: Settings,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
        pointer: Callable[[], QPoint] = QCursor.pos,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._servers = servers
        self._settings = settings
        self._clock = clock
        self._pointer = pointer
        self._touched = clock()
        self._was_at = pointer()
        self._is_away = False  # by itself
        self._watched: QObject | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """See whether somebody is there."""
        self._watch_window()
        place = self._pointer()
        if place != self._was_at:
            self._was_at = place
            self._note_touch()
        elif not self._is_away and self._clock() - self._touched >= AWAY_AFTER and self._may_go():
            self._is_away = True
            self._window.own.set_away(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._note_touch()
        return False

    def _watch_window(self) -> None:
        """The system's window comes with the first time that it is shown."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    def _note_touch(self) -> None:
        self._touched = self._clock()
        if self._is_away:
            self._is_away = False
            self._window.own.set_away(False)

    def _may_go(self) -> bool:
        """Not where somebody is away by hand, or wants to be left alone and not be thought gone."""
        if not self._settings.auto_away or self._settings.do_not_disturb:
            return False
        connections = [server.connection for server in self._servers.all]
        return bool(connections) and not any(connection.away for connection in connections)
