"""Who is writing: told seldom, believed for a while."""

from __future__ import annotations

import re

import pytest

from app.client.events import RequestFailed, RoomLeft, ServerSaid, Typing, TypingChanged
from app.client.features.typing_status import TARGETS, TYPING_PEOPLE
from app.client.wishes import TellTyping, Watch
from tests.client.play import ISUPPORT, MODERN, Play, only

ACTIVE, PAUSED, DONE = Typing.ACTIVE, Typing.PAUSED, Typing.DONE


@pytest.fixture
def play() -> Play:
    return Play().registers(caps=MODERN, channel="#a")


def types(play: Play, typing: Typing, target: str = "#a") -> str:
    """What telling `typing` puts on the wire."""
    play.wants(TellTyping(target, typing))
    return unlabelled(play.asks())


def unlabelled(output: str) -> str:
    """What is on the wire, without the labels by which a refusal is known."""
    return re.sub(r";label=r\d+", "", output)


def test_writing_is_told_once_in_three_seconds(play: Play) -> None:
    assert types(play, ACTIVE) == "@+typing=active TAGMSG #a\r\n"
    assert types(play, ACTIVE, "bob") == "@+typing=active TAGMSG bob\r\n"
    play.now += 2.9
    assert types(play, ACTIVE) == ""
    play.now += 0.1
    assert types(play, ACTIVE) == "@+typing=active TAGMSG #a\r\n"
    play.waits(10)
    assert play.output == ""


def test_an_end_is_told_as_soon_as_it_may_be(play: Play) -> None:
    types(play, ACTIVE)
    assert types(play, DONE) == ""
    play.waits(2)
    assert play.output == ""
    play.waits(1)
    assert unlabelled(play.output) == "@+typing=done TAGMSG #a\r\n"
    assert types(play, DONE) == ""


def test_that_it_may_not_be_told_is_said_to_nobody(play: Play) -> None:
    """As of somebody muted: a message says so, writing one does not."""
    play.wants(TellTyping("#a", ACTIVE))
    [label] = re.findall(r"label=(\w+)", play.asks())
    events = play.hears(f"@label={label} :irc.example 404 mara #a :Cannot send to channel (you are muted)")
    assert only(events, ServerSaid) == only(events, RequestFailed) == []


def test_nor_is_it_where_the_server_knows_no_labels() -> None:
    play = Play().registers(caps="message-tags", channel="#a")
    play.wants(TellTyping("#b", ACTIVE))
    assert play.hears(":s 404 me #b :Cannot send to channel") == []


def test_a_pause_is_told_once_and_an_end_after_it(play: Play) -> None:
    types(play, ACTIVE)
    play.now += 5
    assert types(play, PAUSED) == "@+typing=paused TAGMSG #a\r\n"
    play.now += 5
    assert types(play, PAUSED) == ""
    assert types(play, DONE) == "@+typing=done TAGMSG #a\r\n"
    play.now += 5
    assert types(play, PAUSED) == ""


def test_going_on_takes_back_an_end_that_was_not_told_yet(play: Play) -> None:
    types(play, ACTIVE)
    types(play, DONE)
    types(play, ACTIVE)
    play.waits(5)
    assert "PING" not in play.output
    assert play.output == ""


def test_nothing_is_told_where_nothing_was(play: Play) -> None:
    assert types(play, PAUSED) == ""
    assert types(play, DONE) == ""
    assert types(play, ACTIVE, "#a\nb") == ""


def test_a_message_tells_it_too(play: Play) -> None:
    types(play, ACTIVE)
    types(play, DONE)
    play.says("#a", "hi")
    play.waits(5)
    assert "typing" not in play.output
    assert types(play, DONE) == ""
    assert types(play, ACTIVE) == "@+typing=active TAGMSG #a\r\n"


