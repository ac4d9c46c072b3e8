"""One connection that the hub does not know yet: looked at on its bare descriptor, then on its socket.

The kind of socket is chosen after that look, so that plain members do not pay for TLS.
"""

from __future__ import annotations

import socket
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtNetwork import QAbstractSocket, QSslConfiguration, QSslSocket, QTcpSocket

from app.hub.data.addresses import Peer
from app.net.hub_connection import HubConnection
from app.net.looks import LONGEST_LOOK, Spoken, spoken
from app.net.strangers import Place
from app.net.tls import peer_fingerprint

if TYPE_CHECKING:
    from app.web.request_handler import RequestHandler, Upgrade
    from app.web.site import Site


class Host(Protocol):
    """What a visitor tells."""

    def visitor_spoke(self, visitor: Visitor, what: Spoken) -> None: ...

    def visitor_secured(self, visitor: Visitor, fingerprint: str) -> None: ...

    def visitor_upgraded(self, visitor: Visitor, upgrade: Upgrade) -> None: ...

    def visitor_left(self, visitor: Visitor) -> None: ...


class Stage(Enum):
    """What a visitor is held by and waits for."""

    BARE = "bare"  # a descriptor; its first byte
    QUEUED = "queued"  # a descriptor; its turn for the handshake
    HANDSHAKE = "handshake"  # an encrypted socket; the other side's part
    LOOKING = "looking"  # a socket; enough bytes to be certain
    REQUEST = "request"  # a socket; the rest of a request of HTTP
    ANSWERED = "answered"  # a socket; its end
    OVER = "over"  # nothing


