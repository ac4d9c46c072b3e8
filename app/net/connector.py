"""From an address to a stream that may be spoken over: dials, encrypts, has the certificate judged.

Knows nothing of what is spoken and tries once; whether it is tried again is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QTcpSocket

from app.client.address import Address, Scheme
from app.client.events import Failure, LinkState, Secured
from app.net.dialer import Dialer, DialStep, DialTimes
from app.net.socket_stream import SocketStream
from app.net.tls_handshake import (
    Assess,
    Handshake,
    HandshakeTimes,
    OtherEnd,
    assess_by_link,
    how_verified,
    refusal,
)
from app.net.transport import delete_disconnected
from app.security.trust import Assessment

if TYPE_CHECKING:
    from app.security.certificate import Identity

_STATES = {DialStep.RESOLVING: LinkState.RESOLVING, DialStep.CONNECTING: LinkState.CONNECTING}


class Connector(QObject):
    """Makes one connection at a time, always to the same address.

    Signals:
        stepped: LinkState, RESOLVING or CONNECTING, as the attempt goes on.
        secured: Secured and Assessment of a certificate that is accepted; `connected` follows at once.
        connected: the SocketStream, whose socket has no parent; the receiver keeps it.
        failed: Failure and the system's words, or the fingerprint of who answered instead.
    """

    stepped = Signal(LinkState)
    secured = Signal(Secured, Assessment)
    connected = Signal(SocketStream)
    failed = Signal(Failure, str)

    def __init__(
        self,
        address: Address,
        identity: Identity | None,
        assess: Assess | None,
        dial_times: DialTimes,
        handshake_times: HandshakeTimes,
        *,
        plain: bool,
        parent: QObject | None = None,
    ) -> None:
        """`assess`: None compares the certificate with the fingerprint in the address alone. `plain`: without
        TLS, unless the address has a fingerprint, which can only be compared with a certificate.
        """
        super().__init__(parent)
        self._address = address
        self._identity = identity
        self._assess = assess or assess_by_link(address)
        self._dial_times = dial_times
        self._handshake_times = handshake_times
        self._encrypts = bool(address.fingerprint) or not (plain or address.scheme is Scheme.IRC)
        self._expected = ""
        self._dialer: Dialer | None = None
        self._handshake: Handshake | None = None

    def start(self, expected: str = "") -> None:
        """Begin; `connected` or `failed` follows, later than this call.

        `expected`: the fingerprint of the server to which a connection is to be made again. Another one is
        refused unless an authority vouches for it, and a handshake that breaks is no reason to give up.
        """
        self.cancel()
        self._expected = expected
        address = self._address
        dialer = Dialer(address.host, address.port, self._dial_times, self)
        dialer.stepped.connect(self._on_step)
        dialer.connected.connect(self._on_dialed)
        dialer.failed.connect(self.failed)
        self._dialer = dialer
        dialer.start()

    def cancel(self) -> None:
        """Stop without a word."""
        self._drop_dialer()
        self._drop_handshake()

    def _on_step(self, step: DialStep) -> None:
        self.stepped.emit(_STATES[step])

    def _on_dialed(self, made: QTcpSocket) -> None:
        self._drop_dialer()
        if not self._encrypts:
            self.connected.emit(SocketStream(made))
            return
        handshake = Handshake(made, self._address.host, self._identity, self._handshake_times, self)
        handshake.secured.connect(self._on_secured)
        handshake.failed.connect(self._on_not_secured)
        self._handshake = handshake
        handshake.start()

    def _on_not_secured(self, failure: Failure, detail: str) -> None:
        # A room that we were in is looked for again: whoever breaks its handshakes must not end it.
        self.failed.emit(Failure.LOST if self._expected else failure, detail)

    def _on_secured(self, stream: SocketStream, end: OtherEnd) -> None:
        self._drop_handshake()
        assessment = self._assess(end.fingerprint, end.authority)
        failure = refusal(assessment.verdict)
        if self._expected and end.fingerprint != self._expected and not end.authority:
            failure = failure or Failure.HOST_CHANGED  # it is one hub, wherever it moves
        if failure is not None:
            stream.forget()
            stream.socket.abort()
            stream.socket.deleteLater()
            self.failed.emit(failure, end.fingerprint)
            return
        secured = Secured(
            end.fingerprint, how_verified(assessment), end.protocol, channel_binding=end.channel_binding
        )
        self.secured.emit(secured, assessment)
        self.connected.emit(stream)

    def _drop_dialer(self) -> None:
        dialer, self._dialer = self._dialer, None
        if dialer is not None:
            dialer.cancel()
            delete_disconnected(dialer)

    def _drop_handshake(self) -> None:
        handshake, self._handshake = self._handshake, None
        if handshake is not None:
            handshake.cancel()
            delete_disconnected(handshake)
