"""The list of a server's channels, rooms that are made on a hub, their titles, and invitations."""

from __future__ import annotations

import pytest

from app.client.events import (
    ChannelsListed,
    HistoryAccess,
    HistoryPolicy,
    Invited,
    ListedChannel,
    NetworkRenamed,
    PersonInvited,
    RequestFailed,
    RoomEntered,
    RoomMade,
    RoomTitled,
    ServerSaid,
)
from app.client.handlers.channel_list import AT_ONCE, LISTED, TOPIC_LENGTH
from app.client.wishes import AskChannels, Decline, Invite, Join, MakeRoom, RenameRoom
from app.irc.room_lines import TITLE_BYTES
from tests.client.play import ISUPPORT, MODERN, NOW, OURS, Play, only

ROOMS = f"{OURS} hubbub.chat/rooms draft/metadata-3"


def test_the_channels_of_a_server_are_listed() -> None:
    play = Play().registers()
    play.wants(AskChannels())
    assert play.asks() == "LIST\r\n"
    assert (
        play.hears(":s 321 me Channel :Users  Name", ":s 322 me #a 12 :[+nt] about a", ":s 322 me &b 0") == []
    )
    assert play.hears(":s 323 me :End") == [
        ChannelsListed((ListedChannel("#a", 12, "[+nt] about a"), ListedChannel("&b", 0, "")), is_last=True)
    ]


def test_titles_come_with_the_list_of_a_hub() -> None:
    play = Play().registers(caps=ROOMS)
    play.wants(AskChannels())
    events = play.hears("@hubbub.chat/title=Chess\\:\\sand\x02\\sgo :s 322 me #chess 3 :", ":s 323 me :End")
    assert events == [ChannelsListed((ListedChannel("#chess", 3, "", "Chess; and go"),), is_last=True)]


def test_no_title_is_longer_than_a_title_can_be() -> None:
    play = Play().registers(caps=ROOMS)
    play.wants(AskChannels())
    events = play.hears(f"@hubbub.chat/title={'x' * 4000} :s 322 me #chess 3 :", ":s 323 me :End")
    assert events == [ChannelsListed((ListedChannel("#chess", 3, "", "x" * TITLE_BYTES),), is_last=True)]


