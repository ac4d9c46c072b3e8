"""How far a clock is believed: after an hour of going steadily, and not before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hub.data.clock import PLAUSIBLE, SLEW, STEADY, STEP, SteadyClock

NOW = 1_700_000_000.0
DAY = 86400.0
AGE = 90 * DAY


def run(clock: SteadyClock, start: float, seconds: float, step: float = 60.0) -> float:
    """Look at a clock that goes steadily; returns what it says at the end."""
    clock.look(start)
    count = int(seconds / step)
    for number in range(1, count + 1):
        clock.look(start + number * step)
    return start + count * step


def again(clock: SteadyClock) -> SteadyClock:
    """After a restart."""
    return SteadyClock(clock.write())


def test_nothing_is_believed_in_the_first_hour() -> None:
    clock = SteadyClock()
    assert clock.believed == 0.0
    run(clock, NOW, STEADY - 1, step=1)
    assert clock.believed == 0.0
    clock.look(NOW + STEADY)
    assert clock.believed == NOW


def test_a_steady_clock_is_believed_an_hour_later() -> None:
    clock = SteadyClock()
    end = run(clock, NOW, 5 * STEADY)
    assert end - STEADY - 300 <= clock.believed <= end - STEADY


def test_a_leap_forward_is_believed_after_an_hour_to_the_second() -> None:
    clock = SteadyClock()
    run(clock, NOW, 5 * STEADY)
    before = clock.believed
    run(clock, NOW + 100 * DAY, STEADY - 60)
    assert before <= clock.believed < NOW + 5 * STEADY
    clock.look(NOW + 100 * DAY + STEADY)
    assert clock.believed == NOW + 100 * DAY


def test_a_clock_that_was_ahead_and_is_put_right_was_never_believed() -> None:
    clock = SteadyClock()
    end = run(clock, NOW, 2 * STEADY)
    clock = again(clock)
    run(clock, end + 100 * DAY, 6, step=1)
    clock = again(clock)
    end = run(clock, end + 20, 10 * STEADY)
    assert clock.believed <= end - STEADY


def test_a_leap_back_begins_the_hour_anew() -> None:
    clock = SteadyClock()
    run(clock, NOW, 5 * STEADY)
    run(clock, NOW, STEADY - 60)
    assert clock.believed == 0.0
    clock.look(NOW + STEADY)
    assert clock.believed == NOW


@pytest.mark.parametrize("back", [0.5, 3.0, SLEW])
def test_being_put_back_a_little_is_no_leap(back: float) -> None:
    clock = SteadyClock()
    end = run(clock, NOW, 5 * STEADY)
    clock.look(end - back)
    assert clock.believed >= end - STEADY - 300
    end = run(clock, end - back, STEADY)
    assert clock.believed == end - STEADY


def test_a_hub_that_runs_two_hours_a_week_keeps_its_promise() -> None:
    clock = SteadyClock()
    for week in range(20):
        start = NOW + week * 7 * DAY
        clock = again(clock)
        run(clock, start, STEADY)
        assert clock.believed == start
        run(clock, start + STEADY, STEADY)
        assert start + STEADY - 300 <= clock.believed <= start + STEADY


def test_an_hour_in_pieces_is_an_hour() -> None:
    clock = SteadyClock()
    for piece in range(30):
        clock = again(clock)
        run(clock, NOW + piece * DAY, 130)
    assert NOW <= clock.believed <= NOW + 3 * DAY


def test_a_computer_that_sleeps_only_waits_longer() -> None:
    clock = SteadyClock()
    run(clock, NOW, STEADY)
    run(clock, NOW + DAY, 60)  # awake for a minute
    run(clock, NOW + 2 * DAY, STEADY - 120)
    assert clock.believed <= NOW + STEADY
    clock.look(NOW + 2 * DAY + STEADY - 60)
    assert clock.believed == NOW + DAY


def test_what_was_said_by_a_clock_without_a_battery_is_as_old_as_the_first_right_time() -> None:
    clock = SteadyClock()
    run(clock, 100.0, 2 * STEADY)
    assert clock.past(AGE) == []
    run(clock, NOW, 2 * STEADY)  # the network has told the time
    assert clock.past(AGE) == [(PLAUSIBLE, clock.believed - AGE)]
    assert clock.hidden_before(NOW, AGE, 100.0) == 0.0
    assert clock.hidden_before(NOW, AGE, NOW - 100 * DAY) == NOW - AGE
    run(clock, NOW + AGE, STEADY)
    assert clock.past(AGE) == [(0.0, PLAUSIBLE), (PLAUSIBLE, NOW)]
    assert clock.hidden_before(NOW + AGE, AGE, 100.0) == NOW


def test_while_the_clock_cannot_be_right_nothing_is_past() -> None:
    clock = SteadyClock()
    run(clock, 100.0, 200 * DAY, step=STEP)
    assert clock.past(AGE) == []


def test_a_wrong_first_time_does_not_count_once_it_was_put_right() -> None:
    clock = SteadyClock()
    clock.look(NOW + 400 * DAY)
    end = run(clock, NOW, AGE + 2 * STEADY)
    assert (0.0, PLAUSIBLE) in clock.past(AGE)
    assert clock.believed <= end


NONSENSE = [
    "",
    "x",
    "[]",
    "{}",
    "null",
    "[1, 2, 3, 4]",
    "[1, 2, 3, [[1]]]",
    "[1, 2, NaN, []]",
    f"[1{'0' * 400}, 2, 3, []]",
    "[" * 5000,
]


@pytest.mark.parametrize("written", [*NONSENSE, "[1, 2, 3, [[1e400, 5]]]"])
def test_nonsense_is_a_new_beginning(written: str) -> None:
    assert SteadyClock(written).write() == SteadyClock().write()


def test_what_is_remembered_has_a_bound() -> None:
    clock = SteadyClock()
    for leap in range(1000):
        clock.look(NOW + leap * DAY)
    assert len(clock.write()) < 2000


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("runs"), st.integers(1, 120)),  # minutes
        st.tuples(st.just("is off"), st.integers(1, 20 * 1440)),
        st.tuples(st.just("is wrong"), st.integers(-400 * 1440, 400 * 1440)),  # for less than an hour
        st.tuples(st.just("slews"), st.integers(-15, 15)),  # seconds
    ),
    max_size=40,
)


@given(STEPS)
def test_whatever_a_clock_does_that_is_right_most_of_the_time(steps: list[tuple[str, int]]) -> None:
    """It is never believed what is not true, and at last everything that is."""
    clock, true = SteadyClock(), NOW
    for what, amount in steps:
        if what == "runs":
            true = run(clock, true, amount * 60)
        elif what == "is off":
            true += amount * 60
            clock = again(clock)
        elif what == "slews":
            clock.look(true + amount)
        else:
            run(clock, true + amount * 60, 50 * 60)
            true += 50 * 60
            clock.look(true)  # it is put right before the program ends
            clock = again(clock)
        assert clock.believed <= true - STEADY + SLEW
    true = run(clock, true, STEADY + 300)
    assert clock.believed >= true - STEADY - 300 - SLEW


@given(st.lists(st.floats(-1e10, 1e10), max_size=60))
def test_whatever_it_says_it_can_be_written_and_read(readings: list[float]) -> None:
    clock = SteadyClock()
    for reading in readings:
        clock.look(reading)
        other = again(clock)
        assert (other.believed, other.past(AGE), other.write()) == (
            clock.believed,
            clock.past(AGE),
            clock.write(),
        )
