"""One accepted connection before it is a session: its protocol is detected, TLS or HTTP dealt with.

That is done on the bare descriptor first, so that who waits or is refused costs no socket of Qt's.
"""

from __future__ import annotations

import socket
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QAbstractSocket

from app.hub.data.addresses import Peer
from app.irc.ports import hub_port_of
from app.net.accepted_socket import AcceptedSocket, DescriptorWatch
from app.net.connection_quota import Lease
from app.net.hub_connection import HubConnection
from app.net.socket_stream import SocketStream

if TYPE_CHECKING:
    from app.security.tls_machine import TlsMachine
    from app.web.request_handler import FileRequest, RequestHandler, Upgrade
    from app.web.site import Site

TLS_HANDSHAKE = 0x16  # the record type that a ClientHello comes in (RFC 8446 section 5.1)
# CONNECT and TRACE are commands of IRC too, and no browser lets a page send them.
_HTTP_METHODS = (b"GET ", b"HEAD ", b"POST ", b"PUT ", b"DELETE ", b"OPTIONS ", b"PATCH ")
DETECTION_BYTES = max(len(method) for method in _HTTP_METHODS)


class WireProtocol(Enum):
    """What is spoken over a connection."""

    TLS = "tls"
    HTTP = "http"
    IRC = "irc"


class PendingOwner(Protocol):
    """What a pending connection tells; all calls come in the owner's thread."""

    def protocol_detected(self, pending: PendingConnection, what: WireProtocol) -> None: ...

    def tls_established(self, pending: PendingConnection, machine: TlsMachine) -> None: ...

    def websocket_requested(self, pending: PendingConnection, upgrade: Upgrade) -> None: ...

    def files_requested(self, pending: PendingConnection, request: FileRequest) -> None: ...

    def pending_ended(self, pending: PendingConnection) -> None: ...


class SetupStage(Enum):
    """What holds a pending connection, and what it waits for."""

    BARE = "bare"  # a descriptor; its first byte
    QUEUED = "queued"  # a descriptor; its turn for the handshake
    HANDSHAKE = "handshake"  # a stream; the other side's part
    LOOKING = "looking"  # a stream; enough bytes to be certain
    REQUEST = "request"  # a stream; the rest of a request of HTTP
    ANSWERED = "answered"  # a stream; its end
    OVER = "over"  # nothing


