"""From an address to a stream that may be spoken over: its ways raced, the certificates judged.

Knows nothing of what is spoken and tries once; whether it is tried again is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QTcpSocket

from app.client.address import Address, HostPort, Scheme
from app.client.events import Failure, LinkState, Secured
from app.net.attempt import Attempt
from app.net.dialer import DialStep, DialTimes
from app.net.socket_stream import SocketStream
from app.net.tls_handshake import (
    Assess,
    HandshakeTimes,
    OtherEnd,
    assess_by_link,
    how_verified,
    refusal,
)
from app.security.trust import Assessment

if TYPE_CHECKING:
    from app.security.certificate import Identity

_STATES = {DialStep.RESOLVING: LinkState.RESOLVING, DialStep.CONNECTING: LinkState.CONNECTING}
# Of several ways that failed, what says most: somebody else's certificate, then what answers at all.
_TELLING = (
    *(Failure.LINK_MISMATCH, Failure.HOST_CHANGED, Failure.NOT_ENCRYPTED, Failure.NOT_A_CHAT_SERVER),
    *(Failure.LOST, Failure.REFUSED, Failure.TIMED_OUT, Failure.UNREACHABLE, Failure.NAME_NOT_FOUND),
)


class Connector(QObject):
    """Makes one connection at a time, always to the same address.

    An address may name several ways to one hub. They are tried a moment apart, and the first is taken whose
    certificate is accepted: a wrong one only loses the race.

    Signals:
        stepped: LinkState, RESOLVING or CONNECTING, as the attempt goes on.
        secured: Secured and Assessment of a certificate that is accepted; `connected` follows at once.
        connected: the SocketStream, whose socket has no parent; the receiver keeps it.
        failed: Failure, and the fingerprint of who answered instead of the host, "" where that is not why.
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
        self.way = address.ways[0]  # by which the latest connection was made
        self._address = address
        self._identity = identity
        self._assess = assess or assess_by_link(address)
        self._dial_times = dial_times
        self._handshake_times = handshake_times
        self._encrypts = bool(address.fingerprint) or not (plain or address.scheme is Scheme.IRC)
        self._expected = ""
        self._ways: list[HostPort] = []  # that are still to be tried
        self._attempts: list[Attempt] = []
        self._failures: list[tuple[Failure, str]] = []
        self._step: DialStep | None = None
        self._next = QTimer(self, singleShot=True, interval=dial_times.stagger)
        self._next.timeout.connect(self._try_next)

    def start(self, expected: str = "") -> None:
        """Begin; `connected` or `failed` follows, later than this call.

        `expected`: the fingerprint of the server to which a connection is to be made again. Another one is
        refused unless an authority vouches for it, and a handshake that breaks is no reason to give up.
        """
        self.cancel()
        self._expected = expected
        self._failures = []
        self._step = None
        self._ways = list(self._address.ways)
        self._try_next()

    def cancel(self) -> None:
        """Stop without a word."""
        self._next.stop()
        self._ways = []
        racing, self._attempts = self._attempts, []
        for attempt in racing:
            attempt.cancel()

    def _try_next(self) -> None:
        attempt = Attempt(
            self._ways.pop(0),
            self._identity,
            self._dial_times,
            self._handshake_times,
            self,
            encrypts=self._encrypts,
        )
        attempt.stepped.connect(self._on_step)
        attempt.made.connect(self._on_made)
        attempt.failed.connect(self._on_failed)
        self._attempts.append(attempt)
        if self._ways:
            self._next.start()
        attempt.start()

    def _on_step(self, _attempt: Attempt, step: DialStep) -> None:
        if self._step is not DialStep.CONNECTING:  # of several the one that is ahead is told
            self._step = step
            self.stepped.emit(_STATES[step])

    def _on_made(self, attempt: Attempt, stream: SocketStream[QTcpSocket], end: OtherEnd | None) -> None:
        if end is None:
            self._take(attempt.way)
            self.connected.emit(stream)
            return
        assessment = self._assess(end.fingerprint, end.authority)
        failure = refusal(assessment.verdict)
        if self._expected and end.fingerprint != self._expected and not end.authority:
            failure = failure or Failure.HOST_CHANGED  # it is one hub, wherever it moves
        if failure is not None:
            stream.forget()
            stream.socket.abort()
            stream.socket.deleteLater()
            self._lose(attempt, failure, end.fingerprint)
            return
        self._take(attempt.way)
        secured = Secured(
            end.fingerprint, how_verified(assessment), end.protocol, channel_binding=end.channel_binding
        )
        self.secured.emit(secured, assessment)
        self.connected.emit(stream)

    def _on_failed(self, attempt: Attempt, failure: Failure) -> None:
        if self._expected and attempt.is_dialed:
            # A room that we were in is looked for again: whoever breaks its handshakes must not end it.
            failure = Failure.LOST
        self._lose(attempt, failure)

    def _take(self, way: HostPort) -> None:
        """The race is over."""
        self.way = way
        self.cancel()

    def _lose(self, attempt: Attempt, failure: Failure, fingerprint: str = "") -> None:
        """One way leads nowhere; when none is left, the failure that says most is told."""
        self._failures.append((failure, fingerprint))
        self._attempts.remove(attempt)
        attempt.cancel()
        if self._ways:
            self._next.stop()
            self._try_next()
        elif not self._attempts:
            self.failed.emit(*min(self._failures, key=lambda pair: _TELLING.index(pair[0])))
