"""Collects notices for a moment, merges those of one room, and shows them by the best way there is."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from app.ui.notices.channel import AlertChannel, NoticeChannel
from app.ui.notices.merge import Notice, merge
from app.ui.notices.tray_channel import TrayChannel

_BURST_MS = 400  # neighbours within this are told together; a single notice is not felt as late
_KEPT_PER_ROOM = 200  # what merges into one sentence; the count stays right up to here


class Notifier(QObject):
    """Tells the person what they do not see. Whether something is worth it is decided elsewhere.

    Signals:
        activated(str): the `room_key` of a notification that was clicked.
    """

    activated = Signal(str)

    def __init__(self, channels: Sequence[NoticeChannel], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._channels = tuple(channels)
        self._waiting: dict[str, list[Notice]] = {}  # shown and not looked at yet, and new ones
        self._fresh: set[str] = set()
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(_BURST_MS)
        self._burst.timeout.connect(self.flush)
        for channel in self._channels:
            channel.activated.connect(self._on_activated)

    def notify(self, notice: Notice) -> None:
        """Tell it soon, together with its neighbours."""
        waiting = self._waiting.setdefault(notice.room_key, [])
        waiting.append(notice)
        del waiting[:-_KEPT_PER_ROOM]
        self._fresh.add(notice.room_key)
        if not self._burst.isActive():
            self._burst.start()

    def flush(self) -> None:
        """Tell now what waits."""
        self._burst.stop()
        fresh, self._fresh = self._fresh, set()
        for room_key in fresh:
            merged = merge(self._waiting[room_key])
            channel = next((channel for channel in self._channels if channel.is_ready()), None)
            if channel is not None:
                channel.show(room_key, merged)

    def clear(self, room_key: str) -> None:
        """The person has looked at the room: forget what was told of it."""
        self._fresh.discard(room_key)
        if self._waiting.pop(room_key, None):
            for channel in self._channels:
                channel.withdraw(room_key)

    def _on_activated(self, room_key: str) -> None:
        self.clear(room_key)
        self.activated.emit(room_key)


def make_notifier(window: QWidget, icon: QIcon) -> Notifier:
    """The notifier of this system: its notification service, else a tray message, else the task bar."""
    channels: list[NoticeChannel] = []
    if sys.platform not in ("win32", "darwin"):
        # QtDBus is not part of PySide6 on the other systems
        from app.ui.notices.dbus_channel import DBusChannel

        channels.append(DBusChannel(window))
    channels += [TrayChannel(icon, window), AlertChannel(window)]
    return Notifier(channels, window)
