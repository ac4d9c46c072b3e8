"""A connection to the desktop's session bus that never waits: calls with an answer later, and signals.

QtDBus of PySide6 cannot send a UINT32 or an empty array of strings, which Notify needs; jeepney writes and
reads the messages, a QLocalSocket carries them. https://dbus.freedesktop.org/doc/dbus-specification.html
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jeepney import (
    AuthenticationError,
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Parser,
    new_method_call,
)
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_connectable_addresses
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalSocket

from app.values import frozen

BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
# What a message that is not one makes the parser raise: then the bus is none, and the connection is closed.
_NOT_A_MESSAGE = (ValueError, LookupError, AssertionError, struct.error, RecursionError)
_CALLS_LIMIT = 100  # that wait for an answer: a bus that answers nothing gets no more

Body = tuple[Any, ...]


@frozen
class CallResult:
    """What became of a call: its values, or what went wrong ("" where nothing did)."""

    body: Body = ()
    error: str = ""
    is_late: bool = False  # nobody answered in time


OnResult = Callable[[CallResult], None]


@dataclass(slots=True)
class _Call:
    message: Message
    on_result: OnResult
    timer: QTimer
    serial: int = field(default=0)


class SessionBus(QObject):
    """Connects with the first call, and again with the next one after the connection broke.

    Signals:
        signal_received(str, tuple): one that was subscribed to: its name (the member), its values.
        disconnected(): the connection has ended; all open calls were answered with an error.
    """

    signal_received = Signal(str, tuple)
    disconnected = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket: QLocalSocket | None = None
        self._auth = Authenticator()
        self._parser = Parser()
        self._rules: list[str] = []
        self._unsent: list[_Call] = []
        self._calls: dict[int, _Call] = {}
        self._serial = 0

    def subscribe(self, rule: str) -> None:
        """Have `signal_received` emitted for what this match rule fits, on every connection from now on."""
        self._rules.append(rule)

    @staticmethod
    def address(path: str, name: str) -> DBusAddress:
        """An object of a service, whose interface has the service's name."""
        return DBusAddress(path, name, name)

    def call(
        self,
        where: DBusAddress,
        method: str,
        signature: str,
        body: Body,
        *,
        on_result: OnResult,
        timeout_ms: int,
    ) -> None:
        """Call a method; `on_result` is called once, later, never before this returns."""
        timer = QTimer(self, singleShot=True, interval=timeout_ms)
        call = _Call(new_method_call(where, method, signature or None, body), on_result, timer)
        if len(self._unsent) + len(self._calls) >= _CALLS_LIMIT:
            timer.setInterval(0)
            timer.timeout.connect(
                lambda: self._finish(call, CallResult(error="too many calls wait for an answer"))
            )
            timer.start()
            return
        timer.timeout.connect(lambda: self._finish(call, CallResult(error="no answer in time", is_late=True)))
        timer.start()
        self._unsent.append(call)
        if self._socket is None:
            self._connect()
        elif self._auth.authenticated:
            self._send_waiting()

    def close(self) -> None:
        """End the connection, as if the bus had."""
        self._end("closed")

    # -- the connection

    def _connect(self) -> None:
        try:
            name = next(get_connectable_addresses(_address()))
        except (ValueError, LookupError, RuntimeError, StopIteration):
            QTimer.singleShot(0, self, lambda: self._end("there is no session bus"))
            return
        socket = QLocalSocket(self)
        if name.startswith("\0"):
            socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
        self._socket, self._auth, self._parser = socket, Authenticator(), Parser()
        socket.connected.connect(self._authenticate)
        socket.readyRead.connect(self._read)
        # queued: an error may come while connectToServer runs, and nobody is answered within their call
        socket.disconnected.connect(partial(self._on_ended, socket), Qt.ConnectionType.QueuedConnection)
        socket.errorOccurred.connect(partial(self._on_ended, socket), Qt.ConnectionType.QueuedConnection)
        socket.connectToServer(name.removeprefix("\0"))

    @Slot()
    def _authenticate(self) -> None:
        if self._socket is not None and (line := self._auth.data_to_send()):
            self._socket.write(line)

    @Slot()
    def _read(self) -> None:
        if self._socket is None:
            return
        data = bytes(self._socket.readAll().data())
        try:
            if self._auth.authenticated:
                for message in self._parser.feed(data):
                    self._on_message(message)
            else:
                self._auth.feed(data)
                self._begin()
        except AuthenticationError:
            self._end("the session bus does not let us in")
        except _NOT_A_MESSAGE:
            self._end("the session bus said what is no message")

    def _begin(self) -> None:
        assert self._socket is not None
        if self._auth.authenticated:
            self._socket.write(BEGIN)
            self._write(new_method_call(BUS, "Hello"))
            for rule in self._rules:
                self._write(new_method_call(BUS, "AddMatch", "s", (rule,)))
            self._send_waiting()

    def _send_waiting(self) -> None:
        waiting, self._unsent = self._unsent, []
        for call in waiting:
            call.serial = self._write(call.message)
            self._calls[call.serial] = call

    def _write(self, message: Message) -> int:
        assert self._socket is not None
        self._serial += 1
        self._socket.write(message.serialise(self._serial))
        return self._serial

    def _on_ended(self, socket: QLocalSocket, _error: object = None) -> None:
        if socket is self._socket:
            self._end("the session bus is gone")

    def _end(self, why: str) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.abort()
            socket.deleteLater()
        for call in [*self._calls.values(), *self._unsent]:
            self._finish(call, CallResult(error=why))
        self.disconnected.emit()

    # -- what comes

    def _on_message(self, message: Message) -> None:
        fields = message.header.fields
        kind = message.header.message_type
        if kind is MessageType.signal:
            self.signal_received.emit(fields.get(HeaderFields.member, ""), tuple(message.body))
            return
        call = self._calls.get(fields.get(HeaderFields.reply_serial, 0))
        if call is not None and kind is MessageType.method_return:
            self._finish(call, CallResult(tuple(message.body)))
        elif call is not None and kind is MessageType.error:
            self._finish(call, CallResult(error=_error_words(message)))

    def _finish(self, call: _Call, result: CallResult) -> None:
        call.timer.stop()
        call.timer.deleteLater()
        self._calls.pop(call.serial, None)
        if call in self._unsent:
            self._unsent.remove(call)
        call.on_result(result)


def _error_words(message: Message) -> str:
    name = message.header.fields.get(HeaderFields.error_name, "")
    return ": ".join([str(name), *(word for word in message.body[:1] if isinstance(word, str))])


def _address() -> str:
    """Where the session bus is; without a word about it, where every login has it."""
    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return given or (f"unix:path={runtime}/bus" if runtime else "")
