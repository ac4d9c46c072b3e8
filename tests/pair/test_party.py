"""Hub and client tied back to back: what people do, told as what the others' windows learn."""

from __future__ import annotations

import pytest

from app.client.events import (
    BanChanged,
    BanListed,
    ChannelModesChanged,
    ConnectionFailed,
    Failure,
    Invited,
    JoinFailed,
    LeaveKind,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MembersListed,
    MessageArrived,
    MessageCalledOff,
    MessageFailed,
    MessagePending,
    MessageSent,
    NickChanged,
    OwnAwayChanged,
    OwnerProven,
    RankChanged,
    Registered,
    RequestFailed,
    RoomEntered,
    RoomLeft,
    TextKind,
    TopicChanged,
    WhoisArrived,
)
from app.client.features.session_end import channels_to_rejoin
from app.client.wishes import (
    AskBans,
    Ban,
    CallOff,
    ChangeNick,
    Invite,
    Join,
    Kick,
    Part,
    Resend,
    Say,
    SetAway,
    SetModes,
    SetRank,
    SetTopic,
    Unban,
    Whois,
)
from tests.pair.party import Party

ROOM = "#robotics-club"


@pytest.fixture
def party() -> Party:
    return Party()


def test_a_guest_is_welcomed_and_lands_in_the_room(party: Party) -> None:
    bob = party.join("bob", realname="Bob B")
    kinds = [type(event) for event in bob.events]
    assert kinds.index(Registered) < kinds.index(RoomEntered) < kinds.index(MembersListed)
    [registered] = [event for event in bob.events if isinstance(event, Registered)]
    assert (registered.nick, registered.network, registered.room, registered.is_hub) == (
        "bob",
        "Robotics club",
        ROOM,
        True,
    )
    [member] = bob.saw(MembersListed)[-1].members
    assert (member.nick, member.host, member.realname) == ("bob", "10.0.0.1", "Bob B")


def test_a_guest_may_stay_out_of_the_room(party: Party) -> None:
    bob = party.join("bob", join_room=False)
    assert bob.saw(RoomEntered) == []
    assert bob.client.state.is_registered


def test_others_see_who_comes_with_name_and_address(party: Party) -> None:
    alice = party.join("alice")
    alice.events.clear()
    party.join("bob", realname="Bob B", address="10.0.0.7")
    [joined] = alice.saw(MemberJoined)
    assert (joined.channel, joined.member.nick, joined.member.realname, joined.member.host) == (
        ROOM,
        "bob",
        "Bob B",
        "10.0.0.7",
    )
    assert joined.member.joined is not None


