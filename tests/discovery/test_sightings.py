"""The bounds of what is remembered, and who makes way for whom."""

from __future__ import annotations

import pytest

from app.discovery.sightings import (
    GOODBYE_LIFE,
    LIFE,
    MOST_OF_ADDRESS,
    MOST_OF_SERVICES,
    MOST_PLACES,
    MOST_ROOMS,
    Place,
    ProbeResult,
    Sighting,
    Sightings,
)
from tests.discovery.rooms import announced, fingerprint

HOST = "192.168.1.31"


@pytest.fixture
def sightings() -> Sightings:
    return Sightings()


def put(
    sightings: Sightings,
    number: int,
    address: str = "",
    *,
    port: int = 6667,
    now: float = 0,
    known: tuple[int, ...] = (),
    by_service: bool = False,
) -> Sighting | None:
    """Tell of a room."""
    place = Place(address or f"10.0.{number // 250}.{number % 250 + 1}", port)
    told, mine = announced(number, port=port), {*map(fingerprint, known)}
    made = sightings.put(told, place, now, by_service=by_service, known=mine)
    if made is not None and by_service:
        made.service = now
    elif made is not None:
        made.beacon = now
    return made


def numbers(sightings: Sightings) -> list[int]:
    return [int(fingerprint[:3], 16) for fingerprint, room in sightings.rooms() if room]


def test_what_nobody_tells_of_is_forgotten(sightings: Sightings) -> None:
    put(sightings, 1)
    put(sightings, 1, HOST, now=5)
    put(sightings, 2, now=8)
    sightings.forget(LIFE + 1)
    assert [len(room) for _fingerprint, room in sightings.rooms()] == [1, 1]
    sightings.forget(LIFE + 6)
    assert numbers(sightings) == [2]
    assert sightings.of_room(fingerprint(1)) == {}


def test_a_known_room_takes_the_place_of_the_last_unknown_one(sightings: Sightings) -> None:
    for number in range(MOST_ROOMS):
        put(sightings, number, known=(99,))
    assert not put(sightings, 200)
    assert put(sightings, 201, known=(99, 201))
    held = numbers(sightings)
    assert len(held) == MOST_ROOMS
    assert 98 not in held
    assert 99 in held


def test_among_known_rooms_even_a_known_one_finds_no_place(sightings: Sightings) -> None:
    everybody = tuple(range(300))
    for number in range(MOST_ROOMS):
        put(sightings, number, known=everybody)
    assert not put(sightings, 200, known=everybody)


def test_an_address_has_so_many_rooms_and_those_that_are_known(sightings: Sightings) -> None:
    for number in range(MOST_OF_ADDRESS):
        assert put(sightings, number, HOST)
    assert not put(sightings, 40, HOST)
    assert put(sightings, 41, HOST, known=(41,))
    assert put(sightings, 3, HOST, port=6668), "a further place of one that is counted"


def test_a_room_has_eight_places_and_the_longest_silent_makes_way(sightings: Sightings) -> None:
    for port in range(MOST_PLACES):
        put(sightings, 1, HOST, port=port + 1, now=port / 10)
    put(sightings, 1, HOST, port=1, now=2)
    put(sightings, 1, HOST, port=9, now=3)
    assert [place.port for place in sightings.of_room(fingerprint(1))] == [1, 3, 4, 5, 6, 7, 8, 9]


def test_a_place_is_written_as_people_type_it() -> None:
    assert (Place(HOST, 1).text, Place("fd00::1", 2).text) == (f"{HOST}:1", "[fd00::1]:2")


def test_dns_sd_gives_way_to_what_comes_from_an_address_itself(sightings: Sightings) -> None:
    for number in range(MOST_OF_ADDRESS):
        assert put(sightings, number, HOST, by_service=True)
    assert not put(sightings, 40, HOST, by_service=True)
    assert put(sightings, 41, HOST)
    assert numbers(sightings) == [*range(1, MOST_OF_ADDRESS), 41]


def test_dns_sd_alone_tells_of_half_as_many_rooms(sightings: Sightings) -> None:
    told = [put(sightings, number, by_service=True) for number in range(MOST_ROOMS)]
    assert sum(one is not None for one in told) == MOST_OF_SERVICES
    assert put(sightings, 150)


def test_a_place_that_was_proved_makes_way_for_nobody(sightings: Sightings) -> None:
    for number in range(MOST_ROOMS):
        told = put(sightings, number, known=())
        assert told is not None
        told.result = ProbeResult.RIGHT
    assert not put(sightings, 201, known=(201,))
    for port in range(MOST_PLACES - 1):
        more = put(sightings, 1, HOST, port=port + 1)
        assert more is not None
        more.result = ProbeResult.RIGHT
    assert not put(sightings, 1, HOST, port=99)


def test_after_a_goodbye_only_what_contradicts_it_is_a_sign_of_life(sightings: Sightings) -> None:
    told = put(sightings, 1, HOST)
    assert told is not None
    told.doubted = 1
    assert told.is_alive(1 + GOODBYE_LIFE)
    assert not told.is_alive(1.1 + GOODBYE_LIFE)
    told.proved = 1
    assert told.is_alive(1.1 + GOODBYE_LIFE)
    assert not told.is_alive(1.1 + LIFE)
