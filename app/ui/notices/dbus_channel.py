"""Notifications through the desktop's service, org.freedesktop.Notifications, over the session bus.

Spec: https://specifications.freedesktop.org/notification-spec/latest/protocol.html
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, SLOT, QMetaObject, QObject, Qt, Slot
from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage, QDBusPendingCallWatcher

from app.ui.notices.channel import NoticeChannel
from app.ui.notices.merge import Merged

_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ASK_TIMEOUT_MS = 5000  # the service may have to be started first
_SHOW_TIMEOUT_MS = 300  # it has answered before, so this is a hung service: do not hang with it
_DEFAULT_ACTION = "default"


class DBusChannel(NoticeChannel):
    """Asks the service what it can do, without waiting; ready once it has answered."""

    def __init__(self, parent: QObject, *, desktop_entry: str = "hubbub") -> None:
        super().__init__(parent)
        self._bus = QDBusConnection.sessionBus()
        self._entry = desktop_entry
        self._service: QDBusInterface | None = None
        self._capabilities: frozenset[str] = frozenset()
        self._ids: dict[str, int] = {}
        if not self._bus.isConnected():
            return
        self._bus.connect(_SERVICE, _PATH, _SERVICE, "ActionInvoked", self, SLOT("on_action(uint,QString)"))  # type: ignore[call-overload]  # the stub wants bytes, SLOT gives str
        self._bus.connect(_SERVICE, _PATH, _SERVICE, "NotificationClosed", self, SLOT("on_closed(uint,uint)"))  # type: ignore[call-overload]  # the same
        question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "GetCapabilities")
        self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(question, _ASK_TIMEOUT_MS), self)
        self._asked.finished.connect(self._on_capabilities)

    def is_ready(self) -> bool:
        return self._service is not None

    def show(self, room_key: str, merged: Merged) -> None:
        if self._service is None:
            return
        # Typed arguments: a Python int would travel as INT32 where the service takes UINT32 only.
        shown = QMetaObject.invokeMethod(
            self._service,
            "Notify",
            Qt.ConnectionType.DirectConnection,
            Q_RETURN_ARG("uint"),
            Q_ARG("QString", "Hubbub"),
            Q_ARG("uint", self._ids.get(room_key, 0)),
            Q_ARG("QString", self._entry),
            Q_ARG("QString", merged.title),
            Q_ARG("QString", self._body(merged.body)),
            Q_ARG("QStringList", [_DEFAULT_ACTION, self.tr("Open")] if self._can("actions") else []),
            Q_ARG("QVariantMap", {"desktop-entry": self._entry}),
            Q_ARG("int", -1),
        )
        if isinstance(shown, int) and shown:
            self._ids[room_key] = shown

    def withdraw(self, room_key: str) -> None:
        shown = self._ids.pop(room_key, 0)
        if self._service is not None and shown:
            QMetaObject.invokeMethod(
                self._service,
                "CloseNotification",
                Qt.ConnectionType.DirectConnection,
                Q_ARG("uint", shown),
            )

    @Slot("uint", str)
    def on_action(self, shown: int, _action: str) -> None:
        """The person clicked a notification, maybe another program's."""
        for room_key, own in self._ids.items():
            if own == shown:
                self.activated.emit(room_key)
                return

    @Slot("uint", "uint")
    def on_closed(self, shown: int, _reason: int) -> None:
        """A notification is gone: the next one of its room is a new one."""
        self._ids = {room_key: own for room_key, own in self._ids.items() if own != shown}

    def _on_capabilities(self, watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            return
        words = watcher.reply().arguments()
        self._capabilities = frozenset(words[0]) if words else frozenset()
        service = QDBusInterface(_SERVICE, _PATH, _SERVICE, self._bus, self)
        service.setTimeout(_SHOW_TIMEOUT_MS)
        self._service = service if service.isValid() else None

    def _can(self, capability: str) -> bool:
        return capability in self._capabilities

    def _body(self, text: str) -> str:
        if not self._can("body"):
            return ""
        return escape(text, quote=False) if self._can("body-markup") else text