def test_people_talk_and_each_message_is_there_once(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    alice.events.clear()
    bob.events.clear()
    bob.say(ROOM, "one\ntwo")
    pending = [event for event in bob.events if isinstance(event, MessagePending)]
    sent = bob.saw(MessageSent)
    assert [event.text for event in pending] == ["one\ntwo"]
    assert [event.id for event in sent] == [event.id for event in pending]
    arrived = alice.saw(MessageArrived)
    assert [(event.sender, event.text, event.conversation) for event in arrived] == [
        ("bob", "one\ntwo", ROOM),
    ]
    assert [event.msgid for event in arrived] == [event.msgid for event in sent]
    assert "" not in {event.msgid for event in sent}


def test_an_action_arrives_as_one(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    bob.wants(Say(ROOM, "waves", TextKind.ACTION))
    party.settle()
    [arrived] = alice.saw(MessageArrived)
    assert (arrived.kind, arrived.text) == (TextKind.ACTION, "waves")
    [sent] = bob.saw(MessageSent)
    assert sent.text == "waves"


def test_a_long_text_arrives_whole_and_in_order(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    alice.events.clear()
    words = " ".join(f"wörd{number}" for number in range(2000))
    bob.say(ROOM, words)
    party.wait(30)
    assert " ".join(event.text for event in alice.saw(MessageArrived)) == words
    assert bob.saw(MessageFailed) == []


def test_private_messages_go_to_one_person(party: Party) -> None:
    alice, bob, carol = party.join("alice"), party.join("bob"), party.join("carol")
    bob.say("alice", "psst")
    [arrived] = alice.saw(MessageArrived)
    assert (arrived.conversation, arrived.text) == ("bob", "psst")
    assert carol.saw(MessageArrived) == []
    [sent] = bob.saw(MessageSent)
    assert sent.conversation == "alice"


def test_a_message_to_nobody_fails_in_the_hubs_words(party: Party) -> None:
    bob = party.join("bob")
    bob.say("nobody", "hello?")
    [failed] = bob.saw(MessageFailed)
    assert (failed.conversation, failed.in_doubt) == ("nobody", False)
    assert failed.reason
    bob.wants(Resend(failed.id))
    party.settle()
    assert len(bob.saw(MessageFailed)) == 1
    bob.wants(CallOff("nobody", failed.id))
    assert bob.saw(MessageCalledOff) == [MessageCalledOff(failed.id, "nobody")]
    bob.wants(Resend(failed.id))
    assert bob.events == []


def test_a_message_to_oneself_arrives_too(party: Party) -> None:
    bob = party.join("bob")
    bob.events.clear()
    bob.say("bob", "note")
    assert len([event for event in bob.events if isinstance(event, MessageSent)]) == 1
    assert [event.text for event in bob.saw(MessageArrived)] == ["note"]


def test_a_rename_is_seen_by_all(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    bob.wants(ChangeNick("robert"))
    party.settle()
    for friend, own in ((alice, False), (bob, True)):
        [changed] = friend.saw(NickChanged)
        assert (changed.old, changed.new, changed.own, changed.channels) == ("bob", "robert", own, (ROOM,))
        assert set(friend.members()) == {"alice", "robert"}
    assert bob.client.state.own_nick == "robert"
    bob.wants(ChangeNick("alice"))
    bob.wants(ChangeNick("not a name"))
    party.settle()
    assert [event.command for event in bob.saw(RequestFailed)] == ["NICK", "NICK"]


def test_the_host_proves_it_and_may_do_what_others_may_not(party: Party) -> None:
    bob = party.join("bob")
    host = party.join_as_host("host")
    [proven] = host.saw(OwnerProven)
    assert proven.secret
    assert "secret" not in repr(host.client.state.options).replace("owner_secret", "")
    assert host.client.state.is_owner
    assert bob.members() == {"bob": "", "host": "q"}
    assert host.members() == bob.members()
    bob.events.clear()
    bob.wants(SetTopic(ROOM, "mine"))
    bob.wants(Kick(ROOM, "host"))
    party.settle()
    assert [event.command for event in bob.saw(RequestFailed)] == ["TOPIC", "KICK"]


def test_topics_are_told_to_those_who_are_in_and_those_who_come(party: Party) -> None:
    host, bob = party.join_as_host("host"), party.join("bob")
    host.wants(SetTopic(ROOM, "Nuts\nand bolts"))
    party.settle()
    [changed] = bob.saw(TopicChanged)
    assert (changed.topic, changed.by) == ("Nuts and bolts", "host")
    carol = party.join("carol")
    [told] = carol.saw(TopicChanged)
    assert (told.topic, told.by) == ("Nuts and bolts", "")
    assert carol.client.state.channels[ROOM].topic_by == "host"


def test_a_moderator_is_made_and_unmade(party: Party) -> None:
    host, bob = party.join_as_host("host"), party.join("bob")
    host.wants(SetRank(ROOM, "bob", "o"))
    party.settle()
    [given] = bob.saw(RankChanged)
    assert (given.nick, given.rank, given.given, given.by) == ("bob", "o", True, "host")
    assert host.members()["bob"] == "o"
    host.wants(SetRank(ROOM, "bob", "o", given=False))
    party.settle()
    assert bob.members()["bob"] == ""
    assert [event.given for event in bob.saw(RankChanged)] == [False]


def test_a_message_to_some_ranks_reaches_only_them(party: Party) -> None:
    host, bob, carol = party.join_as_host("host"), party.join("bob"), party.join("carol")
    host.wants(SetRank(ROOM, "bob", "o"))
    party.settle()
    host.say(f"@{ROOM}", "for moderators")
    [arrived] = bob.saw(MessageArrived)
    assert (arrived.conversation, arrived.to_ranks) == (ROOM, "@")
    assert carol.saw(MessageArrived) == []
    [sent] = host.saw(MessageSent)
    assert sent.conversation == ROOM


def test_a_kick_tells_who_and_why(party: Party) -> None:
    host, alice, bob = party.join_as_host("host"), party.join("alice"), party.join("bob")
    host.wants(Kick(ROOM, "bob", "spam"))
    party.settle()
    [left] = alice.saw(MemberLeft)
    assert (left.nick, left.kind, left.by, left.reason) == ("bob", LeaveKind.KICKED, "host", "spam")
    [gone] = bob.saw(RoomLeft)
    assert (gone.kind, gone.by, gone.reason) == (LeaveKind.KICKED, "host", "spam")
    bob.wants(Join(ROOM))
    party.settle()
    assert len(bob.saw(RoomEntered)) == 1


def test_a_ban_and_its_kick_are_one_and_keep_somebody_out(party: Party) -> None:
    host, alice, bob = party.join_as_host("host"), party.join("alice"), party.join("bob", address="10.0.0.66")
    host.wants(Ban(ROOM, "*!*@10.0.0.66"))
    host.wants(Kick(ROOM, "bob"))
    party.settle()
    assert [event.mask for event in alice.events if isinstance(event, BanChanged)] == ["*!*@10.0.0.66"]
    [left] = alice.saw(MemberLeft)
    assert (left.kind, left.by, left.reason) == (LeaveKind.BANNED, "host", "")
    bob.events.clear()
    bob.wants(Join(ROOM))
    party.settle()
    [failed] = bob.saw(JoinFailed)
    assert (failed.channel, failed.numeric) == (ROOM, "474")
    host.wants(AskBans(ROOM))
    party.settle()
    [listed] = host.saw(BanListed)
    assert [(mask, by) for mask, by, _ in listed.bans] == [("*!*@10.0.0.66", "host")]
    host.wants(Unban(ROOM, "*!*@10.0.0.66"))
    party.settle()
    assert [event.banned for event in alice.saw(BanChanged)] == [False]
    bob.wants(Join(ROOM))
    party.settle()
    assert len(bob.saw(RoomEntered)) == 1


def test_a_key_is_set_asked_for_and_remembered(party: Party) -> None:
    host, bob = party.join_as_host("host"), party.join("bob")
    host.wants(SetModes(ROOM, "+kl", ("sesame", "5")))
    party.settle()
    changed = bob.saw(ChannelModesChanged)[-1]
    assert changed.by == "host"
    assert changed.key == "sesame"
    assert set(changed.modes) >= {"k", "l"}
    assert (ROOM, "sesame") in channels_to_rejoin(host.client.state)
    bob.wants(Part(ROOM, "brb"))
    party.settle()
    assert [event.kind for event in bob.saw(RoomLeft)] == [LeaveKind.PARTED]
    assert [(event.kind, event.reason) for event in host.saw(MemberLeft)] == [(LeaveKind.PARTED, "brb")]
    bob.wants(Join(ROOM, "wrong"))
    party.settle()
    assert [event.numeric for event in bob.saw(JoinFailed)] == ["475"]
    bob.wants(Join(ROOM, "sesame"))
    party.settle()
    assert len(bob.saw(RoomEntered)) == 1


def test_away_is_seen_by_all_and_ends(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    alice.events.clear()
    bob.wants(SetAway("lunch"))
    party.settle()
    assert [event.away for event in bob.saw(OwnAwayChanged)] == [True]
    assert [event.member.away for event in alice.saw(MemberChanged)] == ["lunch"]
    carol = party.join("carol")
    members = {member.nick: member.away for member in carol.saw(MembersListed)[-1].members}
    assert members["alice"] is None
    assert members["bob"] is not None
    bob.wants(SetAway(None))
    party.settle()
    assert [event.member.away for event in alice.saw(MemberChanged)] == [None]
    assert not bob.client.state.is_away


def test_who_somebody_is_can_be_asked(party: Party) -> None:
    alice = party.join("alice")
    party.join("bob", realname="Bob B", address="10.0.0.7")
    alice.wants(Whois("bob"))
    alice.wants(Whois("nobody"))
    party.settle()
    failed = [event for event in alice.events if isinstance(event, RequestFailed)]
    assert [event.target for event in failed] == ["nobody"]
    [asked] = alice.saw(WhoisArrived)
    assert (asked.nick, asked.realname, asked.host) == ("bob", "Bob B", "10.0.0.7")
    assert ROOM in asked.channels
    assert asked.idle is not None


def test_an_invitation_reaches_the_invited(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    alice.wants(Join("#other"))
    party.settle()
    alice.wants(Invite("#other", "bob"))
    party.settle()
    [invited] = bob.saw(Invited)
    assert (invited.channel, invited.by) == ("#other", "alice")


@pytest.mark.parametrize(
    ("leave", "kind", "reason"),
    [
        (lambda friend: friend.client.quit("see you"), LeaveKind.QUIT, "see you"),
        (lambda friend: friend.client.quit(), LeaveKind.QUIT, ""),
        (lambda friend: friend.cut(), LeaveKind.LOST, "Connection reset"),
    ],
)
def test_how_somebody_left_is_told(party: Party, leave: object, kind: LeaveKind, reason: str) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    leave(bob)  # type: ignore[operator]  # a row of the table
    party.settle()
    [left] = alice.saw(MemberLeft)
    assert (left.nick, left.kind, left.reason) == ("bob", kind, reason)
    lost = bob.saw(ConnectionFailed)
    assert [event.failure for event in lost] == ([Failure.LOST] if kind is LeaveKind.LOST else [])


def test_somebody_who_falls_silent_is_told_as_lost(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    bob.cut(hub_knows=False)
    party.wait(95)
    [left] = alice.saw(MemberLeft)
    assert (left.nick, left.kind) == ("bob", LeaveKind.LOST)


def test_a_ghost_never_costs_a_member_its_name(party: Party) -> None:
    party.join("alice")
    bob = party.join("bob")
    bob.cut(hub_knows=False)
    party.wait(5)
    again = party.join("bob", own_nick_retry=True, channels=channels_to_rejoin(bob.client.state))
    party.wait(20)
    assert again.client.state.is_registered
    assert again.client.state.own_nick == "bob"
    assert "bob" in again.members()


def test_messages_of_a_break_follow_or_are_told_as_in_doubt(party: Party) -> None:
    alice, bob = party.join("alice"), party.join("bob")
    alice.events.clear()
    bob.is_connected = False  # the network takes nothing any more
    bob.wants(Say(ROOM, "taken by the socket"))
    bob.client.take_output()
    bob.wants(Say(ROOM, "never handed over"))
    bob.cut()
    [failed] = bob.saw(MessageFailed)
    assert failed.in_doubt
    bob.wants(Say(ROOM, "said while away"))
    again = party.join("bob", outbox=bob.client.state.outbox, channels=channels_to_rejoin(bob.client.state))
    assert [event.text for event in alice.saw(MessageArrived)] == ["never handed over", "said while away"]
    assert len(again.saw(MessageSent)) == 2


def test_the_host_closing_the_room_is_told_as_that(party: Party) -> None:
    bob = party.join("bob")
    party.hub.close("The host closed the room", party.now)
    party.settle()
    [failed] = bob.saw(ConnectionFailed)
    assert failed.failure is Failure.CLOSED_BY_HOST


def test_a_wrong_password_is_told_as_that() -> None:
    party = Party(password="sesame")
    for password in (None, "wrong"):
        bob = party.join("bob", password=password)
        [failed] = bob.saw(ConnectionFailed)
        assert failed.failure is Failure.WRONG_PASSWORD
    bob = party.join("bob", password="sesame")
    assert bob.client.state.is_registered


def test_a_name_in_use_is_told_as_that(party: Party) -> None:
    party.join("bob")
    other = party.join("bob", address="10.0.0.9")
    assert [event.failure for event in other.saw(ConnectionFailed)] == [Failure.NICK_IN_USE]


def test_a_locked_room_and_a_full_one_are_told_as_that() -> None:
    party = Party(max_sessions=1)
    party.join("alice")
    assert [event.failure for event in party.join("bob").saw(ConnectionFailed)] == [Failure.FULL]
    party = Party()
    party.hub.set_locked(True, party.now)
    assert [event.failure for event in party.join("bob").saw(ConnectionFailed)] == [Failure.LOCKED]


def test_an_operators_kill_is_told_to_the_killed_and_to_the_others() -> None:
    party = Party(operators={"root": "secret"})
    alice, bob, root = party.join("alice"), party.join("bob"), party.join("root")
    root.client.state.send("OPER", "root", "secret")
    root.client.state.send("KILL", "bob", "enough")
    party.settle()
    [failed] = bob.saw(ConnectionFailed)
    assert failed.failure is Failure.KICKED_OUT
    [left] = alice.saw(MemberLeft)
    assert (left.kind, left.by) == (LeaveKind.KICKED, "root")
