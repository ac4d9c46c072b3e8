"""What a way of showing notifications offers, and the quietest one: asking for attention in the task bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.notices.merge import Merged
from app.words import notice_words


class NoticeChannel(QObject):
    """Shows one notification per room; a newer one of the same room replaces the older.

    Each `show` is answered by one signal, at once or later, but never waited for.

    Signals:
        shown(str): what was to be shown of a room is on its way to the person.
        failed(str, str): it is not, by the room's key, and why, for the log.
        activated(str): the notification of a room was clicked.
    """

    shown = Signal(str)
    failed = Signal(str, str)
    activated = Signal(str)

    def words(self) -> str:
        """A sentence for the person: by which way their notifications come."""
        raise NotImplementedError

    def show(self, room_key: str, merged: Merged) -> None:
        """Show, or replace what is shown of that room; `shown` or `failed` follows."""
        raise NotImplementedError

    def withdraw(self, room_key: str) -> None:
        """The room has been looked at: take its notification away where that is possible."""


class AlertChannel(NoticeChannel):
    """Marks the window in the task bar or dock."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def words(self) -> str:
        return notice_words.NO_NOTIFICATIONS_HERE()

    def show(self, room_key: str, merged: Merged) -> None:
        QApplication.alert(self._window)
        self.shown.emit(room_key)
