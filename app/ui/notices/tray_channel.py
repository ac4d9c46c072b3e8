"""Notifications as messages of a tray icon, where a system has a tray but no service of its own."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.ui.notices.channel import NoticeChannel
from app.ui.notices.merge import Merged
from app.ui.widgets.plain_text import notification_text
from app.words import notice_words


class TrayChannel(NoticeChannel):
    """The tray icon is there only while there is something to tell.

    A tray never says whether its message was seen, so the window asks for attention as well.
    """

    def __init__(self, icon: QIcon, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None
        self._last = ""

    def words(self) -> str:
        return notice_words.SHOWN_IN_TRAY()

    def show(self, room_key: str, merged: Merged) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            self.failed.emit(room_key, "there is no tray that shows messages")
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip("Hubbub")  # a constant: trays differ in what they take for markup
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_clicked)
        self._last = room_key
        self._tray.show()
        self._tray.showMessage(merged.title, notification_text(merged.body), self._icon)
        QApplication.alert(self._window)
        self.shown.emit(room_key)

    def withdraw(self, room_key: str) -> None:
        if self._tray is not None and room_key == self._last:
            self._tray.hide()

    def _on_clicked(self) -> None:
        self.activated.emit(self._last)
