"""The end of a wait: fires once, not before what arrived while the event loop stood still is read."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QTcpSocket
from pytestqt.qtbot import QtBot

from app.net.deadline import LATE_SECONDS, Deadline
from app.net.transport import delete_disconnected


@pytest.fixture
def owner() -> Iterator[QObject]:
    made = QObject()
    yield made
    delete_disconnected(made)


def stand_still() -> None:
    """The event loop does nothing for longer than a deadline may be late."""
    time.sleep(LATE_SECONDS * 3)


def test_it_fires_once(qtbot: QtBot, owner: QObject) -> None:
    fired: list[str] = []
    first, second = Deadline(1, owner), Deadline(60_000, owner)
    first.passed.connect(lambda: fired.append("first"))
    second.passed.connect(lambda: fired.append("second"))
    first.start()
    second.start(20)
    qtbot.waitUntil(lambda: "second" in fired)
    assert fired == ["first", "second"]


def test_one_that_was_stopped_does_not(qtbot: QtBot, owner: QObject) -> None:
    fired: list[str] = []
    stopped, other = Deadline(1, owner), Deadline(20, owner)
    stopped.passed.connect(lambda: fired.append("stopped"))
    other.passed.connect(lambda: fired.append("other"))
    stopped.start()
    other.start()
    stopped.stop()
    qtbot.waitUntil(lambda: "other" in fired)
    assert fired == ["other"]


def test_what_arrived_in_time_is_read_before_it_is_over(qtbot: QtBot, owner: QObject) -> None:
    seen: list[str] = []
    deadline = Deadline(1, owner)
    deadline.passed.connect(lambda: seen.append("over"))

    def take() -> None:
        seen.append("read")
        deadline.stop()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        reader = QTcpSocket(owner)
        reader.connectToHost("127.0.0.1", listener.getsockname()[1])
        qtbot.waitUntil(lambda: reader.state() is QTcpSocket.SocketState.ConnectedState)
        writer, _ = listener.accept()
        with writer:
            # as a handshake takes several turns of the event loop for what lies there already
            reader.readyRead.connect(lambda: QTimer.singleShot(0, take))
            deadline.start()
            writer.sendall(b"in time")
            stand_still()
            qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["read"]


def test_who_says_nothing_is_not_waited_for_again_and_again(qtbot: QtBot, owner: QObject) -> None:
    fired: list[str] = []
    deadline = Deadline(1, owner)
    deadline.passed.connect(lambda: fired.append("over"))
    deadline.start()
    stand_still()
    qtbot.waitUntil(lambda: bool(fired))
    assert fired == ["over"]
