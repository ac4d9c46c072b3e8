"""What a hosted room tells, to whom, and its goodbye."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.discovery.datagrams import Bye, Here, Who
from app.net.room_announcer import RoomAnnouncer
from tests.discovery.rooms import announced, interface
from tests.net.discovery_fakes import FakeComputer, FakeSockets

ROOM = announced(1)
GUEST = "192.168.1.31"


@pytest.fixture
def announcer(sockets: FakeSockets, around: FakeComputer) -> RoomAnnouncer:
    return RoomAnnouncer(sockets, sockets, look=around.look, clock=around.clock)  # type: ignore[arg-type]  # a stand-in


def test_a_room_is_told_where_it_listens(
    announcer: RoomAnnouncer, sockets: FakeSockets, around: FakeComputer
) -> None:
    around.interfaces.append(interface("wlan0", 3, "10.0.0.5/24"))
    announcer.start(ROOM, ("10.0.0.5",))
    assert sockets.is_open
    assert sockets.told == [Here(ROOM)]
    assert [one.name for one in sockets.followed] == ["wlan0"]


def test_a_change_is_told_and_what_is_the_same_is_not(
    announcer: RoomAnnouncer, sockets: FakeSockets, around: FakeComputer
) -> None:
    announcer.change(ROOM)
    assert sockets.told == [], "it was not announced"
    announcer.start(ROOM)
    around.now += 2
    announcer.change(ROOM)
    assert len(sockets.told) == 1
    announcer.change(replace(ROOM, people=3))
    assert sockets.told[1:] == [Here(replace(ROOM, people=3))]


def test_it_is_told_again_when_the_network_is_back(
    announcer: RoomAnnouncer, sockets: FakeSockets, around: FakeComputer
) -> None:
    announcer.restart()
    assert sockets.told == []
    announcer.start(ROOM)
    around.now += 2
    announcer.restart()
    assert len(sockets.told) == 2


def test_it_is_told_three_times_at_first(sockets: FakeSockets, qtbot: QtBot) -> None:
    announcer = RoomAnnouncer(sockets, sockets, look=FakeComputer().look)  # type: ignore[arg-type]  # a stand-in
    announcer.start(ROOM)
    qtbot.waitUntil(lambda: sockets.told == [Here(ROOM)] * 3)


def test_a_goodbye_is_said_twice_and_then_nothing_is_heard(sockets: FakeSockets, qtbot: QtBot) -> None:
    announcer = RoomAnnouncer(sockets, sockets, look=FakeComputer().look)  # type: ignore[arg-type]  # a stand-in
    announcer.stop()
    assert sockets.told == []
    announcer.start(ROOM)
    announcer.stop()
    announcer.stop()
    sockets.heard.emit(Who("question", 40), GUEST, 5000)
    announcer.change(announced(2))
    qtbot.waitUntil(lambda: not sockets.is_open)
    assert sockets.told == [Here(ROOM), Bye(ROOM.fingerprint), Bye(ROOM.fingerprint)]
    assert sockets.answered == []


def test_at_the_programs_end_both_goodbyes_are_said_at_once(
    announcer: RoomAnnouncer, sockets: FakeSockets
) -> None:
    announcer.start(ROOM)
    announcer.close()
    assert sockets.told[1:] == [Bye(ROOM.fingerprint)] * 2
    assert not sockets.is_open
    announcer.close()
    assert len(sockets.told) == 3


def test_a_room_that_opens_again_at_once_says_no_second_goodbye(
    announcer: RoomAnnouncer, sockets: FakeSockets, around: FakeComputer
) -> None:
    announcer.start(ROOM)
    announcer.stop()
    announcer.start(ROOM)
    around.now += 1
    announcer.restart()
    assert sockets.told.count(Bye(ROOM.fingerprint)) == 1


def test_nobody_is_sent_to_an_address_at_which_the_room_does_not_listen(
    announcer: RoomAnnouncer, sockets: FakeSockets
) -> None:
    announcer.start(ROOM, ("fd00:1::24",))
    sockets.heard.emit(Who("question", 40), GUEST, 5000)
    sockets.heard.emit(Who("question", 40), "fd00:1::31", 5000)
    assert [address for _, address, _ in sockets.answered] == ["fd00:1::31"]


def test_who_asks_is_answered_with_the_questions_key(announcer: RoomAnnouncer, sockets: FakeSockets) -> None:
    sockets.heard.emit(Who("question", 40), GUEST, 5000)
    announcer.start(ROOM)
    sockets.heard.emit(Who("question", 40), GUEST, 5000)
    sockets.heard.emit(Who("question", 40), GUEST, 5000)
    sockets.heard.emit(Who("question", 40), "0.0.0.0", 5000)
    sockets.heard.emit(Here(ROOM), GUEST, 6667)
    assert sockets.answered == [(Here(ROOM, "question"), GUEST, 5000)]
