"""The beacon's sockets: datagrams to everybody on this computer's networks, and what comes from there.

One pair of sockets, for IPv4 and IPv6, shares the beacon's port with all copies on this computer; a second
pair on a port of its own asks questions, so that their answers come to this copy. Knows no rooms.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtNetwork import (
    QAbstractSocket,
    QHostAddress,
    QNetworkDatagram,
    QNetworkInterface,
    QUdpSocket,
)

from app.discovery.datagrams import GROUP_IPV4, GROUP_IPV6, LONGEST_DATAGRAM, PORT, Datagram, read_datagram
from app.discovery.local_networks import AnnouncedInterface
from app.discovery.pacing import READ_RATE, Allowance

log = logging.getLogger(__name__)

# How long a flood is left to the system's buffer, which drops what does not fit.
FLOOD_PAUSE_MS = 100

_BIND = QUdpSocket.BindFlag.ShareAddress | QUdpSocket.BindFlag.ReuseAddressHint
_OPTION = QAbstractSocket.SocketOption.MulticastTtlOption
_GROUPS = {4: QHostAddress(GROUP_IPV4), 6: QHostAddress(GROUP_IPV6)}
_ANY = {4: QHostAddress.SpecialAddress.AnyIPv4, 6: QHostAddress.SpecialAddress.AnyIPv6}


class DiscoverySockets(QObject):
    """Sends datagrams and reads those of others, a bounded number.

    Signals:
        heard: a Datagram, the address that it came from as text, with its zone, and the port.
    """

    heard = Signal(object, str, int)

    def __init__(
        self, parent: QObject | None = None, *, port: int = PORT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._port = port
        self._clock = clock
        self._shared: dict[int, QUdpSocket] = {}  # by the version of IP
        self._own: dict[int, QUdpSocket] = {}
        self._joined: set[tuple[int, int]] = set()  # version, and index of the interface
        self._interfaces: tuple[AnnouncedInterface, ...] = ()
        self._readable = Allowance(READ_RATE)
        self._resume = QTimer(self, singleShot=True, interval=FLOOD_PAUSE_MS)
        self._resume.timeout.connect(self._read)

    def open(self, *, asks: bool) -> None:
        """Take part. `asks`: questions will be asked as well.

        What is not to be had, IPv6 or a port that another program keeps to itself, is done without.
        """
        self._shared = self._shared or self._bound(self._port)
        if asks:
            self._own = self._own or self._bound(0)

    def close(self) -> None:
        """Send and hear nothing more."""
        for one in (*self._shared.values(), *self._own.values()):
            one.close()
            one.deleteLater()
        self._shared, self._own, self._joined, self._interfaces = {}, {}, set(), ()
        self._resume.stop()

    def follow(self, interfaces: Sequence[AnnouncedInterface]) -> None:
        """Hear and send on these interfaces from now on, and on no others."""
        self._interfaces = tuple(interfaces)
        wanted = {(4, one.index) for one in interfaces if one.ipv4}
        wanted |= {(6, one.index) for one in interfaces if one.ipv6}
        for version, index in self._joined - wanted:
            if version in self._shared:  # fails where the interface is gone, which left the group with it
                self._shared[version].leaveMulticastGroup(_GROUPS[version], _interface(index))
        self._joined &= wanted
        for version, index in sorted(wanted - self._joined):
            # fails on an interface that has no address of this kind yet: it is tried again next time
            if version in self._shared and self._shared[version].joinMulticastGroup(
                _GROUPS[version], _interface(index)
            ):
                self._joined.add((version, index))

    def ask(self, data: bytes) -> None:
        """Send a question to everybody near; its answers come to this copy."""
        self._to_everybody(self._own, data)

    def tell(self, data: bytes) -> None:
        """Send an announcement to everybody near."""
        self._to_everybody(self._own | self._shared, data)

    def answer(self, data: bytes, address: str, port: int) -> bool:
        """Send a datagram to one who asked. Gives whether the system took it."""
        return self._send(self._own | self._shared, data, address, port)

    def ask_one(self, data: bytes, address: str, interface: int = 0) -> bool:
        """Send a question to one address. Gives whether the system took it: its buffer may be full."""
        return self._send(self._own, data, address, self._port, interface)

    def _bound(self, port: int) -> dict[int, QUdpSocket]:
        sockets = {}
        for version, any_address in _ANY.items():
            made = QUdpSocket(self)
            if not made.bind(QHostAddress(any_address), port, _BIND if port else QUdpSocket.BindFlag(0)):
                log.info("no beacon over IPv%d at port %d: %s", version, port, made.errorString())
                made.deleteLater()
                continue
            made.setSocketOption(_OPTION, 1)
            made.readyRead.connect(self._read)
            sockets[version] = made
        return sockets

    def _to_everybody(self, sockets: dict[int, QUdpSocket], data: bytes) -> None:
        for one in self._interfaces:
            if one.ipv4:
                self._send(sockets, data, GROUP_IPV4, self._port, one.index)
                for broadcast in one.broadcasts:
                    self._send(sockets, data, broadcast, self._port, one.index)
            if one.ipv6:
                self._send(sockets, data, GROUP_IPV6, self._port, one.index)

    def _send(
        self, sockets: dict[int, QUdpSocket], data: bytes, address: str, port: int, interface: int = 0
    ) -> bool:
        socket = sockets.get(6 if ":" in address else 4)
        if socket is None:
            return False
        datagram = QNetworkDatagram(QByteArray(data), QHostAddress(address), port)
        if interface:
            datagram.setInterfaceIndex(interface)
        return socket.writeDatagram(datagram) == len(data)

    def _read(self) -> None:
        """Read what has come, as much as is read in a second; Qt says nothing of the rest until then."""
        for socket in (*self._own.values(), *self._shared.values()):
            while socket.hasPendingDatagrams():
                if not self._readable.take(self._clock()):
                    self._resume.start()
                    return
                self._take(socket.receiveDatagram(LONGEST_DATAGRAM + 1))

    def _take(self, received: QNetworkDatagram) -> None:
        said: Datagram | None = read_datagram(bytes(received.data().data()))
        if said is not None:
            self.heard.emit(said, received.senderAddress().toString(), received.senderPort())


def _interface(index: int) -> QNetworkInterface:
    return QNetworkInterface.interfaceFromIndex(index)
