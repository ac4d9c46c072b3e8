"""The guest's TLS handshake: whose certificate answers, what its verdict means, what answers without TLS.

The verdict itself comes from security.trust, or from the address alone (`assess_by_link`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QSslSocket

from app.client.address import Address
from app.client.events import Failure
from app.net.probe import Probe, ProbeResult
from app.net.tls import TlsError, client_configuration, peer_fingerprint, protocol_name
from app.security.trust import Assessment, Verdict

if TYPE_CHECKING:
    from app.security.certificate import Identity

# Given a certificate's fingerprint and whether an authority vouches for it at this name.
Assess = Callable[[str, bool], Assessment]

_REFUSALS = {Verdict.CHANGED: Failure.HOST_CHANGED, Verdict.LINK_MISMATCH: Failure.LINK_MISMATCH}
_VERIFIED = {Verdict.VERIFIED_BY_LINK: "link", Verdict.AUTHORITY: "authority"}


@dataclass(frozen=True, slots=True)
class HandshakeTimes:
    """Milliseconds."""

    all: int = 10_000  # a hub that a whole class joins at once needs a second or two
    probe: int = 3000


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """Who is at the other end. `authority`: one that this computer trusts vouches for the name."""

    fingerprint: str
    authority: bool
    protocol: str  # "TLS 1.3"


class Handshake(QObject):
    """One attempt; used once. Owns the socket until `secured`.

    Signals:
        secured: the QSslSocket, without a parent, and OtherEnd; the receiver keeps the socket.
        failed: Failure and the system's words.
    """

    secured = Signal(QSslSocket, OtherEnd)
    failed = Signal(Failure, str)

    def __init__(
        self,
        made: QSslSocket,
        host: str,
        identity: Identity | None,
        times: HandshakeTimes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._socket: QSslSocket | None = made
        self._host = host
        self._identity = identity
        self._times = times
        self._probe: Probe | None = None
        self._where = (made.peerAddress(), made.peerPort())
        self._why = ""
        self._deadline = QTimer(self, singleShot=True, interval=times.all)
        self._deadline.timeout.connect(self._give_up)
        made.setParent(self)

    def start(self) -> None:
        """Begin; one of `secured` and `failed` follows, later than this call."""
        made = self._socket
        assert made is not None
        try:
            made.setSslConfiguration(client_configuration(self._identity))
        except TlsError as error:
            self._why = str(error)
            QTimer.singleShot(0, self._ask_without)
            return
        made.setPeerVerifyName(self._host)
        made.encrypted.connect(self._secured)
        made.disconnected.connect(self._lost)
        self._deadline.start()
        made.startClientEncryption()

    def cancel(self) -> None:
        """Stop without a word."""
        self._deadline.stop()
        if self._probe is not None:
            self._probe.cancel()
        self._drop()

    def _secured(self) -> None:
        made = self._socket
        if made is None:
            return
        self._deadline.stop()
        end = OtherEnd(peer_fingerprint(made), not made.sslHandshakeErrors(), protocol_name(made))
        if not end.fingerprint:  # TLS has ways without certificates; none of them says who is there
            self._ask_without()
            return
        made.encrypted.disconnect(self._secured)
        made.disconnected.disconnect(self._lost)
        made.setParent(None)
        self._socket = None
        self.secured.emit(made, end)

    def _lost(self) -> None:
        if self._socket is not None:
            self._why = self._socket.errorString()
            self._ask_without()

    def _give_up(self) -> None:
        self._why = ""
        self._ask_without()

    def _ask_without(self) -> None:
        self._deadline.stop()
        self._drop()
        self._probe = Probe(*self._where, self._times.probe, self)
        self._probe.found.connect(self._tell)
        self._probe.start()

    def _tell(self, found: ProbeResult) -> None:
        if found is ProbeResult.IRC:
            self.failed.emit(Failure.NOT_ENCRYPTED, "")
        elif found is ProbeResult.NOTHING and not self._why:
            self.failed.emit(Failure.TIMED_OUT, "")
        else:
            self.failed.emit(Failure.NOT_A_CHAT_SERVER, self._why)

    def _drop(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            made.blockSignals(True)
            made.abort()
            made.deleteLater()


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
