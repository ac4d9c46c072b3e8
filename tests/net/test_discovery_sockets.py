"""The beacon's sockets on this computer alone: what is sent arrives, what is not understood does not."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtNetwork import QHostAddress, QUdpSocket
from pytestqt.qtbot import QtBot

from app.discovery.datagrams import Datagram, Here, Who, bye, here, who
from app.discovery.local_networks import AnnouncedInterface
from app.discovery.pacing import READ_RATE
from app.net.discovery_sockets import DiscoverySockets
from app.net.interfaces import local_interfaces
from tests.discovery.rooms import announced
from tests.headless_hub import free_port

LOOPBACK = QHostAddress("127.0.0.1")
ON_WINE = sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")


@pytest.fixture
def no_beacon() -> None:
    """These sockets are what is tested, each at a port of its own."""


class Ear:
    """Sockets, and what they heard."""

    def __init__(self, port: int, *, asks: bool = False) -> None:
        self.now = 0.0
        self.sockets = DiscoverySockets(port=port, clock=lambda: self.now)
        self.heard: list[tuple[Datagram, str, int]] = []
        self.sockets.heard.connect(lambda *said: self.heard.append(said))
        self.sockets.open(asks=asks)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def ear(qtbot: QtBot, port: int) -> Iterator[Ear]:
    made = Ear(port, asks=True)
    yield made
    made.sockets.close()


def test_a_question_to_one_comes_with_the_port_that_is_answered(ear: Ear, port: int, qtbot: QtBot) -> None:
    guest = Ear(free_port(), asks=True)
    bare = QUdpSocket()
    bare.bind(LOOPBACK, 0)
    bare.writeDatagram(who("question"), LOOPBACK, port)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.heard == [(Who("question", len(who("question"))), "127.0.0.1", bare.localPort())]
    assert ear.sockets.answer(here(announced(1), "question"), "127.0.0.1", bare.localPort())
    qtbot.waitUntil(bare.hasPendingDatagrams)
    guest.sockets.close()


def test_what_one_asks_goes_to_the_beacons_port_and_the_answer_comes_back(
    ear: Ear, port: int, qtbot: QtBot
) -> None:
    assert ear.sockets.ask_one(who("question"), "127.0.0.1")
    qtbot.waitUntil(lambda: bool(ear.heard))
    _said, source, asked_from = ear.heard[0]
    assert asked_from != port
    ear.sockets.answer(here(announced(1), "question"), source, asked_from)
    qtbot.waitUntil(lambda: len(ear.heard) == 2)
    assert ear.heard[1] == (Here(announced(1), "question"), "127.0.0.1", port)


def test_two_copies_on_one_computer_share_the_port(ear: Ear, port: int) -> None:
    other = Ear(port)
    assert other.sockets.answer(bye(announced(1).fingerprint), "127.0.0.1", port)
    other.sockets.close()


def test_what_is_not_understood_is_not_heard(ear: Ear, port: int, qtbot: QtBot) -> None:
    bare = QUdpSocket()
    for data in (
        b"",
        b"hello",
        b"\xff" * 400,
        b"[" * 512,
        b" " * 5000 + who("question"),
        b'{"v":1,"t":"who","k":"question","p":"%s"}' % (b"x" * 473),
    ):
        bare.writeDatagram(data, LOOPBACK, port)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert [said for said, _source, _port in ear.heard] == [Who("question", 512)]


def test_a_flood_is_read_slowly_and_does_not_end_it(ear: Ear, port: int, qtbot: QtBot) -> None:
    bare = QUdpSocket()
    for _ in range(100):
        for _ in range(5):
            bare.writeDatagram(who("question"), LOOPBACK, port)
        qtbot.wait(1)
    assert len(ear.heard) == READ_RATE
    ear.now += 1
    qtbot.waitUntil(lambda: len(ear.heard) > READ_RATE)
    ear.now += 60
    bare.writeDatagram(who("the-last"), LOOPBACK, port)
    ear.now += 60
    qtbot.waitUntil(lambda: any(said == Who("the-last", len(who("the-last"))) for said, _, _ in ear.heard))


def test_an_interface_that_is_not_there_is_no_error(ear: Ear) -> None:
    gone = AnnouncedInterface(9999, "gone0", ("10.255.255.255",), ipv4=True, ipv6=True)
    ear.sockets.follow([gone])
    ear.sockets.ask(who("question"))
    ear.sockets.tell(bye(announced(1).fingerprint))
    ear.sockets.follow([])
    ear.sockets.tell(bye(announced(1).fingerprint))


@pytest.mark.skipif(ON_WINE, reason="Wine sends datagrams by the default route, whatever interface is named")
def test_loopback_hears_groups_where_it_is_followed(ear: Ear, qtbot: QtBot) -> None:
    """Joins and sends by index, as on any interface; none is announced on loopback outside of tests."""
    loopback = next(one for one in local_interfaces() if one.is_loopback)
    followed = AnnouncedInterface(loopback.index, loopback.name, (), ipv4=True, ipv6=False)
    ear.sockets.follow([followed])
    ear.sockets.ask(who("question"))
    qtbot.waitUntil(lambda: bool(ear.heard))
    heard = len(ear.heard)
    ear.sockets.follow([])
    ear.sockets.ask(who("question"))
    assert len(ear.heard) == heard


def test_without_the_beacons_port_announcements_go_from_another(qtbot: QtBot, port: int) -> None:
    taken = QUdpSocket()
    assert taken.bind(QHostAddress("0.0.0.0"), port, QUdpSocket.BindFlag.DontShareAddress)
    ear = Ear(port, asks=True)
    assert ear.sockets.answer(who("question"), "127.0.0.1", port)
    qtbot.waitUntil(taken.hasPendingDatagrams)
    ear.sockets.close()


def test_closed_sockets_send_nothing(ear: Ear, port: int) -> None:
    ear.sockets.close()
    assert not ear.sockets.ask_one(who("question"), "127.0.0.1")
    assert not ear.sockets.answer(who("question"), "127.0.0.1", port)


def test_this_computer_has_a_loopback_interface() -> None:
    loopback = next(one for one in local_interfaces() if one.is_loopback)
    assert any(str(each.address) == "127.0.0.1" for each in loopback.addresses)
    assert not loopback.is_shared