def test_a_long_list_comes_in_pieces_and_has_an_end() -> None:
    play = Play().registers()
    play.wants(AskChannels())
    topic = "x" * (TOPIC_LENGTH + 1)
    events = play.hears(
        *(f":s 322 me #c{number} 1 :{topic}" for number in range(LISTED + 10)), ":s 323 me :End"
    )
    pieces = only(events, ChannelsListed)
    assert [len(piece.channels) for piece in pieces] == [AT_ONCE] * (LISTED // AT_ONCE) + [0]
    assert [piece.is_last for piece in pieces[-2:]] == [False, True]
    assert pieces[0].channels[0].topic == topic[1:]


def test_a_list_that_nobody_asked_for_goes_to_the_log() -> None:
    play = Play().registers()
    events = play.hears(":s 321 me Channel :Users", ":s 322 me #a 1 :topic", ":s 323 me :End")
    assert events == [
        ServerSaid("Channel Users", "321", NOW),
        ServerSaid("#a 1 topic", "322", NOW),
        ServerSaid("End", "323", NOW),
    ]


def test_a_list_may_be_refused() -> None:
    play = Play().registers()
    play.wants(AskChannels())
    assert play.hears(":s 263 me LIST :Wait a minute") == [
        RequestFailed("LIST", "", "263", "Wait a minute", NOW)
    ]


def test_a_room_is_made_and_entered() -> None:
    play = Play().registers(caps=ROOMS)
    play.wants(MakeRoom("  Kunst\x02-AG\n4. Klasse ", True, "none"))
    assert play.asks() == f"@label={play.last_label} HUBBUB CREATE none INVITED :Kunst-AG 4. Klasse\r\n"
    events = play.answers(
        ":s HUBBUB CREATE #kunst-ag",
        ":me!u@h JOIN #kunst-ag",
        ":s 761 me #kunst-ag display-name * :Kunst-AG 4. Klasse",
        ":s HUBBUB HISTORY #kunst-ag none",
        kind="labeled-response",
        target="",
    )
    assert [event for event in events if not isinstance(event, ServerSaid)] == [
        RoomMade("#kunst-ag"),
        RoomEntered("#kunst-ag", NOW, catches_up=True),
        RoomTitled("#kunst-ag", "Kunst-AG 4. Klasse", NOW),
        HistoryPolicy(HistoryAccess.NONE, NOW, "#kunst-ag"),
    ]
    assert play.hears(":s 766 me #kunst-ag display-name :Key is not set") == [
        RoomTitled("#kunst-ag", "", NOW)
    ]


def test_a_room_that_is_not_made_says_why() -> None:
    play = Play().registers(caps=ROOMS)
    play.wants(MakeRoom("Chess", False, "all"))
    assert play.hears(f"@label={play.last_label} :s FAIL HUBBUB TITLE_IN_USE CREATE :There is one") == [
        RequestFailed("HUBBUB", "CREATE", "TITLE_IN_USE", "There is one", NOW)
    ]


def test_no_server_makes_a_room_unasked() -> None:
    play = Play().registers(caps=ROOMS)
    assert play.hears(":s HUBBUB CREATE #x") == []
    assert play.hears(":s HUBBUB HISTORY #x none", ":s HUBBUB HISTORY", ":s HUBBUB HISTORY #x most") == []
    assert play.session.state.joining == {}


def test_rooms_are_made_on_hubs_that_can_only() -> None:
    assert Play().registers(caps=ROOMS).session.can(MakeRoom)
    assert not Play().registers(caps=OURS).session.can(MakeRoom)
    assert not Play().registers(caps=MODERN).session.can(MakeRoom)
    assert Play().registers().session.can(AskChannels)


def test_a_hub_is_told_of_an_invitation_that_is_declined() -> None:
    play = Play().registers(caps=ROOMS)
    play.wants(Decline("#chess"))
    assert play.asks() == f"@label={play.last_label} HUBBUB DECLINE #chess\r\n"
    other = Play().registers()
    other.wants(Decline("#chess"))
    assert other.asks() == ""


def test_a_room_is_called_something_else() -> None:
    play = Play().registers(caps=ROOMS)
    play.wants(RenameRoom("#kunst-ag", " Kunst\n AG "))
    assert play.asks() == f"@label={play.last_label} METADATA #kunst-ag SET display-name :Kunst AG\r\n"
    other = Play().registers(caps="draft/channel-rename labeled-response batch")
    other.wants(RenameRoom("#kunst-ag", "Kunst AG"))
    assert other.asks() == f"@label={other.last_label} RENAME #kunst-ag #kunst-ag\r\n"
    assert not Play().registers().session.can(RenameRoom)


def test_the_room_of_a_hub_is_called_something_else_by_its_host() -> None:
    play = Play().registers(caps=ROOMS, isupport=f"{ISUPPORT} hubbub.chat/ROOM=#club")
    play.wants(RenameRoom("#CLUB", "Robots and  us"))
    assert play.asks() == f"@label={play.last_label} HUBBUB TITLE :Robots and us\r\n"
    told = r"@hubbub.chat/by=mara :s 005 me NETWORK=Robots\x20and\x20us :are supported by this server"
    assert play.hears(told) == [NetworkRenamed("Robots and us", "mara", NOW)]
    assert play.hears(told) == [], "it is called so"


def test_a_server_of_others_may_be_called_something_else_too() -> None:
    play = Play().registers()
    told = "@hubbub.chat/by=mara :s 005 me NETWORK=Other :are supported by this server"
    assert play.hears(told) == [NetworkRenamed("Other", "", NOW)]


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("@hubbub.chat/by=bob :s 761 * #a display-name * :Kunst", "bob"),
        ("@hubbub.chat/by=bob :s 766 * #a display-name :Key is not set", "bob"),
        (":s 761 * #a display-name * :Kunst", ""),
        (":bob!b@h METADATA #a display-name * :Kunst", "bob"),
        (":s METADATA #a display-name * :Kunst", ""),
    ],
)
def test_a_title_tells_who_has_just_given_it(line: str, by: str) -> None:
    play = Play().registers(caps=ROOMS, channel="#a")
    (titled,) = play.hears(line)
    assert isinstance(titled, RoomTitled)
    assert titled.by == by


def test_servers_of_others_say_it_of_nobody() -> None:
    play = Play().registers(caps=f"{MODERN} draft/metadata-3", channel="#a")
    assert play.hears("@hubbub.chat/by=bob :s 761 * #a display-name * :X") == [RoomTitled("#a", "X", NOW)]


def test_titles_of_channels_that_one_is_not_in_change_nothing() -> None:
    play = Play().registers(caps=ROOMS)
    assert play.hears(":s 761 me #x display-name * :X", ":s METADATA #x display-name * :X") == []
    play.wants(Join("#x"))
    play.hears(":me!u@h JOIN #x")
    assert play.hears(":s 761 me #x color * :red") == []


def test_an_invitation_has_the_title_of_its_room() -> None:
    play = Play().registers(caps=ROOMS)
    assert play.hears("@hubbub.chat/title=Chess :bob!b@h INVITE me #chess") == [
        Invited("#chess", "bob", NOW, "Chess")
    ]


def test_a_hub_is_asked_for_the_invitations_that_wait() -> None:
    play = Play().registers(caps=ROOMS)
    assert " INVITE\r\n" in play.output
    assert play.hears("@hubbub.chat/title=Chess :s 336 me #chess", ":s 337 me :End")[0] == (
        Invited("#chess", "", NOW, "Chess")
    )
    elsewhere = Play().registers(caps=MODERN)
    assert "INVITE" not in elsewhere.output
    assert elsewhere.hears(":s 336 me #chess") == [ServerSaid("#chess", "336", NOW)]


def test_who_was_invited_is_told() -> None:
    play = Play().registers(isupport=ISUPPORT, channel="#a")
    play.wants(Invite("#a", "bob"))
    expected = [PersonInvited("#a", "bob", NOW)]
    assert play.hears(":s 341 me bob #a") == expected
    assert play.hears(":s 341 me #a bob") == expected
