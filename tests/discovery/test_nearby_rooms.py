"""Which rooms are listed, whatever is heard."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery import nearby_rooms
from app.discovery.announcement import Lock
from app.discovery.datagrams import Bye
from app.discovery.nearby_rooms import Naming, NearbyRooms
from app.discovery.pacing import PERIOD
from app.discovery.sightings import GOODBYE_LIFE, LIFE, MOST_OF_ADDRESS, MOST_ROOMS, Place
from tests.discovery.rooms import NEAR, announced, fingerprint

HOST = "192.168.1.31"


@pytest.fixture
def nearby() -> NearbyRooms:
    made = NearbyRooms()
    made.stand_in(NEAR)
    return made


def names(nearby: NearbyRooms, now: float) -> list[str]:
    return [room.name for room in nearby.rooms(now)]


def test_a_room_that_announces_itself_is_listed_at_once(nearby: NearbyRooms) -> None:
    assert nearby.hear(announced(1, lock=Lock.PASSWORD), HOST, 0)
    [room] = nearby.rooms(0)
    assert (room.fingerprint, room.name, room.by, room.people) == (fingerprint(1), "Room 1", "Mara", 2)
    assert (room.lock, room.places, room.naming) == (Lock.PASSWORD, (Place(HOST, 6667),), Naming.PLAIN)


def test_what_is_told_last_is_shown(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.hear(announced(1, people=9, room="Renamed"), "fd00:1::31", 5)
    [room] = nearby.rooms(5)
    assert (room.name, room.people) == ("Renamed", 9)


def test_a_host_that_was_killed_is_gone_in_time(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    assert names(nearby, LIFE) == ["Room 1"]
    assert names(nearby, LIFE + 0.01) == []
    assert LIFE <= 14, "and the list is looked at every second"


def test_rows_stay_where_they_are(nearby: NearbyRooms) -> None:
    for now in range(0, 60, 5):
        for number in (3, 1, 2):
            nearby.hear(announced(number), f"192.168.1.{30 + number}", now + 3 - number)
    assert names(nearby, 58) == ["Room 3", "Room 1", "Room 2"]


def test_a_room_is_one_row_with_all_its_places_the_easily_typed_first(nearby: NearbyRooms) -> None:
    for address in ("fe80::31%eth0", "fd00:1::31", HOST):
        nearby.hear(announced(1), address, 0)
    [room] = nearby.rooms(0)
    assert [place.address for place in room.places] == [HOST, "fd00:1::31", "fe80::31%eth0"]


# -- a goodbye


def test_a_room_goes_soon_after_its_goodbye(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), HOST, 1)
    nearby.doubt(Bye(fingerprint(1)), HOST, 1.1)
    assert names(nearby, 1 + GOODBYE_LIFE) == ["Room 1"]
    assert names(nearby, 1.01 + GOODBYE_LIFE) == []


def test_goodbyes_that_are_lies_change_nothing(nearby: NearbyRooms) -> None:
    for tenth in range(600):
        if tenth % (PERIOD * 10) == 0:
            nearby.hear(announced(1), HOST, tenth / 10)
        nearby.doubt(Bye(fingerprint(1)), HOST, tenth / 10)
        assert names(nearby, tenth / 10) == ["Room 1"]


def test_a_goodbye_of_somebody_else_or_of_nothing_is_none(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), "192.168.1.66", 0)
    nearby.doubt(Bye(fingerprint(2)), HOST, 0)
    assert names(nearby, LIFE) == ["Room 1"]


# -- where it comes from


@pytest.mark.parametrize(
    "source", ["127.0.0.1", "192.168.1.255", "0.0.0.0", "224.0.0.1", "8.8.8.8", "10.9.9.9", "nowhere"]
)
def test_another_network_or_an_impossible_source_is_not_believed(nearby: NearbyRooms, source: str) -> None:
    assert not nearby.hear(announced(1), source, 0)
    assert nearby.rooms(0) == []


def test_a_room_on_the_router_is_listed(nearby: NearbyRooms) -> None:
    """A laptop that shares its connection is the router of those whom it hosts."""
    nearby.hear(announced(1), "192.168.1.1", 0)
    assert names(nearby, 0) == ["Room 1"]


# -- names


def test_a_room_that_one_knows_has_the_name_that_one_knows_it_by(nearby: NearbyRooms) -> None:
    nearby.know({fingerprint(1): "Robotics club", fingerprint(9): ""})
    nearby.hear(announced(1, room="Something else"), HOST, 0)
    nearby.hear(announced(9, room="Told"), HOST, 0)
    assert [(room.name, room.naming) for room in nearby.rooms(0)] == [
        ("Robotics club", Naming.KNOWN),
        ("Told", Naming.PLAIN),
    ]


@pytest.mark.parametrize(
    "name", ["Robotics club", "robotics  CLUB", "R0botics club", "Rоbotics club", "Robotics\u200b club"]
)
def test_another_room_of_a_known_name_says_so(nearby: NearbyRooms, name: str) -> None:
    nearby.know({fingerprint(1): "Robotics club"})
    nearby.hear(announced(2, room=name), HOST, 0)
    nearby.hear(announced(1, room="x"), HOST, 0)
    assert [room.naming for room in nearby.rooms(0)] == [Naming.IMITATION, Naming.KNOWN]


def test_rooms_of_one_name_say_so(nearby: NearbyRooms) -> None:
    for number, name in enumerate(["Chess", "chess", "Go", "", ""]):
        nearby.hear(announced(number, room=name), f"192.168.1.{40 + number}", 0)
    shared, plain = Naming.SHARED, Naming.PLAIN
    assert [room.naming for room in nearby.rooms(0)] == [shared, shared, plain, plain, plain]


# -- liars


def test_one_address_tells_of_eight_rooms(nearby: NearbyRooms) -> None:
    for number in range(1000):
        nearby.hear(announced(number), HOST, 0)
    assert len(nearby.rooms(0)) == MOST_OF_ADDRESS


def test_thousands_of_rooms_are_a_hundred_and_those_that_one_knows(nearby: NearbyRooms) -> None:
    mine = fingerprint(2**30)
    nearby.know({mine: "Robotics club"})
    for number in range(500):
        nearby.hear(announced(number), str(ip_address(0xC0A80102 + number % 250)), 0)
    for number in range(3000):
        nearby.hear(announced(number), str(ip_address("fd00:1::") + number + 99), 0)
    assert len(nearby.rooms(0)) == MOST_ROOMS
    nearby.hear(announced(2**30), HOST, 0)
    assert len(nearby.rooms(0)) == MOST_ROOMS
    assert nearby.rooms(0)[-1].name == "Robotics club"


def test_each_name_is_looked_at_once_however_many_rooms_there_are(
    nearby: NearbyRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(nearby_rooms, "nick_keys", lambda name: looked.append(name) or (name,))
    nearby.know({fingerprint(2**30 + number): f"Known {number}" for number in range(50)})
    for number in range(100):
        nearby.hear(announced(number), str(ip_address(0xC0A80102 + number)), 0)
    looked.clear()
    assert len(nearby.rooms(0)) == MOST_ROOMS
    assert len(looked) == MOST_ROOMS, "every datagram costs this"


STEPS = st.tuples(
    st.sampled_from(["hear", "doubt", "know"]),
    st.integers(0, 12),
    st.sampled_from(
        [HOST, "192.168.1.32", "10.9.9.9", "192.168.1.1", "8.8.8.8", "fe80::9%eth0", "127.0.0.1", "x"]
    ),
    st.floats(0, 15),
)


@given(st.lists(STEPS, max_size=60))
def test_whatever_is_heard_the_list_holds_what_it_says(steps: list[tuple[str, int, str, float]]) -> None:
    nearby, now = NearbyRooms(), 0.0
    nearby.stand_in(NEAR)
    for step, number, address, seconds in steps:
        now += seconds
        told = announced(number, room=f"Room {number % 3}")
        if step == "hear":
            nearby.hear(told, address, now)
        elif step == "doubt":
            nearby.doubt(Bye(told.fingerprint), address, now)
        else:
            nearby.know({told.fingerprint: told.room})
        rooms = nearby.rooms(now)
        assert len({room.fingerprint for room in rooms}) == len(rooms)
        assert all(room.places for room in rooms)
    assert nearby.rooms(now + LIFE + 0.1) == []