class Visitor:
    """A connection on its way in. `came` is when it was made."""

    __slots__ = (
        "__weakref__",
        "_bare",
        "_host",
        "_leaving",
        "_notifier",
        "_parent",
        "_request",
        "_socket",
        "came",
        "peer",
        "place",
        "stage",
    )

    def __init__(
        self, bare: socket.socket, peer: Peer, came: float, *, host: Host, parent: QObject | None
    ) -> None:
        self.peer = peer
        self.came = came
        self.place: Place | None = None  # among the strangers
        self.stage = Stage.BARE
        self._host = host
        self._parent = parent  # of the socket, which outlives us
        self._bare: socket.socket | None = bare
        self._notifier: QSocketNotifier | None = None
        self._socket: QTcpSocket | None = None
        self._request: RequestHandler | None = None
        self._leaving: HubConnection | None = None

    @property
    def has_begun(self) -> bool:
        """Whether it has said something, too little to tell what it speaks."""
        return self.stage is Stage.LOOKING and self._socket is not None and self._socket.bytesAvailable() > 0

    def look(self) -> None:
        """Find out what it speaks; `visitor_spoke` follows, maybe at once."""
        if self._socket is None:
            self._look_at_descriptor()
        else:
            self.stage = Stage.LOOKING
            self._socket.readyRead.connect(self._look_at_socket)
            self._look_at_socket()

    def shake_hands(self, configuration: QSslConfiguration) -> None:
        """Agree on TLS; `visitor_secured` or `visitor_left` follows."""
        made = QSslSocket(self._parent)
        made.setSslConfiguration(configuration)
        if not self._adopt(made):
            self._host.visitor_left(self)
            return
        self.stage = Stage.HANDSHAKE
        made.encrypted.connect(self._secured)
        made.startServerEncryption()

    def take_request(self, site: Site) -> None:
        """Read a request of HTTP: it is answered and that is the end, or `visitor_upgraded` follows."""
        from app.web.request_handler import RequestHandler  # only now: h11 and wsproto take a while to load

        if self._socket is None and not self._adopt(QTcpSocket(self._parent)):
            self._host.visitor_left(self)
            return
        self._stop_reading()
        self.stage = Stage.REQUEST
        self._request = RequestHandler(site, secure=self.peer.secure)
        assert self._socket is not None
        self._socket.readyRead.connect(self._read_request)
        self._read_request()

    def release(self) -> QTcpSocket | None:
        """Give the socket away, with all that has arrived unread; None when the connection is gone."""
        if self._socket is None:
            self._adopt(QTcpSocket(self._parent))
        self._stop_reading()
        made, self._socket = self._socket, None
        if made is None:
            return None
        made.disconnected.disconnect(self._left)
        self.stage = Stage.OVER
        return made

    def drop(self) -> None:
        """End it at once."""
        self.stage = Stage.OVER
        self._close_notifier()
        if self._bare is not None:
            self._bare.close()
            self._bare = None
        if self._leaving is not None:
            self._leaving.abort()
        made, self._socket = self._socket, None
        if made is not None:
            made.disconnected.disconnect(self._left)
            made.abort()
            made.deleteLater()

    # the descriptor

    def _look_at_descriptor(self) -> None:
        assert self._bare is not None
        try:
            first = self._bare.recv(LONGEST_LOOK, socket.MSG_PEEK | _DONTWAIT)
        except (BlockingIOError, InterruptedError):
            self._wait_for_descriptor()
            return
        except OSError:
            first = b""
        self._close_notifier()
        what = spoken(first)
        if what is not None:
            self._host.visitor_spoke(self, what)
        elif first and self._adopt(QTcpSocket(self._parent)):
            self.look()  # more bytes are needed, which a socket waits for better
        else:
            self._host.visitor_left(self)

    def _wait_for_descriptor(self) -> None:
        if self._notifier is None and self._bare is not None:
            self._notifier = QSocketNotifier(self._bare.fileno(), QSocketNotifier.Type.Read)
            self._notifier.activated.connect(self._look_at_descriptor)

    def _close_notifier(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None

    def _adopt(self, made: QTcpSocket) -> bool:
        """Put the descriptor into a socket of Qt's; False when it is gone."""
        self._close_notifier()
        if self._bare is None:
            return False
        descriptor = self._bare.detach()
        self._bare = None
        if not made.setSocketDescriptor(descriptor):
            made.deleteLater()
            socket.close(descriptor)
            return False
        made.setSocketOption(QAbstractSocket.SocketOption.LowDelayOption, 1)
        made.setSocketOption(QAbstractSocket.SocketOption.KeepAliveOption, 1)
        made.disconnected.connect(self._left)
        self._socket = made
        return True

    # the socket

    def _look_at_socket(self) -> None:
        if self._socket is None:
            return
        what = spoken(bytes(self._socket.peek(LONGEST_LOOK).data()))
        if what is not None:
            self._host.visitor_spoke(self, what)

    def _read_request(self) -> None:
        from app.web.request_handler import Upgrade  # loaded since take_request

        made, request = self._socket, self._request
        if made is None or request is None:
            return
        outcome = request.receive(bytes(made.readAll().data()))
        if outcome is None:
            return
        self._request = None
        if isinstance(outcome, Upgrade):
            self._host.visitor_upgraded(self, outcome)
        else:
            self._answer(outcome.data)

    def _answer(self, data: bytes) -> None:
        """Say the last word and end it."""
        made = self.release()
        if made is None:
            self._host.visitor_left(self)
            return
        self.stage = Stage.ANSWERED
        self._leaving = HubConnection(made, self)
        self._leaving.write(data)
        self._leaving.close_gently()

    def _stop_reading(self) -> None:
        """Let go of the socket's bytes, whoever was reading them."""
        if self._socket is not None and self.stage is Stage.LOOKING:
            self._socket.readyRead.disconnect(self._look_at_socket)
        elif self._socket is not None and self.stage is Stage.REQUEST:
            self._socket.readyRead.disconnect(self._read_request)

    def _secured(self) -> None:
        made = self._socket
        if isinstance(made, QSslSocket):
            made.encrypted.disconnect(self._secured)
            self._host.visitor_secured(self, peer_fingerprint(made))

    def _left(self) -> None:
        self._host.visitor_left(self)

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
        self._host.visitor_left(self)


_DONTWAIT = getattr(socket, "MSG_DONTWAIT", 0)  # Windows has none; Qt's descriptors do not block there
