"""A server's answer to WHOIS: onto a card where one can be seen, else into the room where it was asked."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal

from app.application.person_answers import PersonAnswers
from app.client.events import LinkState, WhoisArrived
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room
from app.models.room_wishes import ShowPerson
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import EventEntry, Note
from tests.models.links import AskedLink
from tests.stand_in import stand_in

BOB = WhoisArrived("bob", "u", "10.0.0.7", "Bob", "robert", "", 600, None, "")


class FakeServers(QObject):
    """Stands for the servers that were entered."""

    connected = Signal(object)


class FakeWindow:
    """As much of a window as is asked."""

    def __init__(self) -> None:
        self.current_room: Room | None = None
        self.shown: list[tuple[Room, ShowPerson, bool]] = []
        self.told: list[WhoisArrived] = []
        self.person_cards = SimpleNamespace(tell=lambda _connection, told: self.told.append(told))

    def show_person(self, room: Room, shown: ShowPerson, *, by_key: bool) -> None:
        self.shown.append((room, shown, by_key))


class Desk:
    def __init__(self) -> None:
        self.parent, self.window, self.servers = QObject(), FakeWindow(), FakeServers()
        self.answers = PersonAnswers(
            stand_in(self.window),
            stand_in(self.servers),
            self.parent,
        )
        self.rooms = RoomsModel()
        self.connection = Connection(AskedLink(), self.rooms, EVENTS, address="10.0.0.1", nick="mara")
        self.connection.set_state(LinkState.ONLINE)
        self.room = self.connection.find_or_open("#club")
        self.servers.connected.emit(SimpleNamespace(connection=self.connection))

    def notes(self) -> list[str]:
        facts = [entry.fact for entry in self.room.timeline.entries if isinstance(entry, EventEntry)]
        return [fact.text for fact in facts if isinstance(fact, Note)]


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk()


def test_it_is_a_card_in_the_room_that_is_looked_at(desk: Desk) -> None:
    desk.window.current_room = desk.room
    desk.connection.ask_who("Bob", desk.room)
    desk.connection.apply([BOB])
    assert desk.window.shown == [(desk.room, ShowPerson("bob", "robert"), True)]
    assert desk.window.told == [BOB]
    assert desk.notes() == []


def test_it_is_a_line_where_nobody_looks(desk: Desk) -> None:
    desk.connection.ask_who("bob", desk.room)
    desk.connection.apply([BOB])
    assert desk.window.shown == []
    assert desk.notes() == ["bob (Bob) · from 10.0.0.7 · account robert · silent for 10 min"]


def test_what_a_card_asks_is_told_by_no_line(desk: Desk) -> None:
    desk.window.current_room = desk.room
    desk.connection.apply([BOB])
    assert (desk.window.shown, desk.window.told, desk.notes()) == ([], [BOB], [])


def test_each_answer_comes_to_where_it_was_asked(desk: Desk) -> None:
    other = desk.connection.find_or_open("#other")
    desk.connection.ask_who("bob", desk.room)
    desk.connection.ask_who("ines", other)
    desk.connection.apply([BOB])
    assert len(desk.notes()) == 1
    assert other.timeline.entries == []


def test_a_room_that_was_left_meanwhile_hears_nothing(desk: Desk) -> None:
    desk.connection.ask_who("bob", desk.room)
    desk.connection.forget(desk.room)
    desk.connection.apply([BOB])
    assert desk.notes() == []


def test_questions_that_were_refused_pile_up_to_nothing(desk: Desk) -> None:
    for number in range(100):
        desk.connection.ask_who(f"n{number}", desk.room)
    assert len(desk.connection._whois_rooms) <= 32
