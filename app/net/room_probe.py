"""Looks whether a hub is where it is said to be: its certificate proves it, its document tells of its room.

Made without anybody's click, so it says as little as it can: a connection, the first message of TLS, and one
request only where the certificate is the right one. Decides neither where nor how often.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QTcpSocket

from app.client.address import HostPort
from app.client.events import Failure
from app.discovery.announcement import Announcement
from app.discovery.datagrams import DOCUMENT_PATH, LONGEST_DOCUMENT, read_document
from app.discovery.probes import HOSTS_AT_ONCE, ProbeTarget
from app.discovery.sightings import ProbeResult
from app.net.attempt import Attempt
from app.net.deadline import Deadline
from app.net.dialer import DialTimes
from app.net.socket_stream import SocketStream
from app.net.tls_handshake import HandshakeTimes, OtherEnd
from app.net.transport import Transport, delete_disconnected
from app.values import frozen
from app.web.authority import Authority

# Milliseconds from the first packet to the last: a host on the same network answers in ten, one that agrees
# on TLS with a class of guests at once in a second or two.
PATIENCE_MS = 3000

_RESULTS = {
    Failure.REFUSED: ProbeResult.REFUSED,
    Failure.NOT_A_CHAT_SERVER: ProbeResult.WRONG,
    Failure.NOT_ENCRYPTED: ProbeResult.WRONG,
}


@frozen
class ProbeFinding:
    """What a look found. `announcement`: what the hub told of its room, None where it told of none."""

    result: ProbeResult
    announcement: Announcement | None = None


class RoomProbe(QObject):
    """One look at one place; used once.

    Signals:
        ended: the probe itself and a ProbeFinding, once, later than `start`.
    """

    ended = Signal(QObject, object)

    def __init__(
        self, target: ProbeTarget, parent: QObject, *, asks: bool = True, patience: int = PATIENCE_MS
    ) -> None:
        """`asks`: for the document too; without it nothing is said but TLS. `patience`: milliseconds.

        A target without a fingerprint is whoever is there and tells of a room.
        """
        super().__init__(parent)
        self.target = target
        self._asks = asks
        self._transport: Transport | None = None
        self._is_over = False
        self._is_proved = False
        self._fingerprint = ""  # of who is there
        way = HostPort(target.place.address, target.place.port)
        times = DialTimes(all=patience), HandshakeTimes(all=patience, probe=0)
        self._attempt: Attempt | None = Attempt(way, None, *times, self, encrypts=True)
        self._attempt.made.connect(self._on_made)
        self._attempt.failed.connect(self._on_failed)
        self._deadline = Deadline(patience, self)
        self._deadline.passed.connect(self._on_deadline)

    def start(self) -> None:
        """Begin; `ended` follows."""
        if self._attempt is not None:
            self._deadline.start()
            self._attempt.start()

    def cancel(self) -> None:
        """Stop without a word, and go soon."""
        self._stop()
        delete_disconnected(self)

    def _stop(self) -> None:
        self._is_over = True
        self._deadline.stop()
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.cancel()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.drop()
            delete_disconnected(transport)

    def _on_made(self, _attempt: Attempt, stream: SocketStream[QTcpSocket], end: OtherEnd) -> None:
        # who is to be found shows a certificate of its own: authorities and names prove nothing here
        self._fingerprint = end.fingerprint
        self._is_proved = self.target.fingerprint in ("", end.fingerprint)
        self._transport = Transport(stream, self)
        if self._is_proved and self._asks:
            self._ask(stream, self._transport)
        else:
            self._end(ProbeResult.RIGHT if self._is_proved else ProbeResult.WRONG)

    def _ask(self, stream: SocketStream[QTcpSocket], transport: Transport) -> None:
        from app.web.document_request import DocumentRequest  # only now: h11 takes a while to load

        # by its address, as a hub does not know every name that it is called by
        address = stream.socket.peerAddress().toString().partition("%")[0].removeprefix("::ffff:")
        there = Authority(address).with_port(self.target.place.port)
        self._request = DocumentRequest(DOCUMENT_PATH, there, longest=LONGEST_DOCUMENT)
        transport.arrived.connect(self._take)
        transport.ended.connect(self._on_ended)
        transport.write(self._request.data)

    def _take(self, data: bytes) -> None:
        found = self._request.receive(data)
        if found is not None:
            told = read_document(found, self._fingerprint)
            self._end(self._without_document() if told is None else ProbeResult.RIGHT, told)

    def _on_ended(self) -> None:
        self._take(b"")
        self._end(self._without_document())  # unless it is over

    def _on_failed(self, _attempt: Attempt, failure: Failure) -> None:
        self._end(_RESULTS.get(failure, ProbeResult.SILENT))

    def _on_deadline(self) -> None:
        self._end(self._without_document() if self._is_proved else ProbeResult.SILENT)

    def _without_document(self) -> ProbeResult:
        return ProbeResult.RIGHT if self.target.fingerprint else ProbeResult.WRONG

    def _end(self, result: ProbeResult, announcement: Announcement | None = None) -> None:
        if not self._is_over:
            self._stop()
            self.ended.emit(self, ProbeFinding(result, announcement))


class RoomProbes(QObject):
    """Several looks, a few of them at once, the others in their turn.

    Signals:
        found: the ProbeTarget and the ProbeFinding.
    """

    found = Signal(object, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        asks: bool = True,
        at_once: int = HOSTS_AT_ONCE,
        patience: int = PATIENCE_MS,
    ) -> None:
        """`asks`, `patience`: as of each RoomProbe."""
        super().__init__(parent)
        self._asks = asks
        self._at_once = at_once
        self._patience = patience
        self._waiting: deque[ProbeTarget] = deque()
        self._running: list[RoomProbe] = []

    def look(self, target: ProbeTarget) -> None:
        """Look there, unless that is being done; `found` follows, later than this call."""
        if target not in self._waiting and all(target != one.target for one in self._running):
            self._waiting.append(target)
            self._start_more()

    def look_anew(self, target: ProbeTarget) -> None:
        """Look there from now on: what a look that goes on has seen may have changed since."""
        for one in [one for one in self._running if one.target == target]:
            self._running.remove(one)
            one.cancel()
        self.look(target)

    def cancel(self) -> None:
        """Stop all of it without a word."""
        self._waiting.clear()
        for one in self._running:
            one.cancel()
        self._running = []

    def _start_more(self) -> None:
        while self._waiting and len(self._running) < self._at_once:
            target = self._waiting.popleft()
            probe = RoomProbe(target, self, asks=self._asks, patience=self._patience)
            probe.ended.connect(self._on_ended)
            self._running.append(probe)
            probe.start()

    def _on_ended(self, probe: RoomProbe, finding: ProbeFinding) -> None:
        self._running.remove(probe)
        probe.cancel()
        self._start_more()
        self.found.emit(probe.target, finding)
