"""A search: what it asks, what it shows of what it hears, and that it is silent when nobody looks."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.discovery.datagrams import Bye, Here, Who
from app.discovery.nearby_rooms import Naming, NearbyRoom
from app.discovery.sightings import GOODBYE_LIFE
from app.net.room_search import RoomSearch
from tests.discovery.rooms import announced, fingerprint, interface
from tests.net.discovery_fakes import FakeComputer, FakeSockets

HOST = "192.168.1.31"
ROOM = announced(1)


class Seen:
    """What a search tells."""

    def __init__(self, search: RoomSearch) -> None:
        self.lists: list[list[NearbyRoom]] = []
        search.changed.connect(self.lists.append)

    @property
    def names(self) -> list[str]:
        return [room.name for room in self.lists[-1]]


@pytest.fixture
def search(sockets: FakeSockets, around: FakeComputer) -> RoomSearch:
    return RoomSearch(sockets, sockets, look=around.look, clock=around.clock)  # type: ignore[arg-type]  # a stand-in


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
    search = RoomSearch(sockets, sockets, look=FakeComputer().look)  # type: ignore[arg-type]  # a stand-in
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


def test_a_flood_of_rooms_is_two_lists_at_first(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, qtbot: QtBot
) -> None:
    search.start()
    for number in range(100):
        sockets.heard.emit(Here(announced(number)), f"192.168.1.{50 + number}", 6667)
    assert [len(rooms) for rooms in seen.lists] == [1]
    qtbot.waitUntil(lambda: len(seen.lists) > 1)
    assert [len(rooms) for rooms in seen.lists] == [1, 100]
    search.stop()


def test_a_room_is_gone_when_nothing_is_heard_of_it(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    around.now += 13
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


def test_a_room_is_gone_soon_after_its_goodbye(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    sockets.heard.emit(Bye(ROOM.fingerprint), HOST, 6667)
    assert seen.names == ["Room 1"]
    around.now += GOODBYE_LIFE + 0.1
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


def test_known_rooms_have_the_names_they_are_known_by(
    search: RoomSearch, sockets: FakeSockets, seen: Seen
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    search.know({fingerprint(1): "Mine"})
    assert [(room.name, room.naming) for room in seen.lists[-1]] == [("Mine", Naming.KNOWN)]


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
    search = RoomSearch(sockets, sockets, look=FakeComputer().look)  # type: ignore[arg-type]  # a stand-in
    search.start()
    search.lead_out_by(frozenset({"192.168.1.1"}))
    assert search.search_again()
    assert not search.search_again()
    qtbot.waitUntil(lambda: len(sockets.asked_one) == 252)
    assert {(length <= 64, index) for length, _address, index in sockets.asked_one} == {(True, 2)}
    search.stop()
