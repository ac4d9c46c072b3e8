"""Rooms of a hub as two windows have them: made, listed, asked into, entered."""

from __future__ import annotations

from app.client.events import (
    ChannelsListed,
    HistoryAccess,
    HistoryPolicy,
    Invited,
    JoinFailed,
    ListedChannel,
    PersonInvited,
    RequestFailed,
    RoomEntered,
    RoomMade,
    RoomTitled,
)
from app.client.wishes import AskChannels, Invite, Join, MakeRoom
from tests.pair.party import Party

MAIN = ListedChannel("#robotics-club", 2, "", "Robotics club")


def test_a_room_that_one_makes_the_other_finds_and_enters() -> None:
    party = Party()
    mara, bob = party.join("mara"), party.join("bob")
    mara.wants(MakeRoom("Lunch at 12", False, "1h"))
    party.settle()
    assert [event.channel for event in mara.events if isinstance(event, RoomMade)] == ["#lunch-at-12"]
    assert mara.saw(RoomTitled) == [RoomTitled("#lunch-at-12", "Lunch at 12")]
    bob.events.clear()
    bob.wants(AskChannels())
    party.settle()
    assert bob.saw(ChannelsListed) == [
        ChannelsListed((MAIN, ListedChannel("#lunch-at-12", 1, "", "Lunch at 12")), is_last=True)
    ]
    bob.wants(Join("#lunch-at-12"))
    party.settle()
    assert [event for event in bob.events if isinstance(event, RoomTitled)] == [
        RoomTitled("#lunch-at-12", "Lunch at 12")
    ]
    (policy,) = bob.saw(HistoryPolicy)
    assert (policy.access, policy.channel) == (HistoryAccess.LAST_HOUR, "#lunch-at-12")


def test_a_private_room_is_for_those_who_are_asked_in() -> None:
    party = Party()
    mara, bob = party.join("mara"), party.join("bob")
    mara.wants(MakeRoom("Bob's birthday", True, "none"))
    party.settle()
    bob.events.clear()
    bob.wants(AskChannels())
    bob.wants(Join("#bob-s-birthday"))
    party.settle()
    assert [event for event in bob.events if isinstance(event, ChannelsListed)] == [
        ChannelsListed((MAIN,), is_last=True)
    ]
    assert [event.numeric for event in bob.saw(JoinFailed)] == ["473"]
    mara.wants(Invite("#bob-s-birthday", "bob"))
    party.settle()
    assert mara.saw(PersonInvited) == [PersonInvited("#bob-s-birthday", "bob", party.now)]
    assert bob.saw(Invited) == [Invited("#bob-s-birthday", "mara", party.now, "Bob's birthday")]
    bob.wants(Join("#bob-s-birthday"))
    party.settle()
    assert [event.channel for event in bob.saw(RoomEntered)] == ["#bob-s-birthday"]


def test_a_name_that_is_taken_is_refused_in_words() -> None:
    party = Party()
    mara = party.join("mara")
    mara.wants(MakeRoom("robotics CLUB", False, "all"))
    party.settle()
    (refused,) = mara.saw(RequestFailed)
    assert (refused.command, refused.target, refused.numeric) == ("HUBBUB", "CREATE", "TITLE_IN_USE")
