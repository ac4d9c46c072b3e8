"""The guest's TLS handshake: whose certificate answers, what its verdict means, what answers without TLS.

The verdict itself comes from security.trust, or from the address alone (`assess_by_link`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QTcpSocket

from app.client.address import Address
from app.client.events import Failure
from app.net.deadline import Deadline
from app.net.plain_probe import PlainAnswer, PlainProbe
from app.net.socket_stream import SocketStream
from app.security.security_errors import SecurityError
from app.security.trust import Assessment, Verdict
from app.values import frozen

if TYPE_CHECKING:
    from app.security.certificate import Identity
    from app.security.tls_machine import TlsMachine

# Given a certificate's fingerprint and whether an authority vouches for it at this name.
Assess = Callable[[str, bool], Assessment]

_REFUSALS = {Verdict.CHANGED: Failure.HOST_CHANGED, Verdict.LINK_MISMATCH: Failure.LINK_MISMATCH}
_VERIFIED = {Verdict.VERIFIED_BY_LINK: "link", Verdict.AUTHORITY: "authority"}


@frozen
class HandshakeTimes:
    """Milliseconds. `probe`: for what answers without TLS, 0 for not asking."""

    all: int = 10_000  # a hub that a whole class joins at once needs a second or two
    probe: int = 3000


@frozen
class OtherEnd:
    """Who is at the other end. `authority`: one that this computer trusts vouches for the name."""

    fingerprint: str
    authority: bool
    protocol: str  # "TLS 1.3"
    channel_binding: bytes = field(repr=False)


class Handshake(QObject):
    """One attempt; used once. Owns the socket until `secured`.

    Signals:
        secured: the SocketStream, whose socket has no parent, and OtherEnd; the receiver keeps the socket.
        failed: Failure.
    """

    secured = Signal(SocketStream, OtherEnd)
    failed = Signal(Failure)

    def __init__(
        self,
        made: QTcpSocket,
        host: str,
        identity: Identity | None,
        times: HandshakeTimes,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock`: seconds since 1970."""
        super().__init__(parent)
        self._socket = made
        self._stream: SocketStream[QTcpSocket] | None = None
        self._host = host
        self._identity = identity
        self._times = times
        self._clock = clock
        self._probe: PlainProbe | None = None
        self._where = (made.peerAddress(), made.peerPort())
        self._is_over = False
        self._is_broken = False  # who is there, or our library, would not go on
        self._deadline = Deadline(times.all, self)
        self._deadline.passed.connect(self._ask_without)
        made.setParent(self)

    def start(self) -> None:
        """Begin; one of `secured` and `failed` follows, later than this call."""
        # only now: the library takes a twentieth of a second to load
        from app.security.tls_machine import TlsMachine, client_context

        try:
            machine = TlsMachine(client_context(self._identity), self._host)
        except SecurityError:
            self._is_broken = True
            self._deadline.start(0)
            return
        self._stream = SocketStream(self._socket, machine)
        self._socket.readyRead.connect(self._arrived)
        self._socket.disconnected.connect(self._lost)
        self._deadline.start()
        self._stream.begin_tls()

    def cancel(self) -> None:
        """Stop without a word."""
        self._deadline.stop()
        if self._probe is not None:
            self._probe.cancel()
        self._drop()

    def _arrived(self) -> None:
        stream = self._stream
        if stream is None or stream.machine is None:
            return
        stream.peek(0)
        if stream.machine.is_secured:
            self._secured(stream, stream.machine)
        else:
            stream.settle()

    def _secured(self, stream: SocketStream[QTcpSocket], machine: TlsMachine) -> None:
        self._deadline.stop()
        if not machine.fingerprint:  # TLS has ways without certificates; none of them says who is there
            self._ask_without()
            return
        self._socket.readyRead.disconnect(self._arrived)
        self._socket.disconnected.disconnect(self._lost)
        self._socket.setParent(None)
        self._stream, self._is_over = None, True
        self.secured.emit(stream, self._other_end(machine))

    def _other_end(self, machine: TlsMachine) -> OtherEnd:
        from app.security.authorities import is_vouched_for

        is_vouched = is_vouched_for(machine.chain, self._host, now=self._clock())
        return OtherEnd(machine.fingerprint, is_vouched, machine.protocol, machine.channel_binding)

    def _lost(self) -> None:
        if self._stream is not None:
            self._is_broken = True
            self._ask_without()

    def _ask_without(self) -> None:
        self._deadline.stop()
        self._drop()
        if not self._times.probe:
            self._tell(PlainAnswer.NOTHING)
            return
        self._probe = PlainProbe(*self._where, self._times.probe, self)
        self._probe.found.connect(self._tell)
        self._probe.start()

    def _tell(self, found: PlainAnswer) -> None:
        if found is PlainAnswer.IRC:
            self.failed.emit(Failure.NOT_ENCRYPTED)
        elif found is PlainAnswer.NOTHING and not self._is_broken:
            self.failed.emit(Failure.TIMED_OUT)
        else:
            self.failed.emit(Failure.NOT_A_CHAT_SERVER)

    def _drop(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        if self._stream is not None:
            self._stream.forget()
            self._stream = None
        self._socket.blockSignals(True)
        self._socket.abort()
        self._socket.deleteLater()


def refusal(verdict: Verdict) -> Failure | None:
    """Why the connection must end before anything is said, None where it may go on."""
    return _REFUSALS.get(verdict)


def how_verified(assessment: Assessment) -> str:
    """How the certificate is known to be the host's: "link", "password", "words", "authority", "" not yet."""
    if assessment.verdict is Verdict.KNOWN and assessment.known is not None:
        return assessment.known.verified
    return _VERIFIED.get(assessment.verdict, "")


def assess_by_link(address: Address) -> Assess:
    """For a link that remembers nobody: only the fingerprint in the address itself is compared."""

    def assess(fingerprint: str, authority: bool) -> Assessment:
        if address.fingerprint:
            same = address.fingerprint.lower() == fingerprint
            return Assessment(Verdict.VERIFIED_BY_LINK if same else Verdict.LINK_MISMATCH)
        return Assessment(Verdict.AUTHORITY if authority else Verdict.FIRST_CONTACT)

    return assess
