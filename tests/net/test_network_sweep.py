"""A sweep: everybody is asked by a datagram, and only who is there by a connection."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.diagnosis.neighbour_entries import EntryState, NeighbourEntry
from app.discovery.announcement import Announcement
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place, ProbeResult
from app.discovery.sweep import SweepTarget
from app.net import network_sweep
from app.net.network_sweep import MOST_NEIGHBOURS, NetworkSweep
from tests.discovery.rooms import announced, fingerprint
from tests.net.discovery_fakes import FakeProbes, FakeSockets
from tests.stand_in import stand_in

THERE = EntryState.RESOLVED


class FakeTable(QObject):
    """In the place of NeighbourTable."""

    found = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, NeighbourEntry] = {}

    def look(self) -> None:
        self.found.emit(self.entries)


class Swept:
    """A sweep with fakes around it."""

    def __init__(self, sockets: FakeSockets) -> None:
        self.sockets, self.table, self.probes = sockets, FakeTable(), FakeProbes()
        self.found: list[tuple[ProbeTarget, Announcement]] = []
        self.sweep = NetworkSweep(
            stand_in(sockets),
            sockets,
            table=stand_in(self.table),
            probes=stand_in(self.probes),
        )
        self.sweep.found.connect(lambda target, told: self.found.append((target, told)))

    def looked(self) -> list[str]:
        return [one.place.address for one in self.probes.looked]


@pytest.fixture
def swept(sockets: FakeSockets, monkeypatch: pytest.MonkeyPatch) -> Swept:
    monkeypatch.setattr(network_sweep, "SETTLE_MS", 1)
    return Swept(sockets)


def targets(count: int) -> tuple[SweepTarget, ...]:
    return tuple(SweepTarget(f"192.168.1.{number}", 2) for number in range(2, 2 + count))


def test_who_is_there_is_connected_to_when_all_were_asked(swept: Swept, qtbot: QtBot) -> None:
    swept.table.entries = {
        "192.168.1.3": NeighbourEntry(THERE, "aa"),
        "192.168.1.4": NeighbourEntry(EntryState.FAILED),
        "192.168.1.5": NeighbourEntry(EntryState.SOUGHT),
        "192.168.1.6": NeighbourEntry(THERE, "bb", 300.0),
        "192.168.1.7": NeighbourEntry(THERE, "cc", 0.5),
        "192.168.1.8": NeighbourEntry(THERE, "dd", 0.1),
        "192.168.1.99": NeighbourEntry(THERE, "ee"),
    }
    assert swept.sweep.start(targets(8), {"192.168.1.8"})
    assert not swept.sweep.start(targets(8), ()), "once a minute"
    qtbot.waitUntil(lambda: bool(swept.looked()))
    assert len(swept.sockets.asked_one) == 8
    assert swept.looked() == ["192.168.1.3", "192.168.1.7", "192.168.1.6"]
    assert {(one.place.port, one.fingerprint) for one in swept.probes.looked} == {(6667, "")}


def test_a_hub_is_told_of_by_what_it_proved(swept: Swept, qtbot: QtBot) -> None:
    swept.table.entries = {f"192.168.1.{number}": NeighbourEntry(THERE, "aa") for number in (3, 4, 5)}
    swept.sweep.start(targets(4), ())
    qtbot.waitUntil(lambda: len(swept.looked()) == 3)
    swept.probes.find(ProbeResult.REFUSED)
    swept.probes.find(ProbeResult.WRONG)
    swept.probes.find(ProbeResult.RIGHT, announced(7))
    assert swept.found == [(ProbeTarget(Place("192.168.1.5", 6667), fingerprint(7)), announced(7))]


def test_of_many_who_are_there_a_bounded_number_is_connected_to(swept: Swept, qtbot: QtBot) -> None:
    swept.table.entries = {one.address: NeighbourEntry(THERE, "aa") for one in targets(200)}
    swept.sweep.start(targets(200), ())
    qtbot.waitUntil(lambda: bool(swept.looked()))
    assert len(swept.looked()) == MOST_NEIGHBOURS


def test_nobody_is_connected_to_when_nobody_looks_any_more(swept: Swept) -> None:
    swept.table.entries = {one.address: NeighbourEntry(THERE, "aa") for one in targets(8)}
    swept.sweep.start(targets(8), ())
    swept.sweep.stop()
    swept.table.look()
    assert (swept.looked(), swept.probes.cancelled) == ([], 1)
