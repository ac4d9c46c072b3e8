"""What typed text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.models.commands import (
    COMMANDS,
    Act,
    Ban,
    ChangeNick,
    ComeBack,
    Intent,
    Invite,
    JoinRoom,
    Kick,
    LeaveRoom,
    Mistake,
    OpenTalk,
    Say,
    SendNotice,
    SetAway,
    SetRank,
    SetTopic,
    ShowHelp,
    Tell,
    Unban,
    Whois,
    describe_command,
    matching,
    parse_input,
    usage_of,
)

TYPED: list[tuple[str, Intent]] = [
    ("hello", Say("hello")),
    ("two\nlines", Say("two\nlines")),
    (" /me too", Say(" /me too")),
    ("//etc is a folder", Say("/etc is a folder")),
    ("/me waves  twice", Act("waves twice")),
    ("/ME waves", Act("waves")),
    ("/nick mara", ChangeNick("mara")),
    ("/nick Mara  Lind", ChangeNick("Mara Lind")),
    ("/kick @eve", Kick("eve", "")),
    ("/join #club", JoinRoom("#club", "")),
    ("/join #club secret", JoinRoom("#club", "secret")),
    ("/part", LeaveRoom("")),
    ("/leave see you", LeaveRoom("see you")),
    ("/msg bob how are you", Tell("bob", "how are you")),
    ("/query bob", OpenTalk("bob", "")),
    ("/query bob hi", OpenTalk("bob", "hi")),
    ("/notice bob hi", SendNotice("bob", "hi")),
    ("/topic bring chargers", SetTopic("bring chargers")),
    ("/kick eve spam and more", Kick("eve", "spam and more")),
    ("/ban eve", Ban("eve", "")),
    ("/unban eve", Unban("eve")),
    ("/away", SetAway("")),
    ("/away at lunch", SetAway("at lunch")),
    ("/back", ComeBack()),
    ("/invite kim", Invite("kim")),
    ("/whois kim", Whois("kim")),
    ("/op kim", SetRank("kim", "o", True)),
    ("/deop kim", SetRank("kim", "o", False)),
    ("/voice kim", SetRank("kim", "v", True)),
    ("/devoice kim", SetRank("kim", "v", False)),
    ("/help", ShowHelp("")),
    ("/help /Kick", ShowHelp("kick")),
]


@pytest.mark.parametrize(("text", "intent"), TYPED, ids=[text for text, _ in TYPED])
def test_typed_text_has_one_meaning(qtbot: QtBot, text: str, intent: Intent) -> None:
    assert parse_input(text) == intent


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
    ("text", "intent"),
    [
        ("/kick Ines Duarte spam", Kick("Ines_Duarte", "spam")),
        ("/msg @ines duarte hi there", Tell("Ines_Duarte", "hi there")),
        ("/whois Ines Duarte", Whois("Ines_Duarte")),
        ("/kick Ines Duartes friend", Kick("Ines", "Duartes friend")),
        ("/kick Ines_Duarte spam", Kick("Ines_Duarte", "spam")),
        ("/me Ines Duarte", Act("Ines Duarte")),
    ],
)
def test_people_may_be_named_as_they_stand_in_the_list(text: str, intent: Intent) -> None:
    assert parse_input(text, {"Ines Duarte": "Ines_Duarte"}) == intent


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert parse_input(text) is not None
