"""One accepted socket of the hub: reads what arrives, writes at once, closes so that last words arrive.

Knows no hub: its owner gets bytes, waiting counts and the end through three callables.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtNetwork import QAbstractSocket

from app.hub.data.events import Joined
from app.net.accepted_socket import AcceptedSocket
from app.net.socket_stream import SocketStream

if TYPE_CHECKING:
    from app.hub.hub import Turn

# What Qt may hold unread of one socket: a member that sends faster than it is read waits in the kernel.
READ_BUFFER = 64 * 1024
# At the end: how long somebody who does not read may keep a socket, or the hub from stopping.
FLUSH_MS = 2000
# Connections that are over and may still be read by the other side: a class that is thrown out at once.
LINGERING_LIMIT = 128
# A write over TLS costs some 17 us however short it is, 4 of them for TLS itself. While people are coming in
# over TLS, what is told to many members waits five times as long as the last time cost, and is joined: 1,000
# are in after 1.1 s, not 14 s. With half of it they need a third more.
TLS_WRITE_PAUSE_S = 100e-6
LONGEST_PAUSE_S = 0.05

_BY_PEER = {
    QAbstractSocket.SocketError.RemoteHostClosedError,
    QAbstractSocket.SocketError.UnknownSocketError,
}


class Owner(Protocol):
    """What a connection tells; all calls come in the owner's thread."""

    def data_arrived(self, connection: HubConnection, data: bytes) -> None: ...

    def backlog_changed(self, connection: HubConnection, waiting: int) -> None: ...

    def connection_leaves(self, connection: HubConnection, reason: str) -> None: ...

    def connection_ended(self, connection: HubConnection, reason: str) -> None: ...


class HubConnection:
    """A socket and its session's number. `closing` is set once the hub has let go of it."""

    __slots__ = ("_owner", "_send", "_stream", "_watched", "closing", "session", "socket")

    def __init__(self, stream: SocketStream[AcceptedSocket], owner: Owner) -> None:
        self.socket = stream.socket
        self.session = 0
        self.closing = False
        self._owner: Owner | None = owner
        self._stream = stream
        self._send = stream.writer
        self._watched = False
        self.socket.setReadBufferSize(READ_BUFFER)
        self.socket.reader = self

    @property
    def is_encrypted(self) -> bool:
        """Whether all of it goes through TLS."""
        return self._stream.machine is not None

    def read_waiting(self) -> None:
        """Read what had arrived before this connection was made of its socket."""
        if self._stream.has_arrived or self._stream.is_over:
            self.socket_readable()

    def write(self, data: bytes) -> int:
        """Send `data`; returns how many bytes wait because the other side does not read, mostly 0."""
        if waiting := self._send(data):
            self._watch()
        return waiting

    def _watch(self) -> None:
        """Pass on how the other side reads, until it has caught up."""
        self._watched = True

    def close_gently(self, *, for_good: bool = False) -> None:
        """End it once everything is written; what the other side sends until it closes is thrown away.

        `for_good`: the hub itself ends, where a protocol has a word for that. Closing with unread input
        would reset the connection and take the last words (ERROR) with it.
        """
        self.closing = True
        if self.socket.state() == QAbstractSocket.SocketState.UnconnectedState:
            return
        self._stream.read()
        if self.socket.bytesToWrite():
            self._watch()
        else:
            self._half_close()

    def close_at_once(self) -> None:
        """End it without waiting for the other side; what was written is read if it fits into its way."""
        self._stream.read()  # closing with unread input would take it back
        self._stream.say_over()
        self.socket.flush()
        self.abort()

    def abort(self) -> None:
        """End it at once."""
        self.closing = True
        self.socket.abort()

    def forget(self) -> None:
        """Let go of the socket, which is no longer connected."""
        self._stream.forget()
        self._owner = None  # the socket's end must not end its parent
        self.socket.reader = None
        self.socket.deleteLater()

    def _half_close(self) -> None:
        if self._stream.end_writing():
            self._watch()

    # as the reader of its socket

    def socket_readable(self) -> None:
        """Take what has arrived."""
        data = self._stream.read()
        if data:
            self._take(data)
        self._stream.settle()

    def _take(self, data: bytes) -> None:
        if not self.closing and self._owner is not None:
            self._owner.data_arrived(self, data)

    def socket_written(self) -> None:
        """Tell how much still waits, or go on with the end."""
        if not self._watched:
            return
        waiting = self.socket.bytesToWrite()
        self._watched = waiting > 0
        if not self.closing and self._owner is not None:
            self._owner.backlog_changed(self, waiting)
        elif not waiting:
            self._half_close()

    def socket_ended(self) -> None:
        """Take what came just before the end, and tell why it is over."""
        if self._owner is None:
            return
        if self._stream.has_arrived:
            self.socket_readable()
        self._stream.note_end()
        self._owner.connection_ended(self, self._why())

    def _why(self) -> str:
        """Why the connection is gone, as others in the room are told."""
        if self._stream.failure:
            return "Encryption failed"
        return "Connection closed" if self.socket.error() in _BY_PEER else self.socket.errorString()


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

    __slots__ = ("_clock", "_is_setup_busy", "_not_before", "encrypted")

    def __init__(
        self, is_setup_busy: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`is_setup_busy`: whether somebody is agreeing on TLS. `clock`: seconds."""
        self.encrypted = 0
        self._is_setup_busy = is_setup_busy
        self._clock = clock
        self._not_before = 0.0  # of the clock; 0 for at once

    def remaining_ms(self) -> int:
        """Until the pause after the last turn has passed, 0 when it has."""
        if not self._not_before:
            return 0
        return max(0, math.ceil((self._not_before - self._clock()) * 1000))

    def note(self, turn: Turn, connections: int) -> None:
        """A turn was told, or is about to be, to some of so many connections; its pause begins now.

        It has one where it tells of somebody who came in, too: those who have agreed on TLS join afterwards,
        and where a thousand come at once most do when nobody agrees on it any more.
        """
        self._not_before = 0.0
        if self.encrypted and (self._is_setup_busy() or any(isinstance(one, Joined) for one in turn.events)):
            share = self.encrypted / max(1, connections)
            pause = min(LONGEST_PAUSE_S, len(turn.writes) * share * TLS_WRITE_PAUSE_S)
            self._not_before = self._clock() + pause
