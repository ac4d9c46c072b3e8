"""One accepted socket of the hub: reads what arrives, writes at once, closes so that last words arrive.

Knows no hub: its owner gets bytes, waiting counts and the end through three callables.
"""

from __future__ import annotations

import socket
import sys
import time
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtNetwork import QAbstractSocket, QSslSocket, QTcpSocket

# What Qt may hold unread of one socket: a member that sends faster than it is read waits in the kernel.
READ_BUFFER = 64 * 1024
# An encrypted write beyond this may fill what the kernel takes, so its way out is watched.
WATCHED_WRITE = 64 * 1024
# At the end: how long somebody who does not read may keep a socket, or the hub from stopping.
FLUSH_MS = 2000
# Connections that are over and may still be read by the other side: a class that is thrown out at once.
LINGERING_LIMIT = 128
# A write over TLS costs some 30 us however short it is. While people are coming in over TLS, what is told to
# many members waits about as long as the last time cost, and is joined: 1,000 are in after 5 s, not 14 s.
TLS_WRITE_S = 50e-6
LONGEST_PAUSE_S = 0.05

_BY_PEER = {
    QAbstractSocket.SocketError.RemoteHostClosedError,
    QAbstractSocket.SocketError.UnknownSocketError,
}
_BY_TLS = {
    QAbstractSocket.SocketError.SslHandshakeFailedError,
    QAbstractSocket.SocketError.SslInternalError,
    QAbstractSocket.SocketError.SslInvalidUserDataError,
}


class Owner(Protocol):
    """What a connection tells; all calls come in the owner's thread."""

    def data_arrived(self, connection: HubConnection, data: bytes) -> None: ...

    def backlog_changed(self, connection: HubConnection, waiting: int) -> None: ...

    def connection_leaves(self, connection: HubConnection, reason: str) -> None: ...

    def connection_ended(self, connection: HubConnection, reason: str) -> None: ...


class HubConnection:
    """A socket and its session's number. `closing` is set once the hub has let go of it."""

    __slots__ = ("__weakref__", "_owner", "_raw", "_tls", "_watched", "closing", "session", "socket")

    def __init__(self, qt_socket: QTcpSocket, owner: Owner) -> None:
        self.socket = qt_socket
        self.session = 0
        self.closing = False
        self._owner: Owner | None = owner
        self._raw = _raw_socket(qt_socket)
        self._tls = qt_socket if isinstance(qt_socket, QSslSocket) else None
        self._watched = False
        qt_socket.setReadBufferSize(READ_BUFFER)
        qt_socket.readyRead.connect(self._read)
        qt_socket.disconnected.connect(self._ended)

    @property
    def is_encrypted(self) -> bool:
        """Whether all of it goes through TLS."""
        return self._tls is not None

    def read_waiting(self) -> None:
        """Read what had arrived before this connection was made of its socket."""
        if self.socket.bytesAvailable():
            self._read()

    def write(self, data: bytes) -> int:
        """Send `data`; returns how many bytes wait because the other side does not read, mostly 0.

        While nothing waits in Qt's buffer the bytes go straight to the descriptor: half the cost of Qt's way.
        """
        if self._tls is not None:
            return self._write_encrypted(data)
        waiting = self.socket.bytesToWrite()
        if not waiting and self._raw is not None:
            try:
                sent = self._raw.send(data)
            except OSError:
                sent = 0  # full, or gone: then Qt finds out and says so
            if sent == len(data):
                return 0
            data = data[sent:]
        self._watch()
        self.socket.write(data)
        return self.socket.bytesToWrite()

    def _write_encrypted(self, data: bytes) -> int:
        # Encrypted at the end of the turn; what may be too much for the other side at once, as only that
        # tells how much of it waits.
        if not self._waiting() and len(data) <= WATCHED_WRITE:
            self.socket.write(data)
            return 0
        self._watch()
        self.socket.write(data)
        self.socket.flush()
        return self._waiting()

    def _waiting(self) -> int:
        encrypted = self._tls.encryptedBytesToWrite() if self._tls is not None else 0
        return self.socket.bytesToWrite() + encrypted

    def _watch(self) -> None:
        """Learn how the other side reads on; not while all is well, a call per write is dear."""
        if not self._watched:
            self._watched = True
            self._written_signal().connect(self._written)

    def _written_signal(self) -> SignalInstance:
        return self.socket.bytesWritten if self._tls is None else self._tls.encryptedBytesWritten

    def close_gently(self, *, for_good: bool = False) -> None:
        """End it once everything is written; what the other side sends until it closes is thrown away.

        `for_good`: the hub itself ends, where a protocol has a word for that. Closing with unread input
        would reset the connection and take the last words (ERROR) with it.
        """
        self.closing = True
        if self.socket.state() == QAbstractSocket.SocketState.UnconnectedState:
            return
        self.socket.readAll()
        if self._waiting():
            self._watch()
        else:
            self._half_close()

    def close_at_once(self) -> None:
        """End it without waiting for the other side; what was written is read if it fits into its way."""
        self.socket.readAll()  # closing with unread input would take it back
        self.socket.flush()
        self.abort()

    def abort(self) -> None:
        """End it at once."""
        self.closing = True
        self.socket.abort()

    def forget(self) -> None:
        """Let go of the socket, which is no longer connected."""
        if self._raw is not None:
            self._raw.detach()
            self._raw = None
        self._owner = None  # the socket's end must not end its parent
        self.socket.deleteLater()

    def _half_close(self) -> None:
        if self._raw is None:
            self.socket.disconnectFromHost()  # over TLS a farewell of its own goes first
            return
        try:
            self._raw.shutdown(socket.SHUT_WR)
        except OSError:
            self.socket.abort()

    def _read(self) -> None:
        data = bytes(self.socket.readAll().data())
        if data:
            self._take(data)

    def _take(self, data: bytes) -> None:
        if not self.closing and self._owner is not None:
            self._owner.data_arrived(self, data)

    def _written(self, _count: int) -> None:
        waiting = self._waiting()
        if not waiting:
            self._watched = False
            self._written_signal().disconnect(self._written)
        if not self.closing and self._owner is not None:
            self._owner.backlog_changed(self, waiting)
        elif not waiting:
            self._half_close()

    def _ended(self) -> None:
        if self._owner is None:
            return
        if self.socket.bytesAvailable():
            self._read()  # what came just before the end
        self._owner.connection_ended(self, _why(self.socket))


