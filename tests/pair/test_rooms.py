"""Rooms of a hub as two windows have them: made, listed, asked into, entered."""

from __future__ import annotations

from app.client.events import (
    ChannelModesChanged,
    ChannelsListed,
    HistoryAccess,
    HistoryPolicy,
    Invited,
    JoinFailed,
    ListedChannel,
    NetworkRenamed,
    PersonInvited,
    RequestFailed,
    RoomEntered,
    RoomMade,
    RoomTitled,
)
from app.client.wishes import AskChannels, Invite, Join, MakeRoom, RenameRoom, SetModes
from app.words.failure_words import request_words
from tests.pair.party import Party

MAIN = ListedChannel("#robotics-club", 2, "", "Robotics club")


def test_a_room_that_one_makes_the_other_finds_and_enters() -> None:
    party = Party()
    mara, bob = party.join("mara"), party.join("bob")
    mara.wants(MakeRoom("Lunch at 12", False, "1h"))
    party.settle()
    assert [event.channel for event in mara.events if isinstance(event, RoomMade)] == ["#lunch-at-12"]
    assert mara.saw(RoomTitled) == [RoomTitled("#lunch-at-12", "Lunch at 12", party.now)]
    bob.events.clear()
    bob.wants(AskChannels())
    party.settle()
    assert bob.saw(ChannelsListed) == [
        ChannelsListed((MAIN, ListedChannel("#lunch-at-12", 1, "", "Lunch at 12")), is_last=True)
    ]
    bob.wants(Join("#lunch-at-12"))
    party.settle()
    assert [event for event in bob.events if isinstance(event, RoomTitled)] == [
        RoomTitled("#lunch-at-12", "Lunch at 12", party.now)
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


def test_a_room_is_renamed_and_made_private_by_who_made_it_and_nobody_else() -> None:
    party = Party()
    mara, bob = party.join("mara"), party.join("bob")
    mara.wants(MakeRoom("Lunch at 12", False, "1h"))
    party.settle()
    bob.wants(Join("#lunch-at-12"))
    party.settle()
    bob.wants(RenameRoom("#lunch-at-12", "Mine"))
    bob.wants(SetModes("#lunch-at-12", "+is"))
    party.settle()
    assert [event.numeric for event in bob.saw(RequestFailed)] == ["KEY_NO_PERMISSION", "482"]
    for person in (mara, bob):
        person.events.clear()
    mara.wants(RenameRoom("#lunch-at-12", "Dinner"))
    mara.wants(SetModes("#lunch-at-12", "+is"))
    party.settle()
    for person in (mara, bob):
        assert RoomTitled("#lunch-at-12", "Dinner", party.now, "mara") in person.events
        assert [event.text for event in person.saw(ChannelModesChanged)] == ["+is"]
    mara.wants(RenameRoom("#lunch-at-12", "robotics club"))
    party.settle()
    (refused,) = mara.saw(RequestFailed)
    assert "There is a room of that name here" in request_words(refused.numeric, refused.detail)


def test_the_room_of_the_hub_is_renamed_by_its_host_and_nobody_else() -> None:
    party = Party()
    mara, bob = party.join_as_host("mara"), party.join("bob")
    mara.wants(SetModes("#robotics-club", "+o", ("bob",)))
    bob.wants(RenameRoom("#robotics-club", "Mine"))
    party.settle()
    (refused,) = bob.saw(RequestFailed)
    assert request_words(refused.numeric, refused.detail) == "Only the host may do that."
    mara.events.clear()
    mara.wants(RenameRoom("#robotics-club", "Robots"))
    party.settle()
    for person in (mara, bob):
        assert person.saw(NetworkRenamed) == [NetworkRenamed("Robots", "mara", party.now)]
    bob.wants(AskChannels())
    party.settle()
    (listed,) = bob.saw(ChannelsListed)
    assert [channel.title for channel in listed.channels] == ["Robots"]
    mara.wants(RenameRoom("#robotics-club", "Kitchen"))
    mara.wants(MakeRoom("Lunch", False, "all"))
    mara.wants(RenameRoom("#robotics-club", "lunch"))
    party.settle()
    (refused,) = mara.saw(RequestFailed)
    assert "There is a room of that name here" in request_words(refused.numeric, refused.detail)


def test_a_name_that_is_taken_is_refused_in_words() -> None:
    party = Party()
    mara = party.join("mara")
    mara.wants(MakeRoom("robotics CLUB", False, "all"))
    party.settle()
    (refused,) = mara.saw(RequestFailed)
    assert (refused.command, refused.target, refused.numeric) == ("HUBBUB", "CREATE", "TITLE_IN_USE")
