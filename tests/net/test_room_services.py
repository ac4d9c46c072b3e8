"""Rooms by the services that tell of them: found, changed, doubted, lost; and whatever else is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.discovery.announcement import Announcement
from app.discovery.service import SERVICE_TYPE
from app.net.room_services import TRUST_SECONDS, RoomServices
from tests.discovery.rooms import announced, fingerprint
from tests.net.discovery_fakes import FakeComputer, FakeDnsSd, a_room

ROOM = announced(1)
HOST = "192.168.1.31"


class Seen:
    def __init__(self, services: RoomServices) -> None:
        self.found: list[tuple[Announcement, tuple[str, ...]]] = []
        self.lost: list[str] = []
        services.found.connect(lambda told, addresses: self.found.append((told, addresses)))
        services.lost.connect(self.lost.append)


@pytest.fixture
def services(dns_sd: FakeDnsSd, around: FakeComputer) -> RoomServices:
    return RoomServices(dns_sd, dns_sd, clock=around.clock)  # type: ignore[arg-type]  # a stand-in


@pytest.fixture
def seen(services: RoomServices) -> Seen:
    return Seen(services)


def test_a_room_is_told_with_its_addresses(
    services: RoomServices, dns_sd: FakeDnsSd, seen: Seen, around: FakeComputer
) -> None:
    services.open()
    assert dns_sd.browsed == [SERVICE_TYPE]
    dns_sd.found.emit(a_room(ROOM, HOST, "fe80::31%2"))
    assert seen.found == [(ROOM, (HOST, "fe80::31%2"))]
    assert list(services.undoubted()) == [(*seen.found[0], around.now)]
    dns_sd.lost.emit("of nobody")
    dns_sd.lost.emit(a_room(ROOM).name)
    assert seen.lost == [ROOM.fingerprint]
    assert list(services.undoubted()) == []


def test_what_is_no_room_is_left(services: RoomServices, dns_sd: FakeDnsSd, seen: Seen) -> None:
    dns_sd.found.emit(replace(a_room(ROOM, HOST), txt={}))
    dns_sd.found.emit(replace(a_room(ROOM, HOST), port=0))
    assert (seen.found, seen.lost) == ([], [])
    dns_sd.found.emit(a_room(ROOM, HOST))
    dns_sd.found.emit(replace(a_room(ROOM, HOST), txt={b"v": b"2"}))
    assert seen.lost == [ROOM.fingerprint]


def test_a_room_is_lost_with_the_last_service_that_tells_of_it(
    services: RoomServices, dns_sd: FakeDnsSd, seen: Seen
) -> None:
    liar = replace(a_room(ROOM, "192.168.1.66"), name="liar")
    dns_sd.found.emit(a_room(ROOM, HOST))
    dns_sd.found.emit(liar)
    dns_sd.lost.emit(a_room(ROOM).name)
    assert seen.lost == []
    other = replace(a_room(announced(2), "192.168.1.66"), name="liar")
    dns_sd.found.emit(other)
    assert seen.lost == [fingerprint(1)]
    assert [told for told, _addresses, _heard in services.undoubted()] == [announced(2)]


def test_a_doubted_room_is_asked_for_once_until_it_answers(
    services: RoomServices, dns_sd: FakeDnsSd, around: FakeComputer, seen: Seen
) -> None:
    told = a_room(ROOM, HOST)
    dns_sd.found.emit(told)
    services.doubt(ROOM.fingerprint)
    assert dns_sd.doubted == [], "it was told of just now"
    around.now += TRUST_SECONDS
    services.doubt(fingerprint(9))
    services.doubt(ROOM.fingerprint)
    services.doubt(ROOM.fingerprint)
    assert dns_sd.doubted == [told.name]
    assert list(services.undoubted()) == []
    dns_sd.found.emit(told)
    assert len(list(services.undoubted())) == 1
    services.doubt(ROOM.fingerprint)
    assert dns_sd.doubted == [told.name]


def test_what_was_told_is_forgotten_when_nobody_looks(services: RoomServices, dns_sd: FakeDnsSd) -> None:
    services.open()
    dns_sd.found.emit(a_room(ROOM, HOST))
    services.close()
    assert not dns_sd.is_open
    assert list(services.undoubted()) == []
