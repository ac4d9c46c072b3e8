"""The rooms pane: sections, what a click and a key do, the person's card, the pixels of badges."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.client.events import Abilities
from app.client.wishes import RenameRoom, Wish
from app.models.ignored_people import IgnoredPerson
from app.models.room import NotifyRule, Room, RoomKind
from app.models.room_wishes import Ignore, LeaveRoom, LetIn, NameRoom, SetNotifyRule
from app.models.rooms_model import RoomOrder, RoomsModel
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.rooms_pane import RoomsPane
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.menu import Menu
from tests.ui.window_world import PEOPLE, make_room, message


@pytest.fixture
def rooms() -> RoomsModel:
    made = RoomsModel()
    for room in (
        make_room("#robotics", RoomKind.HOSTED),
        make_room("#office"),
        make_room("bob", RoomKind.PRIVATE),
        make_room("ines", RoomKind.PRIVATE),
    ):
        made.add(room)
    return made


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, rooms: RoomsModel) -> Iterator[RoomsPane]:
    plus = IconButton(theme, "plus", "New room", on_ground=True)
    made = RoomsPane(theme, rooms, plus=plus, menu=Menu(theme))
    qtbot.addWidget(made)
    made.resize(192, 600)
    made.show()
    yield made
    made.list.setModel(None)


def colours_in(pane: RoomsPane, row: int) -> set[str]:
    box = pane.list.visualRect(pane.list.model().index(row, 0))
    image = pane.list.viewport().grab(box).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(image.pixel(x, y)).name() for x, y in points}


def test_the_first_room_of_each_section_carries_its_heading(pane: RoomsPane, rooms: RoomsModel) -> None:
    heights = [pane.list.visualRect(rooms.index(row)).height() for row in range(4)]
    assert heights[1] == heights[3]
    assert heights[0] > heights[1]
    assert heights[2] > heights[3]


def test_a_heading_moves_on_when_its_room_goes(pane: RoomsPane, rooms: RoomsModel) -> None:
    plain = pane.list.visualRect(rooms.index(3)).height()
    rooms.remove([rooms.rooms[2]])
    assert pane.list.visualRect(rooms.index(2)).height() > plain


def test_a_click_on_a_heading_chooses_nothing(qtbot: QtBot, pane: RoomsPane, rooms: RoomsModel) -> None:
    chosen: list[Room] = []
    pane.list.chosen.connect(chosen.append)
    box = pane.list.visualRect(rooms.index(2))
    qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(20, 10))
    assert chosen == []
    qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=box.bottomLeft() + QPoint(20, -10))
    assert chosen == [rooms.rooms[2]]


def test_enter_goes_to_write_there(qtbot: QtBot, pane: RoomsPane, rooms: RoomsModel) -> None:
    pane.list.select(rooms.rooms[1])
    with qtbot.waitSignal(pane.list.entered):
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)


def test_arrow_keys_choose_without_entering(qtbot: QtBot, pane: RoomsPane, rooms: RoomsModel) -> None:
    chosen: list[Room] = []
    pane.list.select(rooms.rooms[0])
    pane.list.chosen.connect(chosen.append)
    with qtbot.assertNotEmitted(pane.list.entered):
        qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    assert chosen == [rooms.rooms[1]]


def test_delete_and_the_menu_leave_a_room_but_never_the_hosted_one(
    qtbot: QtBot, pane: RoomsPane, rooms: RoomsModel
) -> None:
    left: list[tuple[Room, Wish]] = []
    pane.list.wished.connect(lambda room, wish: left.append((room, wish)))
    pane.list.select(rooms.rooms[0])
    qtbot.keyClick(pane.list, Qt.Key.Key_Delete)
    assert left == []
    pane.list.select(rooms.rooms[1])
    qtbot.keyClick(pane.list, Qt.Key.Key_Delete)
    menu = pane.list.menu_for(rooms.rooms[2])
    menu.actions()[-1].trigger()
    assert menu.actions()[-1].text() == "Close\tDel"
    hosted = [action.text() for action in pane.list.menu_for(rooms.rooms[0]).actions()]
    assert hosted == ["Tell me of every message", "Tell me only of mentions", "Mute this room"]
    assert left == [(rooms.rooms[1], LeaveRoom()), (rooms.rooms[2], LeaveRoom())]


def test_a_mention_is_lit_and_what_is_unread_is_not(pane: RoomsPane, rooms: RoomsModel, theme: Theme) -> None:
    lamp, plain = theme.colours.mention_badge.name(), theme.colours.unread_badge.name()
    rooms.rooms[1].add_entries([message()])
    assert plain in colours_in(pane, 1)
    assert lamp not in colours_in(pane, 1)
    rooms.rooms[1].add_entries([message(mention=True)])
    assert lamp in colours_in(pane, 1)


def test_what_is_said_in_private_is_lit_as_it_is_meant_for_one(
    pane: RoomsPane, rooms: RoomsModel, theme: Theme
) -> None:
    rooms.rooms[2].add_entries([message()])
    assert theme.colours.mention_badge.name() in colours_in(pane, 2)


def test_a_muted_room_has_a_mark_and_nothing_in_it_is_lit(
    pane: RoomsPane, rooms: RoomsModel, theme: Theme
) -> None:
    room = rooms.rooms[1]
    before = colours_in(pane, 1)
    room.set_notify_rule(NotifyRule.NONE)
    assert colours_in(pane, 1) - before  # the mark
    room.add_entries([message(mention=True)])
    assert theme.colours.mention_badge.name() not in colours_in(pane, 1)
    assert theme.colours.unread_badge.name() in colours_in(pane, 1)


def test_the_menu_says_what_one_is_told_of_and_changes_it(pane: RoomsPane, rooms: RoomsModel) -> None:
    told: list[tuple[Room, Wish]] = []
    pane.list.wished.connect(lambda room, wish: told.append((room, wish)))
    office, bob = rooms.rooms[1], rooms.rooms[2]

    def marked(room: Room) -> list[str]:
        return [action.text() for action in pane.list.menu_for(room).actions() if action.isChecked()]

    assert marked(office) == ["Tell me only of mentions"]
    assert marked(bob) == ["Tell me of every message"]
    words = [action.text() for action in pane.list.menu_for(bob).actions()]
    assert "Tell me only of mentions" not in words
    assert "Mute this conversation" in words
    assert "Mute this room" not in words
    office.set_notify_rule(NotifyRule.NONE)
    assert marked(office) == ["Mute this room"]
    pane.list.menu_for(office).actions()[0].trigger()
    assert told == [(office, SetNotifyRule(NotifyRule.ALL))]


def test_no_row_moves_under_the_pointer_while_it_is_pressed(
    qtbot: QtBot, pane: RoomsPane, rooms: RoomsModel
) -> None:
    rooms.set_order(RoomOrder.ATTENTION)
    robotics, office = rooms.rooms[1], rooms.rooms[0]
    assert [room.title for room in (office, robotics)] == ["office", "robotics"]
    place = pane.list.visualRect(rooms.index(1)).center()
    qtbot.mousePress(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    robotics.add_entries([message()])
    assert rooms.rooms[:2] == (office, robotics)
    with qtbot.waitSignal(pane.list.entered):
        qtbot.mouseRelease(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rooms.rooms[:2] == (robotics, office)
    assert pane.list.room_at(pane.list.currentIndex()) is robotics


def test_the_hosted_room_has_the_lit_door_and_others_have_not(pane: RoomsPane, theme: Theme) -> None:
    lit = theme.colours.you.name()
    assert lit in colours_in(pane, 0)
    assert lit not in colours_in(pane, 1)


def test_the_card_says_who_one_is_and_whether_away(pane: RoomsPane) -> None:
    pane.profile.set_profile("mara", away=False)
    words = {label.text() for label in pane.profile.findChildren(type(pane.profile._state))}
    assert words == {"mara", "Available"}
    pane.profile.set_profile("mara", away=True)
    assert pane.profile._state.text() == "Away"


def test_every_control_has_a_name(pane: RoomsPane) -> None:
    assert pane.list.accessibleName()
    assert pane.plus.accessibleName()
    assert pane.profile.button.accessibleName()


def test_whoever_writes_only_in_private_is_ignored_from_there(pane: RoomsPane, rooms: RoomsModel) -> None:
    told: list[tuple[Room, Wish]] = []
    pane.list.wished.connect(lambda room, wish: told.append((room, wish)))
    office, bob = rooms.rooms[1], rooms.rooms[2]

    def entry(room: Room, words: str) -> QAction | None:
        actions = pane.list.menu_for(room).actions()
        return next((action for action in actions if action.text() == words), None)

    assert entry(office, "Ignore") is None
    person = IgnoredPerson(bob.target, "", bob.title)
    ignore = entry(bob, "Ignore")
    assert ignore is not None
    ignore.trigger()
    bob.connection.ignored.add(person)
    assert entry(bob, "Ignore") is None
    stop = entry(bob, "Stop ignoring")
    assert stop is not None
    stop.trigger()
    assert told == [(bob, Ignore(person)), (bob, Ignore(person, ignored=False))]


def test_who_moderates_a_further_room_renames_it_and_says_who_may_enter(
    pane: RoomsPane, rooms: RoomsModel
) -> None:
    told: list[tuple[Room, Wish]] = []
    pane.list.wished.connect(lambda room, wish: told.append((room, wish)))
    office = rooms.rooms[1]
    office.connection.abilities = Abilities(frozenset({RenameRoom}))
    actions = {action.text(): action for action in pane.list.menu_for(office).actions()}
    actions["Rename room…"].trigger()
    actions["Only invited people"].trigger()
    assert told == [(office, NameRoom()), (office, LetIn(True))]
    office.members.reset(PEOPLE[2:])
    assert "Rename room…" not in [action.text() for action in pane.list.menu_for(office).actions()]


@pytest.mark.parametrize("grows", ["private", "error"])
def test_the_sheet_for_a_new_room_grows_with_what_it_says(qtbot: QtBot, theme: Theme, grows: str) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1100, 900)
    over.show()
    sheet = NewRoomSheet(theme, over, network="Chess", newcomers="all")
    area = sheet.findChild(QScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: sheet.make.isVisible())
    before = sheet.card.height()
    if grows == "private":
        sheet.private.setChecked(True)
    else:
        sheet.show_error("There is a room of that name already; these words take more than a line. " * 2)
    qtbot.waitUntil(lambda: sheet.card.height() > before)
    assert area.verticalScrollBar().maximum() == 0, "nothing has to be scrolled for"
