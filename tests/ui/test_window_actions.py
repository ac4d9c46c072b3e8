"""What a window does: each key does what the list of shortcuts says of it, and each key stands there."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

import app.ui
from app import __version__
from app.client.events import Abilities
from app.client.wishes import AskChannels, MakeRoom, Wish
from app.models.room import Room, RoomKind
from app.models.room_wishes import (
    EnterPassword,
    LeaveRoom,
    OpenTalk,
    Reconnect,
    Rejoin,
    ShowPerson,
    StopReconnecting,
)
from app.models.search import Count, Hit
from app.ui.action import Action
from app.ui.composer.composer_keyboard import SWAPPED_KEYS
from app.ui.hosting.host_members_list import HOST_MEMBER_KEYS, HostMemberKey, HostMembersList
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberAction
from app.ui.members.members_list import MembersList
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.rooms.rooms_list import ROOM_KEYS, RoomAction
from app.ui.search.global_search import GlobalSearch
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import CopyButton
from app.ui.widgets.menu import Menu
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.window.about_sheet import AboutSheet
from app.ui.window.action_ids import ActionId
from app.ui.window.connection_bar import CONNECTION_ACTIONS, BarContext, BarState, ConnectionAction
from app.ui.window.files_sheet import FilesSheet
from app.ui.window.panes import Side
from app.ui.window.room_switcher import RoomSwitcher
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.window_actions import ACTIONS
from tests.ui.window_world import FACTS, EmptySearch, FakeConnection, World, make_room, message

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

APP = Path(__file__).parent.parent.parent / "app"


class ThreeHits(EmptySearch):
    """Finds three messages, whatever is looked for."""

    def in_room(self, room: Room, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        then([Hit(place, f"m{place}", "bob", query, float(place)) for place in (3, 2, 1)])

    def count(self, room: Room, query: str, then: Callable[[Count], None]) -> None:
        then(Count(3))


@pytest.fixture
def world(qtbot: QtBot, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    own.abilities = Abilities(frozenset({MakeRoom, AskChannels}))
    rooms = (
        make_room("#robotics", connection=own),
        make_room("#office", connection=own),
        make_room("bob", RoomKind.PRIVATE, own, ()),
        make_room("#makers", connection=own),
    )
    made = World(theme, *rooms, connection=own, port=ThreeHits())
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    made.window.page.focus_composer()
    made.rooms.rooms[2].add_entries([message()])
    yield made
    made.end()


class Said:
    """What a window and its parts reported."""

    def __init__(self, world: World) -> None:
        self.text_scales: list[int] = []
        self.closed = False
        world.window.preferences.text_scale_chosen.connect(self.text_scales.append)
        world.window.closed.connect(self._close)

    def _close(self) -> None:
        self.closed = True


def shows(at: int) -> Callable[[World, Said], bool]:
    return lambda world, _said: world.window.current_room is world.rooms.rooms[at]


def opens(layer: type[ModalOverlay]) -> Callable[[World, Said], bool]:
    return lambda world, _said: world.window.findChild(layer) is not None


def has_focus(stop: int) -> Callable[[World, Said], bool]:
    """The part of the window that is so many further than where one writes has the keyboard."""

    def is_there(world: World, _said: Said) -> bool:
        stops = world.window.page.focus_stops()
        conversation = world.window.page.conversation
        assert conversation is not None
        at = stops.index(conversation.composer.edit) + stop
        return world.window.focusWidget() is stops[at % len(stops)]

    return is_there


def found(words: str) -> Callable[[World, Said], bool]:
    return lambda world, _said: world.window.page.sheet.search_bar.words.text() == words


def opens_settings() -> bool:
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, Menu):
        return False
    assert menu.rect().contains(menu.mapFromGlobal(menu.parentWidget().geometry().center()))
    first, *_, last = [action.text() for action in menu.actions()]
    return (first, last) == ("Appearance", "Read out by a screen reader")


# what is seen of each action that has a key
SEEN: dict[ActionId, Callable[[World, Said], bool]] = {
    ActionId.NEW_ROOM: lambda world, _said: world.start.isVisible(),
    ActionId.NEW_ROOM_HERE: opens(NewRoomSheet),
    ActionId.ROOMS_HERE: opens(PickOverlay),
    ActionId.SWITCH_ROOM: opens(RoomSwitcher),
    ActionId.NEXT_ROOM: shows(1),
    ActionId.PREVIOUS_ROOM: shows(3),
    ActionId.NEXT_UNREAD: shows(2),
    ActionId.PREVIOUS_UNREAD: shows(2),
    ActionId.MEMBERS: lambda world, _said: not world.window.page.panes.is_wanted(Side.RIGHT),
    ActionId.NEXT_PANE: has_focus(1),
    ActionId.PREVIOUS_PANE: has_focus(-1),
    ActionId.SEARCH: lambda world, _said: world.window.page.sheet.search_bar.isVisible(),
    ActionId.SEARCH_OLDER: found("2 of 3"),
    ActionId.SEARCH_NEWER: found("3 of 3"),
    ActionId.SEARCH_ALL: opens(GlobalSearch),
    ActionId.ROOM_FILES: opens(FilesSheet),
    ActionId.LEAVE: lambda world, _said: world.wishes == [(world.rooms.rooms[0], LeaveRoom())],
    ActionId.TEXT_LARGER: lambda _world, said: said.text_scales == [110],
    ActionId.TEXT_SMALLER: lambda _world, said: said.text_scales == [90],
    ActionId.TEXT_NORMAL: lambda _world, said: said.text_scales == [100],
    ActionId.SETTINGS: lambda _world, _said: opens_settings(),
    ActionId.SHORTCUTS: opens(ShortcutsSheet),
    ActionId.QUIT: lambda _world, said: said.closed,
}
KEYS = [(row.id, sequence) for row in ACTIONS for sequence in row.sequences()]


def press(qtbot: QtBot, world: World, keys: QKeySequence) -> None:
    """Press keys where the keyboard is, as a person does."""
    where = world.window.focusWidget()
    combination = keys[0]
    assert where is not None
    assert isinstance(combination, QKeyCombination)
    qtbot.keyClick(where, combination.key(), combination.keyboardModifiers())


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("action", "keys"), KEYS, ids=[f"{action.value}: {keys.toString()}" for action, keys in KEYS]
)
def test_a_key_does_what_the_list_of_shortcuts_says(
    qtbot: QtBot, world: World, action: ActionId, keys: QKeySequence
) -> None:
    said, is_seen = Said(world), SEEN[action]
    if action in (ActionId.SEARCH_OLDER, ActionId.SEARCH_NEWER):
        world.window.search.open()
        world.window.page.sheet.search_bar.asked.emit("robots")
    assert not is_seen(world, said)
    press(qtbot, world, keys)
    assert is_seen(world, said)


def at_room(world: World) -> None:
    rooms = world.window.page.rooms_pane.list
    rooms.setFocus()
    rooms.select(world.rooms.rooms[1])


def at_person(world: World) -> None:
    people = world.window.page.members_pane.list
    people.setFocus()
    select_person(people)


def at_person_of_the_host(world: World) -> None:
    world.rooms.rooms[0].set_kind(RoomKind.HOSTED)
    world.window.set_hosting_info(FACTS)
    world.window.page.toggle_panel()
    people = world.window.page.host_panel.members
    people.setFocus()
    select_person(people)


def select_person(people: MembersList | HostMembersList) -> None:
    indexes = [people.model().index(row, 0) for row in range(people.model().rowCount())]
    people.setCurrentIndex(next(index for index in indexes if index.data() == "bob"))


def wishes(wish: Wish, room: int = 0) -> Callable[[World], bool]:
    return lambda world: world.wishes == [(world.rooms.rooms[room], wish)]


def asks(world: World) -> bool:
    return world.window.asker.dialog is not None


def writes(world: World) -> bool:
    conversation = world.window.page.conversation
    return conversation is not None and world.window.focusWidget() is conversation.composer.edit


def opens_menu(_world: World) -> bool:
    return isinstance(QApplication.activePopupWidget(), Menu)


# of the lists in a window: where the keyboard is, and what is seen of each action that has a key there
IN_LISTS: dict[Enum, list[tuple[Callable[[World], None], Callable[[World], bool]]]] = {
    RoomAction.ENTER: [(at_room, writes)],
    RoomAction.LEAVE: [(at_room, wishes(LeaveRoom(), room=1))],
    MemberAction.PROFILE: [
        (at_person, wishes(ShowPerson("bob"))),
        (at_person_of_the_host, wishes(ShowPerson("bob"))),
    ],
    MemberAction.MESSAGE: [(at_person, wishes(OpenTalk("bob")))],
    MemberAction.REMOVE: [(at_person, asks), (at_person_of_the_host, asks)],
    HostMemberKey.MENU: [(at_person_of_the_host, opens_menu)],
}
LIST_KEYS = [
    (row.id, at, sequence)
    for row in (*ROOM_KEYS, *MEMBER_ACTIONS, *HOST_MEMBER_KEYS)
    for sequence in row.sequences()
    for at in range(len(IN_LISTS[row.id]))
]


@pytest.mark.parametrize(("action", "place", "keys"), LIST_KEYS, ids=[str(each[0]) for each in LIST_KEYS])
def test_a_key_in_a_list_does_what_the_list_of_shortcuts_says(
    qtbot: QtBot, world: World, action: Enum, place: int, keys: QKeySequence
) -> None:
    go_there, is_seen = IN_LISTS[action][place]
    go_there(world)
    assert not is_seen(world)
    press(qtbot, world, keys)
    assert is_seen(world)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_a_button_of_the_bar_is_pressed_for_each_of_its_actions() -> None:
    wished: list[Wish] = []
    ended = BarContext(BarState.ENDED, wished.append, True, True, "", True)
    lost = BarContext(BarState.LOST, wished.append)
    assert {row.id for at in (ended, lost) for row in CONNECTION_ACTIONS if row.usable(at)} == set(
        ConnectionAction
    )
    for row in CONNECTION_ACTIONS:
        row.run(ended)
    assert wished == [Reconnect(), Rejoin(), EnterPassword(), StopReconnecting(), LeaveRoom()]


def test_a_key_of_what_cannot_be_done_now_does_nothing(qtbot: QtBot, world: World) -> None:
    world.window.show_start()
    press(qtbot, world, QKeySequence("Ctrl+W"))
    press(qtbot, world, QKeySequence("Ctrl+F"))
    assert world.wishes == []
    assert not world.window.page.sheet.search_bar.isVisible()


def lines_of(sheet: ShortcutsSheet) -> list[tuple[str, str]]:
    """What the list of shortcuts shows: what is done, and the keys."""
    area = sheet.findChild(QScrollArea)
    assert area is not None
    grid = area.widget().layout()
    assert isinstance(grid, QGridLayout)
    lines = []
    for row in range(grid.rowCount()):
        cells = [item.widget() for column in (0, 1) if (item := grid.itemAtPosition(row, column)) is not None]
        words = [cell.text() for cell in cells if isinstance(cell, QLabel)]
        if len({*cells}) == 2:  # the title of a group is one over both columns
            lines.append((words[0], words[1]))
    return lines


def titles_of(sheet: ShortcutsSheet) -> list[str]:
    """The groups of the list of shortcuts."""
    area = sheet.findChild(QScrollArea)
    assert area is not None
    labels = area.widget().findChildren(QLabel)
    return [label.text() for label in labels if label.property("type") == TypeRole.LABEL.value]


def registries() -> list[tuple[Action[Any], ...]]:
    """Every tuple of actions that a file of the interface has."""
    found: list[tuple[Action[Any], ...]] = []
    for info in pkgutil.walk_packages(app.ui.__path__, "app.ui."):
        tuples = (
            each for each in vars(importlib.import_module(info.name)).values() if isinstance(each, tuple)
        )
        of_actions = [each for each in tuples if any(isinstance(row, Action) for row in each)]
        found += [each for each in of_actions if each is not SWAPPED_KEYS]  # which are another choice's
    return found


def test_each_key_that_a_registry_knows_stands_on_the_list(world: World) -> None:
    world.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = world.window.findChild(ShortcutsSheet)
    assert sheet is not None
    shown = lines_of(sheet)
    rows = {row.id: row for tuples in registries() for row in tuples if isinstance(row, Action) and row.keys}
    assert len(rows) > 30
    for row in rows.values():
        [told] = [keys for words, keys in shown if words == row.listed_words()]
        assert {*row.key_names()} <= {*told.split(" or ")}, row.id


def test_the_list_follows_the_choice_what_enter_does(world: World) -> None:
    world.window.actions_[ActionId.ENTER_SENDS].trigger()
    world.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = world.window.findChild(ShortcutsSheet)
    assert sheet is not None
    told = dict(lines_of(sheet))
    assert (told["Send the message"], told["New line in the message"]) == (
        "Ctrl+Return",
        "Return or Shift+Return",
    )


def test_no_menu_has_an_entry_that_is_not_a_row_of_a_registry() -> None:
    """A text in `addAction`, or a QAction made for one, would be an action that no registry knows."""
    strangers = []
    for path in sorted((APP / "ui").rglob("*.py")):
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        for call in calls:
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            is_known = len(call.args) == 1 and isinstance(call.args[0], ast.Name | ast.Subscript)
            if (name == "addAction" and not is_known) or name == "QAction":
                strangers.append(f"{path.relative_to(APP).as_posix()}: {ast.unparse(call)}")
    assert [stranger.partition(": ")[0] for stranger in strangers] == [
        "ui/action.py",
        "ui/window/window_menus.py",
    ], strangers


def test_the_list_of_shortcuts_has_a_group_for_each_place(world: World) -> None:
    world.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = world.window.findChild(ShortcutsSheet)
    assert sheet is not None
    assert titles_of(sheet) == [
        "Everywhere",
        "Where you write",
        "Messages",
        "In lists",
        "Looking at a picture",
    ]
    assert len({words for words, _ in lines_of(sheet)}) == len(lines_of(sheet)), "and nothing stands in two"


def parts_of(menu: QMenu) -> list[list[str]]:
    """What a menu shows, by the lines between its parts."""
    parts: list[list[str]] = [[]]
    for action in menu.actions():
        if action.isSeparator():
            parts.append([])
        elif action.isVisible():
            parts[-1].append(action.text())
    return [part for part in parts if part]


def test_the_menu_has_the_room_then_the_person_then_the_program(world: World) -> None:
    parts = parts_of(world.window.page.sheet.header.menu)
    flat = [text for part in parts for text in part]
    assert flat.index("Leave room") < flat.index("You") < flat.index("Go to room…") < flat.index("Settings")
    assert ["You"] in parts
    assert flat[-2:] == ["Help", "Quit"]
    assert len(flat) <= 18


def test_a_private_talk_is_closed_not_left(world: World) -> None:
    leave = world.window.actions_[ActionId.LEAVE]
    assert leave.text() == "Leave room"
    (talk,) = [room for room in world.rooms.rooms if room.kind is RoomKind.PRIVATE]
    world.window.show_room(talk)
    assert leave.text() == "Close", "as the list of rooms has it"


def all_of(menu: QMenu) -> list[QAction]:
    """The entries of a menu and of those that open from it."""
    found = [action for action in menu.actions() if not action.isSeparator()]
    return [
        *found,
        *(inner for action in found if isinstance(sub := action.menu(), QMenu) for inner in all_of(sub)),
    ]


def test_a_private_talk_is_called_none_of_the_rooms(world: World) -> None:
    window = world.window
    (talk,) = [room for room in world.rooms.rooms if room.kind is RoomKind.PRIVATE]

    def told() -> list[str]:
        window.actions_[ActionId.SEARCH].trigger()
        edit = window.page.sheet.search_bar.edit
        texts = [action.text() for action in all_of(window.page.sheet.header.menu) if action.isVisible()]
        return [*texts, edit.placeholderText(), edit.accessibleName()]

    assert sum("this room" in text for text in told()) >= 7
    window.show_room(talk)
    assert not [text for text in told() if "this room" in text]
    assert sum("this conversation" in text for text in told()) >= 7
    window.show_room(world.rooms.rooms[0])
    assert not [text for text in told() if "this conversation" in text]


def test_what_program_this_is_can_be_seen_and_copied(world: World) -> None:
    world.window.actions_[ActionId.ABOUT].trigger()
    sheet = world.window.findChild(AboutSheet)
    assert sheet is not None
    assert __version__ in sheet.version
    [copy] = sheet.findChildren(CopyButton)
    copy.click()
    assert QGuiApplication.clipboard().text() == sheet.version
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
