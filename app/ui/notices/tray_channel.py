"""Notifications as messages of a tray icon, where a system has a tray but no service of its own."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from app.ui.notices.channel import NoticeChannel
from app.ui.notices.merge import Merged


class TrayChannel(NoticeChannel):
    """The tray icon is there only while there is something to tell."""

    def __init__(self, icon: QIcon, window: QWidget) -> None:
        super().__init__(window)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None
        self._last = ""

    def is_ready(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def show(self, room_key: str, merged: Merged) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip("Hubbub")
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_clicked)
        self._last = room_key
        self._tray.show()
        self._tray.showMessage(merged.title, merged.body, self._icon)

    def withdraw(self, room_key: str) -> None:
        if self._tray is not None and room_key == self._last:
            self._tray.hide()

    def _on_clicked(self) -> None:
        self.activated.emit(self._last)
