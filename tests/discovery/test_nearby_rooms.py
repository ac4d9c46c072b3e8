"""Which rooms are listed, whatever is heard."""

from __future__ import annotations

from ipaddress import ip_address
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery import nearby_rooms
from app.discovery.announcement import Lock
from app.discovery.datagrams import Bye
from app.discovery.nearby_rooms import HEAD_START, Naming, NearbyRooms
from app.discovery.pacing import PERIOD
from app.discovery.probes import ADDRESS_SECONDS, PROBES_A_MINUTE, ProbeTarget
from app.discovery.sightings import (
    BEACON_LATE,
    GOODBYE_LIFE,
    LIFE,
    MOST_OF_ADDRESS,
    MOST_ROOMS,
    HeardPlace,
    Place,
    ProbeResult,
)
from tests.discovery.rooms import NEAR, announced, fingerprint

HOST = "192.168.1.31"


@pytest.fixture
def nearby() -> NearbyRooms:
    made = NearbyRooms()
    made.stand_in(NEAR)
    return made


def target(number: int = 1, address: str = HOST, port: int = 6667) -> ProbeTarget:
    return ProbeTarget(Place(address, port), fingerprint(number))


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


def test_where_rooms_were_heard_is_told_with_the_time(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.hear(announced(1), HOST, 3)
    nearby.hear(announced(2, port=6670), HOST, 4)
    assert nearby.heard_places(LIFE + 3) == [
        HeardPlace(fingerprint(1), Place(HOST, 6667), 3),
        HeardPlace(fingerprint(2), Place(HOST, 6670), 4),
    ]
    assert nearby.heard_places(LIFE + 5) == []


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


def test_a_goodbye_has_the_room_looked_for_beyond_the_own_network_too(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.prove(target(1, "10.8.0.9"), announced(1), 0)
    nearby.doubt(Bye(fingerprint(1)), "10.9.9.9", 10)
    assert target(1, HOST) not in nearby.due_probes(9)
    nearby.doubt(Bye(fingerprint(1)), HOST, 10)
    assert nearby.due_probes(10) == [target(), target(1, "10.8.0.9")]
    nearby.fail(target(), ProbeResult.REFUSED)
    assert names(nearby, 10) == ["Room 1"]
    nearby.fail(target(1, "10.8.0.9"), ProbeResult.REFUSED)
    assert names(nearby, 10) == []


def test_a_goodbye_of_somebody_else_or_of_nothing_is_none(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), "192.168.1.66", 0)
    nearby.doubt(Bye(fingerprint(2)), HOST, 0)
    assert names(nearby, LIFE) == ["Room 1"]


def test_a_goodbye_has_the_room_looked_for_and_it_is_gone_when_nothing_listens(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.due_probes(0)
    nearby.prove(target(), announced(1), 0)
    nearby.doubt(Bye(fingerprint(1)), HOST, 11)
    assert nearby.due_probes(11) == [target()]
    assert nearby.due_probes(11) == []
    assert names(nearby, 11) == ["Room 1"]
    nearby.fail(target(), ProbeResult.REFUSED)
    assert names(nearby, 11) == []


def test_a_goodbye_that_the_hub_contradicts_was_a_lie(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), HOST, 1)
    [looked] = nearby.due_probes(1)
    nearby.prove(looked, announced(1), 1)
    assert names(nearby, 1.1 + GOODBYE_LIFE) == ["Room 1"]


def test_a_hub_that_said_goodbye_and_tells_of_no_room_is_not_listed(nearby: NearbyRooms) -> None:
    """Its host has switched off that it is shown nearby."""
    nearby.hear(announced(1), HOST, 0)
    nearby.prove(target(), None, 0)
    assert names(nearby, 0) == ["Room 1"], "the two ways tell at slightly different times"
    nearby.doubt(Bye(fingerprint(1)), HOST, 1)
    nearby.prove(target(), None, 1)
    assert names(nearby, 1) == []


def test_one_who_is_silent_after_a_goodbye_is_gone_soon(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.prove(target(), announced(1), 0)
    nearby.doubt(Bye(fingerprint(1)), HOST, 1)
    nearby.fail(target(), ProbeResult.SILENT)
    assert names(nearby, 1 + GOODBYE_LIFE) == ["Room 1"]
    assert names(nearby, 1.1 + GOODBYE_LIFE) == []


def test_after_a_sleep_what_is_not_seen_again_is_gone(nearby: NearbyRooms) -> None:
    for number in (1, 2, 3):
        nearby.hear(announced(number), f"192.168.1.{30 + number}", 0)
    nearby.doubt_all(5)
    nearby.hear(announced(1), "192.168.1.31", 5.1)
    assert [one.fingerprint for one in nearby.due_probes(5.2)] == [
        fingerprint(2),
        fingerprint(3),
        fingerprint(1),
    ]
    nearby.fail(target(2, "192.168.1.32"), ProbeResult.REFUSED)
    nearby.doubt_all(6)
    assert names(nearby, 6) == ["Room 1", "Room 3"]
    assert names(nearby, 5.1 + GOODBYE_LIFE) == ["Room 1"]


# -- what the beacon tells of is looked for once


def test_a_room_that_is_heard_is_listed_before_it_is_looked_for(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.hear(announced(1), "fd00:1::31", 0)
    [room] = nearby.rooms(0)
    assert not room.is_unreached
    assert nearby.due_probes(0) == [target()], "at one address after the other"
    assert nearby.due_probes(HEAD_START - 0.1) == []
    nearby.prove(target(), announced(1, people=7), 1)
    for now in range(5, 100, 5):
        nearby.hear(announced(1, people=7), HOST, now)
        nearby.hear(announced(1, people=7), "fd00:1::31", now)
        assert nearby.due_probes(now) == []
        assert [room.people for room in nearby.rooms(now)] == [7]


def test_a_room_that_was_found_and_is_heard_is_there(nearby: NearbyRooms) -> None:
    assert not nearby.is_there(fingerprint(1), 0)
    nearby.hear(announced(1), HOST, 0)
    assert not nearby.is_there(fingerprint(1), 0)
    nearby.prove(target(), announced(1), 0)
    assert nearby.is_there(fingerprint(1), BEACON_LATE)
    assert not nearby.is_there(fingerprint(1), BEACON_LATE + 0.1)


def test_who_has_not_answered_soon_is_looked_for_at_another_address_too(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.hear(announced(1), "fd00:1::31", 0)
    assert nearby.due_probes(0) == [target()]
    assert nearby.due_probes(HEAD_START) == [target(1, "fd00:1::31")]
    assert nearby.due_probes(1) == []


def test_the_address_that_leads_in_comes_first(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.hear(announced(1), "fd00:1::31", 0)
    nearby.due_probes(0)
    nearby.fail(target(), ProbeResult.SILENT)
    assert not nearby.rooms(0)[0].is_unreached
    assert nearby.due_probes(0) == [target(1, "fd00:1::31")]
    nearby.prove(target(1, "fd00:1::31"), announced(1), 3)
    [room] = nearby.rooms(3)
    assert [place.address for place in room.places] == ["fd00:1::31", HOST]
    assert not room.is_unreached


@pytest.mark.parametrize("result", [ProbeResult.SILENT, ProbeResult.REFUSED])
def test_a_room_that_is_heard_and_answers_nowhere_is_listed_as_not_to_be_reached(
    nearby: NearbyRooms, result: ProbeResult
) -> None:
    nearby.hear(announced(1), HOST, 0)
    nearby.due_probes(0)
    nearby.fail(target(), result)
    assert nearby.rooms(3)[0].is_unreached
    nearby.hear(announced(1), HOST, 9)
    assert nearby.due_probes(9) == []
    assert nearby.due_probes(10) == [target()], "its firewall may have been opened"
    nearby.prove(target(), announced(1), 10)
    assert not nearby.rooms(10)[0].is_unreached


def test_where_another_hub_is_a_room_is_not_listed(nearby: NearbyRooms) -> None:
    """Somebody else tells of a room by the fingerprint of one that this person knows."""
    nearby.know({fingerprint(1): "Robotics club"})
    nearby.hear(announced(1), "192.168.1.66", 0)
    nearby.due_probes(0)
    nearby.fail(target(1, "192.168.1.66"), ProbeResult.WRONG)
    assert names(nearby, 0) == []
    nearby.hear(announced(1, people=3), HOST, 1)
    nearby.hear(announced(1, people=99), "192.168.1.66", 2)
    [room] = nearby.rooms(2)
    assert (room.people, room.places) == (3, (Place(HOST, 6667),))


def test_what_its_own_hub_tells_counts_more_than_what_others_tell(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1, room="Chess"), HOST, 0)
    nearby.due_probes(0)
    nearby.prove(target(), announced(1, room="Chess"), 0)
    nearby.hear(announced(1, room="Free money"), "192.168.1.66", 1)
    assert names(nearby, 1) == ["Chess"]


@pytest.mark.parametrize("port", [22, 80, 443, 515, 631, 1023, 9100, 9107])
def test_nobody_is_made_to_knock_at_a_service_of_the_system_or_a_printer(
    nearby: NearbyRooms, port: int
) -> None:
    nearby.hear(announced(1, port=port), HOST, 0)
    nearby.find_service(announced(2, port=port), [HOST], 0)
    assert nearby.due_probes(0) == []
    assert names(nearby, 0) == ["Room 1"], "a click is a person's own wish"


def test_a_room_of_this_computer_says_so(nearby: NearbyRooms) -> None:
    nearby.hear(announced(1), "192.168.1.24", 0)
    nearby.hear(announced(2), HOST, 0)
    assert [room.is_here for room in nearby.rooms(0)] == [True, False]


# -- DNS-SD


def test_what_dns_sd_tells_is_tried_before_it_is_listed(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST, "127.0.0.1", "8.8.8.8", "192.168.1.1"], 0)
    assert names(nearby, 0) == []
    assert nearby.due_probes(0) == [target()]
    nearby.prove(target(), announced(1, people=5), 0.1)
    [room] = nearby.rooms(0.1)
    assert (room.people, room.is_unreached) == (5, False)


def test_what_stays_silent_is_listed_as_not_to_be_reached(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.fail(target(), ProbeResult.SILENT)
    assert nearby.rooms(3)[0].is_unreached
    nearby.find_service(announced(1), [HOST], 5)
    assert nearby.due_probes(9) == []
    assert nearby.due_probes(10) == [target()], "its firewall may have been opened"
    nearby.prove(target(), announced(1), 11)
    assert not nearby.rooms(11)[0].is_unreached


def test_what_is_refused_or_somebody_else_is_not_listed(nearby: NearbyRooms) -> None:
    for result in (ProbeResult.REFUSED, ProbeResult.WRONG):
        nearby.find_service(announced(1), [HOST], 0)
        nearby.fail(target(), result)
        assert names(nearby, 0) == []


def test_a_host_that_was_there_and_is_silent_is_gone_whatever_dns_sd_remembers(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.prove(target(), announced(1), 0.1)
    nearby.find_service(announced(1), [HOST], 9)
    assert nearby.due_probes(10) == [target()]
    nearby.fail(target(), ProbeResult.SILENT)
    assert names(nearby, 13) == []


def test_a_host_that_dns_sd_tells_of_is_looked_at_while_its_beacon_is_not_heard(nearby: NearbyRooms) -> None:
    assert BEACON_LATE > 5, "it comes every five seconds"
    nearby.find_service(announced(1), [HOST], 0)
    nearby.hear(announced(1), HOST, 0)
    looks = []
    for now in range(60):
        if now % 5 == 0:
            nearby.find_service(announced(1), [HOST], now)
        for look in nearby.due_probes(now):
            looks.append(now)
            nearby.prove(look, announced(1), now)
        assert names(nearby, now) == ["Room 1"]
    assert looks == [0, 10, 20, 30, 40, 50]


def test_what_dns_sd_no_longer_tells_of_is_looked_for_once_more(nearby: NearbyRooms) -> None:
    nearby.hear(announced(2), "192.168.1.32", 10)
    nearby.find_service(announced(2), ["10.9.9.9"], 10)
    nearby.lose_service(fingerprint(2), 10)
    nearby.lose_service(fingerprint(3), 10)
    nearby.find_service(announced(1), [HOST], 0)
    nearby.prove(target(), announced(1), 0)
    nearby.lose_service(fingerprint(1), 10)
    assert nearby.due_probes(10)[0] == target()
    nearby.fail(target(), ProbeResult.REFUSED)
    assert names(nearby, 10) == ["Room 2"]


def test_a_room_that_closes_just_after_it_was_looked_at_is_looked_for_at_once(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    for now in (0, 10):
        assert nearby.due_probes(now) == [target()]
        nearby.prove(target(), announced(1), now)
    nearby.lose_service(fingerprint(1), 10.1)
    assert nearby.due_probes(10.1) == [target()]
    nearby.fail(target(), ProbeResult.REFUSED)
    assert names(nearby, 10.1) == []


def test_goodbyes_have_a_room_that_stays_looked_at_once_more_in_ten_seconds(nearby: NearbyRooms) -> None:
    looks = []
    for tenth in range(600):
        now = tenth / 10
        nearby.find_service(announced(1), [HOST], now)
        nearby.lose_service(fingerprint(1), now)
        for looked in nearby.due_probes(now):
            nearby.prove(looked, announced(1), now)
            looks.append(now)
    assert len(looks) <= 2 * 60 / ADDRESS_SECONDS


def test_one_address_that_leads_in_is_enough(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.prove(target(), announced(1), 0)
    nearby.find_service(announced(1), ["10.8.0.9"], 0)
    assert nearby.due_probes(0) == []


def test_what_was_not_found_and_is_not_known_is_no_matter(nearby: NearbyRooms) -> None:
    nearby.fail(target(), ProbeResult.SILENT)
    nearby.prove(target(), None, 0)
    nearby.hear(announced(1), HOST, 0)
    nearby.fail(target(1, port=6668), ProbeResult.REFUSED)
    assert not nearby.rooms(0)[0].is_unreached


# -- where a host was looked for that this person knows


def test_a_known_host_that_answers_somewhere_else_is_listed_there(nearby: NearbyRooms) -> None:
    nearby.prove(target(1, "10.8.0.9"), announced(1), 0)
    [room] = nearby.rooms(0)
    assert room.places == (Place("10.8.0.9", 6667),)
    assert nearby.due_probes(9) == []
    assert nearby.due_probes(10) == [target(1, "10.8.0.9")], "nobody else tells whether it is still there"
    nearby.prove(target(2, "10.8.0.10"), None, 0)
    assert names(nearby, 0) == ["Room 1"], "a room that is not announced is not listed"
    assert names(nearby, LIFE + 0.1) == []


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


def test_a_known_host_that_opens_another_room_proves_its_name(nearby: NearbyRooms) -> None:
    nearby.know({fingerprint(1): "Robotics club", fingerprint(2): "Chess"})
    nearby.hear(announced(1, room="Go"), HOST, 0)
    nearby.due_probes(0)
    assert names(nearby, 0) == ["Robotics club"]
    nearby.prove(target(), announced(1, room="Go"), 0)
    [room] = nearby.rooms(0)
    assert (room.name, room.naming) == ("Go", Naming.KNOWN)
    nearby.hear(announced(1, room="Chess"), HOST, 5)
    assert names(nearby, 5) == ["Go"], "anybody may have said so"
    assert nearby.due_probes(5) == []
    nearby.hear(announced(1, room="Chess"), HOST, 10)
    assert nearby.due_probes(10) == [target()]
    nearby.prove(target(), announced(1, room="Chess"), 10)
    [room] = nearby.rooms(10)
    assert (room.name, room.naming) == ("Chess", Naming.IMITATION), "not the Chess that one knows"


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


def test_many_services_leave_places_for_beacons_and_are_tried_twenty_a_minute(nearby: NearbyRooms) -> None:
    tried = []
    for now in range(60):
        for number in range(40):
            address = f"10.{now}.{number}.9"
            nearby.find_service(announced(1000 * now + number), [address, "192.168.1.77"], now)
        tried += nearby.due_probes(now)
    assert len(tried) == PROBES_A_MINUTE
    assert sum(one.place.address == "192.168.1.77" for one in tried) <= 6
    assert nearby.hear(announced(7), HOST, 60)
    assert "Room 7" in names(nearby, 60)


def test_an_address_that_liars_tell_of_is_knocked_at_once_in_ten_seconds(nearby: NearbyRooms) -> None:
    tried: list[tuple[int, ProbeTarget]] = []
    for now in range(60):
        for number in range(20):
            nearby.hear(announced(now * 20 + number, port=2000 + number), "192.168.1.77", now)
            nearby.doubt(Bye(fingerprint(now * 20 + number)), "192.168.1.77", now)
        tried += [(now, one) for one in nearby.due_probes(now)]
    times = [now for now, _target in tried]
    assert len(times) <= 60 / ADDRESS_SECONDS
    assert all(later - sooner >= ADDRESS_SECONDS for sooner, later in pairwise(times))


def test_known_and_found_rooms_are_looked_for_before_inventions(nearby: NearbyRooms) -> None:
    nearby.know({fingerprint(5): "Mine"})
    nearby.find_service(announced(3), ["10.0.0.3"], 0)
    nearby.due_probes(0)
    nearby.fail(target(3, "10.0.0.3"), ProbeResult.SILENT)
    nearby.find_service(announced(4), ["10.0.0.4"], 0)
    nearby.due_probes(0)
    nearby.prove(target(4, "10.0.0.4"), announced(4), 0)
    nearby.hear(announced(6), "192.168.1.36", 10)
    nearby.doubt(Bye(fingerprint(6)), "192.168.1.36", 10)
    for number, address in ((1, "10.0.0.1"), (3, "10.0.0.3"), (4, "10.0.0.4"), (5, "10.0.0.5")):
        nearby.find_service(announced(number), [address], 10)
    order = [one.place.address for one in nearby.due_probes(10)]
    assert order == ["192.168.1.36", "10.0.0.5", "10.0.0.4", "10.0.0.1", "10.0.0.3"]


STEPS = st.tuples(
    st.sampled_from(["hear", "doubt", "find", "lose", "probe", "prove", "fail", "know"]),
    st.integers(0, 12),
    st.sampled_from(
        [HOST, "192.168.1.32", "10.9.9.9", "192.168.1.1", "8.8.8.8", "fe80::9%eth0", "127.0.0.1", "x"]
    ),
    st.sampled_from(list(ProbeResult)),
    st.floats(0, 15),
)


@given(st.lists(STEPS, max_size=60))
def test_whatever_is_heard_the_list_holds_what_it_says(
    steps: list[tuple[str, int, str, ProbeResult, float]],
) -> None:
    nearby, now = NearbyRooms(), 0.0
    nearby.stand_in(NEAR)
    for step, number, address, result, seconds in steps:
        now += seconds
        told = announced(number, room=f"Room {number % 3}")
        if step == "hear":
            nearby.hear(told, address, now)
        elif step == "doubt":
            nearby.doubt(Bye(told.fingerprint), address, now)
        elif step == "find":
            nearby.find_service(told, [address, HOST], now)
        elif step == "lose":
            nearby.lose_service(told.fingerprint, now)
        elif step == "probe":
            assert all(NEAR.may_try(look.place.address) for look in nearby.due_probes(now))
        elif step == "prove":
            nearby.prove(target(number, address), told if number % 2 else None, now)
        elif step == "fail":
            nearby.fail(target(number, address), result)
        else:
            nearby.know({told.fingerprint: told.room})
        rooms = nearby.rooms(now)
        assert len({room.fingerprint for room in rooms}) == len(rooms)
        assert all(room.places for room in rooms)
    assert nearby.rooms(now + LIFE + 0.1) == []
