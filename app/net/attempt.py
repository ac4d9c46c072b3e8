"""One try at one way to a server: dialed, encrypted, who answers told. Judges nobody, knows no other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QTcpSocket

from app.client.address import HostPort
from app.client.events import Failure
from app.net.dialer import Dialer, DialStep, DialTimes
from app.net.socket_stream import SocketStream
from app.net.tls_handshake import Handshake, HandshakeTimes, OtherEnd
from app.net.transport import delete_disconnected

if TYPE_CHECKING:
    from app.security.certificate import Identity


class Attempt(QObject):
    """Used once. All its signals begin with the attempt itself, as several may be under way.

    Signals:
        stepped: DialStep, as it goes on.
        made: the SocketStream, whose socket has no parent, and OtherEnd, None on one that is plain; the
            receiver keeps the stream.
        failed: Failure.
    """

    stepped = Signal(QObject, DialStep)
    made = Signal(QObject, SocketStream, object)
    failed = Signal(QObject, Failure)

    def __init__(
        self,
        way: HostPort,
        identity: Identity | None,
        dial_times: DialTimes,
        handshake_times: HandshakeTimes,
        parent: QObject,
        *,
        encrypts: bool,
    ) -> None:
        super().__init__(parent)
        self.way = way
        self._identity = identity
        self._handshake_times = handshake_times
        self._encrypts = encrypts
        self._handshake: Handshake | None = None
        self._dialer: Dialer | None = Dialer(way.host, way.port, dial_times, self)
        self._dialer.stepped.connect(self._on_step)
        self._dialer.connected.connect(self._on_dialed)
        self._dialer.failed.connect(self._on_failed)

    @property
    def is_dialed(self) -> bool:
        """Whether somebody has answered at all."""
        return self._dialer is None

    def start(self) -> None:
        """Begin; `made` or `failed` follows, later than this call."""
        if self._dialer is not None:
            self._dialer.start()

    def cancel(self) -> None:
        """Stop without a word, and go soon."""
        self._drop_dialer()
        handshake, self._handshake = self._handshake, None
        if handshake is not None:
            handshake.cancel()
            delete_disconnected(handshake)
        delete_disconnected(self)

    def _on_step(self, step: DialStep) -> None:
        self.stepped.emit(self, step)

    def _on_dialed(self, socket: QTcpSocket) -> None:
        self._drop_dialer()
        if not self._encrypts:
            self.made.emit(self, SocketStream(socket), None)
            return
        self._handshake = Handshake(socket, self.way.host, self._identity, self._handshake_times, self)
        self._handshake.secured.connect(self._on_secured)
        self._handshake.failed.connect(self._on_failed)
        self._handshake.start()

    def _on_secured(self, stream: SocketStream[QTcpSocket], end: OtherEnd) -> None:
        self.made.emit(self, stream, end)

    def _on_failed(self, failure: Failure) -> None:
        self.failed.emit(self, failure)

    def _drop_dialer(self) -> None:
        dialer, self._dialer = self._dialer, None
        if dialer is not None:
            dialer.cancel()
            delete_disconnected(dialer)
