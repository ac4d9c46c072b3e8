"""The sentences for what happens in a room."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

import pytest
from pytestqt.qtbot import QtBot

from app.client import events as ev
from app.client.events import LeaveKind, Member, MemberJoined, MemberLeft
from app.models.timeline_entries import ConnectionLost, ConnectionRestored, Fact, HistoryGap, Note
from app.models.timeline_words import RunSummary, day_name, describe, full_moment, without_isolates

T = datetime(2026, 11, 23, 10, 2).timestamp()


def joined(nick: str) -> MemberJoined:
    return MemberJoined("#r", Member(nick), T)


def left(nick: str, kind: LeaveKind, by: str = "", reason: str = "") -> MemberLeft:
    return MemberLeft("#r", nick, kind, by, reason, T)


SENTENCES: list[tuple[Fact, str]] = [
    (joined("bob"), "bob joined"),
    (left("dave", LeaveKind.LOST, reason="Ping timeout"), "dave left — connection lost"),
    (left("bob", LeaveKind.QUIT, reason="see you"), "bob left — said goodbye: see you"),
    (left("bob", LeaveKind.QUIT), "bob left — said goodbye"),
    (left("bob", LeaveKind.PARTED), "bob left"),
    (left("bob", LeaveKind.PARTED, reason="lunch"), "bob left — lunch"),
    (left("bob", LeaveKind.HOST_CLOSED), "bob left — the host closed the room"),
    (left("ann", LeaveKind.NO_BROWSERS), "ann left — the host lets no browsers in any more"),
    (left("eve", LeaveKind.KICKED, "mara", "spam"), "eve was removed by mara — spam"),
    (left("eve", LeaveKind.KICKED), "eve was removed"),
    (left("eve", LeaveKind.BANNED, "mara"), "mara banned eve"),
    (ev.NickChanged("a", "b", False, (), T), "a is now called b"),
    (ev.NickChanged("a", "b", True, (), T), "You are now called b"),
    (ev.RoomRenamed("#a", "#b", "bob", "", T), "bob renamed the room from a to b"),
    (ev.RoomRenamed("#a", "#b", "bob", "Typo", T), "bob renamed the room from a to b — Typo"),
    (ev.RoomRenamed("#", "#b", "", "", T), "This room was called # and is called b now"),
    (
        ev.HistoryPolicy(ev.HistoryAccess.ALL, T),
        "People who join later can read everything that is said here",
    ),
    (ev.HistoryPolicy(ev.HistoryAccess.LAST_HOUR, T), "People who join later can read the last hour"),
    (
        ev.HistoryPolicy(ev.HistoryAccess.NONE, T),
        "People who join later cannot read what was said before",
    ),
    (ev.TopicChanged("#r", "chargers", "mara", T), "mara changed the topic: chargers"),
    (ev.TopicChanged("#r", "", "mara", T), "mara removed the topic"),
    (ev.TopicChanged("#r", "chargers", "", T), "The topic is: chargers"),
    (ev.TopicChanged("#r", "", "", T), "There is no topic"),
    (ev.RankChanged("#r", "bob", "o", True, "mara", T), "mara made bob moderator"),
    (ev.RankChanged("#r", "bob", "q", False, "mara", T), "mara took the role of host from bob"),
    (ev.RankChanged("#r", "bob", "v", True, "mara", T), "mara gave bob voice"),
    (ev.RankChanged("#r", "bob", "o", True, "", T), "bob is now moderator"),
    (ev.RankChanged("#r", "bob", "h", True, "", T), "bob is now moderator"),
    (ev.RankChanged("#r", "bob", "v", True, "", T), "bob has voice now"),
    (ev.RankChanged("#r", "bob", "v", False, "", T), "bob has no voice any more"),
    (ev.ChannelModesChanged("#r", "+m", "", "+m", "mara", T), "mara lets only people with voice write"),
    (ev.ChannelModesChanged("#r", "+k", "x", "+k *", "mara", T), "mara set a key, which newcomers need"),
    (ev.ChannelModesChanged("#r", "", "", "-k *", "mara", T), "mara took the key away, newcomers need none"),
    (ev.ChannelModesChanged("#r", "+nti", "", "+i", "mara", T), "mara locked the room, nobody new gets in"),
    (ev.ChannelModesChanged("#r", "+nt", "", "-i", "mara", T), "mara unlocked the room"),
    (ev.ChannelModesChanged("#r", "+l", "", "+l 9", "mara", T), "mara changed the room's settings: +l 9"),
    (ev.ChannelModesChanged("#r", "+nt", "", "", "", T), "The room's settings are +nt"),
    (ev.BanChanged("#r", "*!*@10.0.0.5", True, "mara", T), "mara banned an address"),
    (ev.BanChanged("#r", "*!*@10.0.0.5", False, "mara", T), "mara lifted the ban of an address"),
    (ev.BanChanged("#r", "~a:bob", True, "mara", T), "mara banned bob"),
    (ev.BanChanged("#r", "~m:~a:bob", True, "mara", T), "mara muted bob"),
    (ev.BanChanged("#r", "~m:bob!*@*", False, "mara", T), "mara lets bob speak again"),
    (ev.BanChanged("#r", "~m:~a:bob", False, "", T), "bob may speak again"),
    (ev.BanChanged("#r", "~a:bob", False, "", T), "The ban of bob is lifted"),
    (ev.Invited("#r", "mara", T), "mara invited you"),
    (ev.RoomEntered("#r", T), "You joined"),
    (ev.RoomLeft("#r", LeaveKind.PARTED, "", "", T), "You left"),
    (ev.RoomLeft("#r", LeaveKind.KICKED, "mara", "spam", T), "You were removed by mara — spam"),
    (ev.RoomLeft("#r", LeaveKind.BANNED, "", "", T), "You were banned"),
    (ev.RoomLeft("#r", LeaveKind.HOST_CLOSED, "", "", T), "The host closed the room"),
    (ConnectionLost(), "Connection lost"),
    (ConnectionRestored(), "Connected again"),
    (Note("\x02No such nick\x02"), "No such nick"),
]


@pytest.mark.parametrize(("fact", "words"), SENTENCES, ids=[words for _, words in SENTENCES])
def test_every_fact_has_its_sentence(qtbot: QtBot, fact: Fact, words: str) -> None:
    assert without_isolates(describe(fact)) == words


@pytest.mark.usefixtures("english")
def test_a_gap_names_both_moments(qtbot: QtBot) -> None:
    assert describe(HistoryGap(T, T + 1)).count("10:02") == 1
    words = describe(HistoryGap(T, T + 300))
    assert "10:02" in words
    assert "10:07" in words


def test_foreign_text_cannot_reorder_the_sentence(qtbot: QtBot) -> None:
    words = describe(left("שרה", LeaveKind.QUIT, reason="\u202eabc"))
    assert words.startswith("\u2068שרה\u2069")
    assert words.endswith("\u2069")


def test_every_fact_has_a_sentence(qtbot: QtBot) -> None:
    assert {type(fact) for fact, _ in SENTENCES} | {HistoryGap} == set(get_args(Fact))


def test_neighbours_share_one_line(qtbot: QtBot) -> None:
    facts = [joined("bob"), joined("eve"), left("dave", LeaveKind.LOST), joined("kim"), joined("bob")]
    summary = RunSummary(facts)
    assert without_isolates(summary.words()) == "bob and 2 others joined · dave left — connection lost"
    summary.add([left("eve", LeaveKind.LOST), joined("ann")])
    assert (
        without_isolates(summary.words()) == "bob and 3 others joined · dave and eve left — connection lost"
    )
    assert without_isolates(RunSummary(facts[:2]).words()) == "bob and eve joined"
    assert without_isolates(RunSummary([joined("bob"), joined("bob")]).words()) == "bob joined"
    goodbyes = [left("a", LeaveKind.QUIT, reason="x"), left("b", LeaveKind.QUIT), left("c", LeaveKind.PARTED)]
    assert without_isolates(RunSummary(goodbyes).words()) == "a and b left — said goodbye · c left"


@pytest.mark.usefixtures("english")
def test_days_have_names(qtbot: QtBot) -> None:
    day = 24 * 3600
    assert day_name(T, T) == "Today"
    assert day_name(T - day, T) == "Yesterday"
    assert day_name(T - 3 * day, T) == "Friday 20 November"
    assert day_name(T - 365 * day, T).endswith("2025")
    assert "2026" in full_moment(T)
