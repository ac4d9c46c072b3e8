"""Collects notifications for a moment, merges those of one room, and shows them by the best backend."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.ui.notifications.backends import NotificationBackend, TaskbarBackend, TrayBackend
from app.ui.notifications.notification import Notification, NotificationKind, NotificationText, merge
from app.ui.notifications.tray_icon import TrayIcon
from app.words import notice_words

log = logging.getLogger(__name__)

_BURST_MS = 400  # neighbours within this are told together; a single notification is not felt as late
_KEPT_PER_ROOM = 200  # what merges into one sentence; the count stays right up to here
_TEST = ""  # the key of what is shown for a test: no room has it


class Notifier(QObject):
    """Tells the person what they do not see. Whether something is worth it is decided elsewhere.

    The backends are tried in order: what one cannot show goes to the next. That one fails is logged once,
    until it works again.

    Signals:
        activated(str, str): the `room_key` of a notification that was clicked, "" for a test, and the msgid
            of the message that it shows, "" for none.
        test_finished(str): what came of `show_test`, a sentence for the person.
    """

    activated = Signal(str, str)
    test_finished = Signal(str)

    def __init__(self, backends: Sequence[NotificationBackend], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backends = tuple(backends)
        self._waiting: dict[str, list[Notification]] = {}  # shown and not looked at yet, and new ones
        self._fresh: set[str] = set()
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(_BURST_MS)
        self._burst.timeout.connect(self.flush)
        self._under_way: dict[str, tuple[int, NotificationText]] = {}  # by room: backend's number, text
        self._failing: set[NotificationBackend] = set()
        for backend in self._backends:
            backend.activated.connect(self._on_activated)
            backend.shown.connect(partial(self._on_shown, backend))
            backend.failed.connect(partial(self._on_failed, backend))

    def notify(self, notification: Notification) -> None:
        """Show it soon, together with those of the same moment."""
        waiting = self._waiting.setdefault(notification.room_key, [])
        waiting.append(notification)
        del waiting[:-_KEPT_PER_ROOM]
        self._fresh.add(notification.room_key)
        if not self._burst.isActive():
            self._burst.start()

    def flush(self) -> None:
        """Show now what waits."""
        self._burst.stop()
        fresh, self._fresh = self._fresh, set()
        for room_key in fresh:
            self._show(room_key, merge(self._waiting[room_key]))

    def show_test(self) -> None:
        """Show a notification that tells nothing; `test_finished` says which backend took it."""
        title = notice_words.THIS_IS_A_NOTIFICATION()
        self._show(_TEST, NotificationText(title, notice_words.NOTIFICATION_TRIAL()))

    def clear(self, room_key: str) -> None:
        """The person has looked at the room: forget what was told of it."""
        self._fresh.discard(room_key)
        self._under_way.pop(room_key, None)
        if self._waiting.pop(room_key, None):
            for backend in self._backends:
                backend.withdraw(room_key)

    def _show(self, room_key: str, text: NotificationText, first: int = 0) -> None:
        """Show by the backend with that number, or by one after it."""
        if first < len(self._backends):
            self._under_way[room_key] = (first, text)
            self._backends[first].show(room_key, text)
            return
        self._under_way.pop(room_key, None)
        if room_key == _TEST:
            self.test_finished.emit(notice_words.NOTIFICATION_NOT_SHOWN())

    @Slot(str)
    def _on_activated(self, room_key: str) -> None:
        told = [one.msgid for one in self._waiting.get(room_key, ()) if one.kind is NotificationKind.MESSAGE]
        self.clear(room_key)
        self.activated.emit(room_key, told[-1] if told else "")

    def _on_shown(self, backend: NotificationBackend, room_key: str) -> None:
        self._failing.discard(backend)
        if self._under_way.pop(room_key, None) is not None and room_key == _TEST:
            self.test_finished.emit(backend.words())

    def _on_failed(self, backend: NotificationBackend, room_key: str, why: str) -> None:
        if backend not in self._failing:
            self._failing.add(backend)
            log.warning("%s cannot show notifications: %s", type(backend).__name__, why)
        number, text = self._under_way.get(room_key, (-1, None))
        if text is not None and self._backends[number] is backend:
            self._show(room_key, text, number + 1)


def make_notifier(window: QWidget, tray: TrayIcon) -> Notifier:
    """The notifier of this system: its notification service, else a tray message, else the task bar."""
    backends: list[NotificationBackend] = []
    if sys.platform == "linux":
        # jeepney is installed where there is a session bus
        from app.ui.notifications.dbus_backend import DBusBackend

        backends.append(DBusBackend(window))
    backends += [TrayBackend(tray, window), TaskbarBackend(window)]
    return Notifier(backends, window)
