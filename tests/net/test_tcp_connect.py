"""A connection by a plain socket: it ends as the system says, and is Qt's afterwards."""

from __future__ import annotations

import errno
import gc
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QAbstractSocket, QTcpSocket
from pytestqt.qtbot import QtBot

from app.net.tcp_connect import TcpConnect


class Told:
    """What a connection says of itself."""

    def __init__(self, address: str, port: int) -> None:
        self.owner = QObject()
        self.connect = TcpConnect(address, port, self.owner)
        self.errors: list[int] = []
        self.taken: list[QTcpSocket] = []
        self.connect.connected.connect(lambda made: self.taken.append(made.take()))
        self.connect.failed.connect(lambda _made, error: self.errors.append(error))
        self.connect.start()
        assert not self.errors, "only later than the call"
        assert not self.taken, "only later than the call"


@contextmanager
def listening(address: str = "127.0.0.1") -> Iterator[socket.socket]:
    """A socket that listens."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as made:
        made.bind((address, 0))
        made.listen()
        yield made


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_what_connects_is_taken_as_qts_socket(qtbot: QtBot, address: str) -> None:
    with listening(address) as host:
        told = Told(address, host.getsockname()[1])
        qtbot.waitUntil(lambda: bool(told.taken))
        other, _ = host.accept()
        with other:
            (taken,) = told.taken
            assert taken.state() == QAbstractSocket.SocketState.ConnectedState
            assert taken.peerAddress().toString() == address
            other.sendall(b"hello")
            qtbot.waitUntil(lambda: taken.bytesAvailable() == 5)
            taken.abort()
            assert other.recv(1) == b""
    told.connect.cancel()
    assert told.errors == []


def test_a_refusal_is_told_as_the_system_says_it(qtbot: QtBot) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        told = Told("127.0.0.1", bound.getsockname()[1])
        qtbot.waitUntil(lambda: bool(told.errors))
    assert told.errors == [errno.ECONNREFUSED]


@pytest.mark.parametrize(
    ("address", "error"), [("mara-pc", errno.EINVAL), ("", errno.EINVAL), ("fe80::1%nocard0", errno.EINVAL)]
)
def test_what_is_no_address_fails_without_asking_anybody(qtbot: QtBot, address: str, error: int) -> None:
    told = Told(address, 6667)
    qtbot.waitUntil(lambda: bool(told.errors))
    assert told.errors == [error]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems let everybody connect to a broadcast")
def test_what_the_system_refuses_at_once_is_told_later(qtbot: QtBot) -> None:
    told = Told("255.255.255.255", 6667)
    qtbot.waitUntil(lambda: bool(told.errors))
    assert told.errors[0] in (errno.EACCES, errno.ENETUNREACH)


def test_who_cancels_hears_nothing_and_leaves_nobody_connected(qtbot: QtBot) -> None:
    with listening() as host:
        told = Told("127.0.0.1", host.getsockname()[1])
        told.connect.cancel()
        other, _ = host.accept()
        with other:
            other.settimeout(60)
            assert other.recv(1) == b""
    other = Told("mara-pc", 6667)
    other.connect.cancel()
    qtbot.wait(1)
    assert (told.errors, told.taken, other.errors) == ([], [], [])


def test_who_goes_in_the_midst_of_it_leaves_no_socket_behind(qtbot: QtBot) -> None:
    with listening() as host:
        owner = QObject()
        TcpConnect("127.0.0.1", host.getsockname()[1], owner).start()
        del owner
        gc.collect()  # which would warn of one that is open
        host.settimeout(5)
        other, _ = host.accept()
        with other:
            assert other.recv(1) == b"", "closed"
