"""The list of open rooms and what a room counts."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client.events import Member, PersonChanged, PresenceChanged
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import NotifyRule, RoomKind
from app.models.room_names import about_person
from app.models.rooms_model import RoomOrder, RoomsModel, Section
from tests.models.links import AskedLink
from tests.ui.window_world import FakeConnection, make_room, message


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


def test_what_asks_for_attention_stands_first_then_the_name_counts() -> None:
    rooms = RoomsModel()
    rooms.set_order(RoomOrder.ATTENTION)
    tester = QAbstractItemModelTester(rooms, QAbstractItemModelTester.FailureReportingMode.Fatal)
    zoo, able, mid, eve, bob = (
        make_room(name) if name[0] == "#" else make_room(name, RoomKind.PRIVATE)
        for name in ("#zoo", "#Äble", "#mid", "eve", "bob")
    )
    for room in (zoo, able, mid, eve, bob):
        rooms.add(room)
    assert rooms.rooms == (able, mid, zoo, bob, eve)
    mid.add_entries([message()])
    assert rooms.rooms == (mid, able, zoo, bob, eve)
    zoo.add_entries([message(mention=True)])
    eve.add_entries([message()])
    assert rooms.rooms == (zoo, mid, able, eve, bob)
    zoo.set_notify_rule(NotifyRule.NONE)  # nothing of it asks for attention
    assert rooms.rooms == (mid, able, zoo, eve, bob)
    mid.set_watched(True)
    mid.set_title("Zylophones")
    assert rooms.rooms == (able, zoo, mid, eve, bob)
    rooms.set_order(RoomOrder.OPENED)
    assert rooms.rooms == (zoo, able, mid, eve, bob)
    assert [rooms.row_of(room) for room in rooms.rooms] == list(range(5))
    del tester


def test_the_room_that_one_reads_stays_where_it_was_until_one_goes_on() -> None:
    rooms = RoomsModel()
    rooms.set_order(RoomOrder.ATTENTION)
    first, second, third = (make_room(name) for name in ("#a", "#b", "#c"))
    for room in (first, second, third):
        rooms.add(room)
    third.add_entries([message()])
    second.add_entries([message()])
    assert rooms.rooms == (second, third, first)
    rooms.hold(second)
    second.set_watched(True)
    assert rooms.rooms == (second, third, first)
    second.timeline.read_to_end()  # as its view does
    second.set_watched(False)
    rooms.hold(third)
    third.set_watched(True)
    assert rooms.rooms == (third, first, second)
    rooms.remove([third])
    assert rooms.rooms == (first, second)


def test_rooms_of_several_hosts_stand_together_by_host_with_their_talks() -> None:
    rooms = RoomsModel()
    tester = QAbstractItemModelTester(rooms, QAbstractItemModelTester.FailureReportingMode.Fatal)
    own, other = FakeConnection(), FakeConnection()
    own.hosting, other.address, other.network = True, "10.0.0.7:6667", "Chess"
    ours, talk = make_room("#a", RoomKind.HOSTED, own), make_room("bob", RoomKind.PRIVATE, own)
    theirs, second, their_talk = (
        make_room("#b", connection=other),
        make_room("#c", connection=other),
        make_room("bob", RoomKind.PRIVATE, other),
    )

    def headings() -> list[str]:
        sections = [rooms.data(rooms.index(row), rooms.SectionRole) for row in range(rooms.rowCount())]
        return [section.heading for section in sections if isinstance(section, Section)]

    for room in (ours, talk):
        rooms.add(room)
    assert headings() == ["Rooms", "Private"]
    for room in (their_talk, theirs, second):
        rooms.add(room)
    assert rooms.rooms == (ours, talk, theirs, second, their_talk)
    assert headings() == ["Hosted by you", "Hosted by you", "Chess", "Chess", "Chess"]
    rooms.set_order(RoomOrder.ATTENTION)
    second.add_entries([message()])
    their_talk.add_entries([message()])
    assert rooms.rooms == (ours, talk, their_talk, second, theirs)
    rooms.remove([ours, talk])
    assert headings() == ["Rooms", "Rooms", "Private"]
    assert rooms.rooms == (second, theirs, their_talk)
    del tester


def test_what_is_muted_counts_nowhere_but_in_its_row() -> None:
    rooms = RoomsModel()
    room = make_room()
    rooms.add(room)
    room.add_entries([message(mention=True)])
    room.set_notify_rule(NotifyRule.NONE)
    assert (rooms.unread, rooms.mentions) == (0, 0)
    spoken = rooms.data(rooms.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "robotics, muted, 1 unread"
    room.set_notify_rule(NotifyRule.ALL)
    assert (rooms.unread, rooms.mentions) == (1, 1)


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
