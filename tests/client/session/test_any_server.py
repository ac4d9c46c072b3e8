"""Whole dialogues of servers that others wrote, whole and in pieces; and servers that make no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.client.events import MemberLeft, MembersListed, MessageArrived, Registered, RequestFailed
from app.client.session.dispatch import ROWS
from app.client.wishes import SetTopic
from tests.client.play import MODERN, Play, only

INSPIRCD = [
    ":irc.local NOTICE * :*** Looking up your hostname...",
    ":irc.local CAP 901AAAAAB LS :away-notify extended-join multi-prefix userhost-in-names server-time "
    "cap-notify",
    ":irc.local CAP me ACK :server-time cap-notify multi-prefix userhost-in-names extended-join away-notify",
    ":irc.local NOTICE me :*** Could not resolve your hostname; using your IP address (127.0.0.1) instead.",
    "PING :XXEcSJ_Gfs",
    ":irc.local 001 me :Welcome to the Local IRC Network me!hubbub@127.0.0.1",
    ":irc.local 002 me :Your host is irc.local, running version InspIRCd-3",
    ":irc.local 004 me irc.local InspIRCd-3 iosw biklmnopstv :bklov",
    ":irc.local 005 me AWAYLEN=200 CASEMAPPING=rfc1459 CHANLIMIT=#:20 CHANMODES=b,k,l,imnpst CHANTYPES=# "
    "HOSTLEN=64 :are supported by this server",
    ":irc.local 005 me NETWORK=Local NICKLEN=30 PREFIX=(ov)@+ STATUSMSG=@+ USERLEN=10 :are supported",
    ":irc.local 251 me :There are 1 users and 0 invisible on 1 servers",
    ":irc.local 422 me :MOTD File is missing",
    ":me!hubbub@127.0.0.1 MODE me +i",
    "@time=2024-01-01T00:00:00.000Z :me!hubbub@127.0.0.1 JOIN #lab * :me",
    ":irc.local 353 me = #lab :@irssi!i@127.0.0.1 me!hubbub@127.0.0.1",
    ":irc.local 366 me #lab :End of /NAMES list.",
    ":irc.local 324 me #lab :+nt",
    ":irc.local 329 me #lab :1700000000",
    ":irc.local 352 me #lab i 127.0.0.1 irc.local irssi H@ :0 I R",
    ":irc.local 352 me #lab hubbub 127.0.0.1 irc.local me H :0 me",
    ":irc.local 315 me #lab :End of /WHO list.",
    "@time=2024-01-01T00:00:05.000Z :irssi!i@127.0.0.1 PRIVMSG #lab :hi there",
    "@time=2024-01-01T00:00:06.000Z :irssi!i@127.0.0.1 QUIT :Quit: leaving",
]
NGIRCD = [
    ":irc.ng CAP * LS :multi-prefix",
    ":irc.ng CAP me ACK :multi-prefix",
    ":irc.ng 001 me :Welcome to the Internet Relay Network me!~hubbub@127.0.0.1",
    ":irc.ng 004 me irc.ng ngircd-26.1 abBcCFiIoqrRswx abehiIklmMnoOPqQrRstvVz",
    ":irc.ng 005 me RFC2812 IRCD=ngIRCd CHARSET=UTF-8 CASEMAPPING=ascii PREFIX=(qaohv)~&@%+ CHANTYPES=#&+ "
    "CHANMODES=beI,k,l,imMnOPQRstVz :are supported on this server",
    ":irc.ng 005 me CHANNELLEN=50 NICKLEN=9 TOPICLEN=490 AWAYLEN=127 :are supported on this server",
    ":irc.ng 251 me :There are 1 users and 0 services on 1 servers",
    ":irc.ng 376 me :End of MOTD command",
    ":me!~hubbub@127.0.0.1 JOIN :#lab",
    ":irc.ng 353 me = #lab :me ~irssi",
    ":irc.ng 366 me #lab :End of NAMES list",
    ":irssi!~i@127.0.0.1 PRIVMSG #lab :hi there",
    ':irssi!~i@127.0.0.1 QUIT :"leaving"',
]
OLD = [
    "NOTICE AUTH :*** Looking up your hostname...",
    ":old 421 * CAP :Unknown command",
    ":old 001 me :Welcome",
    ":old 002 me :Your host is old",
    ":old PONG old :hubbub-1",
    ":me!u@h JOIN #lab",
    ":old 353 me #lab :me @irssi",
    ":old 366 me #lab :End",
    ":irssi!i@h PRIVMSG #lab :hi there",
    ":irssi!i@h QUIT :gone",
]


@pytest.mark.parametrize("lines", [INSPIRCD, NGIRCD, OLD])
@pytest.mark.parametrize("size", [0, 1, 7])
def test_the_room_is_reached_on_servers_that_others_wrote(lines: list[str], size: int) -> None:
    play = Play(channels=(("#lab", ""),))
    events = play.hears(*lines, size=size)
    assert len(only(events, Registered)) == 1
    assert {member.nick for member in only(events, MembersListed)[0].members} == {"me", "irssi"}
    [arrived] = only(events, MessageArrived)
    assert (arrived.conversation, arrived.sender, arrived.text) == ("#lab", "irssi", "hi there")
    assert [event.nick for event in only(events, MemberLeft)] == ["irssi"]
    assert play.output.count("CAP END") == (0 if lines is OLD else 1)
    assert play.output.count("JOIN #lab") == 1


WORDS = "#a me alice * +o -o+b +k @#a LS ACK NAK NEW DEL +b -b 0 1 s.x OWNER message-tags PREFIX= hubbub-1"
word = st.sampled_from([*WORDS.split(), "CASEMAPPING=rfc1459", "PREFIX=(ov)@+", "a b"]) | st.text(
    st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]), max_size=6
)
command = st.sampled_from([*sorted(ROWS), "BATCH", "XYZZY", "404", "474", "372", "999"])
source = st.sampled_from(["", ":s ", ":me!u@h ", ":alice!a@h ", ":bob ", ":! "])
tags = st.sampled_from(["", "@batch=b ", "@label=1 ", "@label=r1 ", "@time=x;msgid=1 ", "@batch=c;label=2 "])
line = st.builds(
    lambda tags, source, command, params, last: f"{tags}{source}{command} {' '.join(params)} :{last}",
    tags,
    source,
    command,
    st.lists(word, max_size=5),
    word,
)


@given(st.lists(line, max_size=30), st.booleans())
def test_no_server_makes_a_session_fail_in_an_unknown_way(lines: list[str], is_registered: bool) -> None:
    play = Play(owner_secret="x", own_nick_retry=True)
    if is_registered:
        play.registers(caps=MODERN, channel="#a")
    play.says("#a", "one\ntwo")
    play.wants(SetTopic("#a", "x"))
    for each in lines:
        play.hears(each)
        play.waits(1)


@given(st.binary(max_size=2000))
def test_no_bytes_make_a_session_fail_in_an_unknown_way(data: bytes) -> None:
    play = Play()
    play.hears_bytes(b":s NOTICE * :hi\r\n" + data + b"\r\n", size=100)


@given(st.lists(line, max_size=20), st.integers(1, 50))
def test_pieces_give_the_same_events_as_the_whole(lines: list[str], size: int) -> None:
    whole, cut = (Play().registers(caps=MODERN, channel="#a") for _ in range(2))
    assert cut.hears(*lines, size=size) == whole.hears(*lines)
    # what is not yet with the socket when a server ends the session is not written any more
    assert whole.session.state.is_closed or cut.output == whole.output


@pytest.mark.parametrize("said", [f"PING :{'é' * 400}", f":bob!u@h PRIVMSG me :\x01PING {'x' * 600}\x01"])
def test_what_no_line_can_hold_is_not_answered(said: str) -> None:
    play = Play().registers()
    play.hears(said)
    assert play.output == ""


def test_a_request_that_no_line_can_hold_is_refused_and_not_cut() -> None:
    play = Play().registers(channel="#a")
    play.wants(SetTopic("#a", "x" * 600))
    assert play.asks() == ""
    assert [event.detail for event in only(play.told(), RequestFailed)] == [
        "That is too long for this server"
    ]


def test_a_server_that_says_so_takes_longer_lines() -> None:
    play = Play().registers(channel="#a", isupport="CHANTYPES=# LINELEN=2048")
    play.wants(SetTopic("#a", "x" * 600))
    assert len(play.asks()) > 600
