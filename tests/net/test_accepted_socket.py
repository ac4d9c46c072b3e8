"""The hub's accepted sockets: whom they tell, and that PySide keeps nothing of them that threads share."""

from __future__ import annotations

import socket
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig, WebContent
from app.net.accepted_socket import AcceptedSocket, DescriptorWatch
from tests.net.connection_table import in_table
from tests.net.plain_irc import RunHub
from tests.net.tls_client import TlsSocket
from tests.net.web_client import WebClient


class Reader:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def socket_readable(self) -> None:
        self.told.append("readable")

    def socket_written(self) -> None:
        self.told.append("written")

    def socket_ended(self) -> None:
        self.told.append("ended")


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a connection."""
    server = socket.create_server(("127.0.0.1", 0))
    near = socket.create_connection(server.getsockname())
    far, _address = server.accept()
    yield near, far
    for one in (server, near, far):
        one.close()


def test_a_socket_tells_who_reads_it_at_the_time(
    qtbot: QtBot, pair: tuple[socket.socket, socket.socket]
) -> None:
    near, far = pair
    accepted, first, second = AcceptedSocket(None), Reader(), Reader()
    accepted.setSocketDescriptor(far.detach())
    accepted.reader = first
    near.send(b"a")
    qtbot.waitUntil(lambda: first.told == ["readable"])
    accepted.reader = second
    accepted.write(b"b")
    qtbot.waitUntil(lambda: second.told == ["written"])
    near.close()
    qtbot.waitUntil(lambda: second.told == ["written", "ended"])
    assert first.told == ["readable"]


def test_a_socket_that_nobody_reads_tells_nobody(
    qtbot: QtBot, pair: tuple[socket.socket, socket.socket]
) -> None:
    near, far = pair
    accepted, reader = AcceptedSocket(None), Reader()
    accepted.setSocketDescriptor(far.detach())
    accepted.reader = reader
    accepted.reader = None
    accepted.write(b"b")
    near.send(b"a")
    near.shutdown(socket.SHUT_WR)  # a reset, with "b" unread, is not always noticed by Wine
    qtbot.waitUntil(lambda: accepted.state() is AcceptedSocket.SocketState.UnconnectedState)
    assert reader.told == []


def test_a_descriptor_is_watched_until_that_is_closed(
    qtbot: QtBot, pair: tuple[socket.socket, socket.socket]
) -> None:
    near, far = pair
    told: list[bytes] = []
    parent = QObject()
    watch = DescriptorWatch(far.fileno(), lambda: told.append(far.recv(1)), parent)
    near.send(b"ab")
    qtbot.waitUntil(lambda: told == [b"a", b"b"])
    watch.close()
    near.send(b"c")
    qtbot.waitUntil(lambda: parent.children() == [])
    assert told == [b"a", b"b"]


def test_a_connection_in_the_table_is_seen(qtbot: QtBot) -> None:
    parent = QObject()
    timer = QTimer(parent)
    timer.timeout.connect(timer.stop)
    assert in_table(parent) == []
    timer.timeout.connect(lambda: None)
    assert in_table(parent) == [timer]


def test_nothing_of_a_running_hub_is_in_the_table(run_hub: RunHub, qtbot: QtBot) -> None:
    """Silent connections, half a word, a handshake that hangs, members of every kind, one on its way out."""
    hub = run_hub(HubConfig(room_name="Club", loopback_limits=False, web=WebContent.PAGE))
    hub.connect()
    hub.connect().send_bytes(b"P")
    hub.member("plain")
    hanging, shaken = TlsSocket(qtbot, hub.port), TlsSocket(qtbot, hub.port).shake_hands()
    shaken.send("NICK shaken", "USER s 0 * :s")
    shaken.wait_for(" 001 ")
    web = WebClient(qtbot, hub.connect())
    web.send("NICK web", "USER w 0 * :w")
    web.wait_for(" 001 ")
    gone = hub.member("gone")
    gone.send("QUIT")
    gone.wait_for("ERROR")
    assert len(hub.server.findChildren(AcceptedSocket)) >= 4
    assert in_table(*hub.server.children()) == []  # what the test itself hears from is the server
    for one in (hanging, shaken):
        one.close()


def test_who_has_left_is_forgotten_without_a_search_for_circles(run_hub: RunHub, qtbot: QtBot) -> None:
    """Python searches beside a window in its thread alone: where that stands, nothing must pile up."""
    hub = run_hub()
    members = [hub.member(f"m{number}") for number in range(3)]
    silent = hub.connect()
    silent.send_bytes(b"P")
    qtbot.waitUntil(lambda: len(hub.server.findChildren(AcceptedSocket)) == 4)
    kept = [weakref.ref(one) for one in hub.server.findChildren(AcceptedSocket)]
    for one in (*members, silent):
        one.close()
    qtbot.waitUntil(lambda: [one() for one in kept] == [None] * 4)
