"""A throttle: what may change many times a second is shown at once, and then only so often."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot


class Throttle(QObject):
    """Calls `action` when it is triggered: at once, and once more for the triggers of the next `interval` ms.

    `is_waiting`: it was triggered again and `action` has not been called for that yet.
    """

    def __init__(self, action: Callable[[], object], interval: int, parent: QObject) -> None:
        super().__init__(parent)
        self.is_waiting = False
        self._action = action
        self._timer = QTimer(self, singleShot=True, interval=interval)
        self._timer.timeout.connect(self._on_timeout)

    @Slot()
    def trigger(self) -> None:
        """Call the action now, or when the interval is over."""
        if self._timer.isActive():
            self.is_waiting = True
        else:
            self._act()

    def _act(self) -> None:
        self.is_waiting = False
        self._timer.start()
        self._action()

    @Slot()
    def _on_timeout(self) -> None:
        if self.is_waiting:
            self._act()
