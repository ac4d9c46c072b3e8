"""The bar over a room that has ended: why, who may come back, and the end of a ban that is noticed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from app.application import joined_server, room_endings
from app.application.joined_server import Destination, JoinedServer
from app.application.room_endings import RoomEndings
from app.client.address import parse_address
from app.client.events import (
    ConnectionFailed,
    Event,
    Failure,
    LeaveKind,
    LinkState,
    Member,
    MembersListed,
    Registered,
    RoomEntered,
    RoomLeft,
)
from app.client.state.session_options import SessionOptions
from app.models.connection import Connection
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import ConnectionLost, EventEntry
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from tests.application.fakes import NOON, FakeLink, FakeTrust
from tests.stand_in import stand_in


class FakeServers(QObject):
    """Stands for all servers."""

    connected = Signal(JoinedServer)
    disconnected = Signal(Connection)
    other_room_open = Signal(QObject, str)


class FakeWindow:
    """Stands for the window: what it shows over rooms."""

    def __init__(self) -> None:
        self.endings: dict[Room, RoomEnding | None] = {}

    def set_room_ending(self, room: Room, ending: RoomEnding | None) -> None:
        self.endings[room] = ending


class World:
    """The endings of the rooms of one hub, in #club and #makers, with a private talk."""

    def __init__(self) -> None:
        self.root = QObject()
        self.window, self.servers = FakeWindow(), FakeServers(self.root)
        self.rooms = RoomsModel(self.root)
        self.alerts = RoomEndings(self.window, self.rooms, self.servers, self.root)  # type: ignore[arg-type]
        self.server = JoinedServer(
            Destination(parse_address("192.168.1.24"), SessionOptions(nick="mara")),
            stand_in(FakeTrust()),
            self.rooms,
            str,
            self.root,
        )
        self.link = FakeLink.made[-1]
        self.connection = self.server.connection
        self.servers.connected.emit(self.server)
        self.views: list[LinkView] = []
        self.server.view_changed.connect(self.views.append)
        self.turn(LinkState.ONLINE)
        self.tell(Registered("mara", "Robotics club", "#club", True, NOON))
        self.tell(RoomEntered("#club", NOON), RoomEntered("#makers", NOON))
        people = (Member("mara"), Member("Ines_Duarte", realname="Ines Duarte"))
        self.tell(MembersListed("#club", people), MembersListed("#makers", people))
        self.club, self.makers = self.room("#club"), self.room("#makers")

    def turn(self, state: LinkState) -> None:
        self.link.state = state
        self.link.state_changed.emit(state)

    def tell(self, *events: Event) -> None:
        self.link.events_arrived.emit(list(events))

    def room(self, target: str) -> Room:
        found = self.connection.find(target)
        assert found is not None
        return found

    def leaves(self, kind: LeaveKind, by: str = "ines", reason: str = "") -> None:
        self.tell(RoomLeft("#club", kind, by, reason, NOON))

    def is_banned(self) -> None:
        """The host bans this person from the whole hub."""
        left = [
            RoomLeft(name, LeaveKind.BANNED, "Ines_Duarte", "spam", NOON) for name in ("#club", "#makers")
        ]
        self.tell(*left, ConnectionFailed(Failure.BANNED, "spam", NOON))
        self.fails(Failure.BANNED)

    def fails(self, failure: Failure) -> None:
        self.turn(LinkState.STOPPED)
        self.link.failed.emit(failure, "", "")

    def looks(self) -> int:
        return self.link.asked.count(("look_again", ()))

    def is_looking(self) -> bool:
        return any(timer.isActive() for timer in self.alerts.findChildren(QTimer))