class PendingConnection:
    """A connection that is being set up. `came`: when it was accepted, in seconds of the owner's clock."""

    __slots__ = (
        "_bare",
        "_leaving",
        "_owner",
        "_parent",
        "_request",
        "_stream",
        "_watch",
        "came",
        "lease",
        "peer",
        "stage",
    )

    def __init__(
        self, bare: socket.socket, peer: Peer, came: float, *, owner: PendingOwner, parent: QObject | None
    ) -> None:
        self.peer = peer
        self.came = came
        self.lease: Lease | None = None  # of the quota, where it needs one
        self.stage = SetupStage.BARE
        self._owner = owner
        self._parent = parent  # of what is Qt's, which outlives us
        self._bare: socket.socket | None = bare
        bare.setblocking(False)  # or who says nothing would stop everybody else
        self._watch: DescriptorWatch | None = None
        self._stream: SocketStream[AcceptedSocket] | None = None
        self._request: RequestHandler | None = None
        self._leaving: HubConnection | None = None

    @property
    def has_begun(self) -> bool:
        """Whether it has said something, too little to tell what it speaks."""
        return self.stage is SetupStage.LOOKING and self._stream is not None and self._stream.peek(1) != b""

    def look(self) -> None:
        """Find out what it speaks; `protocol_detected` follows, maybe at once."""
        if self._stream is None:
            self._look_at_descriptor()
        else:
            self.stage = SetupStage.LOOKING
            self._look_at_stream(self._stream)

    def start_handshake(self, machine: TlsMachine) -> None:
        """Agree on TLS; `tls_established` or `pending_ended` follows."""
        self.stage = SetupStage.HANDSHAKE
        if not self._adopt(machine):
            self._owner.pending_ended(self)

    def take_request(self, site: Site) -> None:
        """Read a request of HTTP: it is answered and that is the end, or the owner is told of it."""
        from app.web.request_handler import RequestHandler  # only now: h11 and wsproto take a while to load

        if self._stream is None and not self._adopt():
            self._owner.pending_ended(self)
            return
        self.stage = SetupStage.REQUEST
        assert self._stream is not None
        hub_port = hub_port_of(self._stream.socket.localPort()) if self.peer.at_web_port else None
        self._request = RequestHandler(
            site,
            secure=self.peer.secure,
            is_same_computer=self.peer.is_same_computer,
            hub_port=hub_port,
            only_files=self.peer.private,
        )
        self._read_request(self._stream)

    def release(self) -> SocketStream[AcceptedSocket] | None:
        """Give the stream away, with all that has arrived unread; None when the connection is gone."""
        if self._stream is None:
            self._adopt()
        stream, self._stream = self._stream, None
        if stream is None:
            return None
        stream.socket.reader = None
        self.stage = SetupStage.OVER
        return stream

    def drop(self) -> None:
        """End it at once."""
        self.stage = SetupStage.OVER
        self._close_watch()
        if self._bare is not None:
            self._bare.close()
            self._bare = None
        if self._leaving is not None:
            self._leaving.abort()
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.socket.reader = None
            stream.forget()
            stream.socket.abort()
            stream.socket.deleteLater()

    # the descriptor

    def _look_at_descriptor(self) -> None:
        assert self._bare is not None
        try:
            first = self._bare.recv(DETECTION_BYTES, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            self._wait_for_descriptor()
            return
        except OSError:
            first = b""
        self._close_watch()
        what = detect_protocol(first)
        if what is not None:
            self._owner.protocol_detected(self, what)
        elif first and self._adopt():
            self.look()  # more bytes are needed, which a socket waits for better
        else:
            self._owner.pending_ended(self)

    def _wait_for_descriptor(self) -> None:
        if self._watch is None and self._bare is not None:
            self._watch = DescriptorWatch(self._bare.fileno(), self._look_at_descriptor, self._parent)

    def _close_watch(self) -> None:
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def _adopt(self, machine: TlsMachine | None = None) -> bool:
        """Put the descriptor into a socket of Qt's; False when it is gone."""
        self._close_watch()
        if self._bare is None:
            return False
        made = AcceptedSocket(self._parent)
        descriptor = self._bare.detach()
        self._bare = None
        if not made.setSocketDescriptor(descriptor):
            made.deleteLater()
            socket.close(descriptor)
            return False
        made.setSocketOption(QAbstractSocket.SocketOption.LowDelayOption, 1)
        made.setSocketOption(QAbstractSocket.SocketOption.KeepAliveOption, 1)
        made.reader = self
        self._stream = SocketStream(made, machine)
        return True

    # the stream, as the reader of its socket

    def socket_readable(self) -> None:
        """Go on with what has arrived."""
        stream = self._stream
        if stream is None:
            return
        if self.stage is SetupStage.HANDSHAKE:
            self._shake_hands(stream)
        elif self.stage is SetupStage.LOOKING:
            self._look_at_stream(stream)
        elif self.stage is SetupStage.REQUEST:
            self._read_request(stream)
        if stream is self._stream:
            stream.settle()

    def socket_written(self) -> None:
        """What a handshake says waits for nobody."""

    def socket_ended(self) -> None:
        """It is gone."""
        self._owner.pending_ended(self)

    def _shake_hands(self, stream: SocketStream[AcceptedSocket]) -> None:
        stream.peek(0)
        if stream.machine is not None and stream.machine.is_secured:
            self._owner.tls_established(self, stream.machine)

    def _look_at_stream(self, stream: SocketStream[AcceptedSocket]) -> None:
        what = detect_protocol(stream.peek(DETECTION_BYTES))
        if what is not None:
            self._owner.protocol_detected(self, what)

    def _read_request(self, stream: SocketStream[AcceptedSocket]) -> None:
        from app.web.request_handler import FileRequest, Upgrade  # loaded since take_request

        request = self._request
        outcome = request.receive(stream.read()) if request is not None else None
        if outcome is None:
            return
        self._request = None
        if isinstance(outcome, Upgrade):
            self._owner.websocket_requested(self, outcome)
        elif isinstance(outcome, FileRequest):
            self._owner.files_requested(self, outcome)
        else:
            self._answer(outcome.data)

    def _answer(self, data: bytes) -> None:
        """Say the last word and end it."""
        stream = self.release()
        if stream is None:
            self._owner.pending_ended(self)
            return
        self.stage = SetupStage.ANSWERED
        self._leaving = HubConnection(stream, self)
        self._leaving.write(data)
        self._leaving.close_gently()

    # the end of an answered connection, as its owner

    def data_arrived(self, connection: HubConnection, data: bytes) -> None:
        """The rest of a request means nothing to us."""

    def backlog_changed(self, connection: HubConnection, waiting: int) -> None:
        """An answer is short."""

    def connection_leaves(self, connection: HubConnection, reason: str) -> None:
        """Nobody leaves twice."""

    def connection_ended(self, connection: HubConnection, _reason: str) -> None:
        """The answer has arrived, or nobody wanted it."""
        self._leaving = None
        connection.forget()
        self._owner.pending_ended(self)


def detect_protocol(first: bytes) -> WireProtocol | None:
    """The protocol that begins with `first`; None while that is not certain (POST and PASS begin alike)."""
    if not first:
        return None
    if first[0] == TLS_HANDSHAKE:
        return WireProtocol.TLS
    for method in _HTTP_METHODS:
        if first.startswith(method):
            return WireProtocol.HTTP
        if method.startswith(first):
            return None
    return WireProtocol.IRC
