"""RENAME: another name for a channel. https://ircv3.net/specs/extensions/channel-rename"""

from __future__ import annotations

import pytest

from app.hub.commands.rename import WAIT
from app.hub.data.events import ChannelRenamed
from app.hub.data.memory import MemoryHistory
from app.hub.data.storage import ALL
from tests.hub.party import Party, command_of, untagged

CAP = "draft/channel-rename"


def test_who_knows_it_is_told_in_one_line() -> None:
    party = Party()
    bob, ann = party.join("bob", "#old", caps=CAP), party.join("ann", "#old", caps=CAP)
    party.quiet()
    assert bob.says("RENAME #OLD #new :Typo fix") == [":bob!bob@10.0.0.1 RENAME #old #new :Typo fix"]
    assert ann.hears() == [":bob!bob@10.0.0.1 RENAME #old #new :Typo fix"]
    assert party.happened(ChannelRenamed) == [ChannelRenamed(party.now, "#old", "#new", "bob", "Typo fix")]


def test_without_a_reason_it_is_empty() -> None:
    bob = Party().join("bob", "#old", caps=CAP)
    assert bob.says("RENAME #old #new") == [":bob!bob@10.0.0.1 RENAME #old #new :"]


def test_others_see_themselves_leave_and_come() -> None:
    party = Party()
    bob = party.join("bob", "#old", caps=CAP)
    ann = party.join("ann", "#old")
    zoe = party.join("zoe", "#old", caps="extended-join no-implicit-names")
    bob.says("TOPIC #old :Hello")
    party.quiet()
    bob.says("RENAME #old #new :why")
    heard = ann.hears()
    assert heard[:2] == [":ann!ann@10.0.0.2 PART #old :why", ":ann!ann@10.0.0.2 JOIN #new"]
    assert [command_of(line) for line in heard[2:]] == ["332", "333", "353", "366"]
    assert heard[-2] == ":hub 353 ann = #new :@bob ann zoe"
    assert [untagged(line) for line in zoe.hears()][:2] == [
        ":zoe!zoe@10.0.0.3 PART #old :why",
        ":zoe!zoe@10.0.0.3 JOIN #new * :Zoe Real",
    ]


def test_who_asks_without_knowing_it_sees_that_too() -> None:
    bob = Party().join("bob", "#old")
    assert bob.says("RENAME #old #new")[:2] == [
        ":bob!bob@10.0.0.1 PART :#old",
        ":bob!bob@10.0.0.1 JOIN #new",
    ]


def test_the_channel_keeps_what_it_has_and_frees_its_name() -> None:
    party = Party()
    bob, ann = party.join("bob", "#old"), party.join("ann", "#old")
    bob.says("MODE #old +k word", "MODE #old +v ann", "RENAME #old #new")
    assert ":hub 353 bob = #new :@bob +ann" in bob.says("NAMES #new")
    assert bob.says("MODE #new")[0] == ":hub 324 bob #new +ntk word"
    ann.hears()
    assert ann.says("JOIN #new") == []
    assert command_of(ann.says("JOIN #old")[0]) == "JOIN"
    assert ann.says("NAMES #old")[0] == ":hub 353 ann = #old @ann"
    bob.says("PART #new")
    ann.says("PART #new")
    assert party.join("zoe").codes("JOIN #new")[0] == "JOIN"


def test_the_case_alone_may_change_and_only_those_who_know_hear() -> None:
    party = Party()
    bob, ann = party.join("bob", "#club", caps=CAP), party.join("ann", "#club")
    assert bob.says("RENAME #club #Club")[-1] == ":bob!bob@10.0.0.1 RENAME #club #Club :"
    assert ann.hears() == []
    assert ann.says("NAMES #club")[0] == ":hub 353 ann = #Club :@bob ann"


def test_what_was_said_goes_with_the_channel() -> None:
    history = MemoryHistory()
    bob = Party(history=history).join("bob", "#old")
    bob.says("PRIVMSG #old :hello", "RENAME #old #new")
    assert [event.params[-1] for event in history.read("#new", ALL, 9, newest=True, events=False)] == [
        "hello"
    ]
    assert history.read("#old", ALL, 9, newest=True, events=True) == []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("RENAME #old", ":hub 461 bob RENAME :Not enough parameters"),
        ("RENAME #none #new", ":hub 403 bob #none :No such channel"),
        ("RENAME #zoes #new", ":hub 442 bob #zoes :You are not in that channel"),
        ("RENAME #anns #new", ":hub 482 bob #anns :You are not a moderator of that channel"),
        (
            "RENAME #old #ZOES",
            ":hub FAIL RENAME CHANNEL_NAME_IN_USE #old #ZOES :There is another channel of that name",
        ),
        (
            "RENAME #old #hubbub",
            ":hub FAIL RENAME CHANNEL_NAME_IN_USE #old #hubbub :There is another channel of that name",
        ),
        ("RENAME #old new", ":hub FAIL RENAME CANNOT_RENAME #old new :That cannot be a channel's name"),
    ],
)
def test_what_cannot_be(line: str, answer: str) -> None:
    party = Party()
    party.join("ann", "#anns")
    party.join("zoe", "#zoes")
    assert party.join("bob", "#anns", "#old").says(line) == [answer]


def test_the_room_keeps_its_name() -> None:
    host = Party().owner("host", "#hubbub")
    assert host.says("RENAME #hubbub #club") == [
        ":hub FAIL RENAME CANNOT_RENAME #hubbub #club :The room is called as the host has opened it"
    ]


def test_not_again_at_once() -> None:
    party = Party()
    bob = party.join("bob", "#a", caps=CAP)
    assert bob.codes("RENAME #a #b", "RENAME #b #c") == ["RENAME", "FAIL"]
    party.wait(WAIT)
    assert bob.codes("RENAME #b #c") == ["RENAME"]
