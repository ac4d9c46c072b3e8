"""Names: which spellings are one, which are accepted, and what is made of people's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc import names
from app.irc.names import casefold


@pytest.mark.parametrize("name", ["bob", "Bob_2", "[x]", "`a^", "Zoë", "Вера", "李雷", "a" * 32, "a-b"])
def test_a_nickname_is_accepted(name: str) -> None:
    assert names.is_nick(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2bob",
        "-bob",
        "a b",
        "a" * 33,
        "a!b",
        "a@b",
        "#a",
        ":a",
        "bob.",
        "é!",
        "٣x",
        "-é",
        "e\u0301x",
        "a\u200bé",
        "ＢＯＢ",
    ],
)
def test_what_is_no_nickname_is_refused(name: str) -> None:
    assert not names.is_nick(name)


@pytest.mark.parametrize("name", ["#a", "#Robotics-club", "#ü", "#" + "a" * 63, "#\u00e9"])
def test_a_channel_name_is_accepted(name: str) -> None:
    assert names.is_channel(name)


@pytest.mark.parametrize(
    "name", ["", "#", "a", "&a", "#a b", "#a,b", "#a\x07", "#" + "a" * 64, "#\u200b", "#a\u00a0"]
)
def test_what_is_no_channel_name_is_refused(name: str) -> None:
    assert not names.is_channel(name)


@pytest.mark.parametrize(
    ("target", "means"),
    [("#club", True), ("#", True), ("# a", True), ("", False), ("mara", False), ("@#club", False)],
)
def test_a_target_means_a_channel_by_how_it_begins(target: str, means: bool) -> None:
    assert names.means_channel(target) is means


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bob", "bOB", True),
        ("Zoë", "ZOË", True),
        ("bob", "rob", False),
        ("a[", "a{", False),
        ("ＢＯＢé", "bobé", True),
    ],
)
def test_nicknames_are_compared_as_people_read_them(one: str, other: str, same: bool) -> None:
    assert (names.fold_nick(one) == names.fold_nick(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"), [("#A", "#a", True), ("#Ü", "#ü", True), ("#a", "#b", False)]
)
def test_channels_are_compared_as_people_read_them(one: str, other: str, same: bool) -> None:
    assert (names.fold_channel(one) == names.fold_channel(other)) is same


@pytest.mark.parametrize(
    ("typed", "nick"),
    [
        ("Mara Lind", "Mara_Lind"),
        ("  bob  ", "bob"),
        ("2fast", "_2fast"),
        ("a:b@c!d", "abcd"),
        ("ＢＯＢ", "BOB"),
        ("José María", "José_María"),
        ("Jose\u0301", "José"),
        ("🎉🎉", ""),
        ("___", ""),
        ("", ""),
        ("x" * 50, "x" * 32),
        ("bob_", "bob"),
    ],
)
def test_a_typed_name_becomes_a_nickname(typed: str, nick: str) -> None:
    assert names.nick_from(typed) == nick


@given(st.text())
def test_whatever_is_typed_gives_a_valid_nickname_or_none(text: str) -> None:
    nick = names.nick_from(text)
    assert nick == "" or names.is_nick(nick)


@pytest.mark.parametrize(
    ("room", "channel"),
    [
        ("Robotics club", "#robotics-club"),
        ("Mara's room", "#mara-s-room"),
        ("  --  ", "#room"),
        ("🎉", "#room"),
        ("Straße 5", "#strasse-5"),
        ("Übung", "#übung"),
        ("x" * 100, "#" + "x" * 63),
    ],
)
def test_a_room_name_becomes_a_channel(room: str, channel: str) -> None:
    assert names.channel_from(room) == channel


@given(st.text())
def test_whatever_a_room_is_called_it_has_a_valid_channel(text: str) -> None:
    assert names.is_channel(names.channel_from(text))


# mapping, two spellings, whether they are one name
PAIRS = [
    ("ascii", "Bob", "bOB", True),
    ("ascii", "a[]\\~", "A{}|^", False),
    ("ascii", "Ü", "ü", False),
    ("rfc1459", "a[]\\~", "A{}|^", True),
    ("rfc1459-strict", "a[]\\", "A{}|", True),
    ("rfc1459-strict", "~", "^", False),
    ("strict-rfc1459", "a[]\\", "A{}|", True),
    ("rfc7613", "Ü", "ü", True),
    ("precis", "STRASSE", "straße", True),
]


@pytest.mark.parametrize(("mapping", "one", "other", "same"), PAIRS)
def test_two_spellings_are_one_name_or_not(mapping: str, one: str, other: str, same: bool) -> None:
    assert (casefold(one, mapping) == casefold(other, mapping)) is same
