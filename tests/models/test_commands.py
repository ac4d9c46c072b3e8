"""What typed text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.client.events import TextKind
from app.client.wishes import (
    Ban,
    Invite,
    Join,
    Kick,
    Quote,
    Say,
    SetAway,
    SetRank,
    SetTopic,
    Unban,
    Whois,
    Wish,
)
from app.models.commands import COMMANDS, describe_command, holds_password, matching, parse_input, usage_of
from app.models.room_wishes import (
    ChangeName,
    LeaveRoom,
    Mistake,
    OpenTalk,
    ShowHelp,
    ShowRooms,
    ShowServerLog,
)

HERE = "#here"
TYPED: list[tuple[str, Wish]] = [
    ("hello", Say(HERE, "hello")),
    ("two\nlines", Say(HERE, "two\nlines")),
    (" /me too", Say(HERE, " /me too")),
    ("//etc is a folder", Say(HERE, "/etc is a folder")),
    ("/me waves  twice", Say(HERE, "waves twice", TextKind.ACTION)),
    ("/ME waves", Say(HERE, "waves", TextKind.ACTION)),
    ("/nick mara", ChangeName("mara")),
    ("/nick Mara  Lind", ChangeName("Mara Lind")),
    ("/kick @eve", Kick(HERE, "eve", "")),
    ("/join #club", Join("#club", "")),
    ("/join #club secret", Join("#club", "secret")),
    ("/part", LeaveRoom("")),
    ("/leave see you", LeaveRoom("see you")),
    ("/msg bob how are you", Say("bob", "how are you")),
    ("/query bob", OpenTalk("bob", "")),
    ("/query bob hi", OpenTalk("bob", "hi")),
    ("/notice bob hi", Say("bob", "hi", TextKind.NOTICE)),
    ("/topic bring chargers", SetTopic(HERE, "bring chargers")),
    ("/kick eve spam and more", Kick(HERE, "eve", "spam and more")),
    ("/ban eve", Ban(HERE, "eve", "")),
    ("/unban *!*@192.0.2.7", Unban(HERE, "*!*@192.0.2.7")),
    ("/join club", Join("#club", "")),
    ("/unban eve", Unban(HERE, "eve!*@*")),
    ("/away", SetAway("Away")),
    ("/away at lunch", SetAway("at lunch")),
    ("/back", SetAway(None)),
    ("/invite kim", Invite(HERE, "kim")),
    ("/list", ShowRooms()),
    ("/list chess club", ShowRooms("chess club")),
    ("/whois kim", Whois("kim")),
    ("/op kim", SetRank(HERE, "kim", "o", True)),
    ("/deop kim", SetRank(HERE, "kim", "o", False)),
    ("/voice kim", SetRank(HERE, "kim", "v", True)),
    ("/devoice kim", SetRank(HERE, "kim", "v", False)),
    ("/mode", Quote("MODE #here")),
    ("/mode +m", Quote("MODE #here +m")),
    ("/mode -b+k *!*@x key", Quote("MODE #here -b+k *!*@x key")),
    ("/mode #other +i", Quote("MODE #other +i")),
    ("/mode mara", Quote("MODE mara")),
    ("/quote STATS u", Quote("STATS u")),
    ("/ns help", Say("NickServ", "help")),
    ("/cs op #here mara", Say("ChanServ", "op #here mara")),
    ("/log", ShowServerLog()),
    ("/help", ShowHelp("")),
    ("/help /Kick", ShowHelp("kick")),
]


@pytest.mark.parametrize(("text", "wish"), TYPED, ids=[text for text, _ in TYPED])
def test_typed_text_has_one_meaning(qtbot: QtBot, text: str, wish: Wish) -> None:
    assert parse_input(text, HERE) == wish


def test_every_command_is_tried_here() -> None:
    tried = {text[1:].partition(" ")[0].lower() for text, _ in TYPED if text.startswith("/")}
    assert set(COMMANDS) <= tried


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/frob", "There is no command /frob"),
        ("/usr/bin/env\nmore", "There is no command /usr/bin/env"),
        ("/", "There is no command /"),
        ("/nick", "Usage: /nick name"),
        ("/msg bob", "Usage: /msg name text"),
        ("/kick   ", "Usage: /kick name [reason]"),
    ],
)
def test_a_mistake_is_a_sentence(qtbot: QtBot, text: str, words: str) -> None:
    found = parse_input(text)
    assert isinstance(found, Mistake)
    assert found.sentence.startswith(words)


def test_commands_are_found_by_their_beginning(qtbot: QtBot) -> None:
    assert [row.name for row in matching("DE")] == ["deop", "devoice"]
    assert matching("x") == []
    assert len(matching("")) == len(COMMANDS)
    assert all(describe_command(row) and usage_of(row).startswith("/") for row in matching(""))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("/kick Ines Duarte spam", Kick(HERE, "Ines_Duarte", "spam")),
        ("/msg @ines duarte hi there", Say("Ines_Duarte", "hi there")),
        ("/whois Ines Duarte", Whois("Ines_Duarte")),
        ("/kick Ines Duartes friend", Kick(HERE, "Ines", "Duartes friend")),
        ("/kick Ines_Duarte spam", Kick(HERE, "Ines_Duarte", "spam")),
        ("/me Ines Duarte", Say(HERE, "Ines Duarte", TextKind.ACTION)),
    ],
)
def test_people_may_be_named_as_they_stand_in_the_list(text: str, wish: Wish) -> None:
    assert parse_input(text, HERE, {"Ines Duarte": "Ines_Duarte"}) == wish


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert parse_input(text) is not None


@pytest.mark.parametrize(
    ("text", "conversation", "holds"),
    [
        ("/msg NickServ identify secret", HERE, True),
        ("/query NickServ identify secret", HERE, True),
        ("/ns identify secret", HERE, True),
        ("/quote PASS secret", HERE, True),
        ("/quote ns identify secret", HERE, True),
        ("identify secret", "NickServ", True),
        ("identify secret", HERE, False),
        ("/msg bob identify yourself", HERE, False),
        ("/quote VERSION", HERE, False),
        ("/msg NickServ help", HERE, False),
        ("/unknown NickServ identify yourself", HERE, False),
        ("/nickserv identify secret", HERE, True),
        ("/identify secret", HERE, True),
        ("/oper mara secret", HERE, True),
        ("/raw help", HERE, False),
        ("/ msg NickServ identify secret", HERE, True),
        ("/msg NickServ", HERE, False),
    ],
)
def test_what_holds_a_password_is_known_before_it_is_sent(text: str, conversation: str, holds: bool) -> None:
    assert holds_password(text, conversation) is holds
