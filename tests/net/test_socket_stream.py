"""A stream is the same with TLS and without; what TLS has to say and its end are dealt with in one place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QTcpServer, QTcpSocket
from pytestqt.qtbot import QtBot

from app.net.socket_stream import SocketStream
from app.security.tls_machine import TlsEnding, TlsMachine, client_context, server_context
from tests.net.conftest import IdentityOf
from tests.net.plain_irc import PATIENCE

CONNECTED = QAbstractSocket.SocketState.ConnectedState
TLS = pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "tls"])


class Two:
    """Two streams over one connection on loopback; `heard` is what each has read, by `hear`."""

    def __init__(self, qtbot: QtBot, machines: tuple[TlsMachine, TlsMachine] | None) -> None:
        self._qtbot = qtbot
        self._owner = QObject()
        server = QTcpServer(self._owner)
        assert server.listen(QHostAddress.SpecialAddress.LocalHost)
        near = QTcpSocket(self._owner)
        near.connectToHost(server.serverAddress(), server.serverPort())
        self.wait(lambda: near.state() is CONNECTED and server.hasPendingConnections())
        far = server.nextPendingConnection()
        client, hub = machines or (None, None)
        self.client, self.hub = SocketStream(near, client), SocketStream(far, hub)
        self.heard = {self.client: b"", self.hub: b""}
        self.client.begin_tls()
        if client is not None and hub is not None:
            self.wait(lambda: self.hear() and client.is_secured and hub.is_secured)

    def wait(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def hear(self, *streams: SocketStream) -> bool:
        """Read what is there, as owners of streams do."""
        for stream in streams or (self.client, self.hub):
            self.heard[stream] += stream.read()
            stream.settle()
        return True

    def wait_to_hear(self, stream: SocketStream, words: bytes) -> None:
        self.wait(lambda: self.hear(stream) and self.heard[stream] == words)

    def end(self) -> None:
        for stream in (self.client, self.hub):
            stream.socket.abort()


@pytest.fixture
def connect(qtbot: QtBot, identity_of: IdentityOf) -> Iterator[Callable[[bool], Two]]:
    made: list[Two] = []

    def start(encrypted: bool) -> Two:
        own = server_context(identity_of("hub"))
        machines = (TlsMachine(client_context(None)), TlsMachine(own)) if encrypted else None
        made.append(Two(qtbot, machines))
        return made[-1]

    yield start
    for one in made:
        one.end()


@TLS
def test_what_is_written_arrives(connect: Callable[[bool], Two], encrypted: bool) -> None:
    two = connect(encrypted)
    words = bytes(range(256)) * 2000
    two.client.write(words)
    two.wait_to_hear(two.hub, words)
    two.hub.write(b"thanks")
    two.wait_to_hear(two.client, b"thanks")
    assert two.hub.socket.bytesToWrite() == 0


@TLS
def test_what_is_written_in_parts_keeps_its_order(connect: Callable[[bool], Two], encrypted: bool) -> None:
    two = connect(encrypted)
    two.hub.socket.setSocketOption(QAbstractSocket.SocketOption.SendBufferSizeSocketOption, 4096)
    said, waited = b"", []
    for number in range(300):
        part = f"{number} ".encode() * (number * 7919 % 997)
        said += part
        waited.append(two.hub.write(part))
        if number % 60 == 59:  # once everything is taken, the next part goes past Qt again
            two.wait_to_hear(two.client, said)
    assert 0 in waited
    if sys.platform != "win32":  # which takes as much as it is given, whatever the buffer's size
        assert max(waited) > 0
    two.wait_to_hear(two.client, said)


@TLS
def test_looking_takes_nothing_away(connect: Callable[[bool], Two], encrypted: bool) -> None:
    two = connect(encrypted)
    two.client.write(b"GET / and more")
    two.wait(lambda: two.hub.peek(4) == b"GET ")
    two.client.write(b", and the rest")
    two.wait(lambda: two.hub.peek(100) == b"GET / and more, and the rest")
    assert two.hub.has_arrived
    assert two.hub.read() == b"GET / and more, and the rest"
    assert not two.hub.has_arrived


@TLS
def test_what_is_read_in_slices_is_whole(connect: Callable[[bool], Two], encrypted: bool) -> None:
    two = connect(encrypted)
    words = b"".join(b"%06d" % number for number in range(20_000))
    two.client.write(words)
    slices: list[bytes] = []

    def is_whole() -> bool:
        while two.hub.has_arrived:
            slices.append(two.hub.read(1000))
        return sum(map(len, slices)) == len(words)

    two.wait(is_whole)
    assert b"".join(slices) == words
    assert max(map(len, slices)) <= 16 * 1024 + 1000  # a record that the last slice made whole


@TLS
def test_one_number_says_how_much_waits(connect: Callable[[bool], Two], encrypted: bool) -> None:
    two = connect(encrypted)
    two.client.socket.setReadBufferSize(1000)
    words, written, waiting = b"x" * 1_000_000, 0, 0
    while not waiting:
        written += len(words)
        waiting = two.hub.write(words)
    assert waiting == two.hub.socket.bytesToWrite()
    before = waiting
    written += len(words)
    after = two.hub.write(words)
    assert before + len(words) <= after <= before + len(words) * 1.01  # which it is longer by with TLS
    two.client.socket.setReadBufferSize(0)
    two.wait(lambda: two.hear(two.client) and len(two.heard[two.client]) == written)
    assert two.hub.socket.bytesToWrite() == 0


def test_last_words_are_read_before_the_end(connect: Callable[[bool], Two]) -> None:
    two = connect(True)
    two.hub.write(b"ERROR :bye\r\n")
    two.hub.say_over()
    client = two.client
    two.wait(lambda: client.peek(5) == b"ERROR" and client.is_over)
    client.settle()
    assert client.socket.state() is CONNECTED  # there are words to be read
    assert client.read() == b"ERROR :bye\r\n"
    client.settle()
    assert client.socket.state() is not CONNECTED
    assert client.machine is not None
    assert client.machine.end is not None
    assert client.machine.end.kind is TlsEnding.CLOSED
    assert client.failure == ""
    two.wait(lambda: two.hear(two.hub) and two.hub.is_over)  # it was answered


def test_a_cut_is_no_end_in_order(connect: Callable[[bool], Two]) -> None:
    two = connect(True)
    two.hub.socket.abort()
    two.wait(lambda: two.client.socket.state() is not CONNECTED)
    assert two.client.read() == b""
    two.client.note_end()
    assert two.client.machine is not None
    assert two.client.machine.end is not None
    assert two.client.machine.end.kind is TlsEnding.CUT
    assert two.client.failure == ""


def test_noise_ends_the_socket_after_the_other_side_was_told_why(connect: Callable[[bool], Two]) -> None:
    two = connect(True)
    two.client.socket.write(b"\x17\x03\x03\x00\x20" + b"noise" * 10)
    two.wait(lambda: two.hear(two.hub) and two.hub.socket.state() is not CONNECTED)
    assert two.hub.failure
    two.wait(lambda: two.hear(two.client) and two.client.is_over)
    assert "alert" in two.client.failure
    assert two.heard == {two.client: b"", two.hub: b""}


def test_nothing_is_written_to_a_socket_that_is_closed(connect: Callable[[bool], Two]) -> None:
    two = connect(True)
    two.client.say_over()
    two.wait(lambda: two.hub.socket.bytesAvailable())
    two.hub.socket.abort()
    two.hub.forget()
    two.hub.settle()
    two.client.socket.abort()
    two.client.forget()
    two.client.settle()


@TLS
def test_half_of_it_may_end(connect: Callable[[bool], Two], encrypted: bool) -> None:
    two = connect(encrypted)
    two.client.write(b"still talking")
    assert two.hub.end_writing() == 0
    two.wait(lambda: two.hub.read() == b"still talking")
