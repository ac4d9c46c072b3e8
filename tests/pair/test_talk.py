"""What happens to messages later, who writes, who is called how: between our hub and our client."""

from __future__ import annotations

import pytest

from app.client.events import (
    Abilities,
    Edited,
    HistoryPage,
    MarkerMoved,
    Member,
    MemberChanged,
    MessageArrived,
    MessageSent,
    NickChanged,
    OwnAwayChanged,
    PresenceChanged,
    Reacted,
    Redacted,
    RequestFailed,
    RoomEntered,
    RoomRenamed,
    Typing,
    TypingChanged,
)
from app.client.features.session_end import away_to_keep
from app.client.features.wish_table import TABLE
from app.client.wishes import (
    AskHubBans,
    ChangeColour,
    ChangeNick,
    Delete,
    Edit,
    Join,
    LiftHubBan,
    MarkRead,
    React,
    Reply,
    SetAway,
    TellTyping,
    Watch,
)
from app.hub.data.limits import MAX_BYTES, MAX_LINES
from tests.pair.party import Friend, Party

ROOM = "#robotics-club"
MARA, BOB, CARL = "11" * 32, "22" * 32, "33" * 32


@pytest.fixture
def party() -> Party:
    return Party(fingerprint="ab" * 32)


@pytest.fixture
def mara(party: Party) -> Friend:
    return party.join("mara", certificate=MARA)


@pytest.fixture
def bob(party: Party, mara: Friend) -> Friend:
    friend = party.join("bob", certificate=BOB)
    mara.events.clear()
    return friend


def said(friend: Friend, text: str) -> str:
    """Say something in the room; its msgid."""
    friend.say(ROOM, text)
    return friend.saw(MessageSent)[-1].msgid


def test_a_hub_takes_everything_but_what_is_its_hosts(mara: Friend) -> None:
    [offers] = mara.saw(Abilities)
    assert offers.kinds == TABLE.keys() - {AskHubBans, LiftHubBan}
    assert (offers.text_bytes, offers.text_lines) == (MAX_BYTES, MAX_LINES)


def test_an_answer_names_what_it_answers(party: Party, mara: Friend, bob: Friend) -> None:
    msgid = said(bob, "who comes?")
    mara.wants(Reply(ROOM, msgid, "I do"))
    party.settle()
    assert [event.reply_to for event in bob.saw(MessageArrived)] == [msgid]
    late = party.join("carl", certificate=CARL)
    [page] = late.saw(HistoryPage)
    answers = [event.reply_to for event in page.events if isinstance(event, MessageArrived)]
    assert answers == ["", msgid]


def test_reactions_are_given_and_taken_back(party: Party, mara: Friend, bob: Friend) -> None:
    msgid = said(bob, "done!")
    mara.events.clear()
    mara.wants(React(ROOM, msgid, "👍"))
    party.settle()
    [own], [theirs] = mara.saw(Reacted), bob.saw(Reacted)
    assert (own.msgid, own.reaction, own.given, own.own) == (msgid, "👍", True, True)
    assert (theirs.sender, theirs.own) == ("mara", False)
    mara.wants(React(ROOM, msgid, "👍", given=False))
    party.settle()
    assert [event.given for event in bob.saw(Reacted)] == [False]
    late = party.join("carl", certificate=CARL)
    [page] = late.saw(HistoryPage)
    assert [event.given for event in page.events if isinstance(event, Reacted)] in ([True, False], [])


def test_one_puts_ones_own_words_right_and_nobody_elses(party: Party, mara: Friend, bob: Friend) -> None:
    msgid = said(bob, "helo")
    mara.events.clear()
    bob.wants(Edit(ROOM, msgid, "hello\nall"))
    party.settle()
    [own], [seen] = bob.saw(Edited), mara.saw(Edited)
    assert (own.msgid, own.text, own.own) == (msgid, "hello\nall", True)
    assert (seen.msgid, seen.text, seen.sender, seen.account, seen.own) == (
        msgid,
        "hello\nall",
        "bob",
        "bob",
        False,
    )
    mara.wants(Edit(ROOM, msgid, "nonsense"))
    party.settle()
    assert [event.command for event in mara.saw(RequestFailed)] == ["EDIT"]
    assert bob.saw(Edited) == []
    assert list(mara.client.state.outbox.unconfirmed()) == []


