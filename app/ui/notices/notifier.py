"""Collects notices for a moment, merges those of one room, and shows them by the best way there is."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from app.ui.notices.channel import AlertChannel, NoticeChannel
from app.ui.notices.merge import Merged, Notice, merge
from app.ui.notices.tray_channel import TrayChannel
from app.words import notice_words

log = logging.getLogger(__name__)

_BURST_MS = 400  # neighbours within this are told together; a single notice is not felt as late
_KEPT_PER_ROOM = 200  # what merges into one sentence; the count stays right up to here
_TRIAL = ""  # the key of what is shown for a trial: no room has it


class Notifier(QObject):
    """Tells the person what they do not see. Whether something is worth it is decided elsewhere.

    The ways are tried in order: what one cannot show goes to the next. That a way fails is logged once, until
    it works again.

    Signals:
        activated(str): the `room_key` of a notification that was clicked, "" for a trial.
        tried(str): what came of `try_one`, a sentence for the person.
    """

    activated = Signal(str)
    tried = Signal(str)

    def __init__(self, channels: Sequence[NoticeChannel], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._channels = tuple(channels)
        self._waiting: dict[str, list[Notice]] = {}  # shown and not looked at yet, and new ones
        self._fresh: set[str] = set()
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(_BURST_MS)
        self._burst.timeout.connect(self.flush)
        self._under_way: dict[str, tuple[int, Merged]] = {}  # by room: which way, and what is shown
        self._failing: set[NoticeChannel] = set()
        for channel in self._channels:
            channel.activated.connect(self._on_activated)
            channel.shown.connect(self._on_shown)
            channel.failed.connect(self._on_failed)

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
            self._show(room_key, merge(self._waiting[room_key]))

    def try_one(self) -> None:
        """Show a notification that tells nothing; `tried` says by which way it went."""
        title = notice_words.THIS_IS_A_NOTIFICATION()
        self._show(_TRIAL, Merged(title, notice_words.NOTIFICATION_TRIAL()))

    def clear(self, room_key: str) -> None:
        """The person has looked at the room: forget what was told of it."""
        self._fresh.discard(room_key)
        self._under_way.pop(room_key, None)
        if self._waiting.pop(room_key, None):
            for channel in self._channels:
                channel.withdraw(room_key)

    def _show(self, room_key: str, merged: Merged, first: int = 0) -> None:
        """Show by the way with that number, or by one after it."""
        if first < len(self._channels):
            self._under_way[room_key] = (first, merged)
            self._channels[first].show(room_key, merged)
            return
        self._under_way.pop(room_key, None)
        if room_key == _TRIAL:
            self.tried.emit(notice_words.NOTIFICATION_NOT_SHOWN())

    @Slot(str)
    def _on_activated(self, room_key: str) -> None:
        self.clear(room_key)
        self.activated.emit(room_key)

    @Slot(str)
    def _on_shown(self, room_key: str) -> None:
        channel = self.sender()
        assert isinstance(channel, NoticeChannel)
        self._failing.discard(channel)
        if self._under_way.pop(room_key, None) is not None and room_key == _TRIAL:
            self.tried.emit(channel.words())

    @Slot(str, str)
    def _on_failed(self, room_key: str, why: str) -> None:
        channel = self.sender()
        assert isinstance(channel, NoticeChannel)
        if channel not in self._failing:
            self._failing.add(channel)
            log.warning("%s cannot show notifications: %s", type(channel).__name__, why)
        way, merged = self._under_way.get(room_key, (-1, None))
        if merged is not None and self._channels[way] is channel:
            self._show(room_key, merged, way + 1)


def make_notifier(window: QWidget, icon: QIcon) -> Notifier:
    """The notifier of this system: its notification service, else a tray message, else the task bar."""
    channels: list[NoticeChannel] = []
    if sys.platform == "linux":
        # jeepney is installed where there is a session bus
        from app.ui.notices.dbus_channel import DBusChannel

        channels.append(DBusChannel(window))
    channels += [TrayChannel(icon, window), AlertChannel(window)]
    return Notifier(channels, window)
