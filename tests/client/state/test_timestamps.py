"""Times of servers: read into bounds, written whatever they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.client.events import BanListed, MessageArrived, WhoisArrived
from app.client.state.timestamps import read_time, write_stamp
from app.client.wishes import MarkRead
from app.irc.servertime import EARLIEST, LATEST
from tests.client.play import OURS, Play, only

BOUNDS = {
    "0001-01-01T00:00:00.000Z": EARLIEST,
    "0001-01-01T00:00:00.000+14:00": EARLIEST,
    "1969-12-31T23:59:59.999Z": EARLIEST,
    "9999-12-31T23:59:59.999Z": LATEST,
    "9999-12-31T23:59:59.999-14:00": LATEST,
}


@pytest.mark.parametrize(("text", "time"), BOUNDS.items())
def test_a_moment_outside_of_the_bounds_is_the_nearest_one_inside(text: str, time: float) -> None:
    assert read_time(text, 5.0) == time


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    time = read_time(text, 5.0)
    assert time == 5.0 or EARLIEST <= time <= LATEST


@given(st.floats())
def test_any_time_is_written(time: float) -> None:
    assert re.fullmatch(r"timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", write_stamp(time))


@pytest.mark.parametrize(("tag", "time"), BOUNDS.items())
def test_a_message_is_of_a_time_that_can_be_shown(tag: str, time: float) -> None:
    play = Play().registers(caps=OURS, channel="#a")
    events = play.hears(":bob!u@h PRIVMSG #a :before", f"@time={tag} :bob!u@h PRIVMSG #a :x")
    said = only(events, MessageArrived)
    assert [event.text for event in said] == ["before", "x"]
    assert said[1].time == time
    play.wants(MarkRead("#a", time))
    play.waits(400)  # timers write stamps, too


def test_numerics_with_endless_numbers_are_read() -> None:
    play = Play().registers(caps=OURS, channel="#a")
    for digits in ("9" * 400, "9" * 5000):
        play.hears(f":s 333 me #a alice {digits}")
        (found,) = only(
            play.hears(":s 311 me a u h * :A", f":s 317 me a {digits} {digits}", ":s 318 me a :E"),
            WhoisArrived,
        )
        assert (found.idle, found.signed_on) == (None, LATEST)
        (bans,) = only(play.hears(f":s 367 me #a x!*@* b {digits}", ":s 368 me #a :E"), BanListed)
        assert bans.bans == (("x!*@*", "b", LATEST),)
        play.hears(f"@label={digits} :s ACK", f"@label={digits} :me!u@h PRIVMSG #a :hello")
        play.hears(f":s 005 me NICKLEN={digits} :are supported")
