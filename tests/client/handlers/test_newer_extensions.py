"""Renamed rooms, several sessions of one person, being away over a break, what newcomers may read."""

from __future__ import annotations

import pytest

from app.client.events import (
    HistoryAccess,
    HistoryPage,
    HistoryPolicy,
    Member,
    MessageArrived,
    MessageFailed,
    MessageSent,
    NickChanged,
    OwnAwayChanged,
    Point,
    Registered,
    RoomEntered,
    RoomLeft,
    RoomRenamed,
    Typing,
    TypingChanged,
)
from app.client.features.session_end import away_to_keep, channels_to_rejoin
from app.client.state.last_seen import LastSeen
from app.client.wishes import Join, SetAway
from tests.client.play import ISUPPORT, MODERN, NOW, OURS, Play, only

HISTORY = f"{MODERN} draft/chathistory draft/channel-rename"


# renaming


def test_a_renamed_channel_keeps_everything() -> None:
    play = Play().registers(caps=f"{MODERN} draft/channel-rename", channel="#a")
    play.hears("@+typing=active :alice!a@h TAGMSG #a")
    play.says("#a", "on its way")
    members = dict(play.session.state.channels["#a"].members)
    events = play.hears(":alice!a@h RENAME #a #B :Typo")
    assert events == [
        TypingChanged("#a", "alice", Typing.DONE),
        RoomRenamed("#a", "#B", "alice", "Typo", NOW),
    ]
    assert dict(play.session.state.channels["#b"].members) == members
    assert play.hears("@label=1;msgid=m :me!u@h PRIVMSG #B :on its way") == [
        MessageSent(1, "#B", "m", NOW, "on its way")
    ]
    assert play.session.state.last_seen.newest("#b") == Point(NOW, "m")
    assert channels_to_rejoin(play.session.state) == (("#B", ""),)
    assert play.hears(":alice!a@h RENAME #nowhere #x :") == []


def test_what_waits_for_a_gap_waits_under_the_new_name_too() -> None:
    play = Play().registers(caps=HISTORY)
    play.answers(kind="draft/chathistory-targets", target="")
    play.wants(Join("#a"))
    play.hears(":me!u@h JOIN #a")
    play.says("@#a", "later")
    play.hears(":op!o@h RENAME #a #b :")
    assert "PRIVMSG" not in play.output
    play.answers(target="#a")
    play.session.state.history_queries.catching_up.clear()
    play.hears(":s PONG s :x")
    assert "PRIVMSG @#b :later" in play.output


def test_who_comes_late_is_led_to_the_new_name() -> None:
    seen = LastSeen()
    seen.add("#a", Point(5.0, "m"))
    play = Play(last_seen=seen).registers(caps=MODERN)
    play.wants(Join("#A", "key"))
    play.says("#A", "hello")
    events = play.hears("FAIL JOIN CHANNEL_RENAMED #a #b :The channel has been renamed")
    assert events == [RoomRenamed("#A", "#b", "", "", NOW)]
    assert play.output == "JOIN #b key\r\n"
    play.hears(":me!u@h JOIN #b")
    assert "PRIVMSG #b :hello" in play.output
    assert seen.newest("#b") == Point(5.0, "m")
    play.hears("FAIL JOIN CHANNEL_RENAMED #c #d :Not ours", "FAIL JOIN CHANNEL_RENAMED #c :What")
    assert "JOIN" not in play.output


def test_a_new_name_stands_in_a_page_of_history() -> None:
    play = Play().registers(caps=HISTORY)
    play.answers(kind="draft/chathistory-targets", target="")
    play.wants(Join("#b"))
    play.hears(":me!u@h JOIN #b")
    renamed = "time=2023-11-14T22:13:01.000Z :op!o@h RENAME #a #b :Typo"
    [page] = only(play.answers(renamed, target="#b"), HistoryPage)
    assert page.events == (RoomRenamed("#a", "#b", "op", "Typo", NOW - 19),)


# several sessions of one person


def test_another_session_of_ours_shares_name_and_rooms() -> None:
    play = Play("mara")
    play.hears(f":s CAP * LS :{OURS}", f":s CAP * ACK :{OURS.replace('=max-bytes=4096,max-lines=24', '')}")
    token = f":s 005 Mara2 {ISUPPORT} hubbub.chat/ROOM=#room :are supported"
    events = play.hears(":s 001 Mara2 :Welcome", token, ":s 422 Mara2 :None")
    assert only(events, Registered)[0].nick == "Mara2"
    assert play.session.state.own_nick == "Mara2"
    assert "JOIN #room" in play.output
    events = play.hears(
        ":Mara2!u@h JOIN #other",
        ":s 353 Mara2 = #other :Mara2 @alice",
        ":s 366 Mara2 #other :End",
        ":Mara2!u@h JOIN #room",
    )
    assert [event.channel for event in only(events, RoomEntered)] == ["#other", "#room"]
    assert play.session.state.joining == {}


