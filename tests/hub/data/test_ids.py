"""Ids grow whatever the clock does, and never repeat; times are those of the clock, each its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.hub.data.ids import FAR, IdMaker
from app.irc.msgid import PLACES_PER_MS, after, before, is_msgid, time_of
from app.irc.servertime import format_time, milliseconds

NOW = 1_700_000_000.0


def places(ids: list[str]) -> list[str]:
    return [msgid[:13] for msgid in ids]


def test_ids_of_one_moment_grow() -> None:
    maker = IdMaker()
    ids = [maker.next(NOW) for _ in range(1000)]
    assert all(map(is_msgid, ids))
    assert places(ids) == sorted(set(places(ids)))
    assert len({msgid[13:] for msgid in ids}) == 1000


def test_an_id_says_when_it_was_made() -> None:
    assert before(NOW) < IdMaker().next(NOW) < after(NOW)


def test_lines_of_one_moment_have_a_millisecond_each() -> None:
    maker = IdMaker()
    told = [(maker.next(NOW), maker.time) for _ in range(20)]
    assert [milliseconds(time) for _, time in told] == [milliseconds(NOW) + number for number in range(20)]
    for msgid, time in told:
        assert before(time) < msgid < after(time)
        assert time_of(msgid) == time


def test_times_do_not_run_away_from_the_clock() -> None:
    maker = IdMaker()
    times = []
    for _ in range(20_000):
        maker.next(NOW)
        times.append(maker.time)
    assert times == sorted(times)
    assert times[-1] == NOW + 10
    maker.next(NOW + 20)
    assert maker.time == NOW + 20


def test_a_clock_that_is_set_back_does_no_harm() -> None:
    maker = IdMaker()
    first, second, third = maker.next(NOW), maker.next(NOW - 3600), maker.next(NOW + 1)
    assert first < second < third
    assert second < after(NOW + 0.001)


def test_a_clock_that_is_put_right_is_told_at_once() -> None:
    maker = IdMaker()
    ahead = NOW + 100 * 86400
    ids = [maker.next(ahead), maker.next(ahead)]
    times = []
    for second in range(3):
        ids.append(maker.next(NOW + second))
        times.append(maker.time)
    assert times == [NOW, NOW + 1, NOW + 2]
    assert ids == sorted(ids)
    assert ids[2] > after(time_of(ids[1]))  # who asks for what is after the last time gets it
    again = IdMaker(ids[-1])
    assert again.next(NOW + 60) > ids[-1]
    assert again.time == NOW + 60


def test_a_clock_that_is_corrected_a_little_keeps_times_in_order() -> None:
    maker = IdMaker()
    times = []
    for now in (NOW, NOW - 3, NOW - 2, NOW + 0.5):
        maker.next(now)
        times.append(maker.time)
    assert times == [NOW, NOW + 0.001, NOW + 0.002, NOW + 0.5]


def test_a_full_millisecond_runs_into_the_next() -> None:
    maker = IdMaker()
    first = maker.next(NOW)
    ids = [maker.next(NOW - 3600) for _ in range(PLACES_PER_MS + 1)]
    assert [time_of(msgid) for msgid in (first, ids[-2], ids[-1])] == [NOW, NOW + 0.001, NOW + 0.002]


def test_ids_go_on_behind_the_newest_that_is_kept() -> None:
    last = IdMaker().next(NOW)
    assert last[:13] < IdMaker(last).next(NOW - 86400)[:13]


def test_a_moment_parts_what_was_before_from_what_follows() -> None:
    maker = IdMaker()
    assert maker.moment(NOW) == NOW
    first = maker.next(NOW)
    assert maker.moment(NOW) == NOW
    for _ in range(100):  # floats fall short of some milliseconds
        moment = maker.moment(NOW - 3600)
        assert maker.moment(NOW - 3600) == moment
        second = maker.next(NOW - 3600)
        assert first < before(moment) < second
        first = second


@given(st.lists(st.integers(-(10**8), 10**8), max_size=50))
def test_whatever_the_clock_does(steps: list[int]) -> None:
    maker, now, last = IdMaker(), NOW, ""
    for step in steps:
        now = max(0.0, now + step / 1000)
        msgid = maker.next(now)
        assert msgid[:13] > last[:13]
        assert -1 <= milliseconds(maker.time) - milliseconds(now) <= FAR
        last = msgid


@given(st.integers(0, 4 * 10**12))
def test_a_millisecond_is_told_as_it_is_kept(number: int) -> None:
    assert milliseconds(number / 1000) == number
    assert milliseconds(time_of(before(number / 1000))) == number
    assert format_time(number / 1000).endswith(f"{number % 1000:03d}Z")
