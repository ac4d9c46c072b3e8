"""The bounds of what is remembered, and who makes way for whom."""

from __future__ import annotations

import pytest

from app.discovery.probes import Place, ProbeResult
from app.discovery.sightings import (
    LIFE,
    MOST_OF_ADDRESS,
    MOST_OF_SERVICES,
    MOST_PLACES,
    MOST_ROOMS,
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
    result: ProbeResult | None = None,
) -> Sighting | None:
    """Tell of a room."""
    sighting = sightings.put(
        announced(number, port=port),
        Place(address or f"10.0.{number // 250}.{number % 250 + 1}", port),
        now,
        by_service=by_service,
        known={fingerprint(one) for one in known},
    )
    if sighting is not None:
        sighting.result = result
        if by_service:
            sighting.service = now
        else:
            sighting.beacon = now
    return sighting


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


def test_what_is_no_longer_somewhere_is_dropped(sightings: Sightings) -> None:
    put(sightings, 1, HOST)
    sightings.drop(fingerprint(1), Place(HOST, 6668))
    sightings.drop(fingerprint(2), Place(HOST, 6667))
    assert len(sightings.of_room(fingerprint(1))) == 1
    sightings.drop(fingerprint(1), Place(HOST, 6667))
    assert sightings.of_room(fingerprint(1)) == {}


def test_a_known_room_takes_the_place_of_the_last_unknown_one(sightings: Sightings) -> None:
    for number in range(MOST_ROOMS):
        put(sightings, number, result=ProbeResult.RIGHT if number == 99 else None)
    assert put(sightings, 200) is None
    assert sightings.is_full(0)
    assert put(sightings, 201, known=(201,)) is not None
    held = numbers(sightings)
    assert len(held) == MOST_ROOMS
    assert 98 not in held
    assert 99 in held


def test_among_proved_and_known_rooms_even_a_known_one_finds_no_place(sightings: Sightings) -> None:
    everybody = tuple(range(300))
    for number in range(MOST_ROOMS):
        put(sightings, number, known=everybody[::2], result=ProbeResult.RIGHT if number % 2 else None)
    assert put(sightings, 200, known=everybody[::2]) is None


def test_services_have_half_of_the_places(sightings: Sightings) -> None:
    made = [put(sightings, number, by_service=True) for number in range(MOST_ROOMS)]
    assert sum(one is not None for one in made) == MOST_OF_SERVICES
    made = [put(sightings, number + 300) for number in range(MOST_ROOMS)]
    assert sum(one is not None for one in made) == MOST_ROOMS - MOST_OF_SERVICES


def test_what_comes_from_an_address_counts_more_than_what_services_say_of_it(sightings: Sightings) -> None:
    for number in range(MOST_OF_ADDRESS):
        assert put(sightings, number, HOST, by_service=True) is not None
    assert put(sightings, 20, HOST, by_service=True) is None
    for number in range(MOST_OF_ADDRESS):
        assert put(sightings, 30 + number, HOST) is not None
    assert put(sightings, 40, HOST) is None
    assert put(sightings, 41, HOST, known=(41,)) is not None
    assert put(sightings, 30, HOST, port=6668) is not None, "a further place of one that is counted"


def test_a_room_has_eight_places_and_the_longest_silent_makes_way(sightings: Sightings) -> None:
    for port in range(MOST_PLACES + 1):
        put(sightings, 1, HOST, port=port + 1, now=port / 10, result=ProbeResult.RIGHT if port == 0 else None)
    assert [place.port for place in sightings.of_room(fingerprint(1))] == [1, 3, 4, 5, 6, 7, 8, 9]
    for sighting in sightings.of_room(fingerprint(1)).values():
        sighting.result = ProbeResult.RIGHT
    assert put(sightings, 1, HOST, port=77) is None
