"""What may change many times a second is shown at once, and then only so often."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot


class Pace(QObject):
    """Does something when it is asked to: at once, and whatever is asked within `pause` ms after it together.

    `is_waiting`: it was asked again and has not done it yet.
    """

    def __init__(self, action: Callable[[], object], pause: int, parent: QObject) -> None:
        super().__init__(parent)
        self.is_waiting = False
        self._action = action
        self._timer = QTimer(self, singleShot=True, interval=pause)
        self._timer.timeout.connect(self._on_timeout)

    @Slot()
    def ask(self) -> None:
        """Do it now or soon."""
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
