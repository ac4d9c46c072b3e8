"""What a way of showing notifications offers, and the quietest one: asking for attention in the task bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.notices.merge import Merged


class NoticeChannel(QObject):
    """Shows one notification per room; a newer one of the same room replaces the older.

    Signals:
        activated(str): the notification of a room was clicked.
    """

    activated = Signal(str)

    def is_ready(self) -> bool:
        """Whether `show` would be seen now."""
        return True

    def show(self, room_key: str, merged: Merged) -> None:
        """Show, or replace what is shown of that room."""
        raise NotImplementedError

    def withdraw(self, room_key: str) -> None:
        """The room has been looked at: take its notification away where that is possible."""


class AlertChannel(NoticeChannel):
    """Marks the window in the task bar or dock."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def show(self, room_key: str, merged: Merged) -> None:
        QApplication.alert(self._window)