@pytest.mark.parametrize(
    ("caps", "isupport"), [("echo-message", ISUPPORT), (MODERN, f"{ISUPPORT} CLIENTTAGDENY=*")]
)
def test_nothing_is_told_to_a_server_that_does_not_pass_it_on(caps: str, isupport: str) -> None:
    play = Play().registers(caps=caps, isupport=isupport)
    assert types(play, ACTIVE) == ""


def test_what_was_told_to_many_is_forgotten(play: Play) -> None:
    for number in range(TARGETS + 5):
        types(play, ACTIVE, f"nick{number}")
    assert len(play.session.state.typing.told) == TARGETS
    types(play, ACTIVE, "last")
    types(play, DONE, "last")
    play.session.state.typing.told.clear()
    play.waits(1)
    assert unlabelled(play.output) == "@+typing=done TAGMSG last\r\n"


# others


def typing(typing: str, nick: str = "alice", target: str = "#a") -> str:
    return f"@+typing={typing} :{nick}!u@h TAGMSG {target}"


def told(nick: str, typing: Typing, where: str = "#a") -> TypingChanged:
    return TypingChanged(where, nick, typing)


def test_somebody_writes_and_stops(play: Play) -> None:
    assert play.hears(typing("active", target="#A")) == [told("alice", ACTIVE)]
    assert play.hears(typing("paused")) == [told("alice", PAUSED)]
    assert play.hears(typing("done"), typing("done")) == [told("alice", DONE)]
    assert play.hears(typing("active", target="me")) == [told("alice", ACTIVE, "alice")]


@pytest.mark.parametrize(("state", "seconds"), [("active", 6), ("paused", 30)])
def test_who_says_nothing_more_has_stopped(play: Play, state: str, seconds: int) -> None:
    play.hears(typing(state))
    assert only(play.waits(seconds - 1), TypingChanged) == []
    assert only(play.waits(1), TypingChanged) == [told("alice", DONE)]


@pytest.mark.parametrize(
    "line",
    [
        ":alice!u@h PRIVMSG #a :hi",
        ":alice!u@h NOTICE #a :hi",
        ":alice!u@h PART #a",
        ":alice!u@h QUIT :bye",
        ":op!u@h KICK #a alice",
        ":alice!u@h NICK alison",
    ],
)
def test_who_says_something_or_goes_has_stopped(play: Play, line: str) -> None:
    play.hears(typing("active"))
    assert only(play.hears(line), TypingChanged) == [told("alice", DONE)]


@pytest.mark.parametrize("line", [":alice!u@h QUIT :bye", ":alice!u@h NICK alison", ":s 731 me :alice"])
def test_who_goes_has_stopped_in_private_too(line: str) -> None:
    play = Play().registers(caps=MODERN, isupport=f"{ISUPPORT} MONITOR=9", channel="#a")
    play.wants(Watch("alice"))
    play.hears(typing("active", target="me"))
    assert only(play.hears(line), TypingChanged) == [told("alice", DONE, "alice")]


def test_in_a_room_that_one_has_left_nobody_writes(play: Play) -> None:
    play.hears(typing("active"), typing("active", "bob"), typing("active", target="me"))
    events = play.hears(":me!u@h PART #a")
    assert only(events, TypingChanged) == [told("alice", DONE), told("bob", DONE)]
    assert len(only(events, RoomLeft)) == 1


def test_what_is_no_typing_and_what_is_ones_own_is_not_told(play: Play) -> None:
    assert play.hears(typing("dancing"), typing(""), typing("active", "me"), typing("done")) == []
    play.hears(typing("active", "bob"))
    assert play.hears(typing("done")) == []


def test_a_crowd_that_writes_does_not_fill_memory(play: Play) -> None:
    events = play.hears(*(typing("active", f"nick{number}") for number in range(TYPING_PEOPLE + 9)))
    assert len(events) == TYPING_PEOPLE
    assert play.hears(typing("active", "nick0")) == [told("nick0", ACTIVE)]
