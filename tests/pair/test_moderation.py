"""The host's ban of the whole hub, and a mute, as both ends see them."""

from __future__ import annotations

import pytest

from app.client.events import (
    BanChanged,
    ConnectionFailed,
    Failure,
    HubBanAdded,
    HubBanLifted,
    HubBansListed,
    JoinFailed,
    LeaveKind,
    MemberLeft,
    MessageFailed,
    Muted,
    RequestFailed,
    RoomLeft,
)
from app.client.features.session_end import next_options
from app.client.wishes import AskHubBans, Ban, ChangeNick, Join, LiftHubBan, Mute, Say, SetRank, Unban
from tests.pair.party import Friend, Party

ROOM = "#robotics-club"


@pytest.fixture
def party() -> Party:
    return Party(fingerprint="f" * 64)


@pytest.fixture
def host(party: Party) -> Friend:
    return party.join_as_host("host", secure=True)


def guest(party: Party, nick: str, **more: object) -> Friend:
    return party.join(nick, certificate=f"of-{nick}", **{"address": "10.0.0.7", **more})  # type: ignore[arg-type]


def banned(host: Friend, nick: str, reason: str = "") -> str:
    """Ban somebody; the id of the ban."""
    host.wants(Ban(ROOM, nick, reason))
    host.party.settle()
    [added] = host.saw(HubBanAdded)
    return added.ban.id


def test_who_is_banned_is_out_of_the_room_and_told_by_whom(party: Party, host: Friend) -> None:
    bob, zoe = guest(party, "bob"), guest(party, "zoe", address="10.0.0.8")
    zoe.events.clear()
    bob.events.clear()
    banned(host, "bob", "no more of this")
    assert [event for event in bob.events if isinstance(event, RoomLeft | ConnectionFailed)] == [
        RoomLeft(ROOM, LeaveKind.BANNED, "host", "no more of this", party.now),
        ConnectionFailed(Failure.BANNED, "no more of this", party.now),
    ]
    [left] = zoe.saw(MemberLeft)
    assert (left.nick, left.kind, left.by) == ("bob", LeaveKind.BANNED, "host")
    assert left.reason == "no more of this"


def test_a_program_that_comes_back_by_itself_is_not_let_in(party: Party, host: Friend) -> None:
    bob = guest(party, "bob")
    number = banned(host, "bob")
    again = party.comes_back(bob)
    [failed] = again.saw(ConnectionFailed)
    assert failed.failure is Failure.BANNED
    host.wants(LiftHubBan(number))
    party.settle()
    [lifted] = host.saw(HubBanLifted)
    assert (lifted.ban.id, lifted.ban.nick) == (number, "bob")
    assert party.comes_back(again).client.state.is_registered


def test_after_a_ban_nobody_is_put_into_the_room_by_coming_back(party: Party, host: Friend) -> None:
    bob = guest(party, "bob")
    number = banned(host, "bob")
    host.wants(LiftHubBan(number))
    party.settle()
    options = next_options(bob.client.state, bob.client.state.options)
    assert options.channels == ()
    assert not options.join_room
    again = party.join("bob", certificate="of-bob", room=options.room, join_room=options.join_room)
    assert not again.client.state.channels
    again.wants(Join(ROOM))
    party.settle()
    assert again.members().keys() == {"host", "bob"}


def test_a_name_does_not_help(party: Party, host: Friend) -> None:
    guest(party, "bob")
    banned(host, "bob")
    [failed] = party.join("robert", certificate="of-bob", address="10.9.9.9").saw(ConnectionFailed)
    assert failed.failure is Failure.BANNED
    [failed] = party.join("robert", certificate="other", address="10.0.0.7").saw(ConnectionFailed)
    assert failed.failure is Failure.BANNED


def test_who_is_meant_has_another_name_when_it_is_agreed_to(party: Party, host: Friend) -> None:
    bob = guest(party, "bob")
    meant = Ban(ROOM, "bob", account="bob", host="10.0.0.7")
    bob.wants(ChangeNick("robert"))
    party.settle()
    stranger = guest(party, "zoe", address="10.0.0.8")
    host.wants(meant)
    party.settle()
    assert bob.saw(RoomLeft)
    assert stranger.is_connected


def test_the_host_is_told_of_all_bans_by_name(party: Party, host: Friend) -> None:
    guest(party, "bob", realname="Bob")
    number = banned(host, "bob", "spam")
    host.wants(AskHubBans())
    party.settle()
    [listed] = host.saw(HubBansListed)
    [ban] = listed.bans
    assert (ban.id, ban.nick, ban.realname, ban.by, ban.covers) == (number, "bob", "Bob", "host", "ach")
    assert (ban.time, ban.reason) == (party.now, "spam")


def test_a_moderator_bans_from_the_room_by_account(party: Party, host: Friend) -> None:
    bob, zoe = guest(party, "bob"), guest(party, "zoe", address="10.0.0.8")
    host.wants(SetRank(ROOM, "zoe", "o"))
    party.settle()
    zoe.wants(Ban(ROOM, "bob"))
    party.settle()
    assert [event.mask for event in zoe.saw(BanChanged)] == ["~a:bob"]
    [left] = bob.saw(RoomLeft)
    assert (left.kind, left.by) == (LeaveKind.BANNED, "zoe")
    bob.wants(Join(ROOM))
    party.settle()
    assert [event.numeric for event in bob.saw(JoinFailed)] == ["474"]


def test_a_guest_who_asks_for_bans_is_told_nothing(party: Party, host: Friend) -> None:
    bob = guest(party, "bob")
    banned(host, "bob")
    zoe = guest(party, "zoe", address="10.0.0.8")
    zoe.wants(AskHubBans())
    party.settle()
    assert not [event for event in zoe.events if isinstance(event, HubBansListed | RequestFailed)]
    assert not bob.is_connected


def test_a_mute_for_a_time_is_told_to_all_and_ends(party: Party, host: Friend) -> None:
    bob = guest(party, "bob")
    host.events.clear()
    host.wants(Mute(ROOM, "bob", 5))
    party.settle()
    assert [event for event in host.events if isinstance(event, Muted)] == [
        Muted(ROOM, "bob", 5, "~m:~a:bob")
    ]
    [told] = bob.saw(BanChanged)
    assert (told.mask, told.banned, told.by) == ("~m:~a:bob", True, "host")
    bob.say(ROOM, "but")
    assert bob.saw(MessageFailed)
    party.wait(6)
    [over] = bob.saw(BanChanged)
    assert (over.mask, over.banned, over.by) == ("~m:~a:bob", False, "")
    bob.wants(Say(ROOM, "thanks"))
    party.settle()
    assert not bob.saw(MessageFailed)


def test_a_mute_is_lifted_as_a_ban_is(party: Party, host: Friend) -> None:
    bob = guest(party, "bob")
    host.wants(Mute(ROOM, "bob"))
    party.settle()
    [muted] = host.saw(Muted)
    host.wants(Unban(ROOM, muted.mask))
    party.settle()
    bob.say(ROOM, "thanks")
    assert not bob.saw(MessageFailed)
