"""The list of open rooms and what a room counts."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client.events import Member, PersonChanged, PresenceChanged
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import RoomKind
from app.models.room_names import about_person
from app.models.rooms_model import RoomsModel
from tests.models.links import AskedLink
from tests.ui.window_world import make_room, message


def test_private_talks_stand_below_rooms() -> None:
    rooms = RoomsModel()
    tester = QAbstractItemModelTester(rooms, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first, talk, second = make_room("#a"), make_room("bob", RoomKind.PRIVATE), make_room("#b")
    for room in (first, talk, second):
        rooms.add(room)
    assert rooms.rooms == (first, second, talk)
    rooms.remove([first])
    assert (rooms.rooms, rooms.row_of(first)) == ((second, talk), -1)
    del tester


def test_what_nobody_watches_counts_as_unread_and_is_told() -> None:
    rooms = RoomsModel()
    room = make_room()
    rooms.add(room)
    told: list[bool] = []
    rooms.totals_changed.connect(lambda: told.append(True))
    room.add_entries([message(), message(mention=True)])
    assert (room.unread, room.mentions, rooms.unread) == (2, 1, 2)
    spoken = rooms.data(rooms.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith("robotics, ")
    assert told


def test_watching_a_room_reads_it() -> None:
    room = make_room()
    room.add_entries([message()])
    room.set_watched(True)
    room.add_entries([message()])
    assert (room.unread, room.mentions) == (0, 0)


def test_private_messages_are_all_meant_for_one() -> None:
    room = make_room("bob", RoomKind.PRIVATE)
    room.add_entries([message()])
    assert (room.unread, room.mentions) == (1, 1)


def test_a_private_talk_tells_whether_the_other_is_there(qtbot: QtBot) -> None:
    rooms = RoomsModel()
    connection = Connection(AskedLink(), rooms, EVENTS, address="", nick="mara")
    private = connection.open_private("dora")

    def words() -> tuple[object, object, str]:
        index = rooms.index(rooms.row_of(private))
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        return index.data(Qt.ItemDataRole.ToolTipRole), spoken, about_person(private)

    assert words() == ("dora", "dora", "")
    connection.apply([PresenceChanged("dora", False, 0.0)])
    assert words() == ("dora · Offline", "dora, offline", "Offline")
    connection.apply([PresenceChanged("dora", True, 0.0)])
    connection.apply([PersonChanged(Member("dora", away="lunch", status="At the lake"))])
    assert words() == ("dora · Away — lunch · At the lake", "dora", "Away — lunch · At the lake")
    connection.apply([PersonChanged(Member("dora", away=""))])
    assert words() == ("dora · Away", "dora", "Away")


def test_rows_fit_the_rooms_however_they_come_and_go() -> None:
    model = RoomsModel()
    random = Random(1)
    rooms = []
    for number in range(200):
        kind = random.choice((RoomKind.CHANNEL, RoomKind.PRIVATE))
        rooms.append(make_room(f"r{number}", kind))
        model.add(rooms[-1])
        if random.random() < 0.3:
            model.remove([rooms.pop(random.randrange(len(rooms)))])
        if random.random() < 0.05:
            going = random.sample(rooms, len(rooms) // 2)
            rooms = [room for room in rooms if room not in going]
            model.remove(going)
    assert [model.row_of(room) for room in model.rooms] == list(range(len(rooms)))
    assert [model.index(row).data(model.RoomRole) for row in range(len(rooms))] == list(model.rooms)
    kinds = [room.kind is RoomKind.PRIVATE for room in model.rooms]
    assert kinds == sorted(kinds)


def test_rooms_that_are_beside_each_other_go_at_once() -> None:
    model = RoomsModel()
    rooms = [make_room(f"r{number}", RoomKind.PRIVATE) for number in range(6)]
    for room in rooms:
        model.add(room)
    removed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    model.remove([rooms[4], rooms[0], rooms[1], rooms[5], make_room("elsewhere", RoomKind.PRIVATE)])
    assert removed == [(4, 5), (0, 1)]
    assert model.rooms == (rooms[2], rooms[3])
