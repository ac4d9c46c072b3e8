"""What the window shows of its servers: words of a server stand in the room that one looks at."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.shown_servers import ShownServers
from app.client.events import RoomEntered, ServerSaid
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import EventEntry, Note
from tests.application.fakes import NOON, Asked
from tests.models.links import AskedLink


class Own(QObject):
    stop_hosting_requested = Signal()


class Window(Asked):
    def __init__(self) -> None:
        super().__init__()
        self.own = Own()
        self.current_room: Room | None = None


class Servers(QObject, Asked):
    entered = Signal(object)
    connected = Signal(object)
    disconnected = Signal(object)
    refused = Signal(object, str)
    pin_not_saved = Signal(str)


class Server(QObject):
    view_changed = Signal(object)

    def __init__(self, rooms: RoomsModel) -> None:
        super().__init__()
        self.connection = Connection(AskedLink(), rooms, EVENTS, address="irc.example.org", nick="mara")

    def view(self) -> object:
        return SimpleNamespace()


class Hall:
    def __init__(self) -> None:
        self.window, self.servers, self.rooms = Window(), Servers(), RoomsModel()
        self.shown = ShownServers(self.window, self.rooms, self.servers, self.servers)  # type: ignore[arg-type]
        self.server = Server(self.rooms)
        self.servers.connected.emit(self.server)
        self.connection = self.server.connection
        self.connection.apply([RoomEntered("#a", NOON), RoomEntered("#b", NOON)])
        self.window.current_room = self.connection.find("#b")

    def refuses(self, text: str, time: float = NOON) -> None:
        self.connection.apply([ServerSaid(text, "486", time, is_error=True)])

    def notes(self, target: str) -> list[str]:
        room = self.connection.find(target)
        assert room is not None
        entries = room.timeline.entries
        return [
            entry.fact.text
            for entry in entries
            if isinstance(entry, EventEntry) and isinstance(entry.fact, Note)
        ]


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall()


def test_a_refusal_stands_where_one_looks(hall: Hall) -> None:
    hall.refuses("You must \x02identify\x02")
    assert (hall.notes("#a"), hall.notes("#b")) == ([], ["You must identify"])


def test_the_same_refusal_is_not_said_at_every_letter(hall: Hall) -> None:
    for second in range(3):
        hall.refuses("You are muted", NOON + second)
    hall.refuses("You are muted", NOON + 300)
    assert hall.notes("#b") == ["You are muted"] * 2


def test_answers_are_all_shown(hall: Hall) -> None:
    hall.connection.apply([ServerSaid("same", "242", NOON, is_answer=True)] * 2)
    assert hall.notes("#b") == ["same", "same"]


def test_who_looks_at_another_server_finds_it_in_the_log_only(hall: Hall) -> None:
    hall.window.current_room = None
    hall.refuses("You must identify")
    assert (hall.notes("#a"), hall.notes("#b")) == ([], [])
    assert [line.text for line in hall.connection.log.lines] == ["You must identify"]