class LingeringConnections:
    """Connections that the hub has closed and whose sockets still send or are read (a lingering close).

    Whoever does not read has two seconds, or less where many go; `now` is of the owner's clock.
    """

    def __init__(self) -> None:
        self._until: dict[HubConnection, float] = {}

    def __len__(self) -> int:
        return len(self._until)

    @property
    def are_writing(self) -> bool:
        """Whether something of the hub's is not on its way yet."""
        return any(connection.socket.bytesToWrite() for connection in self._until)

    def let_go(self, connection: HubConnection, now: float, *, for_good: bool) -> None:
        """End a connection gently; `for_good`: the hub itself ends, and everybody may read why."""
        if len(self._until) >= LINGERING_LIMIT and not for_good:
            next(iter(self._until)).abort()
        self._until[connection] = now + FLUSH_MS / 1000
        connection.close_gently(for_good=for_good)

    def discard(self, connection: HubConnection) -> None:
        """A connection's socket has ended."""
        self._until.pop(connection, None)

    def abort_overdue(self, now: float) -> None:
        """End at once what had its time."""
        for connection in [one for one, until in self._until.items() if until < now]:
            connection.abort()

    def abort_all(self) -> None:
        """End everything at once."""
        for connection in list(self._until):
            connection.abort()


class CoalescingDelay:
    """How long what is told to many over TLS waits to be joined into fewer writes while others are coming in.

    `encrypted`: how many of the connections are, as their owner counts them.
    """

    __slots__ = ("_not_before", "encrypted")

    def __init__(self) -> None:
        self.encrypted = 0
        self._not_before = 0.0  # by time.monotonic(); 0 for at once

    def is_early(self) -> bool:
        """Whether a turn now would come before what the last one cost has passed."""
        return self._not_before > 0 and time.monotonic() < self._not_before

    def note(self, writes: int, connections: int) -> None:
        """A turn has written to so many of so many connections."""
        self._not_before = 0.0
        if self.encrypted:
            share = self.encrypted / max(1, connections)
            self._not_before = time.monotonic() + min(LONGEST_PAUSE_S, writes * share * TLS_WRITE_S)


def _why(qt_socket: QTcpSocket) -> str:
    """Why a connection is gone, as others in the room are told."""
    error = qt_socket.error()
    if error in _BY_PEER:
        return "Connection closed"
    if error in _BY_TLS:
        return "Encryption failed"
    return qt_socket.errorString()


def _raw_socket(qt_socket: QTcpSocket) -> socket.socket | None:
    """A second handle on the same descriptor; its owner stays Qt, so it is detached and never closed.

    None for TLS, whose bytes must all go through Qt.
    """
    if sys.platform == "win32" or type(qt_socket) is not QTcpSocket:
        return None
    raw = socket.socket(fileno=int(qt_socket.socketDescriptor()))
    raw.setblocking(False)
    return raw
