"""Garbage, over-long lines, foreign protocols: one session suffers, nobody else notices."""

from __future__ import annotations

import pytest

from app.irc.linebuffer import BODY_LIMIT
from tests.hub.party import Party, command_of


def test_a_line_of_ten_megabytes_is_one_error() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    for _ in range(160):
        party.hub.receive(bob.session, b"x" * 65536, party.now)
    assert bob.hears() == [":hub 417 bob :Input line was too long"]
    assert bob.codes("", "PING x") == ["PONG"]
    assert ann.hears() == []


def test_the_longest_line_is_taken_and_one_byte_more_is_not() -> None:
    bob = Party().join("bob")
    assert bob.codes("PING " + "x" * (BODY_LIMIT - 7)) == ["PONG"]
    assert bob.codes("PING " + "x" * (BODY_LIMIT - 6)) == ["417"]


def test_too_many_tags_are_refused() -> None:
    bob = Party().join("bob", caps="message-tags")
    assert bob.codes(f"@+x={'a' * 4096} PING x") == ["417"]


def test_byte_by_byte_is_the_same_as_whole() -> None:
    party = Party()
    bob = party.connect()
    for byte in "NICK bob\r\nUSER bob 0 * :Bób\nPING x\r\n".encode():
        party.hub.receive(bob.session, bytes([byte]), party.now)
    heard = [command_of(line) for line in bob.hears()]
    assert heard[0] == "001"
    assert heard[-1] == "PONG"


@pytest.mark.parametrize("line", [b"PRIVMSG bob :\xff", b"\xff\xfe", b"NICK \xe9", b"@+x=\xff TAGMSG bob"])
def test_what_is_not_utf_8_is_refused(line: bytes) -> None:
    (heard,) = Party().join("bob").says(line)
    assert command_of(heard) == "FAIL"
    assert " INVALID_UTF8 :Message rejected: it is not UTF-8" in heard


def test_control_characters_that_no_line_may_hold_are_taken_out() -> None:
    party = Party()
    bob, ann = party.join("bob"), party.join("ann")
    bob.says(b"PRIVMSG ann :a\x00b\rc")
    assert ann.hears() == [":bob!bob@10.0.0.1 PRIVMSG ann :abc"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GET / HTTP/1.1\r\nHost: hub\r\n\r\n", "This is a chat server, not a web server"),
        (b"POST / HTTP/1.1\r\n\r\nNICK evil\r\n", "This is a chat server, not a web server"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", "This hub does not speak TLS on this connection"),
        (b"\xff\xfb\x01\r\n" * 8, "This is an IRC server, and that was not IRC"),
        (b"nonsense\r\n" * 20, "This is an IRC server, and that was not IRC"),
        (b"PRIVMSG #a :x\r\n" * 20, "This is an IRC server, and that was not IRC"),
        (b":\r\n" * 20, "This is an IRC server, and that was not IRC"),
        ((b"x" * 600 + b"\r\n") * 20, "This is an IRC server, and that was not IRC"),
    ],
)
def test_who_speaks_something_else_is_told_and_closed(data: bytes, why: str) -> None:
    party = Party()
    stranger = party.connect()
    party.hub.receive(stranger.session, data, party.now)
    assert stranger.hears()[-1] == f"ERROR :Closing link: 10.0.0.1 ({why})"
    assert stranger.is_closed


def test_members_may_mistype_as_often_as_they_like() -> None:
    bob = Party().join("bob")
    assert bob.codes(*["nonsense", "GET", ":"] * 10) == ["421", "421"] * 10
    assert not bob.is_closed


def test_bytes_of_a_closed_or_unknown_session_are_ignored() -> None:
    party = Party()
    bob = party.join("bob")
    bob.says("QUIT")
    party.hub.receive(bob.session, b"PING x\r\n", party.now)
    party.hub.receive(999, b"PING x\r\n", party.now)
    party.hub.disconnect(999, "gone", party.now)
    party.hub.disconnect(bob.session, "gone", party.now)
    party.hub.abort(999, party.now)
    assert party.hub.drain(party.now).writes == []
