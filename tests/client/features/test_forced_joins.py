"""What a server opens without being asked: a handful of channels, the rest waits; and what it may fill."""

from __future__ import annotations

import pytest

from app.client.events import BanListed, ChannelsHeld, MemberJoined, RoomEntered, RoomLeft
from app.client.features.negotiation import OFFERED
from app.client.handlers import modes
from app.client.state import channel_state
from app.client.state.session_state import LABELLED_REQUESTS, MEMBERS, MEMBERS_IN_ALL, SMALL_CHANNEL
from app.client.wishes import Join, LeaveHeld, SetTopic, ShowHeld
from app.irc.isupport import TOKENS
from tests.client.play import MODERN, Play, only


def pushed(count: int, start: int = 0) -> list[str]:
    return [f":me!u@h JOIN #c{number}" for number in range(start, start + count)]


def test_what_a_bouncer_brings_home_is_entered_without_a_word() -> None:
    play = Play(channels=(("#mine", ""),)).registers()
    events = play.hears(*pushed(channel_state.AT_WELCOME), ":me!u@h JOIN #mine")
    assert len(only(events, RoomEntered)) == channel_state.AT_WELCOME + 1
    assert not only(events, ChannelsHeld)


@pytest.mark.parametrize("count", [100, 300, 1000, 3000])
def test_more_than_that_wait_and_cost_no_line(count: int) -> None:
    play = Play().registers()
    events = play.hears(*pushed(count))
    assert len(only(events, RoomEntered)) == channel_state.AT_WELCOME
    assert only(events, ChannelsHeld) == [ChannelsHeld(count - channel_state.AT_WELCOME)]
    assert play.output.count("MODE #c") == channel_state.AT_WELCOME
    assert len(play.session.state.channels) == channel_state.AT_WELCOME


def test_later_on_a_handful_is_entered_and_places_come_back() -> None:
    play = Play().registers()
    play.waits(channel_state.WELCOME_SECONDS + 1)
    assert len(only(play.hears(*pushed(20)), RoomEntered)) == channel_state.HANDFUL
    for _ in range(7):
        play.waits(18)
        play.hears(":s NOTICE me :alive")
    assert len(only(play.hears(*pushed(20, 100)), RoomEntered)) == 2


def test_what_waits_is_shown_with_its_people_when_the_person_wants_it() -> None:
    play = Play().registers()
    play.hears(*pushed(channel_state.AT_WELCOME + 3))
    play.wants(ShowHeld(2))
    assert play.asks() == "MODE #c60\r\nNAMES #c60\r\nMODE #c61\r\nNAMES #c61\r\n"
    events = play.told()
    assert [event.channel for event in only(events, RoomEntered)] == ["#c60", "#c61"]
    assert only(events, ChannelsHeld) == [ChannelsHeld(1)]


def test_joining_one_that_waits_shows_it() -> None:
    play = Play().registers()
    play.hears(*pushed(channel_state.AT_WELCOME + 3))
    play.wants(Join("#C61"))
    assert [event.channel for event in only(play.told(), RoomEntered)] == ["#C61"]
    assert "JOIN" not in play.asks()


def test_what_nobody_wants_is_left_in_few_lines() -> None:
    play = Play().registers()
    play.hears(*pushed(channel_state.AT_WELCOME + 240))
    play.wants(LeaveHeld())
    lines = play.asks().splitlines()
    assert lines[0].startswith("PART :#c60,#c61,")
    assert sum(line.count("#") for line in lines) == 240
    assert len(lines) < 6
    assert only(play.told(), ChannelsHeld) == [ChannelsHeld(0)]
    assert not only(play.hears(":me!u@h PART #c60"), RoomLeft)


def test_one_that_is_left_again_waits_no_more() -> None:
    play = Play().registers()
    play.hears(*pushed(channel_state.AT_WELCOME + 2))
    events = play.hears(":me!u@h PART #c60", ":op!u@h KICK #c61 me :out")
    assert only(events, ChannelsHeld) == [ChannelsHeld(0)]


def test_what_is_asked_for_is_entered_however_many_wait() -> None:
    play = Play().registers()
    play.hears(*pushed(500))
    play.wants(Join("#wanted"))
    assert len(only(play.hears(":me!u@h JOIN #wanted"), RoomEntered)) == 1


def test_names_that_wait_have_a_bound() -> None:
    play = Play().registers()
    events = play.hears(*pushed(channel_state.AT_WELCOME + channel_state.HELD_NAMES + 100))
    assert only(events, ChannelsHeld)[-1] == ChannelsHeld(channel_state.HELD_NAMES)


def test_members_have_a_bound_in_a_channel_and_in_all_of_them() -> None:
    play = Play().registers(channel="#a")
    play.hears(*[f":s 353 me = #a :{' '.join(f'n{row}x{name}' for name in range(60))}" for row in range(200)])
    assert len(play.session.state.channels["#a"].members) == MEMBERS
    assert not only(play.hears(":late!u@h JOIN #a"), MemberJoined)
    channels = [f"#c{number}" for number in range(12)]
    for channel in channels:
        play.hears(f":me!u@h JOIN {channel}")
    names = [" ".join(f"m{row}x{name}" for name in range(60)) for row in range(150)]
    for channel in channels:
        play.hears(*[f":s 353 me = {channel} :{some}" for some in names])
    in_all = sum(len(channel.members) for channel in play.session.state.channels.values())
    assert in_all <= MEMBERS_IN_ALL + len(channels) * SMALL_CHANNEL


def test_what_a_server_says_of_itself_has_bounds() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    state = play.session.state
    play.hears(*[f":s CAP me NEW :x{number} y{number}" for number in range(OFFERED)])
    play.hears(*[f":s CAP me ACK :x{number}" for number in range(OFFERED + 9)])
    play.hears(*[f":s 005 me X{number}=1 Y{number}=2 :are supported" for number in range(TOKENS)])
    play.hears(*[f":s 367 me #a *!*@{number} x 1" for number in range(modes.BANS + 9)])
    for number in range(LABELLED_REQUESTS + 9):
        play.wants(SetTopic("#a", str(number)))
    assert len(state.offered) <= OFFERED
    assert len(state.caps) <= OFFERED
    assert len(state.isupport.tokens) <= TOKENS
    assert len(state.labelled_requests) <= LABELLED_REQUESTS
    (bans,) = only(play.hears(":s 368 me #a :End"), BanListed)
    assert len(bans.bans) == modes.BANS


def test_modes_of_a_channel_have_a_bound() -> None:
    play = Play().registers(channel="#a")
    play.hears(f":alice!u@h MODE #a +{''.join(map(chr, range(192, 192 + 2 * modes.MODES)))}")
    assert len(play.session.state.channels["#a"].modes) == modes.MODES


@pytest.mark.parametrize("name", ["", f"#{'x' * 200}"])
def test_what_can_be_no_channels_name_is_not_entered(name: str) -> None:
    play = Play().registers()
    assert not play.hears(f":me!u@h JOIN :{name}")
    assert not play.session.state.channels