def test_a_correction_on_its_way_over_a_break_is_made_once(party: Party, mara: Friend, bob: Friend) -> None:
    msgid = said(bob, "helo")
    mara.events.clear()
    bob.wants(Edit(ROOM, msgid, "hello"))
    party.hub.receive(bob.session, bob.client.take_output(), party.now)
    bob.cut()
    back = party.comes_back(bob)
    assert {event.text for event in back.saw(Edited)} <= {"hello"}
    assert len(mara.saw(Edited)) == 1
    assert list(back.client.state.outbox.unconfirmed()) == []
    assert back.client.state.outbox.waiting == []


def test_one_takes_ones_own_words_back_and_nobody_elses(party: Party, mara: Friend, bob: Friend) -> None:
    host = party.join_as_host("host", certificate="44" * 32)
    mine, theirs = said(bob, "a slip"), said(mara, "mine")
    mara.events.clear()
    bob.wants(Delete(ROOM, theirs))
    party.settle()
    assert [event.command for event in bob.saw(RequestFailed)] == ["REDACT"]
    assert mara.saw(Redacted) == []
    bob.wants(Delete(ROOM, mine, "sorry"))
    party.settle()
    [seen] = mara.saw(Redacted)
    assert (seen.conversation, seen.msgid, seen.by, seen.reason) == (ROOM, mine, "bob", "sorry")
    assert len(bob.saw(Redacted)) == 1
    host.wants(Delete(ROOM, theirs))
    party.settle()
    assert [event.by for event in mara.saw(Redacted)] == ["host"]


def test_others_see_who_writes(party: Party, mara: Friend, bob: Friend) -> None:
    bob.wants(TellTyping(ROOM, Typing.ACTIVE))
    party.settle()
    assert [event.state for event in mara.saw(TypingChanged)] == [Typing.ACTIVE]
    assert bob.saw(TypingChanged) == []
    bob.say(ROOM, "there")
    assert [event.state for event in mara.saw(TypingChanged)] == [Typing.DONE]
    bob.wants(TellTyping("mara", Typing.ACTIVE))
    party.settle()
    party.wait(7)
    states = [(event.conversation, event.state) for event in mara.saw(TypingChanged)]
    assert states == [("bob", Typing.ACTIVE), ("bob", Typing.DONE)]


def test_what_was_read_on_one_computer_is_read_on_the_other(party: Party, mara: Friend, bob: Friend) -> None:
    laptop = party.join("mara", certificate=MARA)
    bob.say(ROOM, "news")
    [arrived] = mara.saw(MessageArrived)
    laptop.events.clear()
    mara.wants(MarkRead(ROOM, arrived.time))
    party.settle()
    assert [event.time for event in laptop.saw(MarkerMoved)] == [pytest.approx(arrived.time, abs=0.001)]
    third = party.join("mara", certificate=MARA)
    assert [event.conversation for event in third.saw(MarkerMoved)] == [ROOM]


def test_people_are_called_as_they_tell(party: Party, mara: Friend) -> None:
    party.join("Bob_Stone", certificate=BOB, realname="Bob Stone")
    names = {event.member.nick: event.member.display_name for event in mara.saw(MemberChanged)}
    assert names["Bob_Stone"] == "Bob Stone"
    late = party.join("carl", certificate=CARL)
    members = late.client.state.channels[ROOM].members
    assert members["bob_stone"].display_name == "Bob Stone"


