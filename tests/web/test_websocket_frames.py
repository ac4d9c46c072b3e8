"""Lines to messages, checked by a reader that is not ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, Message, TextMessage

from app.web.websocket_frames import Framer


def read(frames: bytes) -> list[Message]:
    """The whole messages in `frames`, as a client reads them."""
    client = Connection(ConnectionType.CLIENT)
    client.receive_data(frames)
    messages: list[Message] = []
    for event in client.events():
        assert isinstance(event, Message)
        assert event.message_finished
        messages.append(event)
    return messages


@pytest.mark.parametrize(("text", "kind"), [(True, TextMessage), (False, BytesMessage)])
def test_each_line_is_a_message_of_its_own_without_its_ending(text: bool, kind: type[Message]) -> None:
    messages = read(Framer().frame(b"PING :a\r\n:bob PRIVMSG alice :hi there\r\n", text=text))
    assert [type(message) for message in messages] == [kind, kind]
    first, second = "PING :a", ":bob PRIVMSG alice :hi there"
    expected = [first, second] if text else [first.encode(), second.encode()]
    assert [message.data for message in messages] == expected


@pytest.mark.parametrize("size", [1, 124, 125, 126, 127, 510, 65535, 65536, 70000])
def test_lines_of_every_length_arrive(size: int) -> None:
    line = b"x" * size
    messages = read(Framer().frame(line + b"\r\nend\r\n", text=False))
    assert [bytes(message.data) for message in messages] == [line, b"end"]


def test_empty_lines_are_no_messages() -> None:
    assert Framer().frame(b"\r\n\r\n", text=True) == b""
    assert Framer().frame(b"", text=True) == b""


def test_text_is_always_utf8_and_binary_is_what_it_was() -> None:
    line = b":bob PRIVMSG alice :caf\xe9 \xc3\xa9\r\n"
    assert [m.data for m in read(Framer().frame(line, text=True))] == [":bob PRIVMSG alice :caf\ufffd é"]
    assert [bytes(m.data) for m in read(Framer().frame(line, text=False))] == [line[:-2]]


def test_what_many_are_told_is_framed_once() -> None:
    framer = Framer()
    lines = b":bob PRIVMSG #room :hello\r\n"
    first = framer.frame(lines, text=True)
    assert framer.frame(bytes(bytearray(lines)), text=True) is first
    binary = framer.frame(lines, text=False)
    assert binary != first
    assert framer.frame(lines, text=True) is first
    assert framer.frame(b":bob PRIVMSG #room :other\r\n", text=True) != first


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=300)),
    st.booleans(),
)
def test_all_lines_come_through(lines: list[str], text: bool) -> None:
    said = b"".join(f"{line}\r\n".encode() for line in lines)
    data = [message.data for message in read(Framer().frame(said, text=text))]
    assert data == (lines if text else [line.encode() for line in lines])
