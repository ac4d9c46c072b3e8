"""Which rooms are listed and which addresses are tried, whatever is heard."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.announcement import Announcement, Lock
from app.discovery.datagrams import Bye, Here
from app.discovery.nearby_rooms import MOST_QUESTIONS, QUESTION_SECONDS, Naming, NearbyRooms, Reach
from app.discovery.probes import PROBES_A_MINUTE, Place, ProbeResult, ProbeTarget
from app.discovery.sightings import LIFE, MOST_OF_ADDRESS, MOST_ROOMS
from tests.discovery.rooms import NEAR, announced, fingerprint

HOST = "192.168.1.31"
KEY = "Zm9vYmFy"


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
    assert nearby.hear(Here(announced(1, lock=Lock.PASSWORD, web_port=7667)), HOST, 0)
    [room] = nearby.rooms(0)
    assert (room.fingerprint, room.name, room.by, room.people) == (fingerprint(1), "Room 1", "Mara", 2)
    assert (room.lock, room.web_port, room.places) == (Lock.PASSWORD, 7667, (Place(HOST, 6667),))
    assert (room.naming, room.reach) == (Naming.PLAIN, Reach.UNTRIED)
    assert nearby.due_probes(0) == [], "a click tries it"


def test_what_is_told_last_is_shown(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.hear(Here(announced(1, people=9, room="Renamed")), HOST, 5)
    [room] = nearby.rooms(5)
    assert (room.name, room.people) == ("Renamed", 9)


def test_a_host_that_was_killed_is_gone_in_time(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    assert names(nearby, LIFE) == ["Room 1"]
    assert names(nearby, LIFE + 0.01) == []
    assert LIFE <= 14, "and the list is looked at every second"


def test_rows_stay_where_they_are(nearby: NearbyRooms) -> None:
    for now in range(0, 60, 5):
        for number in (3, 1, 2):
            nearby.hear(Here(announced(number)), f"192.168.1.{30 + number}", now + 3 - number)
    assert names(nearby, 58) == ["Room 3", "Room 1", "Room 2"]


def test_a_room_is_one_row_with_all_its_places(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.hear(Here(announced(1)), "fe80::31%eth0", 0)
    nearby.find_service(announced(1), [HOST, "fd00:1::31", "10.8.0.9"], 0)
    [room] = nearby.rooms(0)
    assert room.places == (Place(HOST, 6667), Place("fe80::31%eth0", 6667))
    nearby.prove(Place("fd00:1::31", 6667), announced(1), 1)
    [room] = nearby.rooms(1)
    assert room.places == (Place("fd00:1::31", 6667), Place(HOST, 6667), Place("fe80::31%eth0", 6667))
    assert room.reach is Reach.REACHED


# -- a goodbye


def test_a_goodbye_has_the_room_looked_for_and_listed_until_then(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), HOST)
    assert nearby.due_probes(1) == [target()]
    assert nearby.due_probes(1) == []
    assert names(nearby, 1) == ["Room 1"]
    nearby.fail(target(), ProbeResult.REFUSED)
    assert names(nearby, 1) == []


def test_a_goodbye_that_was_a_lie_changes_nothing(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), HOST)
    [looked] = nearby.due_probes(1)
    nearby.prove(looked.place, announced(1), 1)
    [room] = nearby.rooms(1)
    assert room.reach is Reach.REACHED


def test_a_goodbye_of_somebody_else_or_of_nothing_has_nobody_looked_for(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), "192.168.1.66")
    nearby.doubt(Bye(fingerprint(2)), HOST)
    assert nearby.due_probes(1) == []


def test_a_room_that_is_announced_again_is_not_looked_for(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.doubt(Bye(fingerprint(1)), HOST)
    nearby.hear(Here(announced(1)), HOST, 1)
    assert nearby.due_probes(1) == []


# -- DNS-SD


def test_what_dns_sd_tells_is_tried_before_it_is_listed(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST, "127.0.0.1", "8.8.8.8", "192.168.1.1"], 0)
    assert names(nearby, 0) == []
    assert nearby.due_probes(0) == [target()]
    nearby.prove(Place(HOST, 6667), announced(1, people=5), 0.1)
    [room] = nearby.rooms(0.1)
    assert (room.people, room.reach) == (5, Reach.REACHED)


def test_what_stays_silent_is_listed_as_not_to_be_reached(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.fail(target(), ProbeResult.SILENT)
    [room] = nearby.rooms(3)
    assert room.reach is Reach.UNREACHED
    nearby.find_service(announced(1), [HOST], 5)
    assert nearby.due_probes(9) == []
    assert nearby.due_probes(10) == [target()], "its firewall may have been opened"
    nearby.prove(Place(HOST, 6667), announced(1), 11)
    assert nearby.rooms(11)[0].reach is Reach.REACHED


def test_what_is_refused_or_somebody_else_is_not_listed(nearby: NearbyRooms) -> None:
    for result in (ProbeResult.REFUSED, ProbeResult.WRONG):
        nearby.find_service(announced(1), [HOST], 0)
        nearby.fail(target(), result)
        assert names(nearby, 0) == []
        assert nearby.due_probes(0) in ([], [target()])


def test_a_host_that_was_there_and_is_silent_is_gone_whatever_dns_sd_remembers(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.prove(Place(HOST, 6667), announced(1), 0.1)
    nearby.find_service(announced(1), [HOST], 9)
    assert nearby.due_probes(10) == [target()]
    nearby.fail(target(), ProbeResult.SILENT)
    assert names(nearby, 13) == []


def test_a_host_that_dns_sd_tells_of_is_looked_at_while_its_beacon_is_not_heard(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.hear(Here(announced(1)), HOST, 0)
    assert nearby.due_probes(0) == []
    looks = []
    for now in range(1, 60):
        if now % 5 == 0:
            nearby.find_service(announced(1), [HOST], now)
        for look in nearby.due_probes(now):
            looks.append(now)
            nearby.prove(look.place, announced(1), now)
        assert names(nearby, now) == ["Room 1"]
    assert looks == [13, 23, 33, 43, 53]


def test_what_dns_sd_no_longer_tells_of_is_looked_for_once_more(nearby: NearbyRooms) -> None:
    nearby.hear(Here(announced(2)), "192.168.1.32", 0)
    nearby.find_service(announced(2), ["10.9.9.9"], 0)
    nearby.lose_service(fingerprint(2))
    nearby.lose_service(fingerprint(3))
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.prove(Place(HOST, 6667), announced(1), 0)
    nearby.lose_service(fingerprint(1))
    assert nearby.due_probes(10) == [target()]
    nearby.fail(target(), ProbeResult.REFUSED)
    assert names(nearby, 10) == ["Room 2"]


def test_one_address_that_leads_in_is_enough(nearby: NearbyRooms) -> None:
    nearby.find_service(announced(1), [HOST], 0)
    nearby.due_probes(0)
    nearby.prove(Place(HOST, 6667), announced(1), 0)
    nearby.find_service(announced(1), ["10.8.0.9"], 0)
    assert nearby.due_probes(0) == []


def test_what_was_not_found_and_is_not_known_is_no_matter(nearby: NearbyRooms) -> None:
    nearby.fail(target(), ProbeResult.SILENT)
    nearby.hear(Here(announced(1)), HOST, 0)
    nearby.fail(target(1, port=6668), ProbeResult.REFUSED)
    nearby.fail(target(1), ProbeResult.SILENT)
    [room] = nearby.rooms(0)
    assert room.reach is Reach.UNREACHED


# -- where it comes from


def test_an_answer_from_another_network_is_believed_only_of_who_was_asked(nearby: NearbyRooms) -> None:
    far = "10.9.9.9"
    assert not nearby.hear(Here(announced(1)), far, 0)
    assert not nearby.hear(Here(announced(1), KEY), far, 0)
    nearby.expect(KEY, 0)
    assert not nearby.hear(Here(announced(1), "otherkey"), far, 0)
    assert not nearby.hear(Here(announced(1), KEY), "8.8.8.8", 0)
    assert nearby.hear(Here(announced(1), KEY), far, QUESTION_SECONDS)
    assert not nearby.hear(Here(announced(1), KEY), far, QUESTION_SECONDS + 1)


def test_old_questions_are_forgotten(nearby: NearbyRooms) -> None:
    nearby.expect(KEY, 0)
    for number in range(MOST_QUESTIONS):
        nearby.expect(f"question-{number}", 0)
    assert not nearby.hear(Here(announced(1), KEY), "10.9.9.9", 0)
    assert nearby.hear(Here(announced(1), "question-0"), "10.9.9.9", 0)


@pytest.mark.parametrize(
    "source", ["127.0.0.1", "192.168.1.255", "0.0.0.0", "224.0.0.1", "8.8.8.8", "nowhere"]
)
def test_an_impossible_source_is_not_believed(nearby: NearbyRooms, source: str) -> None:
    nearby.expect(KEY, 0)
    assert not nearby.hear(Here(announced(1), KEY), source, 0)
    assert nearby.rooms(0) == []


def test_a_room_on_the_router_is_listed_but_never_tried_without_a_click(nearby: NearbyRooms) -> None:
    """A laptop that shares its connection is the router of those whom it hosts."""
    nearby.hear(Here(announced(1)), "192.168.1.1", 0)
    nearby.doubt(Bye(fingerprint(1)), "192.168.1.1")
    assert names(nearby, 0) == ["Room 1"]
    assert nearby.due_probes(0) == []


# -- names


def test_a_room_that_one_knows_has_the_name_that_one_knows_it_by(nearby: NearbyRooms) -> None:
    nearby.know({fingerprint(1): "Robotics club", fingerprint(9): ""})
    nearby.hear(Here(announced(1, room="Something else")), HOST, 0)
    nearby.hear(Here(announced(9, room="Told")), HOST, 0)
    assert [(room.name, room.naming) for room in nearby.rooms(0)] == [
        ("Robotics club", Naming.KNOWN),
        ("Told", Naming.PLAIN),
    ]


@pytest.mark.parametrize(
    "name", ["Robotics club", "robotics  CLUB", "R0botics club", "Rоbotics club", "Robotics\u200b club"]
)
def test_another_room_of_a_known_name_says_so(nearby: NearbyRooms, name: str) -> None:
    nearby.know({fingerprint(1): "Robotics club"})
    nearby.hear(Here(announced(2, room=name)), HOST, 0)
    nearby.hear(Here(announced(1, room="x")), HOST, 0)
    assert [room.naming for room in nearby.rooms(0)] == [Naming.IMITATION, Naming.KNOWN]


def test_rooms_of_one_name_say_so(nearby: NearbyRooms) -> None:
    for number, name in enumerate(["Chess", "chess", "Go", "", ""]):
        nearby.hear(Here(announced(number, room=name)), f"192.168.1.{40 + number}", 0)
    shared, plain = Naming.SHARED, Naming.PLAIN
    assert [room.naming for room in nearby.rooms(0)] == [shared, shared, plain, plain, plain]


# -- liars


def test_one_address_tells_of_eight_rooms(nearby: NearbyRooms) -> None:
    for number in range(1000):
        nearby.hear(Here(announced(number)), HOST, 0)
    assert len(nearby.rooms(0)) == MOST_OF_ADDRESS
    assert nearby.is_full(0)
    nearby.prove(Place(HOST, 6667), announced(2000), 0)
    assert "Room 2000" not in names(nearby, 0)
    assert not nearby.is_full(60)


def test_thousands_of_rooms_are_a_hundred_and_those_that_one_knows(nearby: NearbyRooms) -> None:
    mine = fingerprint(2**30)
    nearby.know({mine: "Robotics club"})
    for number in range(500):
        nearby.hear(Here(announced(number)), str(ip_address(0xC0A80102 + number % 250)), 0)
    for number in range(3000):
        nearby.hear(Here(announced(number)), str(ip_address("fd00:1::") + number + 99), 0)
    assert len(nearby.rooms(0)) == MOST_ROOMS
    nearby.hear(Here(announced(2**30)), HOST, 0)
    assert len(nearby.rooms(0)) == MOST_ROOMS
    assert nearby.rooms(0)[-1].name == "Robotics club"


def test_many_services_leave_places_for_beacons_and_are_tried_twenty_a_minute(nearby: NearbyRooms) -> None:
    tried = []
    for now in range(60):
        for number in range(40):
            address = f"10.{now}.{number}.9"
            nearby.find_service(announced(1000 * now + number), [address, "192.168.1.77"], now)
        tried += nearby.due_probes(now)
    assert len(tried) == PROBES_A_MINUTE
    assert sum(one.place.address == "192.168.1.77" for one in tried) <= 6
    assert nearby.hear(Here(announced(7)), HOST, 60)
    assert "Room 7" in names(nearby, 60)


def test_known_and_listed_rooms_are_looked_for_before_inventions(nearby: NearbyRooms) -> None:
    nearby.know({fingerprint(5): "Mine"})
    nearby.find_service(announced(3), ["10.0.0.3"], 0)
    nearby.due_probes(0)
    nearby.fail(target(3, "10.0.0.3"), ProbeResult.SILENT)
    nearby.find_service(announced(4), ["10.0.0.4"], 0)
    nearby.due_probes(0)
    nearby.prove(Place("10.0.0.4", 6667), announced(4), 0)
    nearby.hear(Here(announced(6)), "192.168.1.36", 10)
    nearby.doubt(Bye(fingerprint(6)), "192.168.1.36")
    for number, address in ((1, "10.0.0.1"), (3, "10.0.0.3"), (4, "10.0.0.4"), (5, "10.0.0.5")):
        nearby.find_service(announced(number), [address], 10)
    order = [one.place.address for one in nearby.due_probes(10)]
    assert order == ["192.168.1.36", "10.0.0.5", "10.0.0.4", "10.0.0.1", "10.0.0.3"]


STEPS = st.tuples(
    st.sampled_from(["hear", "doubt", "find", "lose", "probe", "prove", "fail", "know", "expect"]),
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
        told: Announcement = announced(number, room=f"Room {number % 3}")
        if step == "hear":
            nearby.hear(Here(told, KEY), address, now)
        elif step == "doubt":
            nearby.doubt(Bye(told.fingerprint), address)
        elif step == "find":
            nearby.find_service(told, [address, HOST], now)
        elif step == "lose":
            nearby.lose_service(told.fingerprint)
        elif step == "probe":
            for look in nearby.due_probes(now):
                assert NEAR.may_try(look.place.address)
        elif step == "prove":
            nearby.prove(Place(address, 6667), told, now)
        elif step == "fail":
            nearby.fail(ProbeTarget(Place(address, 6667), told.fingerprint), result)
        elif step == "know":
            nearby.know({told.fingerprint: told.room})
        elif step == "expect":
            nearby.expect(KEY, now)
        rooms = nearby.rooms(now)
        assert len({room.fingerprint for room in rooms}) == len(rooms)
        assert all(room.places for room in rooms)
    assert nearby.rooms(now + LIFE + 0.1) == []
    assert nearby.due_probes(now + 100) == []