def test_a_colour_that_somebody_chooses_reaches_all_and_can_be_taken_back(
    party: Party, mara: Friend, bob: Friend
) -> None:
    bob.wants(ChangeColour("#223496"))
    party.settle()
    assert [event.member.color for event in mara.saw(MemberChanged)][-1:] == ["#223496"]
    late = party.join("carl", certificate=CARL)
    assert late.client.state.channels[ROOM].members["bob"].color == "#223496"
    bob.wants(ChangeColour(""))
    party.settle()
    assert [event.member.color for event in mara.saw(MemberChanged)][-1:] == [""]


def test_the_account_of_who_was_there_before_is_known(party: Party, mara: Friend, bob: Friend) -> None:
    bob.wants(ChangeNick("robert"))
    party.settle()
    late = party.join("carl", certificate=CARL)
    assert late.client.state.channels[ROOM].members["robert"].account == "bob"


def test_the_people_of_private_talks_come_and_go(party: Party, mara: Friend) -> None:
    mara.wants(Watch("bob"))
    party.settle()
    assert [event.online for event in mara.saw(PresenceChanged)] == [False]
    bob = party.join("bob", certificate=BOB)
    assert [event.online for event in mara.saw(PresenceChanged)] == [True]
    bob.cut()
    assert [event.online for event in mara.saw(PresenceChanged)] == [False]


def test_a_renamed_room_goes_on(party: Party, mara: Friend, bob: Friend) -> None:
    mara.wants(Join("#makers"))
    party.settle()
    bob.wants(Join("#makers"))
    party.settle()
    mara.client.state.request("RENAME", "#makers", "#builders", "Typo")
    party.settle()
    [renamed] = bob.saw(RoomRenamed)
    assert (renamed.old, renamed.new, renamed.by, renamed.reason) == ("#makers", "#builders", "mara", "Typo")
    bob.say("#builders", "still here")
    assert [event.conversation for event in mara.saw(MessageArrived)] == ["#builders"]


def test_another_program_of_ours_shares_name_rooms_and_words(party: Party, mara: Friend, bob: Friend) -> None:
    mara.wants(Join("#makers"))
    party.settle()
    phone = party.join("mara_phone", certificate=MARA)
    assert phone.client.state.own_nick == "mara"
    assert {event.channel for event in phone.events if isinstance(event, RoomEntered)} == {ROOM, "#makers"}
    assert phone.client.state.joining == {}
    phone.events.clear()
    mara.say(ROOM, "one\ntwo")
    mara.say("bob", "psst")
    own = [(event.conversation, event.text, event.own) for event in phone.saw(MessageArrived)]
    assert own == [(ROOM, "one\ntwo", True), ("bob", "psst", True)]
    phone.wants(ChangeNick("Maria"))
    party.settle()
    assert [(event.new, event.own) for event in mara.saw(NickChanged)] == [("Maria", True)]
    assert mara.client.state.own_nick == phone.client.state.own_nick == "Maria"
    phone.cut()
    assert "Maria" in bob.members()


def test_who_was_away_comes_back_away(party: Party, mara: Friend, bob: Friend) -> None:
    bob.wants(SetAway("lunch"))
    party.settle()
    bob.cut()
    mara.events.clear()
    back = party.comes_back(bob, away=away_to_keep(bob.client.state))
    assert [event.away for event in back.saw(OwnAwayChanged)] == [True]
    assert mara.client.state.channels[ROOM].members["bob"].away == "lunch"


def test_all_windows_know_who_is_in_a_browser_that_is_not_encrypted(party: Party, mara: Friend) -> None:
    party.join("guest", web=True)
    party.join("safe", web=True, secure=True)
    late = party.join("late")
    for friend in (mara, late):
        members = friend.client.state.channels[ROOM].members.values()
        assert [member.nick for member in members if member.is_overheard] == ["guest"]


def test_what_a_person_tells_is_kept_short_and_plain(party: Party, mara: Friend, bob: Friend) -> None:
    bob.client.state.request("METADATA", "*", "SET", "status", "At\x02 the\x1f lake")
    party.settle()
    [changed] = mara.saw(MemberChanged)
    assert isinstance(changed.member, Member)
    assert changed.member.status == "At the lake"
