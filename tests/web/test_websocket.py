"""The hub's side of a WebSocket against a client that is not ours, fed whole and byte by byte."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Message, Ping, Pong, TextMessage

from app.web.websocket import GOING_AWAY, MESSAGE_LIMIT, Received, WebSocket

MASK = b"\x11\x22\x33\x44"


def client() -> Connection:
    return Connection(ConnectionType.CLIENT)


def said(*events: Event) -> bytes:
    """What a client sends for `events`."""
    one = client()
    return b"".join(bytes(one.send(event)) for event in events)


def frame(first: int, payload: bytes) -> bytes:
    """One short masked frame with any first byte."""
    masked = bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload))
    return bytes((first, 0x80 | len(payload))) + MASK + masked


def feed(socket: WebSocket, pieces: Iterable[bytes]) -> Received:
    """All that came of the pieces, joined."""
    got = [socket.receive(piece) for piece in pieces]
    return Received(
        b"".join(one.lines for one in got),
        b"".join(one.answer for one in got),
        "".join(one.over for one in got),
    )


def heard(answer: bytes) -> list[Event]:
    """What a client reads."""
    one = client()
    one.receive_data(answer)
    return list(one.events())


def by_bytes(data: bytes) -> list[bytes]:
    return [data[index : index + 1] for index in range(len(data))]


WAYS = pytest.mark.parametrize("cut", [lambda data: [data], by_bytes], ids=["whole", "byte by byte"])


@WAYS
@pytest.mark.parametrize("text", [True, False])
def test_each_message_is_a_line(cut, text: bool) -> None:
    data = said(TextMessage("NICK älice"), BytesMessage("USER älice 0 * :Älice".encode()))
    got = feed(WebSocket(text=text), cut(data))
    assert got == Received("NICK älice\r\nUSER älice 0 * :Älice\r\n".encode())


@WAYS
@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("PING a\r\n", b"PING a\r\n"),
        ("PING a\n", b"PING a\r\n"),
        ("PING a\r\n\r\n", b"PING a\r\n"),
        ("", b""),
        ("\r\n", b""),
        ("PRIVMSG #a :one\r\nQUIT", b"PRIVMSG #a :one QUIT\r\n"),
        ("PRIVMSG #a :one\nQUIT", b"PRIVMSG #a :one QUIT\r\n"),
        ("PRIVMSG #a :one\rQUIT\n", b"PRIVMSG #a :one QUIT\r\n"),
        ("\nQUIT", b" QUIT\r\n"),
        ("PRIVMSG #a :\u2028QUIT\x85", "PRIVMSG #a :\u2028QUIT\x85\r\n".encode()),
    ],
    ids=repr,
)
def test_a_message_is_one_line_whatever_is_in_it(cut, message: str, line: bytes) -> None:
    for event in (TextMessage(message), BytesMessage(message.encode())):
        assert feed(WebSocket(text=True), cut(said(event))) == Received(line)


@WAYS
def test_a_message_in_fragments_is_put_together_with_pings_between_them(cut) -> None:
    data = said(
        TextMessage("PING ", message_finished=False),
        Ping(b"1"),
        TextMessage("", message_finished=False),
        TextMessage("x", message_finished=True),
    )
    socket = WebSocket(text=True)
    got = feed(socket, cut(data))
    assert (got.lines, heard(got.answer), got.over) == (b"PING x\r\n", [Pong(b"1")], "")
    assert socket.receive(said(BytesMessage(b"next"))).lines == b"next\r\n"


@WAYS
def test_a_character_cut_by_a_fragment_is_whole_again(cut) -> None:
    data = frame(0x01, b"caf\xc3") + frame(0x80, b"\xa9")
    assert feed(WebSocket(text=True), cut(data)) == Received("café\r\n".encode())


def test_many_pings_at_once_get_one_pong() -> None:
    got = WebSocket(text=True).receive(said(*(Ping(b"%d" % number) for number in range(1000))))
    assert heard(got.answer) == [Pong(b"999")]


def test_a_pong_means_nothing() -> None:
    assert WebSocket(text=True).receive(said(Pong(b"x"))) == Received()


@WAYS
@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1001, "bye"), (3000, "own"), (4999, "")])
def test_a_close_is_answered_with_the_same(cut, code: int, reason: str) -> None:
    socket = WebSocket(text=True)
    got = feed(socket, cut(said(TextMessage("QUIT"), CloseConnection(code, reason))))
    assert got.lines == b"QUIT\r\n"
    assert heard(got.answer) == [CloseConnection(code, reason)]
    assert got.over == "Connection closed"
    assert socket.is_over


def test_a_close_without_a_code_is_answered_without_one() -> None:
    got = WebSocket(text=True).receive(frame(0x88, b""))
    assert got.answer == b"\x88\x00"
    assert got.over == "Connection closed"


def test_what_follows_the_end_is_ignored() -> None:
    socket = WebSocket(text=True)
    socket.receive(said(CloseConnection(1000)) + b"junk")
    assert socket.receive(said(TextMessage("QUIT"))) == Received()
    assert socket.close() == b""


@WAYS
def test_our_close_is_over_when_theirs_has_come(cut) -> None:
    socket = WebSocket(text=True)
    assert heard(socket.close(GOING_AWAY)) == [CloseConnection(GOING_AWAY, "")]
    assert socket.close() == b""
    assert not socket.is_over
    got = feed(socket, cut(said(TextMessage("NICK late"), Ping(b"x"), CloseConnection(1001))))
    assert got == Received(over="Connection closed")
    assert socket.is_over


def test_a_protocol_broken_after_our_close_gets_no_second_one() -> None:
    socket = WebSocket(text=True)
    socket.close()
    assert socket.receive(frame(0x83, b"x")) == Received(over="WebSocket protocol error")
    assert socket.is_over


@WAYS
@pytest.mark.parametrize(
    ("data", "code", "why"),
    [
        (frame(0x81, b"caf\xe9"), 1007, "Text that is not UTF-8"),
        (frame(0x81, b"\xed\xa0\x80"), 1007, "Text that is not UTF-8"),
        (frame(0x01, b"\xc3") + frame(0x80, b"x"), 1007, "Text that is not UTF-8"),
        (frame(0x81, b"\xc3"), 1007, "Text that is not UTF-8"),
        (frame(0x88, b"\x03\xe8\xff"), 1007, "Text that is not UTF-8"),
        (frame(0x83, b"x"), 1002, "WebSocket protocol error"),
        (frame(0xC1, b"x"), 1002, "WebSocket protocol error"),
        (frame(0x80, b"x"), 1002, "WebSocket protocol error"),
        (frame(0x01, b"x") + frame(0x81, b"y"), 1002, "WebSocket protocol error"),
        (frame(0x09, b"x"), 1002, "WebSocket protocol error"),
        (frame(0x88, b"x"), 1002, "WebSocket protocol error"),
        (frame(0x88, b"\x03\xed"), 1002, "WebSocket protocol error"),
        (b"\x81\x01x", 1002, "WebSocket protocol error"),
        (b"NICK alice\r\n", 1002, "WebSocket protocol error"),
    ],
    ids=[
        *("latin-1", "surrogate", "cut", "unfinished", "close", "unknown kind", "compressed", "no beginning"),
        *("no end", "ping in parts", "half a code", "secret code", "no mask", "plain irc"),
    ],
)
def test_a_broken_protocol_is_the_end_and_says_why(cut, data: bytes, code: int, why: str) -> None:
    socket = WebSocket(text=True)
    got = feed(socket, cut(said(TextMessage("PING a")) + data + b"trailing"))
    assert got.lines == b"PING a\r\n"
    assert [event.code for event in heard(got.answer) if isinstance(event, CloseConnection)] == [code]
    assert got.over == why
    assert socket.is_over


def test_the_longest_message_is_taken_and_one_byte_more_is_not() -> None:
    assert (
        len(WebSocket(text=True).receive(said(BytesMessage(b"x" * MESSAGE_LIMIT))).lines) == MESSAGE_LIMIT + 2
    )
    got = WebSocket(text=True).receive(said(TextMessage("x" * (MESSAGE_LIMIT + 1))))
    (close,) = heard(got.answer)
    assert isinstance(close, CloseConnection)
    assert (close.code, got.over, got.lines) == (1009, "Message too long", b"")


def test_a_message_without_end_is_over_at_the_limit() -> None:
    socket = WebSocket(text=False)
    assert socket.receive(said(TextMessage("PING 1"))).lines == b"PING 1\r\n"
    socket.receive(b"\x02\xff" + (2**62).to_bytes(8, "big") + MASK)
    taken = 0
    while not socket.is_over:
        got = socket.receive(b"x" * 1000)
        taken += 1000
    assert got.over == "Message too long"
    assert MESSAGE_LIMIT < taken <= MESSAGE_LIMIT + 1000


def test_a_message_that_is_too_long_after_our_close_ends_it_too() -> None:
    socket = WebSocket(text=True)
    socket.close()
    got = socket.receive(said(BytesMessage(b"x" * (MESSAGE_LIMIT + 1))))
    assert got == Received(over="Message too long")


@given(st.lists(st.binary(max_size=40)), st.booleans())
def test_junk_ends_it_or_waits_and_breaks_nothing(pieces: list[bytes], text: bool) -> None:
    socket = WebSocket(text=text)
    ends = [got.over for piece in pieces if (got := socket.receive(piece)).over]
    assert len(ends) == socket.is_over


@given(
    st.lists(
        st.one_of(
            st.text(max_size=200).map(TextMessage),
            st.binary(max_size=200).map(BytesMessage),
            st.binary(max_size=100).map(Ping),
        )
    ),
    st.lists(st.integers(0, 400)),
)
def test_the_same_bytes_give_the_same_lines_however_they_are_cut(
    events: list[Event], cuts: list[int]
) -> None:
    data = said(*events)
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[start:end] for start, end in pairwise(edges)]
    cut, whole = feed(WebSocket(text=True), pieces), WebSocket(text=True).receive(data)
    assert cut.lines == whole.lines
    messages = [event.data for event in events if isinstance(event, Message)]
    full = [one for one in messages if one.strip("\r\n" if isinstance(one, str) else b"\r\n")]
    assert whole.lines.count(b"\n") == len(full)
