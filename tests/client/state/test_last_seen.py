"""What was seen last of each conversation."""

from __future__ import annotations

from app.client.events import Point
from app.client.state.last_seen import CONVERSATIONS, LastSeen


def test_only_the_newest_counts_in_any_case() -> None:
    seen = LastSeen()
    seen.add("#Room", Point(2, "b"))
    seen.add("#room", Point(1, "a"))
    assert seen.newest("#ROOM") == Point(2, "b")
    assert seen.newest("bob") is None


def test_a_gap_stays_where_it_began_until_it_is_closed() -> None:
    seen = LastSeen()
    assert seen.open_gap("#room") is None
    seen.add("#room", Point(1))
    assert seen.open_gap("#room") == Point(1)
    seen.add("#room", Point(2))
    assert seen.open_gap("#room") == Point(1)
    seen.close_gap("#room")
    assert seen.open_gap("#room") == Point(2)


def test_a_conversation_is_known_under_its_new_name() -> None:
    seen = LastSeen()
    seen.add("#old", Point(1))
    seen.open_gap("#old")
    seen.add("#old", Point(2))
    seen.rename("#old", "#New")
    seen.rename("#nothing", "#old")
    assert seen.newest("#old") is None
    assert seen.newest("#new") == Point(2)
    assert seen.open_gap("#new") == Point(1)


def test_strangers_do_not_fill_memory() -> None:
    seen = LastSeen()
    for number in range(CONVERSATIONS + 1):
        seen.add(f"nick{number}", Point(number))
    assert seen.newest("nick0") is None
    assert seen.newest("nick1") is not None


def test_on_a_hub_of_ours_the_ids_tell_what_is_newer_also_where_its_clock_was_put_right() -> None:
    first, second = "0" * 26, "0" * 25 + "1"
    seen = LastSeen()
    seen.add("#room", Point(900))
    seen.ordered_by_id = True
    seen.add("#room", Point(5, first))
    assert seen.newest("#room") == Point(5, first)
    seen.add("#room", Point(2, second))
    seen.add("#room", Point(9, first))
    assert seen.newest("#room") == Point(2, second)
