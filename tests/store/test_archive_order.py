"""The archive gives the lines of a hub of ours in the order of their ids, whatever a clock said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.msgid import LENGTH, PLACE_LENGTH, PLACES_PER_MS, place_text
from app.store.archive import Archive
from app.store.archive_order import MOST_MOVED
from app.store.archive_records import RoomKey, StoredLine, place_of

NOON = 1_790_000_000.0
DAY = 86_400.0
HUB, SERVER = RoomKey("hub:ab", "#club"), RoomKey("net:irc.example", "#club")


def msgid(number: int) -> str:
    """The id of the line of a number."""
    place = int(NOON * 1000) * PLACES_PER_MS + number
    return place_text(place) + "0" * (LENGTH - PLACE_LENGTH)


def line(number: int, time: float, place: int | None = None, text: str = "") -> StoredLine:
    words = text or f"line{number}"
    at = place_of(NOON + time) if place is None else place
    return StoredLine(at, NOON + time, "message", "bob", text=words, msgid=msgid(number))


def texts(archive: Archive, key: RoomKey = HUB) -> list[str]:
    return [kept.text for kept in archive.page_before(key, None, 10_000).lines]


def test_a_page_stands_where_its_ids_belong_and_not_its_times() -> None:
    archive = Archive()
    archive.append(HUB, [line(1, 0), line(9, 2)])
    archive.fill(HUB, [line(2, 100 * DAY), line(3, 100 * DAY), line(4, 1)])
    assert texts(archive) == ["line1", "line2", "line3", "line4", "line9"]
    [second] = [kept for kept in archive.page_before(HUB, None, 9).lines if kept.text == "line2"]
    assert second.time == NOON + 100 * DAY


def test_an_own_message_that_was_found_in_the_past_is_kept_there() -> None:
    archive = Archive()
    archive.append(HUB, [line(1, 0), line(9, 20)])
    archive.append(HUB, [line(5, 21)])
    assert texts(archive) == ["line1", "line5", "line9"]


def test_lines_that_stand_as_close_as_they_can_make_room_and_are_found_again() -> None:
    archive = Archive()
    start = place_of(NOON)
    archive.append(HUB, [line(number, 0, start + number) for number in (0, 100, 101, 102)])
    archive.fill(HUB, [line(number, 0) for number in range(1, 60)])
    archive.fill(HUB, [line(number, 0, start + 100) for number in range(60, 100)])
    assert texts(archive) == [f"line{number}" for number in range(103)]
    [found] = archive.search("line102", HUB)
    assert (found.line.text, found.line.time) == ("line102", NOON)
    assert archive.page_around(HUB, found.line.place, 0).lines == [found.line]


def test_where_too_many_would_have_to_move_the_next_free_place_has_to_do() -> None:
    archive = Archive()
    start = place_of(NOON)
    crowd = [line(number, 0, start + number) for number in range(10, 10 + MOST_MOVED)]
    archive.append(HUB, [line(0, 0, start + 9), *crowd])
    archive.fill(HUB, [line(5, 0)])
    assert sorted(texts(archive)) == sorted(["line0", "line5", *(kept.text for kept in crowd)])


def test_elsewhere_the_time_decides() -> None:
    archive = Archive()
    archive.append(SERVER, [line(1, 0), line(9, 2)])
    archive.fill(SERVER, [line(2, 3)])
    assert texts(archive, SERVER) == ["line1", "line9", "line2"]


def test_what_was_kept_without_an_id_gets_that_of_its_repeat() -> None:
    archive = Archive()
    joined = StoredLine(place_of(NOON), NOON, "joined", "Bob Builder")
    archive.append(HUB, [joined])
    assert archive.fill(HUB, [joined._replace(sender="bob_builder", msgid=msgid(1))]) == 0
    assert archive.fill(HUB, [joined._replace(sender="bob_builder", msgid=msgid(2))]) == 1
    assert archive.find(HUB, msgid(1)) == joined._replace(msgid=msgid(1))


@given(
    kept=st.lists(st.integers(0, 40), unique=True),
    times=st.lists(st.integers(-3, 3), min_size=41, max_size=41),
    size=st.integers(1, 41),
)
def test_whatever_came_first_all_is_there_once_and_in_order(
    kept: list[int], times: list[int], size: int
) -> None:
    archive = Archive()
    for number in kept:
        archive.append(HUB, [line(number, times[number] / 1000)])
    everything = [line(number, times[number] / 1000) for number in range(41)]
    for first in range(0, 41, size):
        archive.fill(HUB, everything[first : first + size])
    assert texts(archive) == [f"line{number}" for number in range(41)]


@pytest.mark.parametrize("clock", [0.0, 100 * DAY])
def test_how_far_was_read_is_a_place_in_that_order(clock: float) -> None:
    archive = Archive()
    archive.append(HUB, [line(1, clock), line(2, 1, place_of(NOON + clock) + 1)])
    archive.note_read(HUB, NOON + 1, place_of(NOON + clock) + 1)
    [room] = archive.rooms()
    assert (room.read, room.read_msgid) == (place_of(NOON + clock) + 1, msgid(2))
