"""Notifications through the desktop's service, org.freedesktop.Notifications, over the session bus.

Spec: https://specifications.freedesktop.org/notification-spec/latest/protocol.html
The bus and the library for it are loaded with the first notification.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, Slot

from app.ui.notifications.backends import NotificationBackend
from app.ui.notifications.notification import NotificationText
from app.words import common_words, notice_words

if TYPE_CHECKING:
    from app.ui.notifications.session_bus import Body, CallResult, OnResult, SessionBus

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ASK_TIMEOUT_MS = 5000  # the service may have to be started first
_SHOW_TIMEOUT_MS = 3000  # it has answered before, so this is a hung service: the next backend is tried
_HUNG_MS = 60_000  # so long a service that let us wait is left alone
_DEFAULT_ACTION = "default"
_AS_THE_SERVICE_LIKES = -1  # how long a notification stays
# One room's notification: asked for, and no answer yet.
_UNDER_WAY = 0


class DBusBackend(NotificationBackend):
    """Asks the service what it can do when there is something to show; knows the notifications of rooms."""

    def __init__(self, parent: QObject, *, desktop_entry: str = "chat.hubbub.Hubbub") -> None:
        super().__init__(parent)
        self._entry = desktop_entry
        self._made_bus: SessionBus | None = None
        self._capabilities: frozenset[str] | None = None  # None: the service was not asked yet
        self._is_asking = False
        self._hung = QDeadlineTimer(0)
        self._waiting: dict[str, NotificationText] = {}  # for the capabilities, or for the answer before it
        self._ids: dict[str, int] = {}  # by room; _UNDER_WAY while the answer is not here
        self._withdrawn: set[str] = set()  # while the answer is not here

    def words(self) -> str:
        return notice_words.DESKTOP_TOOK_IT()

    def show(self, room_key: str, text: NotificationText) -> None:
        self._withdrawn.discard(room_key)
        if not self._hung.hasExpired():
            self.failed.emit(room_key, "the notification service does not answer")
            return
        self._waiting[room_key] = text
        self._send_waiting()

    def withdraw(self, room_key: str) -> None:
        self._waiting.pop(room_key, None)
        shown = self._ids.get(room_key)
        if shown == _UNDER_WAY:
            self._withdrawn.add(room_key)
        elif shown is not None:
            del self._ids[room_key]
            self._close(shown)

    # -- the service

    @property
    def _bus(self) -> SessionBus:
        if self._made_bus is None:
            from app.ui.notifications.session_bus import SessionBus  # only now: see above

            self._made_bus = bus = SessionBus(self)
            bus.signal_received.connect(self._on_signal)
            bus.disconnected.connect(self._forget_service)
            for rule in (
                f"type='signal',sender='{_NAME}',interface='{_NAME}'",
                f"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{_NAME}'",
            ):
                bus.subscribe(rule)
        return self._made_bus

    def _call(self, method: str, signature: str, body: Body, on_result: OnResult, *, timeout_ms: int) -> None:
        """Call a method of the service; `on_result` is called once, later."""
        where = self._bus.address(_PATH, _NAME)
        self._bus.call(where, method, signature, body, on_result=on_result, timeout_ms=timeout_ms)

    # -- asking

    def _ask(self) -> None:
        if not self._is_asking:
            self._is_asking = True
            self._call("GetCapabilities", "", (), self._on_capabilities, timeout_ms=_ASK_TIMEOUT_MS)

    def _on_capabilities(self, result: CallResult) -> None:
        self._is_asking = False
        words = result.body[0] if result.body else ()
        if result.error or not isinstance(words, list):
            self._note_late(result)
            self._fail_waiting(result.error or "the notification service answers in another language")
        else:
            self._capabilities = frozenset(word for word in words if isinstance(word, str))
            self._send_waiting()

    def _fail_waiting(self, why: str) -> None:
        waiting, self._waiting = self._waiting, {}
        for room_key in waiting:
            self.failed.emit(room_key, why)

    # -- showing

    def _send_waiting(self) -> None:
        """Send what waits; of a room one at a time, as the next replaces it by the number in the result."""
        if self._waiting and self._capabilities is None:
            self._ask()
            return
        for room_key in [key for key in self._waiting if self._ids.get(key) != _UNDER_WAY]:
            text = self._waiting.pop(room_key)
            replaced = self._ids.get(room_key, 0)
            self._ids[room_key] = _UNDER_WAY
            self._call(
                "Notify",
                "susssasa{sv}i",
                self._arguments(text, replaced),
                lambda result, key=room_key: self._on_shown(key, result),  # type: ignore[misc]  # bound now
                timeout_ms=_SHOW_TIMEOUT_MS,
            )

    def _arguments(self, text: NotificationText, replaced: int) -> tuple[object, ...]:
        actions = [_DEFAULT_ACTION, common_words.OPEN()] if self._can("actions") else []
        hints = {"desktop-entry": ("s", self._entry), "category": ("s", "im.received")}
        title, body = _sendable(text.title), self._body(_sendable(text.body))
        return ("Hubbub", replaced, self._entry, title, body, actions, hints, _AS_THE_SERVICE_LIKES)

    def _on_shown(self, room_key: str, result: CallResult) -> None:
        self._ids.pop(room_key, None)
        number = result.body[0] if result.body else 0
        if result.error or not isinstance(number, int) or not number:
            self._note_late(result)
            self._withdrawn.discard(room_key)
            self._waiting.pop(room_key, None)
            self.failed.emit(room_key, result.error or "the notification service gave no number")
        elif room_key in self._withdrawn:
            self._withdrawn.discard(room_key)
            self._close(number)
        else:
            self._ids[room_key] = number
            self.shown.emit(room_key)
            self._send_waiting()

    def _note_late(self, result: CallResult) -> None:
        if result.is_late:
            self._hung = QDeadlineTimer(_HUNG_MS)

    def _close(self, number: int) -> None:
        self._call("CloseNotification", "u", (number,), _ignore, timeout_ms=_SHOW_TIMEOUT_MS)

    def _can(self, capability: str) -> bool:
        return self._capabilities is not None and capability in self._capabilities

    def _body(self, text: str) -> str:
        """Other people's text is never markup; a service that knows none would show the escapes."""
        if not self._can("body"):
            return ""
        return escape(text, quote=False) if self._can("body-markup") else text

    # -- what the service tells

    @Slot(str, tuple)
    def _on_signal(self, member: str, values: tuple[object, ...]) -> None:
        if member == "NameOwnerChanged":
            self._forget_service()
        elif member == "ActionInvoked" and values:
            self._on_action(values[0])
        elif member == "NotificationClosed" and values:
            self._ids = {key: own for key, own in self._ids.items() if own != values[0] or own == _UNDER_WAY}

    def _on_action(self, shown: object) -> None:
        """The person clicked a notification, maybe another program's."""
        for room_key, own in self._ids.items():
            if own == shown and own != _UNDER_WAY:
                self.activated.emit(room_key)
                return

    @Slot()
    def _forget_service(self) -> None:
        """Another service, or none: what the last one could and showed is past."""
        self._capabilities = None
        self._hung = QDeadlineTimer(0)
        self._ids = {key: own for key, own in self._ids.items() if own == _UNDER_WAY}


def _ignore(_result: CallResult) -> None:
    """Whether a notification could be taken away changes nothing."""


def _sendable(text: str) -> str:
    """The bus takes no NUL and no half of a surrogate pair, and ends a connection that sends one."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
