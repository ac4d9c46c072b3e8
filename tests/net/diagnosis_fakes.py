"""A computer that finds out why a connection does not come about, all of whose answers are a test's."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal

from app.diagnosis.facts import Ping
from app.diagnosis.neighbour_entries import Entries, EntryState, NeighbourEntry
from app.discovery.local_networks import IpAddress, LocalInterface
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import ProbeResult
from app.net.network_check import NetworkTools
from app.net.room_probe import ProbeFinding
from tests.discovery.rooms import HOME
from tests.stand_in import stand_in

SOUGHT, FAILED = NeighbourEntry(EntryState.SOUGHT), NeighbourEntry(EntryState.FAILED)


def resolved(card: str = "02", confirmed: float | None = 0.0) -> NeighbourEntry:
    """Somebody who is there."""
    return NeighbourEntry(EntryState.RESOLVED, card, confirmed)


class FakeTable(QObject):
    """Stands for net.neighbour_table.NeighbourTable."""

    found = Signal(object)

    def __init__(self, owner: QObject, computer: CheckedComputer) -> None:
        super().__init__(owner)
        self._computer = computer

    def look(self) -> None:
        self.found.emit(dict(self._computer.entries))


class FakePing(QObject):
    """Stands for net.ping.PingRun."""

    found = Signal(Ping)

    def __init__(self, address: str, owner: QObject) -> None:
        super().__init__(owner)
        self.address = address
        self.is_started = self.is_cancelled = False

    def start(self) -> None:
        self.is_started = True

    def cancel(self) -> None:
        self.is_cancelled = True


class FakeConnect(QObject):
    """Stands for net.tcp_connect.TcpConnect."""

    connected = Signal(QObject)
    failed = Signal(QObject, int)

    def __init__(self, address: str, port: int, owner: QObject) -> None:
        super().__init__(owner)
        self.place = (address, port)
        self.is_started = self.is_cancelled = False

    def start(self) -> None:
        self.is_started = True

    def cancel(self) -> None:
        self.is_cancelled = True


class FakeProbe(QObject):
    """Stands for net.room_probe.RoomProbe."""

    ended = Signal(QObject, object)

    def __init__(self, target: ProbeTarget, owner: QObject, *, asks: bool) -> None:
        super().__init__(owner)
        self.target = target
        self.is_started = self.is_cancelled = False
        assert not asks

    def start(self) -> None:
        self.is_started = True

    def cancel(self) -> None:
        self.is_cancelled = True

    def end(self, result: ProbeResult) -> None:
        self.ended.emit(self, ProbeFinding(result))


class CheckedComputer:
    """What the computer tells, and what it was asked to do."""

    def __init__(self) -> None:
        self.now = 100.0
        self.entries: dict[str, NeighbourEntry] = {}
        self.interfaces: list[LocalInterface] = [HOME]
        self.sender: str | None = "192.168.1.24"
        self.sign_in: bool | None = None
        self.poked: list[str] = []
        self.pings: dict[str, FakePing] = {}

    def tools(self) -> NetworkTools:
        """As net.network_check takes it."""

        def make_ping(address: str, _own: Collection[IpAddress], owner: QObject) -> FakePing:
            self.pings[address] = FakePing(address, owner)
            return self.pings[address]

        return NetworkTools(
            look=lambda: self.interfaces,
            sender_to=lambda _address: self.sender,
            poke=self._poke,
            wants_sign_in=lambda: self.sign_in,
            make_table=lambda owner: FakeTable(owner, self),  # type: ignore[arg-type,return-value]
            make_ping=stand_in(make_ping),
            clock=lambda: self.now,
        )

    def _poke(self, addresses: Iterable[str]) -> None:
        self.poked += addresses

    def tell(self, entries: Entries) -> None:
        """From now on the neighbour table has these."""
        self.entries = dict(entries)
