"""From a host's name to a connected socket: looks it up, tries its addresses a moment apart.

Knows nothing of what is spoken over the socket.
"""

from __future__ import annotations

import errno
from enum import Enum

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QHostInfo, QTcpSocket

from app.client.events import Failure
from app.net.deadline import Deadline
from app.net.tcp_connect import TcpConnect
from app.net.transport import delete_disconnected
from app.values import frozen


class DialStep(Enum):
    """What a dialer is at."""

    RESOLVING = "resolving"
    CONNECTING = "connecting"


@frozen
class DialTimes:
    """Milliseconds. `stagger`: before the next address is tried beside the one that has not answered yet."""

    stagger: int = 250  # RFC 8305 section 5, the recommended value
    all: int = 15_000  # a person waits no longer; a host on the same network answers in milliseconds


_FAILURES = {errno.ECONNREFUSED: Failure.REFUSED, errno.ETIMEDOUT: Failure.TIMED_OUT}
# Of several addresses that failed, what says most: a refusal comes from the computer itself.
_TELLING = [Failure.REFUSED, Failure.TIMED_OUT, Failure.UNREACHABLE]


class Dialer(QObject):
    """One attempt to reach `host` and `port`; used once.

    Signals:
        stepped: DialStep, as the attempt goes on.
        connected: the QTcpSocket, without a parent; the receiver keeps it.
        failed: Failure.
    """

    stepped = Signal(DialStep)
    connected = Signal(QTcpSocket)
    failed = Signal(Failure)

    def __init__(self, host: str, port: int, times: DialTimes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._port = port
        self._lookup: int | None = None
        self._addresses: list[QHostAddress] = []
        self._tries: list[TcpConnect] = []
        self._failures: list[Failure] = []
        self._over = False
        self._next = QTimer(self, singleShot=True, interval=times.stagger)
        self._next.timeout.connect(self._try_next)
        self._deadline = Deadline(times.all, self)
        self._deadline.passed.connect(self._give_up_waiting)

    def start(self) -> None:
        """Begin; one of `connected` and `failed` follows, later than this call."""
        self._deadline.start()
        literal = QHostAddress(self._host)
        if not literal.isNull():
            self._addresses = [literal]
            self._next.start(0)
            return
        self.stepped.emit(DialStep.RESOLVING)
        slot = SLOT("_resolved(QHostInfo)")
        self._lookup = QHostInfo.lookupHost(self._host, self, slot)  # type: ignore[call-overload]  # wants bytes

    def cancel(self) -> None:
        """Stop without a word."""
        self._over = True
        self._deadline.stop()
        self._next.stop()
        if self._lookup is not None:
            QHostInfo.abortHostLookup(self._lookup)
            self._lookup = None
        tries, self._tries = self._tries, []
        for one in tries:
            _drop(one)

    @Slot(QHostInfo)
    def _resolved(self, info: QHostInfo) -> None:
        self._lookup = None
        if self._over:
            return
        self._addresses = interleaved(info.addresses())
        if not self._addresses:
            self._fail(Failure.NAME_NOT_FOUND)
            return
        self._try_next()

    def _try_next(self) -> None:
        if self._over or not self._addresses:
            return
        if not self._tries:
            self.stepped.emit(DialStep.CONNECTING)
        made = TcpConnect(self._addresses.pop(0).toString(), self._port, self)
        self._tries.append(made)
        made.connected.connect(self._reached)
        made.failed.connect(self._missed)
        if self._addresses:
            self._next.start()
        made.start()

    def _reached(self, made: TcpConnect) -> None:
        if not self._over:
            reached = made.take()
            self.cancel()
            self.connected.emit(reached)

    def _missed(self, made: TcpConnect, error: int) -> None:
        self._tries.remove(made)
        _drop(made)
        self._failures.append(_FAILURES.get(error, Failure.UNREACHABLE))
        if self._addresses:
            self._next.stop()
            self._try_next()
        elif not self._tries:
            self._fail(min(self._failures, key=_TELLING.index))

    def _give_up_waiting(self) -> None:
        is_looking_up = self._lookup is not None  # the name servers do not answer
        self._fail(Failure.NAME_NOT_FOUND if is_looking_up else Failure.TIMED_OUT)

    def _fail(self, failure: Failure) -> None:
        self.cancel()
        self.failed.emit(failure)


def _drop(made: TcpConnect) -> None:
    made.cancel()
    delete_disconnected(made)


def interleaved(addresses: list[QHostAddress]) -> list[QHostAddress]:
    """The addresses, families taking turns, else in the resolver's order (RFC 8305 section 4)."""
    ipv6 = QAbstractSocket.NetworkLayerProtocol.IPv6Protocol
    if not addresses:
        return []
    first = addresses[0].protocol()
    same = [address for address in addresses if address.protocol() == first]
    other = [address for address in addresses if (address.protocol() == ipv6) is not (first == ipv6)]
    out: list[QHostAddress] = []
    for index in range(max(len(same), len(other))):
        out += [*same[index : index + 1], *other[index : index + 1]]
    return out
