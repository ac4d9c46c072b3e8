"""One connection that is about a file: its body in pieces, its answer, its end. Knows no hub and no disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtNetwork import QAbstractSocket

from app.files.transfer_pace import PIECE
from app.hub.data.addresses import Peer
from app.net.accepted_socket import AcceptedSocket
from app.net.connection_setup import ReadyConnection
from app.net.hub_connection import HubConnection, Owner
from app.net.socket_stream import SocketStream
from app.web.file_exchange import FileExchange
from app.web.request_handler import FileRequest

# What Qt may hold unread: as much as a few turns take, or an upload waits for the kernel each time.
_READ_BUFFER = 4 * PIECE


class Transfer(Protocol):
    """What moves the pieces of one connection."""

    @property
    def takes_last(self) -> bool:
        """Whether it is worth to take what has come of a connection that is gone."""
        ...

    def move(self) -> int:
        """Move a piece; returns its bytes, 0 where there is nothing to move now."""
        ...

    @property
    def is_ready(self) -> bool:
        """Whether there is more to move now."""
        ...

    @property
    def is_held(self) -> bool:
        """Whether it waits for our own disk, and not for the other side."""
        ...

    def close(self) -> None:
        """The connection has ended."""
        ...


class FileConnectionOwner(Owner, Protocol):
    """What a connection tells; all calls come in the owner's thread."""

    def file_wakes(self, connection: FileConnection) -> None:
        """There is something to read, or the other side has read on."""
        ...

    def file_leaves(self, connection: FileConnection, was: Transfer | None) -> None:
        """It is gone, or only its end is left, which `leaving` is; `was`: what has moved its pieces."""
        ...


class FileConnection:
    """A connection with its exchange. `moved`: when something last was, in seconds of the owner's clock.

    `transfer` moves its pieces, None while there are none to move; it is called through `move`.
    """

    __slots__ = (
        "_clock",
        "_has_read_head",
        "_lease",
        "_owner",
        "_stream",
        "exchange",
        "leaving",
        "moved",
        "peer",
        "transfer",
    )

    def __init__(
        self,
        ready: ReadyConnection,
        request: FileRequest,
        owner: FileConnectionOwner,
        clock: Callable[[], float],
    ) -> None:
        self.exchange = FileExchange(request)
        self.peer: Peer = ready.peer
        self.transfer: Transfer | None = None
        self.leaving: HubConnection | None = None
        self.moved = clock()
        self._clock = clock
        self._has_read_head = False  # and what came with it
        self._owner: FileConnectionOwner | None = owner
        self._stream: SocketStream[AcceptedSocket] | None = ready.stream
        self._lease = ready.lease
        if ready.lease is not None:
            ready.lease.on_revoked = self.abort
        ready.stream.socket.setReadBufferSize(_READ_BUFFER)
        ready.stream.socket.reader = self

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said over it any more."""
        return self._stream is None

    @property
    def waiting(self) -> int:
        """The bytes that the other side has not read."""
        return 0 if self._stream is None else self._stream.socket.bytesToWrite()

    @property
    def has_arrived(self) -> bool:
        """Whether there is something of the body to take."""
        if self._stream is None:
            return False
        return not self._has_read_head or self.exchange.has_more or self._stream.has_arrived

    def release_lease(self) -> None:
        """It is somebody's whom the hub knows."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    # pieces, as a Transfer

    def move(self) -> int:
        """Move a piece; returns its bytes."""
        moved = self.transfer.move() if self.transfer is not None else 0
        if moved:
            self.moved = self._clock()
        if self._stream is not None and self._stream.machine is not None:
            self._stream.settle()  # which may be the end
        return moved

    @property
    def is_ready(self) -> bool:
        """Whether there is a piece to move."""
        return self._stream is not None and self.transfer is not None and self.transfer.is_ready

    def take_body(self) -> bytes:
        """The next bytes of the body, b"" where none have come."""
        stream = self._stream
        if stream is None:
            return b""
        if not self._has_read_head:
            self._has_read_head = True
            return self.exchange.receive(b"")
        if self.exchange.has_more:
            return self.exchange.receive(b"")
        data = stream.read(PIECE)
        if data:
            self.moved = self._clock()
        return self.exchange.receive(data)

    def note_moved(self) -> None:
        """Something has gone on that is no piece."""
        self.moved = self._clock()

    def write(self, data: bytes) -> None:
        """Send bytes."""
        if self._stream is not None and data:
            self._stream.write(data)

    # the end

    def answer(self, data: bytes) -> None:
        """Say the last word, and let the other side read it."""
        if self._stream is not None and not _is_connected(self._stream):
            self.abort()
            return
        stream, owner, transfer = self._end()
        if stream is None or owner is None:
            return
        self.leaving = HubConnection(stream, owner)
        self.leaving.write(data)
        owner.file_leaves(self, transfer)

    def abort(self) -> None:
        """End it at once."""
        stream, owner, transfer = self._end()
        if stream is None or owner is None:
            return
        stream.socket.reader = None
        stream.forget()
        stream.socket.abort()
        stream.socket.deleteLater()
        owner.file_leaves(self, transfer)

    def _end(
        self,
    ) -> tuple[SocketStream[AcceptedSocket] | None, FileConnectionOwner | None, Transfer | None]:
        stream, self._stream = self._stream, None
        owner, self._owner = self._owner, None
        transfer, self.transfer = self.transfer, None
        self.release_lease()
        if transfer is not None:
            transfer.close()
        return stream, owner, transfer

    # as the reader of its socket

    def socket_readable(self) -> None:
        """Something has arrived, of which a download takes no notice."""
        if self._owner is not None:
            self._owner.file_wakes(self)

    def socket_written(self) -> None:
        """The other side has read on."""
        self.moved = self._clock()
        if self._owner is not None and not self.waiting:
            self._owner.file_wakes(self)

    def socket_ended(self) -> None:
        """Take what came just before the end; the answer to it may have nobody left."""
        while self.transfer is not None and self.transfer.takes_last and self.is_ready:
            self.transfer.move()
        self.abort()


def _is_connected(stream: SocketStream[AcceptedSocket]) -> bool:
    return stream.socket.state() == QAbstractSocket.SocketState.ConnectedState