def test_what_ones_other_session_does_is_told() -> None:
    play = Play().registers(caps=OURS, channel="#a")
    [arrived] = only(play.hears("@msgid=m :me!u@h PRIVMSG #a :from my phone"), MessageArrived)
    assert arrived.own
    [private] = only(play.hears("@msgid=n :me!u@h PRIVMSG bob :psst"), MessageArrived)
    assert (private.conversation, private.own) == ("bob", True)
    [entered] = only(play.hears(":me!u@h JOIN #b"), RoomEntered)
    assert entered.channel == "#b"
    [renamed] = only(play.hears(":me!u@h NICK mara"), NickChanged)
    assert renamed.own
    [left] = only(play.hears(":mara!u@h PART #b"), RoomLeft)
    assert left.channel == "#b"
    assert play.hears(":mara!u@h QUIT :gone") == []


def test_a_join_that_is_told_twice_is_one() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    members = dict(play.session.state.channels["#a"].members)
    assert only(play.hears(":me!u@h JOIN #a"), RoomEntered) == []
    assert dict(play.session.state.channels["#a"].members).keys() == members.keys()
    assert "MODE" not in play.output


# away


def test_who_was_away_comes_back_away_before_anybody_sees() -> None:
    play = Play(away="lunch break")
    play.hears(":s CAP * LS :draft/pre-away", ":s CAP * ACK :draft/pre-away")
    assert play.output.endswith("AWAY :lunch break\r\nCAP END\r\n")
    assert play.hears(":s 306 me :You are away") == [OwnAwayChanged(True)]
    play.registers()
    assert "AWAY" not in play.output
    assert away_to_keep(play.session.state) == "lunch break"


def test_elsewhere_they_say_so_after_the_welcome() -> None:
    play = Play(away="")
    assert away_to_keep(play.session.state) == ""
    play.registers(caps=MODERN)
    assert "AWAY Away\r\n" in play.output.replace(":", "")
    play.hears(":s 306 me :You are away")
    assert away_to_keep(play.session.state) == "Away"
    play.hears(":s 305 me :You are back")
    assert away_to_keep(play.session.state) is None


def test_being_away_outlives_the_connection() -> None:
    play = Play().registers(caps=MODERN)
    play.wants(SetAway("at\nlunch"))
    assert "AWAY :at lunch" in play.asks()
    assert play.session.next_options(play.session.state.options).away is None
    play.hears(":s 306 me :You are away")
    assert play.session.next_options(play.session.state.options).away == "at lunch"


@pytest.mark.parametrize("line", [":alice!a@h AWAY :*", ":s 301 me alice :*"])
def test_somebody_who_is_away_for_no_reason_is_just_away(line: str) -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    play.hears(line)
    assert play.session.state.channels["#a"].members["alice"] == Member("alice", ranks="o", away="") or (
        play.session.state.channels["#a"].members["alice"].away == ""
    )


# what the server says of itself


def test_a_hub_says_what_newcomers_may_read() -> None:
    play = Play()
    play.hears(":s CAP * LS :hubbub.chat/room", ":s CAP * ACK :hubbub.chat/room")
    token = ":s 005 me hubbub.chat/HISTORY={} :are supported"
    events = play.hears(":s 001 me :Welcome", token.format("1h"), ":s 422 me :None")
    assert only(events, HistoryPolicy) == [HistoryPolicy(HistoryAccess.LAST_HOUR, NOW)]
    assert play.hears(token.format("1h"), token.format("whatever")) == []
    assert play.hears(token.format("none")) == [HistoryPolicy(HistoryAccess.NONE, NOW)]


def test_elsewhere_such_words_mean_nothing() -> None:
    play = Play().registers(caps=MODERN)
    assert play.hears(":s 005 me hubbub.chat/HISTORY=all :are supported") == []


def test_what_a_server_can_is_asked_for_before_the_welcome() -> None:
    play = Play()
    play.hears(":s CAP * LS :batch draft/extended-isupport", ":s CAP * ACK :batch draft/extended-isupport")
    assert play.output.endswith("\r\nISUPPORT\r\nCAP END\r\n")
    play.hears(
        ":s BATCH +x draft/isupport",
        "@batch=x :s 005 * NETWORK=Club CASEMAPPING=ascii",
        "@batch=x :s 005 * NICKLEN=9 :are supported by this server",
        "@batch=x :s 005 * TOPICLEN=300 :",
        ":s BATCH -x",
    )
    tokens = play.session.state.isupport.tokens
    assert (play.session.state.isupport.get("NETWORK"), tokens["NICKLEN"], tokens["TOPICLEN"]) == (
        "Club",
        "9",
        "300",
    )
    assert tokens["CASEMAPPING"] == "ascii"
    play.registers()
    play.hears(":s BATCH +y draft/isupport", "@batch=y :s 005 me -NICKLEN", ":s BATCH -y")
    assert "NICKLEN" not in play.session.state.isupport


def test_a_renamed_channel_does_not_take_along_what_is_meant_for_others() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    play.says("bob", "psst")
    play.hears(":op!o@h RENAME #a #b :")
    [failed] = only(play.hears("@label=1 :s 401 me bob :No such nick"), MessageFailed)
    assert failed.conversation == "bob"
