"""A window's connection for a file: to the hub of its link and to nobody else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.client.address import HostPort
from app.net.file_transfer import FileDoor, FileTransfer
from app.web.http_call import HttpAnswer, HttpCall
from tests.net.conftest import IdentityOf
from tests.net.file_client import Files

SECRET = "a token that nobody else may read"
Ended = tuple[HttpAnswer | None, bool]


@pytest.fixture
def files(qtbot: QtBot, identity_of: IdentityOf, tmp_path: Path) -> Iterator[Files]:
    made = Files(qtbot, identity_of("hub"), tmp_path / "files", True)
    yield made
    made.end()


@pytest.fixture
def root() -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


def asked(
    qtbot: QtBot, root: QObject, port: int, fingerprint: str, silence: int = 30_000
) -> tuple[Ended, int]:
    """How a request of a file has ended, and how many were made."""
    made: list[str] = []
    ended: list[Ended] = []

    def make_call(authority: str) -> HttpCall:
        made.append(authority)
        return HttpCall("HEAD", "/files/" + "A" * 22, authority, [("Authorization", f"Bearer {SECRET}")])

    door = FileDoor(HostPort("127.0.0.1", port), fingerprint)
    transfer = FileTransfer(door, make_call, None, root, silence=silence)
    transfer.ended.connect(lambda answer, is_other: ended.append((answer, is_other)))
    transfer.start()
    qtbot.waitUntil(lambda: bool(ended))
    return ended[0], len(made)


def test_the_hub_of_the_link_is_asked(
    qtbot: QtBot, root: QObject, files: Files, identity_of: IdentityOf
) -> None:
    (answer, is_other), made = asked(qtbot, root, files.hub.port, identity_of("hub").fingerprint)
    assert answer is not None
    assert (answer.status, is_other, made) == (401, False, 1)


def test_whoever_shows_another_certificate_is_asked_nothing(
    qtbot: QtBot, root: QObject, files: Files, identity_of: IdentityOf
) -> None:
    ended, made = asked(qtbot, root, files.hub.port, identity_of("somebody else").fingerprint)
    assert (ended, made) == ((None, True), 0)


def test_where_the_link_is_encrypted_nothing_is_asked_in_plain(
    qtbot: QtBot, root: QObject, identity_of: IdentityOf
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:  # accepts, and says nothing that is TLS
        plain.settimeout(60)
        port = plain.getsockname()[1]
        heard: list[bytes] = []

        def listen() -> None:
            carrier, _ = plain.accept()
            with carrier:
                heard.append(carrier.recv(4096))
                carrier.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        ended, made = asked(qtbot, root, port, identity_of("hub").fingerprint)
        listener.join()
    assert (ended, made) == ((None, False), 0)
    assert SECRET.encode() not in heard[0]
