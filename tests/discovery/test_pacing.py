"""When datagrams are sent and how many are read, by a clock of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.pacing import GOODBYES, PERIOD, READ_RATE, Allowance, Timetable


def sent_in(table: Timetable, begin: float, seconds: float, step: float = 0.05) -> list[float]:
    """When a timer of `step` seconds sent something."""
    times = [begin + number * step for number in range(round(seconds / step))]
    return [round(at, 6) for at in times if table.take(at)]


def test_a_search_begins_with_three_questions_and_asks_every_five_seconds() -> None:
    table = Timetable()
    assert table.next_at() is None
    assert not table.take(0)
    table.start(0)
    assert table.next_at() == 0
    assert sent_in(table, 0, 17) == [0, 0.25, 1, 6, 11, 16]
    assert table.next_at() == 21
    table.stop()
    assert sent_in(table, 17, 60) == []


def test_a_goodbye_is_said_twice() -> None:
    table = Timetable(GOODBYES, None)
    table.start(100)
    assert sent_in(table, 100, 30) == [100, 100.1]
    assert table.next_at() is None


def test_what_was_missed_asleep_is_not_made_up_for() -> None:
    table = Timetable()
    table.start(0)
    assert table.take(500)
    assert not table.take(500)
    assert table.next_at() == 500 + PERIOD
    late = Timetable()
    late.start(0)
    assert late.take(0.3)
    assert late.next_at() == 1


def test_a_room_that_changes_all_the_time_is_told_four_times_a_second() -> None:
    table = Timetable()
    sent = 0
    for number in range(1000):
        at = number * 0.01
        table.start(at)
        sent += table.take(at)
    assert 38 <= sent <= 41


@given(st.lists(st.tuples(st.sampled_from(["start", "take", "stop"]), st.floats(0, 1000)), max_size=40))
def test_nothing_is_sent_twice_at_once(steps: list[tuple[str, float]]) -> None:
    table, now = Timetable(), 0.0
    for step, seconds in steps:
        now += seconds
        if step == "take":
            following = table.next_at()
            was_due = following is not None and following <= now
            assert table.take(now) is was_due
            following = table.next_at()
            assert following is None or following > now
        elif step == "start":
            table.start(now)
        else:
            table.stop()


@pytest.mark.parametrize("rate", [2.0, 20.0, READ_RATE])
def test_no_more_than_so_many_a_second_are_taken(rate: float) -> None:
    allowance = Allowance(rate)
    assert sum(allowance.take(7.0) for _ in range(1000)) == rate
    assert sum(allowance.take(8.0) for _ in range(1000)) == rate
    taken = sum(allowance.take(10 + number / 1000) for number in range(10_000))
    assert taken <= rate * 11


def test_a_clock_that_goes_back_gives_nothing() -> None:
    allowance = Allowance(1)
    assert allowance.take(100)
    assert not allowance.take(50)
    assert allowance.take(51)
