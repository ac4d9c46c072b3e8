"""What a backend for notifications offers, and two: messages of a tray icon, a mark in the task bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.notifications.notification import NotificationText
from app.ui.notifications.tray_icon import TrayIcon
from app.words import notice_words


class NotificationBackend(QObject):
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

    def show(self, room_key: str, text: NotificationText) -> None:
        """Show, or replace what is shown of that room; `shown` or `failed` follows."""
        raise NotImplementedError

    def withdraw(self, room_key: str) -> None:
        """The room has been looked at: take its notification away where that is possible."""


class TaskbarBackend(NotificationBackend):
    """Marks the window in the task bar or dock."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def words(self) -> str:
        return notice_words.NO_NOTIFICATIONS_HERE()

    def show(self, room_key: str, text: NotificationText) -> None:
        QApplication.alert(self._window)
        self.shown.emit(room_key)


class TrayBackend(NotificationBackend):
    """Messages beside the icon in the notification area, which comes for them where it does not stay.

    A tray never says whether its message was seen, so the window asks for attention as well.
    """

    def __init__(self, tray: TrayIcon, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray = tray
        self._last = ""
        tray.message_clicked.connect(self._on_clicked)

    def words(self) -> str:
        return notice_words.SHOWN_IN_TRAY()

    def show(self, room_key: str, text: NotificationText) -> None:
        if not self._tray.show_message(text):
            self.failed.emit(room_key, "there is no tray that shows messages")
            return
        self._last = room_key
        QApplication.alert(self._window)
        self.shown.emit(room_key)

    def withdraw(self, room_key: str) -> None:
        if room_key == self._last:
            self._tray.end_message()

    def _on_clicked(self) -> None:
        self.activated.emit(self._last)