@pytest.fixture
def world(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    monkeypatch.setattr(room_endings, "FIRST_MS", 1)
    FakeLink.made.clear()
    made = World()
    yield made
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(made.root, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("kind", "may_rejoin"),
    [(LeaveKind.KICKED, True), (LeaveKind.BANNED, True), (LeaveKind.HOST_CLOSED, False)],
)
def test_a_room_that_has_ended_says_why_until_one_is_back(
    world: World, kind: LeaveKind, may_rejoin: bool
) -> None:
    world.leaves(kind)
    ending = world.window.endings[world.club]
    assert ending is not None
    assert (ending.may_rejoin, bool(ending.words)) == (may_rejoin, True)
    world.club.set_topic("changed meanwhile")
    assert world.window.endings[world.club] is ending
    world.tell(RoomEntered("#club", NOON))
    assert world.window.endings[world.club] is None
    assert world.makers not in world.window.endings


def test_what_one_has_left_oneself_ended_without_a_word(world: World) -> None:
    world.leaves(LeaveKind.PARTED, by="")
    assert world.window.endings == {world.club: None}


def test_another_room_of_the_host_is_offered_over_those_that_are_closed(world: World) -> None:
    talk = world.connection.open_private("bob")
    world.turn(LinkState.WAITING)
    world.alerts.show_other_room(world.connection, "Chess")
    for room in (world.club, world.makers):
        ending = world.window.endings[room]
        assert ending is not None
        assert (ending.may_rejoin, "Chess" in ending.words, bool(ending.rejoin_words)) == (True, True, True)
    assert talk not in world.window.endings
    world.tell(RoomEntered("#club", NOON))
    assert world.window.endings[world.club] is None


def test_a_room_that_is_gone_is_forgotten(world: World) -> None:
    world.leaves(LeaveKind.KICKED)
    world.connection.forget(world.club)
    world.window.endings.clear()
    world.club.set_present(True)
    assert world.window.endings == {}


def test_who_removed_one_is_called_as_on_screen(world: World) -> None:
    world.leaves(LeaveKind.KICKED, "Ines_Duarte", "calm down")
    ending = world.window.endings[world.club]
    assert ending is not None
    assert ending.words == "You were removed by Ines Duarte — calm down."


# -- a ban of the whole hub


def test_who_is_banned_from_the_hub_cannot_join_again_until_that_is_lifted(world: World) -> None:
    world.is_banned()
    for room in (world.club, world.makers):
        ending = world.window.endings[room]
        assert ending is not None
        assert ending.words == "You were banned by Ines Duarte — spam."
        assert not ending.may_rejoin
    facts = [entry.fact for entry in world.club.timeline.rows.entries if isinstance(entry, EventEntry)]
    assert not [fact for fact in facts if isinstance(fact, ConnectionLost)]


def test_the_hub_is_looked_at_again_without_a_word(qtbot: QtBot, world: World) -> None:
    world.is_banned()
    world.views.clear()
    for failure in (Failure.BANNED, Failure.REFUSED):
        before = world.looks()
        qtbot.waitUntil(lambda before=before: world.looks() > before)
        for state in (LinkState.CONNECTING, LinkState.REGISTERING):
            world.turn(state)
        world.fails(failure)
    assert world.views == []
    assert world.connection.state is LinkState.STOPPED


def test_a_lifted_ban_offers_to_join_again_and_joins_nobody(qtbot: QtBot, world: World) -> None:
    world.is_banned()
    qtbot.waitUntil(lambda: world.looks() > 0)
    world.turn(LinkState.REGISTERING)
    world.turn(LinkState.ONLINE)
    world.tell(Registered("mara", "Robotics club", "#club", True, NOON))
    assert world.views[-1].phase is LinkPhase.ONLINE
    for room in (world.club, world.makers):
        ending = world.window.endings[room]
        assert ending is not None
        assert ending.words == "The host has lifted your ban."
        assert (ending.may_rejoin, ending.is_over, room.present) == (True, True, False)
    world.tell(RoomEntered("#club", NOON))
    assert world.window.endings[world.club] is None
    assert not world.is_looking()


def test_who_comes_back_from_a_lost_connection_and_is_banned_is_told_of_its_end_too(
    qtbot: QtBot, world: World
) -> None:
    world.turn(LinkState.WAITING)
    world.tell(ConnectionFailed(Failure.BANNED, "spam", NOON))
    world.fails(Failure.BANNED)
    assert world.views[-1].reason.startswith("The room does not let you in")
    qtbot.waitUntil(lambda: world.looks() > 0)
    world.turn(LinkState.ONLINE)
    world.tell(Registered("mara", "Robotics club", "#club", True, NOON))
    ending = world.window.endings[world.club]
    assert ending is not None
    assert ending.is_over


def test_another_host_who_answers_there_is_told_of(qtbot: QtBot, world: World) -> None:
    world.is_banned()
    qtbot.waitUntil(lambda: world.looks() > 0)
    world.turn(LinkState.CONNECTING)
    world.views.clear()
    world.fails(Failure.HOST_CHANGED)
    assert world.views[-1].phase is LinkPhase.STOPPED
    assert "Another host" in world.views[-1].reason


def test_who_leaves_looks_no_more(world: World) -> None:
    world.is_banned()
    assert world.is_looking()
    world.servers.disconnected.emit(world.connection)
    assert not world.is_looking()


def test_after_a_while_it_is_looked_at_less_often(qtbot: QtBot, world: World) -> None:
    world.is_banned()
    [timer] = world.alerts.findChildren(QTimer)
    qtbot.waitUntil(lambda: timer.interval() == room_endings.LATER_MS)
    assert world.looks() == room_endings.FIRST_LOOKS
