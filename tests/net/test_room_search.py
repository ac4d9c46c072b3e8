"""A search: what it asks, what it shows of what it hears, and that it is silent when nobody looks."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.discovery.datagrams import LONGEST_DATAGRAM, SMALL_QUERY, Bye, Here, Who
from app.discovery.nearby_rooms import Naming, NearbyRoom, Reach
from app.discovery.probes import Place, ProbeResult, ProbeTarget
from app.discovery.sweep import SweepTarget
from app.net.room_search import RoomSearch
from tests.discovery.rooms import announced, fingerprint, interface
from tests.net.discovery_fakes import FakeComputer, FakeSockets

HOST = "192.168.1.31"
ROOM = announced(1)


class Seen:
    """What a search tells."""

    def __init__(self, search: RoomSearch) -> None:
        self.lists: list[list[NearbyRoom]] = []
        self.probes: list[ProbeTarget] = []
        self.swept: list[tuple[SweepTarget, ...]] = []
        search.changed.connect(self.lists.append)
        search.probe_wanted.connect(self.probes.append)
        search.swept.connect(self.swept.append)

    @property
    def names(self) -> list[str]:
        return [room.name for room in self.lists[-1]]


@pytest.fixture
def sockets(qtbot: QtBot) -> FakeSockets:
    return FakeSockets()


@pytest.fixture
def around() -> FakeComputer:
    return FakeComputer()


@pytest.fixture
def search(sockets: FakeSockets, around: FakeComputer) -> RoomSearch:
    return RoomSearch(sockets, look=around.look, clock=around.clock)  # type: ignore[arg-type]  # a stand-in


@pytest.fixture
def seen(search: RoomSearch) -> Seen:
    return Seen(search)


def test_a_search_asks_at_once_and_is_silent_before_and_after(
    search: RoomSearch, sockets: FakeSockets
) -> None:
    search.restart()
    assert sockets.asked == []
    search.start()
    assert sockets.is_open
    assert len(sockets.asked) == 1
    assert isinstance(sockets.asked[0], Who)
    search.stop()
    assert not sockets.is_open
    search.restart()
    assert not search.search_again()
    assert len(sockets.asked) == 1


def test_it_asks_three_times_at_first_with_a_new_key_each(sockets: FakeSockets, qtbot: QtBot) -> None:
    search = RoomSearch(sockets, look=FakeComputer().look)  # type: ignore[arg-type]  # a stand-in
    search.start()
    qtbot.waitUntil(lambda: len(sockets.asked) == 3)
    assert len({one.key for one in sockets.asked if isinstance(one, Who)}) == 3
    search.stop()


def test_what_is_heard_is_shown_once(search: RoomSearch, sockets: FakeSockets, seen: Seen) -> None:
    search.start()
    for _ in range(3):
        sockets.heard.emit(Here(ROOM), HOST, 6667)
    sockets.heard.emit(Who("question", 40), HOST, 6667)
    assert len(seen.lists) == 1
    assert seen.names == ["Room 1"]


def test_a_room_is_gone_when_nothing_is_heard_of_it(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    around.now += 13
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


def test_a_goodbye_wants_a_probe_that_decides(search: RoomSearch, sockets: FakeSockets, seen: Seen) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    sockets.heard.emit(Bye(ROOM.fingerprint), HOST, 6667)
    assert seen.probes == [ProbeTarget(Place(HOST, 6667), ROOM.fingerprint)]
    search.fail(seen.probes[0], ProbeResult.REFUSED)
    assert seen.names == []


def test_the_router_is_never_probed(search: RoomSearch, sockets: FakeSockets, seen: Seen) -> None:
    search.start()
    search.lead_out_by(frozenset({HOST}))
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    sockets.heard.emit(Bye(ROOM.fingerprint), HOST, 6667)
    assert seen.probes == []


def test_dns_sd_and_known_rooms_are_told_by_others(
    search: RoomSearch, seen: Seen, around: FakeComputer
) -> None:
    search.start()
    search.know({fingerprint(1): "Mine"})
    search.find_service(ROOM, [HOST])
    [wanted] = seen.probes
    search.prove(wanted.place, ROOM)
    assert [(room.name, room.naming, room.reach) for room in seen.lists[-1]] == [
        ("Mine", Naming.KNOWN, Reach.REACHED)
    ]
    around.now += 10
    search.lose_service(ROOM.fingerprint)
    assert len(seen.probes) == 2


def test_a_new_network_is_asked_on_at_once(
    search: RoomSearch, sockets: FakeSockets, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    around.now += 2  # in which the rest of the burst was missed, and counts as one
    around.interfaces = [*around.interfaces, interface("wlan0", 3, "10.0.0.5/24")]
    qtbot.waitUntil(lambda: [one.name for one in sockets.followed] == ["eth0", "wlan0"])
    asked = len(sockets.asked)
    around.now += 0.25
    qtbot.waitUntil(lambda: len(sockets.asked) > asked)


def test_search_again_asks_every_address_in_small_questions_once_a_minute(
    sockets: FakeSockets, qtbot: QtBot
) -> None:
    search = RoomSearch(sockets, look=FakeComputer().look)  # type: ignore[arg-type]  # a stand-in
    seen = Seen(search)
    search.start()
    search.lead_out_by(frozenset({"192.168.1.1"}))
    assert search.search_again()
    assert not search.search_again()
    qtbot.waitUntil(lambda: bool(seen.swept))
    assert len(seen.swept[0]) == len(sockets.asked_one) == 252
    assert {(length <= SMALL_QUERY, index) for length, _address, index in sockets.asked_one} == {(True, 2)}
    search.stop()


def test_a_known_host_elsewhere_is_asked_as_long_as_its_answer(
    search: RoomSearch, sockets: FakeSockets
) -> None:
    search.start()
    search.ask_at("10.9.9.9")
    assert sockets.asked_one == [(LONGEST_DATAGRAM, "10.9.9.9", 0)]
