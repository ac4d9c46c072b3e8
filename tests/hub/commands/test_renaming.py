"""RENAME, another name for a channel, and HUBBUB TITLE, another title for the room.

https://ircv3.net/specs/extensions/channel-rename
"""

from __future__ import annotations

import pytest

from app.hub.commands.rename import WAIT
from app.hub.data.events import ChannelRenamed, RoomTitled
from app.hub.data.memory import MemoryHistory
from app.hub.data.storage import ALL
from tests.hub.party import Party, command_of, untagged
from tests.hub.restarts import Kept
from tests.hub.test_rollback import FullDisk

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


class TestTitle:
    """The hub's own room is called something else, by its host alone; its channel stays."""

    def test_everybody_is_told_and_by_whom(self) -> None:
        party = Party(room_name="Robotics club")
        host = party.owner("mara", "#robotics-club", caps="message-tags")
        irssi = party.join("irssi", "#robotics-club")
        party.join("new")
        ann = party.join("ann", "#robotics-club", caps="message-tags batch draft/extended-isupport")
        assert host.says("HUBBUB TITLE : Robots\x02  and us ") == [
            r"@hubbub.chat/by=mara :hub 005 mara NETWORK=Robots\x20and\x20us :are supported by this server"
        ]
        assert irssi.hears() == [r":hub 005 irssi NETWORK=Robots\x20and\x20us :are supported by this server"]
        assert [command_of(line) for line in ann.hears()] == ["BATCH", "005", "BATCH"]
        assert party.happened(RoomTitled) == [RoomTitled(party.now, "Robots and us", "mara")]
        assert "322 irssi #robotics-club 3" in irssi.says("LIST")[1]
        late = party.connect("late")
        told = late.says("NICK late", "USER late 0 * :Late")
        assert any(r"NETWORK=Robots\x20and\x20us" in line for line in told)
        assert "Welcome to Robots and us, " in told[0]
        assert host.says("HUBBUB TITLE :Robots and us") == [], "it is called so"

    def test_only_the_host_does_it(self) -> None:
        party = Party()
        party.owner("mara", "#hubbub").says("JOIN #hubbub")
        bob, oper = party.join("bob", "#hubbub"), party.connect("early")
        refused = ":hub FAIL HUBBUB NOT_ALLOWED TITLE :Only the host calls the room something else"
        party.friends[1].says("MODE #hubbub +o bob")
        party.quiet()
        assert bob.says("HUBBUB TITLE :Mine") == [refused]
        assert oper.says("HUBBUB TITLE :Mine") == [refused]
        assert party.happened(RoomTitled) == []

    @pytest.mark.parametrize(
        ("title", "code"),
        [
            (" \x02 ", "INVALID_TITLE"),
            ("...", "INVALID_TITLE"),
            ("x" * 97, "INVALID_TITLE"),
            ("Chess", "TITLE_IN_USE"),
            ("CHESS", "TITLE_IN_USE"),
        ],
    )
    def test_a_title_that_cannot_be_is_refused(self, title: str, code: str) -> None:
        party = Party()
        host = party.owner("mara", "#hubbub", "#chess")
        (refusal,) = host.says(f"HUBBUB TITLE :{title}")
        assert refusal.startswith(f":hub FAIL HUBBUB {code} TITLE :")
        assert party.hub.title == "Hubbub"

    def test_it_stays_over_restarts_and_changes(self) -> None:
        kept = Kept()
        party = kept.party(room_name="Robotics club")
        host = party.owner("mara", "#robotics-club")
        host.says("HUBBUB TITLE :Robots", "HUBBUB TITLE :Machines")
        for opened_as in ("Robotics club", "Machines", "Robotics club"):
            again = kept.party(room_name=opened_as, room="#robotics-club")
            assert again.hub.title == "Machines"
            told = [] if opened_as == "Machines" else [RoomTitled(again.now, "Machines", "")]
            assert again.happened(RoomTitled) == told

    def test_another_name_with_which_it_is_opened_is_the_hosts_latest_word(self) -> None:
        kept = Kept()
        kept.party(room_name="Robotics club").owner("mara").says("HUBBUB TITLE :Robots")
        assert kept.party(room_name="Robotics Club!").hub.title == "Robotics Club!"
        assert kept.party(room_name="Robotics club").hub.title == "Robotics club"

    def test_it_is_taken_back_with_a_turn_that_cannot_be_kept(self) -> None:
        history = FullDisk()
        party = Party(history=history, records=history.records)
        host, bob = party.owner("mara", "#hubbub"), party.join("bob", "#hubbub")
        history.is_full = True
        host.says("HUBBUB TITLE :Robots")
        assert party.hub.title == "Hubbub"
        assert not any("005" in line for line in bob.hears())
        assert party.happened(RoomTitled) == []
